"""Figures speak with a page through ipywidgets 7 and 8: what opens, what a slider changes, what an error does.

All of them on Colab's version 7, which no browser here can show; a few on 8, where the browser suite moves them all.
"""

import re
import sys
from html import unescape
from pathlib import Path

import pytest
from lab_files import student_environment
from versions.environments import environment, python
from versions.kernel_messages import VIEW, Page, displayed, problems, size

from course_utils.display.film import HEAVIEST
from course_utils.labs import all_figures

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
LIGHT = 200_000  # bytes of one redraw on the wire
SLIDERS, CHOICE, PICTURE, BUTTON = ("IntSliderModel", "FloatSliderModel"), "DropdownModel", "HTMLModel", "ButtonModel"
FAILING = """\
from course_utils.display.live import Live, Slider

def compute(height):
    if height == 3:
        raise ValueError("no <b>three</b>")
    return height

def draw(figure, height, artists=None):
    ax = artists or figure.subplots()
    ax.clear()
    ax.bar([0], [height])
    return ax

controls = {"height": Slider("height", 0, 5, 1, 1)}
Live(compute, draw, controls, lambda data, height: f"The bar is {height} high.", static=[{}])
"""
FEW = ("neuron_1d", "softmax_bars", "perceptron_steps")  # whole and other numbers, a choice, an end that moves
FIGURES = [("7", name) for name in sorted(all_figures())] + [("8", name) for name in FEW]
both = pytest.mark.parametrize("major", ["7", "8"], indirect=True, scope="module")  # one kernel for each


@pytest.fixture(scope="module")
def major(request):
    """The major version of ipywidgets."""
    return request.param


@pytest.fixture(scope="module")
def page(major, tmp_path_factory):
    """A page on Colab's versions, or on those of this environment."""
    colab = major == "7"
    program = environment("colab", python("3.13"), HERE / "colab-constraints.txt") if colab else sys.executable
    folder = tmp_path_factory.mktemp("page")
    env = {**student_environment(), "IPYTHONDIR": str(folder), "COURSE_PROFILE": "quick"}
    page = Page(program, folder, env)
    page.run("import course_utils; from benchmarks import figures; course_utils.start()")
    yield page
    page.close()


@pytest.fixture(autouse=True)
def nothing_open(page):
    page.models.clear()


def alt(html):
    return unescape(re.search(r'alt="([^"]*)"', html)[1])


def another(state):
    """A value of this control beside its current one."""
    if state["_model_name"] == CHOICE:
        return {"index": (state["index"] + 1) % len(state["_options_labels"])}
    step = state["step"] if state["value"] + state["step"] <= state["max"] else -state["step"]
    return {"value": state["value"] + step}


@both
def test_these_are_the_versions_that_are_meant(page, major):
    assert page.value("__import__('ipywidgets').__version__").startswith(f"{major}.")
    assert page.value("__import__('IPython').__version__") == "7.34.0" or major == "8"


@pytest.mark.parametrize(("major", "name"), FIGURES, indirect=["major"], scope="module")
def test_every_figure_opens_and_each_of_its_controls_changes_the_picture(page, name):
    answer = page.run(f"figures.make({name!r})")
    assert problems(answer) == []
    first, *rest = displayed(answer)
    assert len(alt(first["text/html"])) > 20
    assert "image/png" in first
    if not page.of_kind(PICTURE):
        assert any("data-film" in data.get("text/html", "") and len(data["text/html"]) <= HEAVIEST for data in rest)
        return
    assert VIEW in rest[-1]
    (reset,) = page.of_kind(BUTTON)
    for control, state in page.of_kind(*SLIDERS, CHOICE).items():
        before = picture(page)
        told = page.set(control, **another(state))
        assert problems(told) == []
        assert alt(picture(page)) != alt(before), state["description"]
        assert max(map(size, told)) < LIGHT
        page.click(reset)  # a seed, for instance, matters in one mode only


def picture(page):
    """What the one HTML widget shows."""
    (state,) = page.of_kind(PICTURE).values()
    return state["value"]


@both
def test_reset_brings_every_control_and_the_picture_back(page):
    page.run("figures.make('ravine')")
    first, values = picture(page), {key: state["value"] for key, state in page.of_kind(*SLIDERS).items()}
    for control, state in page.of_kind(*SLIDERS).items():
        page.set(control, **another(state))
    assert alt(picture(page)) != alt(first)
    (button,) = page.of_kind(BUTTON)
    assert problems(page.click(button)) == []
    assert {key: state["value"] for key, state in page.of_kind(*SLIDERS).items()} == values
    assert alt(picture(page)) == alt(first)


@both
def test_an_error_is_a_line_in_the_pictures_place_and_the_next_value_a_picture(page):
    page.run(FAILING)
    (slider,) = page.of_kind(*SLIDERS)
    told = page.set(slider, value=3)
    assert problems(told) == []
    assert picture(page).startswith('<p role="alert"')
    assert "No picture for height = 3. ValueError in compute, line 5: no &lt;b&gt;three&lt;/b&gt;" in picture(page)
    page.set(slider, value=4)
    assert alt(picture(page)) == "The bar is 4 high."


@both
def test_an_unfinished_exercise_stops_the_cell_and_opens_nothing(page):
    code = "def stub(*a): raise NotImplementedError('Exercise 1.1: sigmoid')\nfigures.all_figures()['neuron_1d'](stub)"
    (error,) = problems(page.run(code))
    assert (error["ename"], error["evalue"]) == ("NotImplementedError", "Exercise 1.1: sigmoid")
    assert page.models == {}


@both
def test_a_grader_gets_the_static_picture_alone(page):
    page.run("import os; os.environ['NBGRADER_EXECUTION'] = '1'")
    answer = page.run("figures.make('ravine')")
    page.run("del os.environ['NBGRADER_EXECUTION']")
    (data,) = displayed(answer)
    assert "image/png" in data
    assert page.models == {}
