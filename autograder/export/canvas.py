"""Canvas's gradebook: fill the points into the file that Canvas exported; its columns, ids and rows stay.

The form is that of Canvas's own exporter and importer: the student's columns come first and end with `Section`, an
assignment's header is `Title (id)`, and the row whose first cell holds `Points Possible` is no student's.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.course.match_rows import folded, match, person_keys, plain_name
from autograder.export.csv_tables import unmatched
from autograder.util.files import write_atomically
from autograder.util.imported_table import lab_column, read_sheet
from autograder.util.spreadsheet import number, safe_cell

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.report.lab_summary import LabSummary


LOGINS = ("SIS User ID", "SIS Login ID", "Integration ID")


def write_canvas(
    course: Course,
    lab_summaries: Sequence[LabSummary],
    into: Path | None = None,
    columns: dict[str, str] | None = None,
    say: Callable[[str], object] = print,
) -> Path:
    """Write `exports/canvas.csv`, which Canvas's gradebook imports.

    Args:
        course: The `Course`.
        lab_summaries: A `LabSummary` per lab.
        into: The file that Canvas exported; without it a new table is made, and Canvas asks where it belongs.
        columns: Lab -> header, where the headers do not tell.
        say: Receives a sentence for everything that was not filled in.

    Returns:
        The path of the table.

    Raises:
        CourseError: The file is no export of Canvas's, or a lab has no column in it. Nothing is written then.
    """
    path = course.path / "exports" / "canvas.csv"
    if into is None:
        say("Without --into FILE, the file that Canvas exported, Canvas looks for its students by login and name.")
        write_atomically(path, new_table(lab_summaries))
        return path
    sheet = read_sheet(into)
    first = _check(sheet)
    found = {one.lab: _column(sheet, one, columns or {}, first) for one in lab_summaries}
    students = sorted({result.student for one in lab_summaries for result in one.results})
    people = course.gradebook.people()
    matching = match(students, _row_keys(sheet), lambda one: person_keys(one, people, one.casefold()))
    for one in lab_summaries:
        _compare_points(sheet, one, found[one.lab], say)
        for result in one.results:
            if result.student in matching.rows:
                sheet.put(matching.rows[result.student], found[one.lab], number(one.score(result)))
    sheet.write(path)
    unmatched(course, "canvas", lab_summaries, matching.lost, say)
    return path


def new_table(lab_summaries: Sequence[LabSummary]) -> str:
    """A table for a Canvas course that has no column for the labs yet."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["Student", "ID", *LOGINS[:2], "Section", *(f"{one.lab} {one.title}" for one in lab_summaries)])
    table.writerow(["    Points Possible", "", "", "", "", *(number(one.max_score) for one in lab_summaries)])
    for student in sorted({result.student for one in lab_summaries for result in one.results}):
        mine = [
            next((one.score(result) for result in one.results if result.student == student), None)
            for one in lab_summaries
        ]
        scores = ["" if score is None else number(score) for score in mine]
        table.writerow([safe_cell(student), "", "", safe_cell(student), "", *scores])
    return text.getvalue()


def _check(sheet):
    """The number of the first column after the student's own, as Canvas's importer looks for it."""
    header = [text.strip() for text in sheet.header]
    names = 2 if header[:2] == ["LastName", "FirstName"] else 1
    if not (names == 2 or "Student" in header[0]) or "ID" not in header[names] or "Section" not in header:
        raise CourseError(
            f"{sheet.path} is no gradebook that Canvas exported: its columns must begin with Student, ID and go on to "
            "Section. In Canvas: Grades, Export, Export Entire Gradebook"
        )
    return header.index("Section") + 1


def _column(sheet, summary, columns, first):
    """The column of a lab among the assignments; Canvas's own totals and read-only columns are none."""
    head = _points_row(sheet)
    among = [
        column
        for column in range(first, len(sheet.header))
        if not re.search(r"\b(Current|Final|Override) (Score|Points|Grade|Status)\b", sheet.header[column])
        and not (head and re.search(r"read\s+only", sheet.cell(head, column)))
    ]
    return lab_column(sheet, summary.lab, summary.title, columns.get(summary.lab), among)


def _points_row(sheet):
    return next((row for row in range(1, len(sheet.rows)) if "Points Possible" in sheet.cell(row, 0)), None)


def _compare_points(sheet, summary, column, say):
    row = _points_row(sheet)
    theirs = sheet.cell(row, column) if row else ""
    try:
        same = float(theirs.replace(",", ".")) == summary.max_score
    except ValueError:
        same = not theirs
    if not same:
        say(f"{summary.lab} has {number(summary.max_score)} points here and {theirs} in Canvas: set them in Canvas.")


def _row_keys(sheet):
    """Of each student's row: name and id as Canvas writes them into file names, logins, addresses, full names."""
    names = [0] if sheet.column("LastName") is None else [0, 1]
    number_column, logins = sheet.column("ID"), [sheet.column(name) for name in LOGINS]
    found = {}
    for row in range(1, len(sheet.rows)):
        mark, login = sheet.cell(row, number_column), [sheet.cell(row, column) for column in logins]
        if not mark and not any(login):
            continue  # the rows of points and of hidden assignments
        name = ", ".join(sheet.cell(row, column) for column in names)
        squeezed = re.sub(r"[\W_]+", "", name).casefold()
        found[row] = [
            {mark, f"{squeezed}_{mark}"} - {""},
            folded(*login, mark),
            folded(*(text.partition("@")[0] for text in login)),
            {plain_name(name)} - {""},
        ]
    return found
