"""nbgrader's plugin for what being late costs, as `due LAB --penalty` sets it; nbgrader's own commands ask it too."""

from __future__ import annotations

import json
import math
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import LateSubmissionPlugin

from autograder.course.due_dates import PENALTY_FILE

DAY = 86400  # seconds


class CoursePenalty(LateSubmissionPlugin):
    """A share of the points for each day that has begun, or all at once; nothing where nothing was set.

    Its settings in `nbgrader_config.py` (`c.LateSubmissionPlugin.penalty_method`) hold where no command set anything.
    """

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """The points taken off: score · min(1, percent / 100 · days begun)."""
        path = Path(CourseDirectory(config=self.config).root) / PENALTY_FILE
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return super().late_submission_penalty(student_id, score, total_seconds_late)
        days = math.ceil(total_seconds_late / DAY)
        return score if told["at_once"] else score * min(1.0, told["percent"] / 100 * days)
