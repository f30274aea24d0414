"""A table of the whole course as an nbgrader exporter, with the best labs only where the course says so.

    nbgrader export --exporter=autograder.nbgrader_export.CourseTable --to course.csv

`export csv` makes the same table. In `nbgrader_config.py`, `c.CourseTable.best = 8` counts each student's eight best
labs.
"""

import csv
from collections.abc import Iterable
from typing import Any

from nbgrader.plugins import ExportPlugin
from traitlets import Callable, Integer

from autograder.util.spreadsheet import number, safe_cell


class CourseTable(ExportPlugin):
    """One row per student: the points of each lab, late penalties taken off, and the points that count."""

    best = Integer(0, min=0, help="How many labs count, each student's best ones; 0 for all.").tag(config=True)
    alias = Callable(None, allow_none=True, help="Student -> pseudonym; the names are left out then.")

    def export(self, gradebook: Any) -> None:
        """Write the table to `--to`, `course.csv` if left out."""
        labs = [one for one in gradebook.assignments if not self.assignment or one.name in self.assignment]
        labs.sort(key=lambda one: one.name)
        with open(self.to or "course.csv", "w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["student", *(safe_cell(one.name) for one in labs), "counted", "score", "max_score"])
            rows = [self._row(student, labs) for student in gradebook.students]
            table.writerows(sorted(row for row in rows if not self.student or row[0] in self.student))

    def _row(self, student, labs):
        mine = {one.assignment.name: max(0.0, one.score - one.late_submission_penalty) for one in student.submissions}
        scores = [(mine.get(lab.name, 0.0), float(lab.max_score)) for lab in labs]
        counted = counting(scores, self.best)
        name = self.alias(student.id) if self.alias else student.id
        points = [number(mine[lab.name]) if lab.name in mine else "" for lab in labs]
        total = [number(sum(column)) for column in zip(*counted, strict=True)] or ["0", "0"]
        return [safe_cell(name), *points, len(counted), *total]


def counting(scores: Iterable[tuple[float, float]], best: int = 0) -> list[tuple[float, float]]:
    """The labs that count: those with the largest share of their points; labs without points never do.

    Args:
        scores: Pairs (points, most points).
        best: How many; 0 for all.
    """
    with_points = [pair for pair in scores if pair[1]]
    return sorted(with_points, key=lambda pair: -pair[0] / pair[1])[: best or None]
