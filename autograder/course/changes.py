"""What became of a lab's graded cells: kept, renamed, new, gone, with other points. Nothing is guessed.

The number in a check's grade id is its place among the checks of its exercise, so a check that is deleted renames those
after it: checks of one exercise are told apart by their text. An exercise counts as renamed only where one exercise
that is gone and one that is new have the same kind, points, neighbours and, but for the name, nearly the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from autograder import CourseError

if TYPE_CHECKING:
    from autograder.course.assignment import GradedLab
    from autograder.course.cell_forms import CellForm
    from autograder.course.gradebook import Gradebook


ALIKE = 0.6  # two checks of one exercise
NEARLY_THE_SAME = 0.85  # an exercise or a check under another name
CLEARER = 0.1  # how much more alike than any other
LEAST_TEXT = 60  # characters; what is shorter shows nothing
MOST_TEXT = 2000
PARTS = ("graded", "commented")


@dataclass(frozen=True)
class Decisions:
    """What the instructor says about a change.

    Attributes:
        renamed: Old name -> new name, of exercises or of cells.
        dropped: Names of exercises or cells of which a person's points and comments may go.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.renamed or self.dropped)

    def among(self, old: Iterable[CellForm], new: Iterable[CellForm]) -> dict[str, str]:
        """What is said about renamed cells, as far as both are there."""
        known = [{cell.grade_id for cell in cells} for cells in (old, new)]
        return {one: other for one, other in self.renamed.items() if one in known[0] and other in known[1]}


@dataclass(frozen=True)
class Change:
    """The graded cells of a lab before and after.

    Attributes:
        old: The cells as they were.
        new: The cells as they are.
        points: Old grade id -> new one, of the cells that keep points.
        comments: The same of the cells that keep comments.
    """

    old: tuple[CellForm, ...]
    new: tuple[CellForm, ...]
    points: dict[str, str]
    comments: dict[str, str]

    @property
    def needed(self) -> bool:
        """Must the gradebook's tables be brought to another form? Not where only texts have changed."""
        if {cell.table for cell in self.old} != {cell.table for cell in self.new}:
            return True
        same = [{cell.grade_id: cell.grade_id for cell in self.old if getattr(cell, part)} for part in PARTS]
        return [self.points, self.comments] != same

    @property
    def moved(self) -> dict[str, str | None]:
        """What became of each grade id that is not what it was; None for one that is gone."""
        now = {cell.grade_id: self.comments.get(cell.grade_id) or self.points.get(cell.grade_id) for cell in self.old}
        return {old: new for old, new in now.items() if old != new}

    def sentences(self) -> list[str]:
        """What has changed, a sentence each."""
        found = [*self._renamed(), *self._gone_and_new(), *self._points()]
        kinds = {cell.grade_id: cell.kind for cell in self.new}
        for cell in self.old:
            kind = kinds.get(self.comments.get(cell.grade_id, ""))
            if kind and kind != cell.kind:
                how = ("written answer", "graded by checks") if kind == "solution" else ("exercise in code", "written")
                found.append(f"{cell.grade_id} was a{'n' if how[0][0] == 'e' else ''} {how[0]} and is {how[1]} now.")
        return found

    def _renamed(self):
        exercises = {old: new for old, new in self.comments.items() if old != new}
        for old, new in exercises.items():
            yield f"The exercise {old} is called {new} now: its points and comments go along."
        owner = {cell.grade_id: cell.exercise for cell in (*self.old, *self.new)}
        for old, new in self.points.items():
            if old != new and exercises.get(owner[old]) != owner[new]:
                yield f"{old} is {new} now: its points go along."

    def _gone_and_new(self):
        kept = self.points.keys() | self.comments.keys()
        came = {*self.points.values(), *self.comments.values()}
        gone = [cell.grade_id for cell in self.old if cell.grade_id not in kept]
        new = [cell.grade_id for cell in self.new if cell.grade_id not in came]
        yield from (f"{name} is another check now." if name in new else f"{name} is gone." for name in gone)
        yield from (f"{name} is new." for name in new if name not in gone)

    def _points(self):
        most = {cell.grade_id: cell.points for cell in self.new}
        for cell in self.old:
            now = most.get(self.points.get(cell.grade_id, ""), cell.points)
            if now != cell.points:
                yield f"{self.points[cell.grade_id]} gives at most {now:g} now, {cell.points:g} before."


def compare(old: Sequence[CellForm], new: Sequence[CellForm], renamed: Mapping[str, str] | None = None) -> Change:
    """What became of the cells of a lab.

    Args:
        old: The cells as they were, in the lab's order.
        new: The cells as they are, in the lab's order.
        renamed: What the instructor says: old name -> new name, of exercises or of cells.

    Raises:
        CourseError: `renamed` names what is not there, or gives one name to two.
    """
    work = _Comparison(old, new, dict(renamed or {}))
    return work.change()


