"""A neuron trained by small batches: what a schedule of the rate does to the shaking around the best weights.

The loss of one neuron is a bowl, so its smallest value is known, and what lies above it is the rest of the way plus
the noise of the batches.
"""

from functools import cache

import numpy as np

from course_utils import datasets
from course_utils.models.dense_net import sigmoid

N, BATCH, STEPS, PEAK, SEEDS = 200, 8, 400, 1.0, 10


@cache
def clouds():
    """Two overlapping clouds with a column of ones, (200, 3), their labels, and the smallest loss."""
    X, y = datasets.blobs(N, gap=-1.5, noise=1.0)
    A = np.column_stack([np.ones(N), X - 0.5])
    w = np.zeros(3)
    for _ in range(30):  # Newton's method
        p = sigmoid(A @ w)
        w = w - np.linalg.solve((A * (p * (1 - p))[:, None]).T @ A, A.T @ (p - y))
    return A, y, float(losses(w[None], A, y)[0])


def losses(W, A, y):
    """The mean cross-entropy for each row of weights, (k, 3) -> (k,)."""
    z = W @ A.T
    return np.mean(np.logaddexp(0, z) - y * z, axis=1)


def above_the_best(rates, seeds=SEEDS):
    """Train by mini-batches with these rates, and say how far the whole loss is above the smallest.

    Args:
        rates: The rate of each step, (steps,).
        seeds: How many runs, each with its own batches.

    Returns:
        Shape (steps + 1, seeds).
    """
    A, y, best = clouds()
    W, rows = np.zeros((seeds, 3)), [losses(np.zeros((seeds, 3)), A, y)]
    batches = np.stack(
        [np.random.default_rng(seed).integers(0, N, (len(rates), BATCH)) for seed in range(seeds)], axis=1
    )
    for rate, batch in zip(rates, batches, strict=True):
        X, labels = A[batch], y[batch]
        errors = sigmoid((X @ W[:, :, None])[:, :, 0]) - labels
        W = W - rate * (errors[:, None, :] @ X)[:, 0, :] / BATCH
        rows.append(losses(W, A, y))
    return np.array(rows) - best
