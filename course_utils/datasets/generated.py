"""Small data sets, made here or bundled: every function gives `X, y`, the same for the same seed.

X, y = datasets.moons(200, noise=0.1, seed=0)
X, y = datasets.load("digits", n=500)
"""

import numpy as np

from course_utils.datasets.downloaded import load

__all__ = ["blobs", "circles", "exam_scores", "load", "moons"]
__all__ += ["noisy_curve", "red_and_green", "spirals", "will_i_pass", "xor"]

YOU = (4.0, 5.0)
"""Lectures attended and hours on the project of the lecture's student, who passed."""

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def blobs(n=200, *, gap=1.0, noise=1.0, seed=0):
    """Two clouds of points on the two sides of the line x1 + x2 = 1.

    With `gap` > 0 a line separates them, and no point is nearer to x1 + x2 = 1 than gap / 2.

    Args:
        n: Number of points, at least 2.
        gap: Width of the empty strip between the clouds; below 0 they overlap.
        noise: Standard deviation of each cloud.
        seed: The same seed gives the same points.

    Returns:
        `X` of shape (n, 2) and `y` of shape (n,), labels 0 and 1.

    Raises:
        TypeError, ValueError: If an argument is not such a number.
    """
    rng = _generator(n, noise, seed)
    _check_number("gap", gap)
    y = _labels(n)
    side = (2 * y - 1) * (gap / 2 + np.abs(rng.normal(1.5 * noise, noise, n)))
    along = rng.normal(0, 1.5 * noise, n)
    X = 0.5 + np.stack([side + along, side - along], axis=1) / np.sqrt(2)
    return _shuffled(X, y, rng)


def moons(n=200, *, noise=0.1, seed=0):
    """Two half circles that reach into each other.

    Args:
        n: Number of points, at least 2.
        noise: Standard deviation of the Gaussian jitter.
        seed: The same seed gives the same points.

    Returns:
        `X` of shape (n, 2) and `y` of shape (n,), labels 0 (upper) and 1 (lower).

    Raises:
        TypeError, ValueError: If an argument is not such a number.
    """
    rng = _generator(n, noise, seed)
    y = _labels(n)
    angle = np.pi * _spread(y)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    X = np.where(y[:, None] == 0, upper, [1.0, 0.5] - upper)
    return _shuffled(X + rng.normal(0, noise, (n, 2)), y, rng)


def circles(n=200, *, noise=0.1, seed=0):
    """A ring of radius 2 around a ring of radius 1.

    Args:
        n: Number of points, at least 2.
        noise: Standard deviation of the Gaussian jitter.
        seed: The same seed gives the same points.

    Returns:
        `X` of shape (n, 2) and `y` of shape (n,), labels 0 (outer) and 1 (inner).

    Raises:
        TypeError, ValueError: If an argument is not such a number.
    """
    rng = _generator(n, noise, seed)
    y = _labels(n)
    angle, radius = 2 * np.pi * _spread(y), 2.0 - y
    X = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return _shuffled(X + rng.normal(0, noise, (n, 2)), y, rng)


def spirals(n=200, *, noise=0.05, seed=0):
    """Two spirals of radius 2 wound one and a half times around each other, one class per arm.

    Args:
        n: Number of points, at least 2.
        noise: Standard deviation of the Gaussian jitter; neighbouring arms are 0.6 apart.
        seed: The same seed gives the same points.

    Returns:
        `X` of shape (n, 2) and `y` of shape (n,), labels 0 and 1.

    Raises:
        TypeError, ValueError: If an argument is not such a number.
    """
    rng = _generator(n, noise, seed)
    y = _labels(n)
    outwards = np.sqrt(_spread(y))
    angle, radius = 3 * np.pi * outwards, (1 - 2 * y) * (0.2 + 1.8 * outwards)
    X = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return _shuffled(X + rng.normal(0, noise, (n, 2)), y, rng)


def xor(n=4, *, noise=None, seed=0):
    """Exclusive or: the label is 1 where exactly one input is 1.

    Args:
        n: Number of points, at least 2; 4 gives the corners (0, 0), (0, 1), (1, 0), (1, 1) in this order.
        noise: Standard deviation of the Gaussian jitter around the corners; by default 0 for 4 points, 0.15 for more.
        seed: The same seed gives the same points.

    Returns:
        `X` of shape (n, 2) and `y` of shape (n,), labels 0 and 1.

    Raises:
        TypeError, ValueError: If an argument is not such a number.
    """
    noise = (0.15 if n != 4 else 0.0) if noise is None else noise
    rng = _generator(n, noise, seed)
    corner = np.arange(n) % 4
    X = CORNERS[corner] + rng.normal(0, noise, (n, 2))
    return X, np.array([0, 1, 1, 0])[corner]


