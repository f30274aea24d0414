"""Grades for other systems: what all forms share, and plain tables of comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.report.lab_summary import summarize
from autograder.util.files import write_atomically
from autograder.util.spreadsheet import number, safe_cell

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.course.result import Result
    from autograder.report.lab_summary import LabSummary


HEAD = ["student", "lab", "score", "max_score"]


def lab_summaries(course: Course, labs: Sequence[str], say: Callable[[str], object] = print) -> list[LabSummary]:
    """The `LabSummary` of each lab.

    Args:
        course: The `Course`.
        labs: Names of graded labs.
        say: Receives a sentence where written answers still wait for a person.

    Raises:
        CourseError: Nothing was graded, or a lab among them was not.
    """
    found = [summarize(course, course.as_graded(lab)) for lab in labs]
    for one in found:
        if not one.results:
            raise CourseError(f"{one.lab} has not been graded in {course.path} yet: run `grade {one.lab}` first")
        if one.waiting:
            answers = "1 written answer waits" if one.waiting == 1 else f"{one.waiting} written answers wait"
            say(f"{one.lab}: {answers} for a person and count as 0 points.")
    if not found:
        raise CourseError(f"nothing has been graded in {course.path} yet: run `grade LAB` first")
    return found


def write_csv(
    course: Course, labs: Sequence[str], alias: Callable[[str], str] | None = None, say: Callable[[str], object] = print
) -> Path:
    """Write `exports/grades.csv`, a row per student and lab; with it nbgrader's own table and the course's totals.

    Args:
        course: The `Course`.
        labs: Names of graded labs.
        alias: With a function from student to pseudonym: `exports/grades-no-names.csv`, and no table with names.
        say: Receives sentences.

    Returns:
        The path of the table.

    Raises:
        CourseError: Nothing was graded, or a lab among them was not.
    """
    found = lab_summaries(course, labs, say)
    folder, ending = course.path / "exports", "-no-names" if alias else ""
    write_atomically(folder / f"grades{ending}.csv", csv_text([_final(one, alias) for one in found]))
    course.gradebook.export(folder / f"course{ending}.csv", labs, totals=True, alias=alias)
    if not alias:
        course.gradebook.export(folder / "nbgrader.csv", labs)
    return folder / f"grades{ending}.csv"


def _final(found, alias):
    """The results as they count, late penalties taken off."""
    name = alias or (lambda student: student)
    return [replace(one, student=name(one.student), score=found.score(one)) for one in found.results]


def csv_text(results: Iterable[Result | list[Result]]) -> str:
    """The table: student, lab, score, max_score, then a column per exercise; empty where a lab lacks it.

    A submission that could not be graded has 0 points in every column, as in the gradebook. The score is less than
    the sum of the exercises where being late cost points.

    Args:
        results: A list of results, or one list per lab.
    """
    all_results = [one for part in results for one in (part if isinstance(part, list) else [part])]
    names = list(dict.fromkeys(one.id for result in all_results for one in result.exercises))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*HEAD, *map(safe_cell, names)])
    for result in sorted(all_results, key=lambda one: (one.lab, one.student)):
        scores = {one.id: number(one.score) for one in result.exercises}
        row = [safe_cell(result.student), safe_cell(result.lab), number(result.score), number(result.max_score)]
        table.writerow(row + [scores.get(name, "") for name in names])
    return text.getvalue()


def unmatched(
    course: Course, form: str, found: Sequence[LabSummary], lost: dict[str, str], say: Callable[[str], object]
) -> None:
    """Write the grades that found no row to `exports/FORM-unmatched.csv`, and say so; an old such file goes.

    Args:
        course: The `Course`.
        form: The export's name.
        found: The `LabSummary`s.
        lost: Student -> why.
        say: Receives the sentences.
    """
    path = course.path / "exports" / f"{form}-unmatched.csv"
    path.unlink(missing_ok=True)
    if not lost:
        return
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*HEAD, "why"])
    for one in found:
        for result in one.results:
            if result.student in lost:
                grade = [number(one.score(result)), number(result.max_score)]
                table.writerow([safe_cell(result.student), one.lab, *grade, lost[result.student]])
    write_atomically(path, text.getvalue())
    for student, why in sorted(lost.items()):
        say(f"{student} was not filled in: {why}.")
    cure = "`nbgrader db student import FILE` with the columns id,lms_user_id tells the gradebook who they are there"
    say(f"Their grades lie in {path}; {cure}.")
