"""The stand-ins of lab 05 against NumPy."""

import numpy as np
import pytest

from course_utils import checks, datasets, stand_in
from course_utils.labs.gradient_descent.checks import best_line_exactly
from course_utils.models import landscapes
from course_utils.models.will_i_pass import slightly_trained_weights, train_by_hand

SURFACE = landscapes.two_minima()


def walk(gradient, w, rate, steps):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - rate * gradient(path[-1]))
    return np.array(path)


def test_numerical_gradient_measures_every_weight_and_leaves_them_alone():
    w = np.array([2, 1])
    assert stand_in("numerical_gradient")(lambda v: v[0] ** 2 + 3 * v[1], w) == pytest.approx([4, 3])
    assert w.tolist() == [2, 1]


def test_gradient_descent_takes_the_exact_path_and_leaves_the_start_alone():
    start = np.array([-0.5, 1.5])
    path = stand_in("gradient_descent")(SURFACE.gradient, start, 0.1, 20)
    assert path == pytest.approx(walk(SURFACE.gradient, start, 0.1, 20))
    assert start.tolist() == [-0.5, 1.5]
    assert stand_in("gradient_descent")(SURFACE.gradient, start, 0.1, 0).tolist() == [[-0.5, 1.5]]


def test_rate_limit_is_two_over_the_largest_curvature():
    assert stand_in("rate_limit")(landscapes.ravine(20, 45).hessian([0, 0])) == pytest.approx(0.1)


def test_mse_gradient_and_fit_linear():
    X, y = datasets.exam_scores(30)
    A, w = np.column_stack([np.ones(30), X]), np.array([30.0, 5.0])
    assert stand_in("mse_gradient")(w, A, y) == pytest.approx(2 / 30 * A.T @ (A @ w - y))
    assert stand_in("fit_linear")(X, y) == pytest.approx(best_line_exactly(X, y))


def test_drops_of_steps_of_one_length():
    falls = stand_in("drops")(lambda v: v[0] ** 2 + 3 * v[1], [1.0, 2.0], [[3.0, 4.0], [0.0, -2.0]], 0.5)
    assert falls == pytest.approx([-1.89, 1.5])


def test_tape_descent_takes_the_path_of_the_hand_gradient():
    loss = checks.build("tensor_loss", {"landscape": "two_minima"})
    path = stand_in("tape_descent")(loss, np.array([-0.5, 1.5]), 0.1, 10)
    assert path == pytest.approx(walk(SURFACE.gradient, [-0.5, 1.5], 0.1, 10))


def test_train_network_takes_the_steps_of_the_hand_gradient():
    X, y = datasets.will_i_pass(40)
    trained, losses = stand_in("train_network")(slightly_trained_weights(), X, y, 0.02, 5)
    exact, expected = train_by_hand(slightly_trained_weights(), X, y, 0.02, 5)
    assert losses == pytest.approx(expected)
    for ours, theirs in zip(trained, exact, strict=True):
        assert ours == pytest.approx(theirs)


def test_backtracking_gives_the_first_rate_that_is_good_enough():
    assert stand_in("backtracking")(lambda v: 5.0 * v @ v, lambda v: 10.0 * v, np.array([3.0, -4.0])) == 0.125
