"""Grades for other systems: one row per student and lab."""

import csv
import io

from autograder import CourseError
from autograder.files import write_atomically
from autograder.results import current_results

HEAD = ["student", "lab", "score", "max_score"]


def write_csv(course, labs):
    """Write `exports/grades.csv`.

    Args:
        course: The `Course`.
        labs: Names of graded labs.

    Returns:
        The path of the table.

    Raises:
        CourseError: Nothing was graded, or a lab among them was not.
    """
    results = []
    for lab in labs:
        current = [result for result, _ in current_results(course, course.assignment(lab))]
        if not current:
            raise CourseError(f"{lab} has not been graded in {course.path} yet: run `grade {lab}` first")
        results += current
    if not results:
        raise CourseError(f"nothing has been graded in {course.path} yet: run `grade LAB` first")
    path = course.path / "exports" / "grades.csv"
    write_atomically(path, csv_text(results))
    return path


def csv_text(results):
    """The table: student, lab, score, max_score, then a column per exercise; empty where a lab lacks it.

    A submission that could not be graded has 0 points in every column, as in the gradebook.
    """
    names = list(dict.fromkeys(one["id"] for result in results for one in result.exercises))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*HEAD, *map(harmless, names)])
    for result in results:
        scores = {one["id"]: f"{one['score']:g}" for one in result.exercises}
        row = [harmless(result.student), harmless(result.lab), f"{result.score:g}", f"{result.max_score:g}"]
        table.writerow(row + [scores.get(name, "") for name in names])
    return text.getvalue()


def harmless(text):
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") else text
