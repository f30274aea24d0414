"""A student's history in words, and a person's choice of the hand-in that counts."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.course.hand_ins import FILE, FOLDER, read_history, write_history
from autograder.course.submitted import bring_up_to_date
from autograder.util.times import shown

if TYPE_CHECKING:
    from autograder.course.assignment import Assignment
    from autograder.course.course import Course
    from autograder.course.hand_ins import HandIn


def history_lines(course: Course, student: str, lab: str | None = None) -> list[str]:
    """What came from a student, a line for each hand-in, with a mark at the one that counts.

    Args:
        course: The `Course`.
        student: Their id.
        lab: Only this lab; all if left out.

    Raises:
        CourseError: Nothing came from anybody of that name.
    """
    labs = [lab] if lab else sorted(path.parent.name for path in (course.path / FOLDER / student).glob(f"*/{FILE}"))
    found = []
    for name in labs:
        history = read_history(course.path, student, name)
        counts, notes, look = history.counting(course.zone())
        if history.hand_ins:
            found += [f"{name}:", *(_line(one, counts, course) for one in history.hand_ins)]
            found += [f"  {text}" for text in (*notes, *look)]
    if not found:
        near = difflib.get_close_matches(student, course.known_students(), n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise CourseError(f"no hand-in of {student}{f' for {lab}' if lab else ''} was collected{hint}")
    return found


def _line(one: HandIn, counts: HandIn | None, course: Course) -> str:
    moment = one.moment(course.zone())
    when = shown(moment, course.zone()) if moment else one.handed_in or "time unknown"
    marks = [mark for mark, holds in (("late", one.late), ("undone", one.undone)) if holds]
    attempt = f"attempt {'.'.join(map(str, one.attempt))}" if one.attempt else ""
    words = [when, one.platform, attempt, *marks, one.problem, *one.notes, one.origin]
    here = counts is not None and one.number == counts.number
    return f"{'->' if here else '  '} {one.number}  {'  '.join(word for word in words if word)}"


def choose_hand_in(course: Course, assignment: Assignment, student: str, choice: str) -> None:
    """Let one hand-in count, or the newest again.

    Args:
        course: The `Course`.
        assignment: The `Assignment`.
        student: Their id.
        choice: A number of the history, or "newest".

    Raises:
        CourseError: There is no such hand-in.
    """
    history = read_history(course.path, student, assignment.name)
    numbers = [one.number for one in history.valid]
    if choice != "newest" and choice not in map(str, numbers):
        raise CourseError(f"--choose: expected one of {', '.join(map(str, numbers)) or 'none'} or newest, got {choice}")
    history = replace(history, chosen=None if choice == "newest" else int(choice))
    write_history(course.path, student, assignment.name, history)
    bring_up_to_date(course, assignment, student)
