"""What a student's own cells take from the course instead of writing it: no cheating, but no work either.

The course's stand-ins are finished answers. A process whose own cells never say `stand_in` does not see their files,
however it goes about it; one whose cells do is named to a person where that answers an exercise. A solution that
imports what `course_utils.__all__` does not list is named as well.
"""

import ast
from collections.abc import Iterable, Iterator

import course_utils
from autograder import ROOT
from autograder.judge.messages import CheckCell, StudentCell
from course_utils.notebook_marks import syntax_tree

LABS = ROOT / "course_utils" / "labs"
STAND_INS = ("*/stand_ins.py", "*/__pycache__/stand_ins.*")  # below LABS
PUBLIC = frozenset(course_utils.__all__)


def hidden_files(cells: Iterable[StudentCell]) -> list[str]:
    """The files that this submission's process shall not see.

    Args:
        cells: As the process will run them.
    """
    if any("stand_in" in cell.source for cell in cells if cell.kind not in ("setup", "demo")):
        return []
    return sorted(str(path) for pattern in STAND_INS for path in LABS.glob(pattern))


def flags(cells: Iterable[StudentCell], tests: Iterable[CheckCell], prepare: Iterable[str] = ()) -> list[str]:
    """A line for each thing that a person should look at.

    Args:
        cells: As for `hidden_files`; only the student's own count.
        tests: Their `names` are those that the exercises define.
        prepare: Sources of the lab; what they import is given.
    """
    own = [cell.source for cell in cells if cell.kind in ("solution", "added")]
    wanted = {name for test in tests for name in test.names}
    taken = {name for source in own if "stand_in" in source for name in stand_in_names(source)}
    found = [
        f"{name}: a stand-in was handed in as the answer: decide what it is worth" for name in sorted(wanted & taken)
    ]
    given = {module for source in prepare for module in course_modules(source)}
    inner = {module for source in own for module in course_modules(source)} - given - PUBLIC
    return found + [
        f"a solution imports course_utils.{module}: see whether that answers the exercise" for module in sorted(inner)
    ]


def course_modules(source: str) -> Iterator[str]:
    """The modules of `course_utils` that a source imports, by their names below it."""
    for node in _nodes(source, ast.Import | ast.ImportFrom):
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""] if node.module != "course_utils" else [f"course_utils.{one}" for one in names]
        yield from (name.removeprefix("course_utils.") for name in names if name.startswith("course_utils."))


def stand_in_names(source: str) -> Iterator[str]:
    """The names that a source gets from a call of `stand_in` with that name."""
    for node in _nodes(source, ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.FunctionDef):
        inner = list(ast.walk(node))
        names = {part.id for part in inner if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
        names |= {part.name for part in inner if isinstance(part, ast.FunctionDef)}
        yield from names & {asked_for(part) for part in inner if isinstance(part, ast.Call)}


def asked_for(call: ast.Call) -> object:
    """The name that a call asks `stand_in` for, None for any other call."""
    if getattr(call.func, "id", getattr(call.func, "attr", None)) != "stand_in":
        return None
    argument = [*call.args, *(option.value for option in call.keywords)][:1]
    return argument[0].value if argument and isinstance(argument[0], ast.Constant) else None


def _nodes(source, kinds):
    try:
        tree = syntax_tree(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    yield from (node for node in ast.walk(tree) if isinstance(node, kinds))
