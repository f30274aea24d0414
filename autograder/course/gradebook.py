"""The only writer of nbgrader's gradebook, through nbgrader's own programming interface."""

from __future__ import annotations

import contextlib
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.course import backups, database, extensions, late, new_form
from autograder.util.quiet import no_standard_error
from autograder.util.times import NoTime, zone_named

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from nbformat import NotebookNode
    from nbgrader.api import Gradebook as StockGradebook

    from autograder.course.assignment import GradedLab
    from autograder.course.cell_forms import CellForm
    from autograder.course.changes import Change
    from autograder.course.new_form import Loss


@dataclass(frozen=True)
class CellGrade:
    """One graded cell of one student; `score` is what counts, whoever gave it.

    Attributes:
        grade_id: The cell's name.
        score: The points.
        max_score: The most points that it gives.
        waiting: Should a person look at it?
        open: Is it a check that never ran? It came into the gradebook when the lab was changed.
    """

    grade_id: str
    score: float
    max_score: float
    waiting: bool
    open: bool = False


@dataclass(frozen=True)
class Lateness:
    """A hand-in after its due date: how late, and the points that nbgrader's plugin takes off."""

    seconds: float
    penalty: float


@dataclass(frozen=True)
class Person:
    """A student as nbgrader knows them; what nobody entered is empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""


@dataclass(frozen=True)
class Remarks:
    """What the gradebook has of one submission beside its points.

    Attributes:
        comments: Grade id of a solution or answer -> what a person wrote about it.
        by_person: Grade ids of the cells whose points a person gave.
        handed_in: When it was handed in; None where that is not known.
        due: When it had to be, the student's extension included; None where the lab has no due date.
        extension: The time that the student got in addition.
    """

    comments: dict[str, str]
    by_person: frozenset[str]
    handed_in: datetime | None
    due: datetime | None
    extension: timedelta


class Gradebook:
    """nbgrader's gradebook of one course directory.

    Args:
        path: The course directory; its `nbgrader_config.py` says where the database lies.
    """

    def __init__(self, path: Path | str) -> None:
        self.path, self._book = Path(path), None

    def knows(self, lab: str) -> bool:
        """Has nbgrader made this assignment?"""
        from nbgrader.api import MissingEntry

        with self.open() as book:
            try:
                return bool(book.find_assignment(lab).notebooks)
            except MissingEntry:
                return False

    def make_assignment(self, lab: str, place: Path) -> None:
        """Let nbgrader make `PLACE/release/LAB` from `PLACE/source/LAB` and learn its cells.

        nbgrader removes a release before it makes the new one, so it must not do so where the old one lies.

        Args:
            lab: The lab's name.
            place: A folder, as seen from the course directory.

        Raises:
            CourseError: nbgrader refuses.
        """
        with self.open():  # a database that is not there gets its sentence, a new one its tables
            pass
        folders = {f"{part}_directory": str(place / part) for part in ("source", "release")}
        answer = _quietly(lambda: self._api(**folders).generate_assignment(lab, force=True, create=True))
        if not answer["success"]:
            raise CourseError(f"nbgrader cannot make the release of {lab}: {_last_error(answer)}")

    def forms(self, lab: str) -> list[CellForm]:
        """The graded cells that the gradebook knows of a lab, in any order."""
        with self.open() as book:
            return new_form.known_forms(book, lab)

    def has_form(self, lab: str, forms: Iterable[CellForm]) -> bool:
        """Does the gradebook know exactly these graded cells of a lab, with these points?"""
        return {one.table for one in self.forms(lab)} == {one.table for one in forms}

    def has_submissions(self, lab: str) -> bool:
        """Was anything graded for this lab?"""
        with self.open() as book:
            return new_form.has_submissions(book, lab)

    def losses(self, lab: str, change: Change) -> list[Loss]:
        """What persons gave and a changed lab has no place for."""
        with self.open() as book:
            return new_form.losses(book, lab, change)

    def copy(self, lab: str) -> Path:
        """Copy the gradebook to `backups/`: the whole file, or of a server this lab's rows; the path of the copy."""
        with self.open() as book:
            return backups.copy(book, lab, self.path)

    def rebuild(self, lab: GradedLab, change: Change) -> None:
        """Bring a lab's tables to its new form, all or nothing; what persons gave stays where it belongs.

        Args:
            lab: The lab as it is now.
            change: What became of its cells, from those that the gradebook knows.
        """
        with self.open() as book:
            new_form.rebuild(book, lab, change)

    @contextlib.contextmanager
    def open(self) -> Iterator[StockGradebook]:
        """Keep the database open for many `record` and `forget`."""
        if self._book is not None:
            yield self._book
            return
        with warnings.catch_warnings(), self._stock() as self._book:
            warnings.simplefilter("ignore")  # SQLAlchemy's, about nbgrader
            try:
                yield self._book
            finally:
                self._book = None

    def record(self, lab: str, student: str, notebook: NotebookNode) -> bool:
        """Write the points of one autograded notebook, all or none, as stock nbgrader would have.

        A score that a person gave stays; it is marked for another look. The time of the hand-in comes from
        `timestamp.txt` beside it, where nbgrader's exchange, `zip_collect` and `collect` put it.

        Args:
            lab: The assignment's name.
            student: The student's id.
            notebook: What `feedback_notebook.autograded_notebook` made.

        Returns:
            Has a person given points, which now count?
        """
        from nbgrader.api import BaseCell
        from nbgrader.utils import compute_checksum, determine_grade

        cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
        with self.open() as book:
            book.update_or_create_student(student)
            submission, by_person = book.update_or_create_submission(lab, student), False
            hours = extensions.take(self.path, lab, student)
            if hours is not None:
                submission.extension = timedelta(hours=hours)
            with book.db.no_autoflush:
                for part in submission.notebooks:
                    # all names at once: `grade.name` would ask the database for each
                    names = dict(
                        book.db.query(BaseCell.id, BaseCell.name).filter_by(notebook_id=part.notebook_id).all()
                    )
                    for grade in part.grades:
                        grade.auto_score, _ = determine_grade(cells[names[grade.cell_id]])
                        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
                        by_person = by_person or grade.manual_score is not None or bool(grade.extra_credit)
                    for comment in part.comments:
                        cell = cells[names[comment.cell_id]]
                        untouched = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
                        comment.auto_comment = "No response." if untouched else None
            submission.timestamp = late.handed_in_at(self._hand_in(lab, student), self.zone())
            try:
                book.db.commit()
            except Exception:
                book.db.rollback()
                raise
        return by_person

    def forget(self, lab: str, student: str) -> None:
        """The student stays known, but a submission that cannot be graded keeps no earlier points."""
        from nbgrader.api import MissingEntry

        with self.open() as book:
            book.update_or_create_student(student)
            with contextlib.suppress(MissingEntry):
                extension = book.find_submission(lab, student).extension
                if extension:
                    extensions.wait(self.path, lab, student, extension.total_seconds() / 3600)
                book.remove_submission(lab, student)

    def by_person(self, lab: str, student: str) -> bool:
        """Has a person given points or written a comment for this submission?"""
        from nbgrader.api import MissingEntry

        with self.open() as book:
            try:
                parts = book.find_submission(lab, student).notebooks
            except MissingEntry:
                return False
            points = [one for part in parts for one in part.grades if one.manual_score is not None or one.extra_credit]
            return bool(points) or any(one.manual_comment for part in parts for one in part.comments)

    def late(self, lab: str) -> dict[str, Lateness]:
        """Who was late, by student, with the penalty of the plugin that `nbgrader_config.py` names.

        Stock nbgrader asks its plugin while it autogrades. Here it is asked anew, so that a due date, an extension
        or a person's points that came later count.
        """
        from nbgrader.api import MissingEntry

        with self.open() as book:
            try:
                submissions = book.find_assignment(lab).submissions
            except MissingEntry:
                return {}
            policy, zone = late.policy(self._config()), self.zone()
            for one in submissions:
                one.timestamp = late.handed_in_at(self._hand_in(lab, one.student_id), zone) or one.timestamp
            found = {one.student_id: Lateness(*late.settle(one, policy)) for one in submissions}
            book.db.commit()
        return {student: lateness for student, lateness in found.items() if lateness.seconds}

    def zone(self) -> ZoneInfo | None:
        """The course's time zone, as `c.Course.timezone` in `nbgrader_config.py` names it; None where it is not set.

        Raises:
            CourseError: There is no such zone.
        """
        name = self._config().Course.get("timezone")
        try:
            return zone_named(str(name)) if name else None
        except NoTime as error:
            raise CourseError(f"c.Course.timezone in {self.path / 'nbgrader_config.py'}: {error}") from None

    def stand_ins(self) -> str:
        """What asking for a stand-in costs, as `c.Course.stand_ins` in `nbgrader_config.py` says; "flag" if unset.

        Raises:
            CourseError: It is neither "flag" nor "cost".
        """
        policy = self._config().Course.get("stand_ins") or "flag"
        if policy not in ("flag", "cost"):
            place = self.path / "nbgrader_config.py"
            raise CourseError(f'c.Course.stand_ins in {place}: expected "flag" or "cost", received {policy!r}')
        return policy

    def enter(self, people: Iterable[Person]) -> None:
        """Enter students; what is empty leaves what is known as it is."""
        with self.open() as book:
            for one in people:
                told = {field.name: getattr(one, field.name) for field in fields(Person) if field.name != "id"}
                book.update_or_create_student(one.id, **{name: text for name, text in told.items() if text})

    def due(self, lab: str) -> datetime | None:
        """When a lab is due for everybody; None where it has no due date."""
        with self.open() as book:
            return _in_utc(book.find_assignment(lab).duedate)

    def set_due(self, lab: str, moment: datetime | None) -> None:
        """Give a lab its due date, or take it away."""
        with self.open() as book:
            assignment = book.find_assignment(lab)
            assignment.duedate = moment.astimezone(UTC).replace(tzinfo=None) if moment else None
            book.db.commit()

    def extend(self, lab: str, student: str, hours: float) -> bool:
        """Give a student more time for a lab, in place of an earlier extension; 0 takes it away.

        nbgrader keeps an extension with the submission. Before there is one it waits in `extensions.json`.

        Returns:
            Is there a submission, so that it holds already?
        """
        from nbgrader.api import MissingEntry

        with self.open() as book:
            book.update_or_create_student(student)
            try:
                book.grant_extension(lab, student, hours=hours)
            except MissingEntry:
                extensions.wait(self.path, lab, student, hours)
                return False
        return True

    def extended(self, lab: str) -> dict[str, float]:
        """The hours of each student who has an extension."""
        from nbgrader.api import MissingEntry

        with self.open() as book:
            try:
                submissions = book.find_assignment(lab).submissions
            except MissingEntry:
                return extensions.waiting(self.path, lab)
            given = {one.student_id: one.extension.total_seconds() / 3600 for one in submissions if one.extension}
        return extensions.waiting(self.path, lab) | given

    def people(self) -> dict[str, Person]:
        """All students that the gradebook knows, by their id."""
        with self.open() as book:
            return {
                one.id: Person(*(getattr(one, field.name) or "" for field in fields(Person))) for one in book.students
            }

    def remove(self, student: str) -> bool:
        """Delete a student with every submission, grade and comment, and leave no copy in freed pages of SQLite's.

        Returns:
            Was there such a student?
        """
        from nbgrader.api import MissingEntry
        from sqlalchemy import text

        with self.open() as book:
            try:
                book.remove_student(student)
            except MissingEntry:
                return False
            if book.engine.dialect.name == "sqlite":
                with book.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(text("VACUUM"))
        return True

    def export(
        self, path: Path, labs: Iterable[str], *, totals: bool = False, alias: Callable[[str], str] | None = None
    ) -> None:
        """Let an nbgrader exporter write its table, as `nbgrader export` does.

        Args:
            path: The file.
            labs: The labs' names.
            totals: The course's table, a row per student, instead of nbgrader's own, a row per student and lab.
            alias: A function from student to pseudonym, for the course's table.
        """
        from nbgrader.plugins import CsvExportPlugin

        from autograder.course.course_table import CourseTable

        plugin = (CourseTable if totals else CsvExportPlugin)(config=self._config())
        plugin.to, plugin.assignment = str(path), list(labs)
        if alias:
            plugin.alias = alias
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.open() as book:
            plugin.export(book)

    def grades(self, lab: str, student: str | None = None) -> dict[str, list[CellGrade]]:
        """The grades of a lab, of all students or of one: student -> list of `CellGrade`."""
        from nbgrader.api import GradeCell, MissingEntry

        with self.open() as book:
            try:
                found = [book.find_submission(lab, student)] if student else book.find_assignment(lab).submissions
            except MissingEntry:
                return {}
            checks = {id for (id,) in book.db.query(GradeCell.id).filter_by(cell_type="code").all()}
            return {one.student_id: _cell_grades(one, checks) for one in found}

    def remarks(self, lab: str) -> dict[str, Remarks]:
        """What persons wrote and gave in a lab, and the times that count, by student; times are in UTC."""
        from nbgrader.api import MissingEntry

        with self.open() as book:
            try:
                return {one.student_id: _remarks(one) for one in book.find_assignment(lab).submissions}
            except MissingEntry:
                return {}

    def _hand_in(self, lab, student):
        return self.path / "submitted" / student / lab

    def url(self) -> str:
        """Where the database lies; may hold a password."""
        from nbgrader.coursedir import CourseDirectory

        return CourseDirectory(config=self._config()).db_url

    def _stock(self):
        return database.opened(self.url())

    def _api(self, **folders):
        from nbgrader.apps.api import NbGraderAPI
        from nbgrader.coursedir import CourseDirectory

        config = self._config()
        config.CourseDirectory.update(folders)
        return NbGraderAPI(CourseDirectory(config=config), config=config)

    def _config(self):
        """Our settings, and over them those that stock nbgrader would find in this directory."""
        from traitlets.config import Config, PyFileConfigLoader

        from autograder.course.nbgrader_settings import configure

        config = configure(Config())
        try:
            config.merge(PyFileConfigLoader("nbgrader_config.py", path=str(self.path)).load_config())
        except Exception as error:  # the file is Python and may hold anything
            text = f"{type(error).__name__}: {error}"
            raise CourseError(f"{self.path / 'nbgrader_config.py'} cannot be used ({text})") from None
        config.CourseDirectory.root = str(self.path)
        config.NbGraderAPI.log_level = "ERROR"
        return config


