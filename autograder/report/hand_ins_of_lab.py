"""Who has not handed in, who is on no list, which files wait for a person, whose time is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from autograder.course.late import handed_in_at
from autograder.course.roster import full_name, missing, read_roster
from autograder.course.unclear import waiting
from autograder.util.times import shown

if TYPE_CHECKING:
    from autograder.course.course import Course


@dataclass(frozen=True)
class HandInsOfLab:
    """The hand-ins of a lab as a whole.

    Attributes:
        listed: The number of students on the class list; 0 where there is none.
        missing: Who is on the list and has not handed in, by name.
        unlisted: Who has handed in and is not on the list.
        unclear: Where each file came from of which nobody says whose it is, and why.
        due: When the lab is due, in words; "" where it has no due date.
        untimed: Whose hand-in has no time that could be read, so that nobody knows whether it was late.
    """

    listed: int = 0
    missing: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    unclear: list[tuple[str, str]] = field(default_factory=list)
    due: str = ""
    untimed: list[str] = field(default_factory=list)


def hand_ins_of_lab(course: Course, lab: str, students: Sequence[str]) -> HandInsOfLab:
    """What there is to know about the hand-ins of a lab.

    Args:
        course: The `Course`.
        lab: The lab's name.
        students: Who handed in.
    """
    roster, zone = read_roster(course.path), course.zone()
    due = course.gradebook.due(lab) if course.gradebook.knows(lab) else None
    return HandInsOfLab(
        listed=len(roster),
        missing=[_called(roster[one].id, full_name(roster[one])) for one in missing(roster, students)],
        unlisted=sorted(set(students) - set(roster)) if roster else [],
        unclear=waiting(course.path, lab),
        due=shown(due, zone) if due else "",
        untimed=[one for one in students if handed_in_at(course.submitted(one, lab), zone) is None] if due else [],
    )


def _called(student, name):
    return student if name == student else f"{name} ({student})"
