"""The release with the student's work in it, as a notebook."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.intake.match_cells import is_own

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.intake.assemble import Laid
    from autograder.intake.match_cells import Release


def clean_notebook(laid: Sequence[Laid], release: Release) -> NotebookNode:
    """Make the notebook that is graded.

    Args:
        laid: What `assemble` found.
        release: The `Release`; its notebook is not changed.

    Raises:
        ValueError: A released cell is missing, twice there, in another place, or changed although it is the course's.
    """
    if [one.number for one in laid if one.number is not None] != list(range(len(release.cells))):
        raise ValueError("the clean notebook has not exactly the cells of the release")
    notebook, added = copy.deepcopy(release.notebook), 0
    released, cells = notebook.cells, []
    for one in laid:
        if one.number is None:
            added += 1
            cells.append(_added(one, f"added-{added}"))
            continue
        cell = released[one.number]
        if one.source is not None:
            _fill(cell, one)
        cells.append(cell)
    notebook.cells = cells
    return notebook


def _fill(cell, one):
    if not is_own(cell):
        raise ValueError(f"cell {one.number} of the release is not one that students fill in")
    cell.source = one.source
    if one.attachments:
        cell.attachments = one.attachments


def _added(one, name):
    node = (new_code_cell if one.code else new_markdown_cell)(one.source or "", id=name)
    node.metadata.update({"id": name, "course": {"kind": "added"}})
    if one.attachments:
        node.attachments = one.attachments
    return node
