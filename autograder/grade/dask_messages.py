"""What comes home from a cluster's worker: JSON of one submission's result, looked at before anything is believed.

A worker runs our code and a student's code runs behind walls, so what arrives is ours. It is looked at all the same:
exact plain types, this student, this lab's exercises with their points, and numbers within them.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING

import nbformat

from autograder.course.result import Result
from autograder.grade.local import Graded
from autograder.util.exercise_result import ExerciseResult
from autograder.util.plain import WrongForm, from_plain

if TYPE_CHECKING:
    from nbformat import NotebookNode


MOST_BYTES = 64 * 2**20  # of what comes home of one submission
STATUS = ("graded", "needs-review", "failed")
PARTS = {"result", "notebook", "own_seconds"}


class Damaged(Exception):
    """What came home is no result of this submission; the text says what is wrong, in half a sentence."""


def packed(graded: Graded) -> bytes:
    """The bytes that travel home.

    Args:
        graded: The `Graded` of one submission.
    """
    parts = {"result": asdict(graded.result), "notebook": graded.notebook, "own_seconds": graded.own_seconds}
    return json.dumps(parts, allow_nan=False).encode()


def refusal(sentence: str) -> bytes:
    """The bytes that say why a worker cannot grade at all."""
    return json.dumps({"refused": sentence}).encode()


def unpacked(data: object, blank: Result, release: NotebookNode) -> Graded | str:
    """What came home, as a `Graded` without its fingerprint; or the sentence of a worker that cannot grade.

    Args:
        data: The bytes.
        blank: The `Result` of this submission as it is before grading: student, lab, exercises and their points.
        release: The lab's released notebook.

    Raises:
        Damaged: It is something else.
    """
    parts = _json(data)
    if _is(parts, {"refused": str}):
        return parts["refused"]
    _expect(type(parts) is dict and parts.keys() == PARTS, "its parts are not those of a result")
    _expect(_number(parts["own_seconds"]) >= 0, "its computing time is negative")
    result = _result(parts["result"], blank)
    return Graded(result, "", _notebook(parts["notebook"], result, release), float(parts["own_seconds"]))


def _json(data):
    _expect(type(data) is bytes, f"it is {type(data).__name__}, not bytes")
    _expect(len(data) <= MOST_BYTES, f"it has more than {MOST_BYTES >> 20} MB")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Damaged(f"it is not JSON ({error})") from None


def _result(found, blank):
    """A `Result` in which only what grading may change differs from the blank one."""
    try:
        result = from_plain(Result, found)
    except WrongForm as error:
        raise Damaged(f"its result has a wrong field ({error})") from None
    for name in ("student", "lab", "max_score"):
        _expect(getattr(result, name) == getattr(blank, name), f"its {name} is another one")
    _expect(result.status in STATUS, "its status is none")
    _expect(_number(result.seconds) >= 0, "its time is negative")
    _expect(len(result.exercises) == len(blank.exercises), "its exercises are not those of the lab")
    for one, expected in zip(result.exercises, blank.exercises, strict=True):
        _exercise(one, expected)
    _expect(_number(result.score) == sum(one.score for one in result.exercises), "its score is not the sum")
    _expect(result.status != "failed" or result.flags, "it failed without a reason")
    return result


def _exercise(one: ExerciseResult, expected: ExerciseResult) -> None:
    _expect((one.id, one.max_score) == (expected.id, expected.max_score), "an exercise is another one")
    _expect(0 <= _number(one.score) <= one.max_score, "a score is out of bounds")


def _notebook(found, result, release):
    """The autograded notebook; its graded cells are those of the release, points and all."""
    if result.status == "failed":
        return None
    cells = found.get("cells") if type(found) is dict else None
    _expect(type(cells) is list and all(_is_cell(cell) for cell in cells), "its notebook has no cells")
    graded = {cell.metadata.nbgrader["grade_id"]: dict(cell.metadata.nbgrader) for cell in _graded(release.cells)}
    _expect(
        {one.get("grade_id"): one for one in map(_marks, cells) if one.get("grade")} == graded, "a check was changed"
    )
    return nbformat.from_dict(found)


def _is_cell(cell):
    if type(cell) is not dict or type(cell.get("source")) is not str or type(cell.get("metadata")) is not dict:
        return False
    return type(_marks(cell)) is dict


def _marks(cell):
    return cell["metadata"].get("nbgrader", {})


def _graded(cells):
    return [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]


def _is(value, form):
    """Is this a dict with exactly these keys and values of exactly these types?"""
    return type(value) is dict and value.keys() == form.keys() and all(type(value[key]) is form[key] for key in form)


def _number(value):
    _expect(type(value) in (int, float) and math.isfinite(value), "a number is none")
    return value


def _expect(true, otherwise):
    if not true:
        raise Damaged(otherwise)
