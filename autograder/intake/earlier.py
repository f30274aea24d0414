"""A hand-in made from an earlier release of the lab is brought up to the lab as it is now, before it is taken in.

What the instructor has changed since then is not the student's doing. So each cell is compared with the release that it
came from: what the student left as it was becomes what the lab has in its place now, and what the student wrote stays.
The release is the one that fits best by nbgrader's checksums, the cells' ids and texts; it decides about sentences and
about names only, never about checks or points.

Where the course has not kept that release, its marks still tell: the list of exercises in the notebook's metadata, and
cells that carry their own checksum, or the id that the build makes of their text, and are none of today's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from autograder.intake.match_cells import Release, anchors, is_locked, is_own, match, plain
from autograder.intake.student_code import additions
from course_utils.notebook_marks import source_mark, text_id

if TYPE_CHECKING:
    from autograder.intake.intake import Intake
    from autograder.intake.read_notebook import Submitted


HANDED_OUT = "when this notebook was handed out"  # in every flag about what the student could not know
NOTE = "made from an earlier release of the lab: graded as the lab is now"


@dataclass(frozen=True)
class Earlier:
    """What a lab looked like before it was changed.

    Attributes:
        release: The `Release` of that time.
        moved: What became of its grade ids until now, those that are another one now; None for one that is gone.
    """

    release: Release
    moved: Mapping[str, str | None]


@dataclass(frozen=True)
class BroughtUp:
    """A hand-in as if it had been made from the lab as it is now.

    Attributes:
        cells: Its cells.
        unseen: The numbers of the released cells that the student never had.
        older: Was it made from an earlier release?
    """

    cells: list[Submitted]
    unseen: frozenset[int] = frozenset()
    older: bool = False


def origin(cells: Sequence[Submitted], exercises: object, release: Release) -> Earlier | None:
    """The earlier release that a hand-in was made from; None where no other fits better than the lab as it is now.

    Args:
        cells: The hand-in's cells.
        exercises: What its metadata list as the lab's exercises.
        release: The `Release` as it is now.
    """
    if not release.earlier:
        return None
    sent = [{cell.nbgrader.get("checksum") if isinstance(cell.nbgrader.get("checksum"), str) else None,
             cell.ids.get("cell id"), cell.ids.get("metadata.id"), plain(cell.source)} for cell in cells]  # fmt: skip

    def fit(one):
        """How many marks they share; of two with as many, the one that lists the same exercises, then the shorter."""
        listed = one.notebook.metadata.course.get("exercises") == exercises
        return sum(len(marks & one.marks) for marks in sent), listed, -len(one.cells)

    best = max(release.earlier, key=lambda one: fit(one.release))
    return best if fit(best.release) > fit(release) else None


def brought_up(cells: Sequence[Submitted], raw: dict[str, Any], release: Release, taken: Intake) -> BroughtUp:
    """Bring a hand-in's cells up to the lab as it is now.

    Args:
        cells: What `read_notebook.sent_cells` found.
        raw: The JSON of the file.
        release: The `Release` as it is now.
        taken: An `Intake`, which receives repairs and flags.
    """
    exercises = _listed_exercises(raw)
    found = origin(cells, exercises, release)
    if found is None:
        strangers = _strangers(cells, release)
        other = exercises not in (None, release.notebook.metadata.course.get("exercises"))
        if other or any(cell.nbgrader.get("points") is not None for cell in strangers):
            taken.repairs.append(NOTE)
        return _of_no_known_release(cells, release) if strangers or other else BroughtUp(list(cells))
    return _BringUp(cells, found, release, taken).done()


def _strangers(cells, release):
    """The cells that nobody has changed since they were handed out, and that come from another release."""
    return [cell for cell in cells if not release.marks & _marks_of(cell) and _is_as_handed_out(cell)]


def _marks_of(cell):
    """What ties a cell to its release: its checksum, or the id that the build made of its text."""
    found = [cell.nbgrader["checksum"]] if "checksum" in cell.nbgrader else map(cell.ids.get, _IDS)
    return {one for one in found if isinstance(one, str)}


def _is_as_handed_out(cell):
    """Do its marks fit what it holds? A student's editor changes the one and not the other."""
    if "checksum" not in cell.nbgrader:
        return bool(cell.ids) and text_id(cell.source) in _marks_of(cell)
    try:
        return checksum(cell) == cell.nbgrader["checksum"]
    except (KeyError, ValueError, TypeError, RecursionError):  # metadata of any form
        return False


def checksum(cell: Submitted) -> str:
    """nbgrader's checksum of a cell, as `nbgrader.utils.compute_checksum` has it, whose import takes a second.

    Raises:
        KeyError, ValueError, TypeError, RecursionError: Its metadata are not nbgrader's.
    """
    grade, solution, locked = (cell.nbgrader.get(key, False) for key in ("grade", "solution", "locked"))
    locked = False if solution else True if grade else locked
    points = [str(float(cell.nbgrader["points"]))] if grade else []
    kind = "code" if cell.code else "markdown"
    words = [cell.source, kind, str(grade), str(solution), str(locked), cell.nbgrader["grade_id"], *points]
    return hashlib.md5("".join(words).encode(), usedforsecurity=False).hexdigest()


