"""One listing of files, of a folder or an archive: which platform made it, and who sent each file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import yaml

from autograder.collect.archives import Found, Unreadable
from autograder.collect.plain_layouts import plain
from autograder.collect.platforms import RECOGNIZERS, blackboard_logins
from autograder.collect.sent import Known, Layout, Sent

PLAIN = ("github", "nbgrader", "folders", "files")  # told by the shape of the whole, not by a mark in a name
PLATFORMS = (*RECOGNIZERS, *PLAIN, "email")
OF_ONE_ASSIGNMENT = (*RECOGNIZERS, "email")  # what lies in it was handed in for this lab, whatever its name
DEEPEST = 4  # folders that may lie around what a platform made
MOST_METADATA = 20 * 2**20
_SAKAI_TIME = re.compile(rb"(\d{4})-?(\d\d)-?(\d\d)T?(\d\d):?(\d\d):?(\d\d)")
_CREATED = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)? ?(Z|UTC|[+-]\d\d:?\d\d)?")
_TOLD_LOGIN = re.compile(rb"\AName: .*\(([^()\s]+)\)\s*$", re.M)


def understand(files: Sequence[Found], name: str, known: Known, platform: str | None = None) -> Layout:
    """Say who sent each file of a listing.

    Args:
        files: All files of a folder or an archive.
        name: The name of the folder or archive.
        known: What is known.
        platform: Where it comes from, if a person says so; else its marks tell.
    """
    depth, found = _marks(files, platform)
    if found:
        return _of_platform(files, depth, found, known)
    if platform in RECOGNIZERS:
        why = f"its path is not as {platform} writes them"
        return Layout(platform, [Sent(file, why=why) for file in files])
    return plain(files, name, known, platform)


def _marks(files, platform):
    """The depth at which a platform's marks begin, and the platform; (0, "") where there are none.

    The names at one level decide together, the outermost level first: what lies deeper is the student's.
    """
    names = [platform] if platform in RECOGNIZERS else [] if platform else list(RECOGNIZERS)
    for depth in range(DEEPEST):
        below = [file for file in files if len(file.path.parts) > depth]
        notebooks = [file for file in below if file.is_notebook] or below
        for name in names:
            fit = sum(RECOGNIZERS[name](file.path.parts[depth:]) is not None for file in notebooks)
            if 2 * fit > len(notebooks) and (name != "ilias" or fit == len(notebooks)):
                return depth, name
        if len({file.path.parts[depth] for file in notebooks if len(file.path.parts) > depth + 1}) != 1:
            break
    return 0, ""


def _of_platform(files, depth, platform, known):
    recognize = RECOGNIZERS[platform]
    sent = []
    for file in files:
        parts = file.path.parts[depth:]
        sender = recognize(parts) if parts else None
        if sender:
            sent.append(Sent(file, [] if sender.side else [sender]))
        elif len(file.path.parts) <= depth + 1 and not file.is_notebook:
            sent.append(Sent(file))  # beside what students sent: the platform's own
        else:
            sent.append(Sent(file, why=f"its path is not as {platform} writes them, though the others' are"))
    layout = Layout(platform, sent)
    if platform == "blackboard":
        _tell_logins(layout, depth, known)
    elif platform == "gradescope":
        _tell_submitters(layout)
    elif platform == "sakai":
        _tell_sakai_s_times(layout, depth)
    elif platform == "brightspace":
        _check_numbers(layout)
    elif platform == "canvas":
        _check_names(layout)
    elif platform == "exchange":
        for one in layout.sent:
            one.senders = [replace(sender, inside=_below_lab(sender.inside)) for sender in one.senders]
            if one.senders and one.file.path.parts[depth].split("+")[1] != known.lab:
                one.senders = []
    return layout


def _below_lab(inside):
    return PurePosixPath(*inside.parts[1:])


def _tell_logins(layout, depth, known):
    told, heads = {}, []
    for one in layout.sent:
        sender = RECOGNIZERS["blackboard"](one.file.path.parts[depth:])
        if sender is None:
            continue
        heads.append(sender.login)
        if sender.side and (login := _TOLD_LOGIN.search(_content(one.file)[:2000])):
            told[sender.login] = login[1].decode(errors="replace")
    logins = blackboard_logins(heads, told, set(known.students), known.lab)
    for one in layout.sent:
        for sender in one.senders:
            if sender.login in logins:
                one.senders = [replace(sender, login=logins[sender.login])]
            else:
                one.senders, one.why = [], f"where does the login begin in {sender.login}?"


def _content(file):
    try:
        return file.load()
    except Unreadable:
        return b""


def _tell_submitters(layout):
    """Names, addresses and times of Gradescope's export."""
    metadata: dict = {}
    for one in layout.sent:
        if one.file.path.name == "submission_metadata.yml" and len(one.file.path.parts) <= 2:
            one.senders, one.why = [], ""
            metadata |= _metadata(_content(one.file))
    for one in layout.sent:
        for sender in one.senders:
            record = metadata.get(f"submission_{sender.number}")
            people = _submitters(record, sender)
            one.senders = people
            if not people:
                one.why = f"submission_metadata.yml does not say who sent submission {sender.number}"


