"""A student's feedback as a notebook, for platforms that give it back under the name of the notebook handed in.

Our own words stand in text cells, in which everybody else's words have no markup left; a student's code is code that
nobody has run, and what the checks said is plain output below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell, writes

from autograder.feedback import wording

if TYPE_CHECKING:
    from autograder.feedback.own_cells import Cell
    from autograder.feedback.student_work import ExerciseFeedback, StudentFeedback


NOT_YOURS = "This is what came back. It is not your own notebook: keep that one, and do not hand this one in."


def notebook(one: StudentFeedback) -> str:
    """The notebook as text.

    Args:
        one: The `StudentFeedback`.
    """
    head = [f"# {without_markup(one.title)}: your feedback", NOT_YOURS, *map(without_markup, wording.summary(one))]
    if one.problem and one.file:
        head.append(f"The file that was looked at: {without_markup(one.file)}")
    cells = [new_markdown_cell("\n\n".join(head))]
    for it in one.exercises:
        cells += _exercise(it)
    if one.others:
        cells.append(new_markdown_cell("## Other cells that you added"))
        cells += [_cell(cell, "") for cell in one.others]
    if one.repairs:
        rows = "\n".join(f"- {without_markup(text)}" for text in one.repairs)
        cells.append(new_markdown_cell(f"## Put right in your file\n\nIt cost no points.\n\n{rows}"))
    for number, cell in enumerate(cells):
        cell.id = f"feedback-{number}"
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return writes(new_notebook(cells=cells, metadata=spec)) + "\n"


def without_markup(text: str) -> str:
    """Text that Markdown shows as it is: whatever could be markup or mathematics is written by its number."""
    shown = (one if one.isalnum() or one in " ,\n" else f"&#{ord(one)};" for one in text)
    return "".join(shown).replace("\n", "<br>")


def _exercise(it: ExerciseFeedback) -> list[NotebookNode]:
    head = [
        f"## {without_markup(it.label)}",
        f"**{without_markup(wording.exercise(it))}**",
        *(f"**Comment by a person:** {without_markup(text)}" for text in it.comments),
    ]
    said = "\n\n".join(
        f"{check.label}: {wording.check(check)}" + (f"\n{check.message}" if check.message else "")
        for check in it.checks
    )
    cells = [new_markdown_cell("\n\n".join(head))]
    shown = [] if it.is_empty else it.cells
    cells += [_cell(cell, said if number == len(shown) - 1 else "") for number, cell in enumerate(shown)]
    return cells if shown or not said else [*cells, new_raw_cell(said)]


def _cell(cell: Cell, said: str) -> NotebookNode:
    if not cell.is_code:
        return new_raw_cell(cell.source)
    printed = f"It printed, or ended with:\n{cell.output}" if cell.output else ""
    text = "\n\n".join(filter(None, [said, printed]))
    return new_code_cell(cell.source, outputs=[new_output("stream", name="stdout", text=text + "\n")] if text else [])
