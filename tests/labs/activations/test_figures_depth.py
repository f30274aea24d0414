"""Figures 4 and 16, driven without a browser: the numbers, the sentence and the picture."""

import subprocess
import sys

import numpy as np
import pytest

from course_utils.labs.activations import figures
from course_utils.labs.activations.figures import networks_by_depth


@pytest.fixture(scope="module")
def figure_4():
    return figures.depth()


@pytest.fixture(scope="module")
def figure_16():
    return figures.signal_through_depth()


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_without_activation_every_depth_gives_the_same_straight_line(depth):
    data, first = networks_by_depth.train_boundary(depth, "none"), networks_by_depth.train_boundary(1, "none")
    assert data.straight
    assert data.accuracy == pytest.approx(first.accuracy, abs=0.01)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_with_an_activation_the_boundary_bends_and_separates_the_points(depth, activation):
    data = networks_by_depth.train_boundary(depth, activation)
    assert not data.straight
    assert data.accuracy > 0.95 > networks_by_depth.train_boundary(depth, "none").accuracy


def test_a_plane_is_told_from_a_fold_and_from_a_twist():
    a, b = np.meshgrid(np.arange(4.0), np.arange(3.0))
    assert networks_by_depth.is_plane(3 * a - 2 * b + 1)
    assert not networks_by_depth.is_plane(np.abs(a - 1))
    assert not networks_by_depth.is_plane(a * b)


def test_figure_4_starts_at_four_layers_without_activation(figure_4):
    assert figure_4.values == {"layers": 4, "activation": "none"}
    assert "4 hidden layers without activation: the boundary is still one straight line" in figure_4.html


def test_figure_4_says_that_the_boundary_bends(figure_4):
    figure_4.set(layers=1, activation="tanh")
    assert "1 hidden layer with tanh: the boundary bends around the points, accuracy" in figure_4.html


def test_the_static_twin_of_figure_4_holds_both_findings(figure_4):
    assert "straight line" in figure_4.picture.alt
    assert "bends" in figure_4.picture.alt


def test_the_map_is_updated_in_place(figure_4):
    figure_4.set(layers=2, activation="none")
    before = figure_4.html
    figure_4.set(layers=2, activation="relu")
    assert figure_4.html != before
    figure_4.set(layers=2, activation="none")
    assert figure_4.html == before


def test_the_gradient_of_twenty_sigmoids_vanishes_and_he_keeps_that_of_relu():
    assert networks_by_depth.flow(20, 1.0, "sigmoid").gradient[0] < 1e-9
    assert 1e-3 < networks_by_depth.flow(20, 1.4, "relu").gradient[0] < 1e3
    assert networks_by_depth.flow(20, 2.8, "relu").gradient[0] > 1e3


def test_signal_starts_at_the_first_layer_and_gradient_at_the_last():
    data = networks_by_depth.flow(7, 0.8, "tanh")
    assert data.signal.shape == data.gradient.shape == (7,)
    assert data.signal[0] == data.gradient[-1] == 1


def test_a_relu_layer_passes_on_scale_over_root_two():
    data = networks_by_depth.flow(30, 0.8, "relu")
    per_layer = data.gradient[0] ** (1 / 29)
    assert per_layer == pytest.approx(0.8 / np.sqrt(2), rel=0.05)


def test_figure_16_says_both_ratios_and_what_they_mean(figure_16):
    figure_16.set(depth=20, scale=1.0, activation="sigmoid")
    data = networks_by_depth.flow(20, 1.0, "sigmoid")
    assert f"the gradient vanishes, first to last layer {data.gradient[0]:.2g}" in figure_16.html
    assert f"the signal vanishes, last to first layer {data.signal[-1]:.2g}" in figure_16.html


def test_figure_16_tells_surviving_from_exploding(figure_16):
    figure_16.set(depth=20, scale=1.4, activation="relu")
    assert "the gradient survives" in figure_16.html
    figure_16.set(scale=4.0)
    assert "the gradient explodes" in figure_16.html


@pytest.mark.parametrize("figure", ["figure_4", "figure_16"])
def test_the_picture_of_every_redraw_stays_small(figure, request):
    figure = request.getfixturevalue(figure)
    name, values = ("layers", (1, 2, 3, 4, 3, 2, 1)) if "layers" in figure.values else ("depth", range(2, 30, 4))
    sizes = []
    for value in values:
        figure.set(**{name: value})
        sizes.append(len(figure.html))
    assert max(sizes) < 200_000


def test_the_figures_do_not_import_tensorflow():
    code = "import sys; from course_utils.labs.activations import figures; print('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