def _of_no_known_release(cells, release):
    """Nothing is said of cells that are not today's, for nobody knows what they were."""
    found = match(cells, release)
    unseen = frozenset(range(len(release.cells))) - {one.place for one in found}
    found = _in_order(found, {one.place: one.place for one in found if one.place is not None}, {*range(len(found))})
    brought = [_as_today(one, release) for one in found]
    return BroughtUp([cell for cell in brought if cell], unseen, older=True)


def _as_today(one, release):
    """A cell of an unknown release: today's in its place, nothing where it has none, or what the student wrote."""
    cell = one.cell
    if release.marks & _marks_of(cell) or not _marks_of(cell):
        return cell
    whole = _is_as_handed_out(cell)
    if one.place is None:
        return None if whole else cell
    now = release.cells[one.place]
    if whole:
        cell = replace(cell, source=now.source, code=now.cell_type == "code")
    elif not is_own(now):
        return cell
    return replace(cell, ids=dict(release.ids[one.place]), nbgrader=dict(now.metadata.get("nbgrader", {})))


def _in_order(found, to, kept):
    """Placed cells in the order of their new places, each with what follows it; `kept` are those that lead the way."""
    runs = [(-1, [])]
    for one in found:
        if one.order in kept and one.place in to:
            runs.append((to[one.place], []))
        runs[-1][1].append(one)
    return [one for _, run in sorted(runs, key=lambda run: run[0]) for one in run]


def _listed_exercises(raw):
    for key in ("metadata", "course", "exercises"):
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw


class _BringUp:
    def __init__(self, cells, earlier, release, taken):
        self.then, self.now, self.taken = earlier.release, release, taken
        self.found = match(cells, self.then)
        self.to = counterparts(self.then, release, earlier.moved)
        mine = [one for one in self.found if one.code and (one.place is None or is_own(self.then.cells[one.place]))]
        self.finished = set().union(*(one.code.finished for one in mine))

    def done(self):
        in_order = _in_order(self.found, self.to, anchors(self.found))  # the new one, where the student kept the old
        cells = [(one, self.as_now(one)) for one in in_order]
        cells = [(one, cell) for one, cell in cells if cell is not None]
        self.give_new_names(cells)
        unseen = frozenset(range(len(self.now.cells))) - frozenset(self.to.values())
        if self.is_changed(unseen):
            self.repair(NOTE)
        return BroughtUp([cell for _, cell in cells], unseen, older=True)

    def repair(self, text):
        if text not in self.taken.repairs:
            self.taken.repairs.append(text)

    def is_changed(self, unseen):
        """Is any of nbgrader's cells another one now, or has other points?"""
        here = [number for number, cell in enumerate(self.then.cells) if "nbgrader" in cell.metadata]
        if any("nbgrader" in self.now.cells[number].metadata for number in unseen) or set(here) - self.to.keys():
            return True
        return any(_marks(self.then.cells[one]) != _marks(self.now.cells[self.to[one]]) for one in here)

    # ------------------------------------------------------------------ one cell

    def as_now(self, one):
        """The submitted cell as it would be today; None where it has no place any more and holds no work."""
        if one.place is None:
            return one.cell
        then, place = self.then.cells[one.place], self.to.get(one.place)
        untouched = plain(one.cell.source) == plain(then.source)
        if place is None:
            return self.without_place(one, then, untouched)
        now = self.now.cells[place]
        cell = replace(one.cell, ids=dict(self.now.ids[place]), nbgrader=self.nbgrader(one.cell, then, now))
        same_type = one.cell.code == (then.cell_type == "code")
        if untouched and same_type:
            return replace(cell, source=now.source, code=now.cell_type == "code")
        if is_own(then):
            return self.own(cell, then, now)
        if then.source != now.source and then.cell_type == "code" and same_type:
            return replace(cell, source=self.edited(one, then, now))
        return cell

    @staticmethod
    def nbgrader(cell, then, now):
        """nbgrader's metadata: today's where the student left them alone."""
        sent = {key: cell.nbgrader.get(key) for key in _KEYS}
        return dict(now.metadata.get("nbgrader", {})) if sent == _marks(then) else cell.nbgrader

    def without_place(self, one, then, untouched):
        if untouched:
            return None
        if is_own(then) or one.code is None:
            return one.cell
        source = self.added(one, then)
        if not source:
            return None
        self.repair(f"what was added to {_name(then)} is kept in a cell of its own")
        return replace(one.cell, source=source, ids={}, nbgrader={})

    def added(self, one, then):
        calm = is_locked(then) or "demo" in then.metadata.get("tags", [])
        own = set(self.then.stubs) - self.finished
        return additions(one.cell.source, then.source, own, self.finished, only_definitions=calm)

    def edited(self, one, then, now):
        """A given or test cell that the student changed, as if they had changed today's in the same way."""
        added = self.added(one, then)
        if not added and is_locked(now):
            self.repair(f"{_name(now)} was edited: the course's own is used")
        return f"{now.source}\n\n{added}" if added else now.source

    def own(self, cell, then, now):
        """The student's work with today's mark on top; work of the other kind becomes readable text."""
        before, after = (
            source_mark(release.lab, one.metadata.course["exercise"], text=one.cell_type != "code")
            for release, one in ((self.then, then), (self.now, now))
        )
        source = cell.source.replace(before, after, 1)
        if then.cell_type == now.cell_type:
            return replace(cell, source=source)
        exercise, was = now.metadata.course["exercise"], "written" if cell.code is False else "code"
        form = "a written answer" if was == "written" else was
        self.taken.look.append(f"{exercise}: it was {form} {HANDED_OUT}: read the answer")
        if was == "code" and now.cell_type != "code":
            rest = cell.source.replace(before, "", 1).strip("\n")
            return replace(cell, code=False, source=f"{after}\n\n```python\n{rest}\n```")
        return replace(cell, source=source)

    # ------------------------------------------------------------------ names that the lab asks for

    def give_new_names(self, cells):
        """Judge the student's work under the name that an exercise has to define now, and flag it."""
        for place, now in self.to.items():
            before, after = self.then.exercise(place), self.now.exercise(now)
            if is_own(self.then.cells[place]) and before in self.then.names and after in self.now.names:
                self.give_new_name(cells, after, set(self.then.names[before]), set(self.now.names[after]))

    def give_new_name(self, cells, exercise, then, now):
        old, new = then - now, now - then
        sent = set().union(*(one.code.names for one, _ in cells if one.code))
        if not new or not old & self.finished or new & sent:
            return
        asks = f"{exercise}: the lab asks for {_list(new)} now; {HANDED_OUT} it asked for {_list(old)}"
        if len(old) > 1 or len(new) > 1 or old & set(self.now.stubs):
            self.taken.look.append(f"{asks}: read the code")
            return
        (old,), (new,) = old, new
        at = max(at for at, (one, _) in enumerate(cells) if one.code and old in one.code.finished)
        one, cell = cells[at]
        cells[at] = one, replace(cell, source=f"{cell.source.rstrip()}\n\n{new} = {old}  # the lab's new name for it")
        self.taken.look.append(f"{asks}: check that the student's {old} may be judged as {new}, as it was")


