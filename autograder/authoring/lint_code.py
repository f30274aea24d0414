"""What must hold for a lab's code: plain Python, short cells, pictures with words, tests that see plain values."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from autograder.authoring.setup_cell import SETUP_NAMES
from autograder.authoring.solution_regions import solution_regions, without_solutions
from autograder.util.python_names import bound_names, free_names, imported_names
from course_utils.notebook_marks import MAGIC_WORD, syntax_tree

if TYPE_CHECKING:
    from autograder.authoring.lab import Lab
    from autograder.authoring.percent_script import Cell, Problem


VISIBLE_LINES, HIDDEN_LINES, ALT_LENGTH = 15, 40, 20

_TYPE_TESTS = ("isinstance", "issubclass", "type")
_DRAWING = ("figure", "subplots", "subplot", "subplot_mosaic", "axes", "gca", "gcf", "plot", "scatter", "imshow", "bar")
_IMPORT = "import it in this cell, because imports of tests, demos, solutions and later cells do not count"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def problems_of(cell: Cell, broken: bool) -> Iterator[Problem]:
    """The problems of one code cell; `broken` when Python cannot read it."""
    yield from syntax(cell)
    yield from length(cell)
    if not broken:
        yield from pictures(cell)
        yield from type_tests(cell)


def syntax(cell: Cell) -> Iterator[Problem]:
    """Plain Python without magics and without warnings: a warning in a student's notebook costs points."""
    found = [MAGIC_WORD.match(line.removeprefix("# ")) for line in cell.source.split("\n")]
    magics = [(row, magic[0]) for row, magic in enumerate(found) if magic]
    for row, magic in magics:
        yield cell.problem(f"the magic {magic}: a lab is plain Python", row)
    if magics:
        return
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            compile(cell.source, "<cell>", "exec", dont_inherit=True)
    except SyntaxError as error:
        yield cell.problem(f"no Python: {error.msg}", (error.lineno or 1) - 1)
        return
    for warning in caught:
        yield cell.problem(f"Python warns: {warning.message}", warning.lineno - 1)


def length(cell: Cell) -> Iterator[Problem]:
    """No code cell over 15 lines; blank lines and the solution do not count, a hidden test may have 40."""
    lines = sum(bool(line.strip()) for line in without_solutions(cell.source))
    limit = HIDDEN_LINES if cell.kind == "hidden" else VISIBLE_LINES
    if lines > limit:
        what = "hidden test" if cell.kind == "hidden" else "code cell"
        yield cell.problem(f"a {what} of {lines} lines: at most {limit}, longer code belongs in course_utils")


def pictures(cell: Cell) -> Iterator[Problem]:
    """A cell that draws passes its figure to `show(figure, alt)` itself: the alt text states the finding."""
    shown, drawn = False, None
    for call in _calls_at_top(syntax_tree(cell.source)):
        name = ast.unparse(call.func)
        if name in ("plt.show", "pyplot.show"):
            yield cell.problem("plt.show() shows a picture without alt text: write show(figure, alt)", call.lineno - 1)
        elif name == "show":
            shown = True
            yield from _alt(cell, call)
        elif re.fullmatch(rf"plots\.plot_\w+|plt\.({'|'.join(_DRAWING)})", name):
            drawn = drawn or call.lineno
    if drawn and not shown and cell.kind not in ("tests", "hidden"):
        yield cell.problem("a picture without alt text: pass the figure to show(figure, alt) in this cell", drawn - 1)


def type_tests(cell: Cell) -> Iterator[Problem]:
    """A test sees plain values: it does not ask for the type of a student's object."""
    if cell.kind not in ("tests", "hidden") or cell.inside:
        return
    for node in ast.walk(syntax_tree(cell.source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TYPE_TESTS:
            advice = "tests see only plain values, so compare values or shapes, or mark the cell inside=true"
            yield cell.problem(f"{node.func.id}() in a test: {advice}", node.lineno - 1)


def test_names(lab: Lab, broken: Collection[Cell]) -> Iterator[Problem]:
    """Tests and shared cells run outside the student's process, so they use only what exists there."""
    known, sound = set(SETUP_NAMES), [cell for cell in lab.cells if cell.is_code and cell not in broken]
    elsewhere = {name for cell in sound for name in imported_names(cell.source)}
    for cell in sound:
        if cell.kind in ("tests", "hidden", "shared"):
            own = lab.exercises[cell.name].names if cell.name in lab.exercises else ()
            for name, line in free_names(cell.source).items():
                if name not in known and name not in own:
                    advice = _IMPORT if name in elsewhere else _advice(cell.kind, own)
                    yield cell.problem(f"the name {name} is not available here: {advice}", line - 1)
        if cell.kind in ("given", "solution", "shared"):
            known |= _given_imports(cell)
        if cell.kind == "shared":
            known |= set(bound_names(cell.source))


def _advice(kind, own):
    if kind == "shared":
        return "a shared cell may use imports and shared cells above it"
    own = f"the names of its exercise ({', '.join(own)})" if own else "the names of its exercise"
    return f"a test may use {own}, imports and shared cells above it, and what it makes itself"


def _given_imports(cell):
    inside = solution_regions(cell.source)[0]
    imports = imported_names(cell.source).items()
    return {name for name, line in imports if not any(begin < line <= end for begin, end in inside)}


def _alt(cell, call):
    words = {keyword.arg: keyword.value for keyword in call.keywords}
    alt = call.args[1] if len(call.args) > 1 else words.get("alt")
    if alt is None and None not in words:
        yield cell.problem("show() without alt text: write show(figure, alt)", call.lineno - 1)
    elif isinstance(alt, ast.Constant) and len(str(alt.value)) < ALT_LENGTH:
        yield cell.problem(f"the alt text {ast.unparse(alt)} is too short to state a finding", call.lineno - 1)


def _calls_at_top(node):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _FUNCTIONS):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from _calls_at_top(child)
