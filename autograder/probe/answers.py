"""Answers files: for each exercise, right and wrong answers, and the words that a wrong one must hear.

An answers file is a percent script. Each cell takes the place of its exercise's solution cell:

    # %% exercise="sigmoid" expect="wrong" says="overflow"
    def sigmoid(z):
        return np.exp(z) / (1 + np.exp(z))
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder import CourseError

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
    answers, problems = [], []
    for header, line, code in _cells(text):
        marks, found = _marks(header)
        if header is None and code.strip() and not _only_comments(code):
            found = ["the code before the first cell belongs to no exercise."]
        if marks and not found:
            found = _faults(marks, code)
        problems += [f"{path}:{line}: {sentence}" for sentence in found]
        if marks and not found:
            answers.append(Answer(marks["exercise"], marks["expect"], marks.get("says", ""), code, line))
    if not problems and not answers:
        problems = [f'{path}:1: holds no answer; a cell starts with # %% exercise="name" expect="right".']
    if problems:
        raise AnswersError("\n".join(problems))
    return answers


def unknown_exercises(answers: Iterable[Answer], known: Iterable[str], path: Path | str) -> list[str]:
    """One sentence for each answer to an exercise that the lab does not have."""
    names = ", ".join(known)
    return [
        f'{path}:{answer.line}: there is no exercise "{answer.exercise}"; the lab has {names}.'
        for answer in answers
        if answer.exercise not in known
    ]


def _cells(text):
    """Split a percent script into (header or None, line number of the header, code)."""
    header, line, body = None, 1, []
    for number, row in enumerate(text.splitlines(), start=1):
        if re.match(r"#\s?%%", row):
            yield header, line, "\n".join(body).strip("\n") + "\n"
            header, line, body = row, number, []
        else:
            body.append(row)
    yield header, line, "\n".join(body).strip("\n") + "\n"


def _marks(header):
    """The `key="value"` marks of a cell's first line; none for markdown and for the head of the file."""
    rest = re.sub(r"^#\s?%%\s*", "", header or "")
    if header is None or rest.startswith("[markdown]"):
        return {}, []
    pattern = r"""(\w+)=("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    left = re.sub(pattern, "", rest).strip()
    if left:
        return {}, [f'"{left}" is not understood; write marks as {", ".join(f"{key}=…" for key in KEYS)} in quotes.']
    marks = {key: re.sub(r"\\(.)", r"\1", value[1:-1]) for key, value in re.findall(pattern, rest)}
    return marks, [] if marks else ['the cell has no marks; write exercise="name" expect="right" or "wrong".']


def _faults(marks, code):
    """What is wrong with the marks of one cell, one sentence each."""
    found = [f'unknown marker "{key}"; an answer knows {", ".join(KEYS)}.' for key in marks if key not in KEYS]
    if not marks.get("exercise"):
        found.append('names no exercise; write exercise="name".')
    if marks.get("expect") not in EXPECTATIONS:
        given = f', not "{marks["expect"]}"' if "expect" in marks else ""
        found.append(f'needs expect="right" or expect="wrong"{given}.')
    if marks.get("says") and marks.get("expect") == "right":
        found.append("a right answer hears nothing; take away says or expect a wrong answer.")
    if not code.strip():
        found.append("holds no code.")
    return found


def _only_comments(code):
    """Is there nothing but comments and a docstring?"""
    rest = re.sub(r'^\s*("""|\'\'\').*?\1', "", code.strip(), count=1, flags=re.DOTALL)
    return all(not row.strip() or row.lstrip().startswith("#") for row in rest.splitlines())
