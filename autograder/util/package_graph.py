"""A Python package as a graph: which of its modules imports which, read from the texts and never by importing them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

from course_utils.notebook_marks import syntax_tree


class Trees(dict[str, ast.Module]):
    """Syntax trees by module, each made when it is first looked at.

    Args:
        texts: The text of each module.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self.texts = texts

    def __missing__(self, name: str) -> ast.Module:
        self[name] = syntax_tree(self.texts[name])
        return self[name]


class PackageGraph:
    """The modules of a package.

    Args:
        root: The folder in which the package lies.
        package: Its name.

    Attributes:
        modules: The text of each module, by its dotted name.
        paths: Where it lies, from the root.
        trees: Its syntax tree, made when it is first looked at.
    """

    def __init__(self, root: Path, package: str) -> None:
        files = sorted(path for path in (root / package).rglob("*.py") if "__pycache__" not in path.parts)
        self.paths = {_module(path.relative_to(root)): path.relative_to(root) for path in files}
        self.modules = {name: (root / path).read_text(encoding="utf-8") for name, path in self.paths.items()}
        self.trees = Trees(self.modules)

    def imported(self, tree: ast.AST) -> set[str]:
        """The modules of the package that a piece of code imports, anywhere in it."""
        found = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        return found & set(self.modules)

    def reached(self, wanted: Iterable[str]) -> set[str]:
        """These modules and all that they import, directly or through others, with the packages they lie in."""
        found: set[str] = set()
        waiting = sorted(set(wanted) & set(self.modules))
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                parents = {name.rsplit(".", 1)[0]} & set(self.modules)
                waiting += sorted(self.imported(self.trees[name]) | parents)
        return found


def _module(path):
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
