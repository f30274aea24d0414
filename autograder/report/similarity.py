"""Likely shared work: unusual solutions that are the same after normalising names. A hint for a person, no verdict."""

from __future__ import annotations

import ast
import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from autograder.course.assignment import solutions
from course_utils.notebook_marks import UNREADABLE, parse, syntax_tree

if TYPE_CHECKING:
    from autograder.course.assignment import GradedLab
    from autograder.course.course import Course


FEWEST = 8  # in a smaller class nothing is unusual
USUAL = 0.05  # a solution that more of the class has is usual; two students may always be alone with theirs
SMALLEST = 15  # nodes of the syntax tree: what is shorter looks alike by itself
LARGE = 60  # nodes: one such solution is enough of a hint, else it takes two
MOST_HINTS = 20
MOST_CHARACTERS = 20_000


@dataclass(frozen=True)
class Evidence:
    """One solution that several students have.

    Attributes:
        exercise: The exercise's name.
        code: The solution after normalising.
        count: How many students have it.
        of: How many wrote one.
    """

    exercise: str
    code: str
    count: int
    of: int


@dataclass(frozen=True)
class Hint:
    """Students who have the same unusual solutions, with the evidence.

    Attributes:
        students: Two names.
        evidence: What they share, one for each exercise.
    """

    students: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def hints(course: Course, graded: GradedLab, students: Iterable[str]) -> list[Hint]:
    """The hints of a lab, the strongest first.

    Args:
        course: The `Course`; the graded notebooks in `autograded/` are read, never run.
        graded: The `GradedLab`; the author's own solution and the stub count as usual.
        students: The names of those whose hand-in was graded.
    """
    usual = {(name, normalised(text)) for text_of in _given(graded) for name, text in text_of.items()}
    found = {student: solutions(_notebook(course, graded.name, student)) for student in students}
    return shared(found, usual)


def shared(
    solutions_of: Mapping[str, Mapping[str, str]], usual: Collection[tuple[str, str]] = frozenset()
) -> list[Hint]:
    """Compare the solutions of a class.

    Args:
        solutions_of: Student -> exercise -> source.
        usual: Pairs (exercise, normalised code) that are no hint.

    Returns:
        At most `MOST_HINTS` of `Hint`.
    """
    owners, wrote = defaultdict(set), defaultdict(set)
    for student, answers in solutions_of.items():
        for name, source in answers.items():
            code = normalised(source)
            if code:
                wrote[name].add(student)
            if code and (name, code) not in usual and _size(code) >= SMALLEST:
                owners[name, code].add(student)
    pairs = defaultdict(list)
    for (name, code), group in owners.items():
        if len(wrote[name]) >= FEWEST and 2 <= len(group) <= max(2, int(USUAL * len(wrote[name]))):
            one = Evidence(name, code, len(group), len(wrote[name]))
            for pair in combinations(sorted(group), 2):
                pairs[pair].append(one)
    told = [Hint(pair, tuple(evidence)) for pair, evidence in pairs.items() if _enough(evidence)]
    return sorted(told, key=lambda hint: (-_weight(hint.evidence), hint.students))[:MOST_HINTS]


def normalised(source: str) -> str:
    """The code with its own names numbered in the order of their appearance, without comments and docstrings.

    Names that come from elsewhere (`np`, `len`) and attributes stay. "" where it is no Python or has no code.
    """
    if len(source) > MOST_CHARACTERS:
        return ""
    try:
        tree = parse(source)
        tree.body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
        return ast.unparse(_Renamed(tree).visit(tree))
    except UNREADABLE:
        return ""


class _Renamed(ast.NodeTransformer):
    """Numbers what the code itself binds inside functions; names at its top level are the exercise's and stay."""

    def __init__(self, tree):
        inside = [node for top in ast.iter_child_nodes(tree) for node in ast.walk(top)]
        own = {node.arg: None for node in inside if isinstance(node, ast.arg)}
        functions = [node for node in inside if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)]
        local = [node for function in functions for node in ast.walk(function)]
        own |= {node.id: None for node in local if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        self.own, self.numbers = set(own), {}

    def _number(self, name):
        return f"v{self.numbers.setdefault(name, len(self.numbers) + 1)}" if name in self.own else name

    def visit_arg(self, node):
        node.arg, node.annotation = self._number(node.arg), None
        return node

    def visit_Name(self, node):
        node.id = self._number(node.id)
        return node

    def visit_keyword(self, node):  # the name of somebody else's argument
        node.value = self.visit(node.value)
        return node

    def visit_FunctionDef(self, node):
        node.returns = None
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef


def _given(graded):
    """What everybody may have: the stub, and what the author wrote."""
    return solutions(graded.release), graded.solutions


def _notebook(course, lab, student):
    path = course.path / "autograded" / student / lab / f"{lab}.ipynb"
    try:
        return json.loads(path.read_text(encoding="utf-8"))  # our own file: nbformat would check it for longer
    except (OSError, ValueError, RecursionError):
        return {}


def _size(code):
    try:
        return sum(1 for _ in ast.walk(syntax_tree(code)))
    except UNREADABLE:  # nested too deeply to be read twice
        return 0


def _enough(evidence):
    return len(evidence) > 1 or _size(evidence[0].code) >= LARGE


def _weight(evidence):
    """The rarer and the longer, the stronger."""
    return sum(math.log2(one.of / one.count) * math.log2(_size(one.code)) for one in evidence)
