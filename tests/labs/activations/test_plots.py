"""What the plots of activations, errors and hinges hold."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils import plots
from course_utils.plots import activations


@pytest.fixture
def ax():
    return Figure().subplots()


def labels(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_each_activation_is_one_line_with_its_own_marker(ax):
    assert plots.plot_activation({"tanh": np.tanh, "abs": np.abs}, ax=ax) is ax
    tanh, absolute = ax.lines[:2]
    np.testing.assert_allclose(tanh.get_ydata(), np.tanh(tanh.get_xdata()))
    assert tanh.get_marker() != absolute.get_marker()
    assert labels(ax) == ["tanh", "abs"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("state z", "output g(z)")


def test_an_activation_with_its_derivative_gets_a_dashed_line_in_the_same_colour(ax):
    plots.plot_activation({"square": (np.square, lambda z: 2 * z)}, [0.0, 1.0, 2.0], ax=ax)
    line, slope = ax.lines[:2]
    assert slope.get_ydata().tolist() == [0, 2, 4]
    assert (line.get_linestyle(), slope.get_linestyle()) == ("-", "--")
    assert line.get_color() == slope.get_color()
    assert labels(ax) == ["square", "square, its slope"]


def test_more_activations_than_markers_are_still_drawn(ax):
    plots.plot_activation({str(k): np.tanh for k in range(11)}, ax=ax)
    assert len(labels(ax)) == 11


def test_the_tangent_runs_through_the_point_with_the_given_slope(ax):
    z = np.linspace(-3, 3, 7)
    activations.plot_tangent(z, z**2, (1.0, 1.0), 2.0, ax=ax)
    x, y = ax.lines[1].get_data()
    assert np.diff(y) / np.diff(x) == pytest.approx(2)
    assert np.interp(1.0, x, y) == pytest.approx(1)


def test_the_slope_plot_shows_zero_even_when_the_slope_never_comes_near_it(ax):
    activations.plot_slope(np.array([-1.0, 1.0]), np.array([0.8, 1.0]), (0.0, 0.9), ax=ax)
    assert ax.get_ylim()[0] < 0


def test_saturation_is_hatched_where_the_slope_is_below_a_twentieth(ax):
    z = np.linspace(-4, 4, 81)
    activations.shade_saturation(z, np.where(z > 1.001, 0.01, 1.0), ax=ax)
    (zone,) = ax.collections
    corners = zone.get_paths()[0].vertices[:, 0]
    assert zone.get_hatch()
    assert corners.min() == pytest.approx(1.1)
    assert corners.max() == pytest.approx(4)


def test_errors_are_drawn_on_a_logarithmic_scale_and_without_sign(ax):
    plots.plot_error([1, 2, 3], {"tanh": [1e-9, -1e-8, 0.0]}, ax=ax)
    assert ax.get_yscale() == "log"
    assert ax.lines[0].get_ydata().tolist() == [1e-9, 1e-8, 1e-17]
    assert labels(ax) == ["tanh"]


def test_the_largest_error_of_a_sum_is_marked_where_it_is(ax):
    x = np.array([0.0, 0.5, 1.0])
    activations.plot_sum_of_hinges(x, np.array([0, 0, 0]), np.array([0.1, -0.7, 0.2]), [0.0, 0.5], ax=ax)
    (bar,) = ax.collections[0].get_segments()
    assert bar.tolist() == [[0.5, -0.7], [0.5, 0.0]]
    assert labels(ax) == ["target", "sum", "largest error"]


def test_every_hinge_is_one_line_within_the_picture(ax):
    x = np.linspace(0, 1, 5)
    activations.plot_hinges(x, np.stack([x, -7 * x, 3 * x], axis=1), ax=ax)
    assert len(ax.collections[0].get_segments()) == 3
    low, high = ax.get_ylim()
    assert low < -7 < 3 < high
