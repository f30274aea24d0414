"""One HTML page about the whole course: the trend over the labs, the hardest exercises, and every student's row."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import CourseError
from autograder.report.charts import trend, trend_text
from autograder.report.item_analysis import NOT_BEGUN, items
from autograder.report.lab_page import environment, frequent
from autograder.report.lab_summary import summarize
from autograder.report.similarity import hints
from autograder.util.files import write_atomically

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.report.lab_summary import LabSummary
    from autograder.report.similarity import Hint


MOST_ROWS = 10
FALL = 0.3  # a share of the points below a student's own mean before, which a teacher would want to know


def write_course_report(course: Course) -> Path:
    """Write `reports/course.html`, about every lab that has results.

    Args:
        course: The `Course`.

    Returns:
        The path of the page.

    Raises:
        CourseError: Nothing was graded yet.
    """
    if not course.labs():
        raise CourseError(f"nothing has been graded in {course.path} yet: run `grade LAB` first")
    labs = [course.as_graded(lab) for lab in course.labs()]
    lab_summaries = [summarize(course, graded) for graded in labs]
    alike = {
        one.lab: hints(course, graded, [result.student for result in one.graded])
        for one, graded in zip(lab_summaries, labs, strict=True)
    }
    path = course.path / "reports" / "course.html"
    write_atomically(path, course_page(lab_summaries, alike, sorted(course.gradebook.people())))
    return path


def course_page(
    lab_summaries: Sequence[LabSummary], alike: Mapping[str, Sequence[Hint]] | None = None, people: Any = ()
) -> str:
    """The page as text.

    Args:
        lab_summaries: A `LabSummary` for each lab, in order.
        alike: Lab -> `similarity.Hint`s.
        people: All students that the gradebook knows.
    """
    marks = trend([(one.lab.split("_")[0], one.quartiles()) for one in lab_summaries])
    rows = students(lab_summaries, people)
    return (
        environment()
        .get_template("course.html")
        .render(
            lab_summaries=lab_summaries,
            marks=marks,
            trend_text=trend_text(marks),
            waiting=sum(one.waiting for one in lab_summaries),
            labs=[_lab_row(one) for one in lab_summaries],
            hardest=hardest(lab_summaries),
            frequent=_frequent(lab_summaries),
            students=rows,
            concerns=[(one["student"], one["concern"]) for one in rows if one["concern"]],
            look=[(one.lab, result) for one in lab_summaries for result in one.results if result.status != "graded"],
            pairs=_pairs(alike or {}),
        )
    )


def students(lab_summaries: Sequence[LabSummary], people: Any = ()) -> list[Any]:
    """A row per student: the share of each lab, the total, and why a teacher may want to speak to them."""
    names = sorted({result.student for one in lab_summaries for result in one.results} | set(people))
    return [_student(name, lab_summaries) for name in names]


def _student(name, lab_summaries):
    shares, total = [], 0.0
    for one in lab_summaries:
        mine = next((result for result in one.results if result.student == name), None)
        shares.append(None if mine is None else one.share(mine))
        total += one.score(mine) if mine else 0.0
    counted = [share for share, one in zip(shares, lab_summaries, strict=True) if one.max_score]
    return {"student": name, "shares": shares, "total": total, "concern": concern(counted)}


def concern(shares: Sequence[float | None]) -> str:
    """A sentence about a student whose last graded lab is missing or far below what they did before; else ""."""
    if not shares or all(share is None for share in shares):
        return "has handed in nothing yet"
    before = [share for share in shares[:-1] if share is not None]
    if shares[-1] is None:
        return "did not hand in the last lab"
    if before and shares[-1] < statistics.fmean(before) - FALL:
        return f"has {shares[-1]:.0%} of the last lab's points, {statistics.fmean(before):.0%} on average before"
    return ""


def hardest(lab_summaries: Sequence[LabSummary], most: int = MOST_ROWS) -> list[Any]:
    """The exercises of the course of which the class got the smallest share: (lab, `Item`)."""
    found = [
        (one.lab, item) for one in lab_summaries for item in items(one.current) if not item.waiting and item.max_score
    ]
    return sorted(found, key=lambda pair: pair[1].share)[:most]


def _frequent(lab_summaries):
    """The most common messages of the course: (message, lab, exercise, count, students)."""
    told = [(text, one.lab, *rest) for one in lab_summaries for text, *rest in frequent(items(one.current), MOST_ROWS)]
    return sorted((one for one in told if one[0] != NOT_BEGUN), key=lambda one: -one[3])[:MOST_ROWS]


def _lab_row(one):
    quartiles = one.quartiles()
    return {
        "summary": one,
        "counts": one.counts,
        "percent": [round(100 * share) for share in quartiles] if quartiles else None,
        "late": len(one.late),
    }


def _pairs(alike):
    """Students with hints in some lab, those of several labs first: (students, {lab: exercises})."""
    found = {}
    for lab, told in alike.items():
        for hint in told:
            found.setdefault(hint.students, {})[lab] = [one.exercise for one in hint.evidence]
    weight = Counter({pair: sum(map(len, labs.values())) for pair, labs in found.items()})
    return [(pair, found[pair]) for pair, _ in sorted(weight.items(), key=lambda one: (-one[1], one[0]))][:MOST_ROWS]
