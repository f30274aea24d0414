"""Who sent a file, by what the platform wrote into its path; nothing that a student can write outranks it.

Each platform is one recognizer of the first parts of a path. Whether an archive came from it is decided for the archive
as a whole, so that a student cannot turn a plain folder into another platform's by the name of a file in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

Parts = tuple[str, ...]


@dataclass(frozen=True)
class Sender:
    """Who sent a file, as the platform tells it.

    Attributes:
        name: The full name, where the platform tells it.
        login: The login, where the platform tells it; what the student is called here without a class list.
        number: The platform's own number of the student or, in Moodle, of the student in this assignment.
        email: The address, where the platform tells it.
        local: Does the number hold for this lab only?
        time: When it was handed in: ISO 8601, with a zone or without, or what the platform wrote where that cannot be
            read for sure; "" if it does not tell.
        attempt: Grows with each hand-in of the same student; empty where the platform does not tell.
        late: Does the platform mark it as late?
        inside: The path below what the platform made: the student's own.
        side: Is it a file of the platform's that no student handed in?
    """

    name: str = ""
    login: str = ""
    number: str = ""
    email: str = ""
    local: bool = False
    time: str = ""
    attempt: tuple[int, ...] = ()
    late: bool = False
    inside: PurePosixPath = PurePosixPath()
    side: bool = False


Recognizer = Callable[[Parts], Sender | None]

_CANVAS = re.compile(r"(?P<name>.+?)_(?P<late>LATE_)?(?P<number>\d+)_(?P<file_number>\d+)_(?P<file>.+)")
_MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<file>.*))?")
_BLACKBOARD = re.compile(r"(?P<head>.+?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)")
_BRIGHTSPACE = re.compile(
    r"(?P<number>\d+)-\d+ - (?:(?P<login>\w*\d\w*) - )?(?P<name>.+?) - ?(?P<time>(?:(?! - ).)*\d{4}(?:(?! - ).)*)"
)
_SAKAI = re.compile(r"(?P<name>[^()]+, [^()]*)\((?P<login>[^()]+)\)(?P<flat>_Submission attachment\(s\)_(?P<file>.+))?")
_SAKAI_SENT = "Submission attachment(s)"
_ILIAS = re.compile(r"(?P<last>[^_]+)_(?P<first>[^_]+)_(?P<login>.+)_(?P<number>\d+)")
_ILIAS_FILE = re.compile(r"(?P<time>\d{14})_(?P<file>.+)")
_ILIAS_TEAM = re.compile(r"Team[ _]\d+", re.I)
_GRADESCOPE = re.compile(r"submission_(?P<number>\d+)")
_EXCHANGE = re.compile(r"(?P<login>[^+]+)\+(?P<lab>[^+]+)\+(?P<time>[^+]+?)(?:\+[^+]*)?")
_EXCHANGE_TIME = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? (\S+)")
_GOOGLE = re.compile(r"(?P<name>\w[^/]*?) - (?P<file>.+)")
_AGAIN = re.compile(r"-(\d{1,3})(?=\.\w+(?:\.\w+)?$|$)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def canvas(parts: Parts) -> Sender | None:
    """`doejane_12345_678_FILE`, `doejane_LATE_12345_678_FILE`: name, student's number, file's number, which grows."""
    found = _CANVAS.fullmatch(parts[0])
    if not found:
        return None
    again = _AGAIN.search(found["file"])
    attempt = (int(found["file_number"]), int(again[1]) if again else 0)
    inside = PurePosixPath(_AGAIN.sub("", found["file"]), *parts[1:])
    return Sender(
        login=f"{found['name']}_{found['number']}", number=found["number"], attempt=attempt, late=bool(found["late"]),
        inside=inside,
    )  # fmt: skip


def moodle(parts: Parts) -> Sender | None:
    """`Jane Doe_123_assignsubmission_file_/FILE`, or the same without folders; the number is the assignment's own."""
    found = _MOODLE.fullmatch(parts[0])
    if not found or (len(parts) == 1 and not found["file"]):
        return None
    inside = PurePosixPath(*([found["file"]] if found["file"] else []), *parts[1:])
    side = "_assignsubmission_onlinetext" in parts[0]
    return Sender(name=found["name"], number=found["number"], local=True, inside=inside, side=side)


def blackboard(parts: Parts) -> Sender | None:
    """`Lab 1_jdoe_attempt_2026-02-02-12-34-56_FILE`; what stands before the login is told by `blackboard_logins`."""
    found = _BLACKBOARD.fullmatch(parts[0])
    if not found:
        return None
    date, clock = found["time"][:10], found["time"][11:].replace("-", ":")
    inside = PurePosixPath(found["file"] or parts[0], *parts[1:])
    return Sender(login=found["head"], time=f"{date}T{clock}", inside=inside, side=not found["file"])


def brightspace(parts: Parts) -> Sender | None:
    """`123-456 - Jane Doe - Feb 2, 2026 1234 PM/FILE`."""
    found = _BRIGHTSPACE.fullmatch(parts[0])
    if not found or len(parts) == 1:
        return None
    return Sender(
        name=found["name"].strip(), login=found["login"] or "", number=found["number"],
        time=_brightspace_time(found["time"]), inside=PurePosixPath(*parts[1:]),
    )  # fmt: skip