def settled(gradebook: Gradebook, found: GradedLab, before: GradedLab | None, decisions: Decisions) -> Change | None:
    """What has to be done to the gradebook, with the instructor's decisions; nothing is written.

    Args:
        gradebook: The course's `Gradebook`.
        found: The lab as it is now.
        before: The lab as it was made here the last time, or None; it tells the order of the old cells.
        decisions: What the instructor says.

    Returns:
        The `Change`, or None where nbgrader makes it by itself since nothing was graded yet.

    Raises:
        CourseError: Something that a person gave has no place any more and nobody said that it may go, or a decision
            names what is not there.
    """
    old = _in_order(gradebook.forms(found.name), before.forms if before else [])
    if not old:
        return None
    change = compare(old, found.forms, decisions.renamed)
    owner = {cell.grade_id: cell.exercise for cell in old}
    unknown = decisions.dropped - owner.keys() - set(owner.values())
    if unknown:
        raise CourseError(f"--drop {min(unknown)}: the lab had no {min(unknown)}; it had {', '.join(sorted(owner))}")
    if not gradebook.has_submissions(found.name):
        return None
    lost = [
        one
        for one in gradebook.losses(found.name, change)
        if not {one.cell, owner.get(one.cell, one.cell)} & decisions.dropped
    ]
    if lost:
        raise CourseError(_refusal(found.name, lost, change, owner))
    return change if change.needed else None


def _in_order(cells, forms):
    """The gradebook's cells in the lab's order, which a database need not keep."""
    order = {cell.grade_id: number for number, cell in enumerate(forms)}
    known = all(cell.grade_id in order for cell in cells)
    return sorted(cells, key=lambda cell: order[cell.grade_id]) if known else list(cells)


def _refusal(lab, lost, change, owner):
    """What would be lost, and the two ways on; an exercise that is gone stands for all its cells."""
    kept = change.points | change.comments
    gone = {cell.grade_id for cell in change.old if cell.grade_id not in kept}
    names = {one.cell: owner[one.cell] if owner.get(one.cell) in gone else one.cell for one in lost}
    moved = sorted({names[one.cell] for one in lost if one.cell in gone})
    lines = [f"{lab} has changed since it was graded, and not all that persons gave has a place in it:"]
    lines += [f"  {one}" for one in lost]
    lines.append("Nothing was changed. Grade again and say for each")
    if moved:
        lines.append(f"  where it belongs now: {' '.join(f'--renamed {name}=NEW' for name in moved)}")
    lines.append(f"  or that it may go:    {' '.join(f'--drop {name}' for name in sorted(set(names.values())))}")
    return "\n".join(lines)


