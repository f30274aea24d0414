"""A lab as notebooks: the instructor's, which nbgrader calls the source, and the student's release."""

from __future__ import annotations

import copy
import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader import preprocessors as nbgrader

from autograder import ROOT
from autograder.authoring import sections
from autograder.authoring.lint import grade_ids
from autograder.authoring.setup_cell import Place, course_place, setup_source
from autograder.authoring.solution_regions import BEGIN, END, solution_regions, stub_lines
from autograder.util.python_names import import_lines
from course_utils.notebook_marks import ANSWER_STUB, lab_mark, raising_stub, source_mark

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.authoring.lab import Lab


_MARK = "### STUB"
_NOT_GRADED = {"grade": False, "locked": False, "schema_version": 3, "solution": False, "task": False}


class ExerciseStubs(nbgrader.ClearSolutions):
    """nbgrader cuts the solutions out; the stub that takes their place names the exercise.

    Usable in the place of nbgrader's ClearSolutions in `GenerateAssignment.preprocessors`.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        label = cell.metadata.get("course", {}).get("label", "")
        regions, _ = solution_regions(cell.source)
        stubs = [stub_lines(cell.source, region, label) if cell.cell_type == "code" else [] for region in regions]
        stubs = stubs or [[raising_stub(label)]]  # no marks: the whole cell is the solution
        self.code_stub, self.text_stub = {"python": _MARK}, ANSWER_STUB
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        cell.source = _fill_marks(cell.source, stubs)
        return cell, resources


STEPS = (
    nbgrader.LockCells,
    ExerciseStubs,
    nbgrader.ClearOutput,
    nbgrader.ClearHiddenTests,
    nbgrader.ClearMarkScheme,
    nbgrader.ComputeChecksums,
    nbgrader.CheckCellMetadata,
)
"""What `nbgrader generate_assignment` does, without the gradebook."""


def instructor_notebook(lab: Lab, root: Path = ROOT, place: Place | None = None) -> NotebookNode:
    """The notebook with solutions and hidden tests: nbgrader's source.

    Args:
        lab: The lab.
        root: The repository.
        place: Where the course lies for those who receive the notebook; without it, in this repository.
    """
    place = place or course_place(root)
    ids = {cell.number: grade_id for grade_id, cell in grade_ids(lab)}
    cells = [_notebook_cell(lab, cell, ids.get(cell.number), place) for cell in lab.cells]
    cells.insert(1, _setup(lab, root, place))
    cells = sections.with_progress(cells)
    _identify(cells)
    return new_notebook(cells=cells, metadata=_metadata(lab, place), nbformat_minor=5)


def release_notebook(lab: Lab, root: Path = ROOT, place: Place | None = None) -> NotebookNode:
    """The student's notebook: solutions and hidden tests stripped by nbgrader's own preprocessors."""
    return stripped(instructor_notebook(lab, root, place))


def stripped(notebook: NotebookNode) -> NotebookNode:
    """An instructor's notebook as students get it; the one that is given changes."""
    resources: dict[str, Any] = {}
    for step in STEPS:
        notebook, resources = step().preprocess(notebook, resources)
    nbformat.validate(notebook)
    return notebook


def notebook_text(notebook: NotebookNode) -> str:
    """The bytes of a notebook's file, the same for the same notebook."""
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def fill(notebook: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """Put a student's work into a released notebook.

    Args:
        notebook: A notebook node; it stays as it is.
        answers: A dict from exercise name to code, or to markdown for a written answer.

    Returns:
        A new notebook. A filled cell still begins with its source marker and the imports that it was given.

    Raises:
        KeyError: For a name that no solution cell has.
    """
    notebook = copy.deepcopy(notebook)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if _is_solution(cell)}
    for name, text in answers.items():
        if name not in cells:
            raise KeyError(f"no exercise {name} in this notebook; it has: {', '.join(cells)}")
        cells[name].source = _filled(cells[name], text)
    return notebook


def _filled(cell, text):
    marker = cell.source.split("\n")[0]
    text = text.removeprefix(marker).strip("\n")
    if cell.cell_type == "markdown":
        return f"{marker}\n\n{text}"
    given = [line for line in import_lines(cell.source) if line not in text.split("\n")]
    return "\n".join([marker, *given, text])


