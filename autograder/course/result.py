"""One result per submission: its form, its file, and its points as the gradebook now has them."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from nbformat import NotebookNode

from autograder.course.assignment import Assignment, GradedLab
from autograder.course.course import Course
from autograder.course.gradebook import CellGrade
from autograder.util.exercise_result import ExerciseResult
from autograder.util.files import write_atomically
from autograder.util.plain import from_plain

OURS = ("The grader itself stopped", "The grader could not run")  # not the submission's fault: tried again next time


@dataclass
class Result:
    """What one submission got. The names are those of `grade --json`; scripts rely on them.

    Attributes:
        student: Whose it is.
        lab: The lab's name.
        status: "graded", "needs-review" or "failed".
        score: The points of all exercises together.
        max_score: The most points that there are.
        exercises: What each exercise got, in the order of the lab.
        repairs: What was put right in the file, a sentence each.
        flags: What a person should know, a sentence each; the reason of a failure comes first.
        seconds: How long grading took, waits for other submissions left out.
    """

    student: str
    lab: str
    status: str = "graded"
    score: float = 0.0
    max_score: float = 0.0
    exercises: list[ExerciseResult] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    seconds: float = 0.0


def new_result(assignment: Assignment, student: str) -> Result:
    """A result without any points yet: every exercise of the lab with its maximum."""
    points: dict[str, float] = {}
    belongs = exercise_of(assignment.release)
    for cell in assignment.release.cells:
        name = belongs.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if name:
            points[name] = points.get(name, 0.0) + float(cell.metadata.nbgrader["points"])
    exercises = [ExerciseResult(name, max_score=most) for name, most in points.items()]
    return Result(student, assignment.name, max_score=sum(points.values()), exercises=exercises)


def exercise_of(release: NotebookNode) -> dict[str, str]:
    """The exercise that each graded cell belongs to: grade id -> exercise, in the order of the lab."""
    graded = [cell for cell in release.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    ids = [(cell.metadata.nbgrader["grade_id"], cell.metadata.get("course", {}).get("exercise")) for cell in graded]
    return {grade_id: name or re.sub(r"^(test|hidden)_", "", grade_id) for grade_id, name in ids}


def set_points(result: Result, assignment: GradedLab, grades: Iterable[CellGrade]) -> None:
    """Take the points of a result's exercises from the gradebook, a person's as well as a test's."""
    belongs = exercise_of(assignment.release)
    scores: dict[str | None, float] = {}
    for grade in grades:
        name = belongs.get(grade.grade_id)
        scores[name] = scores.get(name, 0.0) + grade.score
    result.exercises = [replace(one, score=scores.get(one.id, 0.0)) for one in result.exercises]
    result.score = sum(one.score for one in result.exercises)


def current_results(course: Course, assignment: GradedLab) -> list[tuple[Result, list[str]]]:
    """All results of a lab, with the points that the gradebook has now.

    Returns:
        Pairs `(Result, exercises)` sorted by student; `exercises` are those that wait for a person's grade.
    """
    grades, found = course.gradebook.grades(assignment.name), []
    belongs = exercise_of(assignment.release)
    for path in sorted((course.path / "results" / assignment.name).glob("*.json")):
        result, _ = read_result(path)
        if result is None:
            continue
        mine = grades.get(result.student, []) if result.status != "failed" else []
        if mine:
            set_points(result, assignment, mine)
        found.append((result, [belongs[one.grade_id] for one in mine if one.waiting and one.grade_id in belongs]))
    return found


def read_result(path: Path) -> tuple[Result | None, str]:
    """The result in a file and the fingerprint of what was graded; (None, "") where there is none that holds."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return from_plain(Result, kept["result"]), kept["fingerprint"]
    except (OSError, ValueError, TypeError, KeyError):
        return None, ""


def write_result(path: Path, result: Result, fingerprint: str, own_seconds: float = 0.0) -> None:
    """Write the result, with what it was made of: the hand-in's fingerprint and the submission's own computing."""
    kept = {"fingerprint": fingerprint, "own_seconds": round(own_seconds, 3), "result": asdict(result)}
    write_atomically(path, json.dumps(kept, indent=2, ensure_ascii=False) + "\n")
