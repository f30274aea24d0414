"""The cells of an autograded notebook, read as anything that a student may have written into.

nbgrader may have made it as well, and then its check cells hold hidden code: of a check only its message is taken.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.feedback.plain_text import MOST_CODE, Room
from autograder.util.files import open_to_read
from autograder.util.harmless import as_written
from course_utils.notebook_marks import marked_as, source_of, split_answer

MOST_BYTES = 60 * 2**20


@dataclass(frozen=True)
class Cell:
    """One of the student's cells: its text, and what it printed or how it ended."""

    source: str
    is_code: bool = True
    output: str = ""


class OwnCells:
    """The cells of an autograded notebook, sorted out.

    Attributes:
        cells: All of them; none where there was no notebook to read.
        own: Exercise -> the cells in which the student solved it.
        added: The cells that the student added.
        said: Grade id of a check -> what it said, "" where it passed.
    """

    def __init__(self, cells: list[dict[str, Any]]) -> None:
        self.cells = cells
        self.own: dict[str, list[dict[str, Any]]] = {}
        self.added: list[dict[str, Any]] = []
        self.said: dict[str, str] = {}
        for cell in cells:
            nbgrader, course = _part(cell, "nbgrader"), _part(cell, "course")
            if nbgrader.get("solution"):
                self.own.setdefault(str(course.get("exercise") or grade_id(cell)), []).append(cell)
            elif nbgrader.get("grade"):
                self.said[grade_id(cell)] = _errors(cell)
            elif course.get("kind") == "added" and source_of(cell).strip():
                self.added.append(cell)


def read_cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook file as plain data; none where it cannot be read."""
    try:
        with os.fdopen(open_to_read(path), "rb") as file:
            found = json.loads(file.read(MOST_BYTES + 1))["cells"]
        return [cell for cell in found if isinstance(cell, dict)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def grade_id(cell: Any) -> str:
    """nbgrader's name of a cell; "" where it has none."""
    return str(_part(cell, "nbgrader").get("grade_id") or "")


def _part(cell, name):
    metadata = cell.get("metadata")
    found = metadata.get(name) if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


def shown_cell(cell: dict[str, Any], room: Room) -> Cell:
    """A student's cell as a page shows it: without the mark that the build left on top of it."""
    is_code = cell.get("cell_type") == "code"
    source = source_of(cell)
    first, _, rest = source.partition("\n")
    code = rest if marked_as(first) else source
    text = code if is_code else as_written(split_answer(source)[1])
    return Cell(room.take(text.strip("\n"), MOST_CODE), is_code, room.take(_printed(cell)) if is_code else "")


def _outputs(cell):
    outputs = cell.get("outputs")
    return [one for one in outputs if isinstance(one, dict)] if isinstance(outputs, list) else []


def _errors(cell):
    """What the check said; its traceback, which may hold its code, is not looked at."""
    return "\n".join(_error(one) for one in _outputs(cell) if one.get("output_type") == "error")


def _error(output):
    kind, text = str(output.get("ename") or ""), str(output.get("evalue") or "")
    return text if kind in ("AssertionError", "") and text else f"{kind}: {text}".strip(": ")


def _printed(cell):
    found = []
    for one in _outputs(cell):
        text = one.get("text", "")
        if one.get("output_type") == "stream":
            found.append("".join(map(str, text)) if isinstance(text, list) else str(text))
        elif one.get("output_type") == "error":
            found.append(_error(one))
    return "\n".join(text.rstrip() for text in found)