def red_and_green(n=200, *, noise=0.05, seed=0):
    """The kind of data for which the lecture bends the line: two colours along the two sides of a wave.

        x2 = 1.2 · sin(2 · x1) ± a height from 0.2 to 1.2, above y = 1, below y = 0

    The best line gets about three of four right.

    Args:
        n: Number of points, at least 2.
        noise: Standard deviation of the jitter that is added after the labels are given.
        seed: The same seed gives the same points.

    Returns:
        `X` of shape (n, 2), about from −2 to 2, and `y` of shape (n,), labels 0 and 1.

    Raises:
        TypeError, ValueError: If an argument is not such a number.
    """
    rng = _generator(n, noise, seed)
    y = _labels(n)
    x1 = rng.uniform(-2, 2, n)
    x2 = 1.2 * np.sin(2 * x1) + (2 * y - 1) * rng.uniform(0.2, 1.2, n)
    X = np.stack([x1, x2], axis=1) + rng.normal(0, noise, (n, 2))
    return _shuffled(X, y, rng)


def will_i_pass(n=120, *, noise=0.6, seed=0):
    """Past students of a class: lectures attended, hours on the project, and whether they passed.

        passed where 0.6 · lectures + 0.8 · hours + luck > 5, luck of standard deviation `noise`

    The student of the lecture, who attended 4 lectures and spent 5 hours, is not among them; their like passed.

    Args:
        n: Number of students, at least 2.
        noise: Standard deviation of luck.
        seed: The same seed gives the same class.

    Returns:
        `X` of shape (n, 2): lectures attended (whole, 0 to 10) and hours on the project (in quarters, 0 to 10);
        `y` of shape (n,): 1 passed, 0 failed. Both occur.

    Raises:
        TypeError, ValueError: If an argument is not such a number.
    """
    rng = _generator(n, noise, seed)
    lectures = rng.integers(0, 11, n).astype(float)
    hours = np.round(40 * rng.beta(1.2, 1.6, n)) / 4
    hours[(lectures == 4) & (hours == 5)] = 5.25
    merit = 0.6 * lectures + 0.8 * hours - 5
    y = (merit + rng.normal(0, noise, n) > 0).astype(int)
    y[np.argmax(merit)], y[np.argmin(merit)] = 1, 0
    return np.stack([lectures, hours], axis=1), y


def exam_scores(n=60, *, noise=6.0, outliers=0, seed=0):
    """Hours of study and the score in the exam.

        score = 35 + 6 · hours + noise, kept between 0 and 100

    Args:
        n: Number of students, at least 2.
        noise: Standard deviation of the scores around the line, in points.
        outliers: How many of the most diligent fell ill and scored below 15.
        seed: The same seed gives the same scores.

    Returns:
        `X` of shape (n, 1), hours from 0 to 10, and `y` of shape (n,), scores from 0 to 100.

    Raises:
        TypeError, ValueError: If an argument is not such a number.
    """
    rng = _generator(n, noise, seed)
    _check_whole("outliers", outliers, 0, n)
    hours = rng.uniform(0, 10, n)
    score = np.clip(35 + 6 * hours + rng.normal(0, noise, n), 0, 100)
    ill = np.argsort(-hours)[:outliers]
    score[ill] = rng.uniform(0, 15, n)[ill]
    return hours[:, None], score


def noisy_curve(n=40, *, noise=0.2, seed=0):
    """One wave of a sine, seen through noise.

        y = sin(2π · x) + noise

    Args:
        n: Number of points, at least 2.
        noise: Standard deviation of y around the curve.
        seed: The same seed gives the same points.

    Returns:
        `X` of shape (n, 1), from 0 to 1, and `y` of shape (n,).

    Raises:
        TypeError, ValueError: If an argument is not such a number.
    """
    rng = _generator(n, noise, seed)
    x = rng.uniform(0, 1, n)
    return x[:, None], np.sin(2 * np.pi * x) + rng.normal(0, noise, n)


def _generator(n, noise, seed):
    """Check what every data function takes; give the local source of chance."""
    _check_whole("n", n, 2, 10_000_000)
    _check_number("noise", noise, at_least=0)
    _check_whole("seed", seed, 0, 2**32 - 1)
    return np.random.default_rng(int(seed))


def _check_whole(argument, value, low, high):
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{argument}: expected a whole number, received {value!r}")
    if not low <= value <= high:
        raise ValueError(f"{argument}: expected a whole number from {low} to {high}, received {value}")


def _check_number(argument, value, at_least=-np.inf):
    if isinstance(value, (bool, str)) or not np.isscalar(value) or np.iscomplexobj(value):
        raise TypeError(f"{argument}: expected a number, received {value!r}")
    if not (np.isfinite(value) and value >= at_least):
        wanted = "a finite number" if at_least == -np.inf else f"a number of at least {at_least}"
        raise ValueError(f"{argument}: expected {wanted}, received {value}")


def _labels(n):
    """As many zeros as ones, give or take one."""
    return (np.arange(n) >= (n + 1) // 2).astype(int)


def _spread(y):
    """Places from 0 to 1, evenly within each class."""
    return np.concatenate([np.linspace(0, 1, np.sum(y == label)) for label in (0, 1)])


def _shuffled(X, y, rng):
    order = rng.permutation(len(y))
    return X[order], y[order]
