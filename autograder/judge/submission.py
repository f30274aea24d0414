"""One clean notebook -> what the student's process runs, what the judge asks, and the points that came of it."""

from autograder import ROOT
from autograder.authoring.setup_cell import setup_source
from autograder.judge.trial import Trial
from autograder.probe.run_lab import given_imports

RUN = ("setup", "given", "shared", "solution", "added")  # demos draw, tests belong to the judge
TESTS = ("tests", "hidden")


def student_cells(notebook):
    """The code cells of a clean notebook that run in the student's process, in order.

    Args:
        notebook: What `intake.take_in` made of the hand-in.

    Returns:
        A list of `{"number", "source", "kind"}`; the number is the cell's place in the notebook.
    """
    cells = enumerate(notebook.cells)
    wanted = [(number, cell) for number, cell in cells if cell.cell_type == "code" and kind_of(cell) in RUN]
    return [{"number": number, "source": cell.source, "kind": kind_of(cell)} for number, cell in wanted]


def kind_of(cell):
    return cell.metadata.get("course", {}).get("kind", "added")


def preparation(lab, root=ROOT):
    """What the lab's tests stand on besides the student's names: setup, the lab's imports, its shared cells."""
    sources = [setup_source(root)]
    for cell in lab.cells:
        if cell.kind == "shared":
            sources.append(cell.source)
        elif cell.kind in ("given", "solution"):
            sources.append(given_imports(cell.source))
    return [source for source in sources if source.strip()]


def test_cells(lab):
    """The lab's tests as the judge runs them, from the trusted source."""
    return [
        {"id": cell.number, "names": list(lab.exercises[cell.name].names), "source": cell.source, "inside": cell.inside}
        for cell in lab.cells
        if cell.kind in TESTS
    ]


def judge_notebook(zygote, lab, notebook, bounds):
    """Run one clean notebook behind the walls and judge it.

    Args:
        zygote: A running `Zygote`.
        lab: The `Lab`, read from its trusted source.
        notebook: What `intake.take_in` made of the hand-in.
        bounds: The dict of `sandbox.limits()`.

    Returns:
        The exercises' scores, a list of `{"id", "score", "max_score", "message"}`, and the `Verdict`.
    """
    verdict = Trial(zygote, student_cells(notebook), preparation(lab), test_cells(lab), bounds).run()
    return scores(lab, verdict), verdict


def scores(lab, verdict):
    """Points and first message of each exercise that has tests."""
    found = {}
    for cell in lab.cells:
        if cell.kind not in TESTS:
            continue
        passed, message = verdict.results.get(cell.number, (False, "this check was not reached"))
        one = found.setdefault(cell.name, {"id": cell.name, "score": 0.0, "max_score": 0.0, "message": ""})
        one["max_score"] += cell.points
        one["score"] += cell.points if passed else 0
        one["message"] = one["message"] or message
    return list(found.values())
