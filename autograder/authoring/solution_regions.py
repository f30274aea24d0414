"""The marks in a solution cell, and the stub that takes the place of what stands between them."""

import ast
import re
from typing import NamedTuple

from autograder.util.python_names import bound_names
from course_utils.notebook_marks import raising_stub, syntax_tree, value_stub

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
_ANY_MARK = re.compile(r"\b(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)\b")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Region(NamedTuple):
    """A solution: the rows (from 0) of its BEGIN and END marks."""

    begin: int
    end: int


def solution_regions(source: str) -> tuple[list[Region], list[tuple[int, str]]]:
    """The solution regions of a cell, and `(row, sentence)` for each mark out of place."""
    regions: list[Region] = []
    problems: list[tuple[int, str]] = []
    begin: int | None = None
    for row, line in enumerate(source.split("\n")):
        if not _ANY_MARK.search(line):
            continue
        mark = line.strip()
        if mark not in (BEGIN, END):
            problems.append((row, f"the mark {mark} is not {BEGIN} or {END}: nbgrader would cut the cell here"))
        elif mark == BEGIN and begin is not None:
            problems.append((row, f"{BEGIN} inside a solution: an {END} is missing before it"))
        elif mark == BEGIN:
            begin = row
        elif begin is None:
            problems.append((row, f"{END} without {BEGIN}"))
        else:
            regions.append(Region(begin, row))
            begin = None
    if begin is not None:
        problems.append((begin, f"{BEGIN} without {END}"))
    return regions, problems


def without_solutions(source: str) -> list[str]:
    """The rows of a cell that a student receives unchanged."""
    hidden = {row for begin, end in solution_regions(source)[0] for row in range(begin, end + 1)}
    return [line for row, line in enumerate(source.split("\n")) if row not in hidden]


def stub_lines(source: str, region: Region, label: str) -> list[str]:
    """The lines that replace a solution region, without indentation.

    Inside a function the stub raises; elsewhere each name that the region binds becomes a `todo`, so that the
    cell itself runs and only a use of the name raises.

    Args:
        source: The whole cell.
        region: One of its solution regions.
        label: For example "Exercise 1.2: sigmoid".
    """
    tree = syntax_tree(source)
    begin, end = region.begin + 1, region.end + 1  # ast counts lines from 1
    names = [] if _inside_function(tree, begin) else bound_names(tree, begin, end)
    if not names:
        return [raising_stub(label)]
    return [value_stub(name, label) for name in names]


def stubbed(source: str, label: str) -> str:
    """The cell with a stub in the place of each solution region."""
    rows = source.split("\n")
    regions, _ = solution_regions(source)
    for region in reversed(regions):
        row = rows[region.begin]
        indent = row[: len(row) - len(row.lstrip())]
        rows[region.begin : region.end + 1] = [indent + line for line in stub_lines(source, region, label)]
    return "\n".join(rows)


def _inside_function(tree, line):
    return any(isinstance(node, _FUNCTIONS) and node.lineno < line <= node.end_lineno for node in ast.walk(tree))


def given_imports(source: str) -> str:
    """The imports at the top level of a solution cell that every student is given."""
    regions, _ = solution_regions(source)
    rows = [range(region.begin + 1, region.end + 2) for region in regions]
    nodes = [node for node in syntax_tree(source).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(ast.unparse(node) for node in nodes if not any(node.lineno in row for row in rows))
