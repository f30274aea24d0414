"""Which released cell is each submitted cell? Its ids say so, or its marker, its text, its names, its neighbours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from autograder.intake.student_code import Code, stubs_of
from autograder.util.addresses import without_addresses

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.intake.read_notebook import Submitted


LIKE = 0.6
MOST_COMPARED = 300  # characters
MOST_CANDIDATES = 20


class Release:
    """The released notebook, as the matching looks at it; one is enough for all hand-ins of a lab.

    Attributes:
        notebook: It.
        cells: Its cells.
        lab: The lab's name.
        numbers: Cell number of each exercise's own cell.
        names: The names that each exercise defines, with the shapes of their stubs.
    """

    def __init__(self, notebook: NotebookNode) -> None:
        self.notebook, self.cells, self.lab = notebook, notebook.cells, notebook.metadata.course["lab"]
        own = [number for number, cell in enumerate(self.cells) if is_own(cell)]
        self.numbers = {self.cells[number].metadata.course["exercise"]: number for number in own}
        code = {name: self.cells[number] for name, number in self.numbers.items()}
        self.names = {name: stubs_of(cell.source) for name, cell in code.items() if cell.cell_type == "code"}
        self.stubs = {name: shape for names in self.names.values() for name, shape in names.items()}

    @cached_property
    def texts(self) -> list[str]:
        """The cells' texts, without what editors change by themselves."""
        return [plain(cell.source) for cell in self.cells]

    @cached_property
    def ids(self) -> list[dict[str, str]]:
        """The marks of each cell, by the kind of mark."""
        return [_ids(cell, self.lab) for cell in self.cells]

    @cached_property
    def _codes(self):
        sources = {cell.source for cell in self.cells if cell.cell_type == "code"}
        return {source: Code(source, self.stubs) for source in sources}

    def code(self, source: str) -> Code:
        """What a cell's code defines; what was handed out is read only once."""
        return self._codes.get(source) or Code(source, self.stubs)

    def exercise(self, number: int) -> str | None:
        return self.cells[number].metadata.course.get("exercise")

    def grade_id(self, number: int) -> str | None:
        return self.cells[number].metadata.get("nbgrader", {}).get("grade_id")

    def owners(self, names: set[str]) -> list[str]:
        """The exercises that define these names, in the lab's order."""
        return [exercise for exercise, own in self.names.items() if names & set(own)]


@dataclass
class Placed:
    """A submitted cell.

    Attributes:
        cell: The `Submitted` cell.
        order: Its place in the file.
        place: The number of the released cell that it is, or None.
        code: What its code defines; None for text.
        marked: Do its ids, its marker or its text say what it is?
    """

    cell: Submitted
    order: int
    place: int | None
    code: Code | None
    marked: bool = False


def is_own(cell: NotebookNode) -> bool:
    """Is this a cell that students fill in?"""
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def is_locked(cell: NotebookNode) -> bool:
    """Is this a cell that only the course may change?"""
    nbgrader = cell.metadata.get("nbgrader", {})
    return bool(nbgrader.get("locked") or nbgrader.get("grade")) and not nbgrader.get("solution")


def plain(source: str) -> str:
    """A source without what editors change by themselves, and without what `publish` writes into it."""
    return without_addresses("\n".join(row.rstrip() for row in source.strip().splitlines()))


def match(cells: Sequence[Submitted], release: Release) -> list[Placed]:
    """Give each submitted cell its place.

    Args:
        cells: What `read_notebook.sent_cells` found.
        release: A `Release`.

    Returns:
        A list of `Placed`, in the order of the file.
    """
    places = _by_marks(cells, release)
    found = []
    for order, (cell, place) in enumerate(zip(cells, places, strict=True)):
        code = release.code(cell.source) if cell.code or _is_task(place, release) else None
        found.append(Placed(cell, order, place, code, place is not None))
    for one in found:
        _by_names(one, release)
    _answers_by_place(found, release)
    return found


def _is_task(place, release):
    """Is it the place of a solution in code?"""
    return place is not None and release.exercise(place) in release.names and is_own(release.cells[place])


def _by_marks(cells, release):
    places = [None] * len(cells)
    for key in ("grade id", "cell id", "metadata.id", "marker"):
        index = {ids[key]: number for number, ids in reversed(list(enumerate(release.ids))) if key in ids}
        places = [index.get(c.ids.get(key)) if p is None else p for c, p in zip(cells, places, strict=True)]
    return [_by_text(plain(cell.source), place, release.texts) for cell, place in zip(cells, places, strict=True)]


def _by_text(text, place, texts):
    """An untouched cell is what its text says, whatever its ids say."""
    if not text or (place is not None and texts[place] == text) or text not in texts:
        return place
    return texts.index(text)


def _ids(cell, lab):
    ids = {"cell id": cell.id, "metadata.id": cell.metadata.get("id")}
    if cell.metadata.get("nbgrader", {}).get("grade_id"):
        ids["grade id"] = cell.metadata.nbgrader["grade_id"]
    if is_own(cell):
        ids["marker"] = f"{lab}/{cell.metadata.course['exercise']}"
    return {key: value for key, value in ids.items() if value}


def _by_names(one, release):
    """A copied cell that was filled with another exercise's work belongs to that exercise."""
    if one.code is None or not _is_task(one.place, release):
        return
    own = set(release.names[release.exercise(one.place)])
    others = release.owners(one.code.finished)
    if others and not own & one.code.names:
        one.place = release.numbers[others[0]]


def _answers_by_place(found, release):
    """A written answer without any mark stands between its neighbours and resembles neither of them."""
    for exercise, number in release.numbers.items():
        if exercise in release.names or any(one.place == number for one in found):
            continue
        lost = [one for one in gap(found, number) if is_new_text(one, number, release)]
        if lost:
            lost[-1].place = number


def gap(found: Sequence[Placed], number: int) -> list[Placed]:
    """The unplaced cells between what comes before and what comes after a released cell."""
    before = max((one.order for one in found if one.place is not None and one.place < number), default=-1)
    after = [one.order for one in found if one.place is not None and one.place > number and one.order > before]
    end = min(after, default=len(found))
    return [one for one in found if one.place is None and before < one.order < end][:MOST_CANDIDATES]


def is_new_text(one: Placed, number: int, release: Release) -> bool:
    """Is it a text of the student's, and no changed copy of the texts around the answer?"""
    if one.cell.code or not one.cell.source.strip():
        return False
    beside = [release.cells[n].source for n in (number - 1, number + 1) if 0 <= n < len(release.cells)]
    return not any(like(one.cell.source, source) for source in beside)


def like(first: str, second: str) -> bool:
    first, second = first[:MOST_COMPARED], second[:MOST_COMPARED]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() > LIKE and matcher.ratio() > LIKE


def anchors(found: Sequence[Placed]) -> set[int]:
    """The orders of the placed cells that stand as in the release: a longest run of places that never falls."""
    placed = [(one.place, one.order) for one in found if one.place is not None]
    tails: list[int] = []
    ends: list[int] = []
    back: dict[int, int | None] = {}
    for place, order_of_one in placed:
        at = bisect_right(tails, place)
        back[order_of_one] = ends[at - 1] if at else None
        tails[at : at + 1], ends[at : at + 1] = [place], [order_of_one]
    order, kept = ends[-1] if ends else None, set()
    while order is not None:
        kept.add(order)
        order = back[order]
    return kept