def _tell_sakai_s_times(layout, depth):
    """`timestamp.txt` in a student's folder, beside what they attached: digits, or ISO 8601, in UTC."""
    times = {}
    for one in layout.sent:
        parts = one.file.path.parts[depth:]
        if len(parts) == 2 and parts[1] == "timestamp.txt":
            told = _SAKAI_TIME.match(_content(one.file)[:100])
            times[parts[0]] = "{}-{}-{}T{}:{}:{} UTC".format(*(part.decode() for part in told.groups())) if told else ""
    for one in layout.sent:
        time = times.get(one.file.path.parts[depth], "") if len(one.file.path.parts) > depth else ""
        one.senders = [replace(sender, time=time) for sender in one.senders]


def _metadata(data):
    if len(data) > MOST_METADATA:
        return {}
    try:
        found = yaml.load(data, Loader=_PlainYaml)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


class _PlainYaml(yaml.SafeLoader):
    """Mappings, lists and texts; a time stays the text that it is, and an anchor is refused, since it can explode."""

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


_PlainYaml.yaml_implicit_resolvers = {}


def _submitters(record, sender):
    record = record if isinstance(record, dict) else {}
    listed = record.get(":submitters")
    time = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)?", _text(record, ":created_at")
    )
    when = f"{time[1]}T{time[2]} {time[3] or 'UTC'}" if time else ""
    found = []
    for person in listed if isinstance(listed, list) else []:
        name, email, number = (_text(person, f":{key}") for key in ("name", "email", "sid"))
        if name or email or number:
            login = email.partition("@")[0]
            found.append(replace(sender, name=name, email=email, login=login, number=number, time=when))
    return found


def _text(record, key):
    value = record.get(key) if isinstance(record, dict) else None
    return value.strip()[:200] if isinstance(value, str) and value not in ("null", "~") else ""


def _check_names(layout):
    """Each number is one student's: where two names stand before it, one holds digits, and nobody is guessed."""
    names: dict[str, set[str]] = {}
    for one in layout.sent:
        for sender in one.senders:
            names.setdefault(sender.number, set()).add(sender.login.removesuffix(f"_{sender.number}"))
    for one in layout.sent:
        number = one.senders[0].number if one.senders else ""
        if number and len(names[number]) > 1:
            one.senders, one.why = [], f"several names have the number {number}: {', '.join(sorted(names[number]))}"


def _check_numbers(layout):
    """A number that two names share is the folder's, not the student's."""
    names: dict[str, set[str]] = {}
    for one in layout.sent:
        for sender in one.senders:
            names.setdefault(sender.number, set()).add(sender.name)
    if any(len(found) > 1 for found in names.values()):
        for one in layout.sent:
            one.senders = [replace(sender, number="") for sender in one.senders]
        layout.notes.append("the numbers before the names are not the students': they were told by their names alone")
