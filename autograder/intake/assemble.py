"""What the release with the student's work in it is made of: what stands where, and each repair named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from autograder.intake.earlier import HANDED_OUT
from autograder.intake.match_cells import anchors, gap, is_locked, is_new_text, is_own, plain
from autograder.intake.student_code import Code, additions, mentions, without
from course_utils.notebook_marks import is_empty_answer

if TYPE_CHECKING:
    from autograder.intake.intake import Intake
    from autograder.intake.match_cells import Placed, Release


NOT_SENT = -1  # the order of what the student did not send


@dataclass
class Piece:
    """Something of the student's that goes into the clean notebook.

    Attributes:
        source: Its text.
        order: Where it stood in the file.
        code: What it defines; None for text.
        attachments: Pictures of a text.
    """

    source: str
    order: int = NOT_SENT
    code: Code | None = None
    attachments: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Laid:
    """A cell of the clean notebook, as `clean_notebook.py` makes it.

    Attributes:
        number: The released cell that stands here; None for one that the student added.
        source: The student's text; None where the released one stands.
        code: Is it code? Counts for an added cell only.
        attachments: Pictures of a text.
    """

    number: int | None
    source: str | None = None
    code: bool = False
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)


def assemble(
    found: Sequence[Placed], release: Release, taken: Intake, unseen: Collection[int] = frozenset()
) -> list[Laid]:
    """Find out where a student's cells go in the release.

    Args:
        found: What `match_cells.match` found.
        release: The `Release`; its notebook is not changed.
        taken: An `Intake`, which receives repairs and flags.
        unseen: The numbers of released cells that the student never had.

    Returns:
        The cells of the clean notebook, in their order.
    """
    work = _Assembly(found, release, taken, unseen)
    work.lay_out()
    work.fill_all()
    work.choose_definitions()
    work.explain_losses()
    return work.laid()


class _Assembly:
    def __init__(self, found, release, taken, unseen):
        self.found, self.release, self.taken, self.unseen = found, release, taken, unseen
        mine = [one for one in found if one.code and (one.place is None or is_own(release.cells[one.place]))]
        self.done = set().union(*(one.code.finished for one in mine))
        self.beside = {}  # (cell number, before it?) -> the student's additional pieces there
        self.own = {}  # cell number -> the piece in a solution's or answer's place
        self.texts = []  # texts of the student's that do not run

    def repair(self, text):
        if text not in self.taken.repairs:
            self.taken.repairs.append(text)

    # ------------------------------------------------------------------ what stands where

    def lay_out(self):
        """Give additional cells their neighbours, and the course's own cells back."""
        kept, last = anchors(self.found), -1
        for one in self.found:
            if one.place is None:
                self.add_extra(one, last)
            else:
                last = one.place if one.order in kept else last
                if not is_own(self.release.cells[one.place]):
                    self.restore(one)
        self.report_metadata()
        self.report_missing()
        inside = {one.place for one in self.found if one.order in kept}
        moved = [one for one in self.found if one.place is not None and one.place not in inside and self.matters(one)]
        if moved:
            self.repair(f"{_cells(len(moved))} stood in another place: the lab's order is used")

    def matters(self, one):
        cell = self.release.cells[one.place]
        return is_own(cell) or is_locked(cell)

    def add_extra(self, one, last):
        grade_id = one.cell.ids.get("grade id")
        if grade_id and not one.cell.nbgrader.get("solution") and one.cell.nbgrader.get("locked"):
            return self.repair(f"{_short(grade_id)} is no part of the lab as it is now: left out")
        if grade_id and one.cell.nbgrader.get("solution") and not (one.code and self.release.owners(one.code.names)):
            self.taken.flags.append(f"{_short(grade_id)} is no exercise of the lab as it is now: kept, but not graded")
        self.put(last, _piece(one))

    def put(self, place, piece, before=False):
        if piece.code is None and piece.source.strip():
            self.texts.append(piece.source)
        if piece.source.strip():
            self.beside.setdefault((place, before), []).append(piece)

    def restore(self, one):
        """A given or test cell comes from the release; what a student defined in it is kept in a cell of its own."""
        released = self.release.cells[one.place]
        grade_id = self.release.grade_id(one.place)
        if one.cell.code != (released.cell_type == "code"):
            if is_locked(released):
                self.repair(f"{grade_id} had become a {'text' if not one.cell.code else 'code'} cell: put back")
            self.texts += [] if one.cell.code else [one.cell.source]
        elif plain(one.cell.source) != plain(released.source):
            self.take_additions(one, released, grade_id)

    def take_additions(self, one, released, grade_id):
        locked = is_locked(released)
        if locked:
            self.repair(f"{grade_id} was edited: the course's own is used")
        if one.code is None:
            self.texts.append(one.cell.source)
        elif "### BEGIN HIDDEN TESTS" not in one.cell.source:
            calm = locked or "demo" in released.metadata.get("tags", [])
            own = set(self.release.stubs) - self.done
            source = additions(one.cell.source, released.source, own, self.done, only_definitions=calm)
            if source:
                self.put(one.place, Piece(source, one.order, Code(source, self.release.stubs)))
                self.repair(f"what was added to {grade_id or 'a given cell'} is kept in a cell of its own")

    def report_metadata(self):
        """Cells that stock nbgrader would not know any more, or know wrongly."""
        sound = {one.place for one in self.found if one.place is not None and not self.is_relabelled(one)}
        lost = {one.place for one in self.found} - sound - {None}
        if lost:
            self.repair(f"nbgrader's metadata was missing or changed in {_cells(len(lost))}: put back")

    def is_relabelled(self, one):
        known = self.release.cells[one.place].metadata.get("nbgrader")
        keys = ("grade_id", "grade", "solution", "locked", "schema_version", "points")
        return bool(known) and any(known.get(key) != one.cell.nbgrader.get(key) for key in keys)

    def report_missing(self):
        sent, given = {one.place for one in self.found}, 0
        texts = {self.release.cells[place].source for place in sent - {None}}  # some given cells are all the same
        for number, cell in enumerate(self.release.cells):
            if number in sent or number in self.unseen or is_own(cell) or cell.source in texts:
                continue
            if is_locked(cell):
                self.repair(f"{self.release.grade_id(number)} was missing: put back")
            elif cell.cell_type == "code":
                given += 1
        if given:
            self.repair(f"{_cells(given, 'given ')} {'was' if given == 1 else 'were'} missing or changed: put back")

    # ------------------------------------------------------------------ the student's work

    def fill_all(self):
        for exercise, number in self.release.numbers.items():
            sent = [one for one in self.found if one.place == number]
            stub = self.release.cells[number]
            self.own[number] = Piece(stub.source, code=self.release.code(stub.source))
            if exercise in self.release.names:
                self.fill_code(exercise, number, sent)
            else:
                self.fill_text(exercise, number, sent)

    def fill_code(self, exercise, number, sent):
        """The cells of one exercise: the last stands in its place, earlier ones run before it."""
        names = set(self.release.names[exercise])
        worked = []
        for one in sent:
            if plain(one.cell.source) == plain(self.release.cells[number].source):
                continue
            if one.cell.code or one.code.finished & names:
                worked.append(_piece(one, as_code=True))
                if not one.cell.code:
                    self.repair(f"{exercise} had become a text cell: it is code again")
            else:
                self.put(number, Piece(one.cell.source, one.order))
        if not any(piece.code.finished & names for piece in worked):
            lost = self.elsewhere(names)
            worked += lost
            if lost:
                how = "taken from another cell" if sent else "found by the names that it defines"
                self.repair(f"{exercise}: {how}")
        if not sent and not worked and not self.holders(names):
            self.report_lost(exercise, number)
        for earlier in worked[:-1]:
            self.put(number, earlier, before=True)
        if worked:
            self.own[number] = worked[-1]
        if len(worked) > 1:
            self.repair(f"{exercise}: {len(worked)} cells; all run, in their order, so the last definition counts")
        elif worked and any(one.order != worked[0].order and not self.is_relabelled(one) for one in sent):
            self.repair(f"{exercise}: taken from another cell")

    def elsewhere(self, names):
        """The additional cells that define these names; what only runs where it stands also stays there."""
        found = []
        for key, pieces in sorted(self.beside.items()):
            mine = [piece for piece in pieces if piece.code and piece.code.finished & names]
            self.beside[key] = [piece for piece in pieces if piece not in mine or not piece.code.movable]
            found += [replace(piece) for piece in mine]
        return sorted(found, key=lambda piece: piece.order)

    def holders(self, names):
        """The running pieces that hold finished definitions of these names, in the order in which they run."""
        return [piece for _, piece in self.running() if piece.code.finished & names]

    def running(self):
        """Yield the place and the piece of all that runs, in order."""
        for number in sorted({number for number, _ in self.beside} | self.own.keys()):
            here = [(key, piece) for key in ((number, True), (number, False)) for piece in self.beside.get(key, [])]
            own = [((number, None), self.own[number])] if number in self.own else []
            before = [pair for pair in here if pair[0][1]]
            yield from (pair for pair in [*before, *own, *here[len(before) :]] if pair[1].code)

    def fill_text(self, exercise, number, sent):
        """A written answer: as it was sent, or what stands beside its untouched place."""
        stub = plain(self.release.cells[number].source)
        mine = [one for one in sent if plain(one.cell.source) != stub and not is_empty_answer(one.cell.source)]
        worked = [_piece(one, as_text=True) for one in mine]
        if any(one.cell.code for one in sent):
            self.repair(f"{exercise} had become a code cell: it is text again")
        if not worked:
            new = [one for one in gap(self.found, number) if is_new_text(one, number, self.release)]
            worked = [_join(self.release.cells[number].source.split("\n")[0], new)] if new else []
            self.forget(new)
            if worked:
                self.repair(f"{exercise}: the answer was taken from a text cell beside its place")
            elif not sent:
                self.report_lost(exercise, number)
        for earlier in worked[:-1]:
            self.put(number, earlier, before=True)
        if worked:
            self.own[number] = worked[-1]
        if len(worked) > 1:
            self.repair(f"{exercise}: {len(worked)} cells; all are kept, the last stands in the answer's place")

    def report_lost(self, exercise, number):
        if number in self.unseen:
            self.taken.flags.append(f"{exercise}: it is not in this notebook, and the lab was another one {HANDED_OUT}")
        else:
            self.repair(f"{exercise} was missing: put back as it was handed out")

    def forget(self, cells):
        orders = {one.order for one in cells}
        for key, pieces in self.beside.items():
            self.beside[key] = [piece for piece in pieces if piece.order not in orders]

    # ------------------------------------------------------------------ which definition counts

    def choose_definitions(self):
        """The last finished definition in the file counts: no stub and no earlier one may run after it."""
        for exercise, names in self.release.names.items():
            number = self.release.numbers[exercise]
            holders = self.holders(set(names))
            orders = {piece.order for piece in holders}
            if holders and not orders <= {self.own[number].order}:
                self.report_holders(exercise, number, len(orders))
            for name in names:
                self.settle(name)
            if not self.own[number].code.names and self.own[number].order == NOT_SENT:
                self.own[number].source += f"\n# {exercise}: taken from another cell"

    def report_holders(self, exercise, number, count):
        one = self.own[number].code.finished & set(self.release.names[exercise])
        if any(text.startswith(f"{exercise}: ") for text in self.taken.repairs):
            return
        if count > 1:
            self.repair(f"{exercise}: {count} cells; all run, in their order, so the last definition counts")
        elif not one:
            self.repair(f"{exercise}: taken from another cell")

    def settle(self, name):
        pieces = [piece for _, piece in self.running() if name in piece.code.names]
        finished = [piece for piece in pieces if name in piece.code.finished]
        if not finished:
            return
        winner = max(finished, key=lambda piece: piece.order)
        last = max(at for at, piece in enumerate(pieces) if piece.order == winner.order and name in piece.code.finished)
        for piece in pieces[last + 1 :]:
            piece.source = without(piece.source, {name}).strip("\n")
            piece.code = Code(piece.source, self.release.stubs)

    # ------------------------------------------------------------------ what is lost

    def explain_losses(self):
        """A sentence for each exercise that nothing in the file can win any more."""
        for exercise, names in self.release.names.items():
            lost = set(names) - set().union(*(piece.code.finished for _, piece in self.running()))
            if not lost:
                continue
            for name in sorted(set().union(*(mentions(text, lost) for text in self.texts))):
                text = f"{exercise}: {name} stands in a text cell, which does not run; make it a code cell"
                self.taken.flags.append(text)
            for _, piece in self.running():
                if piece.code.wrong_line and piece.code.names & lost:
                    text = f"{exercise}: its cell is no Python from line {piece.code.wrong_line} on, so it does not run"
                    self.taken.flags.append(text)

    # ------------------------------------------------------------------ the notebook

    def laid(self):
        cells = self.added(-1, before=False)
        for number in range(len(self.release.cells)):
            own = self.own.get(number)
            here = Laid(number, own.source, attachments=own.attachments) if own else Laid(number)
            cells += [*self.added(number, before=True), here, *self.added(number, before=False)]
        return cells

    def added(self, number, before):
        pieces = self.beside.get((number, before), [])
        return [Laid(None, one.source, one.code is not None, one.attachments) for one in pieces]


def _piece(one, *, as_code=False, as_text=False):
    code = one.code if (one.cell.code or as_code) and not as_text else None
    return Piece(one.cell.source, one.order, code, one.cell.attachments)


def _join(marker, found):
    pictures = {name: forms for one in found for name, forms in one.cell.attachments.items()}
    return Piece("\n\n".join([marker, *(one.cell.source for one in found)]), found[-1].order, None, pictures)


def _cells(number, kind=""):
    return f"{number} {kind}cell{'' if number == 1 else 's'}"


def _short(name):
    return "".join(letter if letter.isalnum() or letter in "_.-" else "?" for letter in name)[:60]
