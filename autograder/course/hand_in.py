"""One hand-in in the course directory: its bytes, what `collect` said about it, and a fingerprint of both."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.intake.intake import Intake
from autograder.intake.read_notebook import MOST_BYTES
from autograder.reading.reader import read

if TYPE_CHECKING:
    from autograder.course.assignment import Assignment
    from autograder.course.course import Course
    from autograder.intake.match_cells import Release


@dataclass(frozen=True)
class HandIn:
    """What there is of one hand-in.

    Attributes:
        data: The file's bytes; None where there is no file, or none that can be read.
        problem: Why there is none, in a sentence.
        repairs: What `collect` put right.
        flags: What `collect` wants a person to know.
        look: Why `collect` wants a person to look at it.
        fingerprint: Changes with the hand-in, with what `collect` said about it, and with the lab.
    """

    data: bytes | None
    problem: str
    repairs: list[str]
    flags: list[str]
    look: list[str]
    fingerprint: str


def read_hand_in(course: Course, assignment: Assignment, student: str) -> HandIn:
    """Read a student's hand-in, as it is at this moment."""
    record, data = _record(course, assignment, student), None
    problem = record.get("problem") or "There is no notebook in the hand-in."
    path = submission_file(course, assignment.name, student)
    try:
        data = _bytes(path) if path else None
    except OSError as error:
        problem = f"The file cannot be read: {error.strerror}."
    fingerprint = _fingerprint(assignment, record, data or b"")
    return HandIn(data, problem, record["repairs"], record["flags"], record["look"], fingerprint)


def taken_in(hand_in: HandIn, release: Release) -> Intake:
    """The `Intake` of a hand-in, with what `collect` found out about it."""
    if hand_in.data is None:
        return Intake(problem=hand_in.problem)
    taken = read(hand_in.data, release)
    if not taken.problem:
        taken.repairs = [*hand_in.repairs, *(one for one in taken.repairs if one not in hand_in.repairs)]
        taken.flags = [*hand_in.flags, *(one for one in taken.flags if one not in hand_in.flags)]
        taken.look = [*hand_in.look, *(one for one in taken.look if one not in hand_in.look)]
    return taken


def submission_file(course: Course, lab: str, student: str) -> Path | None:
    """The notebook to grade: LAB.ipynb, or else the last changed notebook in the hand-in; links are not followed."""
    folder = course.submitted(student, lab)
    files = [path for path in folder.glob("*.ipynb") if path.is_file() and not path.is_symlink()]
    return max(files, key=lambda path: (path.stem == lab, path.stat().st_mtime), default=None)


def _fingerprint(assignment, record, data):
    """Changes with the hand-in, with what `collect` said about it, and with the lab."""
    words = json.dumps(record, sort_keys=True)
    return hashlib.sha256(b"\0".join([assignment.fingerprint.encode(), words.encode(), data])).hexdigest()


def _bytes(path):
    """A file's bytes, one more than intake takes at most."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _record(course, assignment, student):
    try:
        record = json.loads(course.record(student, assignment.name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        record = {}
    return {"repairs": [], "flags": [], "look": [], **record}
