"""The commands about hand-ins and the class; each imports what it needs when it is called."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from autograder import CourseError
from autograder.commands import COURSE, CourseOption, JsonOption, LabArgument, write_json

UNCLEAR = 3  # the exit code where something waits for a person; 2 is that of a wrong command line
MOST_HOURS = 24 * 365  # of an extension: more is a slip
StudentArgument = Annotated[str, typer.Argument(metavar="STUDENT", help="Their id, the name of their folder.")]


def collect(
    lab: LabArgument,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Folders, notebooks, archives, mails, a worksheet.")
    ] = None,
    course: CourseOption = COURSE,
    platform: Annotated[
        str | None, typer.Option("--from", metavar="PLATFORM", help="canvas, moodle, … where the layout does not tell.")
    ] = None,
    student: Annotated[
        str | None, typer.Option("--as", metavar="STUDENT", help="You say that these files are this student's.")
    ] = None,
    table: Annotated[
        Path | None, typer.Option(metavar="F", help="unclear.csv, with the students that you filled in.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last collect of this lab.")] = False,
    json_file: JsonOption = None,
) -> None:
    """Put hand-ins into the course directory; every file is accounted for. Exit code 3: something is unclear."""
    from autograder.collect.collect import collect, take_back
    from autograder.course import unclear
    from autograder.course.course import Course

    place = Course(course)
    _only_one(paths=paths, table=table, undo=undo)
    assignment = place.as_written(lab)
    if undo:
        take_back(place, assignment)
        return
    told = unclear.read_table(place.path, assignment.name, table) if table else None
    name = unclear.checked(student) if student is not None else None
    found = collect(place, assignment, paths or [], platform=platform, student=name, told=told)
    write_json(json_file, [asdict(one) for one in found.fates])
    if not found.fates:
        raise CourseError("nothing was found to collect")
    if found.unclear:
        folder = place.path / unclear.FOLDER / assignment.name
        print(
            f"{len(found.unclear)} of {len(found.fates)} files wait for you: `collect {lab} FILE --as STUDENT`, or "
            f"fill in {folder / unclear.TABLE} and `collect {lab} --table` it."
        )
        raise typer.Exit(UNCLEAR)


def _only_one(**given: object) -> None:
    named = [name for name, value in given.items() if value]
    if len(named) != 1:
        raise CourseError("collect: expected either paths, or --table F, or --undo")


def history(
    student: StudentArgument,
    lab: Annotated[str | None, typer.Argument(metavar="[LAB]", help="All labs if left out.")] = None,
    course: CourseOption = COURSE,
    choose: Annotated[
        str | None, typer.Option(metavar="N", help="This hand-in counts from now on; `newest` takes that back.")
    ] = None,
) -> None:
    """Every hand-in of a student: when, from where, and which one counts."""
    from autograder.course.course import Course
    from autograder.course.hand_in_lines import choose_hand_in, history_lines

    place = Course(course)
    if choose is not None:
        if lab is None:
            raise CourseError("--choose needs the lab: history STUDENT LAB --choose N")
        choose_hand_in(place, place.as_written(lab), student, choose)
    for line in history_lines(place, student, place.lab_name(lab) if lab else None):
        print(line)


def roster(
    table: Annotated[Path, typer.Argument(metavar="FILE", help="Canvas's gradebook, Moodle's participants, a table.")],
    course: CourseOption = COURSE,
) -> None:
    """Take the class list, so that reports name who has not handed in."""
    from autograder.collect.identities import people_seen
    from autograder.course.course import Course
    from autograder.course.roster import take_roster

    place = Course(course)
    take_roster(place, table, seen=people_seen(place))


def due(
    lab: LabArgument,
    time: Annotated[
        str | None, typer.Argument(metavar="[TIME]", help='"2026-03-01 23:59" in the course\'s time zone, or none.')
    ] = None,
    course: CourseOption = COURSE,
    penalty: Annotated[
        str | None, typer.Option(metavar="P", help="What being late costs, in all labs: none, all, or 10% a day.")
    ] = None,
) -> None:
    """Say or show when a lab is due, who has more time, and what being late costs."""
    from autograder.course import due_dates
    from autograder.course.course import Course

    place = Course(course)
    name = place.as_graded(lab).name
    if penalty is not None:
        due_dates.set_penalty(place.path, penalty)
    if time is not None:
        due_dates.set_due(place, name, time)
    for line in due_dates.lines(place, name):
        print(line)


def extend(
    lab: LabArgument,
    student: StudentArgument,
    hours: Annotated[
        float, typer.Argument(metavar="HOURS", min=0, max=MOST_HOURS, help="In place of earlier ones; 0 for none.")
    ],
    course: CourseOption = COURSE,
) -> None:
    """Give one student more time for a lab."""
    from autograder.course import due_dates, unclear
    from autograder.course.course import Course

    place = Course(course)
    unclear.checked(student, "STUDENT")
    for line in due_dates.extend(place, place.as_graded(lab).name, student, hours):
        print(line)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (collect, history, roster, due, extend):
        app.command(command.__name__)(command)
