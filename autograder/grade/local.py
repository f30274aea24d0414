"""A class: a queue of submissions over the cores, one writer, and a run that can be killed at any moment.

Workers take submissions in and judge them; the main thread writes, for each one, the autograded notebook, then
the gradebook, and last the result file. What has a result file for the same hand-in and the same lab is done;
everything else is graded again, so a run that was killed resumes and nothing is skipped.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nbformat import NotebookNode
from nbformat.v4 import writes

from autograder.course.exchange import exchange_notes
from autograder.course.result import OURS, new_result, set_points, write_result
from autograder.judge.feedback_notebook import autograded_notebook
from autograder.judge.submission import judge_notebook
from autograder.sandbox.limits import limits
from autograder.sandbox.zygote import ForkRefused
from autograder.util.files import write_atomically

if TYPE_CHECKING:
    from autograder.course.assignment import Assignment
    from autograder.course.course import Course
    from autograder.course.hand_in import Intake
    from autograder.course.result import Result
    from autograder.sandbox.zygote import Zygote


AHEAD = 100  # hand-ins that are taken in while the base process still imports


@dataclass
class Graded:
    """What a worker brings home of one submission."""

    result: Result
    fingerprint: str
    notebook: NotebookNode | None = None
    own_seconds: float = 0.0


@dataclass
class ProgressLines:
    """How far a run is: counts, rate and time left in words."""

    total: int
    done: int = 0
    started: float = field(default_factory=time.monotonic)

    def step(self) -> str:
        """One more; returns e.g. "[12/40, 3.1 a second, 9 s left]"."""
        self.done += 1
        rate = self.done / max(time.monotonic() - self.started, 1e-6)
        left = (self.total - self.done) / rate
        return f"[{self.done}/{self.total}, {rate:.1f} a second, {left:.0f} s left]"


def judged(
    assignment: Assignment,
    students: Sequence[str],
    take: Callable[[str], tuple[Intake, str]],
    zygote: Zygote,
    workers: int | None = None,
) -> Iterator[Graded]:
    """Judge submissions side by side.

    Args:
        assignment: The `Assignment`.
        students: Whose submissions.
        take: Called with a student; returns the `Intake` and the fingerprint of the hand-in.
        zygote: What `base` started; without walls, every result says so.
        workers: Submissions at the same time; the number of cores if left out.

    Yields:
        A `Graded` for every student, in the order in which they are done.
    """
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    done: queue.SimpleQueue[Graded] = queue.SimpleQueue()
    for student in students:
        waiting.put(student)
    desk = Desk(assignment, zygote, take, waiting, done)
    count = min(workers or os.cpu_count() or 1, len(students))
    for _ in range(count):
        threading.Thread(target=desk.work, daemon=True).start()
    desk.look_ahead(students[count : count + AHEAD])
    for _ in students:
        yield done.get()


class Desk:
    """Where workers take submissions from and put results to."""

    def __init__(
        self,
        assignment: Assignment,
        zygote: Zygote,
        take: Callable[[str], tuple[Intake, str]],
        waiting: queue.SimpleQueue[str],
        done: queue.SimpleQueue[Graded],
    ) -> None:
        self.assignment, self.zygote, self.take, self.waiting, self.done = assignment, zygote, take, waiting, done
        self.bounds, self.stand_ins = limits(), assignment.stand_ins
        self.ahead: dict[str, tuple[Intake, str]] = {}

    def look_ahead(self, students: Sequence[str]) -> None:
        """Take hand-ins in while the base process imports: it keeps one core busy, and nobody the others."""
        for student in students:
            if self.zygote.ready:
                return
            with contextlib.suppress(Exception):  # it is tried again in its turn, and said then
                self.ahead[student] = self.take(student)

    def work(self) -> None:
        while True:
            try:
                student = self.waiting.get_nowait()
            except queue.Empty:
                return
            self.done.put(self.graded(student))

    def graded(self, student: str) -> Graded:
        """One submission; an error of the grader's own is that submission's, not the class's.

        Its seconds are its own: neither the base process's imports nor a wait for other submissions count.
        """
        start = time.monotonic()
        graded = Graded(new_result(self.assignment, student), "")
        try:
            early = self.ahead.pop(student) if student in self.ahead else None
            taken, graded.fingerprint = early or self.take(student)
            graded.result.seconds = time.monotonic() - start
            self.judge(taken, graded)
        except ForkRefused as error:
            fail(graded.result, f"The grader could not run this submission: {error}.")
        except Exception as error:
            fail(graded.result, f"The grader itself stopped: {type(error).__name__}: {error}")
        graded.result.seconds = round(graded.result.seconds, 2)
        return graded

    def judge(self, taken: Intake, graded: Graded) -> None:
        result = graded.result
        result.repairs, result.flags = list(taken.repairs), [*taken.look, *taken.flags]
        if taken.notebook is None:
            return fail(result, taken.problem)
        scores, verdict = judge_notebook(self.zygote, self.assignment.lab, taken.notebook, self.bounds, self.stand_ins)
        found = {one.id: one for one in scores}
        result.exercises = [found.get(one.id, one) for one in result.exercises]
        result.score = sum(one.score for one in result.exercises)
        result.flags += verdict.flags if self.zygote.walls else [*verdict.flags, "graded without the sandbox"]
        result.status = "needs-review" if verdict.flags or taken.look else "graded"
        graded.notebook = autograded_notebook(self.assignment.lab, taken.notebook, verdict)
        graded.own_seconds = verdict.own_seconds
        result.seconds += verdict.seconds


def fail(result: Result, sentence: str) -> None:
    result.status, result.flags = "failed", [sentence, *result.flags]


def store(course: Course, assignment: Assignment, graded: Graded) -> None:
    """Write one graded submission: notebook, gradebook, result file, in this order.

    Of a hand-in that could be graded before and now cannot be, neither notebook nor page stays: nbgrader looks both up
    in a gradebook that no longer has them, and stops. The file holds what the checks gave; the result has then the
    points that count, a person's among them.
    """
    result, by_person = graded.result, False
    folder = course.autograded(result.student, assignment.name)
    if graded.notebook is None:
        if not result.flags[0].startswith(OURS):  # else it is tried again, and what there was stays until then
            note = course.set_aside(assignment.name, result.student)
            result.flags += [note] if note else []
    else:
        write_atomically(folder / f"{assignment.name}.ipynb", writes(graded.notebook))
        for name, text in exchange_notes(course.submitted(result.student, assignment.name)).items():
            write_atomically(folder / name, text)
        by_person = course.gradebook.record(assignment.name, result.student, graded.notebook)
    write_result(course.result(result.student, assignment.name), result, graded.fingerprint, graded.own_seconds)
    if by_person:
        set_points(result, assignment, course.gradebook.grades(assignment.name, result.student)[result.student])
