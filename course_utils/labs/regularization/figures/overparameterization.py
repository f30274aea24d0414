"""Figure 23: double descent with random ReLU features. It cures "more parameters always overfit"."""

from typing import NamedTuple

import numpy as np

from course_utils.display.live import Choice, Live
from course_utils.labs.regularization.random_features import sweep
from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, INK, VERMILLION

N, SEEDS = 200, (0, 1, 2)
WIDTHS = (10, 25, 50, 100, 150, 200, 260, 400, 800, 1600)
RIDGES, SHARES = (0.0, 1.0), (0.0, 0.3)
LABELS = {"true labels": 0, "30 % by lot": 1}


class Twice(NamedTuple):
    """The numbers of figure 23, by width."""

    errors: np.ndarray
    norms: np.ndarray
    width: int
    ridge: float
    labels: str


def double_descent(min_norm):
    """Figure 23: the error on unseen digits, and the size of the weights, by the number of random units.

    Args:
        min_norm: Your function, `min_norm(Phi, Y, ridge) -> W`.

    Returns:
        The live figure. Everything is computed once, here.
    """
    found = {ridge: medians(min_norm, ridge) for ridge in RIDGES}

    def compute(width, ridge, labels):
        errors, norms = found[ridge]
        column = LABELS[labels]
        return Twice(errors[:, column], norms[:, column], width, ridge, labels)

    controls = {
        "width": Choice("random units p", WIDTHS, 200),
        "ridge": Choice("ridge", RIDGES, 0.0),
        "labels": Choice("labels", tuple(LABELS), "30 % by lot"),
    }
    static = [{}, {"ridge": 1.0}, {"labels": "true labels"}, {"labels": "true labels", "ridge": 1.0}]
    return Live(compute, draw, controls, say, static=static, size=(7.6, 3.5), panel_height=2.6)


def medians(min_norm, ridge):
    """Errors and norms, shape (widths, shares), the median of the seeds."""
    runs = [sweep(min_norm, WIDTHS, n=N, seed=seed, by_lot=SHARES, ridge=ridge) for seed in SEEDS]
    return tuple(np.median(part, axis=0) for part in zip(*runs, strict=True))


def draw(figure, data, artists=None):
    """Errors on the left, the size of the weights on the right; the lines are made once and moved afterwards."""
    artists = artists or start(figure)
    (left, right), lines, level = artists
    at = WIDTHS.index(data.width)
    for (line, here), values in zip(lines, (data.errors, data.norms), strict=True):
        line.set_data(WIDTHS, values)
        here.set_data([data.width], [values[at]])
    level.set_ydata([best_before(data)[1]] * 2)
    left.set_title(f"p = {data.width}: error {data.errors[at]:.2f}", fontsize=10)
    right.set_title(f"{data.labels}, ridge {number(data.ridge)}", fontsize=10)
    return artists


def start(figure):
    """Both axes with the dotted line at p = n, a line and a mark for each, and the level of the best small width."""
    axes, lines = figure.subplots(1, 2), []
    for ax, color, look in zip(axes, (VERMILLION, BLUE), ("-s", "-o"), strict=True):
        (line,) = ax.plot([], [], look, color=color, markersize=5)
        ax.axvline(N, color=INK, linestyle=":", linewidth=1.2)
        (here,) = ax.plot([], [], "o", color="#FFD700", markeredgecolor="black", markersize=10, zorder=5)
        lines.append((line, here))
        ax.set(xscale="log", xlabel="random units p", xlim=(8, 2000))
        ax.set_xticks([10, 50, 200, 1600], ["10", "50", "200", "1600"])
    left, right = axes
    left.set(ylabel="error on unseen digits", ylim=(0, 1))
    right.set(ylabel="size of the weights |W|", yscale="log", ylim=(0.3, 3e4))
    for ax in axes:
        ax.minorticks_off()
    return axes, lines, left.axhline(0, color="0.5", linestyle="--", linewidth=1)


def best_before(data):
    """The width below n with the lowest error, and that error."""
    small = [place for place, width in enumerate(WIDTHS) if width < N]
    best = min(small, key=lambda place: data.errors[place])
    return WIDTHS[best], float(data.errors[best])


def say(data, width, ridge, labels):
    """The finding: the best small width, the error at p = n, and whether the largest width beats the best small one."""
    small, lowest = best_before(data)
    last, at_n = data.errors[-1], data.errors[WIDTHS.index(N)]
    beats = "less than" if last < lowest - 0.005 else "more than" if last > lowest + 0.005 else "the same as"
    return (
        f"{labels}, ridge {number(ridge)}: below p = n the error is lowest at p = {small}, {lowest:.2f}; at "
        f"p = n = {N} it is {at_n:.2f}; at p = {WIDTHS[-1]} it is {last:.2f}, {beats} the best small width. "
        f"At p = {width}: error {data.errors[WIDTHS.index(width)]:.2f}, size of the weights "
        f"{number(data.norms[WIDTHS.index(width)], 2)}."
    )
