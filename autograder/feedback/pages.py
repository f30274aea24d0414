"""Where the pages lie: in the course, at nbgrader's own place, or in a folder that the teacher names.

Each page says in its head whose it is, so one that nobody needs any more can be told from a file of somebody else's.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.course.exchange import SECRET, TIME, exchange_notes
from autograder.feedback.page import page
from autograder.util.files import remove, safe_name, write_atomically

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.feedback.student_work import StudentFeedback


PLACES = ".feedback_places"  # folders outside the usual place that were written to, for `forget`
HEAD_BYTES = 2000
_WHOSE = re.compile(r'<meta name="course-feedback" content="([^"/]*)/([^"]*)">')


def write_pages(
    course: Course, lab: str, found: Sequence[StudentFeedback], say: Callable[[str], object] = print
) -> list[Path]:
    """Write `feedback/STUDENT/LAB/LAB.html` for everybody, from where nbgrader's `release_feedback` hands them out.

    That command wants the secret of each hand-in and stops at the first page without one. Where a class hands in
    through the exchange, whoever did not gets a secret that opens nothing, and is named.

    Args:
        course: The `Course`.
        lab: The lab's name.
        found: What each student hears.
        say: Receives sentences.

    Returns:
        The paths of the pages.
    """
    notes = {one.student: exchange_notes(course.submitted(one.student, lab)) for one in found}
    exchange = any(SECRET in note for note in notes.values())
    paths = []
    for one in found:
        folder = course.feedback(one.student, lab)
        write_atomically(folder / f"{lab}.html", page(one))
        for name, text in _for_exchange(notes[one.student], exchange).items():
            write_atomically(folder / name, text)
        paths.append(folder / f"{lab}.html")
    outside = [student for student, note in notes.items() if exchange and SECRET not in note]
    if outside:
        say(f"{', '.join(outside)}: handed in outside nbgrader's exchange, so `release_feedback` does not reach them.")
    for path in sorted((course.path / "feedback").glob(f"*/{lab}/{lab}.html")):
        if path not in paths and whose(path):
            remove(path.parent)
            say(f"{path.parent.parent.name} has no result any more: their old page was deleted.")
    return paths


def write_folder(
    course: Course, lab: str, found: Sequence[StudentFeedback], folder: Path, say: Callable[[str], object] = print
) -> list[Path]:
    """Write `FOLDER/STUDENT.html` for everybody; pages of this lab whose student has no result any more go.

    Raises:
        CourseError: A file of another kind or the page of another lab has one of the names. Nothing is written then.
    """
    names = file_names([one.student for one in found])
    targets = {folder / f"{names[one.student]}.html": one for one in found}
    for path, one in targets.items():
        if path.exists() and whose(path) != (lab, one.student):
            what = whose(path)
            kind = f"the page of {what[1]} for {what[0]}" if what else "no page of feedback"
            raise CourseError(f"{path} is {kind} and would be overwritten: name an empty folder with --to")
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"--to {folder}: expected a folder, and this is a file")
    remember(course, folder)
    for path, one in targets.items():
        write_atomically(path, page(one))
    for path in sorted(folder.glob("*.html")):
        owner = whose(path)
        if path not in targets and owner and owner[0] == lab:
            path.unlink()
            say(f"{owner[1]} has no result any more: {path} was deleted.")
    return list(targets)


def file_names(students: Sequence[str]) -> dict[str, str]:
    """Student -> a name that is a plain file name everywhere, no two the same on any file system."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for student in students:
        name = safe_name(student)
        if name != student or name.casefold() in taken:
            name = f"{name}-{hashlib.sha256(student.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        taken.add(name.casefold())
        found[student] = name
    return found


def whose(path: Path) -> tuple[str, str] | None:
    """The lab and the student of a page that was written here; None for any other file."""
    try:
        if path.is_symlink():
            return None
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    found = _WHOSE.search(head)
    return (html.unescape(found[1]), html.unescape(found[2])) if found else None


def remember(course: Course, folder: Path) -> None:
    """Write down that pages lie in a folder, so that `forget` can look there."""
    known = places(course)
    if folder.absolute() not in known:
        write_atomically(course.path / PLACES, json.dumps([str(one) for one in [*known, folder.absolute()]], indent=1))


def places(course: Course) -> list[Path]:
    """The folders that feedback was written to with `--to`."""
    try:
        found = json.loads((course.path / PLACES).read_text(encoding="utf-8"))
        return [Path(one) for one in found if isinstance(one, str)]
    except (OSError, ValueError, TypeError):
        return []


def pages_of(course: Course, student: str) -> Iterator[Path]:
    """Yield the pages of one student in the folders that were written to with `--to`."""
    for folder in places(course):
        for path in [*sorted(folder.glob("*.html")), *sorted(folder.glob("*-unplaced/*.html"))]:
            owner = whose(path)
            if owner and owner[1] == student:
                yield path


def archives(course: Course, endings: Collection[str] = (".zip", ".csv")) -> list[Path]:
    """The archives in those folders, in which a student's page may lie."""
    return [path for folder in places(course) for path in sorted(folder.glob("*")) if path.suffix in endings]


def _for_exchange(notes, exchange):
    if not exchange or SECRET in notes:
        return notes
    return {TIME: "", **notes, SECRET: secrets.token_hex(32)}
