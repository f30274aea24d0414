"""`submitted/`: of each student the hand-in that counts, with its time where nbgrader looks for it."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from autograder import CourseError
from autograder.course.hand_ins import HandIn, content, keep, read_history
from autograder.intake.intake import Intake
from autograder.intake.read_notebook import MOST_BYTES
from autograder.reading.reader import read
from autograder.util.files import open_to_read, write_atomically
from autograder.util.times import as_utc

if TYPE_CHECKING:
    from autograder.course.assignment import Assignment
    from autograder.course.course import Course


def adopt(course: Course, assignment: Assignment, student: str) -> None:
    """Make a notebook that `nbgrader collect` or a person put into `submitted/` the first of the student's history."""
    path = course.submitted(student, assignment.name) / f"{assignment.name}.ipynb"
    if not path.is_file() or path.is_symlink() or read_history(course.path, student, assignment.name).hand_ins:
        return
    with open(open_to_read(path), "rb") as file:
        data = file.read(MOST_BYTES + 1)
    stamp = path.with_name("timestamp.txt")
    told = stamp.read_text(encoding="utf-8", errors="replace")[:100].strip() if stamp.is_file() else ""
    problem = _taken_in(data, assignment).problem
    keep(
        course.path,
        HandIn(0, student, assignment.name, "submitted", path.name, str(path), handed_in=told, problem=problem),
        data,
    )


def bring_up_to_date(course: Course, assignment: Assignment, student: str) -> dict[str, Any] | None:
    """Put the hand-in that counts into `submitted/` and write `collected/LAB/STUDENT.json` about it.

    Returns:
        The record: student, number, file, problem, repairs, flags, look. None where nothing is left: `submitted/` and
        the record are removed then.
    """
    history = read_history(course.path, student, assignment.name)
    hand_in, flags, look = history.counting(course.zone())
    folder, record_path = course.submitted(student, assignment.name), course.record(student, assignment.name)
    target = folder / f"{assignment.name}.ipynb"
    before = target.read_bytes() if target.is_file() and not target.is_symlink() else b""
    if hand_in is None:
        for path in (target, folder / "timestamp.txt", record_path):
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # there is something of the instructor's in it, or it never was
            folder.rmdir()
        return None
    data = content(course.path, hand_in, MOST_BYTES)
    taken = _taken_in(data, assignment) if data is not None else Intake(problem=hand_in.problem)
    if taken.problem:
        target.unlink(missing_ok=True)
    else:
        write_atomically(target, _text(data, taken))
    moment = hand_in.moment(course.zone())
    if moment is not None:
        write_atomically(folder / "timestamp.txt", as_utc(moment) + "\n")
    elif not target.exists() or target.read_bytes() != before:  # an earlier hand-in's time does not stay
        (folder / "timestamp.txt").unlink(missing_ok=True)
    record = {
        "student": student, "number": hand_in.number, "file": hand_in.origin, "problem": taken.problem,
        "repairs": taken.repairs, "look": [*taken.look, *look],
        "flags": [*taken.flags, *hand_in.notes, *flags, *_time_unread(hand_in, moment, course.zone())],
    }  # fmt: skip
    write_atomically(record_path, json.dumps(record, indent=2, ensure_ascii=False))
    return record


def _time_unread(hand_in, moment, zone):
    if not hand_in.handed_in or moment is not None:
        return []
    why = "" if zone else ": the course has no time zone (c.Course.timezone in nbgrader_config.py); then collect again"
    return [f'the time of the hand-in, "{hand_in.handed_in}", cannot be read for sure{why}']


def _taken_in(data, assignment):
    try:
        return read(data, assignment.released)
    except CourseError:  # not the file's fault
        raise
    except Exception as error:  # the class goes on
        return Intake(problem=f"The file could not be understood ({type(error).__name__}: {error}).")


def _text(data, taken):
    """The file as it came where nothing had to be repaired, the clean notebook otherwise."""
    from autograder.authoring.build import notebook_text

    return notebook_text(taken.notebook) if taken.repairs or taken.flags or taken.look else data
