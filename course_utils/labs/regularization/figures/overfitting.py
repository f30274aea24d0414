"""Figure 22: under- and overfitting at one glance. It cures "training loss tells enough"."""

from typing import NamedTuple

import numpy as np

from course_utils import datasets
from course_utils.display.live import Live, Slider
from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, VERMILLION

HIGHEST, NEW = 15, 200
POWERS = np.arange(0, 6.01, 0.25)  # epochs are powers of ten
X_NEW, LUCK = (values for values in datasets.noisy_curve(NEW, noise=1.0, seed=2))
X_NEW, LUCK = X_NEW[:, 0], LUCK - np.sin(2 * np.pi * X_NEW[:, 0])
CURVE = np.linspace(0, 1, 121)


class Fit(NamedTuple):
    """The numbers of figure 22."""

    x: np.ndarray
    y: np.ndarray
    curve: np.ndarray
    by_epoch: np.ndarray  # (powers, 2): training and validation error
    by_degree: np.ndarray  # (degrees, 2), after complete training
    now: tuple
    degree: int
    power: float


def fit_dashboard(fit_and_score):
    """Figure 22: data and fit, errors by epoch, and errors by degree.

    The polynomial is trained by gradient descent; in this small problem the weights after any number of epochs can be
    written down, so no training is run.

    Args:
        fit_and_score: Your function, `fit_and_score(degree, train, validation) -> errors`, for complete training.

    Returns:
        The live figure.
    """

    found = {}  # errors by degree, for each number of points and each noise

    def compute(degree, n, noise, power):
        (X, luck) = datasets.noisy_curve(n, noise=1.0, seed=1)
        x = X[:, 0]
        y = np.sin(2 * np.pi * x) + noise * (luck - np.sin(2 * np.pi * x))
        y_new = np.sin(2 * np.pi * X_NEW) + noise * LUCK
        weights = trained(features(x, degree), y, 10.0**POWERS)
        errors = [
            (np.mean((features(p, degree) @ weights - t[:, None]) ** 2, axis=0)) for p, t in ((x, y), (X_NEW, y_new))
        ]
        now = trained(features(x, degree), y, np.array([10.0**power]))[:, 0]
        if (n, noise) not in found:
            found[n, noise] = np.array([np.ravel(fit_and_score(k, (x, y), (X_NEW, y_new))) for k in range(HIGHEST + 1)])
        by_degree = found[n, noise]
        scores = tuple(float(np.mean((features(p, degree) @ now - t) ** 2)) for p, t in ((x, y), (X_NEW, y_new)))
        return Fit(x, y, features(CURVE, degree) @ now, np.transpose(errors), by_degree, scores, degree, power)

    controls = {
        "degree": Slider("capacity: degree", 0, HIGHEST, HIGHEST, 1),
        "n": Slider("training points", 16, 100, 16, 2),
        "noise": Slider("noise", 0.0, 0.5, 0.3, 0.05),
        "power": Slider("epochs: 10 to the power", 0.0, 6.0, 6.0, 0.25),
    }
    static = [{"degree": 1}, {"degree": 5}, {}, {"n": 100}]
    return Live(compute, draw, controls, say, static=static, size=(8.4, 2.9), columns=1, panel_height=2.5)


def features(x, degree):
    """Chebyshev polynomials of degree 0 to `degree`, the higher ones smaller, so that they are learned later."""
    columns = np.polynomial.chebyshev.chebvander(2 * np.asarray(x) - 1, degree)
    return columns / (1 + np.arange(degree + 1)) ** 1.5


def trained(Phi, y, epochs):
    """The weights after each number of epochs of gradient descent from 0, with a rate just below the limit.

        w_t = Σ v (1 − (1 − s² / s_max²)ᵗ) / s · u·y        over the singular values s of Φ

    Returns:
        Weights of shape (features, epochs).
    """
    U, s, Vt = np.linalg.svd(Phi, full_matrices=False)
    with np.errstate(divide="ignore"):
        left = np.log1p(-np.minimum((s / s[0]) ** 2, 1.0))
    grown = -np.expm1(np.outer(left, epochs))
    return Vt.T @ (grown * ((U.T @ y) / s)[:, None])