def _is_solution(cell):
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def _fill_marks(source, stubs):
    """Replace the marks that nbgrader left, in order, by their stubs with the same indentation."""
    stubs, rows = iter(stubs), []
    for row in source.split("\n"):
        indent = row.removesuffix(_MARK)
        rows += [indent + line for line in next(stubs)] if row.strip() == _MARK else [row]
    return "\n".join(rows)


def _notebook_cell(lab, cell, grade_id, place):
    source = _source(lab, cell, place)
    node = new_code_cell(source) if cell.is_code else new_markdown_cell(source)
    node.metadata["course"] = {"kind": cell.kind} | ({"exercise": cell.name} if cell.name else {})
    if cell.kind == "solution":
        node.metadata["course"]["label"] = lab.exercises[cell.name].label
    if cell.inside:
        node.metadata["course"]["inside"] = True
    if cell.kind == "demo":
        node.metadata["tags"] = ["demo"]
    if cell.kind in ("solution", "tests", "hidden", "answer", "shared"):
        node.metadata["nbgrader"] = _nbgrader(cell, grade_id)
    return node


def _nbgrader(cell, grade_id):
    graded = cell.kind in ("tests", "hidden", "answer")
    answered = cell.kind in ("solution", "answer")
    found = _NOT_GRADED | {"grade": graded, "solution": answered, "locked": not answered, "grade_id": grade_id or ""}
    return found | ({"points": cell.points} if graded else {})


def _source(lab, cell, place):
    if cell.kind == "opening":
        return _opening(lab, cell.source, place)
    if cell.kind == "solution":
        return f"{source_mark(lab.name, cell.name)}\n{cell.source}"
    if cell.kind == "answer":
        return f"{source_mark(lab.name, cell.name, text=True)}\n\n{_model_answer(cell.source)}"
    if cell.kind == "hidden":
        comment, _, tests = cell.source.lstrip("\n").partition("\n")
        return f"{comment}\n### BEGIN HIDDEN TESTS\n{tests}\n### END HIDDEN TESTS"
    return cell.source


def _model_answer(source):
    """Without marks the whole cell is the model answer."""
    return source if solution_regions(source)[0] else f"{BEGIN}\n{source}\n{END}"


def _opening(lab, source, place):
    """The title, the link and the rest of the opening cell, with the lab's identity in a comment."""
    title, _, rest = source.lstrip("\n").partition("\n")
    address = place.colab_link(lab.name)
    parts = [title, f"**[Open in Colab]({address})**" if address else "", rest.strip(), lab_mark(lab.name)]
    return "\n\n".join(filter(None, parts))


def _setup(lab, root, place):
    node = new_code_cell(setup_source(root, place, lab.name))
    node.metadata["course"] = {"kind": "setup"}
    node.metadata["nbgrader"] = _NOT_GRADED | {"locked": True, "grade_id": "setup"}
    return node


def _identify(cells):
    """Give each cell a stable id, in its own place and in the metadata, where Colab keeps it."""
    seen = Counter()
    for cell in cells:
        name = _identity(cell)
        seen[name] += 1
        cell["id"] = name if seen[name] == 1 else f"{name}-{seen[name]}"
        cell.metadata["id"] = cell["id"]


def _identity(cell):
    course = cell.metadata.course
    if course["kind"] in ("opening", "setup"):
        return course["kind"]
    if "nbgrader" not in cell.metadata:
        return hashlib.sha256(cell.source.encode()).hexdigest()[:8]
    grade_id = cell.metadata.nbgrader["grade_id"]
    if course["kind"] in ("solution", "answer"):
        grade_id = f"{course['kind']}_{grade_id}"
    return grade_id.replace("_", "-")


def _metadata(lab, place):
    colab = {"name": f"{lab.name}.ipynb", "provenance": []} | ({"gpuType": "T4"} if lab.gpu else {})
    found = {
        "colab": colab,
        "course": {"lab": lab.name, "title": lab.title, "exercises": list(lab.exercises)}
        | ({"release": place.release} if place.release else {}),
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return found | ({"accelerator": "GPU"} if lab.gpu else {})
