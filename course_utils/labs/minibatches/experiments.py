"""Small data and small experiments for lab 08: a loss over two weights, and digits in batches of any size."""

import time
from functools import cache

import numpy as np

from course_utils.models.digit_classifier import cross_entropy, softmax

HIDDEN, TRAINING = 32, 1437


def two_features(n=256, *, noise=1.0, seed=0):
    """Two related features and a target that depends on both.

        y = 2 x1 − x2 + noise,   x1 and x2 of variance 1 with correlation 0.6

    Args:
        n: Number of examples.
        noise: Standard deviation of the noise.
        seed: The same seed gives the same examples.

    Returns:
        `X` of shape (n, 2) and `y` of shape (n,).
    """
    rng = np.random.default_rng(seed)
    shared, own = rng.normal(size=(n, 1)), rng.normal(size=(n, 2))
    X = np.sqrt(0.6) * shared + np.sqrt(0.4) * own
    return X, X @ [2.0, -1.0] + rng.normal(0, noise, n)


def mse_gradient(w, X, y):
    """gradient = 2/n Xᵀ (X w − y), shape (d,)."""
    return 2 / len(y) * X.T @ (X @ w - y)


def mse_loss(w, X, y):
    """The mean squared error at each place of `w`, shape (…, d)."""
    return np.mean((np.asarray(w) @ X.T - y) ** 2, axis=-1)


def best_weights(X, y):
    """The place with the smallest mean squared error."""
    return np.linalg.lstsq(X, y, rcond=None)[0]


def train_digits(size, rate, seed, *, epochs=3, seconds=None):
    """Train a 64-32-10 network on 1437 digits with mini-batches; the loss on all of them afterwards.

        w ← w − rate · gradient of the batch's mean cross-entropy

    Args:
        size: Examples per batch.
        rate: The learning rate.
        seed: Chooses the start and the order of the examples.
        epochs: How often each example is seen.
        seconds: Stop by the clock, not by epochs; None counts epochs.

    Returns:
        The mean cross-entropy, nan if training diverged.
    """
    X, Y = digits()
    rng, begin, done = np.random.default_rng(seed), time.perf_counter(), 0
    weights = [rng.normal(0, np.sqrt(2 / 64), (64, HIDDEN)), np.zeros(HIDDEN)]
    weights += [rng.normal(0, np.sqrt(2 / HIDDEN), (HIDDEN, 10)), np.zeros(10)]
    with np.errstate(all="ignore"):
        while done < epochs if seconds is None else time.perf_counter() - begin < seconds:
            order, done = rng.permutation(len(X)), done + 1
            for rows in np.split(order, list(range(size, len(X), size))):
                weights = step(weights, X[rows], Y[rows], rate)
                if seconds is not None and time.perf_counter() - begin > seconds:
                    break
        loss = loss_of(weights, X, Y)
    return loss if np.isfinite(loss) else float("nan")


@cache
def digits():
    """1437 training digits, shape (1437, 64), and their one-hot labels."""
    from course_utils import datasets

    X, y = datasets.load("digits", TRAINING)
    return X, np.eye(10)[y]


def step(weights, X, Y, rate):
    """One step of gradient descent on one batch."""
    W1, b1, W2, b2 = weights
    h = np.maximum(X @ W1 + b1, 0)
    delta = (softmax(h @ W2 + b2) - Y) / len(X)
    below = (delta @ W2.T) * (h > 0)
    slopes = X.T @ below, below.sum(axis=0), h.T @ delta, delta.sum(axis=0)
    return [w - rate * slope for w, slope in zip(weights, slopes, strict=True)]


def loss_of(weights, X, Y):
    """The mean cross-entropy of the network with these weights, for one-hot labels."""
    W1, b1, W2, b2 = weights
    return cross_entropy(np.maximum(X @ W1 + b1, 0) @ W2 + b2, Y.argmax(axis=1))
