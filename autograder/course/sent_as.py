"""Under which name a platform knows a hand-in: what has to stand in the name of a file that goes back to it.

Canvas writes `doejane_12345_678_NAME` (or `anon_AbC12_678_NAME`), with `LATE` before the numbers; Moodle
`Jane Doe_123_assignsubmission_file_…`. The history of a student's hand-ins says from which platform each came and what
its path was there. Where a hand-in has no history, the path in the record of `collect` tells, as far as the student is
called what such a path makes of them. In either, the outermost such name counts: the platform wrote it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.course.hand_ins import FILE, hand_in_folder, read_history
from autograder.util.files import safe_name

if TYPE_CHECKING:
    from autograder.course.course import Course


CANVAS = re.compile(r"(?P<name>.+?)_(?:LATE_)?(?P<user>\d+|(?<=anon_)\w+?)_(?P<file_number>\d+)_(?P<own>.+)")
GRADESCOPE = re.compile(r"submission_\d+")
MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<own>.*))?")


def file_of(course: Course, student: str, lab: str) -> str:
    """Where the file lay that counts, as `collect` found it; "" where no record says so."""
    try:
        return str(json.loads(course.record(student, lab).read_text(encoding="utf-8"))["file"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def canvas_name(course: Course, student: str, lab: str) -> str:
    """The name that Canvas gave to the student's newest file; "" where none came from Canvas."""
    history = _history(course, student, lab)
    if history:
        found = [
            (int(name["file_number"]), _with_ending(name[0], one.origin))
            for one, name in _written(history, "canvas", CANVAS)
        ]
        return max(found, default=(0, ""))[1]
    for name in _parts(CANVAS, file_of(course, student, lab)):
        if _as_student(f"{name['name']}_{name['user']}") == student:
            return name[0]
    return ""


def moodle_sender(course: Course, student: str, lab: str) -> tuple[str, str]:
    """The full name and the participant's number that Moodle gave to the hand-in; two empty texts elsewhere."""
    history = _history(course, student, lab)
    if history:
        found = {(name["name"], name["number"]) for _, name in _written(history, "moodle", MOODLE)}
        return found.pop() if len(found) == 1 else ("", "")
    name = next(_parts(MOODLE, file_of(course, student, lab)), None)
    if name and _as_student(name["name"]) in (student, student.removesuffix(f"_{name['number']}")):
        return name["name"], name["number"]
    return "", ""


def submissions(course: Course, student: str, lab: str) -> list[str]:
    """Gradescope's names of the student's hand-ins, `submission_77`; none where none came from Gradescope."""
    return [name[0] for _, name in _written(_history(course, student, lab), "gradescope", GRADESCOPE)]


def hashes_of(course: Course, student: str, lab: str) -> list[str]:
    """The SHA-256 of every file that the student handed in; without a history, of the newest that is kept."""
    history = _history(course, student, lab)
    if history:
        return [one.sha256 for one in history if one.sha256]
    folder = hand_in_folder(course.path, student, lab)
    came = [path for path in folder.glob("*") if path.is_file() and not path.is_symlink() and path.name != FILE]
    newest = sorted(came, key=lambda path: path.stat().st_mtime)[-1:]
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in newest]


def own_name(path: str) -> str:
    """The student's own name of a file, without folders and without what a platform wrote in front of it."""
    name = PurePosixPath(path.replace("\\", "/").rpartition(".zip:")[2]).name
    found = CANVAS.fullmatch(name) or MOODLE.fullmatch(name)
    return (found and found["own"]) or name


def _history(course, student, lab):
    """The hand-ins that the course keeps; none where there is no history, or a damaged one."""
    try:
        return read_history(course.path, student, lab).valid
    except CourseError:
        return []


def _written(history, platform, form):
    """Those hand-ins that came from a platform, each with what it wrote into the path."""
    found = [(one, next(_parts(form, one.path), None)) for one in history if one.platform == platform]
    return [(one, name) for one, name in found if name]


def _with_ending(name, origin):
    """The name with `.zip`, where the student handed in an archive, whose files lie in a folder of its name."""
    return next((part for part in re.split(r"[/\\:]", origin) if part.lower() == f"{name.lower()}.zip"), name)


def _parts(form, path):
    """The parts of a path that have this form, the outermost first."""
    return filter(None, map(form.fullmatch, re.split(r"[/\\:]", path)))


def _as_student(name):
    """A name as `collect` makes a student's folder of it."""
    return safe_name(unicodedata.normalize("NFC", name))
