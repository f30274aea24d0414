"""Due dates, extensions and what being late costs: set by commands, kept where nbgrader keeps them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.util.files import write_atomically
from autograder.util.times import NoTime, read_time, shown

if TYPE_CHECKING:
    from autograder.course.course import Course


PENALTY_FILE = "penalty.json"
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%? a day")
NO_ZONE = (
    'The course has no time zone; write one into nbgrader_config.py: c.Course.timezone = "Europe/Berlin". Until then '
    "times without a zone are not understood."
)


def set_due(course: Course, lab: str, text: str) -> None:
    """Set a lab's due date in nbgrader's gradebook; "none" takes it away.

    Raises:
        CourseError: The time cannot be read without guessing.
    """
    try:
        moment = None if text == "none" else read_time(text, course.zone())
    except NoTime as error:
        raise CourseError(f"TIME: {error}") from None
    if not course.gradebook.knows(lab):
        course.as_written(lab)
    course.gradebook.set_due(lab, moment)


def extend(course: Course, lab: str, student: str, hours: float) -> list[str]:
    """Give a student more time, in place of what they had.

    Returns:
        What a person should know, in sentences.
    """
    if not course.gradebook.knows(lab):
        course.as_written(lab)
    notes = [] if student in course.known_students() else [f"{student} was not known in this course before."]
    holds = course.gradebook.extend(lab, student, hours)
    until = course.gradebook.due(lab)
    notes.append(
        f"{student} has {hours:g} hours more for {lab}." if hours else f"{student} has no extension for {lab}."
    )
    if until is None:
        notes.append(f"{lab} has no due date, so nobody is late yet: due {lab} TIME")
    if hours and not holds:
        notes.append("Nothing was graded for them yet: the extension holds from then on.")
    return notes


def set_penalty(course_path: Path, text: str) -> None:
    """Set what being late costs: "none", "all", or a share of the points for each day that has begun.

    Raises:
        CourseError: It is none of these.
    """
    found = _PERCENT.fullmatch(text.strip())
    percent = {"none": 0.0, "all": 100.0}.get(text.strip(), float(found[1]) if found else -1.0)
    if not 0 <= percent <= 100:
        raise CourseError(f'--penalty: expected none, all or such as "10% a day", got "{text}"')
    content = {"percent": percent, "at_once": text.strip() == "all"}
    write_atomically(course_path / PENALTY_FILE, json.dumps(content))


def lines(course: Course, lab: str) -> list[str]:
    """When a lab is due, who has more time, what being late costs."""
    zone, moment = course.zone(), course.gradebook.due(lab) if course.gradebook.knows(lab) else None
    found = [f"{lab} is due {shown(moment, zone)}." if moment else f"{lab} has no due date."]
    for student, hours in sorted(course.gradebook.extended(lab).items()):
        found.append(f"  {student} has {hours:g} hours more.")
    return [*found, f"A late hand-in costs {penalty_words(course.path)}.", *([] if zone else [NO_ZONE])]


def penalty_words(course_path: Path) -> str:
    """What being late costs, in words."""
    try:
        told = json.loads((course_path / PENALTY_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "what the plugin in nbgrader_config.py says; without one, nothing"
    if told["at_once"]:
        return "all points"
    return f"{told['percent']:g} % of its points for each day that has begun" if told["percent"] else "nothing"