def _brightspace_time(text):
    """`Feb 2, 2026 934 AM` -> ISO 8601; a date in another language stays as it is, and nobody guesses what it means."""
    found = re.fullmatch(r"([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4}) (\d{1,2})(\d\d) ?([AP])M", text.strip())
    if not found or found[1] not in _MONTHS:
        return text.strip()
    hour = int(found[4]) % 12 + (12 if found[6] == "P" else 0)
    return f"{found[3]}-{_MONTHS.index(found[1]) + 1:02}-{int(found[2]):02}T{hour:02}:{found[5]}:00"


def sakai(parts: Parts) -> Sender | None:
    """`Doe, Jane(jdoe)/Submission attachment(s)/FILE`, or the same without folders."""
    found = _SAKAI.fullmatch(parts[0])
    if not found or (len(parts) == 1 and not found["flat"]):
        return None
    last, first = (part.strip() for part in found["name"].split(",", 1))
    sent = bool(found["flat"]) or (len(parts) > 2 and parts[1] == _SAKAI_SENT)
    inside = PurePosixPath(found["file"], *parts[1:]) if found["flat"] else PurePosixPath(*parts[2 if sent else 1 :])
    return Sender(name=f"{first} {last}", login=found["login"], inside=inside, side=not sent)


def ilias(parts: Parts) -> Sender | None:
    """`Doe_Jane_jdoe_1234/FILE`, below `Team_12/` for teams; the file's name may begin with its time."""
    team = 1 if len(parts) > 2 and _ILIAS_TEAM.fullmatch(parts[0]) else 0
    found = _ILIAS.fullmatch(parts[team])
    if not found or len(parts) == team + 1:
        return None
    dated = _ILIAS_FILE.fullmatch(parts[team + 1])
    inside = PurePosixPath(dated["file"] if dated else parts[team + 1], *parts[team + 2 :])
    time = datetime.strptime(dated["time"], "%Y%m%d%H%M%S").isoformat() if dated and _is_date(dated["time"]) else ""
    return Sender(
        name=f"{found['first']} {found['last']}", login=found["login"], number=found["number"], time=time, inside=inside
    )


def _is_date(digits):
    try:
        datetime.strptime(digits, "%Y%m%d%H%M%S")
    except ValueError:
        return False
    return True


def gradescope(parts: Parts) -> Sender | None:
    """`submission_98765431/FILE`; who it is stands in `submission_metadata.yml`."""
    found = _GRADESCOPE.fullmatch(parts[0])
    if not found or len(parts) == 1:
        return None
    return Sender(number=found["number"], attempt=(int(found["number"]),), inside=PurePosixPath(*parts[1:]))


def exchange(parts: Parts) -> Sender | None:
    """`jane+01_perceptron+2026-02-02 12:34:56 UTC+x7/FILE`, a folder of nbgrader's exchange."""
    found = _EXCHANGE.fullmatch(parts[0])
    if not found or len(parts) == 1:
        return None
    time = _EXCHANGE_TIME.fullmatch(found["time"])
    told = f"{time[1]}T{time[2]} {time[3]}" if time else ""
    return Sender(login=found["login"], time=told, inside=PurePosixPath(found["lab"], *parts[1:]))


def google(parts: Parts) -> Sender | None:
    """`Jane Doe - FILE`, as Google Classroom names the copies that it makes for students."""
    found = _GOOGLE.fullmatch(parts[0])
    return Sender(name=found["name"], inside=PurePosixPath(found["file"])) if found and len(parts) == 1 else None


RECOGNIZERS: dict[str, Recognizer] = {
    "moodle": moodle,
    "blackboard": blackboard,
    "brightspace": brightspace,
    "gradescope": gradescope,
    "exchange": exchange,
    "sakai": sakai,
    "canvas": canvas,
    "ilias": ilias,
    "google": google,
}


def blackboard_logins(heads: Sequence[str], told: dict[str, str], known: set[str], lab: str) -> dict[str, str]:
    """The login at the end of each `ASSIGNMENT_LOGIN`; both may hold underscores.

    Args:
        heads: What stands before `_attempt_`, of all files of an archive.
        told: Head -> login, where the platform's own text file says it.
        known: Logins of the class list.
        lab: The lab's name, which the assignment may bear.

    Returns:
        Head -> login; a head that could be cut in two places is not in it.
    """
    found = {head: told[head] for head in heads if head in told and head.endswith(f"_{told[head]}")}
    for head in heads:
        ends = [head[at + 1 :] for at, letter in enumerate(head) if letter == "_" and 0 < at < len(head) - 1]
        listed = [end for end in ends if end in known]
        sure = [head.removeprefix(f"{lab}_")] if head.startswith(f"{lab}_") else listed if len(listed) == 1 else ends
        if head not in found and len(sure) == 1 and sure[0]:
            found[head] = sure[0]
    beginnings = {head.removesuffix(login) for head, login in found.items()}
    if len(beginnings) == 1:  # the archive is one assignment's
        (beginning,) = beginnings
        found |= {head: head.removeprefix(beginning) for head in heads if head.startswith(beginning)}
    return {head: login for head, login in found.items() if login}
