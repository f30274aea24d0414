"""What the plots of walks downhill hold."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils import plots
from course_utils.models import landscapes


@pytest.fixture
def ax():
    return Figure().subplots()


def test_each_tangent_has_the_slope_that_it_is_given(ax):
    w = np.linspace(-2, 2, 41)
    assert plots.plot_slopes(w, w**2, [(-1.0, 1.0, -2.0), (0.0, 0.0, 1e-12)], ax=ax) is ax
    tangent = ax.lines[1]
    assert np.diff(tangent.get_ydata()) / np.diff(tangent.get_xdata()) == pytest.approx(-2)
    assert [text.get_text() for text in ax.texts] == ["slope −2", "slope 0"]


def test_each_run_has_its_panel_with_its_rate_and_a_word():
    figure = Figure()
    axes = plots.plot_runs(lambda w: w**2, {0.5: [-3.0, 0.0, 0.0], 1.2: [-3.0, 4.2, -5.9]}, axes=figure.subplots(1, 2))
    titles = [ax.get_title() or ax.get_title("left") for ax in axes]
    assert titles == ["rate 0.5: converge", "rate 1.2: diverge"]
    assert axes[0].lines[1].get_xdata().tolist() == [-3, 0, 0]


def test_a_map_marks_start_minima_and_saddles(ax):
    surface = landscapes.two_minima()
    plots.plot_landscape(surface, {"walk": [[1.0, 1.0], [1.5, 0.5]]}, ax=ax)
    marks = {line.get_marker(): line.get_xydata().tolist() for line in ax.lines}
    assert marks["D"] == [[1, 1]]
    assert [line.get_xydata().tolist()[0] for line in ax.lines if line.get_marker() == "*"] == [[2, 0], [-1, 0]]
    assert marks["X"] == [[0, 0]]


def test_two_walks_differ_in_colour_marker_and_line(ax):
    plots.plot_landscape(landscapes.saddle(), {"a": np.zeros((3, 2)), "b": np.ones((3, 2))}, ax=ax)
    walks = [line for line in ax.lines if line.get_label() in "ab"]
    for look in ("get_color", "get_marker", "get_linestyle"):
        assert len({getattr(line, look)() for line in walks}) == 2


@pytest.mark.parametrize("surface", [landscapes.ravine(50, 45), landscapes.rosenbrock(), landscapes.beale()])
def test_the_contour_lines_of_a_map_reach_into_its_valley(surface, ax):
    plots.plot_landscape(surface, ax=ax)
    lowest = ax.collections[1].levels[0]
    heights = surface(np.random.default_rng(0).uniform(*np.transpose(surface.box), (4000, 2)))
    assert np.mean(heights - heights.min() < lowest) < 0.1


def test_drops_are_counted_and_the_gradient_is_a_line_of_its_own(ax):
    plots.plot_drops([-0.1, 0.1, 0.2], 0.5, ax=ax)
    assert sum(bar.get_height() for bar in ax.patches) == 3
    assert ax.lines[1].get_xdata()[0] == 0.5
    assert "3 random directions" in [text.get_text() for text in ax.get_legend().get_texts()]
