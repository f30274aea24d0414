"""How many points rest on evidence from the student's process, lab by lab: inside checks, and instruments."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder import ROOT
from autograder.authoring.lab import Lab, lab_paths, read_lab
from autograder.authoring.percent_script import Cell
from course_utils.checks.builders import is_instrument
from course_utils.notebook_marks import syntax_tree

MOST = 0.02  # of the course's points


@dataclass(frozen=True)
class InsidePoints:
    """One lab.

    Attributes:
        lab: Its name.
        points: All its points.
        inside: Exercise -> points of its checks that rest on evidence from the student's process.
    """

    lab: str
    points: float
    inside: dict[str, float]

    @property
    def total(self) -> float:
        return sum(self.inside.values())


def rests_on_the_student_s_process(cell: Cell) -> bool:
    """Is it an inside check, or does it build an instrument?"""
    return cell.inside or any(is_instrument(kind) for kind in built_kinds(cell.source))


def built_kinds(source: str) -> list[str]:
    """The kinds that a check asks `checks.build` for.

    Raises:
        ValueError: A kind is no plain text, so that nobody can count its points.
    """
    found = []
    for node in ast.walk(syntax_tree(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "checks.build":
            first = node.args[0] if node.args else None
            if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
                raise ValueError("checks.build: its kind must stand there as a text, so that its points can be counted")
            found.append(first.value)
    return found


def inside_points(lab: Lab) -> InsidePoints:
    """Count one lab's points."""
    found: dict[str, float] = {}
    for cell in lab.cells:
        if cell.kind in ("tests", "hidden") and cell.points and rests_on_the_student_s_process(cell):
            found[str(cell.name)] = found.get(str(cell.name), 0.0) + cell.points
    return InsidePoints(lab.name, lab.points, found)


def count(root: Path = ROOT) -> list[InsidePoints]:
    """Count every lab of the repository."""
    return [inside_points(read_lab(path)) for path in lab_paths(root=root)]


def lines(counted: Iterable[InsidePoints]) -> list[str]:
    """A line for each lab, and the share of the course."""
    labs = list(counted)
    found = []
    for one in labs:
        names = ", ".join(f"{name} {points:g}" for name, points in one.inside.items())
        found.append(f"{one.lab:<24} {one.total:>4g} of {one.points:>4g}  {names}".rstrip())
    inside, points = sum(one.total for one in labs), sum(one.points for one in labs)
    return [
        *found,
        f"{'the course':<24} {inside:>4g} of {points:>4g}  {share(labs):.1%}, at most {MOST:.0%} is allowed",
    ]


def share(counted: Iterable[InsidePoints]) -> float:
    """Of the course's points those that rest on evidence from the student's process."""
    labs = list(counted)
    return sum(one.total for one in labs) / (sum(one.points for one in labs) or 1)
