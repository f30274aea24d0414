"""The small classifiers of the clinic: their descriptions, their losses and slopes, and the line of least loss."""

import keras
import numpy as np
import pytest

from course_utils import datasets
from course_utils.labs.losses.best_line import best_line
from course_utils.models import digit_classifier

NET = {"layers": ["dense 8", "relu", "dense 10"], "from_logits": True, "learning_rate": 0.2, "steps": 5}
Z = np.array([[2.0, 1.0, -1.0], [0.5, 0.0, 3.0]])
TARGETS = np.eye(3)[[0, 1]]


@pytest.mark.parametrize(
    ("ending", "from_logits", "softmaxes"), [([], True, 1), (["softmax"], False, 1), (["softmax"], True, 2)]
)
def test_softmaxes_are_counted_among_the_layers_and_in_the_loss(ending, from_logits, softmaxes):
    net = {**NET, "layers": NET["layers"] + ending, "from_logits": from_logits}
    assert digit_classifier.read(net) == (8, "relu", softmaxes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"from_logits": False}, "no softmax at all"),
        ({"layers": ["dense 8", "relu"]}, "layers: expected"),
        ({"layers": ["dense 8", "gelu", "dense 10"]}, "received"),
        ({"layers": ["dense x", "relu", "dense 10"]}, "received"),
        ({"momentum": 0.9}, "a net is a dictionary with from_logits, layers, learning_rate, steps"),
    ],
)
def test_a_description_that_cannot_be_trained_is_refused_with_a_reason(change, words):
    with pytest.raises(ValueError, match=words):
        digit_classifier.train({**NET, **change})
    with pytest.raises(ValueError, match="a net is a dictionary"):
        digit_classifier.train("C")


@pytest.mark.parametrize("softmaxes", [1, 2])
def test_the_slope_is_that_of_the_loss(softmaxes):
    loss, slope = digit_classifier.loss_and_slope(Z, TARGETS, softmaxes)
    for index in np.ndindex(Z.shape):
        step = np.zeros_like(Z)
        step[index] = 1e-6
        right, left = (digit_classifier.loss_and_slope(Z + move, TARGETS, softmaxes)[0] for move in (step, -step))
        assert slope[index] == pytest.approx((right - left) / 2e-6, abs=1e-8)
    z = Z if softmaxes == 1 else keras.ops.softmax(Z)
    assert loss == pytest.approx(
        float(keras.losses.CategoricalCrossentropy(from_logits=True)(TARGETS, np.array(z))), rel=1e-5
    )


def test_the_same_seed_gives_the_same_net_and_another_seed_another():
    first, again, other = (digit_classifier.train(NET, seed)[0] for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.shape == (5,)


def test_training_lowers_the_loss_and_held_out_digits_are_no_training_digits():
    losses, params = digit_classifier.train({**NET, "steps": 60})
    assert losses[-1] < 0.8 * losses[0]
    assert digit_classifier.accuracy(NET, params) > 0.3
    assert [part.shape for part in digit_classifier.digits()] == [(1200, 64), (1200,), (597, 64), (597,)]


def test_the_line_of_least_squares_is_that_of_the_normal_equations():
    X, y = datasets.exam_scores(60, outliers=6)
    line = best_line(lambda y, p: np.mean((y - p) ** 2), X, y)
    assert line == pytest.approx(np.polyfit(X[:, 0], y, 1), rel=1e-4)


def test_no_nearby_line_has_a_smaller_absolute_error():
    X, y = datasets.exam_scores(60, outliers=6)
    slope, intercept = best_line(lambda y, p: np.mean(np.abs(y - p)), X, y)
    errors = [np.mean(np.abs(y - (slope + a) * X[:, 0] - intercept - b)) for a in (-0.1, 0, 0.1) for b in (-1, 0, 1)]
    assert min(errors) == errors[4]
