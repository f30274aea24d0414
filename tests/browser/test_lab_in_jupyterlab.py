"""Lab 01 in a real JupyterLab: typed in, run, checked, and its sliders moved by keyboard."""

import pytest
from browser import jupyter
from lab_files import solved

pytestmark = pytest.mark.browser
LAB = "01_perceptron"


def answers():
    """The solution of each exercise, by the grade_id of its cell."""
    found = {}
    for cell in solved(LAB).cells:
        grading = cell.metadata.get("nbgrader", {})
        if grading.get("solution") and cell.cell_type == "code":
            found[grading["grade_id"]] = cell.source
    return found


@pytest.fixture(scope="module")
def lab(browser, server):
    """The student's notebook after every solution was typed in and every cell was run."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.problems, page.typed, page.broken = [], [], []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    jupyter.open_lab(page, server, LAB)
    for index, cell in enumerate(jupyter.cells(page)):
        if cell["type"] == "code":
            do(page, index, cell["metadata"].get("nbgrader", {}).get("grade_id"))
    yield page
    page.close()


def do(page, index, grade_id):
    if grade_id in answers():
        jupyter.type_into(page, index, answers()[grade_id])
        page.typed.append(grade_id)
    jupyter.run(page, index)
    page.broken += [(index, error) for error in jupyter.errors(page, index)]


def test_every_cell_runs_after_the_solutions_are_typed_in(lab):
    assert sorted(lab.typed) == sorted(answers())
    assert lab.broken == []
    assert lab.problems == []


def test_every_slider_changes_the_picture_and_its_alt_text_from_the_keyboard(lab):
    figures = [i for i, _ in enumerate(jupyter.cells(lab)) if jupyter.cell(lab, i).locator("[role=slider]").count()]
    assert len(figures) >= 2
    for index in figures:
        for slider in jupyter.cell(lab, index).locator("[role=slider]").all():
            before = jupyter.live_alt(lab, index)
            jupyter.nudge(lab, slider)
            jupyter.wait_for_another_alt(lab, index, before)


def test_the_shown_notebook_has_no_error_output(lab):
    assert lab.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
