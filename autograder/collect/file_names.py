"""Whose file is it, and which of several is the newest? Folders and names say so, each platform in its own way."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple

_COPY = re.compile(r"^(copy of |kopie von |копия )+|( ?\(\d+\)|-copy\d*)+$", re.I)
_DOWNLOAD = re.compile(r" ?\((\d+)\)$")
_AGAIN = re.compile(r"-(\d{1,3})$")
_CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<number>\d+)_\d+_(?P<file>.+)")
_MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)")
_ATTEMPT = re.compile(r"(?P<name>.+)_attempt_(?P<time>\d{4}-[\d-]+)_(?P<file>.+)")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ -](\d\d)[:-](\d\d)[:-](\d\d)(?:\.\d+)?(?: ([A-Z]{2,5}))?")
_EXCHANGE = re.compile(r"(?P<name>[^+]+)\+(?P<lab>[^+]+)\+(?P<time>.+)")


class Sender(NamedTuple):
    """Whose file it is.

    Attributes:
        student: The name; "" where the platform's marks do not tell.
        number: The platform's number of the student or hand-in; it tells two students of one name apart.
        stem: The file's own name, without its ending and without what copying and platforms add.
        version: Grows from one hand-in of the same student to the next.
        late: Does Canvas mark it as late?
    """

    student: str
    number: str
    stem: str
    version: tuple
    late: bool = False

    @property
    def handed_in(self) -> str:
        """When it was handed in, as nbgrader writes it into `timestamp.txt`; "" where the name does not say."""
        found = _TIME.match(str(self.version[0]))
        return f"{found[1]} {found[2]}:{found[3]}:{found[4]} {found[5] or 'UTC'}" if found else ""


def sender_of(path: PurePosixPath, lab: str) -> Sender:
    """Read what Canvas, Moodle, Blackboard or nbgrader's exchange wrote into a path.

    Args:
        path: The path below the folder or archive that was given.
        lab: The lab's name.
    """
    for part in path.parts[:-1]:
        moodle, exchange, canvas = (form.fullmatch(part) for form in (_MOODLE, _EXCHANGE, _CANVAS))
        if moodle:
            return Sender(moodle["name"], moodle["number"], stem_of(path), _version(path))
        if exchange:
            stem = stem_of(path) if exchange["lab"] == lab else exchange["lab"]
            return Sender(exchange["name"], "", stem, (exchange["time"], *_version(path)))
        if canvas:
            return Sender(
                f"{canvas['name']}_{canvas['number']}", "", stem_of(path), _version(path), bool(canvas["late"])
            )
    moodle, attempt, canvas = (form.fullmatch(path.name) for form in (_MOODLE, _ATTEMPT, _CANVAS))
    if moodle and moodle["file"]:
        return Sender(moodle["name"], moodle["number"], stem_of(moodle["file"]), _version(moodle["file"]))
    if attempt:
        name = attempt["name"]
        student = name.removeprefix(f"{lab}_") if name.startswith(f"{lab}_") else name.rsplit("_", 1)[-1]
        return Sender(student, "", stem_of(attempt["file"]), (attempt["time"], *_version(path)))
    if canvas:
        again = _AGAIN.search(stem_of(canvas["file"]))
        stem = _AGAIN.sub("", stem_of(canvas["file"]))
        return Sender(
            f"{canvas['name']}_{canvas['number']}", "", stem, ("", int(again[1]) if again else 0), bool(canvas["late"])
        )
    return Sender("", "", stem_of(path), _version(path))


def _version(path):
    """A browser numbers downloads, the newest highest."""
    number = _DOWNLOAD.search(_plain(path))
    return ("", int(number[1]) if number else 0)


def stem_of(path: PurePosixPath | str) -> str:
    """A file's name without its ending and without what copying adds."""
    return _COPY.sub("", _COPY.sub("", _plain(path))).strip()


def _plain(path):
    name = PurePosixPath(path).name
    return re.sub(r"\.ipynb(\.txt|\.json)?$|\.\w{1,5}$", "", name, flags=re.I)


def student_of(path: PurePosixPath, lab: str, fallback: str, alone: bool = True) -> str:
    """Whose file is it? STUDENT/LAB.ipynb, STUDENT/LAB/LAB.ipynb, STUDENT_LAB.ipynb or STUDENT.ipynb.

    Args:
        path: The path below the folder or archive that was given.
        lab: The lab's name.
        fallback: The student, where path says nothing: the name of the folder or archive.
        alone: Is it the only notebook in its folder? Then the folder's name tells the student.
    """
    stem = stem_of(path)
    folders = [part for part in path.parts[:-1] if part != lab]
    inside = re.fullmatch(rf"(.+?)[ _.-]+{re.escape(lab)}|{re.escape(lab)}[ _.-]+(.+)", stem)
    if inside:
        return inside[1] or inside[2]
    if folders and (alone or stem == lab):
        return folders[-1]
    return fallback if stem == lab else stem
