"""Find the exercises in a notebook file, by the marks that the build leaves there. Standard library only."""

import ast
import json
import re
from dataclasses import dataclass

DONE, STUB, MISSING, TWICE, BROKEN = "done", "still the stub", "missing", "defined twice", "no valid Python"

LAB_MARK = re.compile(r"<!-- lab: (\w+) -->")
SOURCE_MARK = re.compile(r"^\W*exercise: \w+/(\w+) \(keep this line\)", re.MULTILINE)
MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)
ANSWER_MARK = re.compile(r"<!-- exercise: .*?-->")
ANSWER_STUBS = ("*Write your answer here.*", "YOUR ANSWER HERE", "")


class NotANotebook(ValueError):
    """The file cannot be read as a notebook; the text is a sentence for the student."""


@dataclass(frozen=True)
class Exercise:
    """One exercise in a file: its name, its state, and where to look."""

    name: str
    state: str
    detail: str = ""


def read_notebook(path):
    """The notebook at `path` as a dict.

    Raises:
        NotANotebook: With a sentence that says what is wrong with the file.
    """
    try:
        notebook = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise NotANotebook(f"There is no file {path}: look at its name and its folder.") from None
    except OSError as error:  # Windows locks a file that another program has open
        cure = "close the other programs that have it open, then try again"
        raise NotANotebook(f"{path.name} cannot be read ({error.strerror}): {cure}.") from None
    except (ValueError, RecursionError):
        raise NotANotebook(
            f"{path.name} is not a notebook: hand in the .ipynb file, not a PDF, a page or a .py file."
        ) from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise NotANotebook(f"{path.name} has no cells: download the notebook again as .ipynb.")
    return notebook


def lab_of(notebook):
    """The lab's name, from the metadata or from the mark in the opening cell; None for another notebook."""
    course = notebook.get("metadata", {}).get("course")
    if isinstance(course, dict) and course.get("lab"):
        return course["lab"]
    marks = (LAB_MARK.search(source_of(cell)) for cell in notebook["cells"] if cell.get("cell_type") == "markdown")
    return next((mark.group(1) for mark in marks if mark), None)


def exercises(notebook):
    """The state of every exercise, in the order of the notebook.

    Returns:
        A list of `Exercise`.
    """
    cells = list(enumerate(notebook["cells"], start=1))
    places = {name: [] for name in names_of(notebook)}
    for number, cell in cells:
        name = exercise_of(cell)
        if name in places:
            places[name].append((number, cell))
    loose = [(number, cell) for number, cell in cells if is_loose(cell)]
    return [judge(name, found, loose) for name, found in places.items()]


def names_of(notebook):
    """The exercises that the lab has: from the metadata, else from the answers and the tests in the file."""
    course = notebook.get("metadata", {}).get("course")
    if isinstance(course, dict) and isinstance(course.get("exercises"), list):
        return list(course["exercises"])
    answers = [exercise_of(cell) for cell in notebook["cells"]]
    tests = [tested_by(cell) for cell in notebook["cells"]]
    known = {name for name in answers if name}
    # A second test of `sigmoid` is called `sigmoid_2`: an exercise of its own only if it has an answer cell.
    tests = [re.sub(r"_\d+$", "", name) if name and name not in known else name for name in tests]
    both = [name for pair in zip(answers, tests, strict=True) for name in pair if name]
    return list(dict.fromkeys(both))


def exercise_of(cell):
    """The exercise that this cell answers, by grade id, by cell id or by source mark; None for any other cell."""
    nbgrader = cell.get("metadata", {}).get("nbgrader") or {}
    if nbgrader.get("solution") and nbgrader.get("grade_id"):
        return nbgrader["grade_id"]
    for name in ids_of(cell):
        if name.startswith(("solution-", "answer-")):
            return name.partition("-")[2].replace("-", "_")
    mark = SOURCE_MARK.search(source_of(cell))
    return mark.group(1) if mark else None


def tested_by(cell):
    """The exercise that this cell checks, or None."""
    nbgrader = cell.get("metadata", {}).get("nbgrader") or {}
    for name in [nbgrader.get("grade_id") or "", *ids_of(cell)]:
        found = re.match(r"(?:test|hidden)[-_](.+)", name)
        if found:
            return found.group(1).replace("-", "_")
    return None


def ids_of(cell):
    return [name for name in (cell.get("id"), cell.get("metadata", {}).get("id")) if isinstance(name, str)]


def is_loose(cell):
    """A code cell that is neither an answer nor a check: students retype answers in such cells."""
    return cell.get("cell_type") == "code" and exercise_of(cell) is None and tested_by(cell) is None


def judge(name, found, loose):
    """What stands in the file for one exercise.

    Args:
        name: The exercise.
        found: Its answer cells, as pairs (number, cell).
        loose: The other cells in which an answer may have been retyped.
    """
    own = {name}.union(*(functions_in(source_of(cell)) for _, cell in found))
    again = [(number, cell) for number, cell in loose if own & functions_in(source_of(cell))]
    places = sorted([*found, *again], key=lambda place: place[0])
    if not places:
        return Exercise(name, MISSING)
    if len(places) > 1:
        numbers = " and ".join(str(number) for number, _ in places)
        return Exercise(name, TWICE, f"cells {numbers}, keep one of them")
    return judge_cell(name, places[0][1])


def judge_cell(name, cell):
    source = source_of(cell)
    if cell.get("cell_type") == "markdown":
        return Exercise(name, STUB if ANSWER_MARK.sub("", source).strip() in ANSWER_STUBS else DONE)
    try:
        open_names = stubs_in(ast.parse(without_magics(source)))
    except SyntaxError as error:
        return Exercise(name, BROKEN, f"line {error.lineno}, {error.msg}")
    return (
        Exercise(name, STUB, ", ".join(n for n in open_names if n and n != name))
        if open_names
        else Exercise(name, DONE)
    )


def stubs_in(tree):
    """Names at top level that still are stubs; an empty name for a bare `raise`."""
    names = []
    for node in tree.body:
        if isinstance(node, ast.Raise) and is_stub(node.exc, "NotImplementedError"):
            names.append("")
        elif isinstance(node, ast.Assign) and is_stub(node.value, "todo"):
            names += [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and any(map(ends_in_stub, ast.walk(node))):
            names.append(node.name)
    return names


def ends_in_stub(node):
    """True for a function whose own body reaches the stub's `raise` before any `return`."""
    if not isinstance(node, ast.FunctionDef):
        return False
    for statement in node.body:
        if isinstance(statement, ast.Return):
            return False
        if isinstance(statement, ast.Raise) and is_stub(statement.exc, "NotImplementedError"):
            return True
    return False


def is_stub(call, function):
    """True for `function("Exercise …")`."""
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == function
        and bool(call.args)
        and isinstance(call.args[0], ast.Constant)
        and str(call.args[0].value).startswith("Exercise")
    )


def functions_in(source):
    """Functions and classes that a cell defines at top level; none where it is no valid Python."""
    try:
        body = ast.parse(without_magics(source)).body
    except SyntaxError:
        return set()
    return {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def without_magics(source):
    return MAGIC.sub(r"\1pass", source)


def source_of(cell):
    """A cell's text; the file may hold one string or a list of lines."""
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)
