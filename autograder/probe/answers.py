"""Answers files: for each exercise, right and wrong answers, and the words that a wrong one must hear.

An answers file is a percent script. Each cell takes the place of its exercise's solution cell:

    # %% exercise="sigmoid" expect="wrong" says="overflow"
    def sigmoid(z):
        return np.exp(z) / (1 + np.exp(z))
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder import CourseError
from autograder.authoring.raw_cells import split_script

KEYS = ("exercise", "expect", "says")
EXPECTATIONS = ("right", "wrong")


class AnswersError(CourseError):
    """The answers file cannot be used; the text holds one sentence per problem, each with its line."""


@dataclass(frozen=True)
class Answer:
    """One answer: the code that replaces a solution cell, and what the checks should make of it."""

    exercise: str
    expect: str
    says: str
    code: str
    line: int


def read_answers(path: Path | str) -> list[Answer]:
    """Read an answers file.

    Args:
        path: A percent script whose cells carry `exercise=`, `expect=` and, where wrong, `says=`.

    Returns:
        A list of `Answer`, in the order of the file.

    Raises:
        AnswersError: Something in the file is not understood; all problems are named at once.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AnswersError(f"{path}: cannot be read as text ({error}).") from None
    script = split_script(text)
    problems = [f"{path}:{problem.line}: {problem.text}" for problem in script.problems]
    if not script.problems and not _only_comments(script.head):
        problems.append(f"{path}:1: the code before the first cell belongs to no exercise.")
    cells = [cell for cell in script.cells if cell.cell_type != "markdown"]
    problems += [f"{path}:{cell.line}: {sentence}" for cell in cells for sentence in _faults(cell)]
    if not problems and not cells:
        problems = [f'{path}:1: holds no answer; a cell starts with # %% exercise="name" expect="right".']
    if problems:
        raise AnswersError("\n".join(problems))
    return [_answer(cell) for cell in cells]


def unknown_exercises(answers: Iterable[Answer], known: Iterable[str], path: Path | str) -> list[str]:
    """One sentence for each answer to an exercise that the lab does not have."""
    names = ", ".join(known)
    return [
        f'{path}:{answer.line}: there is no exercise "{answer.exercise}"; the lab has {names}.'
        for answer in answers
        if answer.exercise not in known
    ]


def _answer(cell):
    marks = cell.markers
    return Answer(marks["exercise"], marks["expect"], marks.get("says", ""), cell.source.strip("\n") + "\n", cell.line)


def _faults(cell):
    """What is wrong with one cell, one sentence each."""
    marks = cell.markers
    loose = cell.unread or " ".join(_as_written(*mark) for mark in marks.items() if not isinstance(mark[1], str))
    if loose:
        return [f'"{loose}" is not understood; write marks as {", ".join(f"{key}=…" for key in KEYS)} in quotes.']
    if not marks:
        return ['the cell has no marks; write exercise="name" expect="right" or "wrong".']
    found = [f'unknown marker "{key}"; an answer knows {", ".join(KEYS)}.' for key in marks if key not in KEYS]
    if not marks.get("exercise"):
        found.append('names no exercise; write exercise="name".')
    if marks.get("expect") not in EXPECTATIONS:
        given = f', not "{marks["expect"]}"' if "expect" in marks else ""
        found.append(f'needs expect="right" or expect="wrong"{given}.')
    if marks.get("says") and marks.get("expect") == "right":
        found.append("a right answer hears nothing; take away says or expect a wrong answer.")
    if not cell.source.strip():
        found.append("holds no code.")
    return found


def _as_written(key, value):
    return key if value is None else f"{key}={json.dumps(value, ensure_ascii=False)}"


def _only_comments(code):
    """Is there nothing but comments and a docstring?"""
    rest = re.sub(r'^\s*("""|\'\'\').*?\1', "", code.strip(), count=1, flags=re.DOTALL)
    return all(not row.strip() or row.lstrip().startswith("#") for row in rest.splitlines())
