"""A dense layer as a picture of its matrices: rows meet columns."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, INK, PURPLE, VERMILLION, new_axes

PALE = "#F6E3D6"  # the pale side of vermillion


def plot_layer(X, W, b, H, *, row=0, unit=0, ax=None):
    """Draw X, W, b and the layer's output as tables, W above the output and X beside it.

    One row of X and one column of W are marked, and the cell of the output where they meet.

    Args:
        X: Inputs of shape (n, d); keep n, d and units below 6.
        W: Weights of shape (d, units).
        b: Biases of shape (units,).
        H: The layer's output, shape (n, units).
        row: Which example is marked.
        unit: Which neuron is marked.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    X, W, H = (np.atleast_2d(np.asarray(table, dtype=float)) for table in (X, W, H))
    b = np.reshape(b, (1, -1))
    right, below = X.shape[1] + 1.0, W.shape[0] + 2.9
    _table(ax, X, 0, below, "X", "a row is an example", {(row, None): PALE})
    _table(ax, W, right, 0, "W", "a column is a neuron", {(None, unit): PURPLE})
    _table(ax, b, right, W.shape[0] + 0.9, "b", "", {(None, unit): PURPLE}, beside=True)
    _table(ax, H, right, below, "output", "", {(row, unit): "#FFE9A8"})
    ax.set(xlim=(-0.6, right + H.shape[1] + 1.6), ylim=(below + len(H) + 0.9, -0.9))
    ax.set_aspect("equal")
    ax.axis("off")
    return ax


def _table(ax, values, left, top, name, note, marks, beside=False):
    """The numbers in boxes, with the table's name above or beside it."""
    for (i, j), value in np.ndenumerate(values):
        color = next((color for place, color in marks.items() if _fits(place, (i, j))), "white")
        ax.add_patch(Rectangle((left + j, top + i), 1, 1, facecolor=color, edgecolor=INK, linewidth=0.8))
        ax.text(left + j + 0.5, top + i + 0.5, number(value, 2), ha="center", va="center", fontsize=10)
    for (i, j), color in marks.items():
        _frame(ax, values.shape, left, top, i, j, VERMILLION if color == PALE else BLUE if color == PURPLE else INK)
    shape = f"{name} {values.shape}" if not beside else f"{name} ({values.shape[1]},)"
    if beside:
        ax.text(left + values.shape[1] + 0.2, top + 0.5, shape, va="center", fontweight="bold", fontsize=10)
        return
    ax.text(left, top - 0.15, shape, va="bottom", fontweight="bold", fontsize=10)
    ax.text(left + values.shape[1] / 2, top + values.shape[0] + 0.15, note, va="top", ha="center", fontsize=9)


def _fits(place, cell):
    return all(wanted in (None, index) for wanted, index in zip(place, cell, strict=True))


def _frame(ax, shape, left, top, i, j, color):
    """A thick frame around a row, a column or a cell."""
    corner = (left + (j or 0), top + (i or 0))
    width, height = (shape[1] if j is None else 1), (shape[0] if i is None else 1)
    ax.add_patch(Rectangle(corner, width, height, fill=False, edgecolor=color, linewidth=2.5, zorder=3))
