"""The class list: `roster.csv` in the course directory, and the tables of other systems that it is made from."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.course.gradebook import Person
from autograder.course.match_rows import plain_name
from autograder.util.files import safe_name, write_atomically
from autograder.util.imported_table import read_sheet

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.util.imported_table import Sheet


COLUMNS = tuple(field.name for field in fields(Person))
NAME = "roster.csv"
# header -> what it tells; the first of several columns that tell the same is taken where it is filled
CANVAS = {"ID": "lms_user_id", "SIS Login ID": "id", "SIS User ID": "id"}
MOODLE = {"Username": "id", "ID number": "id", "Email address": "email"}
NAMES = {"First name": "first_name", "Last name": "last_name", "Surname": "last_name"}
FULL_NAMES = ("Full name", "Student", "Name")


def read_roster(course_path: Path) -> dict[str, Person]:
    """The class list of a course, by student; empty where there is none.

    Raises:
        CourseError: `roster.csv` is no table with a column id.
    """
    path = course_path / NAME
    return {one.id: one for one in _plain(read_sheet(path))} if path.exists() else {}


def write_roster(course_path: Path, people: Iterable[Person]) -> None:
    """Write `roster.csv`, sorted by student; with nobody left, there is no list."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    rows = sorted(astuple(one) for one in people)
    table.writerows(rows)
    if rows:
        write_atomically(course_path / NAME, text.getvalue())
    else:
        (course_path / NAME).unlink(missing_ok=True)


def take_roster(
    course: Course, table: Path, say: Callable[[str], object] = print, seen: Iterable[Person] = ()
) -> dict[str, Person]:
    """Read a class list and put everybody on it into `roster.csv` and the gradebook.

    Who is known already keeps their id here; who is on the list no longer keeps their work and is named.

    Args:
        course: The `Course`.
        table: What Canvas or Moodle exported, or a table with a column id.
        say: Receives a sentence for everything that a person should know.
        seen: Who has handed in already, as far as that tells who they are; they keep their ids too.

    Returns:
        The class list.

    Raises:
        CourseError: The table is none of these, or two of its rows are one student. Nothing is written then.
    """
    before, known = read_roster(course.path), course.gradebook.people()
    listed = people_in(table)
    ids = _ids(listed, _together(seen, (before | known).values()), table)
    people = {name: replace(one, id=name) for name, one in zip(ids, listed, strict=True)}
    write_roster(course.path, people.values())
    course.gradebook.enter(people.values())
    for verb, names in (("new", people.keys() - before.keys()), ("no longer on it", before.keys() - people.keys())):
        if names and before:
            say(f"{verb}: {', '.join(sorted(names))}")
    say(f"{len(people)} students are on the class list.")
    return people


def _together(*sources):
    """The people of several sources, by id; what a later one tells outranks an earlier one."""
    found: dict[str, Person] = {}
    for one in (person for people in sources for person in people):
        told = {field.name: value for field in fields(Person) if (value := getattr(one, field.name))}
        found[one.id] = replace(found.get(one.id, one), **told)
    return found


def people_in(table: Path) -> list[Person]:
    """Everybody in a table of Canvas's or Moodle's, or in a plain one; `id` is "" where the table has none.

    Raises:
        CourseError: No column tells who they are.
    """
    sheet = read_sheet(table)
    header = {text.strip().casefold() for text in sheet.header}
    if "student" in header and "id" in header:
        people = [_person(sheet, row, CANVAS) for row in _rows(sheet) if sheet.cell(row, sheet.column("ID")).isdigit()]
    elif "id" in header:
        people = _plain(sheet)
    elif header & {"email address", "username", "id number"}:
        people = [_person(sheet, row, MOODLE) for row in _rows(sheet)]
    else:
        raise CourseError(
            f"{table} is no class list: expected Canvas's exported gradebook (columns Student and ID), Moodle's "
            f"participants or grading worksheet (Email address), or a table with the columns {', '.join(COLUMNS)}, of "
            f"which only id is needed; its columns are {', '.join(sheet.header)[:200]}"
        )
    if not people:
        raise CourseError(f"{table} has a header and no students")
    return people


