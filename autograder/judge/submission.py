"""One clean notebook -> what the student's process runs, what the judge asks, and the points that came of it."""

from pathlib import Path

from nbformat import NotebookNode

from autograder import ROOT
from autograder.authoring.lab import Lab
from autograder.authoring.setup_cell import setup_source
from autograder.authoring.solution_regions import given_imports
from autograder.judge.messages import CheckCell, StudentCell
from autograder.judge.trial import Trial, Verdict
from autograder.sandbox.limits import Limits
from autograder.sandbox.zygote import Zygote
from autograder.util.exercise_result import ExerciseResult

RUN = ("setup", "given", "shared", "solution", "added", "demo")  # tests belong to the judge; demos: `demo_cells.py`
TESTS = ("tests", "hidden")


def student_cells(notebook: NotebookNode) -> list[StudentCell]:
    """The code cells of a clean notebook that may run in the student's process, in order.

    Args:
        notebook: What `intake.take_in` made of the hand-in.
    """
    cells = enumerate(notebook.cells)
    wanted = [(number, cell) for number, cell in cells if cell.cell_type == "code" and kind_of(cell) in RUN]
    return [StudentCell(number, cell.source, kind_of(cell)) for number, cell in wanted]


def kind_of(cell: NotebookNode) -> str:
    """The course's word for what a cell is; what the student put in beside them is "added"."""
    return cell.metadata.get("course", {}).get("kind", "added")


def preparation(lab: Lab, root: Path = ROOT) -> list[str]:
    """What the lab's tests stand on besides the student's names: setup, the lab's imports, its shared cells."""
    sources = [setup_source(root)]
    for cell in lab.cells:
        if cell.kind == "shared":
            sources.append(cell.source)
        elif cell.kind in ("given", "solution"):
            sources.append(given_imports(cell.source))
    return [source for source in sources if source.strip()]


def test_cells(lab: Lab) -> list[CheckCell]:
    """The lab's tests as the judge runs them, from the trusted source."""
    tests = [cell for cell in lab.cells if cell.kind in TESTS]
    names = {cell.number: tuple(lab.exercises[str(cell.name)].names) for cell in tests}
    return [
        CheckCell(cell.number, names[cell.number], cell.source, bool(cell.inside), hidden=cell.kind == "hidden")
        for cell in tests
    ]


def judge_notebook(
    zygote: Zygote, lab: Lab, notebook: NotebookNode, bounds: Limits, policy: str = "flag"
) -> tuple[list[ExerciseResult], Verdict]:
    """Run one clean notebook behind the walls and judge it.

    Args:
        zygote: A running `Zygote`.
        lab: The `Lab`, read from its trusted source.
        notebook: What `intake.take_in` made of the hand-in.
        bounds: What the submission may use.
        policy: What asking for a stand-in costs, one of `stand_in_use.POLICIES`.

    Returns:
        What the exercises got, and the `Verdict`.
    """
    verdict = Trial(zygote, student_cells(notebook), preparation(lab), test_cells(lab), bounds, policy).run()
    return scores(lab, verdict), verdict


def scores(lab: Lab, verdict: Verdict) -> list[ExerciseResult]:
    """Points and first message of each exercise that has tests."""
    found: dict[str, ExerciseResult] = {}
    for cell in lab.cells:
        if cell.kind not in TESTS:
            continue
        passed, message = verdict.results.get(cell.number, (False, "this check was not reached"))
        name = str(cell.name)
        one = found.get(name, ExerciseResult(name))
        score, most = one.score + (cell.points if passed else 0), one.max_score + cell.points
        found[name] = ExerciseResult(name, score, most, one.message or message)
    return list(found.values())
