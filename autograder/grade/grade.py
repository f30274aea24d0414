"""Grade a class: each submission -> one result, written at once; one that fails never stops the others."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from autograder.course.alone import alone
from autograder.course.hand_in import read_hand_in, taken_in
from autograder.course.result import OURS, read_result, set_points
from autograder.grade.local import ProgressLines, judged, store
from autograder.sandbox.base_process import base

if TYPE_CHECKING:
    from contextlib import ExitStack

    from autograder.course.assignment import Assignment
    from autograder.course.course import Course
    from autograder.course.hand_in import Intake
    from autograder.course.result import Result
    from autograder.grade.local import Graded
    from autograder.sandbox.zygote import Zygote


def grade_class(
    course: Course,
    assignment: Assignment,
    *,
    fresh: bool = False,
    workers: int | None = None,
    walls: bool = True,
    zygote: Zygote | None = None,
    scheduler: str | None = None,
    say: Callable[[str], object] = print,
) -> list[Result]:
    """Grade what was handed in for a lab and not yet graded as it now is.

    Args:
        course: The `Course`.
        assignment: The `Assignment`.
        fresh: Grade everything anew.
        workers: Submissions at the same time; the number of cores if left out.
        walls: False runs student code without the sandbox, which every result then says.
        zygote: What `base_process.base` started, if it was started early; else it is started and ended here.
        scheduler: The address of a Dask scheduler whose workers judge; this machine if left out.
        say: Receives one line per submission and a summary.

    Returns:
        A list of `Result`, sorted by student.
    """
    students = course.students(assignment.name)
    if not students:
        say(f"Nothing was handed in: {course.path / 'submitted' / 'STUDENT' / assignment.name} is where it belongs.")
    with alone(course):
        results = kept_results(course, assignment, students) if not fresh else {}
        if results:
            say(f"{len(results)} of {len(students)} are graded and unchanged.")
        todo = [student for student in students if student not in results]
        if todo:
            with contextlib.ExitStack() as stack:
                if scheduler:
                    found = elsewhere(course, assignment, todo, scheduler, walls, say, stack)
                else:
                    found = here(course, assignment, todo, zygote, walls, workers, stack)
                stack.enter_context(course.gradebook.open())
                for result in stored(course, assignment, found, len(todo), say):
                    results[result.student] = result
    in_order = [results[student] for student in students]
    say(summary(in_order, assignment.name))
    return in_order


def here(
    course: Course,
    assignment: Assignment,
    students: Sequence[str],
    zygote: Zygote | None,
    walls: bool,
    workers: int | None,
    stack: ExitStack,
) -> Iterator[Graded]:
    """Submissions judged on this machine, in the order in which they are done."""
    zygote = zygote or stack.enter_context(base(assignment.lab.path.read_text(encoding="utf-8"), walls))
    return judged(assignment, students, taker(course, assignment), zygote, workers)


def elsewhere(
    course: Course,
    assignment: Assignment,
    students: Sequence[str],
    scheduler: str,
    walls: bool,
    say: Callable[[str], object],
    stack: ExitStack,
) -> Iterator[Graded]:
    """Submissions judged by the workers of a cluster, in the order in which they come home."""
    from autograder.grade.dask_client import connected

    cluster = stack.enter_context(connected(scheduler, assignment, walls, say))
    return cluster.judged(students, lambda student: read_hand_in(course, assignment, student))


def stored(
    course: Course, assignment: Assignment, found: Iterable[Graded], count: int, say: Callable[[str], object]
) -> Iterator[Result]:
    """Write and report one graded submission after the other; yields their results."""
    progress = ProgressLines(count)
    for graded in found:
        store(course, assignment, graded)
        say(f"{progress.step()} {line(graded.result)}")
        yield graded.result


def kept_results(course: Course, assignment: Assignment, students: Sequence[str]) -> dict[str, Result]:
    """The results of earlier runs that still hold, by student."""
    grades = course.gradebook.grades(assignment.name)
    found = {student: _kept(course, assignment, student, grades) for student in students}
    return {student: result for student, result in found.items() if result is not None}


def taker(course: Course, assignment: Assignment) -> Callable[[str], tuple[Intake, str]]:
    """A function from student to the `Intake` of the hand-in and its fingerprint."""

    def take(student):
        hand_in = read_hand_in(course, assignment, student)
        return taken_in(hand_in, assignment.released), hand_in.fingerprint

    return take


def line(result: Result) -> str:
    """One line about a result: student, points, and what is to be known."""
    if result.status == "failed":
        return f"{result.student}  failed  {' '.join(result.flags)}"
    notes = [*result.flags, *result.repairs]
    head = f"{result.student}  {result.score:g}/{result.max_score:g}"
    return "  ".join([head, *(["needs review"] if result.status == "needs-review" else []), "; ".join(notes)]).rstrip()


def summary(results: Iterable[Result], lab: str) -> str:
    counts = {status: sum(one.status == status for one in results) for status in ("graded", "needs-review", "failed")}
    return f"{lab}: " + ", ".join(f"{count} {status}" for status, count in counts.items())


def _kept(course, assignment, student, grades):
    """The result of an earlier run, where neither the hand-in nor the lab has changed since and every check ran."""
    result, fingerprint = read_result(course.result(student, assignment.name))
    if result is None or fingerprint != read_hand_in(course, assignment, student).fingerprint:
        return None
    if result.status == "failed":
        return None if result.flags[0].startswith(OURS) else result
    if student not in grades or any(one.open for one in grades[student]):
        return None
    set_points(result, assignment, grades[student])
    return result
