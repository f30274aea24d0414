"""Stand-ins of lab 01: one neuron and how it learns."""

import numpy as np

from course_utils.stand_ins.tensorflow import float_array, floats, tf

__all__ = ["boundary", "fit_perceptron", "gate", "perceptron", "sigmoid", "weighted_sum"]


def weighted_sum(X, w, w0):
    """z = X @ w + w0, for one row (d,) or a batch (n, d)."""
    X, w = floats(X, w)
    return (tf().tensordot(X, w, axes=1) + w0).numpy()


def sigmoid(z):
    """g(z) = 1 / (1 + exp(−z)), of any shape; survives z = ±1000."""
    return tf().math.sigmoid(float_array(z)).numpy()


def perceptron(X, w, w0):
    """ŷ = sigmoid(X @ w + w0), for one row (d,) or a batch (n, d)."""
    return sigmoid(weighted_sum(X, w, w0))


def boundary(w, w0, x1):
    """The x2 at which w0 + w[0]·x1 + w[1]·x2 = 0; a vertical line (w[1] = 0) is a `ValueError`."""
    w, x1 = floats(w, x1)
    if w[1] == 0:
        raise ValueError("boundary: w2 is 0, so the line is vertical and has no single x2 for an x1")
    return tf().math.divide(-(w0 + w[0] * x1), w[1]).numpy()


def gate(name):
    """The weights of one neuron that computes AND, OR, NAND or NOT of inputs 0 and 1: a pair (w, w0)."""
    gates = {"AND": ((20.0, 20.0), -30.0), "OR": ((20.0, 20.0), -10.0)}
    gates |= {"NAND": ((-20.0, -20.0), 30.0), "NOT": ((-20.0,), 10.0)}
    if name not in gates:
        raise ValueError(f"gate: expected one of {', '.join(gates)}, received {name!r}")
    w, w0 = gates[name]
    return np.array(w), w0


def fit_perceptron(X, y, max_epochs=100):
    """Rosenblatt's rule: after each mistake w ← w + t·x, w0 ← w0 + t, with t = ±1.

    Args:
        X: Inputs of shape (n, d).
        y: Labels of shape (n,), {0, 1} or {−1, +1}.
        max_epochs: Passes through the data; it stops earlier where one makes no mistake.

    Returns:
        The path: a list of pairs (w, w0), the zeros first, then one pair after each mistake.
    """
    (X,) = floats(X)
    targets = np.where(np.asarray(y) > 0, 1.0, -1.0)
    path = [(np.zeros(X.shape[1]), 0.0)]
    for _ in range(max_epochs):
        mistakes = 0
        for x, t in zip(X, targets, strict=True):
            w, w0 = path[-1]
            if t * (x @ w + w0) <= 0:
                path.append((w + t * x, w0 + t))
                mistakes += 1
        if not mistakes:
            break
    return path
