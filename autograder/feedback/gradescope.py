"""Gradescope: the results of `export gradescope`, with what persons wrote and what a student should do in their texts.

Gradescope shows a student's files itself, so no code is sent; texts go as `text`, the one of its formats in which
nothing is markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.export.gradescope import archive, keys, results_json
from autograder.feedback import wording
from autograder.feedback.unplaced import Archive

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.feedback.student_work import ExerciseFeedback, StudentFeedback
    from autograder.report.lab_summary import LabSummary


UPLOAD = "In Gradescope: the assignment, Configure Autograder, upload it, and rerun."


def write_gradescope(
    course: Course,
    summary: LabSummary,
    found: Sequence[StudentFeedback],
    labels: dict[str, str],
    folder: Path,
    say: Callable[[str], object] = print,
) -> list[Path]:
    """Write `LAB-gradescope.zip`.

    Args:
        course: The `Course`.
        summary: The lab's `LabSummary`.
        found: What each student hears.
        labels: Exercise -> its number in the lab.
        folder: Where to.
        say: Receives sentences.

    Returns:
        The paths of what was written.
    """
    told = {one.student: one for one in found}
    results = {
        result.student: with_feedback(results_json(summary, result, waiting, labels), told[result.student])
        for result, waiting in summary.current
        if result.student in told
    }
    known = {student: keys(course, student, summary.lab) for student in results}
    shared = _shared(known, results)
    lost = {
        student: "another student handed in the very same file" if found else "no file that they handed in is kept here"
        for student, found in known.items()
        if not set(found) - shared
    }
    placed = {student: result for student, result in results.items() if student not in lost}
    data = archive(course, summary.lab, placed, without=shared)
    return Archive(course, summary.lab, "gradescope", folder, UPLOAD).write(data, found, lost, say)


def _shared(known, results):
    """Keys of several students who hear different things: nobody shall read another's comments."""
    heard: dict[str, list] = {}
    for student, found in known.items():
        for key in found:
            heard.setdefault(key, []).append(results[student] | {"execution_time": 0})
    return {key for key, told in heard.items() if any(one != told[0] for one in told)}


def with_feedback(result: dict[str, Any], one: StudentFeedback) -> dict[str, Any]:
    """A `results_json` whose texts are those of the student's page."""
    repairs = ["Put right in your file, at no cost: " + "; ".join(one.repairs)] if one.repairs else []
    exercises = {it.name: it for it in one.exercises}
    tests = [
        test | {"output": _words(exercises[test["name"]])} if test["name"] in exercises else test
        for test in result["tests"]
    ]
    return result | {"output": "\n".join([*wording.summary(one), *repairs]), "tests": tests}


def _words(it: ExerciseFeedback) -> str:
    told = [f"Comment by a person: {text}" for text in it.comments]
    told += ["This answer waits for a person."] if it.waits and not it.by_person else []
    told += [f"{check.label}: {check.message}" for check in it.checks if check.message]
    return "\n".join(told)
