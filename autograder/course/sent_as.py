"""Under which name a platform knows a hand-in: what has to stand in the name of a file that goes back to it.

Canvas writes `doejane_12345_678_NAME` (or `anon_AbC12_678_NAME`), with `LATE` before the numbers; Moodle
`Jane Doe_123_assignsubmission_file_…`. The outermost such name counts, and only where it is the student's.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from autograder.util.files import safe_name

if TYPE_CHECKING:
    from autograder.course.course import Course


CANVAS = re.compile(r"(?P<name>[^_]+)_(?:LATE_)?(?P<user>\d+|(?<=anon_)\w+?)_(?P<file_id>\d+)_(?P<own>.+)")
MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<own>.*))?")


def file_of(course: Course, student: str, lab: str) -> str:
    """The path of a student's file as `collect` found it; "" where no record says so."""
    try:
        record = json.loads(course.record(student, lab).read_text(encoding="utf-8"))
        return str(record["file"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def canvas_name(course: Course, student: str, lab: str) -> str:
    """The name that Canvas gave to the student's file; "" where it did not come from Canvas."""
    for found in _written_by(CANVAS, file_of(course, student, lab)):
        if _as_student(f"{found['name']}_{found['user']}") == student:
            return found[0]
    return ""


def moodle_sender(course: Course, student: str, lab: str) -> tuple[str, str]:
    """The full name and the participant's number that Moodle gave to the hand-in; two empty texts elsewhere."""
    found = next(_written_by(MOODLE, file_of(course, student, lab)), None)
    if found and _as_student(found["name"]) in (student, student.removesuffix(f"_{found['number']}")):
        return found["name"], found["number"]
    return "", ""


def own_name(path: str) -> str:
    """The student's own name of a file, without folders and without what a platform wrote in front of it."""
    name = PurePosixPath(path.replace("\\", "/").rpartition(".zip:")[2]).name
    found = CANVAS.fullmatch(name) or MOODLE.fullmatch(name)
    return (found and found["own"]) or name


def _written_by(form, path):
    """The parts of a path that have this form, the outermost first: that is the platform's, the rest the student's."""
    return filter(None, map(form.fullmatch, re.split(r"[/\\:]", path)))


def _as_student(name):
    """A name as `collect` makes a student's folder of it."""
    return safe_name(unicodedata.normalize("NFC", name))
