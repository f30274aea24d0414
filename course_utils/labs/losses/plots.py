"""What a loss sees: lines fitted to scores, losses and their slopes over the logit, softmax bars, reliability."""

import numpy as np

from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, INK, VERMILLION, new_axes

STYLES = ("-", "--", "-.", ":")
LOOKS = ((BLUE, "-", "o"), (VERMILLION, "--", "s"))
GREY = "0.75"


def plot_fits(X, y, lines, *, ax=None):
    """Draw points and straight lines through them.

    Args:
        X: Inputs of shape (n, 1).
        y: Targets of shape (n,).
        lines: Name -> (slope, intercept).
        ax: Axes to draw on; a new figure by default.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    x = np.ravel(X)
    ax.scatter(x, y, s=30, color=INK, alpha=0.6, label="a student")
    ends = np.array([x.min(), x.max()])
    for number_, (name, (slope, intercept)) in enumerate(lines.items()):
        look = {"linestyle": STYLES[number_ % len(STYLES)], "color": (BLUE, VERMILLION, "#832db6", INK)[number_ % 4]}
        ax.plot(ends, slope * ends + intercept, label=name, linewidth=2.5, **look)
    ax.set(xlabel="hours of study", ylabel="score in the exam")
    ax.legend()
    return ax


def plot_over_logit(z, curves, here, *, ax=None, ylabel="loss"):
    """Draw curves over the logit with a mark at one logit.

    Args:
        z: Logits of shape (n,).
        curves: Name -> (values of shape (n,), the value at `here`).
        here: The marked logit.
        ax: Axes to draw on; a new figure by default.
        ylabel: Name of the vertical axis.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    ax.axvline(here, color=GREY, zorder=0)
    for (name, (values, value)), (color, style, marker) in zip(curves.items(), LOOKS, strict=False):
        ax.plot(z, values, style, color=color, label=name)
        ax.plot([here], [value], marker, color=color, markeredgecolor="white", markersize=9, zorder=4)
    ax.set(xlabel="logit z", ylabel=ylabel, xlim=(z[0], z[-1]))
    return ax


def plot_bars(names, values, chosen, *, ax=None, limits=None, title=""):
    """Draw one bar per class with its number; the chosen one is hatched as well as coloured.

    Args:
        names: The classes.
        values: One number per class.
        chosen: Index of the bar to mark.
        ax: Axes to draw on; a new figure by default.
        limits: Lowest and highest value on the axis.
        title: What the numbers are.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    bars = ax.barh(range(len(names)), values, color=GREY, edgecolor=INK)
    bars[chosen].set(facecolor=BLUE, hatch="//", edgecolor="white")
    low, high = limits or (min(0, *values), max(values))
    for place, value in enumerate(values):
        ax.annotate(
            number(value) if abs(value) >= 0.001 or value == 0 else "< 0.001",
            (low + 0.98 * (high - low), place),
            ha="right",
            va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1},
        )
    ax.axvline(0, color=INK, linewidth=1)
    ax.set(xlim=(low, high), ylim=(len(names) - 0.4, -0.6), title=title)
    ax.set_yticks(range(len(names)), names)
    ax.grid(False, axis="y")
    return ax


def plot_surprise(p, loss, *, ax=None):
    """Draw −log p with a mark at one probability.

    Args:
        p: The probability of the true class.
        loss: The loss there.
        ax: Axes to draw on; a new figure by default.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    grid = np.geomspace(1e-4, 1, 200)
    ax.plot(grid, -np.log(grid), "-", color=INK, linewidth=1.5)
    ax.plot([p], [min(loss, 7.5)], "s", color=BLUE, markeredgecolor="white", markersize=11, clip_on=False, zorder=4)
    ax.set(xlim=(0, 1), ylim=(0, 7.5), xlabel="p of the true class", title=f"loss {number(loss)}", xticks=(0, 0.5, 1))
    return ax


def plot_reliability(models, *, ax=None):
    """Draw how often an answer was right against how sure it was; the diagonal is an honest model.

    Args:
        models: Name -> rows (mean confidence, share right, count), one row per bin that holds anything.
        ax: Axes to draw on; a new figure by default.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    ax.plot([0, 1], [0, 1], color=GREY, linewidth=5, zorder=0, label="honest: as often right as sure")
    for (name, rows), (color, style, marker) in zip(models.items(), LOOKS, strict=False):
        confidence, right, count = np.asarray(rows, dtype=float).T
        ax.plot(confidence, right, style, color=color, linewidth=1.5, label=name)
        sizes = 20 + 180 * count / count.max()
        ax.scatter(confidence, right, s=sizes, color=color, marker=marker, edgecolors="white", zorder=3)
    ax.set(xlabel="mean confidence in the bin", ylabel="share that came true", xlim=(-0.02, 1.02), ylim=(-0.04, 1.04))
    ax.legend(loc="upper left")
    return ax
