"""The stand-ins of lab 09 against their formulas."""

import numpy as np
import pytest

from course_utils import datasets, stand_in
from course_utils.labs.regularization import contest
from course_utils.labs.regularization.checks.augmentation import check_copies, check_untouched
from course_utils.labs.regularization.checks.dropout import check_kept, check_masks
from course_utils.labs.regularization.checks.early_stopping import check_stop, curve
from course_utils.labs.regularization.checks.penalties import keras_penalty
from course_utils.labs.regularization.checks.splits import check_parts
from course_utils.labs.regularization.random_features import ridge_solution


def test_the_split_is_stratified_and_shuffled():
    y = np.repeat([0, 1, 2], [50, 30, 20])
    X = np.column_stack([np.arange(100.0), y])
    parts = stand_in("stratified_split")(X, y, np.random.default_rng(0), validation=0.2, test=0.1)
    check_parts(parts, X, y, {"train": 0.7, "validation": 0.2, "test": 0.1})


def test_parts_are_scaled_by_the_training_part():
    rng = np.random.default_rng(0)
    parts = {name: (rng.normal(3, 2, (20, 2)) * [1, 0], np.arange(20)) for name in ("train", "test")}
    mean, std = parts["train"][0].mean(axis=0), np.array([parts["train"][0][:, 0].std(), 1])
    for name, (X, y) in stand_in("standardise")(parts).items():
        assert pytest.approx((parts[name][0] - mean) / std) == X
        assert y.tolist() == list(range(20))


def test_a_polynomial_is_fitted_to_the_training_points():
    X, y = datasets.noisy_curve(20)
    curve_, pair = np.polynomial.Polynomial.fit(X[:, 0], y, 4), (X[:, 0], y)
    new = np.array([0.2, 0.9]), np.array([1.0, 0.0])
    expected = [np.mean((curve_(x) - t) ** 2) for x, t in (pair, new)]
    assert stand_in("fit_and_score")(4, pair, new) == pytest.approx(expected)


def test_labels_are_dealt_out_anew_and_learned():
    X, y = datasets.load("digits", n=60)
    labels, net = stand_in("memorise")(X, y, np.random.default_rng(0))
    assert sorted(labels) == sorted(y)
    assert contest.accuracy(net, X, labels) == 1


def test_the_penalty_is_keras():
    rng = np.random.default_rng(0)
    params = [(rng.normal(size=(3, 2)), rng.normal(size=2)), (rng.normal(size=(2, 1)), rng.normal(size=1))]
    value, slopes = keras_penalty(params, 0.1, 0.2)
    got, grads = stand_in("penalty")(params, l1=0.1, l2=0.2)
    assert got == pytest.approx(value)
    for (dW, db), right in zip(grads, slopes, strict=True):
        assert dW == pytest.approx(right)
        assert not db.any()


@pytest.mark.parametrize("rate", [0.0, 0.3, 0.5])
def test_dropout_forward_and_backward(rate):
    H = np.random.default_rng(0).normal(size=(40, 50))
    rng = np.random.default_rng(1)
    out, mask = stand_in("dropout_forward")(H, rate, rng)
    check_kept(out, mask, H, rate, 1 / (1 - rate))
    check_masks(mask, rate)
    assert rate == 0 or not np.array_equal(mask, stand_in("dropout_forward")(H, rate, rng)[1])
    assert stand_in("dropout_forward")(H, rate, rng, training=False)[0] == pytest.approx(H)
    assert stand_in("dropout_backward")(H, mask, rate) == pytest.approx(H * mask / (1 - rate))


@pytest.mark.parametrize(("patience", "min_delta"), [(1, 0.0), (2, 0.0), (2, 0.1)])
def test_early_stopping_is_keras(patience, min_delta):
    logs = curve([0.9, 0.7, 0.75, 0.8, 0.6, 0.65, 0.66, 0.67])
    how = {"patience": patience, "min_delta": min_delta}
    check_stop(lambda: stand_in("EarlyStopping")(**how), logs, **how)


def test_copies_are_shifted_and_other_parts_stay():
    rng = np.random.default_rng(0)
    parts = {"train": (rng.uniform(0.1, 1, (40, 25)), np.arange(40)), "test": (rng.random((3, 25)), np.arange(3))}
    got = stand_in("augment")(parts, rng)
    assert len(set(check_copies(got["train"], *parts["train"]))) > 4
    check_untouched(got, parts)


def test_intervals_and_the_choice():
    assert stand_in("interval")([1.0, 2.0, 3.0]) == pytest.approx((2, 4.303 / np.sqrt(3)))
    opened = []
    table = {"a": [0.9, 0.1], "b": [0.6, 0.7]}
    assert stand_in("choose_and_open")(table, lambda name: opened.append(name) or 0.5) == ("b", 0.5)
    assert opened == ["b"]


@pytest.mark.parametrize(("shape", "ridge"), [((9, 4), 0.0), ((4, 9), 0.0), ((6, 3), 0.5), ((3, 6), 2.0)])
def test_the_smallest_solution(shape, ridge):
    rng = np.random.default_rng(0)
    Phi, Y = rng.normal(size=shape), rng.normal(size=(shape[0], 2))
    assert stand_in("min_norm")(Phi, Y, ridge) == pytest.approx(ridge_solution(Phi, Y, ridge), rel=1e-6)


def test_temperature_and_masks():
    logits, y = np.array([[4.0, 0.0], [4.0, 0.0], [0.0, 4.0]]), np.array([0, 1, 1])
    assert stand_in("best_temperature")(logits, y, [0.5, 1.0, 6.0]) == 6.0
    passes = iter([np.zeros((2, 2)), np.ones((2, 2))])
    assert stand_in("mc_dropout")(lambda: next(passes), 2).tolist() == [[0.5, 0.5], [0.5, 0.5]]
