"""Do a lab's checks judge answers as they should? Each answer in a file -> the points that it gets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.probe.answers import AnswersError, read_answers, unknown_exercises
from autograder.probe.fork_pool import run_forked
from autograder.probe.run_lab import TESTS, preload, run_lab

if TYPE_CHECKING:
    from autograder.authoring.percent_script import Cell
    from autograder.probe.answers import Answer
    from autograder.probe.fork_pool import Outcome


DEADLINE = 120.0  # seconds for one answer
TOGETHER = 2


@dataclass
class AnswerOutcome:
    """What an answer got; `problem` says why that is not what the answers file expects."""

    exercise: str
    expect: str
    says: str
    line: int
    score: float
    max_score: float
    message: str
    problem: str
    seconds: float

    @property
    def ok(self) -> bool:
        return not self.problem


def probe(
    cells: Sequence[Cell], path: Path | str, *, only: Collection[str] = (), deadline: float = DEADLINE
) -> Iterator[AnswerOutcome]:
    """Give each answer of a file to the checks of its exercise.

    Args:
        cells: The lab's cells, from `lab.read_lab` or, of a half-written lab, `percent_script.read_cells`.
        path: The answers file.
        only: Exercise names; empty for all.
        deadline: Seconds for one answer.

    Yields:
        One `AnswerOutcome` per answer, in the order of the file, as soon as it is known.

    Raises:
        AnswersError: The file cannot be used, or it names an exercise that the lab does not have.
    """
    answers = read_answers(path)
    tested = list(points_by_exercise(cells))
    problems = unknown_exercises(answers, tested, path)
    problems += [
        f'{path}: there is no exercise "{name}"; the lab has {", ".join(tested)}.'
        for name in only
        if name not in tested
    ]
    if problems:
        raise AnswersError("\n".join(problems))
    answers = [answer for answer in answers if not only or answer.exercise in only]
    yield from _in_order(_judged(cells, answers, deadline))


def points_by_exercise(cells: Sequence[Cell]) -> dict[str, float]:
    """The points that each exercise's tests give, in the order of the lab."""
    points: dict[str, float] = {}
    for cell in cells:
        if cell.kind in TESTS and cell.name:
            points[cell.name] = points.get(cell.name, 0) + cell.points
    return points


def judge(answer: Answer, outcome: Outcome, cells: Sequence[Cell]) -> AnswerOutcome:
    """Compare what an answer was told with what the answers file expects."""
    tests = [told for told in outcome.told if "test" in told]
    due = [cell for cell in cells if cell.kind in TESTS and cell.name == answer.exercise]
    message = _first_message(tests, outcome)
    failed = sum(bool(test["message"]) for test in tests) + len(due) - len(tests)
    score = sum(test["score"] for test in tests)
    return AnswerOutcome(
        answer.exercise,
        answer.expect,
        answer.says,
        answer.line,
        score,
        sum(cell.points for cell in due),
        message,
        _problem(answer, failed, message, outcome),
        round(outcome.seconds, 2),
    )


def summary(verdicts: Sequence[AnswerOutcome]) -> str:
    problems = sum(not verdict.ok for verdict in verdicts)
    return f"{len(verdicts)} answers, {problems} {'problem' if problems == 1 else 'problems'}"


def as_line(verdict: AnswerOutcome, width: int = 12) -> str:
    """One line: verdict, exercise, expectation, points, what is wrong, first message."""
    head = f"{'ok' if verdict.ok else 'FAIL':<5} {verdict.exercise:<{width}}  {verdict.expect}"
    said = [f"line {verdict.line}: {verdict.problem}"] if verdict.problem else []
    said += [" ".join(verdict.message.split())] if verdict.message else []
    return f"{head}  {verdict.score:g}/{verdict.max_score:g}  {'; '.join(said)}".rstrip()


def as_json(verdict: AnswerOutcome) -> dict[str, Any]:
    return {**asdict(verdict), "ok": verdict.ok}


def _judged(cells, answers, deadline):
    if not answers:
        return
    preload(cells)

    def work(answer, tell):
        run_lab(cells, {answer.exercise: answer.code}, {answer.exercise}, tell)

    for index, outcome in run_forked(answers, work, together=TOGETHER, deadline=deadline):
        yield index, judge(answers[index], outcome, cells)


def _in_order(pairs):
    """Hand out numbered things by number, each as soon as all before it are there."""
    ready, due = {}, 0
    for index, thing in pairs:
        ready[index] = thing
        while due in ready:
            yield ready.pop(due)
            due += 1


def _first_message(tests, outcome):
    """What the student hears first: the first failing test, and the error in their own cell behind it."""
    message = next((test["message"] for test in tests if test["message"]), "")
    own = next((told["message"] for told in outcome.told if told.get("stopped")), "")
    if outcome.ending:
        return message or f"the answer {outcome.ending}"
    return f"{message} (the cell itself stopped: {own})" if message and own else message


def _problem(answer, failed, message, outcome):
    broken = next((told for told in outcome.told if "stopped" in told and told["stopped"] is None), None)
    if answer.expect == "right" and failed:
        ending = f" (a cell of the lab stopped, line {broken['line']}: {broken['message']})" if broken else ""
        return f"a right answer loses a point{ending}"
    if answer.expect == "wrong" and not failed:
        return "a wrong answer loses no point"
    if answer.expect == "wrong" and answer.says.casefold() not in message.casefold():
        return f'the message does not say "{answer.says}"'
    return ""
