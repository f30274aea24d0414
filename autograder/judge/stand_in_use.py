"""What a student's own code takes from the course instead of writing it: no cheating, but no work either.

Finished answers are given out by `request_desk` alone, which writes each down. Those that a released cell asks for are
everybody's; one that the student's own code got is named to a person. A solution that imports what
`course_utils.__all__` does not list is named as well.
"""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping

import course_utils
from autograder.judge.demo_cells import DEMO
from autograder.judge.messages import CheckCell, StudentCell
from autograder.judge.stand_in_sources import piece, pieces
from autograder.judge.visible import OWN, graph
from course_utils.notebook_marks import syntax_tree

POLICIES = ("flag", "cost")  # what a stand-in that the student's own code asked for does to its exercise's points
COST = "this exercise's stand-in was asked for, and in this course that costs its points"
PUBLIC = frozenset(course_utils.__all__)


def given(cells: Iterable[StudentCell]) -> frozenset[str]:
    """The stand-ins that cells ask for which every student is given, and what these bring with them.

    Who asks while a student's process runs cannot be known for sure, since that process is the only witness: so a
    released cell's stand-in is everybody's wherever it is asked for, and no other one is.

    Args:
        cells: As the process will run them.
    """
    asked = {name for cell in cells if cell.kind not in (*OWN, DEMO) for name in stand_in_names(cell.source)}
    return frozenset(one for name in asked & pieces().keys() for one in piece(name).names)


def flags(
    cells: Iterable[StudentCell],
    tests: Iterable[CheckCell],
    prepare: Iterable[str] = (),
    asked: Mapping[str, str] | None = None,
    policy: str = "flag",
    seen: Collection[str] | None = None,
) -> list[str]:
    """A line for each thing that a person should look at.

    Args:
        cells: As for `given`; only the student's own count.
        tests: Their `names` are those that the exercises define.
        prepare: Sources of the lab; what they import is given.
        asked: The stand-ins that the student's own code got -> where it was when it asked first.
        policy: One of `POLICIES`.
        seen: The modules that the student's process sees; None for all.
    """
    wanted = {name for test in tests for name in test.names}
    found = [_sentence(name, where, wanted, policy) for name, where in sorted((asked or {}).items())]
    own = [cell.source for cell in cells if cell.kind in OWN]
    free = {module for source in prepare for module in course_modules(source)}
    inner = {module for source in own for module in course_modules(source)} - free - PUBLIC
    return found + [_of_import(f"course_utils.{module}", seen) for module in sorted(inner)]


def _of_import(module, seen):
    if seen is None or module in seen or module not in graph().modules:
        return f"a solution imports {module}: see whether that answers the exercise"
    return f"a solution imports {module}, which is not there while grading: see what fails without it"


def after_cost(
    results: Mapping[int, tuple[bool, str]], tests: Iterable[CheckCell], asked: Iterable[str]
) -> dict[int, tuple[bool, str]]:
    """The results where stand-ins cost points: an exercise whose stand-in was asked for by its name passes no check.

    What came along with another stand-in costs nothing by itself, since the exercise may have been solved.

    Args:
        results: Passed and message by test id.
        tests: All tests of the lab.
        asked: The stand-ins that the student's own code asked for.
    """
    lost = {test.id for test in tests if set(test.names) & set(asked)}
    return {test: (False, COST) if test in lost else result for test, result in results.items()}


def _sentence(name, where, wanted, policy):
    inner = [one for one in piece(name).names if one != name and one in wanted]
    along = f", and {', '.join(inner)} with it" if inner else ""
    if name in wanted:
        worth = "its points are 0, as this course's setting says" if policy == "cost" else "decide what it is worth"
        return f"{name}: the student's code asked for the stand-in {where}{along}: {worth}"
    return f"the student's code asked for the stand-in {name} {where}{along}: see whether it answers an exercise here"


def course_modules(source: str) -> Iterator[str]:
    """The modules of `course_utils` that a source imports, by their names below it."""
    for node in _nodes(source, ast.Import | ast.ImportFrom):
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""] if node.module != "course_utils" else [f"course_utils.{one}" for one in names]
        yield from (name.removeprefix("course_utils.") for name in names if name.startswith("course_utils."))


def stand_in_names(source: str) -> Iterator[str]:
    """The names that a source asks `stand_in` for in so many words."""
    for call in _nodes(source, ast.Call):
        if getattr(call.func, "id", getattr(call.func, "attr", None)) == "stand_in":
            arguments = [*call.args, *(option.value for option in call.keywords)][:1]
            yield from (one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str))


def _nodes(source, kinds):
    try:
        tree = syntax_tree(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    yield from (node for node in ast.walk(tree) if isinstance(node, kinds))
