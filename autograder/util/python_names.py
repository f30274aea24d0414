"""Which names a piece of Python binds, imports, and needs from elsewhere."""

import ast
import builtins
import dis
import inspect
from types import CodeType

from course_utils.notebook_marks import syntax_tree

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_USES = ("LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS", "DELETE_NAME", "DELETE_GLOBAL")


def bound_names(tree: ast.AST | str, first: int = 1, last: float = float("inf")) -> list[str]:
    """The names bound between two lines, in order, imports left out.

    Args:
        tree: A parsed module, or its source.
        first: Only bindings from this line on; a class that begins before it is looked into.
        last: Only bindings up to this line.
    """
    tree = syntax_tree(tree) if isinstance(tree, str) else tree
    found: dict[str, None] = {}
    for name, line in _bindings(tree, first):
        if first <= line <= last and name != "_":
            found[name] = None
    return list(found)


def imported_names(source: str) -> dict[str, int]:
    """The names that the imports at a module's top level bind, each with its line (from 1)."""
    found: dict[str, int] = {}
    for node in _outside_functions(syntax_tree(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name.split(".")[0]: node.lineno for alias in node.names}
    return found


def import_lines(source: str) -> list[str]:
    """The import statements of a module's body, a line each."""
    return [ast.unparse(node) for node in syntax_tree(source).body if isinstance(node, ast.Import | ast.ImportFrom)]


def free_names(source: str) -> dict[str, int]:
    """The names that a module takes from elsewhere, each with the first line that uses it.

    The compiler decides what is local and what is global, so comprehensions, lambdas, nested functions,
    `with` and `for` targets, walrus, `global`, `match` and `except … as` count as Python counts them. A name used
    at the top level before it is bound there (`X = X[:2]`) is free; a function's body runs later and may use what is
    bound below it. Builtins are not free.

    Returns:
        A dict from name to line (from 1).
    """
    found: dict[str, int] = {}
    bound: set[str] = set()
    later: dict[str, int] = {}
    _read(compile(source, "<cell>", "exec", dont_inherit=True), bound, found, later)
    for name, line in later.items():
        if name not in bound:
            found.setdefault(name, line)
    by_line = sorted(found.items(), key=lambda item: item[1])
    return {name: line for name, line in by_line if not (hasattr(builtins, name) or name.startswith("__"))}


def _read(code, bound, found, later):
    """Follow one code object; `bound` grows as names are bound, `later` holds what delayed bodies use."""
    local = set()
    line = code.co_firstlineno
    for step in dis.get_instructions(code):
        line = (step.positions and step.positions.lineno) or line
        if isinstance(step.argval, CodeType):
            _read(step.argval, bound, found if _runs_at_once(step.argval) else later, later)
        elif step.opname in ("STORE_NAME", "STORE_GLOBAL"):
            (bound if code.co_name == "<module>" or step.opname == "STORE_GLOBAL" else local).add(step.argval)
        elif step.opname in _USES and step.argval not in bound | local:
            found.setdefault(step.argval, line)


def _runs_at_once(code):
    """Class bodies and comprehensions run where they stand; functions and lambdas when they are called."""
    comprehension = code.co_name.startswith("<") and code.co_name != "<lambda>"
    return comprehension or not code.co_flags & inspect.CO_NEWLOCALS


def _bindings(tree, first):
    """Yield `(name, line)` for what the statements of one scope bind."""
    for node in _outside_functions(tree, first):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, (*_SCOPES, ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name, node.lineno


def _outside_functions(node, first=1):
    """Walk a tree in order, not into functions or classes, except a class that begins before `first`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Lambda):
            continue
        if isinstance(child, _COMPREHENSIONS):
            yield from (inner.target for inner in ast.walk(child) if isinstance(inner, ast.NamedExpr))
            continue
        yield child
        if not isinstance(child, _SCOPES) or (isinstance(child, ast.ClassDef) and child.lineno < first):
            yield from _outside_functions(child, first)
