"""Every hand-in that ever came, by student and lab: kept in `originals/`, with a history; one of them counts.

`submitted/` holds the one that counts. Which it is depends on the platform's times or attempts alone, not on the order
in which archives were collected, unless a person chooses another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder import CourseError
from autograder.util.files import open_to_read, safe_name, write_atomically
from autograder.util.plain import from_plain
from autograder.util.times import NoTime, read_time

FOLDER = "originals"
FILE = "history.json"
EARLIER = datetime(1, 1, 1, tzinfo=ZoneInfo("UTC"))


@dataclass(frozen=True)
class HandIn:
    """One hand-in of a student, as it came.

    Attributes:
        number: From 1, in the order in which they were collected; it never changes.
        student: Whose it is.
        lab: The lab's name.
        platform: Where it came from: "canvas", "moodle", "folders" …; "person" where a person said whose it is.
        path: Its path below the folder or archive that was collected.
        origin: Where it lay, for a person.
        file: Its name in `originals/STUDENT/LAB/`; "" where it could not be read.
        sha256: Of its content; "" where it could not be read.
        handed_in: The time that the platform tells, as it writes it; "" where it tells none.
        attempt: Grows with each attempt; empty where the platform tells none.
        late: Does the platform mark it as late?
        problem: Why it cannot be graded; "" where it can.
        notes: What a person should know about how it came.
        collection: The number of the `collect` that brought it.
        undone: Was that `collect` undone?
    """

    number: int
    student: str
    lab: str
    platform: str = ""
    path: str = ""
    origin: str = ""
    file: str = ""
    sha256: str = ""
    handed_in: str = ""
    attempt: tuple[int, ...] = ()
    late: bool = False
    problem: str = ""
    notes: tuple[str, ...] = ()
    collection: int = 0
    undone: bool = False

    def moment(self, zone: ZoneInfo | None) -> datetime | None:
        """When it was handed in; None where the platform tells no time, or none that can be understood."""
        try:
            return read_time(self.handed_in, zone) if self.handed_in else None
        except NoTime:
            return None


@dataclass
class History:
    """All hand-ins of one student for one lab.

    Attributes:
        hand_ins: In the order in which they were collected.
        chosen: The number of the one that a person chose; None where the newest counts.
    """

    hand_ins: list[HandIn] = field(default_factory=list)
    chosen: int | None = None

    @property
    def valid(self) -> list[HandIn]:
        return [one for one in self.hand_ins if not one.undone]

    def newest_last(self, zone: ZoneInfo | None) -> tuple[list[HandIn], bool]:
        """The hand-ins that were not undone, the newest last; and is their order certain?

        By time where all have one, by the attempt where all came from one platform that counts them, else by the order
        in which they were collected.
        """
        found = self.valid
        moments = {one.number: one.moment(zone) or EARLIER for one in found}
        if all(moment is not EARLIER for moment in moments.values()):
            return sorted(found, key=lambda one: (moments[one.number], one.attempt, one.number)), True
        if len({one.platform for one in found}) == 1 and all(one.attempt for one in found):
            return sorted(found, key=lambda one: (one.attempt, one.number)), True
        return found, len({one.sha256 for one in found}) < 2

    def counting(self, zone: ZoneInfo | None) -> tuple[HandIn | None, list[str], list[str]]:
        """The hand-in that counts, None where there is none; what a person should know, and what to look at.

        One that cannot be graded never takes the place of one that can.
        """
        chosen = [one for one in self.valid if one.number == self.chosen]
        if chosen or not self.valid:
            notes = [f"a person chose hand-in {self.chosen} of {len(self.hand_ins)}"] if chosen else []
            return (chosen[0] if chosen else None), notes, []
        order, certain = self.newest_last(zone)
        good = [one for one in order if not one.problem]
        notes, look = [], []
        if good and order[-1].problem:
            problem = order[-1].problem
            look.append(f"the newest hand-in cannot be graded ({problem}), so an earlier one counts: ask for it again")
        if not certain:
            notes.append(
                "which hand-in is the newest cannot be known: the one that came last counts (`history STUDENT LAB "
                "--choose N` for another)"
            )
        return (good or order)[-1], notes, look


def hand_in_folder(course_path: Path, student: str, lab: str) -> Path:
    """Where a student's hand-ins for a lab are kept."""
    return course_path / FOLDER / student / lab


