"""Run a lab's cells as plain Python, with other code in the place of some solutions, and score its tests."""

from __future__ import annotations

import importlib
import linecache
import os
import sys
import types
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from autograder.authoring.setup_cell import START
from autograder.authoring.solution_regions import given_imports
from autograder.util.grading_environment import GRADING_ENVIRONMENT
from autograder.util.quiet import no_standard_error

if TYPE_CHECKING:
    from autograder.authoring.percent_script import Cell


TESTS = ("tests", "hidden")


def run_lab(
    cells: Sequence[Cell],
    replacements: Mapping[str, str],
    exercises: Collection[str],
    tell: Callable[[dict[str, Any]], None],
) -> None:
    """Run a lab up to the last test of some exercises; call it in a child of its own.

    Setup, given, shared and solution cells run; demos and other exercises' tests do not.

    Args:
        cells: The lab's cells, from `percent_script.read_cells`.
        replacements: Code by exercise name, in the place of that solution cell.
        exercises: The names of the exercises whose tests are run.
        tell: Receives one dict per test, `{"test", "exercise", "score", "message"}`, and for a cell that
            stopped outside the tests `{"stopped", "line", "message"}` with the exercise or None.
    """
    space = _main_module()
    _run(START, "setup", space)
    tests = [i for i, cell in enumerate(cells) if cell.kind in TESTS and cell.name in exercises]
    for number, cell in enumerate(cells[: max(tests, default=-1) + 1]):
        where = f"{cell.kind} {cell.name or ''} (line {cell.line})"
        if number in tests:
            message = _run(cell.source, where, space)
            score = 0 if message else cell.points
            tell({"test": number, "exercise": cell.name, "score": score, "message": message})
        elif cell.kind == "solution" and cell.name and cell.name in replacements:
            _run(given_imports(cell.source), where, space)
            message = _run(replacements[cell.name], f"answer {cell.name}", space)
            if message:
                tell({"stopped": cell.name, "line": cell.line, "message": message})
        elif cell.kind in ("given", "shared", "solution"):
            message = _run(cell.source, where, space)
            if message:
                tell({"stopped": None, "line": cell.line, "message": message})


def preload(cells: Sequence[Cell]) -> None:
    """Import once, in the parent, what these cells will need; never run an operation here."""
    os.environ.update(GRADING_ENVIRONMENT)
    text = "\n".join(cell.source for cell in cells if cell.is_code)
    wanted = ["course_utils"]
    if any(word in text for word in ("numpy", "checks")):
        wanted.append("numpy")
    if any(word in text for word in ("tensorflow", "keras", "stand_in")):
        wanted += ["tensorflow", "keras"]
    with no_standard_error():
        for name in wanted:
            importlib.import_module(name)


def error_text(error: BaseException) -> str:
    """What a student reads: the text of a failed check, or the kind of error and its text."""
    text = str(error).strip()
    if isinstance(error, AssertionError) and text:
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _run(code, name, space):
    """Run one cell; returns the error's text, "" when there was none."""
    file = f"<{name}>"
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    try:
        exec(compile(code, file, "exec"), space)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # sys.exit in an answer must not end the run
        return error_text(error)
    return ""


def _main_module():
    """A fresh `__main__`, as a notebook's kernel has it."""
    module = types.ModuleType("__main__")
    module.display = lambda *things, **options: None
    sys.modules["__main__"] = module
    return module.__dict__
