"""The straight line with the smallest loss, for any loss."""

import numpy as np


def best_line(loss, X, y):
    """Find the line that makes `loss(y, prediction)` smallest.

        prediction = slope · x + intercept

    Args:
        loss: Function of targets (n,) and predictions (n,) that gives one number.
        X: Inputs of shape (n, 1).
        y: Targets of shape (n,).

    Returns:
        The pair (slope, intercept), found by Nelder and Mead's method, which needs no gradient.
    """
    from scipy.optimize import minimize

    x, y = np.asarray(X, float).ravel(), np.asarray(y, float)
    middle, spread = x.mean(), x.std()  # so that both numbers are of one size
    start = np.array([np.std(y), np.median(y)])
    corners = start + np.array([[0, 0], [-np.std(y), 0], [0, np.std(y)]])
    options = {"xatol": 1e-6, "fatol": 1e-9, "maxfev": 2000, "initial_simplex": corners}
    found = minimize(
        lambda c: float(loss(y, c[0] * (x - middle) / spread + c[1])), start, method="Nelder-Mead", options=options
    )
    slope = found.x[0] / spread
    return slope, found.x[1] - slope * middle
