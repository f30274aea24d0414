"""Two classes in the plane: the points, and the map of what a model says about them.

Class 0 is a vermillion circle, class 1 a blue square; on the map orange means 0 and purple means 1.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import colormaps

VERMILLION, BLUE, INK = "#D55E00", "#0072B2", "#222222"
PURPLE = "#DAD5E8"  # the pale side of PuOr: where a neuron says yes
COLORS, MARKERS = (VERMILLION, BLUE), ("o", "s")
MAP = colormaps["PuOr"].resampled(20)  # flat bands: they compress well, and an edge is a level
BOX = ((-4.0, 4.0), (-4.0, 4.0))


def plot_points(X, y, *, ax=None, names=None, size=45):
    """Scatter the points of two classes, with different markers as well as colours.

    Args:
        X: Inputs of shape (n, 2).
        y: Labels of shape (n,), 0 and 1 or −1 and +1.
        ax: Axes to draw on; a new figure by default.
        names: What the legend calls the lower and the higher label; the labels themselves by default.
        size: Area of a marker in square points.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    X, y = np.asarray(X), np.asarray(y).reshape(-1)
    names = names or _label_names(y)
    for high, (color, marker, name) in enumerate(zip(COLORS, MARKERS, names, strict=True)):
        chosen = X[(y > 0) == high]
        ax.scatter(*chosen.T, s=size, c=color, marker=marker, label=name, edgecolors="white", linewidths=0.8, zorder=3)
    label_inputs(ax)
    ax.legend()
    return ax


def plot_map(predict, X=None, y=None, *, ax=None, box=None, steps=120, label="output"):
    """Colour the plane by what a model answers, with a black line where the answer is 0.5.

    Args:
        predict: Function of inputs (n, 2) that returns n numbers from 0 to 1.
        X: Points to draw on the map, of shape (n, 2), or None.
        y: Their labels.
        ax: Axes to draw on; a new figure by default.
        box: ((left, right), (bottom, top)); around the points by default.
        steps: Grid points along each side.
        label: What the colours stand for, written beside the colour bar.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    box = box or (BOX if X is None else box_around(X))
    grid, shape = grid_over(box, steps)
    draw_map(ax, np.asarray(predict(grid), dtype=float).reshape(shape), box, label=label)
    if X is not None:
        plot_points(X, y, ax=ax)
    label_inputs(ax)
    return ax


def draw_map(ax, values, box, *, label="output", bar=True):
    """Draw a grid of numbers from 0 to 1 as a map; returns the image and the 0.5 contour (or None)."""
    image = ax.imshow(
        values, extent=(*box[0], *box[1]), origin="lower", cmap=MAP, vmin=0, vmax=1, alpha=0.65, aspect="auto"
    )
    ax.grid(False)
    if bar:
        ax.figure.colorbar(image, ax=ax, label=label, ticks=[0, 0.5, 1])
    return image, half_contour(ax, values, box)


def half_contour(ax, values, box):
    """The black line where the values cross 0.5; None where they never do."""
    if not values.min() < 0.5 < values.max():
        return None
    sides = [np.linspace(*side, count) for side, count in zip(box, values.shape[::-1], strict=True)]
    return ax.contour(*sides, values, levels=[0.5], colors="black", linewidths=2)


def grid_over(box, steps=120):
    """Points of a square grid, shape (steps², 2), and the shape of the grid."""
    first, second = np.meshgrid(*(np.linspace(*side, steps) for side in box))
    return np.stack([first.ravel(), second.ravel()], axis=1), first.shape


def box_around(X, margin=0.15):
    """((left, right), (bottom, top)) with a margin around the points."""
    low, high = np.min(X, axis=0), np.max(X, axis=0)
    room = margin * np.maximum(high - low, 1e-9)
    return tuple((float(a), float(b)) for a, b in zip(low - room, high + room, strict=True))


def label_inputs(ax):
    """Name the axes after the inputs, where they have no name yet."""
    ax.set_xlabel(ax.get_xlabel() or "x₁")
    ax.set_ylabel(ax.get_ylabel() or "x₂")


def ink_on(color):
    """Black or white, whichever stands out more from a background colour (WCAG 2.2: luminance above or below 0.179)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color[:3])
    return "black" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "white"


def new_axes(ax=None):
    """The given axes, or those of a new pyplot figure."""
    return plt.figure().gca() if ax is None else ax


def _label_names(y):
    if (y < 0).any():
        return "label −1", "label +1"
    return "label 0", "label 1"
