"""The end of a section: where a student is told how far they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from nbformat.v4 import new_code_cell, new_markdown_cell

if TYPE_CHECKING:
    from nbformat import NotebookNode


HEADING = re.compile(r"^## ", re.M)


def with_progress(cells: Iterable[NotebookNode]) -> list[NotebookNode]:
    """The cells of a notebook with `progress()` at the end of each section that has checks which give points.

    A section begins at a heading of the second level. Where that stands in the middle of a text cell, the cell is
    cut in two, so that the last sentence of a section still comes before its end.
    """
    found, due = [], False
    for cell in chain.from_iterable(map(_cut, cells)):
        if due and cell.cell_type == "markdown" and HEADING.match(cell.source):
            found.append(_progress())
            due = False
        due = due or _gives_points(cell)
        found.append(cell)
    return found


def _cut(cell):
    """A text cell, cut before the heading in its middle."""
    heading = cell.cell_type == "markdown" and HEADING.search(cell.source)
    if not heading or not heading.start() or cell.metadata.course["kind"] != "markdown":
        return [cell]
    parts = cell.source[: heading.start()].rstrip(), cell.source[heading.start() :]
    return [new_markdown_cell(part, metadata={"course": dict(cell.metadata.course)}) for part in parts]


def _gives_points(cell):
    return cell.metadata.course["kind"] == "tests" and cell.metadata.nbgrader["points"] > 0


def _progress():
    return new_code_cell("progress()", metadata={"course": {"kind": "demo"}, "tags": ["demo"]})