def read_history(course_path: Path, student: str, lab: str) -> History:
    """The history of a student's lab; an empty one where nothing was collected.

    Raises:
        CourseError: `history.json` was damaged.
    """
    path = hand_in_folder(course_path, student, lab) / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        hand_ins = [from_plain(HandIn, {**one, "student": student, "lab": lab}) for one in content["hand_ins"]]
        return History(hand_ins, content["chosen"])
    except FileNotFoundError:
        return History()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"{path} was damaged ({type(error).__name__}): put back a copy, or move it away and collect again what "
            f"{student} handed in"
        ) from None


def write_history(course_path: Path, student: str, lab: str, history: History) -> None:
    """Write a history whole or not at all."""
    content = {"chosen": history.chosen, "hand_ins": [asdict(one) for one in history.hand_ins]}
    text = json.dumps(content, indent=2, ensure_ascii=False)
    write_atomically(hand_in_folder(course_path, student, lab) / FILE, text)


def keep(course_path: Path, hand_in: HandIn, data: bytes | None) -> HandIn:
    """Keep a hand-in; the same file that comes again with the same marks is the same hand-in.

    Args:
        course_path: The course directory.
        hand_in: What is known about it; number, file and hash are set here.
        data: Its content; None where it could not be read.

    Returns:
        The hand-in as it is kept.
    """
    history = read_history(course_path, hand_in.student, hand_in.lab)
    digest = hashlib.sha256(data).hexdigest() if data is not None else ""
    hand_in = replace(hand_in, sha256=digest)
    for at, old in enumerate(history.hand_ins):
        if _is_same(old, hand_in):
            again = replace(hand_in, number=old.number, file=old.file, path=old.path, origin=old.origin)
            again = replace(again, handed_in=again.handed_in or old.handed_in)
            again = again if old.undone else replace(again, collection=old.collection)
            history.hand_ins[at] = again
            write_history(course_path, hand_in.student, hand_in.lab, history)
            return again
    name = f"{digest[:12]}-{safe_name(Path(hand_in.path).name)}" if data is not None else ""
    new = replace(hand_in, number=len(history.hand_ins) + 1, file=name)
    if data is not None:
        write_atomically(hand_in_folder(course_path, new.student, new.lab) / name, data)
    history.hand_ins.append(new)
    write_history(course_path, new.student, new.lab, history)
    return new


def _is_same(old, new):
    marks = ("sha256", "platform", "attempt")
    told = new.handed_in or new.attempt or old.path == new.path or new.sha256
    times = {old.handed_in, new.handed_in} - {""}  # the same archive may come with a table of times, and without it
    return bool(told) and len(times) < 2 and all(getattr(old, name) == getattr(new, name) for name in marks)


def content(course_path: Path, hand_in: HandIn, most: int) -> bytes | None:
    """The bytes of a hand-in that was kept, one more than `most` at the most; None where it could not be read then."""
    if not hand_in.file:
        return None
    handle = open_to_read(hand_in_folder(course_path, hand_in.student, hand_in.lab) / hand_in.file)
    with open(handle, "rb") as file:
        return file.read(most + 1)


def histories(course_path: Path, lab: str) -> dict[str, History]:
    """The histories of all students for a lab, by student."""
    places = sorted((course_path / FOLDER).glob(f"*/{lab}/{FILE}"))
    return {path.parts[-3]: read_history(course_path, path.parts[-3], lab) for path in places}


def change(course_path: Path, lab: str, number: int, **marks: object) -> list[str]:
    """Change marks of everything that one `collect` brought; the students whose hand-ins these are."""
    found = []
    for student, history in histories(course_path, lab).items():
        if any(one.collection == number and not one.undone for one in history.hand_ins):
            history.hand_ins = [
                replace(one, **marks) if one.collection == number else one  # type: ignore[arg-type]
                for one in history.hand_ins
            ]
            write_history(course_path, student, lab, history)
            found.append(student)
    return found


def last_collection(course_path: Path, lab: str) -> int:
    """The number of the last `collect` of a lab that was not undone; 0 where there is none."""
    found: Iterable[int] = (one.collection for history in histories(course_path, lab).values() for one in history.valid)
    return max(found, default=0)
