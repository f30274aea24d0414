"""A lab in a course directory, seen through two doors: as it was graded there, and as its author has it now."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from autograder import CourseError
from autograder.authoring.build import instructor_notebook, notebook_text, stripped
from autograder.authoring.lab import exercise_numbers
from autograder.course.cell_forms import notebook_forms
from autograder.intake.match_cells import Release

if TYPE_CHECKING:
    from autograder.authoring.lab import Lab
    from autograder.course.cell_forms import CellForm
    from autograder.intake.earlier import Earlier


@dataclass(frozen=True)
class GradedLab:
    """A lab as it was graded: what reports and exports need of it, from nbgrader's source notebook alone.

    Attributes:
        name: The lab's name.
        source: The instructor's notebook, as it lies in the course's `source/`.
        release: The student's notebook that is made from it.
    """

    name: str
    source: nbformat.NotebookNode
    release: nbformat.NotebookNode

    @property
    def title(self) -> str:
        return self.source.metadata.course["title"]

    @property
    def numbers(self) -> dict[str, str]:
        """The number of each exercise in the text."""
        cells = [(cell.metadata.get("course", {}), cell.source) for cell in self.source.cells]
        return exercise_numbers(self.name, [(one.get("kind"), one.get("exercise"), text) for one, text in cells])

    @cached_property
    def forms(self) -> list[CellForm]:
        """Its graded cells, in its order."""
        return notebook_forms(self.source, self.release)

    @property
    def solutions(self) -> dict[str, str]:
        """The author's code of each exercise."""
        return solutions(self.source)


@dataclass(frozen=True)
class Assignment(GradedLab):
    """A lab as it is written now: what collecting and grading need.

    Attributes:
        lab: The `Lab`.
        fingerprint: Changes with the lab.
        earlier: What it looked like before it was changed, the newest first.
        stand_ins: What asking for a stand-in costs: "flag" for a look by a person, "cost" for the exercise's points.
    """

    lab: Lab
    fingerprint: str
    earlier: tuple[Earlier, ...] = ()
    stand_ins: str = "flag"

    @cached_property
    def released(self) -> Release:
        """The release as the intake looks at it."""
        return Release(self.release, self.earlier)


def assignment_of(lab: Lab) -> Assignment:
    """The `Assignment` of a `Lab`."""
    source = instructor_notebook(lab)
    fingerprint = hashlib.sha256(notebook_text(source).encode()).hexdigest()
    return Assignment(lab.name, source, stripped(copy.deepcopy(source)), lab, fingerprint)


def solutions(notebook: Mapping[str, Any]) -> dict[str, str]:
    """The code of each exercise in one of our notebooks."""
    cells = [cell for cell in notebook.get("cells", []) if cell["cell_type"] == "code"]
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in cells
        if cell["metadata"].get("nbgrader", {}).get("solution") and not cell["metadata"]["nbgrader"].get("grade")
    }


def read_graded(name: str, path: Path) -> GradedLab:
    """The `GradedLab` of a notebook in a course's `source/`.

    Raises:
        CourseError: It cannot be read, or is none of ours.
    """
    try:
        source = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        source.metadata.course["title"]
        return GradedLab(name, source, stripped(copy.deepcopy(source)))
    except Exception as error:  # a person may have written there, and nbformat and nbgrader raise what they like
        kind = type(error).__name__
        raise CourseError(f"{path} cannot be read ({kind}: {error}): run `grade {name}` to have it made anew") from None
