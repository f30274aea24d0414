"""What a reading process is told and what it answers, as JSON: a release, and what was found in a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from autograder.intake.assemble import Laid
from autograder.intake.earlier import Earlier
from autograder.intake.intake import Intake
from autograder.intake.match_cells import Release
from autograder.util.plain import from_plain

MOST_ANSWER = 64 * 2**20  # bytes
OUT_OF_MEMORY = 3  # the exit status of a child that had not enough memory


class Node(dict):
    """A dict whose values are attributes, too, like nbformat's, whose import takes a second."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True)
class Picture:
    """One form of a picture in a text cell."""

    name: str
    kind: str
    data: str


@dataclass(frozen=True)
class Cell:
    """A `Laid` of plain values."""

    number: int | None
    source: str | None
    code: bool
    pictures: list[Picture]


@dataclass(frozen=True)
class Answer:
    """What `intake.understand` found: the fields of an `Intake`, and the cells of its notebook."""

    repairs: list[str]
    flags: list[str]
    problem: str
    look: list[str]
    other_lab: str
    older: bool
    cells: list[Cell]


def packed_release(release: Release) -> bytes:
    """A release and the earlier ones, for `unpacked_release`."""
    earlier = [{"notebook": one.release.notebook, "moved": dict(one.moved)} for one in release.earlier]
    return json.dumps({"notebook": release.notebook, "earlier": earlier}).encode()


def unpacked_release(data: bytes) -> Release:
    """The `Release` that was packed; its notebooks are made of `Node`."""
    found = json.loads(data, object_hook=Node)
    return Release(found.notebook, [Earlier(Release(one.notebook), one.moved) for one in found.earlier])


def packed(taken: Intake, laid: list[Laid]) -> bytes:
    """What `understand` found, for `unpacked`; a lone surrogate in a name of the student's passes as it is."""
    found = {name: getattr(taken, name) for name in ("repairs", "flags", "problem", "look", "other_lab", "older")}
    cells = [
        {"number": one.number, "source": one.source, "code": one.code, "pictures": _pictures(one.attachments)}
        for one in laid
    ]
    return json.dumps(found | {"cells": cells}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def unpacked(data: bytes, release: Release) -> Intake:
    """The `Intake` that a process found; given and test cells of its notebook come from `release`.

    Raises:
        ValueError: It is none.
    """
    from autograder.intake.clean_notebook import clean_notebook  # the reading process does without nbformat

    answer = from_plain(Answer, json.loads(data.decode("utf-8", "surrogatepass")))
    taken = Intake(
        repairs=answer.repairs, flags=answer.flags, problem=answer.problem, look=answer.look,
        other_lab=answer.other_lab, older=answer.older,
    )  # fmt: skip
    if not taken.problem:
        laid = [Laid(one.number, one.source, one.code, _attachments(one.pictures)) for one in answer.cells]
        taken.notebook = clean_notebook(laid, release)
    return taken


def _pictures(attachments):
    return [
        {"name": name, "kind": kind, "data": data}
        for name, forms in attachments.items()
        for kind, data in forms.items()
    ]


def _attachments(pictures):
    found: dict[str, dict[str, str]] = {}
    for one in pictures:
        found.setdefault(one.name, {})[one.kind] = one.data
    return found
