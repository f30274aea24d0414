"""The command `feedback`: which pages and archives of a lab go where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.feedback.pages import write_folder, write_pages
from autograder.feedback.student_work import class_feedback
from autograder.report.lab_summary import summarize

if TYPE_CHECKING:
    from autograder.course.assignment import GradedLab
    from autograder.course.course import Course


FORMS = ("moodle", "canvas", "gradescope")


def feedback(
    course: Course,
    graded: GradedLab,
    *,
    form: str = "",
    to: Path | None = None,
    into: Path | None = None,
    say: Callable[[str], object] = print,
) -> list[Path]:
    """Write what each student of a lab hears, those who failed included.

    Args:
        course: The `Course`.
        graded: The `GradedLab`.
        form: "moodle", "canvas" or "gradescope" for the archive that it takes; "" for pages.
        to: A folder for it; else pages go to `feedback/STUDENT/LAB/` and archives to `exports/feedback/`.
        into: Moodle's grading worksheet, whose grades and comments are filled in as well.
        say: Receives sentences.

    Returns:
        The paths of what was written.

    Raises:
        CourseError: Nothing was graded, or what was asked for does not fit together.
    """
    if form not in ("", *FORMS):
        raise CourseError(f"--for {form}: expected one of {', '.join(FORMS)}")
    if into and form != "moodle":
        raise CourseError("--into FILE is the grading worksheet of Moodle: it needs --for moodle")
    found = list(class_feedback(course, graded))
    if not found:
        raise CourseError(f"{graded.name} has not been graded in {course.path} yet: run `grade {graded.name}` first")
    _say_what_is_open(course, graded, found, say)
    if form:
        return _archive(course, graded, found, form, to or course.path / "exports" / "feedback", into, say)
    if to is None:
        paths = write_pages(course, graded.name, found, say)
        say(f"{_pages(paths)}: {course.path / 'feedback'}/STUDENT/{graded.name}/{graded.name}.html")
        return paths
    paths = write_folder(course, graded.name, found, to, say)
    say(f"{_pages(paths)}: {to}")
    return paths


def _say_what_is_open(course, graded, found, say):
    known = {one.student for one in found}
    missing = [student for student in course.students(graded.name) if student not in known]
    if missing:
        say(f"{', '.join(missing)}: handed in and not graded yet, so there is nothing to tell: run `grade` first.")
    waiting = sum(bool(one.waiting) for one in found)
    if waiting:
        say(f"{waiting} of {len(found)} students have answers that wait for a person; their pages say so.")


def _archive(course, graded, found, form, folder, into, say):
    if form == "canvas":
        from autograder.feedback.canvas import write_canvas

        return write_canvas(course, graded.name, found, folder, say)
    summary = summarize(course, graded)
    if form == "moodle":
        from autograder.feedback.moodle import write_moodle

        return write_moodle(course, summary, found, folder, into, say)
    from autograder.feedback.gradescope import write_gradescope

    return write_gradescope(course, summary, found, graded.numbers, folder, say)


def _pages(paths):
    return f"{len(paths)} {'page' if len(paths) == 1 else 'pages'}"
