"""The stand-ins of lab 04 against their formulas in NumPy."""

import numpy as np
import pytest

from course_utils import stand_in

Y, P = np.array([1.0, 0.0, 1.0]), np.array([0.9, 0.4, 0.3])
LOGITS, LABELS = np.array([[2.0, 1.0, -1.0], [0.5, 0.0, 3.0]]), np.array([0, 2])
LOG_P = LOGITS - np.log(np.exp(LOGITS).sum(axis=1, keepdims=True))


@pytest.mark.parametrize("shape", [(3,), (3, 1)])
def test_losses_of_numbers_take_flat_and_column_alike(shape):
    e = P - Y
    assert stand_in("mse")(Y, P.reshape(shape)) == pytest.approx(np.mean(e**2))
    assert stand_in("mae")(Y.reshape(shape), P) == pytest.approx(np.mean(abs(e)))
    assert stand_in("huber")(Y, 10 * P.reshape(shape), 2.0) == pytest.approx(np.mean([14.0, 6.0, 2.0]))


def test_the_empirical_loss_is_a_mean_and_refuses_no_data():
    assert stand_in("empirical_loss")(lambda y, p: abs(y - p), [1, 2], [3, 2]) == 1
    with pytest.raises(ValueError, match="empty"):
        stand_in("empirical_loss")(abs, [], [])


def test_binary_cross_entropy_of_chances_and_of_logits():
    right = -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))
    assert stand_in("binary_cross_entropy")(Y, P[:, None]) == pytest.approx(right)
    assert stand_in("binary_cross_entropy_from_logits")(Y, np.log(P / (1 - P))) == pytest.approx(right)
    assert stand_in("binary_cross_entropy")([1, 0], [0, 1]) == pytest.approx(-np.log(1e-7))
    assert stand_in("binary_cross_entropy_from_logits")([1, 0], [-1000, 1000]) == 1000


def test_log_softmax_and_cross_entropy_with_both_kinds_of_labels():
    assert stand_in("log_softmax")(LOGITS) == pytest.approx(LOG_P)
    for labels in (LABELS, np.eye(3)[LABELS], np.eye(3, dtype=int)[LABELS]):
        assert stand_in("cross_entropy")(labels, LOGITS) == pytest.approx(-np.mean(LOG_P[[0, 1], LABELS]))
        right = (np.exp(LOG_P) - np.eye(3)[LABELS]) / 2
        assert stand_in("cross_entropy_gradient")(labels, LOGITS) == pytest.approx(right)


def test_two_logits_differ_by_z():
    assert stand_in("two_logits")(np.array([1.5, -2])).tolist() == [[0, 1.5], [0, -2]]


def test_reliability_leaves_out_empty_bins_and_keeps_both_ends():
    rows = stand_in("reliability")([0.0, 1.0, 0.95], [0, 1, 0])
    assert rows == pytest.approx(np.array([[0, 0, 1], [0.975, 0.5, 2]]))
    error = stand_in("expected_calibration_error")([0.0, 1.0, 0.95], [0, 1, 0])
    assert error == pytest.approx(2 / 3 * 0.475)


def test_smooth_labels_and_class_weights():
    assert stand_in("smooth_labels")(np.eye(2), 0.2) == pytest.approx(np.array([[0.9, 0.1], [0.1, 0.9]]))
    right = np.mean([-3 * LOG_P[0, 0], -0.5 * LOG_P[1, 2]])
    assert stand_in("weighted_cross_entropy")(LABELS, LOGITS, [3, 1, 0.5]) == pytest.approx(right)
