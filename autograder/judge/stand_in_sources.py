"""The source of one stand-in: the function and what it calls, without the other answers that lie beside it."""

import ast
import symtable
from dataclasses import dataclass
from functools import cache

from autograder.judge.messages import StandIn
from autograder.judge.visible import graph, is_finished
from course_utils.notebook_marks import syntax_tree


@dataclass(frozen=True)
class Piece:
    """A part of a module of finished answers.

    Attributes:
        module: The module.
        source: The part.
        names: The finished answers in it: the one that was asked for, and those that it calls.
    """

    module: str
    source: str
    names: tuple[str, ...]


@cache
def pieces() -> dict[str, str]:
    """The module of each stand-in, by its name."""
    found: dict[str, str] = {}
    for module in sorted(graph().modules):
        if is_finished(module):
            found |= dict.fromkeys(offered(graph().trees[module]), module)
    return found


def offered(tree: ast.Module) -> list[str]:
    """The names in a module's `__all__`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return list(ast.literal_eval(node.value))
    return []


@cache
def piece(name: str) -> Piece:
    """The part of the course that the stand-in of this name needs.

    Args:
        name: One of `pieces()`.
    """
    module = pieces()[name]
    tree = graph().trees[module]
    kept, waiting = set(), {name}
    by_name = {one: node for node in tree.body for one in _bound(node)}
    while waiting:
        one = waiting.pop()
        kept.add(one)
        waiting |= (_taken_from_outside(by_name[one]) & by_name.keys()) - kept
    body = [node for node in tree.body if _is_import(node) or kept & set(_bound(node))]
    source = ast.unparse(ast.Module(body, []))
    return Piece(module, source, tuple(sorted(kept & set(offered(tree)))))


def answer(name: str, seen: frozenset[str]) -> StandIn:
    """What the student's process is given for a stand-in.

    Args:
        name: What it asked for.
        seen: The modules that it sees; others that the stand-in needs go with it.
    """
    if name not in pieces():
        known = ", ".join(sorted(pieces()))
        return StandIn(name, problem=f"stand_in: expected one of {known}, received {name!r}")
    mine = piece(name)
    modules = tuple(one for one in in_order(graph().imported(syntax_tree(mine.source))) if one not in seen)
    return StandIn(name, mine.module, mine.source, modules, tuple(graph().modules[one] for one in modules))


def in_order(wanted: set[str]) -> list[str]:
    """These modules and all that they import, each after those that it imports; no finished answers."""
    found: dict[str, None] = {}
    begun: set[str] = set()

    def take(module):
        if module not in begun and not is_finished(module):
            begun.add(module)
            for one in sorted(graph().imported(graph().trees[module])):
                take(one)
            found[module] = None

    for module in sorted(wanted):
        take(module)
    return list(found)


def _is_import(node):
    return isinstance(node, ast.Import | ast.ImportFrom)


def _taken_from_outside(node):
    """The names that a statement uses and does not make itself, as arguments or variables."""
    waiting, found = [symtable.symtable(ast.unparse(node), "stand_ins.py", "exec")], set()
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        outer = table.get_type() == "module"
        found |= {one.get_name() for one in table.get_symbols() if one.is_referenced() and (outer or one.is_global())}
    return found


def _bound(node):
    """The names that a statement at the top of a module binds, `__all__` not among them."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    found = [one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]
    return [one for one in found if one != "__all__"]
