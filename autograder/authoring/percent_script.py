"""Read a percent script: its cells, their markers, and where each stands in the file.

The first marker of a cell names its kind:

    # %% solution="sigmoid"              # %% tests="sigmoid" points=1      # %% demo=true
    # %% hidden="sigmoid" points=2       # %% [markdown] answer="why" points=2      # %% shared=true
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

NAMED = ("solution", "tests", "hidden", "answer")
FLAGS = ("demo", "shared", "inside", "gpu")
KEYS = ("solution", "tests", "hidden", "points", "answer", "demo", "shared", "inside", "gpu")
KINDS = (*NAMED, "demo", "shared")
GRADED = ("tests", "hidden", "answer")

_HEADER = re.compile(r"^# %%(?!\S)", re.M)
_ALMOST_HEADER = re.compile(r"^(?!# %%(?!\S))[ \t]*#\s*%%.*", re.M)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,49}")
_JUPYTEXT_KEYS = {"lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker", "cell_depth"}


class Problem(NamedTuple):
    """What is wrong in a source, and where."""

    line: int
    cell: int
    text: str


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
    import jupytext

    found = jupytext.reads(text, {"extension": ".py", "format_name": "percent", "comment_magics": False}).cells
    headers = [_line(text, mark) for mark in _HEADER.finditer(text)]
    if len(found) != len(headers) or not headers or _ALMOST_HEADER.search(text):
        return [], list(_why_cells_and_headers_differ(text, len(found), headers))
    ends = [*headers[1:], text.count("\n") + 2]
    rows = text.split("\n")
    cells, problems = [], []
    for number, (raw, line, end) in enumerate(zip(found, headers, ends, strict=True), 1):
        markers = {key: value for key, value in raw.metadata.items() if key not in _JUPYTEXT_KEYS}
        problems += [Problem(line, number, text) for text in _marker_problems(markers, raw.cell_type, number)]
        first = _first_line(rows[line : end - 1], raw.source, line + 1)
        cells.append(_cell(markers, raw, line, number, first))
    return cells, problems


def _cell(markers, raw, line, number, first):
    kind = next((key for key in KINDS if key in markers), None)
    if kind is None:
        kind = "given" if raw.cell_type == "code" else "opening" if number == 1 else "markdown"
    points = markers.get("points", 0)
    return Cell(
        kind=kind,
        source=raw.source,
        line=line,
        number=number,
        first=first,
        name=str(markers[kind]) if kind in NAMED else None,
        points=points if _is_points(points) else 0,
        inside=markers.get("inside") is True,
        gpu=markers.get("gpu") is True,
    )


def _first_line(body, source, line):
    """The file's line on which a source begins: the reader drops blank lines and a docstring's quotes."""
    rows = source.split("\n")
    wanted = next((i for i, row in enumerate(rows) if row.strip()), 0)
    written = next((i for i, row in enumerate(body) if row.strip() not in ("", "#", '"""', 'r"""')), 0)
    return line + written - wanted


def _marker_problems(markers, cell_type, number):
    """Yield a sentence for each marker that is unknown, has a bad value or stands in the wrong place."""
    if "incorrectly_encoded_metadata" in markers:
        text = markers["incorrectly_encoded_metadata"]
        yield f'cannot read the markers {text}: write them like solution="name", points=2 or demo=true'
        return
    if cell_type == "raw":
        yield "a raw cell: write code or [markdown]"
    for key, value in markers.items():
        yield from _value_problems(key, value)
    kinds = [key for key in KINDS if key in markers]
    if len(kinds) > 1:
        yield f"the markers {' and '.join(kinds)} exclude each other"
    yield from _place_problems(markers, kinds[0] if kinds else None, cell_type, number)


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


def _why_cells_and_headers_differ(text, cells, headers):
    almost = list(_ALMOST_HEADER.finditer(text))
    for found in almost:
        yield Problem(
            _line(text, found),
            1,
            f"a cell begins with # %% at the start of a line and a space, not with {found.group().strip()}",
        )
    if almost:
        return
    if text[: text.find("# %%")].strip() or not headers:
        yield Problem(1, 1, "text before the first # %%: begin with # %% [markdown]")
    else:
        lines = f"{len(headers)} lines begin with # %% but there are {cells} cells"
        yield Problem(1, 1, f"{lines}: is one inside a string?")


def _line(text, found):
    return text.count("\n", 0, found.start()) + 1
