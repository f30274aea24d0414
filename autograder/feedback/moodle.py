"""Moodle: the archive of "Upload multiple feedback files in a zip", and the grading worksheet with its comments.

Moodle's importer splits each part of a path at the first four underscores, `NAME_NUMBER_assignsubmission_file_REST`,
finds the participant by the number, and keeps REST as the file's name; the name in front it does not read. A file of
the same name that is there already is replaced. The worksheet's comments are HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.course.sent_as import moodle_sender
from autograder.export.moodle import PARTICIPANT, filled
from autograder.feedback import wording
from autograder.feedback.page import page
from autograder.feedback.plain_text import clean, cut
from autograder.feedback.unplaced import Archive, placed_once
from autograder.util.archive import zipped

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.feedback.student_work import StudentFeedback
    from autograder.report.lab_summary import LabSummary


MOST_COMMENT = 20_000  # characters
UPLOAD = "In Moodle: the assignment, View all submissions, Grading action, Upload multiple feedback files in a zip."
_OURS = re.compile(r'\s*<div class="course-feedback">.*?</div>', re.S)


def write_moodle(
    course: Course,
    summary: LabSummary,
    found: Sequence[StudentFeedback],
    folder: Path,
    into: Path | None = None,
    say: Callable[[str], object] = print,
) -> list[Path]:
    """Write `LAB-moodle.zip`, and `LAB-moodle.csv` where there is a worksheet.

    Args:
        course: The `Course`.
        summary: The lab's `LabSummary`.
        found: What each student hears.
        folder: Where to.
        into: The assignment's grading worksheet; its grades are filled in, too, for Moodle takes one upload of it.
        say: Receives sentences.

    Returns:
        The paths of what was written.

    Raises:
        CourseError: The file is no grading worksheet with comments. Nothing is written then.
    """
    if into is None:
        people = {one.student: moodle_sender(course, one.student, summary.lab) for one in found}
        why = dict.fromkeys(
            people, "their file did not come from Moodle; the grading worksheet tells, with --into FILE"
        )
    else:
        sheet, matching = filled(course, [summary], into, say=say)
        column = _comments(sheet, matching, found, summary.lab)
        people = {one.student: _participant(sheet, matching.rows.get(one.student)) for one in found}
        why = matching.lost
    placed, lost = placed_once({student: number for student, (_, number) in people.items()}, why)
    files = {
        f"{_name(*people[one.student])}_assignsubmission_file_{summary.lab}.html": page(one)
        for one in found
        if one.student in placed
    }
    made = Archive(course, summary.lab, "moodle", folder, UPLOAD).write(zipped(files), found, lost, say)
    if into is not None:
        path = folder / f"{summary.lab}-moodle.csv"
        sheet.write(path)
        for student in sorted(placed & matching.lost.keys()):
            say(f"{student}: no grade was filled in, {matching.lost[student]}.")
        say(f"The worksheet with grades and column {sheet.header[column]} is {path}: Upload grading worksheet.")
        made.append(path)
    return made


def comment(one: StudentFeedback, lab: str) -> str:
    """What stands in Moodle's comment field: HTML in which nothing of anybody's acts."""
    told = wording.summary(one)
    told += [f"{it.label}, comment by a person: {text}" for it in one.exercises for text in it.comments]
    told.append(f"All about each exercise: {lab}.html, among your feedback files.")
    rows = [html.escape(cut(clean(text), MOST_COMMENT)).replace("\n", "<br>") for text in told]
    return '<div class="course-feedback">' + "".join(f"<p>{row}</p>" for row in rows) + "</div>"


def _comments(sheet, matching, found, lab):
    """Fill the comments in; what a person wrote there stays, what was filled in before is replaced."""
    column = sheet.column("Feedback comments")
    if column is None or sheet.column("Identifier") is None:
        raise CourseError(
            f"{sheet.path} has no columns Identifier and Feedback comments: switch Moodle to English, choose the "
            "feedback type Feedback comments in the assignment's settings, and download the grading worksheet again"
        )
    for one in found:
        row = matching.rows.get(one.student)
        if row is not None:
            theirs = _OURS.sub("", sheet.cell(row, column))
            sheet.put(row, column, theirs + comment(one, lab))
    return column


def _participant(sheet, row):
    mark = None if row is None else PARTICIPANT.search(sheet.cell(row, sheet.column("Identifier")))
    return (sheet.cell(row, sheet.column("Full name")), mark[1]) if mark else ("", "")


def _name(full, number):
    """`Jane Doe_123`; the name is for the teacher's eye and must have no underscore, nor hide the file."""
    plain = re.sub(r'[\x00-\x1f/\\:*?"<>|_]+', " ", clean(full)).strip(" .~")[:100]
    return f"{plain or 'Participant'}_{number}"
