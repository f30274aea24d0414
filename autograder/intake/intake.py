"""Any submitted file -> a clean notebook: the release's given and test cells and what the student wrote.

Nothing in a submission is believed but the student's own cells. `read_notebook.py` reads them, `earlier.py` brings them
up to a lab that was changed since, `match_cells.py` finds out which is which, `assemble.py` where each goes in the
release. A file of a student's is read by `autograder.reading`, which does this within limits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from autograder.intake.assemble import Laid, assemble
from autograder.intake.earlier import brought_up
from autograder.intake.match_cells import Release, match
from autograder.intake.read_notebook import NotGradable, form_repairs, parse, sent_cells
from course_utils.notebook_marks import labs_in

if TYPE_CHECKING:
    from nbformat import NotebookNode


_HAS_SOLUTIONS = "this is the instructor's notebook, with the course's own solutions or checks: ask where it comes from"
_NAMELESS = "nothing in the file says which lab it is, only what its cells define: compare the graded work with it"
_INSTRUCTORS = ("### BEGIN HIDDEN TESTS", "### BEGIN SOLUTION")


@dataclass
class Intake:
    """What became of a submitted file; `problem` is one sentence where there is no notebook to grade.

    Attributes:
        notebook: The clean notebook.
        repairs: What was put right, a sentence each; the student need not do anything.
        flags: What a person should know.
        problem: Why there is no notebook.
        look: Why a person must look at it before the points can be trusted, and what to look for.
        other_lab: The lab that it belongs to, where it says that it is another one.
        older: Was the file made from an earlier release of the lab?
    """

    notebook: NotebookNode | None = None
    repairs: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    problem: str = ""
    look: list[str] = field(default_factory=list)
    other_lab: str = ""
    older: bool = False


class OfAnotherLab(NotGradable):
    """It says that it is the notebook of another lab."""

    def __init__(self, other: str, lab: str) -> None:
        super().__init__(f"This is the notebook of {other}, not of {lab}.")
        self.other = other


def take_in(data: bytes, release: NotebookNode | Release) -> Intake:
    """Make a clean notebook of a submitted file.

    Args:
        data: The bytes of the file.
        release: The lab's released notebook, or the `Release` of it, which spares reading it for each file.

    Returns:
        An `Intake`: the notebook and what was repaired, or the problem.
    """
    from autograder.intake.clean_notebook import clean_notebook  # nbformat is slow to import

    released = release if isinstance(release, Release) else Release(release)
    taken, laid = understand(data, released)
    if not taken.problem:
        taken.notebook = clean_notebook(laid, released)
    return taken


def understand(data: bytes, released: Release) -> tuple[Intake, list[Laid]]:
    """Read a submitted file, but make no notebook of it yet.

    Returns:
        An `Intake` without its notebook, and what the notebook is made of; nothing where there is a problem.
    """
    taken = Intake()
    try:
        raw = parse(data, taken.repairs)
        taken.repairs += form_repairs(raw)
        cells = sent_cells(raw, taken)
        current = brought_up(cells, raw, released, taken)
        taken.older = current.older
        found = match(current.cells, released)
        _check_lab(raw, cells, found, released, taken)
    except OfAnotherLab as refused:
        return Intake(problem=str(refused), other_lab=refused.other), []
    except NotGradable as refused:
        return Intake(problem=str(refused)), []
    if any(mark in cell.source for cell in cells for mark in _INSTRUCTORS):
        taken.look.append(_HAS_SOLUTIONS)
    return taken, assemble(found, released, taken, current.unseen)


def _check_lab(raw, cells, found, release, taken):
    """Is this the lab's notebook? Its metadata, its markers, its cells' ids or the names in it say so."""
    metadata = raw.get("metadata") if isinstance(raw.get("metadata"), dict) else {}
    course = metadata.get("course") if isinstance(metadata.get("course"), dict) else {}
    named = [course.get("lab")] + [lab for cell in cells for lab in labs_in(cell.source)]
    named += [cell.ids["marker"].split("/")[0] for cell in cells if "marker" in cell.ids]
    named = [name for name in named if isinstance(name, str)]
    if release.lab in named:
        return
    if named:
        raise OfAnotherLab(_short(named[0]), release.lab)
    known = {release.exercise(one.place) for one in found if one.marked} & set(release.numbers)
    if 2 * len(known) >= len(release.numbers):
        return
    if not known and not any(release.owners(one.code.names) for one in found if one.code):
        raise NotGradable(f"No cell of this notebook belongs to {release.lab}.")
    taken.look.append(_NAMELESS)


def _short(name):
    return re.sub(r"[^\w.-]", "?", name)[:60]