_IDS = ("cell id", "metadata.id")
_KEYS = ("grade_id", "grade", "solution", "locked", "schema_version", "points")


def _marks(cell):
    return {key: cell.metadata.get("nbgrader", {}).get(key) for key in _KEYS}


def _name(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id") or "a given cell"


def _list(names):
    return " and ".join(sorted(names))


def counterparts(then: Release, now: Release, moved: Mapping[str, str | None]) -> dict[int, int]:
    """Which released cell of now stands for which one of then: numbers of cells; what is gone is left out.

    Graded cells and exercises go by their grade ids, given ones by their text, and those that were rewritten by the
    place between their neighbours.
    """
    ids = {now.grade_id(number): number for number in range(len(now.cells)) if _is_named(now.cells[number])}
    found = {}
    for number, cell in enumerate(then.cells):
        if _is_named(cell):
            grade_id = then.grade_id(number) or ""
            place = ids.get(moved.get(grade_id, grade_id))
            if place is not None:
                found[number] = place
    keys = _keys(then, found), _keys(now, {number: number for number in found.values()})
    for kind, *ends in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind in ("equal", "replace"):
            _pair(then, now, range(*ends[:2]), range(*ends[2:]), found)
    return found


def _keys(release, found):
    """What the two releases are laid side by side by: pairs that are known already, and the text of given cells."""
    cells = enumerate(release.cells)
    return [
        (found.get(number, id(cell)) if _is_named(cell) else (cell.cell_type, release.texts[number]))
        for number, cell in cells
    ]


def _pair(then, now, first, second, found):
    """Given cells of one kind in the same gap, in their order."""
    for kind in ("code", "markdown"):
        mine, yours = (
            [n for n in some if one.cells[n].cell_type == kind and not _is_named(one.cells[n])]
            for one, some in ((then, first), (now, second))
        )
        found.update(zip(mine, yours, strict=False))


def _is_named(cell):
    """Is it a cell whose grade id says which one it is? The numbers of shared cells are only their order."""
    nbgrader = cell.metadata.get("nbgrader", {})
    return bool(nbgrader.get("grade") or nbgrader.get("solution") or nbgrader.get("grade_id") == "setup")
