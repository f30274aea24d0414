"""What stands in a notebook file for each exercise: an answer, the stub, nothing, two answers, no Python."""

import ast
import re
from dataclasses import dataclass

from course_utils.notebook_marks import (
    UNREADABLE,
    is_empty_answer,
    labs_in,
    marked_as,
    open_names,
    parse,
    source_of,
)

DONE, STUB, MISSING, TWICE, BROKEN = "done", "still the stub", "missing", "defined twice", "no valid Python"


@dataclass(frozen=True)
class Exercise:
    """One exercise in a file: its name, its state, and where to look."""

    name: str
    state: str
    detail: str = ""


def lab_of(notebook):
    """The lab's name, from the metadata or from the mark in the opening cell; None for another notebook."""
    course = notebook.get("metadata", {}).get("course")
    if isinstance(course, dict) and course.get("lab"):
        return course["lab"]
    texts = (source_of(cell) for cell in notebook["cells"] if cell.get("cell_type") == "markdown")
    return next((lab for text in texts for lab in labs_in(text)), None)


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
    mark = marked_as(source_of(cell))
    return mark[1] if mark else None


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
        return Exercise(name, STUB if is_empty_answer(source) else DONE)
    try:
        left = open_names(parse(source))
    except SyntaxError as error:
        return Exercise(name, BROKEN, f"line {error.lineno}, {error.msg}")
    except UNREADABLE as error:
        return Exercise(name, BROKEN, f"{error}")
    return Exercise(name, STUB, ", ".join(n for n in left if n and n != name)) if left else Exercise(name, DONE)


def functions_in(source):
    """Functions and classes that a cell defines at top level; none where it is no valid Python."""
    try:
        body = parse(source).body
    except UNREADABLE:
        return set()
    return {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
