"""Notebook 7: one lab from top to bottom, and every figure of the course moved and reached by keyboard."""

import nbformat
import pytest
from browser import jupyter
from lab_files import solved

from course_utils.labs import all_figures

pytestmark = pytest.mark.browser
LAB, FIGURES = "01_perceptron", "every_figure"
NAMES = sorted(all_figures())
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
START = "import course_utils\nfrom benchmarks import figures\ncourse_utils.start()"


@pytest.fixture(scope="module")
def notebook(browser, server, labs_folder):
    """A page with Notebook 7 on a made-up notebook: one cell for each figure, none of them run but the first."""
    cells = [nbformat.v4.new_code_cell(code) for code in [START, *map("figures.make({!r})".format, NAMES)]]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), labs_folder / f"{FIGURES}.ipynb")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    jupyter.open_lab(page, server, FIGURES, place="notebooks")
    jupyter.run(page, 0)
    page.problems.clear()  # Notebook 7.6 reports one of its own while it starts
    yield page
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_moves_in_notebook_7_and_tab_reaches_all_its_controls(name, notebook):
    index = 1 + NAMES.index(name)
    jupyter.run(notebook, index)
    assert jupyter.errors(notebook, index) == []
    output = jupyter.cell(notebook, index)
    output.locator(".widget-html img, [data-film] [role=group]").first.wait_for()
    for slider in output.locator("[role=slider]").all():
        before = jupyter.live_alt(notebook, index)
        jupyter.nudge(notebook, slider)
        jupyter.wait_for_another_alt(notebook, index, before)
    reached, controls = jupyter.tab_stops(notebook, index)  # a step or play button that is off is no stop
    assert reached == controls > 0
    assert notebook.problems == []


@pytest.fixture(scope="module")
def lab(browser, server, labs_folder):
    """The solved lab in Notebook 7, every cell run."""
    nbformat.write(solved(LAB), labs_folder / f"solved_{LAB}.ipynb")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    jupyter.open_lab(page, server, f"solved_{LAB}", place="notebooks")
    for index, cell in enumerate(jupyter.cells(page)):
        if cell["type"] == "code":
            jupyter.run(page, index)
    yield page
    page.close()


def test_a_solved_lab_runs_from_top_to_bottom_in_notebook_7(lab):
    broken = {index: jupyter.errors(lab, index) for index in range(len(jupyter.cells(lab)))}
    assert {index: errors for index, errors in broken.items() if errors} == {}
    assert lab.locator(".widget-html img").count() >= 4


def test_a_figures_words_and_controls_have_names_for_a_screen_reader(lab):
    nameless = lab.locator(".widget-html img:not([alt]), .widget-button:not([title])")
    assert nameless.count() == 0
    labels = lab.locator(".widget-slider .widget-label").all_inner_texts()
    assert labels
    assert all(label.strip() for label in labels)
