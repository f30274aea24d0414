"""Figures 20 to 23, driven without a browser, and the plots of lab 09."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.labs.regularization import figures
from course_utils.labs.regularization.figures import overparameterization
from course_utils.labs.regularization.plots import plot_digits, plot_forest, plot_memory, plot_stop, plot_two_errors


def penalty(params, l1=0.0, l2=0.0):
    return sum(l1 * np.sum(np.abs(W)) + l2 * np.sum(W**2) for W, _ in params), []


def dropout_forward(H, rate, rng, training=True):
    mask = rng.random(H.shape) >= rate if training else np.ones_like(H)
    return H * mask / (1 - rate if training else 1), mask


def unscaled(H, rate, rng, training=True):
    return dropout_forward(H, rate, rng, training)[0] * (1 - rate if training else 1), None


def fit_and_score(degree, train, validation):
    curve = np.polynomial.Polynomial.fit(*train, degree)
    return tuple(np.mean((curve(x) - y) ** 2) for x, y in (train, validation))


def min_norm(Phi, Y, ridge=0.0):
    if ridge == 0:
        return np.linalg.pinv(Phi) @ Y
    return Phi.T @ np.linalg.solve(Phi @ Phi.T + ridge * np.eye(len(Phi)), Y)


def test_figure_20_counts_the_weights_that_are_zero():
    figure = figures.weights_path(penalty)
    figure.set(kind="L1", strength=0.5)
    assert "L1 with strength 0.50: 3 of 6 weights are exactly 0" in figure.html
    figure.set(kind="L2")
    assert "L2 with strength 0.50: no weight is exactly 0" in figure.html
    figure.set(strength=0.0)
    assert "now (1.6, −1.1, 0.7, −0.45, 0.3, −0.15)" in figure.html


def test_figure_21_follows_the_students_function():
    figure = figures.dropout_masks(dropout_forward)
    figure.set(rate=0.5)
    assert "multiplied by 2. The sum of 2000 masks has mean 2.4" in figure.html
    figure.set(mode="test")
    assert "Test, rate 0.50: 0% of the activations are 0" in figure.html
    wrong = figures.dropout_masks(unscaled)
    assert "multiplied by 1. The sum of 2000 masks has mean 1.2" in wrong.html


def test_figure_22_says_both_errors():
    figure = figures.fit_dashboard(fit_and_score)
    assert "Degree 15, 16 points, noise 0.30" in figure.html
    assert "validation error is lowest at degree 3" in figure.html
    figure.set(n=100)
    assert "validation error 0.11" in figure.html


def test_figure_23_compares_the_two_valleys(monkeypatch):
    monkeypatch.setattr(overparameterization, "SEEDS", (0,))
    figure = figures.double_descent(min_norm)
    assert "30 % by lot, ridge 0: below p = n the error is lowest at p = " in figure.html
    figure.set(labels="true labels")
    assert "less than the best small width" in figure.html
    figure.set(width=1600, ridge=1.0)
    assert "At p = 1600: error 0.0" in figure.html


def test_an_open_exercise_stops_the_figure():
    def open_exercise(*args, **kwargs):
        raise NotImplementedError("Exercise 9.4: penalty")

    for make in (figures.weights_path, figures.dropout_masks, figures.double_descent):
        with pytest.raises(NotImplementedError, match=r"Exercise 9\.4"):
            make(open_exercise)


def test_two_errors_have_a_star_on_the_lowest_validation_error():
    ax = plot_two_errors([1, 2, 3], [[3, 3], [2, 1], [1, 4]], ax=Figure().subplots(), noise=0.5)
    star = next(line for line in ax.lines if line.get_marker() == "*")
    assert star.get_xydata().tolist() == [[2, 1]]


def test_a_stop_shows_both_losses_the_star_and_the_line():
    ax = plot_stop([3, 2, 1, 0.5], [3, 2, 2.5, 3], 1, 3, ax=Figure().subplots())
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels[2:4] == ["weights of epoch 2 are kept", "training stops after epoch 4"]


def test_memory_has_one_panel_for_each_set_of_labels():
    curves = {(name, part): [0.1, 0.9] for name in ("true", "lot") for part in ("training", "unseen digits")}
    axes = plot_memory([0, 10], curves, axes=Figure().subplots(1, 2))
    assert [ax.get_title(loc="left") or ax.get_title() for ax in axes] == ["true", "lot"]


def test_digits_are_square_and_carry_their_labels():
    axes = plot_digits(np.zeros((4, 9)), [1, 2, 1, 2], rows=("original", "copy"), axes=Figure().subplots(2, 2))
    assert [ax.get_title() for ax in axes.flat] == ["1", "2", "1", "2"]
    assert [ax.get_ylabel() for ax in axes[:, 0]] == ["original", "copy"]


@pytest.mark.parametrize(("second", "bands"), [((0.85, 0.1), 1), ((0.2, 0.1), 0)])
def test_a_forest_marks_what_all_intervals_share(second, bands):
    ax = plot_forest({"none": (0.8, 0.1), "L2": second}, ax=Figure().subplots())
    assert len(ax.patches) == bands
    assert [label.get_text() for label in ax.get_yticklabels()] == ["none", "L2"]
