"""What a student's cell defines, read without running it, whatever state the code is in."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from autograder.intake.read_notebook import NotGradable
from autograder.util.python_names import bound_names
from course_utils.notebook_marks import UNREADABLE, TooManyFields, parse, statements

_NAME = re.compile(r"^(?:def|class)[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.M)
_BLOCK = re.compile(r"^(?=[@A-Za-z_])", re.M)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_DEFINITIONS = (*_FUNCTIONS, ast.ClassDef, *_IMPORTS)


class Code:
    """A cell's code and what it binds at its top level, imports left out.

    Attributes:
        names: The names that it binds; where it cannot be read, the names that it seems to bind.
        finished: Those that hold work, not a stub.
        movable: Does it run the same wherever it stands? It only imports, defines functions and names constants.
        wrong_line: The line of a syntax error, or None.

    Raises:
        NotGradable: Python would take too long to read it.
    """

    def __init__(self, source: str, stubs: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        self.source, self.stubs = source, dict(stubs)
        self.wrong_line: int | None = None
        self.names: set[str] = set()
        self.finished: set[str] = set()
        self.movable = False
        try:
            self._read(parse(source))
        except TooManyFields as error:
            raise NotGradable(f"The notebook holds {error}.") from None
        except UNREADABLE as error:
            self.wrong_line = getattr(error, "lineno", None) or 1
            self.names = {name for pair in _NAME.findall(source) for name in pair if name}

    def _read(self, tree):
        for node, still_open in statements(tree):
            names = _bound(node)
            finished = {name for name in names if not (still_open or _is_handed_out(node, self.stubs.get(name)))}
            self.names |= names
            self.finished -= names  # the last definition counts
            self.finished |= finished
        self.movable = all(map(_is_movable, tree.body))


def stubs_of(source: str) -> dict[str, str]:
    """The names that a released solution cell binds, each with the shape of its stub."""
    return {name: _shape(node) for node in parse(source).body for name in _bound(node)}


def _is_handed_out(node, stub):
    try:
        return stub is not None and _shape(node) == stub
    except RecursionError:
        return False


def without(source: str, names: set[str]) -> str:
    """A cell without the top-level statements that bind one of these names and share their lines with no other."""
    try:
        tree = parse(source)
    except UNREADABLE:
        return source
    rows: list[str | None] = [*source.split("\n")]
    statements_in = Counter(row for node in tree.body for row in _lines(node))
    for node in tree.body:
        if _bound(node) & names and all(statements_in[row] == 1 for row in _lines(node)):
            rows[slice(*_rows(node))] = [None] * len(_lines(node))
    return "\n".join(row for row in rows if row is not None)


def additions(source: str, released: str, own: set[str], done: set[str], *, only_definitions: bool) -> str:
    """What a student wrote into a cell that is not theirs, as code; "" where it is nothing that defines.

    Args:
        source: The cell as it was sent.
        released: The cell as it was handed out.
        own: The names of exercises that are nowhere else defined.
        done: The names of exercises that are defined in their own cells; those count.
        only_definitions: Leave out assignments, except to `own`.
    """
    known, taken = _handed_out(released)
    found = []
    for piece, node in _readable_pieces(source):
        binds = _bound(node) - taken - done
        wanted = isinstance(node, _DEFINITIONS) or binds & own or not only_definitions
        if (binds or isinstance(node, _IMPORTS)) and wanted and _shape(node) not in known:
            found.append(piece)
    return "\n\n".join(found)


@cache
def _handed_out(released):
    """The shapes and the names of what a released cell holds; many cells may claim to be the same one."""
    try:
        body = parse(released).body
    except UNREADABLE:
        return frozenset(), frozenset()
    return frozenset(map(_shape, body)), frozenset(name for node in body for name in _bound(node))


def _readable_pieces(source):
    """Yield each top-level statement as text and tree; where the cell is broken, those outside the break."""
    rows = source.split("\n")
    try:
        tree = parse(source)
        yield from (("\n".join(rows[slice(*_rows(node))]), node) for node in tree.body)
    except UNREADABLE:
        for block in _BLOCK.split(source):
            try:
                nodes = parse(block).body
            except UNREADABLE:
                continue
            if len(nodes) == 1:
                yield block.rstrip(), nodes[0]


def mentions(text: str, names: Iterable[str]) -> set[str]:
    """The names that a text seems to define, as code in a text cell does."""
    rows = "\n".join(row.strip() for row in text.split("\n"))
    return {name for pair in _NAME.findall(rows) for name in pair if name} & set(names)


def _bound(node):
    return set(bound_names(ast.Module([node], [])))


def _shape(node):
    """A statement's structure; a function or class without its docstring."""
    if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return ast.dump(node)
    documented = ast.get_docstring(node, clean=False) is not None
    return "\n".join([type(node).__name__, node.name, *map(ast.dump, node.body[1 if documented else 0 :])])


def _rows(node):
    """The rows of a statement, decorators included, as a slice."""
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    return first - 1, node.end_lineno


def _lines(node):
    return range(*_rows(node))


def _is_movable(node):
    if isinstance(node, _FUNCTIONS):
        defaults = [*node.args.defaults, *(one for one in node.args.kw_defaults if one)]
        return not node.decorator_list and all(map(_is_constant, defaults))
    if isinstance(node, ast.ClassDef):
        return not (node.decorator_list or node.bases or node.keywords) and all(map(_is_movable, node.body))
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) for target in node.targets) and _is_constant(node.value)
    return isinstance(node, (*_IMPORTS, ast.Pass)) or (isinstance(node, ast.Expr) and _is_constant(node.value))


def _is_constant(node):
    try:
        ast.literal_eval(node)
    except UNREADABLE + (TypeError,):
        return False
    return True
