"""Is this the best line? The check of a linear fit, with the mistakes that one makes on the way to it."""

import numpy as np

from course_utils import checks


def best_line_exactly(X, y):
    """Bias and weights with the smallest mean squared error, shape (d + 1,), bias first, by least squares."""
    return np.linalg.lstsq(np.column_stack([np.ones(len(X)), X]), y, rcond=None)[0]


def likely_mistakes(X, y):
    """What comes out when the way back from standardised features goes wrong: name -> numbers."""
    size = X.std(axis=0)
    exact, inside = best_line_exactly(X, y), best_line_exactly((X - X.mean(axis=0)) / size, y)
    return {
        "weights of the standardised features, not translated back": inside,
        "the bias was not translated back": [inside[0], *exact[1:]],
        "the bias stands last": [*exact[1:], exact[0]],
        "the bias moved the wrong way": [2 * inside[0] - exact[0], *exact[1:]],
        "weights multiplied by σ, not divided": [exact[0], *(inside[1:] * size)],
    }


def check_line(got, X, y, name):
    """Fail unless `got` is the best line to a relative 1e-4, and name the mistake.

    Args:
        got: Bias and weights, shape (d + 1,), bias first.
        X: Features of shape (n, d), without a column of ones.
        y: Targets of shape (n,).
        name: What the student knows it as.

    Raises:
        AssertionError: If it is another line.
    """
    exact = best_line_exactly(X, y)
    checks.shape(got, exact.shape, name, looks_like={"the bias is missing": (len(exact) - 1,)})
    checks.finite(got, name, hint="the walk diverged: standardise the features, or take a smaller rate")
    try:
        checks.close(got, exact, name, looks_like=likely_mistakes(X, y), rtol=1e-4, atol=1e-9)
    except AssertionError as error:
        if str(error).startswith("looks like"):
            raise
        raise AssertionError(f"looks like too short a walk, or features that were not standardised: {error}") from None


def multiplied(call, suspicion):
    """Return what the call returns; an error about shapes that do not fit becomes a sentence.

    Args:
        call: A function without arguments.
        suspicion: What such an error looks like.

    Returns:
        Its result.

    Raises:
        AssertionError: If shapes did not fit.
    """
    try:
        return call()
    except ValueError as error:
        if not any(word in str(error) for word in ("matmul", "broadcast", "aligned")):
            raise
        raise AssertionError(f"looks like {suspicion}; NumPy says: {error}") from None
