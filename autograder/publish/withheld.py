"""The lines that no student may receive, and how they are found again in any text.

A line of a solution, of a hidden check or of a model answer counts where it says something: it holds at least five
names, numbers, words and operators, or it gives one of the exercise's own names its value. Shorter lines, such as
`return total` or `losses = []`, stand in any program; two of them that follow each other count together. Imports do not
count, nor does a line that the released notebooks themselves show. Spaces, line breaks, the kind of quotes, and a
comment behind a line make no difference.
"""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from autograder.authoring.solution_regions import solution_regions

if TYPE_CHECKING:
    from autograder.authoring.lab import Lab
    from autograder.authoring.percent_script import Cell


ENOUGH = 5
MARKS = ("### BEGIN SOLUTION", "### END SOLUTION", "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
_TOKEN = re.compile(r"\w+(?:\.\d+)?|[^\s\w]")
_WORD = re.compile(r"\w")
_OPERATOR = re.compile(r"\*\*|//|[<>=!]=|[+\-*/%@<>&|^~]")
_KEY = 3
_BEFORE, _AFTER = frozenset('";:#>`'), frozenset('";#<`,.)]}')


class Line(NamedTuple):
    """One line that is withheld: what it consists of, where its source is, and what it belongs to."""

    tokens: tuple[str, ...]
    source: str
    what: str


class Match(NamedTuple):
    """A withheld line that was found: the row of the text (from 1) and the line."""

    row: int
    line: Line


class Withheld:
    """The withheld lines of some labs.

    Attributes:
        lines: Those that are looked for.
        shown: How many stand in the released notebooks anyway, and are not looked for.
    """

    def __init__(self, labs: Iterable[Lab], shown: Iterable[str]) -> None:
        """Gather the lines.

        Args:
            labs: The labs, with their solutions.
            shown: The text of each released cell.
        """
        every = {line.tokens: line for lab in labs for line in _lines_of(lab)}
        self._starts = _by_start(every.values())
        seen = {match.line.tokens for text in shown for match in self.found_in(text)}
        self.lines = [line for tokens, line in every.items() if tokens not in seen]
        self.shown = len(seen)
        self._starts = _by_start(self.lines)

    def found_in(self, text: str) -> Iterator[Match]:
        """Yield each withheld line in a text, with its row."""
        tokens, rows = _rows_of_tokens(text)
        for start in range(len(tokens) - _KEY + 1):
            for line in self._starts.get(tuple(tokens[start : start + _KEY]), ()):
                end = start + len(line.tokens)
                if tuple(tokens[start:end]) == line.tokens and _is_whole(tokens, rows, start, end):
                    yield Match(rows[start], line)


def _by_start(lines):
    starts = {}
    for line in lines:
        starts.setdefault(line.tokens[:_KEY], []).append(line)
    return starts


def _is_whole(tokens, rows, start, end):
    """Does the match begin and end where a line, a comment or a piece of code begins and ends?"""
    before = start
    while before and rows[before - 1] == rows[start] and not _WORD.match(tokens[before - 1]):
        before -= 1
    begins = not before or rows[before - 1] != rows[start] or tokens[start - 1] in _BEFORE
    return begins and (end == len(tokens) or rows[end] != rows[end - 1] or tokens[end] in _AFTER)


def _rows_of_tokens(text):
    """The tokens of a text, and the row of each."""
    tokens, rows = [], []
    for row, line in enumerate(text.split("\n"), 1):
        found = tokens_of(line)
        tokens += found
        rows += [row] * len(found)
    return tokens, rows


def tokens_of(line: str) -> list[str]:
    """What a line consists of: words, numbers and signs; both kinds of quotes are one, and `\\n` ends a line."""
    return _TOKEN.findall(line.replace("\\n", ";").replace("\\", " ").replace("'", '"'))


def weight(tokens: Iterable[str]) -> int:
    """How many names, numbers, words and operators a line holds."""
    tokens = list(tokens)
    words = sum(bool(_WORD.match(one)) and not keyword.iskeyword(one) for one in tokens)
    return words + len(_OPERATOR.findall("".join(one if not _WORD.match(one) else " " for one in tokens)))


def _lines_of(lab):
    for cell in lab.cells:
        names = lab.exercises[cell.name].names if cell.kind == "solution" else ()
        for part in _parts(cell):
            yield from _telling(part, lab, cell, names)


def _parts(cell: Cell) -> list[list[tuple[int, str]]]:
    """The withheld parts of a cell, each with its rows (from 0) and their text."""
    rows = list(enumerate(_without_comments(cell.source).split("\n")))
    if cell.kind == "hidden":
        first = next((number for number, text in rows if text.strip()), 0)
        return [rows[first + 1 :]]  # students see the first line
    if cell.kind not in ("solution", "answer"):
        return []
    regions, _ = solution_regions(cell.source)
    return [rows[begin + 1 : end] for begin, end in regions] if regions else [rows]


def _telling(rows, lab, cell, names):
    """The lines of one part that say something, and the pairs of short ones that do so together."""
    what = {"hidden": "a hidden check of", "solution": "the solution of", "answer": "the model answer of"}[cell.kind]
    lines = [(number, tuple(tokens_of(text.strip().removeprefix("#")))) for number, text in rows]
    lines = [(number, tokens) for number, tokens in lines if tokens and tokens[0] not in ("import", "from")]

    def line(number, tokens):
        return Line(tokens, f"solutions/{lab.path.name}:{cell.first + number}", f"{what} {cell.name}")

    for number, tokens in lines:
        if weight(tokens) >= ENOUGH or (len(tokens) >= _KEY and tokens[0] in names and tokens[1] == "="):
            yield line(number, tokens)
    for (number, first), (_, second) in pairwise(lines):
        if weight(first) < ENOUGH and weight(second) < ENOUGH <= weight(first + second):
            yield line(number, first + second)


def _without_comments(source):
    """A cell without the comments that stand behind code; as it is where it is no Python."""
    rows = source.split("\n")
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            row, column = token.start
            if token.type == tokenize.COMMENT and rows[row - 1][:column].strip():
                rows[row - 1] = rows[row - 1][:column]
    except (tokenize.TokenError, SyntaxError):
        return source
    return "\n".join(rows)
