"""What must hold for a lab's source, so that it can be released, read and judged.

Each check takes a lab and yields `Problem`s; all are listed, not only the first.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from autograder.authoring import lint_code, lint_prose
from autograder.authoring.solution_regions import solution_regions, stubbed
from autograder.util.python_names import bound_names
from course_utils.notebook_marks import syntax_tree

if TYPE_CHECKING:
    from autograder.authoring.lab import Lab
    from autograder.authoring.percent_script import Cell, Problem


def problems_of(lab: Lab) -> list[Problem]:
    """All problems of a lab."""
    broken = {cell for cell in lab.cells if cell.is_code and list(lint_code.syntax(cell))}
    checks = [opening, names_are_unique, order, own_names_are_unique, hidden_cells]
    found = [problem for check in checks for problem in check(lab)]
    for cell in lab.cells:
        found += lint_code.problems_of(cell, cell in broken) if cell.is_code else lint_prose.problems_of(cell)
        found += marks(cell, cell in broken)
    found += lint_prose.headings(lab)
    found += lint_code.test_names(lab, broken)
    return found


def opening(lab: Lab) -> Iterator[Problem]:
    """The first cell is the markdown cell that begins with the title."""
    first = lab.cells[0] if lab.cells else None
    if first and (first.kind != "opening" or not re.match(r"\n*# +\S", first.source)):
        yield first.problem("the first cell must be the opening cell: # %% [markdown] that begins with # Title")


def names_are_unique(lab: Lab) -> Iterator[Problem]:
    """One exercise, one solution cell; one grade id, one exercise."""
    solutions: dict[str | None, Cell] = {}
    owners: dict[str, Cell | str] = {"setup": "setup"}
    for cell in lab.cells:
        if cell.kind in ("solution", "answer"):
            first = solutions.setdefault(cell.name, cell)
            if first is not cell:
                yield cell.problem(f"the exercise {cell.name} is already in cell {first.number}")
    for grade_id, cell in grade_ids(lab):
        if owners.setdefault(grade_id, cell) != cell and getattr(owners[grade_id], "name", None) != cell.name:
            yield cell.problem(
                f"the name {cell.name or grade_id} gives the grade id {grade_id}, which is taken: rename it"
            )


def order(lab: Lab) -> Iterator[Problem]:
    """A solution has tests, and they come after it."""
    solutions = {cell.name: cell for cell in reversed(lab.cells) if cell.kind == "solution"}
    written = {cell.name for cell in lab.cells if cell.kind == "answer"}
    tested = {cell.name for cell in lab.cells if cell.kind in ("tests", "hidden")}
    for cell in lab.cells:
        if cell.kind in ("tests", "hidden") and cell.name not in solutions:
            why = "is a written answer" if cell.name in written else "has no solution cell"
            yield cell.problem(f'{cell.kind}="{cell.name}": the exercise {cell.name} {why}')
        elif cell.kind in ("tests", "hidden") and cell.number < solutions[cell.name].number:
            yield cell.problem(f'{cell.kind}="{cell.name}" comes before the solution of {cell.name}')
    for name, cell in solutions.items():
        if name not in tested:
            yield cell.problem(f'the exercise {name} has no test: add a cell with tests="{name}"')


def own_names_are_unique(lab: Lab) -> Iterator[Problem]:
    """No two solution cells bind the same name, so that a test knows whose work it sees."""
    owner: dict[str, str | None] = {}
    for cell in lab.cells:
        exercise = lab.exercises.get(cell.name or "")
        for name in exercise.names if exercise and cell.kind == "solution" else ():
            if owner.setdefault(name, cell.name) != cell.name:
                yield cell.problem(f"the solution of {cell.name} binds {name}, which {owner[name]} binds already")


def hidden_cells(lab: Lab) -> Iterator[Problem]:
    """The first line of a hidden test is the comment that is released."""
    for cell in lab.cells:
        comment, _, tests = cell.source.lstrip("\n").partition("\n")
        if cell.kind == "hidden" and not comment.startswith("#"):
            yield cell.problem("a hidden test begins with a comment that says what it checks: it alone is released")
        elif cell.kind == "hidden" and not tests.strip():
            yield cell.problem("a hidden test has no test below its comment")


def marks(cell: Cell, broken: bool) -> Iterator[Problem]:
    """Solution marks are balanced, stand where a solution is, and leave a stub that Python accepts."""
    regions, problems = solution_regions(cell.source)
    yield from (cell.problem(text, row) for row, text in problems)
    if cell.kind not in ("solution", "answer"):
        if regions:
            yield cell.problem("### BEGIN SOLUTION outside a solution cell", regions[0].begin)
        return
    if problems:
        return
    if not regions and cell.kind == "solution":
        yield cell.problem(f"the solution of {cell.name} needs ### BEGIN SOLUTION and ### END SOLUTION around it")
    rows = cell.source.split("\n")
    for region in regions:
        if not "".join(rows[region.begin + 1 : region.end]).strip():
            yield cell.problem("an empty solution", region.begin)
    if cell.kind == "solution" and regions and not broken:
        yield from _stub(cell)


def _stub(cell):
    try:
        kept = _bound_when_run(stubbed(cell.source, cell.name))
    except SyntaxError as error:
        yield cell.problem(f"without its solution the cell is no Python ({error.msg}): move the marks")
        return
    for name in bound_names(cell.source):
        if name not in kept:
            yield cell.problem(f"without its solution the cell no longer binds {name}: move the marks")


def _bound_when_run(source):
    """The names that a cell binds before it raises at its top level, if it does."""
    tree = syntax_tree(source)
    raises = [node.lineno for node in tree.body if isinstance(node, ast.Raise)]
    return bound_names(tree, last=min(raises, default=float("inf")))


def grade_ids(lab: Lab) -> Iterator[tuple[str, Cell]]:
    """Yield grade id and cell: `sigmoid`, `test_sigmoid`, `test_sigmoid_2`, `hidden_sigmoid`, `shared_1`."""
    seen: Counter[tuple[str, str | None]] = Counter()
    for cell in lab.cells:
        seen[cell.kind, cell.name] += 1
        count = seen[cell.kind, cell.name]
        if cell.kind in ("solution", "answer"):
            yield str(cell.name), cell
        elif cell.kind in ("tests", "hidden"):
            prefix = cell.kind.removesuffix("s")
            yield f"{prefix}_{cell.name}" + (f"_{count}" if count > 1 else ""), cell
        elif cell.kind == "shared":
            yield f"shared_{count}", cell
