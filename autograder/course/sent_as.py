"""Under which name a platform knows a hand-in: what has to stand in the name of a file that goes back to it.

Canvas writes `doejane_12345_678_NAME` (or `anon_AbC12_678_NAME`), with `LATE` before the numbers; Moodle
`Jane Doe_123_assignsubmission_file_…`. The history of a student's hand-ins says from which platform each came and what
its path was there. Where a hand-in has no history, the path in the record of `collect` tells, as far as the student is
called what such a path makes of them. In either, the outermost such name counts: the platform wrote it.
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


CANVAS = re.compile(r"(?P<name>.+?)_(?:LATE_)?(?P<user>\d+|(?<=anon_)\w+?)_(?P<file_number>\d+)_(?P<own>.+)")
MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<own>.*))?")


def file_of(course: Course, student: str, lab: str) -> str:
    """Where the file lay that counts, as `collect` found it; "" where no record says so."""
    found = _read(course.record(student, lab)).get("file")
    return found if isinstance(found, str) else ""


def canvas_name(course: Course, student: str, lab: str) -> str:
    """The name that Canvas gave to the student's newest file; "" where none came from Canvas."""
    kept = sorted((int(found["file_number"]), found[0]) for found in _kept(course, student, lab, "canvas", CANVAS))
    if kept:
        return kept[-1][1]
    for found in _written_by(CANVAS, file_of(course, student, lab)):
        if _as_student(f"{found['name']}_{found['user']}") == student:
            return found[0]
    return ""


def moodle_sender(course: Course, student: str, lab: str) -> tuple[str, str]:
    """The full name and the participant's number that Moodle gave to the hand-in; two empty texts elsewhere."""
    kept = {(found["name"], found["number"]) for found in _kept(course, student, lab, "moodle", MOODLE)}
    if kept:
        return kept.pop() if len(kept) == 1 else ("", "")
    found = next(_written_by(MOODLE, file_of(course, student, lab)), None)
    if found and _as_student(found["name"]) in (student, student.removesuffix(f"_{found['number']}")):
        return found["name"], found["number"]
    return "", ""


def own_name(path: str) -> str:
    """The student's own name of a file, without folders and without what a platform wrote in front of it."""
    name = PurePosixPath(path.replace("\\", "/").rpartition(".zip:")[2]).name
    found = CANVAS.fullmatch(name) or MOODLE.fullmatch(name)
    return (found and found["own"]) or name


def _kept(course, student, lab, platform, form):
    """Yield what the platform wrote into the paths of those hand-ins in the history that came from it."""
    history = _read(course.path / "originals" / student / lab / "history.json").get("hand_ins")
    for one in history if isinstance(history, list) else []:
        if isinstance(one, dict) and one.get("platform") == platform and not one.get("undone"):
            found = next(_written_by(form, str(one.get("path"))), None)
            if found:
                yield found


def _written_by(form, path):
    """The parts of a path that have this form, the outermost first."""
    return filter(None, map(form.fullmatch, re.split(r"[/\\:]", path)))


def _as_student(name):
    """A name as `collect` makes a student's folder of it."""
    return safe_name(unicodedata.normalize("NFC", name))


def _read(path):
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
