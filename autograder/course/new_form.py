"""nbgrader's tables of one lab, brought to the form that the lab has now: what a person gave stays where it belongs.

These functions work on an open gradebook of nbgrader's; `gradebook.py` calls them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.course.cell_forms import CellForm, RawCell, forms

if TYPE_CHECKING:
    from nbgrader.api import Gradebook as StockGradebook

    from autograder.course.assignment import GradedLab
    from autograder.course.changes import Change


MOST_QUOTED = 60  # characters of a comment


@dataclass(frozen=True)
class Loss:
    """What a person gave to a student and the lab's new form has no place for.

    Attributes:
        student: Whose it is.
        cell: The grade id of the cell, as it was.
        what: The points or the comment, in words.
    """

    student: str
    cell: str
    what: str

    def __str__(self) -> str:
        return f"{self.student}: {self.what}"


def known_forms(book: StockGradebook, lab: str) -> list[CellForm]:
    """The graded cells that the gradebook knows of a lab; none where it does not know the lab."""
    notebook = _notebook(book, lab)
    if notebook is None:
        return []
    points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    texts = {cell.name: cell.source or "" for cell in notebook.source_cells}
    names = [name for name in texts if name in points or name in solutions]
    names += sorted((points.keys() | solutions) - texts.keys())
    return forms(
        RawCell(one, one in points, one in solutions, points.get(one, 0.0), texts.get(one, "")) for one in names
    )


def has_submissions(book: StockGradebook, lab: str) -> bool:
    notebook = _notebook(book, lab)
    return notebook is not None and bool(notebook.submissions)


def losses(book: StockGradebook, lab: str, change: Change) -> list[Loss]:
    """What persons gave and `change` has no place for, sorted by student."""
    notebook, found = _notebook(book, lab), []
    new = {cell.grade_id: cell for cell in change.new}
    for part in notebook.submissions if notebook else ():
        student = part.assignment.student_id
        for grade in part.grades:
            what = _lost_points(grade, change.points.get(grade.name), new)
            if what:
                found.append(Loss(student, grade.name, what))
        for comment in part.comments:
            if comment.manual_comment and comment.name not in change.comments:
                what = f'the comment "{_short(comment.manual_comment)}" on {_gone(comment.name, new)}'
                found.append(Loss(student, comment.name, what))
    return sorted(found, key=lambda one: (one.student, one.cell))


def rebuild(book: StockGradebook, lab: GradedLab, change: Change) -> None:
    """Bring the tables of a lab to its new form, in one transaction.

    Args:
        book: The open gradebook.
        lab: The lab as it is now; nbgrader keeps a copy of its cells.
        change: What became of its cells, from those that the gradebook knows.
    """
    from nbgrader.api import GradeCell, SolutionCell

    notebook = _notebook(book, lab.name)
    if notebook is None:
        return
    try:
        with book.db.no_autoflush:
            graded = {cell.name: cell for cell in notebook.grade_cells}
            commented = {cell.name: cell for cell in notebook.solution_cells}
            _move(book, graded, change.points)
            _move(book, commented, change.comments)
            _set_points(book, notebook, change)
            kept = set(change.points.values()), set(change.comments.values())
            wanted = [(one, GradeCell) for one in change.new if one.graded and one.grade_id not in kept[0]]
            wanted += [(one, SolutionCell) for one in change.new if one.commented and one.grade_id not in kept[1]]
            for form, kind in wanted:
                _add(book, notebook, form, kind)
            _write_sources(book, notebook, lab)
        book.db.commit()
    except BaseException:
        book.db.rollback()
        raise
    finally:
        book.db.expire_all()


def _notebook(book, lab):
    from nbgrader.api import MissingEntry

    try:
        return book.find_notebook(lab, lab)
    except MissingEntry:
        return None


def _lost_points(grade, name, new):
    """In words, what a person's points on a cell that is `name` now lose; "" where they lose nothing."""
    given = [f"{value:g} {word}" for value, word in _given(grade)]
    if name is None:
        return f"{' and '.join(given)} on {_gone(grade.name, new)}" if given else ""
    if grade.manual_score is not None and grade.manual_score > new[name].points:
        return f"{grade.manual_score:g} points on {name}, which gives at most {new[name].points:g} now"
    return ""


def _gone(name, new):
    if name not in new:
        return f"{name}, which the lab no longer has"
    return f"{name}, which is {'another check' if new[name].graded else 'graded by checks'} now"


def _given(grade):
    if grade.manual_score is not None:
        yield grade.manual_score, "point" if grade.manual_score == 1 else "points"
    if grade.extra_credit:
        yield grade.extra_credit, "extra"


def _short(text):
    text = " ".join(text.split())
    return text if len(text) <= MOST_QUOTED else text[: MOST_QUOTED - 1] + "…"


def _move(book, rows, pairs):
    """Delete what is gone with all that hangs on it, and give the others their new names, swapped ones included."""
    from nbgrader.api import Comment, Grade

    for name, row in rows.items():
        if name not in pairs:
            for kind in (Grade, Comment):
                book.db.query(kind).filter_by(cell_id=row.id).delete(synchronize_session=False)
            book.db.expire(row, ["grades", "comments"])
            book.db.delete(row)
    moved = {old: new for old, new in pairs.items() if old != new}
    for old in moved:
        rows[old].name = f"{old} "  # no cell has a name with a space
    book.db.flush()
    for old, new in moved.items():
        rows[old].name = new
    book.db.flush()


def _set_points(book, notebook, change):
    """The most points of each cell that stays; a person's points above it come down to it."""
    from nbgrader.api import Grade, GradeCell

    most = {cell.grade_id: cell for cell in change.new if cell.graded}
    for row in book.db.query(GradeCell).filter_by(notebook_id=notebook.id).all():
        if row.name not in most:
            continue
        row.max_score, row.cell_type = most[row.name].points, _cell_type(most[row.name])
        too_much = book.db.query(Grade).filter(Grade.cell_id == row.id, Grade.manual_score > row.max_score)
        for grade in too_much.all():
            grade.manual_score = row.max_score
    book.db.flush()


def _add(book, notebook, form, kind):
    """A new cell, and a place for it in every submission, as nbgrader makes it with the submission."""
    from nbgrader.api import Comment, Grade, GradeCell

    more = {"max_score": form.points, "cell_type": _cell_type(form)} if kind is GradeCell else {}
    cell = kind(name=form.grade_id, notebook_id=notebook.id, **more)
    book.db.add(cell)
    book.db.flush()
    for part in notebook.submissions:
        book.db.add((Grade if kind is GradeCell else Comment)(cell_id=cell.id, notebook_id=part.id))
    book.db.flush()


def _write_sources(book, notebook, lab):
    """nbgrader's copies of the cells, in the order of the lab, which it uses to put missing ones back."""
    from nbgrader.api import SourceCell
    from nbgrader.utils import is_grade, is_locked, is_solution

    book.db.query(SourceCell).filter_by(notebook_id=notebook.id).delete(synchronize_session=False)
    for cell, released in zip(lab.source.cells, lab.release.cells, strict=True):
        if is_grade(cell) or is_solution(cell) or is_locked(cell):
            name = cell.metadata.nbgrader.grade_id
            text = released.source if is_solution(cell) else cell.source  # hidden tests stay, solutions do not
            more = {"cell_type": cell.cell_type, "locked": is_locked(cell), "source": text}
            book.db.add(SourceCell(name=name, notebook_id=notebook.id, **more))
            book.db.flush()


def _cell_type(form):
    return "markdown" if form.kind == "answer" else "code"
