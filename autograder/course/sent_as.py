"""Under which name a platform knows a hand-in: what has to stand in the name of a file that goes back to it.

Canvas writes `doejane_12345_678_NAME` (or `anon_AbC12_678_NAME`), with `LATE` before the numbers; Moodle
`Jane Doe_123_assignsubmission_file_…`. What a student named their own file never counts.
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
    found = _first(CANVAS, file_of(course, student, lab))
    known_as = safe_name(unicodedata.normalize("NFC", f"{found['name']}_{found['user']}")) if found else ""
    return found[0] if found and known_as == student else ""


def moodle_sender(course: Course, student: str, lab: str) -> tuple[str, str]:
    """The full name and the participant's number that Moodle gave to the hand-in; two empty texts elsewhere."""
    found = _first(MOODLE, file_of(course, student, lab))
    known_as = safe_name(unicodedata.normalize("NFC", found["name"])) if found else ""
    if not found or known_as not in (student, student.removesuffix(f"_{found['number']}")):
        return "", ""
    return found["name"], found["number"]


def own_name(path: str) -> str:
    """The student's own name of a file, without folders and without what a platform wrote in front of it."""
    name = PurePosixPath(path.replace("\\", "/").rpartition(".zip:")[2]).name
    found = CANVAS.fullmatch(name) or MOODLE.fullmatch(name)
    return (found and found["own"]) or name


def _first(form, path):
    """The outermost part of a path that has this form: the platform wrote it, what is below it the student."""
    parts = re.split(r"[/\\:]", path)
    return next(filter(None, map(form.fullmatch, parts)), None)
