"""Which row of another system's table is which student? By what tells for sure first, by names last, never by guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.course.gradebook import Person
from autograder.util.files import safe_name

Keys = list[set[str]]  # of one row or student, the most certain first


@dataclass
class Matching:
    """Who was found, and a sentence for each student who was not.

    Attributes:
        rows: Student -> number of the row.
        lost: Student -> why.
    """

    rows: dict[str, int] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)


def match(students: Sequence[str], row_keys: Mapping[int, Keys], student_keys: Callable[[str], Keys]) -> Matching:
    """Find each student's row.

    Args:
        students: Their ids.
        row_keys: Number of a row -> its keys: a list of sets, the most certain first.
        student_keys: A function from a student's id to their keys, in the same order.

    Returns:
        A `Matching`; a row that two students would get goes to neither.
    """
    found, keys = Matching(), {student: student_keys(student) for student in students}
    levels = max(map(len, row_keys.values()), default=0)
    for level in range(levels):
        _match_level(
            found, [one for one in students if one not in found.rows and one not in found.lost], row_keys, keys, level
        )
    for student in students:
        if student not in found.rows:
            found.lost.setdefault(student, "no row of the file is theirs")
    return found


def _match_level(found, students, row_keys, keys, level):
    taken = {row: student for student, row in found.rows.items()}
    claims = {}
    for student in students:
        rows = [row for row, sets in row_keys.items() if sets[level] & keys[student][level]]
        if len(rows) > 1:
            found.lost[student] = f"{len(rows)} rows of the file could be theirs"
        elif rows and rows[0] in taken:
            found.lost[student] = f"the row that could be theirs is that of {taken[rows[0]]}, who is known more surely"
        elif rows:
            claims.setdefault(rows[0], []).append(student)
    for row, claimants in claims.items():
        if len(claimants) == 1:
            found.rows[claimants[0]] = row
        else:
            found.lost |= {one: f"the same row could be {', '.join(claimants)}" for one in claimants}


def person_keys(student: str, people: Mapping[str, Person], *numbers: str) -> Keys:
    """A student's keys: marks of the platform; id and e-mail; the id as the first part of an address; the full name.

    Args:
        student: Their id here.
        people: Student -> `Person`, as the gradebook knows them.
        numbers: What `collect` saw of the platform's own marks.
    """
    one = people.get(student, Person(student))
    names = {plain_name(student), plain_name(f"{one.first_name} {one.last_name}")}
    return [
        {text for text in (one.lms_user_id, *numbers) if text},
        folded(student, one.email),
        folded(student),
        names - {""},
    ]


def folded(*texts: str) -> set[str]:
    """Texts as they are compared: without case, in the form of folder names."""
    return {safe_name(text).casefold() for text in texts if text.strip()}


def plain_name(name: str) -> str:
    """A full name as a key: "Doe, Jane" and "Jane_Doe" are one."""
    last, comma, first = name.partition(",")
    words = re.findall(r"[^\W_]+", f"{first} {last}" if comma else name)
    return " ".join(words).casefold() if len(words) > 1 else ""
