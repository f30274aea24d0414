"""The command `export`: which form takes which labs, files and names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.export.csv_tables import lab_summaries, write_csv
from autograder.export.pseudonyms import pseudonyms

if TYPE_CHECKING:
    from autograder.course.course import Course


def export(
    course: Course,
    form: str,
    labs: Sequence[str],
    *,
    into: Path | None = None,
    columns: dict[str, str] | None = None,
    no_names: bool = False,
    say: Callable[[str], object] = print,
) -> list[Path]:
    """Write grades in one form.

    Args:
        course: The `Course`.
        form: "csv", "canvas", "moodle" or "gradescope".
        labs: Names of graded labs.
        into: The file that Canvas or Moodle exported.
        columns: Lab -> header in that file.
        no_names: Pseudonyms instead of names; Canvas and Moodle need names.
        say: Receives sentences.

    Returns:
        The paths of what was written.

    Raises:
        CourseError: With what does not fit together.
    """
    if into and form not in ("canvas", "moodle"):
        raise CourseError(f"--into is for canvas and moodle; {form} makes its own files")
    if columns and not into:
        raise CourseError("--column names a column of the file given with --into, and there is none")
    if no_names and form in ("canvas", "moodle"):
        raise CourseError(f"{form} finds its students by their names and ids: --no-names is for csv and gradescope")
    alias = pseudonyms(course) if no_names else None
    if form == "csv":
        return [write_csv(course, labs, alias, say)]
    found = lab_summaries(course, labs, say)
    if form == "gradescope":
        return _gradescope(course, found, alias)
    return [_writer(form)(course, found, into, columns, say)]


def columns(course: Course, texts: Sequence[str]) -> dict[str, str]:
    """`LAB=HEADER` as a dict from the lab's full name to the header.

    Raises:
        CourseError: A text has no `=`, or names no lab.
    """
    pairs = [text.partition("=") for text in texts]
    for text, (lab, equals, header) in zip(texts, pairs, strict=True):
        if not (lab and equals and header.strip()):
            raise CourseError(f'--column {text}: expected LAB=HEADER, for example "01=Lab 1 (4711)"')
    return {course.lab_name(lab.strip()): header.strip() for lab, _, header in pairs}


def _writer(form):
    if form == "canvas":
        from autograder.export.canvas import write_canvas

        return write_canvas
    from autograder.export.moodle import write_moodle

    return write_moodle


def _gradescope(course, found, alias):
    from autograder.export.gradescope import write_gradescope

    return [write_gradescope(course, one, course.as_graded(one.lab).numbers, alias) for one in found]