def draw(figure, data, artists=None):
    """Fit, errors by epoch, errors by degree; the lines are made once and moved afterwards."""
    artists = artists or start(figure)
    (fit, epochs, degrees), lines = artists
    lines["points"].set_data(data.x, data.y)
    lines["fit"].set_data(CURVE, np.clip(data.curve, -5, 5))
    fit.set_title(f"degree {data.degree}, {len(data.x)} points", fontsize=10)
    move(lines["epochs"], 10.0**POWERS, data.by_epoch, 10.0**data.power, data.now)
    epochs.set_title(f"validation error now {number(data.now[1], 2)}", fontsize=10)
    at = data.by_degree[data.degree]
    move(lines["degrees"], np.arange(HIGHEST + 1), data.by_degree, data.degree, at)
    degrees.set_title(f"lowest at degree {int(data.by_degree[:, 1].argmin())}", fontsize=10)
    return artists


def start(figure):
    """The three axes with everything that stays, and the lines that will move."""
    axes = fit, epochs, degrees = figure.subplots(1, 3)
    fit.plot(CURVE, np.sin(2 * np.pi * CURVE), ":", color="0.5", linewidth=2)
    (points,) = fit.plot([], [], "o", color=BLUE, markersize=5)
    (curve,) = fit.plot([], [], "-", color=VERMILLION, linewidth=2)
    fit.set(xlabel="x", ylabel="y", xlim=(-0.05, 1.05), ylim=(-2.4, 2.4))
    epochs.set(xscale="log", xlabel="epoch", xlim=(0.8, 1.3e6))
    degrees.set(xlabel="degree (trained to the end)", xlim=(-0.5, HIGHEST + 0.5))
    lines = {"points": points, "fit": curve, "epochs": two_curves(epochs), "degrees": two_curves(degrees)}
    degrees.legend(fontsize=8, loc="lower left")
    return axes, lines


def two_curves(ax):
    """Lines for training and validation error on a logarithmic scale, for both values now, and for where we stand."""
    ax.set(yscale="log", ylim=(8e-4, 30), ylabel="mean squared error")
    ax.minorticks_off()
    (train,) = ax.plot([], [], "-", color=BLUE, label="training")
    (validation,) = ax.plot([], [], "--", color=VERMILLION, label="validation")
    (now_train,) = ax.plot([], [], "o", color=BLUE, markeredgecolor="black")
    (now_validation,) = ax.plot([], [], "s", color=VERMILLION, markeredgecolor="black")
    return train, validation, now_train, now_validation, ax.axvline(1, color="0.4", linewidth=1)


def move(lines, x, errors, place, now):
    """Put new errors into the lines; what leaves the picture is drawn at its edge."""
    shown, now = np.clip(errors, 1e-3, 20), np.clip(now, 1e-3, 20)
    for line, values in zip(lines[:2], shown.T, strict=True):
        line.set_data(x, values)
    for line, value in zip(lines[2:4], now, strict=True):
        line.set_data([place], [value])
    lines[4].set_xdata([place, place])


def say(data, degree, n, noise, power):
    """The finding: both errors now, which epoch would have been best, and which degree."""
    best = int(data.by_epoch[:, 1].argmin())
    lowest = int(data.by_degree[:, 1].argmin())
    stop = f"after about {number(10.0 ** POWERS[best], 2)} epochs it was {number(data.by_epoch[best, 1], 2)}"
    return (
        f"Degree {degree}, {n} points, noise {noise:.2f}, {number(10.0**power, 2)} epochs: training error "
        f"{number(data.now[0], 2)}, validation error {number(data.now[1], 2)}; at its lowest, {stop}. "
        f"Trained to the end, validation error is lowest at degree {lowest}, {number(data.by_degree[lowest, 1], 2)}, "
        f"and {number(data.by_degree[-1, 1], 2)} at degree {HIGHEST}."
    )
