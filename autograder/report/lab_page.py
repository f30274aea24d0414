"""One HTML page about a graded lab: how the class stands, what went wrong, who needs a look.

The page needs nothing else and runs no script: all text of a student's is escaped, plots are inline SVG with words.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from autograder.report.charts import histogram, histogram_text
from autograder.report.item_analysis import FEWEST, NOT_BEGUN, items
from autograder.report.lab_summary import LabSummary, summarize
from autograder.report.similarity import hints
from autograder.util.files import write_atomically

if TYPE_CHECKING:
    from autograder.course.assignment import GradedLab
    from autograder.course.course import Course
    from autograder.course.result import Result
    from autograder.report.item_analysis import Item
    from autograder.report.similarity import Hint


TEMPLATES = Path(__file__).with_name("templates")
MOST_FREQUENT = 6
WEAK = 0.1  # an item-rest correlation below it


def write_report(course: Course, graded: GradedLab) -> Path:
    """Write `reports/LAB.html`.

    Args:
        course: The `Course`.
        graded: The `GradedLab`.

    Returns:
        The path of the page.
    """
    found = summarize(course, graded)
    alike = hints(course, graded, [result.student for result in found.graded])
    path = course.path / "reports" / f"{graded.name}.html"
    write_atomically(path, lab_page(found, alike))
    return path


def page(lab: str, title: str, current: list[tuple[Result, list[str]]]) -> str:
    """The page of a lab without late hand-ins and hints, as text."""
    return lab_page(LabSummary(lab, title, current))


def lab_page(found: LabSummary, alike: Sequence[Hint] = ()) -> str:
    """The page as text.

    Args:
        found: The `LabSummary`.
        alike: `similarity.Hint`s.
    """
    scores = [found.score(result) for result in found.graded]
    bars = histogram(scores, found.max_score)
    rows = items(found.current)
    return (
        environment()
        .get_template("report.html")
        .render(
            title=found.title,
            lab=found.lab,
            summary=found,
            mean=points(statistics.fmean(scores)) if scores else "",
            median=points(statistics.median(scores)) if scores else "",
            bars=bars,
            histogram_text=histogram_text(bars),
            items=rows,
            fewest=FEWEST,
            weak=WEAK,
            frequent=frequent(rows),
            look=[one for one in found.results if one.status != "graded"],
            notes=[one for one in found.results if one.repairs or (one.flags and one.status == "graded")],
            alike=alike,
        )
    )


def frequent(rows: Iterable[Item], most: int = MOST_FREQUENT) -> list[tuple[str, str, int, int]]:
    """What went wrong most often in a lab, for the next lecture: (message, exercise, count, students)."""
    told = [(text, one.name, count, one.students) for one in rows for text, count in one.messages]
    told = [one for one in told if one[0] != NOT_BEGUN and one[2] > 1]
    return sorted(told, key=lambda one: (-one[2], one[0]))[:most]


def environment() -> jinja2.Environment:
    """The templates, with everything escaped."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    found.filters["points"] = points
    return found


def points(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
