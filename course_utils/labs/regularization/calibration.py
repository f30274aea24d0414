"""How sure a network is, and how often right: before and after temperature scaling, and with masks at test time."""

import numpy as np

from course_utils.models import dense_net
from course_utils.models.digit_classifier import softmax


def halves(params, data):
    """Logits and labels of two halves of the validation digits: one to choose a temperature on, one to judge."""
    logits = dense_net.forward(params, data.X_validation, "relu")
    middle = len(logits) // 2
    y = data.y_validation
    return {"choose": (logits[:middle], y[:middle]), "judge": (logits[middle:], y[middle:])}


def one_pass(params, data, dropout_forward, rng, rate=0.5):
    """Probabilities of the judging half with a new mask on the hidden units."""
    (W1, b1), (W2, b2) = params
    X = data.X_validation[len(data.X_validation) // 2 :]
    H, _ = dropout_forward(np.maximum(X @ W1 + b1, 0), rate, rng, training=True)
    return softmax(H @ W2 + b2)


def calibration_error(p, y):
    """The expected calibration error of probabilities (n, classes)."""
    from course_utils.labs.losses.stand_ins import expected_calibration_error

    return float(expected_calibration_error(p.max(axis=1), p.argmax(axis=1) == y))


def report(ways, y):
    """One line for each way: share of right answers, mean confidence and calibration error.

    Args:
        ways: Name -> probabilities (n, classes).
        y: Labels (n,).
    """
    return "\n".join(
        f"{name:20} right {np.mean(p.argmax(axis=1) == y):.1%}, mean confidence {p.max(axis=1).mean():.1%}, "
        f"calibration error {calibration_error(p, y):.3f}"
        for name, p in ways.items()
    )
