"""Delete one student from everything that a course directory keeps, and say what may be left elsewhere."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.collect import identities
from autograder.course import backups, extensions
from autograder.course.alone import alone
from autograder.course.roster import NAME as ROSTER
from autograder.course.roster import read_roster, write_roster
from autograder.feedback.pages import archives, pages_of
from autograder.util.files import remove

if TYPE_CHECKING:
    from autograder.course.course import Course


FOLDERS = ("submitted", "autograded", "feedback", "originals")  # FOLDER/STUDENT/…
RECORDS = ("results", "collected")  # FOLDER/LAB/STUDENT.json
EXPORTS = ("grades*.csv", "course*.csv", "nbgrader.csv", "canvas*.csv", "moodle*.csv", "gradescope", "feedback")
OF_LABS = ("source", "release", "former")  # nothing of a student's
MOST_BYTES = 20 * 2**20
ELSEWHERE = (
    "Outside the course directory nothing was touched: the archives that you collected from, backups of your own, "
    "nbgrader's exchange, and what you sent to other systems may still hold this student."
)


def forget(course: Course, student: str, say: Callable[[str], object] = print) -> list[Path]:
    """Delete a student: hand-ins, graded notebooks, feedback, results, records, gradebook; pages are made anew.

    Args:
        course: The `Course`.
        student: Their id.
        say: Receives a sentence for everything that was deleted, made anew, or is left.

    Returns:
        The paths of files in the course directory that still name the student.

    Raises:
        CourseError: Nobody of that name is known; nothing was deleted then.
    """
    with alone(course):
        known = students(course)
        if student not in known:
            near = difflib.get_close_matches(student, known, n=3, cutoff=0.5)
            hint = f": did you mean {' or '.join(near)}?" if near else f"; {len(known)} students are known"
            raise CourseError(f"there is no student {student} in {course.path}{hint}")
        reports = [path.stem for path in sorted((course.path / "reports").glob("*.html"))]
        for path in [*_made(course), *_own(course, student), *pages_of(course, student)]:
            _delete(path)
            say(f"deleted {path.relative_to(course.path) if path.is_relative_to(course.path) else path}")
        for place in _lists(course, student):
            say(f"deleted from {place}")
        if course.gradebook.remove(student):
            say("deleted from the gradebook, with every grade and comment")
        for path in backups.forget(course.path, student):
            say(f"deleted from {path.relative_to(course.path)}, a copy of the gradebook")
    for name in reports:
        _make_report(course, name, say)
    left = remains(course, student)
    for path in left:
        say(f"{path.relative_to(course.path)} still has the name {student} in it: look whether it is theirs")
    for path in archives(course):
        say(f"{path}, which feedback was written to, may hold their page: delete it, or make it anew")
    say(ELSEWHERE)
    return left


def students(course: Course) -> list[str]:
    """Everybody whom the course directory or its gradebook knows."""
    folders = {path.name for name in FOLDERS for path in (course.path / name).glob("*")}
    records = {path.stem for name in RECORDS for path in (course.path / name).glob("*/*.json")}
    listed = set(read_roster(course.path)) | set(course.gradebook.people())
    return sorted(folders | records | listed | backups.students(course.path))


def remains(course: Course, student: str) -> list[Path]:
    """Files below the course directory that have the student's name in their path or text; links are not followed."""
    name = re.compile(rf"(?<![\w.@-]){re.escape(student)}(?![\w@-])".encode())
    found = []
    for place, folders, files in os.walk(course.path):
        folders[:] = [one for one in folders if Path(place, one) not in [course.path / name for name in OF_LABS]]
        for path in (Path(place, one) for one in files):
            below = str(path.relative_to(course.path)).encode("utf-8", "surrogateescape")
            if name.search(below) or name.search(_text(path)):
                found.append(path)
    return sorted(found)


def _made(course):
    """Reports, which are made anew, and exports, of which only a person knows the form and the file they went into."""
    exports = [path for pattern in EXPORTS for path in sorted((course.path / "exports").glob(pattern))]
    return [*sorted((course.path / "reports").glob("*.html")), *exports]


def _own(course, student):
    """What is this student's alone. A plain name is asked for, so that nothing above the folders is ever meant."""
    if Path(student).name != student or student in (".", ".."):
        raise CourseError(f"{student} is no student's name")
    places = [course.path / name / student for name in FOLDERS]
    places += [
        path for name in RECORDS for path in sorted((course.path / name).glob("*/*.json")) if path.stem == student
    ]
    return [path for path in places if path.is_symlink() or path.exists()]


def _lists(course, student):
    """Take a student out of the lists of the whole class; the names of those in which they stood."""
    roster, found = read_roster(course.path), []
    if roster.pop(student, None):
        write_roster(course.path, roster.values())
        found.append(ROSTER)
    if identities.forget_student(course.path, student):
        found.append(identities.FILE)
    if extensions.forget(course.path, student):
        found.append(extensions.FILE)
    return found


def _delete(path):
    try:
        remove(path)
    except OSError as error:
        raise CourseError(f"cannot delete {path}: {error.strerror}; the student is not forgotten yet") from None


def _make_report(course, name, say):
    from autograder.report.course_page import write_course_report
    from autograder.report.lab_page import write_report

    try:
        page = write_course_report(course) if name == "course" else write_report(course, course.as_graded(name))
        say(f"made anew: {page.relative_to(course.path)}")
    except CourseError as error:
        say(f"the report {name} could not be made anew: {error}")


def _text(path):
    """The bytes of an ordinary file, no more than a bound; "" for anything else."""
    try:
        if path.is_symlink() or not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError:
        return b""