class _Comparison:
    def __init__(self, old, new, renamed):
        self.old, self.new = {cell.grade_id: cell for cell in old}, {cell.grade_id: cell for cell in new}
        self.renamed = renamed
        self.pairs = {}  # old grade id -> new grade id
        self.points_only = {}  # the same, where nothing but the points goes along
        self.exercises = {}
        _check(renamed, self.old, self.new)

    def change(self):
        self.take_what_is_said()
        self.pair_exercises()
        for old, new in self.exercises.items():
            for kind in ("tests", "hidden"):
                self.pair_checks(self.checks(self.old, old, kind), self.checks(self.new, new, kind), (old, new))
        self.pair_moved_checks()
        sent = self.points_only
        points = {old: new for old, new in self.kept("graded").items() if new not in sent.values()} | sent
        comments = self.kept("commented")
        return Change(tuple(self.old.values()), tuple(self.new.values()), points, comments)

    def kept(self, part):
        """The pairs of which both cells have this part."""
        both = [(old, new) for old, new in self.pairs.items() if self.has(self.old, old, part)]
        return {old: new for old, new in both if self.has(self.new, new, part)}

    @staticmethod
    def has(cells, grade_id, part):
        return getattr(cells[grade_id], part)

    def take_what_is_said(self):
        """An exercise takes its checks along; a written answer that becomes a check gives it its points alone."""
        for old, new in self.renamed.items():
            commented = self.is_exercise(self.old, old), self.is_exercise(self.new, new)
            if all(commented):
                self.exercises[old] = new
            elif any(commented):
                self.points_only[old] = new
            else:
                self.pairs[old] = new

    @staticmethod
    def is_exercise(cells, name):
        return name in cells and cells[name].commented

    def pair_exercises(self):
        old = [name for name in self.old if self.is_exercise(self.old, name) and name not in self.exercises]
        taken = set(self.exercises.values())
        new = [name for name in self.new if self.is_exercise(self.new, name) and name not in taken]
        self.exercises |= {name: name for name in old if name in new}
        gone, came = [one for one in old if one not in new], [one for one in new if one not in old]
        fitting = [(one, other) for one in gone for other in came if self.is_renamed(one, other)]
        for one, other in fitting:
            if sum(one in pair for pair in fitting) == sum(other in pair for pair in fitting) == 1:
                self.exercises[one] = other
        for one, other in self.exercises.items():
            self.pair(one, other)

    def is_renamed(self, old, new):
        """Is the one the other by another name?"""
        mine, yours = self.family(self.old, old), self.family(self.new, new)
        if [(cell.kind, cell.points) for cell in mine] != [(cell.kind, cell.points) for cell in yours]:
            return False
        text = "\n".join(_with_name(cell.text, old, new) for cell in mine)
        return (
            len(text) >= LEAST_TEXT
            and _likeness(text, "\n".join(cell.text for cell in yours)) >= NEARLY_THE_SAME
            and self.neighbours(self.old, old, self.new) == self.neighbours(self.new, new, self.old)
        )

    def family(self, cells, exercise):
        """The cells of an exercise, in one order for both."""
        order = ("solution", "answer", "tests", "hidden")
        mine = [cell for cell in cells.values() if cell.exercise == exercise]
        return sorted(mine, key=lambda cell: (order.index(cell.kind), _number(cell.grade_id)))

    def neighbours(self, cells, exercise, others):
        """The exercises before and after that are in both."""
        names = [name for name in cells if self.is_exercise(cells, name)]
        at = names.index(exercise)
        before = [name for name in names[:at] if self.is_exercise(others, name)]
        after = [name for name in names[at + 1 :] if self.is_exercise(others, name)]
        return before[-1:], after[:1]

    def checks(self, cells, exercise, kind):
        """The checks of one kind that nothing was said about."""
        return self.free(cells, [one for one in self.family(cells, exercise) if one.kind == kind])

    def pair_checks(self, old, new, names):
        """The checks of one kind of one exercise; a single one is itself, whatever became of its text."""
        if len(old) == len(new) == 1:
            return self.pair(old[0].grade_id, new[0].grade_id)
        for least in (1.0, ALIKE):
            self.pair_by_text(old, new, least, names)
        left, open_ones = self.free(self.old, old), self.free(self.new, new)
        if len(old) == len(new) and len(left) == 1 and _number(left[0].grade_id) == _number(open_ones[0].grade_id):
            self.pair(left[0].grade_id, open_ones[0].grade_id)
        return None

    def free(self, cells, some):
        """Those of some cells that have no partner yet."""
        used = self.pairs | self.points_only
        taken = used.keys() if cells is self.old else set(used.values())
        return [one for one in some if one.grade_id not in taken]

    def pair_by_text(self, old, new, least, names=("", "")):
        """Pair those that are more alike than either is to any other; of equal ones, those of the same place."""
        old, new = self.free(self.old, old), self.free(self.new, new)
        table = {
            (one.grade_id, other.grade_id): _likeness(_with_name(one.text, *names), other.text)
            for one in old
            for other in new
        }
        for (one, other), degree in table.items():
            rivals = [value for (a, b), value in table.items() if (a == one) != (b == other)]
            margin = 0.0 if degree == 1.0 else CLEARER
            if degree >= least and degree > max(rivals, default=0.0) and degree >= max(rivals, default=0.0) + margin:
                self.pair(one, other)
        for (one, other), degree in table.items():
            if degree == 1.0 and _number(one) == _number(other):
                self.pair(one, other)

    def pair_moved_checks(self):
        """Checks that went as they were to another exercise, or from hidden to visible, where both exercises stay."""
        old = [cell for cell in self.old.values() if cell.exercise in self.exercises]
        new = [cell for cell in self.new.values() if cell.exercise in self.exercises.values()]
        long = [[one for one in some if len(one.text) >= LEAST_TEXT and not one.commented] for some in (old, new)]
        self.pair_by_text(*long, NEARLY_THE_SAME)

    def pair(self, old, new):
        if old not in self.pairs and new not in self.pairs.values():
            self.pairs[old] = new


def _check(renamed, old, new):
    for one, other in renamed.items():
        for name, known, where in ((one, old, "had"), (other, new, "has")):
            if name not in known:
                names = ", ".join(sorted(known))
                raise CourseError(f"--renamed {one}={other}: the lab {where} no {name}; it {where} {names}")
        mine, yours = old[one], new[other]
        if not (mine.graded and yours.graded or mine.commented and yours.commented):
            raise CourseError(f"--renamed {one}={other}: one gives points and the other does not; name the checks")
    twice = {name for name in renamed.values() if list(renamed.values()).count(name) > 1}
    if twice:
        raise CourseError(f"--renamed gives the name {', '.join(sorted(twice))} to two cells")


def _number(grade_id):
    found = re.search(r"_(\d+)$", grade_id)
    return int(found[1]) if found else 1


def _with_name(text, old, new):
    return re.sub(rf"\b{re.escape(old)}\b", new, text) if old != new else text


def _likeness(first: str, second: str) -> float:
    """From 0 to 1, which only equal texts have."""
    if first == second:
        return 1.0
    matcher = SequenceMatcher(None, first[:MOST_TEXT], second[:MOST_TEXT], autojunk=False)
    return min(matcher.ratio(), 0.99) if matcher.quick_ratio() > ALIKE else 0.0