def full_name(person: Person) -> str:
    """First and last name; the id where neither is known."""
    return f"{person.first_name} {person.last_name}".strip() or person.id


def missing(roster: Mapping[str, Person], students: Iterable[str]) -> list[str]:
    """Who is on the class list and not among these students, by name."""
    return sorted(set(roster) - set(students), key=lambda one: (full_name(roster[one]).casefold(), one))


def _rows(sheet: Sheet) -> list[int]:
    return [row for row in range(1, len(sheet.rows)) if any(text.strip() for text in sheet.rows[row])]


def _plain(sheet):
    found = []
    for row in _rows(sheet):
        values = {name: sheet.cell(row, sheet.column(name)) for name in COLUMNS}
        if not values["id"] or values["id"] != safe_name(values["id"]):
            raise CourseError(
                f"{sheet.path}, row {row + 1}: expected an id of letters, digits and . _ @ - that can be a folder's "
                f'name, found "{values["id"]}"'
            )
        found.append(Person(**values))
    return found


def _person(sheet, row, columns):
    values: dict[str, str] = {}
    for header, name in {**columns, **NAMES}.items():
        values[name] = values.get(name) or sheet.cell(row, sheet.column(header))
    for header in FULL_NAMES:
        text = sheet.cell(row, sheet.column(header))
        if text and not values.get("last_name"):
            last, comma, first = text.partition(",")
            first, last = (first, last) if comma else (text.rpartition(" ")[0], text.rpartition(" ")[2])
            values |= {"first_name": first.strip(), "last_name": last.strip()}
    return Person(**values)


def _ids(listed, known, table):
    """An id for each row: that of the same person here, else the table's own, else one made of address or name."""
    found: list[str] = []
    matches = [same_person(one, known.values()) for one in listed]
    claims = Counter(same[0] for same in matches if len(same) == 1)
    for number, one in enumerate(listed):
        same = [name for name in matches[number] if claims[name] < 2 or name == one.id]
        login = one.id or one.email.partition("@")[0] or f"{one.first_name} {one.last_name}".strip()
        name = same[0] if len(same) == 1 else safe_name(login)
        if not login:
            raise CourseError(f"{table}, row {number + 2}: nothing says who this is")
        if name in found:
            first = listed[found.index(name)]
            raise CourseError(
                f"{table}: {full_name(first)} and {full_name(one)} would both be {name}; give them different ids in a "
                f"table with the columns {', '.join(COLUMNS)}"
            )
        found.append(name)
    return found


def same_person(person: Person, known: Iterable[Person], *numbers: str) -> list[str]:
    """Whose person it is: by the platform's number, else by address or id, else by full name; all that fit equally.

    Args:
        person: What a platform or table tells; what it does not tell is empty.
        known: The people of the course.
        numbers: Further numbers of the platform's.
    """
    people = list(known)
    ids = {person.lms_user_id, *numbers} - {""}
    logins = {safe_name(text).casefold() for text in (person.id, person.email) if text}
    name = plain_name(f"{person.first_name} {person.last_name}")
    for fits in (
        lambda one: one.lms_user_id in ids,
        lambda one: bool(logins & {safe_name(text).casefold() for text in (one.id, one.email) if text}),
        lambda one: bool(name) and name == plain_name(f"{one.first_name} {one.last_name}"),
    ):
        found = [one.id for one in people if fits(one)]
        if found:
            return found
    return []


def run_together(text: str) -> str:
    """A name without blanks and marks, as Canvas writes it into file names: "Doe, Jane" -> "doejane"."""
    return "".join(re.findall(r"[^\W_]+", text)).casefold()
