"""The neuron with its numbers, the gates, the feature space, and the knobs of figure 2."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.display import picture
from course_utils.labs.perceptron.plots import boundary, plot_feature_space, plot_gates, plot_neuron
from course_utils.plots.number_format import decimals, number, pair, signed, state_as_sum

GATES = {"AND": ([10, 10], -15), "OR": ([10, 10], -5), "NAND": ([-10, -10], 15), "NOT": ([-10], 5)}


@pytest.fixture(autouse=True)
def look():
    with picture.style():
        yield
    plt.close("all")


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_numbers_are_short_and_have_a_real_minus():
    assert [number(3.14159), number(-2.0), number(-0.0)] == ["3.14", "−2", "0"]
    assert [decimals(0.0024726), decimals(1.0)] == ["0.0025", "1"]
    assert [signed(2.5), signed(-2)] == ["+ 2.5", "− 2"]
    assert pair((-1.0, 2.0)) == "(−1, 2)"


def test_the_lectures_state_reads_as_a_sum():
    assert state_as_sum((-1, 2), (3, -2), 1) == "1 + 3·(−1) − 2·2"


def test_the_neuron_shows_its_numbers():
    ax = plot_neuron([-1, 2], [3, -2], 1, 0.0024726, activation="sigmoid")
    for text in ("w₀ = 1", "w₁ = 3", "w₂ = −2", "z = 1 + 3·(−1) − 2·2\n= −6", "sigmoid", "ŷ = 0.0025"):
        assert text in words(ax)


def test_without_an_activation_the_state_comes_out():
    ax = plot_neuron(np.array([2.0, 1.0]), np.array([3.0, -2.0]), 1.0, 5.0)
    assert "z = 5" in words(ax)
    assert "g" not in words(ax)


def test_negative_weights_are_dashed_and_positive_ones_solid():
    ax = plot_neuron([2, 1], [3, -2], 1, 5)
    assert [line.get_linestyle() for line in ax.lines] == ["-", "-", "--"]


def test_the_neuron_counts_inputs_and_weights():
    with pytest.raises(ValueError, match="expected one weight for each input, received 2 inputs and 3 weights"):
        plot_neuron([1, 2], [1, 2, 3], 0, 1)


def test_each_gate_has_a_panel_with_its_line_and_its_answers():
    axes = plot_gates(GATES)
    assert [ax.get_title(loc="left") or ax.get_title() for ax in axes] == list(GATES)
    assert [[int(text) for text in words(ax)] for ax in axes] == [[0, 0, 0, 1], [0, 1, 1, 1], [1, 1, 1, 0], [1, 0]]
    assert -15 + axes[0].lines[0].get_xydata() @ (10, 10) == pytest.approx([0, 0])


def test_a_gate_that_errs_is_crossed_out_at_the_wrong_corners():
    right, wrong = plot_gates({"AND": GATES["AND"], "OR": GATES["AND"]})
    crosses = len(wrong.collections) - len(right.collections)
    assert crosses == 2


def test_the_feature_space_shows_the_same_points_twice():
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    H = np.array([[0, 1], [1, 1], [1, 1], [1, 0]])
    before, after = plot_feature_space(X, H, [0, 1, 1, 0], line=([10, 10], -15))
    assert words(before) == ["(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)"]
    assert words(after) == ["(0, 0)", "(1, 1)", "(0, 1) and (1, 0)"]
    assert (after.get_xlabel(), after.get_ylabel()) == ("h₁", "h₂")
    assert -15 + after.lines[0].get_xydata() @ (10, 10) == pytest.approx([0, 0])


@pytest.mark.parametrize(
    ("w", "w0", "jumps", "words"),
    [
        (2.0, 3.0, False, "z = 2·x + 3: steeper, middle at x = −1.5"),
        (-0.5, 1.0, False, "z = −0.5·x + 1: turned round, flatter, middle at x = 2"),
        (1.0, -2.0, False, "z = 1·x − 2: same slope, middle at x = 2"),
        (0.0, 2.0, False, "z = 0·x + 2: the input no longer matters"),
        (4.0, 2.0, True, "z = 4·x + 2: it jumps at x = −0.5"),
    ],
)
def test_the_headline_says_what_weight_and_bias_do(w, w0, jumps, words):
    assert boundary.headline_1d({"w": w, "w0": w0, "jumps": jumps}) == words


def test_the_curve_and_the_mark_of_its_middle_follow_the_knobs():
    x = np.linspace(-6, 6, 5)
    data = {"x": x, "output": x * 0 + 0.5, "plain": x * 0, "w": 2.0, "w0": 3.0, "jumps": False}
    figure = picture.new_figure(6, 4)
    artists = boundary.draw_neuron_1d(figure, data)
    again = boundary.draw_neuron_1d(figure, data | {"w": 0.0}, artists)
    assert again is artists
    assert len(figure.axes) == 1
    assert artists["curve"].get_ydata() == pytest.approx(0.5 * np.ones(5))
    assert len(artists["middle"].get_xdata()) == 0


def test_the_map_of_the_lectures_neuron_states_z_and_output():
    data = {
        "outputs": np.eye(4),
        "w": np.array([3.0, -2.0]),
        "w0": 1.0,
        "point": np.array([-1.0, 2.0]),
        "output": 0.0025,
    }
    assert boundary.headline_2d(data) == "at (−1, 2): z = 1 + 3·(−1) − 2·2 = −6\noutput 0.0025"


def test_every_picture_of_figure_two_names_both_axes():
    x = np.linspace(-6, 6, 5)
    weights = {"w": np.array([3.0, -2.0]), "w0": 1.0}
    one = {"x": x, "output": x, "plain": x, "w": 2.0, "w0": 3.0, "jumps": False}
    two = {"outputs": np.eye(4), "point": np.array([-1.0, 2.0]), "output": 0.1, **weights}
    three = {"x1": x, "x2": 0.5 + 1.5 * x, **weights}
    for draw, data in ((boundary.draw_neuron_1d, one), (boundary.draw_neuron_2d, two), (boundary.draw_boundary, three)):
        ax = draw(picture.new_figure(6, 4), data)["ax"]
        assert ax.get_xlabel()
        assert ax.get_ylabel()
