"""Learning rates and optimizers: sweeps over rates, bands over seeds, a range test, two kinds of decay."""

import numpy as np

from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, INK, VERMILLION, new_axes

PURPLE, GOLD = "#832db6", "#9c8500"
LOOKS = (
    ("-", "o", VERMILLION),
    ("--", "s", BLUE),
    ("-.", "^", PURPLE),
    (":", "D", INK),
    ("-", "v", "#56B4E9"),
    ("--", "P", GOLD),
    ("-.", "X", "#CC79A7"),
    (":", "<", "#666666"),
)
HIGHEST = 30.0  # losses above are drawn at the upper edge


def plot_sweeps(sweeps, *, ax=None):
    """Draw the last loss against the learning rate, with a band from the best seed to the worst.

    Args:
        sweeps: Name -> (rates, for each rate a list with one loss per seed).
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes; losses above 30, and those that are not finite, lie on the upper edge.
    """
    ax = new_axes(ax)
    for (name, (rates, losses)), (style, marker, color) in zip(sweeps.items(), LOOKS, strict=False):
        losses = np.clip(np.nan_to_num(np.asarray(losses, dtype=float), nan=np.inf), 1e-4, HIGHEST)
        ax.plot(rates, np.median(losses, axis=1), linestyle=style, marker=marker, color=color, label=name)
        if losses.shape[1] > 1:
            ax.fill_between(rates, losses.min(axis=1), losses.max(axis=1), color=color, alpha=0.15, linewidth=0)
    ax.axhline(np.log(2), color="0.5", linewidth=1, linestyle=(0, (1, 2)), zorder=0, label="says 0.5 to all")
    ax.set(xlabel="learning rate (logarithmic)", ylabel="last loss (logarithmic)", xscale="log", yscale="log")
    ax.set_ylim(top=1.3 * HIGHEST)
    ax.legend(loc="lower left")
    return ax


def plot_bands(bands, *, ax=None):
    """Draw losses by step, the median of some runs as a line and the band from the best to the worst.

    Args:
        bands: Name -> a list of runs, each the loss at each step.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    for (name, runs), (style, marker, color) in zip(bands.items(), LOOKS, strict=False):
        runs = np.clip(np.nan_to_num(np.asarray(runs, dtype=float), nan=np.inf), 1e-4, HIGHEST)
        middle, steps = np.median(runs, axis=0), np.arange(runs.shape[1])
        ax.fill_between(steps, runs.min(axis=0), runs.max(axis=0), color=color, alpha=0.13, linewidth=0)
        look = {"linestyle": style, "marker": marker, "markevery": max(1, len(steps) // 8), "markersize": 5}
        ax.plot(steps, middle, color=color, label=name, **look)
    ax.set(xlabel="step", ylabel="loss (logarithmic)", yscale="log")
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), title="optimizer, rate")
    return ax


def plot_range_test(rates, losses, suggestion=None, *, ax=None):
    """Draw the loss of each batch against its learning rate.

    Args:
        rates: The rate of each batch.
        losses: The loss of each batch.
        suggestion: The rate to mark, or None.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes; it is cut off above, where the loss explodes.
    """
    ax = new_axes(ax)
    rates, losses = np.asarray(rates, dtype=float), np.asarray(losses, dtype=float)
    ax.plot(rates, losses, "-o", color=BLUE, markersize=3, linewidth=1.2, label="loss of the batch")
    if suggestion is not None:
        ax.axvline(
            suggestion, color=VERMILLION, linestyle="--", linewidth=2.5, label=f"suggested: {number(suggestion, 2)}"
        )
    seen = losses[np.isfinite(losses)]
    start = np.median(seen[:10])
    ax.set(xlabel="learning rate (logarithmic)", ylabel="loss", xscale="log", ylim=(0, 1.6 * start))
    ax.legend(loc="lower left")
    return ax


def plot_decay(paths, *, ax=None):
    """Draw how weight decay shrinks two groups of weights, for some optimizers.

    Args:
        paths: Name -> mean weight of the two groups by step, shape (steps, 2): large gradients, small gradients.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    for (name, path), color in zip(paths.items(), (BLUE, VERMILLION), strict=False):
        path = np.asarray(path, dtype=float)
        for column, (group, style, marker) in enumerate(
            (("large gradients", "-", "o"), ("small gradients", "--", "s"))
        ):
            look = {"linestyle": style, "marker": marker, "markevery": (60 * column, max(1, len(path) // 8))}
            ax.plot(path[:, column], color=color, label=f"{name}, {group}", markersize=5, **look)
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.set(xlabel="step", ylabel="mean weight")
    ax.set_ylim(-0.08, 1.45)
    ax.legend(loc="upper center", ncols=2, fontsize="small")
    return ax