def _cell_grades(submission, checks):
    return [_cell_grade(one, one.cell_id in checks) for part in submission.notebooks for one in part.grades]


def _cell_grade(grade, is_check):
    never_ran = is_check and grade.auto_score is None and grade.manual_score is None
    waiting = bool(grade.needs_manual_grade)
    return CellGrade(grade.name, float(grade.score or 0), float(grade.max_score), waiting, never_ran)


def _remarks(submission):
    comments = [one for notebook in submission.notebooks for one in notebook.comments]
    grades = [one for notebook in submission.notebooks for one in notebook.grades]
    return Remarks(
        {one.name: one.manual_comment for one in comments if (one.manual_comment or "").strip()},
        frozenset(one.name for one in grades if one.manual_score is not None),
        _in_utc(submission.timestamp),
        _in_utc(submission.duedate),
        submission.extension or timedelta(),
    )


def _in_utc(time):
    """nbgrader keeps times in UTC and without a zone."""
    return None if time is None else time.replace(tzinfo=UTC)


def _quietly(work):
    """nbgrader changes the directory, and its kernels write to the screen; what matters is in the answer's log."""
    here = os.getcwd()
    try:
        with no_standard_error(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SQLAlchemy's, about nbgrader
            return work()
    finally:
        os.chdir(here)


def _last_error(answer):
    text = answer.get("log") or answer.get("error") or ""
    rows = [row.strip() for row in text.splitlines() if re.match(r"\s*[\w.]*(Error|Exception|Exit)\b.*", row)]
    rows = [row for row in rows if "NbGraderException: Please see" not in row]
    return re.sub(r"^([\w]+\.)+", "", rows[-1])[:500] if rows else "no reason was given"
