"""Moodle: fill the points into an assignment's grading worksheet, or into the gradebook that Moodle exported.

The worksheet is that of "Download grading worksheet": Moodle finds the student by `Identifier`, takes `Grade`, and
compares `Last modified (grade)`, so these columns stay as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.course.gradebook import Person
from autograder.course.match_rows import Matching, folded, match, person_keys, plain_name
from autograder.course.sent_as import moodle_sender
from autograder.export.csv_tables import unmatched
from autograder.util.files import write_atomically
from autograder.util.imported_table import Sheet, lab_column, read_sheet
from autograder.util.spreadsheet import number, safe_cell

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.report.lab_summary import LabSummary


PARTICIPANT = re.compile(r"(\d+)$")


def write_moodle(
    course: Course,
    lab_summaries: Sequence[LabSummary],
    into: Path | None = None,
    columns: dict[str, str] | None = None,
    say: Callable[[str], object] = print,
) -> Path:
    """Write `exports/moodle.csv`.

    Args:
        course: The `Course`.
        lab_summaries: A `LabSummary` per lab; a worksheet takes one.
        into: The worksheet or gradebook that Moodle exported; without it a table for the import into the gradebook.
        columns: Lab -> header, where the headers do not tell.
        say: Receives a sentence for everything that was not filled in.

    Returns:
        The path of the table.

    Raises:
        CourseError: The file is neither, or a lab has no column in it. Nothing is written then.
    """
    path = course.path / "exports" / "moodle.csv"
    if into is None:
        write_atomically(path, new_table(lab_summaries, course.gradebook.people()))
        return path
    sheet, matching = filled(course, lab_summaries, into, columns, say)
    sheet.write(path)
    unmatched(course, "moodle", lab_summaries, matching.lost, say)
    return path


def filled(
    course: Course,
    lab_summaries: Sequence[LabSummary],
    into: Path,
    columns: dict[str, str] | None = None,
    say: Callable[[str], object] = print,
) -> tuple[Sheet, Matching]:
    """The table that Moodle exported with the points filled in, and which row is whose.

    Raises:
        CourseError: As `write_moodle`.
    """
    people, sheet = course.gradebook.people(), read_sheet(into)
    worksheet = sheet.column("Identifier") is not None
    _check(sheet, lab_summaries, worksheet)
    found = {one.lab: _column(sheet, one, columns or {}, worksheet) for one in lab_summaries}
    students = sorted({result.student for one in lab_summaries for result in one.results})
    marks = {student: _marks(course, lab_summaries, student) if worksheet else () for student in students}
    matching = match(students, _row_keys(sheet), lambda one: person_keys(one, people, *marks[one]))
    for one in lab_summaries:
        _compare_points(sheet, one, say)
        for result in one.results:
            row = matching.rows.get(result.student)
            if row is not None and sheet.cell(row, sheet.column("Grade can be changed")).casefold() == "no":
                matching.lost[result.student] = "Moodle says that their grade cannot be changed"
            elif row is not None:
                sheet.put(row, found[one.lab], number(one.score(result)))
    return sheet, matching


def new_table(lab_summaries: Sequence[LabSummary], people: dict[str, Person]) -> str:
    """A table for Moodle's "Import, CSV file": it asks which column tells the student and where each lab belongs."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["Username", "Email address", *(one.lab for one in lab_summaries)])
    for student in sorted({result.student for one in lab_summaries for result in one.results}):
        mine = [
            next((one.score(result) for result in one.results if result.student == student), None)
            for one in lab_summaries
        ]
        email = people.get(student, Person(student)).email
        table.writerow([safe_cell(student), safe_cell(email), *("" if one is None else number(one) for one in mine)])
    return text.getvalue()


def _check(sheet, lab_summaries, worksheet):
    if not worksheet and not any(sheet.column(name) is not None for name in ("Email address", "ID number", "Username")):
        raise CourseError(
            f"{sheet.path} is no table of Moodle's: a grading worksheet has a column Identifier, an exported gradebook "
            "Email address, ID number or Username (switch Moodle to English where it speaks another language)"
        )
    if worksheet and (sheet.column("Grade") is None or sheet.column("Last modified (grade)") is None):
        raise CourseError(
            f"{sheet.path} lacks the column Grade or Last modified (grade), without which Moodle refuses it"
        )
    if worksheet and len(lab_summaries) != 1:
        raise CourseError(
            "a grading worksheet belongs to one assignment: say which lab, `export moodle LAB --into FILE`"
        )


def _column(sheet, summary, columns, worksheet):
    if worksheet:
        return sheet.column("Grade")
    return lab_column(sheet, summary.lab, summary.title, columns.get(summary.lab))


def _compare_points(sheet, summary, say):
    column = sheet.column("Maximum grade")
    theirs = {sheet.cell(row, column) for row in range(1, len(sheet.rows))} - {""} if column is not None else set()
    if theirs and number(summary.max_score) not in {re.sub(r"[.,]0+$", "", text) for text in theirs}:
        told = ", ".join(sorted(theirs))
        say(f"{summary.lab} has {number(summary.max_score)} points here and {told} in Moodle: set them in Moodle.")


def _marks(course, lab_summaries, student):
    """The participant's number that stood in the name of the hand-in, where it came from Moodle."""
    _, number = moodle_sender(course, student, lab_summaries[0].lab)
    return (number,) if number else ()


def _row_keys(sheet):
    numbers, emails = sheet.column("Identifier"), sheet.column("Email address")
    ids, logins, name = sheet.column("ID number"), sheet.column("Username"), sheet.column("Full name")
    parts = [sheet.column("First name"), sheet.column("Last name")]
    found = {}
    for row in range(1, len(sheet.rows)):
        mark, email = PARTICIPANT.search(sheet.cell(row, numbers)), sheet.cell(row, emails)
        full = sheet.cell(row, name) or " ".join(sheet.cell(row, column) for column in parts)
        found[row] = [
            {mark[1]} if mark else set(),
            folded(email, sheet.cell(row, ids), sheet.cell(row, logins), f"{full}_{mark[1]}" if mark else ""),
            folded(email.partition("@")[0]),
            {plain_name(full)} - {""},
        ]
    return found
