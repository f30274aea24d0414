"""What of `course_utils` a student can reach, found from what imports and names what; nothing is listed by hand.

A module is needed where a released cell imports it, where `course_utils` offers it, where it answers to a text (a
stand-in, a builder that a released cell asks for), or where a needed module imports it. Of a needed module, a function
or class at the top is needed where a released cell, something needed, or code that runs on import uses its name. The
rest serves hidden checks, the build or the grader only.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from autograder.util.package_graph import PackageGraph
from course_utils.notebook_marks import syntax_tree

PACKAGE = "course_utils"
ENTRANCES = (f"{PACKAGE}.session.open_jupyter",)
"""What the edition's Makefile starts."""

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_WORD = re.compile(r"[A-Za-z_]\w*")
_BUILT = re.compile(r"\bbuild\(\s*[\"'](\w+)\.")


class Package(PackageGraph):
    """`course_utils` as a graph.

    Args:
        root: The repository's root.
    """

    def __init__(self, root: Path) -> None:
        super().__init__(root, PACKAGE)

    def needed_modules(self, cells: Iterable[str]) -> set[str]:
        """The modules that a student can reach.

        Args:
            cells: The code of the released cells.
        """
        cells = list(cells)
        wanted = {
            PACKAGE,
            *ENTRANCES,
            *self._offered(),
            *(name for name in self.modules if name.endswith(".stand_ins")),
        }
        for source in cells:
            wanted |= self.imported(syntax_tree(source))
            wanted |= {f"{PACKAGE}.labs.{topic}.builders" for topic in _BUILT.findall(source)}
        return self.reached(wanted)

    def unneeded_definitions(self, cells: Iterable[str], modules: set[str]) -> dict[str, list[str]]:
        """What stands at the top of these modules and no student can reach: module -> names.

        Args:
            cells: The code of the released cells.
            modules: The needed modules.
        """
        defined = {name: {node.name: node for node in _definitions(self.trees[name])} for name in sorted(modules)}
        used = set(_WORD.findall("\n".join(cells)))
        for name in modules:
            used |= _used_on_import(self.trees[name])
        waiting, reached = {(name, one) for name in defined for one in defined[name] if _is_special(one)}, set()
        waiting |= {(name, one) for name in defined for one in defined[name] if one in used}
        while waiting:
            name, one = waiting.pop()
            reached.add((name, one))
            words = _words(defined[name][one])
            waiting |= {(n, o) for n in defined for o in defined[n] if o in words} - reached
        left = {name: [one for one in defined[name] if (name, one) not in reached] for name in defined}
        return {name: names for name, names in left.items() if names}

    def _offered(self):
        """The modules behind `course_utils.__all__`, which Python imports when a name is first used."""
        texts = (node.value for node in ast.walk(self.trees[PACKAGE]) if isinstance(node, ast.Constant))
        return {f"{PACKAGE}.{text}" for text in texts if isinstance(text, str)} & set(self.modules)


def without(text: str, names: Iterable[str]) -> str:
    """A module without the functions and classes of these names at its top, and without the comments above them."""
    rows, names = text.split("\n"), set(names)
    for node in reversed(list(_definitions(syntax_tree(text)))):
        if node.name in names:
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1
            while first and (not rows[first - 1].strip() or rows[first - 1].startswith("#")):
                first -= 1
            rest = rows[node.end_lineno :]
            rows[first:] = rest if any(row.strip() for row in rest) else [""]
    return "\n".join(rows)


def _definitions(tree):
    return (node for node in tree.body if isinstance(node, _DEFINITIONS))


def _is_special(name):
    return name.startswith("__") and name.endswith("__")


def _used_on_import(tree):
    """The names in what runs when a module is imported; a text in `__all__` or in a table is a name as well."""
    found = set()
    for node in tree.body:
        if not isinstance(node, (*_DEFINITIONS, *_IMPORTS)) and not _is_text(node):
            found |= _words(node)
    return found


def _is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _words(tree):
    """The names that a piece of code uses, also those in its texts that are a single word."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found |= {node.name.rsplit(".", 1)[-1]}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _WORD.fullmatch(node.value):
            found.add(node.value)
    return found
