"""Intervals from few scores: the right one, and what known mistakes give."""

import numpy as np


def interval_mistakes(scores, t):
    """The mean and the half width t · s / √k, and name -> what a mistake gives."""
    k, mean = len(scores), np.mean(scores)
    s, narrow = np.std(scores, ddof=1), np.std(scores)
    right = [mean, t * s / np.sqrt(k)]
    like = {
        "a standard deviation that divides by k: use ddof=1": [mean, t * narrow / np.sqrt(k)],
        "√k is missing": [mean, t * s],
        "k in place of √k": [mean, t * s / k],
        "another t than the one given": [mean, 1.96 * s / np.sqrt(k)],
        "t is missing": [mean, s / np.sqrt(k)],
        "the two ends, not mean and half width": [mean - right[1], mean + right[1]],
        "the whole width, not half of it": [mean, 2 * right[1]],
        "the variance in place of the standard deviation": [mean, t * s**2 / np.sqrt(k)],
        "the median in place of the mean": [np.median(scores), right[1]],
    }
    return right, {name: wrong for name, wrong in like.items() if not np.allclose(wrong, right, rtol=1e-3)}
