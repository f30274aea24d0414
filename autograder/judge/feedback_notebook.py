"""The autograded notebook: the student's work with what the checks said, in the form that nbgrader expects.

It holds no hidden test, no markup of the student's that a page would run, and a bounded amount of text, so
nbgrader's own feedback and formgrader can show it as it is.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from nbformat.v4 import new_output

from autograder.authoring.lint import grade_ids
from autograder.util.harmless import harmless, pictures
from course_utils.notebook_marks import split_answer

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.authoring.lab import Lab
    from autograder.judge.trial import Verdict


_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")


def autograded_notebook(lab: Lab, clean: NotebookNode, verdict: Verdict) -> NotebookNode:
    """What a person sees of a graded submission.

    Args:
        lab: The `Lab`.
        clean: The notebook that `intake.take_in` made.
        verdict: What came out of the trial.

    Returns:
        A notebook: the failed checks end with their message, the student's cells show what they printed.
    """
    notebook = copy.copy(clean)  # what is written below replaces a cell's parts and changes none
    notebook.cells = [copy.copy(cell) for cell in clean.cells]
    tests = {grade_id: cell.number for grade_id, cell in grade_ids(lab)}
    for number, cell in enumerate(notebook.cells):
        own = is_students(cell)
        if cell.cell_type == "code":
            test = tests.get(grade_id_of(cell) or "") if is_test(cell) else None
            cell.outputs = test_outputs(test, verdict) if is_test(cell) else cell_outputs(number, verdict)
            cell.execution_count = None
        elif own:
            held = pictures(cell.get("attachments"))
            cell.source = without_markup(cell.source, held)
            if "attachments" in cell:
                cell.attachments = held
    return notebook


def grade_id_of(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_test(cell: NotebookNode) -> bool:
    """Is this a cell whose checks earn points?"""
    nbgrader = cell.metadata.get("nbgrader", {})
    return bool(nbgrader.get("grade")) and not nbgrader.get("solution")


def is_students(cell: NotebookNode) -> bool:
    """Did the student write this cell?"""
    nbgrader = cell.metadata.get("nbgrader", {})
    return bool(nbgrader.get("solution")) or cell.metadata.get("course", {}).get("kind") == "added"


def test_outputs(test: int | None, verdict: Verdict) -> list[NotebookNode]:
    """An error with the message for a failed check, nothing for one that passed."""
    passed, message = verdict.results.get(-1 if test is None else test, (False, "this check was not reached"))
    return [] if passed else [error(message or "this check failed")]


def cell_outputs(number: int, verdict: Verdict) -> list[NotebookNode]:
    """What a cell printed and how it ended."""
    found = []
    if verdict.output.get(number):
        found.append(new_output("stream", name="stdout", text=without_escapes(verdict.output[number])))
    if verdict.errors.get(number):
        found.append(error(verdict.errors[number]))
    return found


def error(message: str) -> NotebookNode:
    message = without_escapes(message)
    kind, _, rest = message.partition(": ")
    named = kind.isidentifier() and kind.endswith(("Error", "Exception"))
    name, text = (kind, rest) if named else ("AssertionError", message)
    return new_output("error", ename=name, evalue=text, traceback=[message])


def without_escapes(text: str) -> str:
    """Text without terminal escapes and control characters."""
    return _ESCAPES.sub("", text)


def without_markup(markdown: str, held: Collection[str] = ()) -> str:
    """A student's text in which nothing acts; the source marker on top, and pictures that the cell holds, stay."""
    mark, text = split_answer(markdown)
    return mark + harmless(text, held)
