"""A table that another system exported: read it, fill some cells, and write it back with everything else as it was."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import CourseError
from autograder.util.files import write_atomically

MOST_BYTES = 50 * 2**20


@dataclass
class Sheet:
    """Rows of cells, the first row the header, and how the file was written."""

    path: Path
    rows: list[list[str]]
    encoding: str = "utf-8"
    delimiter: str = ","
    newline: str = "\n"

    @property
    def header(self) -> list[str]:
        return self.rows[0]

    def column(self, name: str) -> int | None:
        """The number of the one column with this header, whatever its case; None where there is none."""
        wanted = name.casefold()
        found = [number for number, text in enumerate(self.header) if text.strip().casefold() == wanted]
        if len(found) > 1:
            raise CourseError(f"{self.path} has {len(found)} columns called {name}; remove all but one")
        return found[0] if found else None

    def cell(self, row: int, column: int | None) -> str:
        """The text of a cell; "" where the row is short or there is no such column."""
        return self.rows[row][column].strip() if column is not None and column < len(self.rows[row]) else ""

    def put(self, row: int, column: int, text: str) -> None:
        """Fill one cell; a short row grows."""
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = text

    def write(self, path: Path) -> None:
        """Write the table as it was read: the same encoding, byte order mark, delimiter and line ends."""
        text = io.StringIO()
        csv.writer(text, delimiter=self.delimiter, lineterminator=self.newline).writerows(self.rows)
        write_atomically(path, text.getvalue().encode(self.encoding))


def read_sheet(path: Path | str) -> Sheet:
    """Read a table that Canvas or Moodle exported.

    Raises:
        CourseError: It cannot be read as a table.
    """
    path = Path(path)
    try:
        data = path.read_bytes()[: MOST_BYTES + 1]
    except OSError as error:
        raise CourseError(f"cannot read {path}: {error.strerror}") from None
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise CourseError(f"{path} is no UTF-8 text: export it again, as CSV, and do not save it from Excel") from None
    delimiter, newline = _delimiter(text), "\r\n" if "\r\n" in text else "\n"
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise CourseError(f"{path} is no table of comma-separated values: {error}") from None
    if len(data) > MOST_BYTES or not rows or len(rows[0]) < 2:
        raise CourseError(f"{path} is no table of comma-separated values")
    return Sheet(path, rows, encoding, delimiter, newline)


def lab_column(
    sheet: Sheet, lab: str, title: str, chosen: str | None = None, among: Sequence[int] | None = None
) -> int:
    """The column of a lab.

    A header fits that holds the lab's name (`01_perceptron`), its title, or begins with its number (`Lab 1`, `01`).

    Args:
        sheet: The `Sheet`.
        lab: The lab's name.
        title: Its title.
        chosen: The header that the user says, if they do.
        among: The numbers of the columns that may hold points; all if left out.

    Raises:
        CourseError: No column fits, or more than one does.
    """
    columns = range(len(sheet.header)) if among is None else among
    if chosen is not None:
        found = [number for number in columns if sheet.header[number].strip() == chosen.strip()]
    else:
        found = [number for number in columns if _fits(sheet.header[number], lab, title)]
    if len(found) == 1:
        return found[0]
    which = ", ".join(f'"{sheet.header[number].strip()}"' for number in found or columns) or "none"
    problem = f"{len(found)} columns of {sheet.path} fit {lab}" if found else f"no column of {sheet.path} fits {lab}"
    raise CourseError(f'{problem}: {which}. Say which one it is with --column "{lab}=ITS HEADER"')


def _fits(header, lab, title):
    text = _plain(re.sub(r"\(\d+\)\s*$", "", header))
    number, _, rest = _plain(lab).partition(" ")
    whole = rf"\b0*{int(number)} {re.escape(rest)}\b" if number.isdigit() else rf"\b{re.escape(_plain(lab))}\b"
    begins = rf"(?:assignment )?(?:lab )?0*{int(number)}\b" if number.isdigit() else r"(?!)"
    return bool(re.search(whole, text) or re.match(begins, text) or (title and _plain(title) in text))


def _plain(text):
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _delimiter(text):
    """What separates the cells of the header: Canvas and Moodle use semicolons in some languages, and tabs."""
    first = re.sub(r'"[^"]*"', "", text.split("\n", 1)[0])
    return max(",;\t", key=first.count)
