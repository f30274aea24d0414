"""A sample class: made from the solution and the answers file, handed in, graded, reported, and compared.

What each student deserves is worked out without nbgrader, the release or intake: from the lab's points table, and
for typical mistakes and other forms by running the author's cells as plain Python with those answers in them. Two
right answers in other forms need not fit together: one gives a tensor, the other indexes it as an array.
"""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import CourseError
from autograder.admin.expected_points import deserved
from autograder.authoring.build import fill, lab_paths, notebook_text, read_lab
from autograder.authoring.solution_regions import BEGIN, END, given_imports
from autograder.collect.collect import collect
from autograder.course.course import Course
from autograder.feedback.feedback import feedback
from autograder.grade.grade import grade_class
from autograder.probe.answers import read_answers
from autograder.probe.probe import points_by_exercise
from autograder.report.lab_page import write_report

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.authoring.lab import Lab


KINDS = (
    *("full marks", "typical mistakes", "half done", "full marks, another form", "damaged file", "untouched stub"),
    *("saved by Colab", "typical mistakes", "full marks, another form", "half done", "typical mistakes", "full marks"),
)


@dataclass
class SampleStudent:
    """One sample student: what they hand in, and the points that they deserve."""

    name: str
    kind: str
    work: dict[str, str] = field(default_factory=dict)
    deserved: Any = 0.0


def run_demo(
    lab: str,
    students: int = 12,
    place: Path | None = None,
    say: Callable[[str], object] = print,
    root: Path | None = None,
) -> bool:
    """Make, grade and report a sample class in a temporary course.

    Args:
        lab: A lab's name or number.
        students: How many students.
        place: An empty directory for it; a new temporary one if left out.
        say: Receives every line of output.
        root: The repository, if it is not this one.

    Returns:
        Did every student get the points that they deserve?
    """
    place = Path(place or tempfile.mkdtemp(prefix="sample-class-"))
    course = Course(place / "course", **({"root": root} if root else {}))
    assignment = course.as_written(lab, say)
    found = sample_class(course, assignment.name, students)
    say(f"{len(found)} sample students hand in {assignment.name} in {place / 'hand-ins'}")
    for student in found:
        _hand_in(place / "hand-ins", student, assignment)
    collect(course, assignment, [place / "hand-ins"], say)
    results = {result.student: result for result in grade_class(course, assignment, say=say)}
    page = write_report(course, assignment)
    feedback(course, assignment, say=lambda text: None)
    good = [_told(student, results[student.name], say) for student in _heading(found, say)]
    say(f"{sum(good)} of {len(good)} students have the points that they deserve.")
    say(f"The report lies in {page}, what each student hears in {course.path / 'feedback'}")
    return all(good)


def sample_class(course: Course, lab: str, count: int) -> list[SampleStudent]:
    """The students of the class, with their work and what they deserve."""
    source = read_lab(lab_paths([lab], course.root)[0])
    answers = _answers(course.root / "tests" / "answers" / f"{lab}.py")
    right, wrong = (_by_exercise(answers, expect) for expect in ("right", "wrong"))
    students: list[SampleStudent] = []
    seen: dict[str, int] = {}
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        nth = seen[kind] = seen.get(kind, -1) + 1
        student = SampleStudent(f"student{number + 1:02d}", kind)
        student.work, student.deserved = _work(kind, nth, source, right, wrong)
        students.append(student)
    open_ones = [student for student in students if student.deserved is None]
    for student, points in zip(open_ones, deserved(source.path, [one.work for one in open_ones]), strict=True):
        student.deserved = points
    return students


def solutions(lab: Lab) -> dict[str, str]:
    """The author's solution of each exercise, without the marks around it."""
    marks = (BEGIN, END)
    return {
        str(cell.name): "\n".join(row for row in cell.source.split("\n") if row.strip() not in marks)
        for cell in lab.cells
        if cell.kind == "solution"
    }


def _written(lab):
    """Something for a person to read in each written answer; its points are that person's to give."""
    return {cell.name: "In my own words: see what I did above." for cell in lab.cells if cell.kind == "answer"}


def as_colab_saves(notebook: NotebookNode) -> str:
    """The notebook as Colab saves it: format 4.0, ids in the metadata only, marks of its own, broken widget state."""
    saved = copy.deepcopy(notebook)
    saved["nbformat_minor"] = 0
    saved.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"abc": {"model_name": "IntSlider"}}}
    for number, cell in enumerate(saved.cells):
        cell.pop("id", None)
        cell.metadata["outputId"] = f"{number:08x}"
        if cell.cell_type == "code":
            cell.metadata["executionInfo"] = {"status": "ok", "elapsed": 12, "user": {"displayName": "", "userId": ""}}
    return json.dumps(saved, indent=1) + "\n"


def _work(kind, nth, lab, right, wrong):
    """What a student of this kind hands in and deserves; None where that must be worked out by running it."""
    full, points = solutions(lab) | _written(lab), points_by_exercise(lab.cells)
    if kind == "untouched stub":
        return {}, 0
    if kind == "half done":
        done = list(points)[: max(1, len(points) // 2 + nth)]
        return {name: full[name] for name in done}, sum(points.get(name, 0) for name in done)
    if kind == "full marks, another form" and right:
        return full | _with_imports(lab, {name: codes[nth % len(codes)] for name, codes in right.items()}), None
    if kind == "typical mistakes" and wrong:
        return full | _with_imports(lab, _mistakes(wrong, nth)), None
    return full, 0 if kind == "damaged file" else sum(points.values())


def _with_imports(lab, codes):
    """Answers with the imports that their cells were handed out with."""
    cells = {cell.name: cell.source for cell in lab.cells if cell.kind == "solution"}
    return {name: f"{given_imports(cells[name])}\n{code}".lstrip("\n") for name, code in codes.items()}


def _mistakes(wrong, nth):
    """Two wrong answers, other ones for each student."""
    names = list(wrong)
    chosen = {names[(3 * nth + 1) % len(names)], names[(3 * nth + len(names) // 2) % len(names)]}
    return {name: wrong[name][nth % len(wrong[name])] for name in chosen}


def _answers(path):
    return read_answers(path) if path.exists() else []


def _by_exercise(answers, expect):
    found = {}
    for answer in answers:
        if answer.expect == expect:
            found.setdefault(answer.exercise, []).append(answer.code)
    return found


def _hand_in(folder, student, assignment):
    """Write the student's file as it would arrive."""
    notebook = fill(assignment.release, student.work)
    text, name = notebook_text(notebook), f"{assignment.name}.ipynb"
    if student.kind == "damaged file":
        text = text[: len(text) // 2]
    if student.kind == "saved by Colab":
        text, name = as_colab_saves(notebook), f"Copy of {assignment.name}.ipynb"
    path = folder / student.name / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CourseError(f"cannot write {path}: {error.strerror}") from None


def _heading(students, say):
    say(f"\n{'student':<10} {'kind':<25} {'points':>7} {'deserved':>9}")
    return students


def _told(student, result, say):
    """Print one row of the table; written answers are a person's and count on neither side."""
    match = abs(result.score - student.deserved) < 1e-9 and (student.kind == "damaged file") == (
        result.status == "failed"
    )
    points = "failed" if result.status == "failed" else f"{result.score:g}"
    say(f"{student.name:<10} {student.kind:<25} {points:>7} {student.deserved:>9g}  {'ok' if match else 'DIFFERENT'}")
    return match
