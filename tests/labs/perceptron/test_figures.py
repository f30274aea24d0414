"""The live figures of lab 01 run the student's own functions and say what they find."""

import re
import subprocess
import sys

import numpy as np
import pytest

from course_utils.labs.perceptron import figures


def sigmoid(z):
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))


def perceptron(X, w, w0):
    return sigmoid(X @ w + w0)


def boundary(w, w0, x1):
    if w[1] == 0:
        raise ValueError("w2 is 0: the line is vertical")
    return -(w0 + w[0] * x1) / w[1]


def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(2), 0.0
    path = [(w, w0)]
    for _ in range(max_epochs):
        mistakes = len(path)
        for x, sign in zip(X, np.where(y > 0, 1, -1), strict=True):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))
        if len(path) == mistakes:
            break
    return path


def alt_of(figure):
    return re.search('alt="([^"]*)"', figure.html)[1]


def test_the_stepper_starts_at_a_telling_mistake():
    figure = figures.perceptron_steps(fit_perceptron)
    assert "Mistake 3 of 7: (2.8, 1.2) has label 1; separable: 8 of 24 points are now wrong." in alt_of(figure)


def test_separable_data_are_learned_whatever_the_order_but_to_another_line():
    figure = figures.perceptron_steps(fit_perceptron)
    ends = []
    for order in ("first to last", "last to first", "shuffled"):
        figure.set(order=order, data="close call", step=1000)
        assert "no point is wrong any more" in alt_of(figure)
        ends.append(figure.values["step"])
    assert ends == [36, 28, 36]


def test_xor_is_never_learned():
    figure = figures.perceptron_steps(fit_perceptron)
    figure.set(data="xor", step=1000)
    assert "Mistake 24 of 24" in alt_of(figure)
    assert "4 of 4 points are still wrong" in alt_of(figure)


def test_the_students_training_runs_once_for_each_choice():
    calls = []

    def counted(X, y, max_epochs):
        calls.append(len(X))
        return fit_perceptron(X, y, max_epochs)

    figure = figures.perceptron_steps(counted)
    assert sorted(calls) == [4, 24, 24]
    for step in range(5):
        figure.set(step=step)
    assert sorted(calls) == [4, 24, 24]


def test_a_path_of_another_form_is_named():
    figure = figures.perceptron_steps(lambda X, y, max_epochs: (np.zeros(2), 0.0))
    assert "expected fit_perceptron to return a list of pairs (w, w0)" in figure.html


@pytest.mark.parametrize(
    ("make", "number"),
    [("perceptron_steps", "1.7"), ("neuron_1d", "1.2"), ("neuron_2d", "1.3"), ("boundary_line", "1.4")],
)
def test_an_unfinished_exercise_stops_the_cell_with_its_number(make, number):
    def stub(*arguments):
        raise NotImplementedError(f"Exercise {number}")

    with pytest.raises(NotImplementedError, match=f"Exercise {number}"):
        getattr(figures, make)(stub)


def test_the_bias_moves_the_curve_and_the_weight_makes_it_steep():
    figure = figures.neuron_1d(sigmoid)
    assert "steeper, middle at x = −1.5" in alt_of(figure)
    figure.set(w=0.5, w0=-1.0)
    assert "flatter, middle at x = 2" in alt_of(figure)
    figure.set(shape="step")
    assert "it jumps at x = 2" in alt_of(figure)


def test_the_lectures_neuron_is_the_first_one_shown():
    figure = figures.neuron_2d(perceptron)
    assert figure.values == {"w0": 1.0, "w1": 3.0, "w2": -2.0}
    assert "z = 1 + 3·(−1) − 2·2 = −6, output 0.0025" in alt_of(figure)


def test_a_bias_of_seven_puts_the_point_on_the_line():
    figure = figures.neuron_2d(perceptron)
    figure.set(w0=7.0)
    assert "= 0, output 0.5" in alt_of(figure)


def test_weights_of_zero_leave_a_plain_map():
    figure = figures.neuron_2d(perceptron)
    figure.set(w1=0.0, w2=0.0)
    assert "output 0.7311" in alt_of(figure)


def test_the_students_points_are_checked_against_the_line():
    assert "17 of 17 points from boundary lie on it" in alt_of(figures.boundary_line(boundary))
    wrong = figures.boundary_line(lambda w, w0, x1: (w0 + w[0] * x1) / w[1])
    assert "0 of 17 points from boundary lie on it" in alt_of(wrong)


def test_a_vertical_line_shows_the_students_own_error():
    figure = figures.boundary_line(boundary)
    figure.set(w2=0.0)
    assert "ValueError in boundary" in figure.html
    assert "w2 is 0: the line is vertical" in figure.html


def test_live_figures_do_not_import_tensorflow():
    code = (
        "import sys; from course_utils.labs import all_figures; all_figures();"
        "print([name for name in ('tensorflow', 'keras', 'ipywidgets') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
