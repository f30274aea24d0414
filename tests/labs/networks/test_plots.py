"""The plots of lab 03: what is on the axes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import Rectangle

from course_utils import plots
from course_utils.labs.networks.plots import plot_layer
from course_utils.plots.tables_and_times import say_seconds

X = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]])
W = np.array([[1.0, 0.0, 2.0, -1.0], [2.0, -1.0, 0.0, 1.0]])
B = np.array([1.0, 0.0, -2.0, 1.0])


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_a_layer_shows_every_number_and_every_shape():
    ax = plot_layer(X, W, B, np.maximum(X @ W + B, 0))
    assert {"X (3, 2)", "W (2, 4)", "b (4,)", "output (3, 4)"} <= set(texts(ax))
    assert len([patch for patch in ax.patches if patch.get_linewidth() == 0.8]) == 6 + 8 + 4 + 12


def test_a_layer_frames_the_row_the_column_and_where_they_meet():
    ax = plot_layer(X, W, B, np.maximum(X @ W + B, 0), row=1, unit=2)
    frames = [patch for patch in ax.patches if patch.get_linewidth() == 2.5]
    assert sorted((frame.get_width(), frame.get_height()) for frame in frames) == [(1, 1), (1, 1), (1, 2), (2, 1)]


def test_the_class_has_names_and_a_star():
    ax = plots.plot_students(np.array([[1.0, 1.0], [9.0, 9.0]]), np.array([0, 1]), predict=lambda X: X[:, 0] / 10)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["failed", "passed", "you"]
    assert ax.collections[-1].get_offsets().tolist() == [[4, 5]]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("lectures attended", "hours on the project")


def test_hidden_units_are_shown_in_three_pairs():
    H = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    axes = plots.plot_hidden_units(H, np.array([0, 1]), [7.0, 8.0, 9.0])
    assert [(ax.get_xlabel()[-1], ax.get_ylabel()[-1]) for ax in axes] == [("1", "2"), ("1", "3"), ("2", "3")]
    assert [ax.collections[-1].get_offsets().tolist() for ax in axes] == [[[7, 8]], [[7, 9]], [[8, 9]]]
    assert axes[2].collections[0].get_offsets().tolist() == [[2, 3]]


def test_a_study_frames_what_reaches_the_bar():
    ax = plots.plot_study([[0.5, 0.95], [0.94, 1.0]], [2, 4], [1, 2])
    frames = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert sorted((round(frame.get_x() + 0.45), round(frame.get_y() + 0.42)) for frame in frames) == [(1, 0), (1, 1)]
    assert texts(ax) == ["50%", "95%", "94%", "100%"]


def test_times_are_bars_with_their_numbers_on_a_logarithmic_scale():
    ax = plots.plot_times({"loops": 0.12, "at once": 4.5e-5})
    assert ax.get_xscale() == "log"
    assert texts(ax) == ["120 ms", "45 µs"]


@pytest.mark.parametrize(("seconds", "words"), [(2.5, "2.5 s"), (0.0123, "12.3 ms"), (4.5e-05, "45 µs")])
def test_seconds_are_said_in_a_unit_that_fits(seconds, words):
    assert say_seconds(seconds) == words
