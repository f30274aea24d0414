"""Batch norm, right and with its usual mistakes: what a student's function is compared with."""

import numpy as np


def wrong_norms(X, gamma, beta, mean, var, momentum, epsilon):
    """What batch norm gives in training, and what the usual mistakes give.

    Args:
        X: States of shape (n, units).
        gamma, beta, mean, var: Arrays of shape (units,).
        momentum: How much of the old running values stays.
        epsilon: Added to the variance.

    Returns:
        The outputs, running mean and running variance; and for each of the three a dictionary from mistake to value.
    """
    n, now, spread = len(X), X.mean(axis=0), X.var(axis=0)
    unbiased = spread * n / (n - 1)
    right = _out(X, now, spread, gamma, beta, epsilon), _mix(mean, now, momentum), _mix(var, unbiased, momentum)
    across = [part(X, axis=1, keepdims=True) for part in (np.mean, np.var)]
    outputs = {
        "the wrong axis: the mean of each example, not of each unit": _out(X, *across, gamma, beta, epsilon),
        "the running mean and variance in training": _out(X, mean, var, gamma, beta, epsilon),
        "epsilon outside the root": gamma * (X - now) / (np.sqrt(spread) + epsilon) + beta,
        "gamma and beta left out": (X - now) / np.sqrt(spread + epsilon),
        "divided by the variance: its root is missing": gamma * (X - now) / (spread + epsilon) + beta,
        "the variance of n - 1 in the outputs": _out(X, now, unbiased, gamma, beta, epsilon),
    }
    means = {"momentum on the new value, not on the old one": _mix(now, mean, momentum)}
    means["no update in training"], means["the batch's own mean, without memory"] = mean, now
    variances = {"a biased running variance: n / (n - 1) is missing": _mix(var, spread, momentum)}
    variances["momentum on the new value, not on the old one"] = _mix(unbiased, var, momentum)
    variances["no update in training"] = var
    variances["standard deviations, not variances"] = _mix(var, np.sqrt(spread), momentum)
    return right, tuple(_telling(like, part) for like, part in zip((outputs, means, variances), right, strict=True))


def _telling(like, right):
    """The mistakes that change something here."""
    return {name: wrong for name, wrong in like.items() if not np.allclose(wrong, right, rtol=1e-4, atol=1e-5)}


def _out(X, mean, var, gamma, beta, epsilon):
    return gamma * (X - mean) / np.sqrt(var + epsilon) + beta


def _mix(old, new, momentum):
    return momentum * old + (1 - momentum) * new


def three_parts(call):
    """Return what the call returns; say so where it is no three things.

    Raises:
        AssertionError: If it returns something else.
    """
    parts = call()
    assert parts is not None, "the function returned nothing: is there a `return`?"
    many = len(parts) if hasattr(parts, "__len__") and not hasattr(parts, "shape") else 1
    assert many == 3, f"expected three arrays, received {many}: is one of them missing after `return`?"
    return parts
