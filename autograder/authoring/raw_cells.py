"""Split a percent script into raw cells, with their markers and the lines on which they stand: labs and answers alike.

Jupytext is what shows these files in Jupyter, so it says what a cell, a marker and prose are; we have no grammar of
our own.
"""

import re
from typing import Any, NamedTuple

_HEADER = re.compile(r"^# %%(?!\S)", re.M)
_ALMOST_HEADER = re.compile(r"^(?!# %%(?!\S))[ \t]*#\s*%%.*", re.M)
_PERCENT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
_JUPYTEXT_KEYS = {"lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker", "cell_depth"}
_UNREAD = "incorrectly_encoded_metadata"


class Problem(NamedTuple):
    """What is wrong in a source, and where."""

    line: int
    cell: int
    text: str


class RawCell(NamedTuple):
    """One cell as it is written.

    `cell_type` is code, markdown or raw; `markers` what its header says by key, and `unread` the header's words where
    they are no markers; `number` its place in the file from 1 on; `line` the line of its `# %%`; `first` the line on
    which `source` begins.
    """

    cell_type: str
    markers: dict[str, Any]
    unread: str
    source: str
    number: int
    line: int
    first: int


class Script(NamedTuple):
    """A percent script: the text before the first cell, the cells, and what kept them from being told apart."""

    head: str
    cells: list[RawCell]
    problems: list[Problem]


def split_script(text: str) -> Script:
    """Split a percent script into cells; where it has a `Problem`, it has none.

    Args:
        text: The whole script.
    """
    import jupytext

    headers = list(_HEADER.finditer(text))
    begin = headers[0].start() if headers else len(text)
    found = jupytext.reads(text[begin:], _PERCENT).cells if headers else []
    problems = list(_why_not_to_be_split(text, len(found), len(headers)))
    cells = [] if problems else _raw_cells(text, found, [_line(text, header) for header in headers])
    return Script(text[:begin], cells, problems)


def _raw_cells(text, found, lines):
    rows, ends = text.split("\n"), [*lines, text.count("\n") + 2][1:]
    cells = []
    for number, (cell, line, end) in enumerate(zip(found, lines, ends, strict=True), 1):
        markers = {key: value for key, value in cell.metadata.items() if key not in _JUPYTEXT_KEYS}
        unread = markers.pop(_UNREAD, "")
        first = _first_line(rows[line : end - 1], cell.source, line + 1)
        cells.append(RawCell(cell.cell_type, markers, unread, cell.source, number, line, first))
    return cells


def _first_line(body, source, line):
    """The file's line on which a source begins: the reader drops blank lines and a docstring's quotes."""
    rows = source.split("\n")
    wanted = next((i for i, row in enumerate(rows) if row.strip()), 0)
    written = next((i for i, row in enumerate(body) if row.strip() not in ("", "#", '"""', 'r"""')), 0)
    return line + written - wanted


def _why_not_to_be_split(text, cells, headers):
    almost = list(_ALMOST_HEADER.finditer(text))
    for found in almost:
        what = f"a cell begins with # %% at the start of a line and a space, not with {found.group().strip()}"
        yield Problem(_line(text, found), 1, what)
    if cells != headers and not almost:
        lines = f"{headers} lines begin with # %% but there are {cells} cells"
        yield Problem(1, 1, f"{lines}: is one inside a string?")


def _line(text, found):
    return text.count("\n", 0, found.start()) + 1
