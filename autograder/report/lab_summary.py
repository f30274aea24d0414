"""How a class stands in one lab: its results, what waits for a person, who was late, what counts in the end."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from autograder.course.gradebook import Lateness
from autograder.course.result import current_results
from autograder.report.hand_ins_of_lab import HandInsOfLab, hand_ins_of_lab

if TYPE_CHECKING:
    from autograder.course.assignment import GradedLab
    from autograder.course.course import Course
    from autograder.course.gradebook import Lateness
from autograder.course.result import Result


@dataclass(frozen=True)
class LabSummary:
    """One lab of a course, as the gradebook has it now.

    Attributes:
        lab: The lab's name.
        title: Its title.
        current: Pairs (`Result`, exercises that wait for a person), sorted by student.
        late: Student -> `Lateness`.
        hand_ins: What there is to know about the hand-ins as a whole.
    """

    lab: str
    title: str
    current: list[tuple[Result, list[str]]] = field(default_factory=list)
    late: dict[str, Lateness] = field(default_factory=dict)
    hand_ins: HandInsOfLab = field(default_factory=HandInsOfLab)

    @property
    def results(self) -> list[Result]:
        return [result for result, _ in self.current]

    @property
    def graded(self) -> list[Result]:
        return [result for result in self.results if result.status != "failed"]

    @property
    def waiting(self) -> int:
        """The number of written answers that wait for a person."""
        return sum(len(names) for _, names in self.current)

    @property
    def counts(self) -> Counter[str]:
        return Counter({"graded": 0, "needs-review": 0, "failed": 0}) + Counter(one.status for one in self.results)

    @property
    def max_score(self) -> float:
        return max((result.max_score for result in self.results), default=0.0)

    def penalty(self, student: str) -> float:
        return self.late[student].penalty if student in self.late else 0.0

    def score(self, result: Result) -> float:
        """What counts in the end: the points without the penalty for being late, as nbgrader exports it."""
        return max(0.0, result.score - self.penalty(result.student))

    def share(self, result: Result) -> float:
        return self.score(result) / result.max_score if result.max_score else 0.0

    def quartiles(self) -> tuple[float, ...] | None:
        """Three shares of the points, from the hand-ins that could be graded; None where there is no such hand-in."""
        shares = sorted(self.share(result) for result in self.graded) if self.max_score else []
        if len(shares) < 2:
            return tuple(shares * 3) or None
        return tuple(statistics.quantiles(shares, n=4, method="inclusive"))


def summarize(course: Course, graded: GradedLab) -> LabSummary:
    """How a class stands in a lab of a course.

    Args:
        course: The `Course`.
        graded: The `GradedLab`.
    """
    late, current = course.gradebook.late(graded.name), current_results(course, graded)
    students = [result.student for result, _ in current]
    return LabSummary(graded.name, graded.title, current, late, hand_ins_of_lab(course, graded.name, students))
