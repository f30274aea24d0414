"""Read a lab's percent script: its cells, what their markers say, and where each stands in the file.

The first marker of a cell names its kind:

    # %% solution="sigmoid"              # %% tests="sigmoid" points=1      # %% demo=true
    # %% hidden="sigmoid" points=2       # %% [markdown] answer="why" points=2      # %% shared=true
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.authoring.raw_cells import Problem, split_script

NAMED = ("solution", "tests", "hidden", "answer")
FLAGS = ("demo", "shared", "inside", "gpu")
KEYS = ("solution", "tests", "hidden", "points", "answer", "demo", "shared", "inside", "gpu")
KINDS = (*NAMED, "demo", "shared")
GRADED = ("tests", "hidden", "answer")

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,49}")
_JUPYTEXT_HEADER = re.compile(r"\s*# ---\n(?:#.*\n)*?# ---\s*")


@dataclass(frozen=True)
class Cell:
    """One cell of a lab.

    `kind` is opening, markdown, given, shared, demo, solution, tests, hidden or answer; `name` the exercise
    that it belongs to, or None; `number` its place in the file from 1 on; `line` the line of its `# %%`;
    `first` the line on which `source` begins.
    """

    kind: str
    source: str
    line: int
    number: int
    first: int
    name: str | None = None
    points: float = 0
    inside: bool = False
    gpu: bool = False

    @property
    def is_code(self) -> bool:
        return self.kind not in ("opening", "markdown", "answer")

    def problem(self, text: str, row: int | None = None) -> Problem:
        """A problem of this cell, at its header or at the given row (from 0) of its source."""
        return Problem(self.line if row is None else self.first + row, self.number, text)


def read_cells(text: str) -> tuple[list[Cell], list[Problem]]:
    """Split a percent script into cells.

    Args:
        text: The whole script.

    Returns:
        The cells, and a list with a `Problem` for each marker that cannot be used.
    """
    script = split_script(text)
    if script.problems or not script.cells or not _is_empty(script.head):
        return [], script.problems or [Problem(1, 1, "text before the first # %%: begin with # %% [markdown]")]
    problems = [Problem(raw.line, raw.number, text) for raw in script.cells for text in _marker_problems(raw)]
    return [_cell(raw) for raw in script.cells], problems


def _is_empty(head):
    """Is there no text before the first cell, or only what jupytext writes there for itself?"""
    return not head.strip() or bool(_JUPYTEXT_HEADER.fullmatch(head))


def _cell(raw):
    kind = next((key for key in KINDS if key in raw.markers), None)
    if kind is None:
        kind = "given" if raw.cell_type == "code" else "opening" if raw.number == 1 else "markdown"
    points = raw.markers.get("points", 0)
    return Cell(
        kind=kind,
        source=raw.source,
        line=raw.line,
        number=raw.number,
        first=raw.first,
        name=str(raw.markers[kind]) if kind in NAMED else None,
        points=points if _is_points(points) else 0,
        inside=raw.markers.get("inside") is True,
        gpu=raw.markers.get("gpu") is True,
    )


def _marker_problems(raw):
    """Yield a sentence for each marker that is unknown, has a bad value or stands in the wrong place."""
    if raw.unread:
        yield f'cannot read the markers {raw.unread}: write them like solution="name", points=2 or demo=true'
        return
    if raw.cell_type == "raw":
        yield "a raw cell: write code or [markdown]"
    for key, value in raw.markers.items():
        yield from _value_problems(key, value)
    kinds = [key for key in KINDS if key in raw.markers]
    if len(kinds) > 1:
        yield f"the markers {' and '.join(kinds)} exclude each other"
    yield from _place_problems(raw.markers, kinds[0] if kinds else None, raw.cell_type, raw.number)


def _value_problems(key, value):
    if key not in KEYS:
        yield f"unknown marker {key}: the markers are {', '.join(KEYS)}"
    elif key in NAMED and not (isinstance(value, str) and _NAME.fullmatch(value)):
        yield f'{key}={_shown(value)} is not a name: use letters, digits and underscores, for example {key}="sigmoid"'
    elif key == "points" and not _is_points(value):
        yield f"points={_shown(value)} is not a number of points: write 0, 1, 2, …"
    elif key in FLAGS and value is not True:
        yield f"{key}={_shown(value)}: write {key}=true, or leave it out"


def _place_problems(markers, kind, cell_type, number):
    if "points" in markers and kind not in GRADED:
        yield "points belong to a tests, hidden or answer cell"
    if "points" not in markers and kind in GRADED:
        yield f"a cell with {kind}= needs points= too"
    if "inside" in markers and kind not in ("tests", "hidden"):
        yield "inside belongs to a tests or hidden cell"
    if "gpu" in markers and number != 1:
        yield "gpu belongs to the opening cell"
    if kind == "answer" and cell_type == "code":
        yield 'a written answer is markdown: write # %% [markdown] answer="…"'
    if kind not in (None, "answer") and cell_type == "markdown":
        yield f"a cell with {kind}= holds code: leave [markdown] out"


def _is_points(value):
    return type(value) in (int, float) and 0 <= value < 1000


def _shown(value):
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if value in (True, False) else str(value)
