"""The stand-ins of lab 06 against formulas and nudges in NumPy."""

import numpy as np
import pytest

from course_utils import stand_in
from course_utils.labs.backpropagation import buggy_models

rng = np.random.default_rng(0)
X, Y = rng.normal(size=(5, 3)), np.array([0, 2, 1, 1, 0])
PARAMS = {
    "W1": rng.normal(size=(3, 4)),
    "b1": rng.normal(size=4),
    "W2": rng.normal(size=(4, 3)),
    "b2": rng.normal(size=3),
}


def loss(params):
    logits = np.maximum(X @ params["W1"] + params["b1"], 0) @ params["W2"] + params["b2"]
    return np.mean(np.logaddexp.reduce(logits, axis=1) - logits[np.arange(5), Y])


def nudged(f, w):
    return np.mean(stand_in("both_slopes")(f, w), axis=0)


def test_the_smallest_network_agrees_with_nudges():
    weights = np.array([0.4, -1.2])
    slopes = nudged(lambda w: (w[1] * np.tanh(w[0] * 1.5) - 0.5) ** 2, weights)
    assert np.allclose([stand_in("dJ_dw1")(1.5, 0.5, *weights), stand_in("dJ_dw2")(1.5, 0.5, *weights)], slopes)


def test_the_order_puts_parents_first_and_the_root_last():
    made_from = {"J": ["c", "a"], "c": ["a", "b"], "a": [], "b": []}
    order = stand_in("in_order")("J", made_from.get)
    assert sorted(order) == ["J", "a", "b", "c"]
    assert all(order.index(p) < order.index(node) for node in order for p in made_from[node])


def test_the_engine_adds_blame_up_and_starts_from_zero():
    x = stand_in("Value")(0.5)
    J = (2 * x).tanh() * x + (x**2).exp() - x.relu()
    J.backward()
    J.backward()
    t, e = np.tanh(1.0), np.exp(0.25)
    assert x.grad == pytest.approx(t + 0.5 * 2 * (1 - t**2) + e - 1)


def test_both_slopes_of_a_square_lie_epsilon_to_either_side():
    left, right = stand_in("both_slopes")(lambda w: np.sum(w**2), np.array([[1.0, -2.0]]), 0.1)
    assert np.allclose(left, [[1.9, -4.1]])
    assert np.allclose(right, [[2.1, -3.9]])


def test_a_kink_is_reported_and_a_wrong_slope_found():
    error, kinks = stand_in("gradient_check")(lambda w: np.abs(w).sum(), np.array([0.0, 2.0]), np.array([0.0, 1.1]))
    assert kinks.tolist() == [True, False]
    assert error == pytest.approx(0.1 / 1.1)


def test_the_way_back_agrees_with_nudges():
    slopes = stand_in("backward")(PARAMS, X, Y)
    for name, w in PARAMS.items():
        assert np.allclose(slopes[f"d{name}"], nudged(lambda a, name=name: loss({**PARAMS, name: a}), w))
    assert set(slopes) == {"dlogits", "dH", "dW2", "db2", "dZ", "dW1", "db1"}
    assert all(np.array_equal(slopes[key], value) for key, value in stand_in("tape_gradients")(PARAMS, X, Y).items())


def test_the_layers_follow_their_formulas():
    Z, W = rng.normal(size=(5, 2)), rng.normal(size=(3, 2))
    dX, dW, db = stand_in("dense_backward")(X, W, Z)
    assert np.allclose(dX, Z @ W.T)
    assert np.allclose(dW, X.T @ Z)
    assert np.allclose(db, Z.sum(axis=0))
    assert np.array_equal(stand_in("relu_backward")(np.array([[-1.0, 0.0, 2.0]]), np.ones((1, 3))), [[0, 0, 1]])
    assert np.allclose(stand_in("loss_backward")(np.zeros((2, 2)), np.array([0, 1])), [[-0.25, 0.25], [0.25, -0.25]])


def test_bugs_are_found_by_name():
    slopes = stand_in("backward")(PARAMS, X, Y)
    claimed = {name: slopes[f"d{name}"] * (1.001 if name == "b2" else 1) for name in PARAMS}
    assert stand_in("find_bugs")(loss, PARAMS, claimed) == ["b2"]


def test_training_takes_steps_downhill_and_keeps_the_start():
    before = {name: w.copy() for name, w in PARAMS.items()}
    params, losses = stand_in("train")(PARAMS, X, Y, 3, 0.1)
    slopes = stand_in("backward")(PARAMS, X, Y)
    assert losses[0] == pytest.approx(loss(PARAMS))
    assert losses[0] > losses[1] > losses[2] > loss(params)
    one, _ = stand_in("train")(PARAMS, X, Y, 1, 0.1)
    assert np.allclose(one["W1"], PARAMS["W1"] - 0.1 * slopes["dW1"])
    assert all(np.array_equal(before[name], w) for name, w in PARAMS.items())


@pytest.mark.parametrize("shape", [(4,), (3, 1), (), (1, 4), (3, 4)])
def test_a_broadcast_gradient_is_summed_back(shape):
    d = np.arange(12.0).reshape(3, 4)
    back = stand_in("unbroadcast")(d, shape)
    assert back.shape == shape
    assert back.sum() == pytest.approx(66)


@pytest.mark.parametrize("name", buggy_models.PARAMETERS)
def test_the_clinics_right_slopes_agree_with_nudges(name):
    p, inputs, T = buggy_models.patient(name, 3)
    for key, slopes in buggy_models.true_slopes(name, p, inputs, T).items():
        measured = nudged(lambda w, key=key: buggy_models.patient_loss(name, {**p, key: w}, inputs, T), p[key])
        assert np.allclose(slopes, measured, atol=1e-8)
