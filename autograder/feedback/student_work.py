"""All that a student hears about one lab, gathered from the gradebook, the result and the autograded notebook.

What a check says is taken from the notebook's outputs; what a check is called, from the release, which has no hidden
code in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from autograder.course.result import OURS, exercise_of
from autograder.course.sent_as import file_of, own_name
from autograder.feedback.own_cells import Cell, OwnCells, grade_id, read_cells, shown_cell
from autograder.feedback.plain_text import Room, clean
from autograder.report.lab_summary import LabSummary, summarize
from autograder.util.harmless import as_written
from course_utils.notebook_marks import is_empty_answer, source_of

if TYPE_CHECKING:
    from autograder.course.assignment import GradedLab
    from autograder.course.course import Course
    from autograder.course.gradebook import CellGrade, Remarks
    from autograder.course.result import Result


MOST_REPAIRS = 30
MARKED_LATE = "the platform marks it as late"


@dataclass(frozen=True)
class Check:
    """One check of an exercise: what students may call it, its points, and what it said, "" where it passed."""

    label: str
    score: float
    max_score: float
    message: str


@dataclass(frozen=True)
class ExerciseFeedback:
    """One exercise of one student.

    Attributes:
        name: The exercise's name.
        label: As the notebook calls it, e.g. "Exercise 1.3: perceptron".
        score: Its points now.
        max_score: The most points that it can get.
        checks: Its checks, in order; a written answer has none.
        cells: The student's own cells.
        comments: What persons wrote about it.
        waits: Does it wait for a person?
        by_person: Did a person give points to it?
        is_empty: Is it a written answer into which nobody wrote?
    """

    name: str
    label: str
    score: float
    max_score: float
    checks: list[Check] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    waits: bool = False
    by_person: bool = False
    is_empty: bool = False


@dataclass(frozen=True)
class StudentFeedback:
    """All that one student hears about one lab. All texts are clean and bounded.

    Attributes:
        student: Their id, as the course's folders have it.
        name: Their name, or the id where nobody entered one.
        lab: The lab's name.
        title: Its title.
        status: "graded", "needs-review" or "failed".
        total: The points that count, late penalty taken off.
        points: The points of all exercises.
        max_score: The most points that there are.
        penalty: The points taken off for being late.
        seconds_late: How late it was.
        marked_late: Does the platform mark it as late?
        handed_in: When, None where it is not known.
        due: When it had to be, extension included.
        extension: What the student got in addition.
        file: The student's own name of the file.
        problem: Why it could not be graded; "" where it was.
        ours: Is the grader to blame for that?
        flags: What the result wants a person to know; not for the student as they are.
        repairs: What was put right in the file.
        exercises: The exercises.
        others: Cells that the student added beside the exercises.
        has_work: Could the student's own work be read?
    """

    student: str
    name: str
    lab: str
    title: str
    status: str
    total: float
    points: float
    max_score: float
    penalty: float = 0.0
    seconds_late: float = 0.0
    marked_late: bool = False
    handed_in: datetime | None = None
    due: datetime | None = None
    extension: timedelta = timedelta()
    file: str = ""
    problem: str = ""
    ours: bool = False
    flags: list[str] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    exercises: list[ExerciseFeedback] = field(default_factory=list)
    others: list[Cell] = field(default_factory=list)
    has_work: bool = True

    @property
    def waiting(self) -> list[ExerciseFeedback]:
        """The exercises that wait for a person."""
        return [one for one in self.exercises if one.waits]


def class_feedback(course: Course, graded: GradedLab) -> Iterator[StudentFeedback]:
    """Yield the feedback of every student who has a result in a lab, those who failed included, by student."""
    return _Class(course, graded).students()


class _Class:
    """What holds for all students of a lab."""

    def __init__(self, course: Course, graded: GradedLab) -> None:
        self.course, self.graded, self.zone = course, graded, course.zone() or UTC
        with course.gradebook.open():
            self.summary: LabSummary = summarize(course, graded)
            self.grades: dict[str, list[CellGrade]] = course.gradebook.grades(graded.name)
            self.remarks: dict[str, Remarks] = course.gradebook.remarks(graded.name)
            self.due = course.gradebook.due(graded.name) if course.gradebook.knows(graded.name) else None
            self.people = course.gradebook.people()

    def students(self) -> Iterator[StudentFeedback]:
        for result, waiting in self.summary.current:
            yield self.feedback(result, waiting)

    def feedback(self, result: Result, waiting: list[str]) -> StudentFeedback:
        failed, room, late = result.status == "failed", Room(), self.summary.late.get(result.student)
        remarks = None if failed else self.remarks.get(result.student)
        found = StudentFeedback(
            student=result.student,
            name=clean(self._name(result.student))[:200],
            lab=self.graded.name,
            title=clean(self.graded.title),
            status=result.status,
            total=0.0 if failed else self.summary.score(result),
            points=0.0 if failed else result.score,
            max_score=result.max_score,
            penalty=0.0 if failed else self.summary.penalty(result.student),
            seconds_late=late.seconds if late and not failed else 0.0,
            marked_late=MARKED_LATE in result.flags,
            handed_in=self._local(remarks.handed_in if remarks else None),
            due=self._local(remarks.due if remarks else self.due),
            extension=remarks.extension if remarks else timedelta(),
            file=clean(own_name(file_of(self.course, result.student, self.graded.name)))[:200],
            problem=room.take(result.flags[0] if result.flags else "No reason was written down.") if failed else "",
            ours=failed and bool(result.flags) and result.flags[0].startswith(OURS),
            flags=[clean(flag) for flag in result.flags[failed:]],
            repairs=[room.take(one, 400) for one in result.repairs[:MOST_REPAIRS]],
        )
        return found if failed else self._with_work(found, result, waiting, remarks, room)

    def _local(self, moment):
        return moment and moment.astimezone(self.zone)

    def _name(self, student):
        person = self.people.get(student)
        full = f"{person.first_name} {person.last_name}".strip() if person else ""
        return full or student

    def _with_work(self, found, result, waiting, remarks, room):
        work = OwnCells(
            read_cells(self.course.autograded(result.student, self.graded.name) / f"{self.graded.name}.ipynb")
        )
        grades = self.grades.get(result.student, [])
        exercises = [self._exercise(one, waiting, grades, remarks, work, room) for one in result.exercises]
        others = [shown_cell(cell, room) for cell in work.added]
        return replace(found, exercises=exercises, others=others, has_work=bool(work.cells))

    def _exercise(self, one, waiting, grades, remarks, work, room):
        own = work.own.get(one.id, [])
        mine = [grade for grade in grades if self.belongs.get(grade.grade_id) == one.id]
        checks = [self._check(grade, one, work, room) for grade in mine if grade.grade_id in self.check_labels]
        comments = remarks.comments if remarks else {}
        ids = [grade_id(cell) for cell in own] or [one.id]
        by_person = remarks.by_person if remarks else frozenset()
        return ExerciseFeedback(
            one.id,
            self.labels.get(one.id, one.id),
            one.score,
            one.max_score,
            checks,
            [shown_cell(cell, room) for cell in own],
            [room.take(comments[name]) for name in dict.fromkeys(ids) if name in comments],
            waits=one.id in waiting,
            by_person=any(grade.grade_id in by_person for grade in mine),
            is_empty=bool(own) and all(cell.get("cell_type") != "code" and self._is_unwritten(cell) for cell in own),
        )

    def _check(self, grade, one, work, room):
        said = work.said.get(grade.grade_id)
        if said is None:  # no notebook to read: what the result kept is the first message of the exercise
            said = one.message if grade.score < grade.max_score else ""
        return Check(self.check_labels[grade.grade_id], grade.score, grade.max_score, room.take(said))

    def _is_unwritten(self, cell):
        """Is this answer as it was handed out?"""
        source = as_written(source_of(cell))
        return is_empty_answer(source) or source.strip() == self.stubs.get(grade_id(cell))

    @cached_property
    def stubs(self):
        """The written answers as they were handed out, as an autograded notebook holds them."""
        texts = [cell for cell in self.graded.release.cells if cell.cell_type == "markdown"]
        return {grade_id(cell): cell.source.strip() for cell in texts}

    @cached_property
    def belongs(self):
        return exercise_of(self.graded.release)

    @cached_property
    def labels(self):
        """The exercises as the notebook calls them."""
        cells = [cell for cell in self.graded.release.cells if cell.metadata.get("nbgrader", {}).get("solution")]
        numbers = self.graded.numbers
        found = {}
        for cell in cells:
            name = cell.metadata.get("course", {}).get("exercise") or grade_id(cell)
            number = numbers.get(name)
            found[name] = cell.metadata.get("course", {}).get("label") or (
                f"Exercise {number}: {name}" if number else name
            )
        return found

    @cached_property
    def check_labels(self):
        """What the release shows of each check: the first comment of a hidden one, else that it is in the notebook."""
        found = {}
        for cell in self.graded.release.cells:
            nbgrader = cell.metadata.get("nbgrader", {})
            if nbgrader.get("grade") and not nbgrader.get("solution"):
                first = cell.source.strip().partition("\n")[0]
                found[grade_id(cell)] = first.lstrip("# ") if first.startswith("#") else "The check in your notebook"
        return found
