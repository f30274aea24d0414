"""Copies of the gradebook in `backups/`, made before its tables are brought to another form.

SQLite's own backup makes a whole database file, which can be put in the place of `gradebook.db`. Of a database in a
server the rows of one lab are written as JSON: a server has backups of its own, and these rows say what was changed.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import CourseError
from autograder.util.files import write_atomically

if TYPE_CHECKING:
    from nbgrader.api import Gradebook as StockGradebook


FOLDER = "backups"
MOST = 20  # copies; the oldest goes
AT_A_TIME = 500  # values in one question to the database


def copy(book: StockGradebook, lab: str, course: Path) -> Path:
    """Copy the gradebook; no copy is ever written over.

    Args:
        book: The open gradebook.
        lab: The lab that will be changed.
        course: The course directory.

    Returns:
        The path of the copy. More than `MOST` copies are not kept: the oldest are deleted.

    Raises:
        CourseError: It cannot be written.
    """
    folder = course / FOLDER
    is_file = book.engine.dialect.name == "sqlite"
    path = _free(folder, lab, ".db" if is_file else ".json")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if is_file:
            _copy_file(book, path)
        else:
            write_atomically(path, json.dumps(rows(book, lab), indent=1, ensure_ascii=False) + "\n")
        for old in [*copies(course)[:-MOST], *folder.glob(".*.part")]:
            old.unlink()
    except (OSError, sqlite3.Error) as error:
        raise CourseError(f"the gradebook cannot be copied to {path}: {error}; nothing was changed") from None
    return path


def copies(course: Path) -> list[Path]:
    """All copies, the oldest first."""
    found = (path for path in (course / FOLDER).glob("[0-9]*Z_*.*") if path.suffix in (".db", ".json"))
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def rows(book: StockGradebook, lab: str) -> dict[str, list[dict[str, Any]]]:
    """All rows about one lab, by nbgrader's tables; dates as ISO 8601, durations in seconds."""
    from nbgrader import api

    (lab_id,) = book.db.query(api.Assignment.id).filter_by(name=lab).one()
    table = {"assignment": _dicts(book, api.Assignment, api.Assignment.id, [lab_id])}
    table["notebook"] = _dicts(book, api.Notebook, api.Notebook.assignment_id, [lab_id])
    notebooks = [one["id"] for one in table["notebook"]]
    cells = {"grade_cell": api.GradeCell, "solution_cell": api.SolutionCell, "source_cell": api.SourceCell}
    for name, kind in cells.items():
        table[name] = _dicts(book, kind, kind.notebook_id, notebooks)
    submissions, parts = api.SubmittedAssignment, api.SubmittedNotebook
    table["submitted_assignment"] = _dicts(book, submissions, submissions.assignment_id, [lab_id])
    mine = [one["id"] for one in table["submitted_assignment"]]
    table["submitted_notebook"] = _dicts(book, parts, parts.assignment_id, mine)
    theirs = [one["id"] for one in table["submitted_notebook"]]
    table["grade"] = _dicts(book, api.Grade, api.Grade.notebook_id, theirs)
    table["comment"] = _dicts(book, api.Comment, api.Comment.notebook_id, theirs)
    return table


def students(course: Path) -> set[str]:
    """Everybody whom a copy names.

    Raises:
        CourseError: A copy cannot be read.
    """
    found = set()
    for path in copies(course):
        with _readable(path):
            found |= _students_in_file(path) if path.suffix == ".db" else _students_in_rows(path)
    return found


def forget(course: Path, student: str) -> list[Path]:
    """Delete a student from every copy.

    Returns:
        The copies that had them.

    Raises:
        CourseError: A copy cannot be read or written.
    """
    found = []
    for path in (course / FOLDER).glob(".*.part"):  # of a run that was killed
        path.unlink()
    for path in copies(course):
        with _readable(path):
            if (_forget_in_file if path.suffix == ".db" else _forget_in_rows)(path, student):
                found.append(path)
    return found


@contextlib.contextmanager
def _readable(path):
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        raise CourseError(f"{path} cannot be read ({error}); delete it, then try again") from None


def _students_in_file(path):
    with closing(sqlite3.connect(path)) as base:
        return {name for (name,) in base.execute("SELECT id FROM student")}


def _students_in_rows(path):
    table = json.loads(path.read_text(encoding="utf-8"))
    return {one["student_id"] for one in table["submitted_assignment"]}


def _free(folder, lab, suffix):
    """A name with the time in it that no copy has."""
    while True:
        path = folder / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S.%f}Z_{lab}{suffix}"
        if not path.exists():
            return path


def _copy_file(book, path):
    """A file that has its name only once it is whole."""
    aside = path.with_name(f".{path.name}.part")
    aside.unlink(missing_ok=True)
    connection = book.engine.raw_connection()
    try:
        with closing(sqlite3.connect(aside)) as target:
            connection.driver_connection.backup(target)
    finally:
        connection.close()
    aside.rename(path)


def _dicts(book, kind, column, values):
    """The rows of a table whose column has one of some values, without nbgrader's computed columns."""
    from sqlalchemy import Column

    names = [one.key for one in kind.__mapper__.column_attrs if isinstance(one.columns[0], Column)]
    found = []
    for start in range(0, len(values), AT_A_TIME):
        found += book.db.query(kind).filter(column.in_(values[start : start + AT_A_TIME])).all()
    return [{name: _plain(getattr(row, name)) for name in names} for row in found]


def _plain(value):
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else value


def _forget_in_file(path, student):
    """nbgrader's rows of a student, and the pages that held them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("BEGIN IMMEDIATE")
        mine = "SELECT id FROM submitted_assignment WHERE student_id = ?"
        parts = f"SELECT id FROM submitted_notebook WHERE assignment_id IN ({mine})"
        count = 0
        for table, column, which in (
            ("grade", "notebook_id", parts),
            ("comment", "notebook_id", parts),
            ("submitted_notebook", "assignment_id", mine),
        ):
            base.execute(f"DELETE FROM {table} WHERE {column} IN ({which})", (student,))
        for table, column in (("submitted_assignment", "student_id"), ("student", "id")):
            count += base.execute(f"DELETE FROM {table} WHERE {column} = ?", (student,)).rowcount
        base.execute("COMMIT")
        if count:
            base.execute("VACUUM")
    return bool(count)


def _forget_in_rows(path, student):
    table = json.loads(path.read_text(encoding="utf-8"))
    gone = {one["id"] for one in table["submitted_assignment"] if one["student_id"] == student}
    if not gone:
        return False
    parts = {one["id"] for one in table["submitted_notebook"] if one["assignment_id"] in gone}
    kept = {"submitted_assignment": ("id", gone), "submitted_notebook": ("assignment_id", gone)}
    kept |= {"grade": ("notebook_id", parts), "comment": ("notebook_id", parts)}
    for name, (column, ids) in kept.items():
        table[name] = [one for one in table[name] if one[column] not in ids]
    write_atomically(path, json.dumps(table, indent=1, ensure_ascii=False) + "\n")
    return True
