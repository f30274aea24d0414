"""Figures 8 and 9 and the plots of lab 04, driven without a browser: the numbers, the sentence and the picture."""

import subprocess
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.labs.losses import figures
from course_utils.labs.losses.plots import plot_bars, plot_fits, plot_reliability


def binary_cross_entropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def clipped_early(y, p):
    return binary_cross_entropy(y, np.clip(p, 0.01, 0.99))


def mse(y, p):
    return np.mean((y - p) ** 2)


def log_softmax(logits):
    return logits - np.log(np.sum(np.exp(logits), axis=-1, keepdims=True))


@pytest.fixture
def ax():
    return Figure().subplots()


@pytest.fixture(scope="module")
def figure_8():
    return figures.loss_against_logit(binary_cross_entropy, mse)


@pytest.fixture(scope="module")
def figure_9():
    return figures.softmax_bars(log_softmax)


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("z", [-6.0, 0.0, 2.5])
def test_the_slopes_are_those_of_the_formulas(label, z):
    data = figures.look(binary_cross_entropy, mse, label, z)
    p = 1 / (1 + np.exp(-z))
    assert data.slope_here == pytest.approx([p - label, 2 * (p - label) * p * (1 - p)], abs=1e-6)
    assert data.loss_here == pytest.approx([-np.log(p if label else 1 - p), (p - label) ** 2])


def test_figure_8_starts_confidently_wrong_and_says_what_that_means(figure_8):
    figure_8.reset()
    assert figure_8.values == {"label": 1, "z": -6.0}
    assert "nearly flat where the answer is most wrong" in figure_8.html
    assert "slope −0.998" in figure_8.html


def test_figure_8_says_nothing_of_the_kind_where_the_answer_is_right(figure_8):
    figure_8.set(label=1, z=4.0)
    assert "flat" not in figure_8.html


def test_figure_8_shows_a_cross_entropy_that_was_clipped_too_early():
    figure = figures.loss_against_logit(clipped_early, mse)
    assert "is it clipped too early?" in figure.html
    assert figure.picture.alt.count("is it clipped too early?") == 2


def test_a_constant_changes_the_logits_and_nothing_else(figure_9):
    figure_9.reset()
    assert "probabilities 0.705, 0.259, 0.0351. The truth is cat, so the loss is 0.349." in figure_9.html
    figure_9.set(constant=3.0)
    assert "Logits 5, 4, 2" in figure_9.html
    assert "probabilities 0.705, 0.259, 0.0351. The truth is cat, so the loss is 0.349." in figure_9.html


def test_a_low_temperature_makes_it_surer(figure_9):
    figure_9.reset()
    figure_9.set(temperature=0.25)
    assert "probabilities 0.982, 0.018, less than 0.001" in figure_9.html


def test_figure_9_says_when_probabilities_do_not_add_up():
    figure = figures.softmax_bars(lambda logits: log_softmax(logits) + np.log(2))
    assert "The probabilities add up to 2 and not to 1." in figure.html


def test_an_open_exercise_stops_the_cell():
    def open_exercise(*_):
        raise NotImplementedError("Exercise 4.4: log_softmax")

    with pytest.raises(NotImplementedError, match="Exercise 4.4"):
        figures.softmax_bars(open_exercise)


def test_every_bar_carries_its_number_and_the_chosen_one_is_hatched(ax):
    plot_bars(("cat", "dog"), [0.75, 0.0001], 1, ax=ax, limits=(0, 1))
    assert [text.get_text() for text in ax.texts] == ["0.75", "< 0.001"]
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, True]


def test_fits_differ_in_line_style_and_lie_on_their_lines(ax):
    plot_fits([[0.0], [2.0]], [1.0, 2.0], {"mse": (3.0, 1.0), "mae": (0.0, 2.0)}, ax=ax)
    assert [line.get_ydata().tolist() for line in ax.lines] == [[1, 7], [2, 2]]
    assert len({line.get_linestyle() for line in ax.lines}) == 2
    assert ax.get_xlabel() == "hours of study"


def test_reliability_has_a_diagonal_and_one_point_for_each_bin(ax):
    plot_reliability({"a": [(0.2, 0.5, 4), (0.9, 0.8, 1)]}, ax=ax)
    diagonal, curve = ax.lines
    assert diagonal.get_xydata().tolist() == [[0, 0], [1, 1]]
    assert curve.get_xydata().tolist() == [[0.2, 0.5], [0.9, 0.8]]
    large, small = ax.collections[0].get_sizes()
    assert large > small


def test_the_figures_need_no_tensorflow():
    code = "import sys; from course_utils.labs.losses import figures as losses; sys.exit('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
