"""What the plots of gradient flow, living units and the signal through depth hold."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from course_utils import plots
from course_utils.plots import depth


@pytest.fixture
def ax():
    return Figure().subplots()


def labels(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_gradient_flow_counts_layers_from_one_and_gives_the_ratio(ax):
    assert plots.plot_gradient_flow({"tanh": [0.5, 1.0, 2.0]}, ax=ax) is ax
    assert ax.lines[0].get_data()[0].tolist() == [1, 2, 3]
    assert labels(ax) == ["tanh: first/last = 0.25"]
    assert ax.get_yscale() == "log"


def test_activations_of_a_gradient_flow_have_different_markers(ax):
    plots.plot_gradient_flow({"tanh": [1, 2], "relu": [2, 1]}, ax=ax)
    assert len({line.get_marker() for line in ax.lines}) == 2


def test_a_gradient_of_exactly_zero_is_drawn_at_the_bottom(ax):
    plots.plot_gradient_flow({"dead": [0.0, 1.0]}, ax=ax)
    assert ax.lines[0].get_ydata().tolist() == [1e-30, 1.0]
    assert labels(ax) == ["dead: first/last = 0"]


def test_dead_units_are_hatched_and_counted(ax):
    active = np.array([[True, False, False], [False, False, True]])
    assert plots.plot_living_units(active, ax=ax) is ax
    (dead,) = ax.patches
    assert dead.get_x() == 0.5
    assert dead.get_hatch() == "xx"
    titles = ax.get_title(), ax.get_title("left")
    assert "1 of 3 units are dead: never active on these 2 examples" in titles
    assert labels(ax) == ["active", "silent", "dead"]


def test_a_unit_that_wakes_once_is_alive(ax):
    plots.plot_living_units([[0, 1], [1, 0], [0, 0]], ax=ax)
    assert len(ax.patches) == 0
    assert ax.collections[0].get_array().tolist() == [[0, 1], [1, 0], [0, 0]]


def test_signal_and_gradient_differ_in_colour_marker_and_line(ax):
    depth.plot_signal_and_gradient(np.array([1, 0.1, 0.01]), np.array([0.2, 0.5, 1]), ax=ax)
    signal, gradient = ax.lines
    assert signal.get_ydata().tolist() == [1, 0.1, 0.01]
    assert [to_hex(line.get_color()) for line in (signal, gradient)] == ["#0072b2", "#d55e00"]
    assert signal.get_marker() != gradient.get_marker()
    assert signal.get_linestyle() != gradient.get_linestyle()


def test_the_zones_of_vanishing_and_exploding_are_named_and_begin_at_the_limit(ax):
    depth.plot_signal_and_gradient(np.ones(3), np.ones(3), limit=100, ax=ax)
    assert [text.get_text() for text in ax.texts] == ["explodes", "vanishes"]
    edges = {edge for zone in ax.patches for edge in (zone.get_y(), zone.get_y() + zone.get_height())}
    assert {100, 0.01} <= {round(edge, 6) for edge in edges}


def test_what_leaves_the_scale_is_drawn_at_its_edge(ax):
    depth.plot_signal_and_gradient(np.array([1, 1e-40]), np.array([1e40, 1]), ax=ax)
    assert ax.lines[0].get_ydata()[1] == depth.RANGE[0]
    assert ax.lines[1].get_ydata()[0] == depth.RANGE[1]
