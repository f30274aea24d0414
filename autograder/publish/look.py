"""Look for withheld lines in the files of an edition, in its notebooks' every corner, and in all its commits."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from autograder.publish.withheld import MARKS, Withheld

TEACHERS = ("solutions", "autograder", "tests", "grading", "originals", "submitted")
"""Folders that no edition has."""

_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd", b"Rar!")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_DEEPEST = 50


class Finding(NamedTuple):
    """Something that students may not have: where it stands, and what it is."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def findings(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]], withheld: Withheld) -> Iterator[Finding]:
    """Yield what is wrong in these files.

    Args:
        files: Path, with slashes, and bytes of each file.
        withheld: The lines to look for.
    """
    for path, data in files.items() if isinstance(files, Mapping) else files:
        yield from in_file(path, data, withheld)


def in_file(path: str, data: bytes, withheld: Withheld) -> Iterator[Finding]:
    """Yield what is wrong in one file.

    Args:
        path: What the findings call it; its first folder counts.
        data: Its bytes.
        withheld: The lines to look for.
    """
    folder = PurePosixPath(path).parts[0] if path else ""
    if folder in TEACHERS:
        yield Finding(path, f"{folder}/ belongs to the instructors")
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        yield Finding(path, "an archive, into which this check cannot look: leave it out")
        return
    for place, text in _texts(path, data):
        yield from in_text(place, text, withheld)


def in_text(place: str, text: str, withheld: Withheld) -> Iterator[Finding]:
    """Yield each withheld line and each mark of a source in a text, with its row.

    Args:
        place: What the findings call the text.
        text: It.
        withheld: The lines to look for.
    """
    rows = text.split("\n")
    for match in withheld.found_in(text):
        shown = rows[match.row - 1].strip()
        yield Finding(f"{place}:{match.row}", f"{shown[:80]}  ({match.line.what}, {match.line.source})")
    for number, row in enumerate(rows, 1):
        if row.strip() in MARKS:
            yield Finding(f"{place}:{number}", f"{row.strip()} marks what students do not get")


def _texts(path, data):
    """The texts in a file, each with its place: every text of a notebook's JSON, what base64 hides, the file itself."""
    value = _json(data) if path.endswith((".ipynb", ".json")) else None
    if value is None:
        yield from ((path, text) for text in _decoded(data))
        yield from _hidden_in(path, data.decode("latin-1"))
        return
    for where, text in _strings(value, ""):
        yield f"{path}, {where}", text
        yield from _hidden_in(f"{path}, {where}", text)


def _json(data):
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _decoded(data):
    """The readings of some bytes as text; where there are zeros in them, with and without those."""
    if b"\0" not in data:
        return [data.decode("utf-8", "replace")]
    return [data.replace(b"\0", with_what).decode("utf-8", "replace") for with_what in (b"", b"\n")]


def _hidden_in(place, text):
    for number, found in enumerate(_BASE64.finditer(text.replace("\n", "")), 1):
        try:
            data = base64.b64decode(found.group() + "=" * (-len(found.group()) % 4))
        except (binascii.Error, ValueError):
            continue
        yield from ((f"{place} (base64, part {number})", plain) for plain in _decoded(data))


def _strings(value: Any, where: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Each text in a JSON value with its place; a list of texts is one text, as in a notebook's `source`."""
    if depth > _DEEPEST:
        yield where, json.dumps(value)
    elif isinstance(value, str):
        yield where, value
    elif isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        yield where, "".join(one if one.endswith("\n") else one + "\n" for one in value)
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _strings(one, f"{where} {number}".strip(), depth + 1)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _strings(one, f"{where} {key}".strip(), depth + 1)
            yield f"{where} {key[:30]}".strip(), key
