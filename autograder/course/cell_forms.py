"""The graded cells of a lab, in one form for the two places that know them: its notebook and nbgrader's gradebook."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class CellForm:
    """One cell that nbgrader keeps grades or comments for.

    Attributes:
        grade_id: Its name.
        kind: "solution", "answer", "tests" or "hidden".
        exercise: The exercise that it belongs to.
        points: The most points that it gives.
        text: Its source, without solution and without the mark on top.
    """

    grade_id: str
    kind: str
    exercise: str
    points: float
    text: str

    @property
    def graded(self) -> bool:
        """Does nbgrader keep points for it?"""
        return self.kind != "solution"

    @property
    def commented(self) -> bool:
        """Does nbgrader keep comments on it?"""
        return self.kind in ("solution", "answer")

    @property
    def table(self) -> tuple[str, bool, bool, float]:
        """What nbgrader's tables hold of it besides its text."""
        return self.grade_id, self.graded, self.commented, self.points


@dataclass(frozen=True)
class RawCell:
    """What a notebook or the gradebook says of a cell."""

    grade_id: str
    grade: bool
    solution: bool
    points: float
    source: str


def notebook_forms(source: NotebookNode, release: NotebookNode) -> list[CellForm]:
    """The `CellForm`s of a lab, in its order.

    Args:
        source: The instructor's notebook: checks are compared by it, hidden ones included.
        release: The student's notebook that is made from it: exercises are compared by what students see.
    """
    found = []
    for ours, theirs in zip(source.cells, release.cells, strict=True):
        marks = ours.metadata.get("nbgrader", {})
        if marks.get("grade") or marks.get("solution"):
            text = theirs.source if marks["solution"] else ours.source
            points = float(marks.get("points", 0))
            found.append(RawCell(marks["grade_id"], marks["grade"], marks["solution"], points, text))
    return forms(found)


def forms(cells: Iterable[RawCell]) -> list[CellForm]:
    """The `CellForm`s of all cells of one lab."""
    cells = list(cells)
    exercises = {cell.grade_id for cell in cells if cell.solution}
    return [_form(cell, exercises) for cell in cells]


def _form(cell, exercises):
    if cell.solution:
        kind, exercise = "answer" if cell.grade else "solution", cell.grade_id
    else:
        kind = "hidden" if cell.grade_id.startswith("hidden_") else "tests"
        exercise = _exercise(cell.grade_id, exercises)
    return CellForm(cell.grade_id, kind, exercise, cell.points, _plain(cell.source))


def _exercise(grade_id, exercises):
    """`add` for `test_add` and `hidden_add_2`; `add_2` where there is an exercise of that name."""
    name = re.sub(r"^(test|hidden)_", "", grade_id)
    return name if name in exercises else re.sub(r"_\d+$", "", name)


def _plain(source):
    """A source without marks: a comment that names the exercise, and what stands around hidden tests."""
    rows = [row.rstrip() for row in source.strip().splitlines()]
    return "\n".join(row for row in rows if "(keep this line)" not in row and not row.startswith("### ")).strip()
