"""Settings under which stock nbgrader keeps an honest TensorFlow student's points.

Stock nbgrader gives 0 for a test cell that wrote anything to standard error, and TensorFlow writes there
whenever it starts. A course directory takes these settings with two lines in its `nbgrader_config.py`:

    from autograder.nbgrader_config import configure
    configure(get_config())
"""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from autograder.course import database
from autograder.util.grading_environment import GRADING_ENVIRONMENT, NBGRADER_ADDS

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from traitlets.config import Config


CELL_TIMEOUT = 180  # seconds for one cell
OUTPUT_LINES = 1000  # kept per output; nbgrader's own limits, said here so that they can be found
ENVIRONMENT = GRADING_ENVIRONMENT | NBGRADER_ADDS


def configure(config: Config) -> Config:
    """Put the settings into a traitlets config and the environment that kernels inherit.

    Args:
        config: What `get_config()` returns in an `nbgrader_config.py`.

    Returns:
        The same config.
    """
    os.environ.update(ENVIRONMENT)
    _make_findable()
    database.settle(config)
    config.Execute.timeout = CELL_TIMEOUT
    config.Execute.skip_cells_with_tag = "demo"
    config.Execute.store_widget_state = False  # broken widget state stops nbconvert later
    config.Execute.allow_errors = True
    config.Execute.iopub_timeout = 30
    config.LimitOutput.max_lines = OUTPUT_LINES
    config.GenerateAssignment.preprocessors = [
        *_stock("IncludeHeaderFooter", "LockCells"),
        "autograder.authoring.release.ExerciseStubs",
        *_stock("ClearOutput", "CheckCellMetadata", "ComputeChecksums", "SaveCells", "ClearHiddenTests"),
        *_stock("ClearMarkScheme", "ComputeChecksums", "CheckCellMetadata"),
    ]
    config.AssignLatePenalties.plugin_class = "autograder.course.late_penalty.CoursePenalty"
    config.Autograde.sanitize_preprocessors = [
        f"{__name__}.DropWidgetState",
        f"{__name__}.BringUpToDate",
        *_stock("ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata"),
    ]
    config.Autograde.autograde_preprocessors = [
        *_stock("Execute"),
        f"{__name__}.KeepPoints",
        *_stock("IgnorePattern", "ClearMetadataPreprocessor", "LimitOutput", "SaveAutoGrades"),
        *_stock("AssignLatePenalties", "CheckCellMetadata"),
    ]
    return config


class DropWidgetState(NbGraderPreprocessor):
    """Forget saved widget state: Colab saves it in a form that stops nbconvert."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        nb.metadata.pop("widgets", None)
        return nb, resources


class BringUpToDate(NbGraderPreprocessor):
    """A hand-in made from an earlier release gets the cells of the lab as it is now; nbgrader would refuse it."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        from autograder.course import former
        from autograder.course.assignment import read_graded
        from autograder.intake.match_cells import Release
        from autograder.reading.reader import read

        root, lab = Path(self.parent.parent.coursedir.root), resources["nbgrader"]["assignment"]
        if not (root / former.FOLDER / lab).is_dir():
            return nb, resources
        release = read_graded(lab, root / "source" / lab / f"{lab}.ipynb").release
        taken = read(nbformat.writes(nb).encode(), Release(release, former.read(root, lab, release)))
        return (taken.notebook if taken.notebook and taken.older else nb), resources


class KeepPoints(NbGraderPreprocessor):
    """In test cells: standard error costs nothing, and partial credit is a number between 0 and the points."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        if cell.cell_type == "code" and is_grade(cell):
            cell.outputs = [_as_stdout(output) for output in cell.outputs]
            cell.outputs = [_bounded(output, cell.metadata.nbgrader["points"]) for output in cell.outputs]
        return cell, resources


def _as_stdout(output):
    """The same text, shown as ordinary output."""
    if output.output_type == "stream" and output.name == "stderr":
        output.name = "stdout"
    return output


def _bounded(output, points):
    """Clip a number that is the value of a test cell; nbgrader trips over nan, inf and negative ones."""
    if output.output_type != "execute_result":
        return output
    try:
        number = float(output["data"].get("text/plain", ""))
    except (TypeError, ValueError):
        return output
    number = 0.0 if math.isnan(number) else min(max(number, 0.0), float(points))
    output["data"] = {"text/plain": f"{number:g}"}
    return output


def _stock(*names):
    # ClearMetadataPreprocessor is nbconvert's own; the others are nbgrader's.
    home = {"ClearMetadataPreprocessor": "nbconvert.preprocessors"}
    return [f"{home.get(name, 'nbgrader.preprocessors')}.{name}" for name in names]


def _make_findable():
    """Kernels find course_utils, also where the project is not installed; nbgrader finds its own `alembic`."""
    here = str(Path(sys.executable).parent)
    if here not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join(filter(None, [here, os.environ.get("PATH")]))
    root = str(Path(__file__).resolve().parents[2])
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if root not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join([root, *filter(None, paths)])
    if root not in sys.path:
        sys.path.append(root)
