"""The grader says what its functions take and give, and mypy believes it; the students' package stays without hints."""

import ast
import subprocess
import sys

import pytest
from lab_files import ROOT

GRADER = sorted((ROOT / "autograder").rglob("*.py"))
STUDENTS = sorted((ROOT / "course_utils").rglob("*.py"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def public(node, method=False):
    """Yield the functions that somebody else may call, with their arguments; a method without its first one."""
    for one in ast.iter_child_nodes(node):
        if isinstance(one, ast.ClassDef) and not one.name.startswith("_"):
            yield from public(one, method=True)
        elif isinstance(one, FUNCTIONS) and (not one.name.startswith("_") or one.name.endswith("__")):
            static = any(ast.unparse(mark) == "staticmethod" for mark in one.decorator_list)
            yield one, arguments(one)[1 if method and not static else 0 :]


def arguments(function):
    """All arguments of a function, in order."""
    found = function.args
    more = [one for one in (found.vararg, found.kwarg) if one]
    return [*found.posonlyargs, *found.args, *found.kwonlyargs, *more]


def without_hints(text):
    """The names of public functions in which an argument or the result has no hint."""
    found = public(ast.parse(text))
    return [one.name for one, given in found if one.returns is None or any(it.annotation is None for it in given)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def f(a: int, *b: int, c: int = 1, **d: int) -> None: ...", []),
        ("def f(a, b: int) -> None: ...", ["f"]),
        ("def f(*, a) -> None: ...", ["f"]),
        ("def f(**options) -> None: ...", ["f"]),
        ("def f(a: int): ...", ["f"]),
        ("class A:\n    def f(self) -> None: ...\n    def g(self, a) -> None: ...", ["g"]),
        ("class A:\n    @staticmethod\n    def f(a) -> None: ...", ["f"]),
        ("class A:\n    def __init__(self, a): ...", ["__init__"]),
        ("def _f(a): ...\nclass _A:\n    def f(self, a): ...", []),
    ],
)
def test_a_function_without_hints_is_found_and_a_private_one_need_not_have_any(text, names):
    assert without_hints(text) == names


def test_every_public_function_of_the_grader_has_hints():
    found = {str(path.relative_to(ROOT)): without_hints(path.read_text(encoding="utf-8")) for path in GRADER}
    assert {path: names for path, names in found.items() if names} == {}


def test_the_students_package_has_no_hints():
    found = []
    for path in STUDENTS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, FUNCTIONS) and (node.returns or any(one.annotation for one in arguments(node))):
                found.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert found == []


def test_mypy_finds_no_fault_in_the_grader():
    words = [sys.executable, "-m", "mypy"]
    outcome = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
