"""What of `course_utils` a student's process sees: what the lab's released cells need, and nothing else.

Found from what imports what. A module is needed where a cell that every student is given imports it, where a builder
or a check that runs in the student's process does, or where `course_utils` offers it to everybody. Finished answers
are never among them: `request_desk` hands those out one at a time and writes it down.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from autograder import HOME
from autograder.judge.demo_cells import DEMO
from autograder.judge.messages import CheckCell, StudentCell
from autograder.util.package_graph import PackageGraph
from course_utils.notebook_marks import syntax_tree

PACKAGE = "course_utils"
OWN = ("solution", "added")  # cells in which a student writes
ALWAYS = (PACKAGE, f"{PACKAGE}.checks", f"{PACKAGE}.stand_ins", f"{PACKAGE}.stand_ins.tensorflow")
_BUILT = re.compile(r"\bbuild\(\s*[\"'](\w+)\.")


@cache
def graph() -> PackageGraph:
    """`course_utils` as it lies here; read once."""
    return PackageGraph(HOME, PACKAGE)


def needed(cells: Iterable[StudentCell], prepare: Iterable[str], tests: Iterable[CheckCell]) -> frozenset[str]:
    """The modules that a submission's process may import.

    Args:
        cells: What it runs; only those count that every student is given, and no demos: what only they import
            they go without.
        prepare: Sources of the lab: setup, the imports above its exercises, shared cells.
        tests: What is asked of it: builders run there, and checks that say so.
    """
    tests = list(tests)
    sources = [*prepare, *(cell.source for cell in cells if cell.kind not in (*OWN, DEMO))]
    sources += [test.source for test in tests if test.inside]
    builders = {f"{PACKAGE}.labs.{topic}.builders" for test in tests for topic in _BUILT.findall(test.source)}
    return reached(frozenset(builders.union(*map(_imported, sources))))


@cache
def reached(wanted: frozenset[str]) -> frozenset[str]:
    """These modules, those that everybody may import, and what they import; never a file of finished answers."""
    texts = {node.value for node in ast.walk(graph().trees[PACKAGE]) if isinstance(node, ast.Constant)}
    offered = {f"{PACKAGE}.{text}" for text in texts if isinstance(text, str)}  # imported when first used
    checks = {name for name in graph().modules if name.startswith(f"{PACKAGE}.checks.")}
    found = graph().reached({*wanted, *offered, *checks, *ALWAYS})
    return frozenset(name for name in found if not is_finished(name))


@cache
def hidden_files(seen: frozenset[str]) -> tuple[str, ...]:
    """The files and folders that are empty where only these modules are seen: a whole folder where none is in it."""
    paths = {HOME / graph().paths[name] for name in seen}
    return tuple(str(path) for path in _hidden(HOME / PACKAGE, paths))


def is_finished(module: str) -> bool:
    """Does this module hold finished answers?"""
    return module.endswith(".stand_ins") and module.startswith(f"{PACKAGE}.labs.")


def _hidden(folder: Path, seen: set[Path]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name != "__pycache__" and any(path.rglob("*.py")):
            if any(path in one.parents for one in seen):
                yield from _hidden(path, seen)
            else:
                yield path
        elif path.suffix == ".py" and path not in seen:
            yield path
    names = {path.stem for path in seen if path.parent == folder}
    for path in sorted((folder / "__pycache__").glob("*")):  # also what is left of modules that are no longer there
        if path.name.partition(".")[0] not in names:
            yield path


@cache
def _imported(source: str) -> frozenset[str]:
    try:
        return frozenset(graph().imported(syntax_tree(source)))
    except (SyntaxError, ValueError):  # the setup cell of a notebook may hold magics
        return frozenset()
