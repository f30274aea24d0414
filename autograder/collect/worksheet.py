"""Moodle's grading worksheet: addresses and times of the participants, by the number that stands in file names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from autograder import CourseError
from autograder.collect.platforms import Sender
from autograder.util.imported_table import read_sheet

MODIFIED = "Last modified (submission)"
_FORMS = ("%A, %d %B %Y, %I:%M %p", "%A, %B %d, %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class Worksheet:
    """What a worksheet tells: participant's number -> (address, time as ISO 8601, id number)."""

    rows: dict[str, tuple[str, str, str]]

    def tell(self, sender: Sender) -> Sender:
        """The sender with what the worksheet knows; unchanged where it does not know them."""
        email, time, number = self.rows.get(sender.number, ("", "", ""))
        return replace(sender, email=sender.email or email, time=sender.time or time, login=sender.login or number)


def read_worksheet(path: Path) -> Worksheet:
    """Read a grading worksheet.

    Raises:
        CourseError: It is none.
    """
    sheet = read_sheet(path)
    identifier, modified = sheet.column("Identifier"), sheet.column(MODIFIED)
    if identifier is None or modified is None:
        raise CourseError(
            f"{path}: a table among the hand-ins must be Moodle's grading worksheet, with the columns Identifier and "
            f"{MODIFIED}; its columns are {', '.join(sheet.header)[:200]}"
        )
    rows = {}
    for row in range(1, len(sheet.rows)):
        number = re.search(r"(\d+)\s*$", sheet.cell(row, identifier))
        if number:
            email = sheet.cell(row, sheet.column("Email address"))
            time = moodle_time(sheet.cell(row, modified))
            rows[number[1]] = (email, time, sheet.cell(row, sheet.column("ID number")))
    return Worksheet(rows)


def moodle_time(text: str) -> str:
    """`Sunday, 1 March 2026, 2:34 PM` as ISO 8601, in the zone of the teacher's profile.

    Another language stays as it is written, and nobody guesses what it means; "" where there is no time.
    """
    plain = " ".join(text.replace("\u202f", " ").split())
    for form in _FORMS:
        try:
            return datetime.strptime(plain, form).isoformat()
        except ValueError:
            continue
    return plain if re.search(r"\d", plain) else ""
