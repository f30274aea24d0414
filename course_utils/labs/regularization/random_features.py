"""Random ReLU features of the digits, the last layer solved for, and the error on digits that nobody has seen."""

from functools import cache

import numpy as np

CLASSES = 10


def features(X, width, rng):
    """Φ = relu(X V), with V (d, width) drawn once: a function of X."""
    V = rng.normal(0, 1 / np.sqrt(X.shape[1]), (X.shape[1], width))
    return lambda inputs: np.maximum(inputs @ V, 0)


@cache
def draw(n, seed, unseen=500):
    """Training and unseen digits: X, y, X, y."""
    from course_utils import datasets

    X, y = datasets.load("digits")
    order = np.random.default_rng(seed).permutation(len(y))
    train, test = order[:n], order[n : n + unseen]
    return X[train], y[train], X[test], y[test]


def with_noise(y, share, seed):
    """Labels of which a share is drawn by lot."""
    rng = np.random.default_rng([seed, 7])
    lot = rng.random(len(y)) < share
    return np.where(lot, rng.integers(0, CLASSES, len(y)), y)


def sweep(min_norm, widths, *, n=200, seed=0, by_lot=(0.3,), ridge=0.0, centred=False):
    """Errors on unseen digits and the size of the weights, for each width and each share of labels by lot.

    The targets of all shares are solved for together, so that Φ is decomposed once. With `centred` the mean training
    digit is taken from all digits first, so that no unit is dead and Φ has full rank.

    Returns:
        Errors and norms, both of shape (widths, shares).
    """
    X, y, X_test, y_test = draw(n, seed)
    if centred:
        X, X_test = X - X.mean(axis=0), X_test - X.mean(axis=0)
    Y = np.concatenate([np.eye(CLASSES)[with_noise(y, share, seed)] for share in by_lot], axis=1)
    errors, norms = [], []
    for width in widths:
        phi = features(X, width, np.random.default_rng([seed, width]))
        W = np.asarray(min_norm(phi(X), Y, ridge)).reshape(width, len(by_lot), CLASSES)
        logits = np.tensordot(phi(X_test), W, axes=1)
        errors.append(np.mean(logits.argmax(axis=2) != y_test[:, None], axis=0))
        norms.append(np.sqrt(np.sum(W**2, axis=(0, 2))))
    return np.array(errors), np.array(norms)


def errors_at(min_norm, widths, *, n=200, seed=0, by_lot=0.3, ridge=0.0, centred=False):
    """The error on unseen digits at each width, shape (widths,)."""
    return sweep(min_norm, widths, n=n, seed=seed, by_lot=(by_lot,), ridge=ridge, centred=centred)[0][:, 0]


def ridge_solution(Phi, Y, ridge):
    """The smallest minimiser of |ΦW − Y|² + ridge |W|², by the singular values of Φ."""
    U, s, Vt = np.linalg.svd(Phi, full_matrices=False)
    return Vt.T @ ((s / (s**2 + ridge))[:, None] * (U.T @ Y))


def ridge_mistakes(Phi, Y, ridge):
    """What known mistakes give: name -> W. Those that change nothing are left out."""
    n, p = Phi.shape
    right = ridge_solution(Phi, Y, ridge)
    like = {
        "ridge that is not used": ridge_solution(Phi, Y, 0.0),
        "ridge squared": ridge_solution(Phi, Y, ridge**2),
        "ridge times the number of rows": ridge_solution(Phi, Y, ridge * n),
        "twice the ridge": ridge_solution(Phi, Y, 2 * ridge),
        "ridge with the wrong sign": Phi.T @ np.linalg.solve(Phi @ Phi.T - ridge * np.eye(n) - 1e-12 * np.eye(n), Y),
        "steps uphill: the sign of W": -right,
    }
    if p > n:
        first = np.zeros_like(right)
        first[:n] = np.linalg.solve(Phi[:, :n], Y)
        like["a solution that is not the smallest: only the first n weights are used"] = first
    return {name: wrong for name, wrong in like.items() if not np.allclose(wrong, right, rtol=1e-3)}
