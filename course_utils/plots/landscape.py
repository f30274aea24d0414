"""Walks downhill: slopes on a curve, runs with several rates, paths on a map of the loss, random directions."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LogNorm

from course_utils.models.descent_paths import how_it_went
from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, INK, VERMILLION, new_axes

LOOKS = (("-", "o", VERMILLION), ("--", "s", BLUE), ("-.", "^", "#832db6"), (":", "D", INK))
HILLS = "BuPu"


def plot_slopes(w, loss, places, *, ax=None):
    """Draw a loss over one weight, with a short tangent at some places.

    Args:
        w: Weights, shape (n,).
        loss: The loss at each, shape (n,).
        places: Triples (weight, loss there, slope there).
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    ax.plot(w, loss, "-", color=BLUE, linewidth=2.2)
    flat, rise = np.ptp(w), np.ptp(loss)
    for place, height, slope in places:
        reach = 0.14 * np.array([-1, 1]) / np.hypot(1 / flat, slope / rise)
        ax.plot(place + reach, height + slope * reach, "--", color=VERMILLION, linewidth=2.5)
        ax.plot(place, height, "o", color=VERMILLION, markeredgecolor="black")
        ax.annotate(f"slope {number(round(slope, 2))}", (place, height), xytext=(10, 7), textcoords="offset points")
    ax.set(xlabel="weight w", ylabel="loss J(w)")
    return ax


def plot_runs(loss, paths, *, axes=None):
    """Draw one small panel per learning rate: the loss and where the steps went.

    Args:
        loss: Function of an array of weights.
        paths: Learning rate -> places of shape (steps + 1,).
        axes: One axes per path; a new figure by default.

    Returns:
        An array of the axes.
    """
    if axes is None:
        rows = -(-len(paths) // 3)
        axes = plt.figure(figsize=(9, 2.5 * rows)).subplots(rows, 3, sharex=True, sharey=True)
    axes = np.ravel(axes)
    for ax, (rate, path) in zip(axes, paths.items(), strict=False):
        path = np.ravel(path)
        reach = 1.4 * abs(path[0])
        draw_walk(ax, loss, path, (-reach, reach))
        ax.set_title(f"rate {number(rate)}: {how_it_went(path)}")
    for ax in axes[::3]:
        ax.set_ylabel("loss")
    for ax in axes[-3:]:
        ax.set_xlabel("weight w")
    return axes


def draw_walk(ax, loss, path, limits):
    """The loss as a curve, with the places of a walk on it; what leaves the picture is left out."""
    w = np.linspace(*limits, 121)
    top = 1.15 * float(loss(np.array(limits)).max())
    walk = np.clip(path, *(4 * np.array(limits)))
    ax.plot(w, loss(w), "-", color=BLUE, linewidth=2)
    ax.plot(walk, loss(walk), "-o", color=VERMILLION, linewidth=1, markersize=5)
    ax.plot(path[0], loss(path[0]), "D", color="white", markeredgecolor="black", markersize=8)
    ax.set(xlim=limits, ylim=(-0.08 * top, top))
    return ax


def plot_landscape(surface, paths=None, *, ax=None, levels=18):
    """Draw a loss over two weights as a map with contour lines, and walks over it.

    Args:
        surface: A `Landscape`.
        paths: Name -> places of shape (steps + 1, 2); each starts at a diamond. None draws the map only.
        ax: The axes to draw on; None takes a new figure's.
        levels: Number of contour lines.

    Returns:
        The axes; stars are minima, a cross is a saddle.
    """
    ax = new_axes(ax)
    draw_hills(ax, surface, levels)
    for (name, path), (style, marker, color) in zip((paths or {}).items(), LOOKS * len(paths or ()), strict=False):
        path = np.asarray(path, dtype=float)
        look = {"markersize": 4, "linewidth": 1.6, "markevery": max(1, len(path) // 40)}
        ax.plot(*path.T, linestyle=style, marker=marker, color=color, label=name, **look)
        ax.plot(*path[0], "D", color="white", markeredgecolor="black", zorder=4)
    draw_marks(ax, surface)
    if paths:
        ax.legend(loc="upper left")
    return ax


def draw_hills(ax, surface, levels=18):
    """The map of the loss alone: closer lines where it is low, so that a flat valley shows its floor."""
    a, b = (np.linspace(*side, 81) for side in surface.box)
    heights = surface(np.stack(np.meshgrid(a, b), axis=-1))
    heights = heights - heights.min() + 1e-9
    lines = np.geomspace(np.quantile(heights, 0.02), 1.001 * heights.max(), levels)
    look = {"cmap": HILLS, "alpha": 0.55, "norm": LogNorm(lines[0], lines[-1])}
    hills = ax.contourf(a, b, heights, [0, *lines], **look)
    ax.contour(a, b, heights, lines, colors="0.45", linewidths=0.6)
    ax.set(xlabel="weight a", ylabel="weight b", xlim=surface.box[0], ylim=surface.box[1])
    ax.grid(False)
    return hills


def draw_marks(ax, surface):
    """Stars on the minima, crosses on the saddles."""
    for places, marker, size in ((surface.minima, "*", 17), (surface.saddles, "X", 11)):
        for place in places:
            ax.plot(*place, marker, color="#FFD700", markeredgecolor="black", markersize=size, zorder=5)


def plot_drops(drops, gradient_drop, *, ax=None):
    """Draw how far the loss falls in random directions, and against the gradient.

    Args:
        drops: The fall in each random direction, shape (k,); negative where the loss rises.
        gradient_drop: The fall in the direction against the gradient.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    drops = np.ravel(drops)
    ax.hist(drops, bins=24, color="0.75", edgecolor="white", label=f"{len(drops)} random directions")
    ax.axvline(0, color=INK, linewidth=1)
    ax.axvline(gradient_drop, color=VERMILLION, linestyle="--", linewidth=3, label="against the gradient")
    ax.set(xlabel="fall of the loss (left of 0 it rises)", ylabel="directions")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 1.2), ncols=2)
    return ax


def plot_losses(losses, *, ax=None, goal=None):
    """Draw the loss by step, on a logarithmic scale.

    Args:
        losses: Name -> the loss at each step, the start first.
        ax: The axes to draw on; None takes a new figure's.
        goal: The smallest loss that there is, drawn as a level; or None.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    for (name, values), (style, _, color) in zip(losses.items(), LOOKS * len(losses), strict=False):
        ax.plot(np.arange(len(values)), np.maximum(values, 1e-16), linestyle=style, color=color, label=name)
    if goal is not None:
        ax.axhline(goal, color="0.6", linestyle=":", label="smallest possible")
    ax.set(xlabel="step", ylabel="loss (logarithmic)", yscale="log")
    ax.legend()
    return ax
