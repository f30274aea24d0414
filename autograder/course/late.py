"""Late hand-ins by nbgrader's own means: `timestamp.txt`, due dates, extensions, and the late-submission plugin."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.util.files import open_to_read
from autograder.util.times import read_time

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from nbgrader.api import SubmittedAssignment
    from nbgrader.plugins import LateSubmissionPlugin
    from traitlets.config import Config


MOST_BYTES = 100


def handed_in_at(folder: Path, zone: ZoneInfo | None = None) -> datetime | None:
    """The time in a hand-in's `timestamp.txt`, in UTC and without a zone as nbgrader counts it.

    None where there is none, or none that can be read without guessing. A file's own date is never taken: copying
    changes it, and an honest student would lose points.

    Args:
        folder: The folder of the hand-in.
        zone: The course's zone.
    """
    try:
        handle = open_to_read(folder / "timestamp.txt")
        with os.fdopen(handle, "rb") as file:
            moment = read_time(file.read(MOST_BYTES).decode("utf-8"), zone)
    except (OSError, ValueError):
        return None
    return moment.astimezone(UTC).replace(tzinfo=None)


def policy(config: Config) -> LateSubmissionPlugin:
    """nbgrader's plugin for late submissions, as a course's `nbgrader_config.py` names and sets it."""
    from nbgrader.preprocessors import AssignLatePenalties
    from traitlets import TraitError

    try:
        asked = AssignLatePenalties(config=config)
        asked.init_plugin()
    except (TraitError, ImportError) as error:
        raise CourseError(f"the plugin for late hand-ins in nbgrader_config.py cannot be used: {error}") from None
    return asked.plugin_inst


def settle(submission: SubmittedAssignment, plugin: LateSubmissionPlugin) -> tuple[float, float]:
    """Write what the plugin takes off a submission, within 0 and its score.

    Returns:
        The seconds that it was late and the points taken off.
    """
    seconds = submission.total_seconds_late
    for part in submission.notebooks:
        asked = plugin.late_submission_penalty(submission.student_id, part.score, seconds) if seconds else None
        penalty = None if asked is None else min(max(float(asked), 0.0), part.score)
        if part.late_submission_penalty != penalty:
            part.late_submission_penalty = penalty
    return seconds, sum(part.late_submission_penalty or 0.0 for part in submission.notebooks)
