"""*Will I pass this class?*: past students, what a network says about them, and how its hidden layer sees them."""

import matplotlib.pyplot as plt
import numpy as np

from course_utils.datasets.generated import YOU
from course_utils.plots.points import COLORS, INK, MARKERS, new_axes, plot_map, plot_points

BOX = ((-0.5, 10.5), (-0.5, 10.5))
NAMES = ("failed", "passed")


def plot_students(X, y, *, predict=None, ax=None):
    """Draw the class, and you as a star at (4, 5); with a predictor, the map of the chance that it gives.

    Args:
        X: Lectures attended and hours on the project, shape (n, 2).
        y: 1 passed, 0 failed, shape (n,).
        predict: None, or a function of inputs (n, 2) that gives n numbers from 0 to 1.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    if predict is not None:
        plot_map(predict, box=BOX, ax=ax, label="chance to pass")
    plot_points(X, y, ax=ax, names=NAMES, size=28)
    star(ax, YOU)
    ax.set(xlabel="lectures attended", ylabel="hours on the project", xlim=BOX[0], ylim=BOX[1])
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
    return ax


def star(ax, place):
    """You."""
    ax.scatter(*place, marker="*", s=330, c="#FFD700", edgecolors=INK, linewidths=1.2, label="you", zorder=5)


def plot_hidden_units(H, y, you, *, axes=None):
    """Draw the class as a hidden layer of three units sees it, one panel for each pair of units.

    Args:
        H: Outputs of the hidden layer, shape (n, 3).
        y: 1 passed, 0 failed, shape (n,).
        you: The hidden layer's outputs for you, shape (3,).
        axes: Three axes; a new figure by default.

    Returns:
        An array of the three axes.
    """
    if axes is None:
        axes = plt.figure(figsize=(9, 3.3)).subplots(1, 3)
    axes = np.ravel(axes)
    H, y = np.asarray(H, dtype=float), np.asarray(y).reshape(-1)
    for ax, (first, second) in zip(axes, [(0, 1), (0, 2), (1, 2)], strict=True):
        for label, (color, marker, name) in enumerate(zip(COLORS, MARKERS, NAMES, strict=True)):
            ax.scatter(
                *H[y == label][:, [first, second]].T, s=24, c=color, marker=marker, edgecolors="white", label=name
            )
        star(ax, (you[first], you[second]))
        ax.set(xlabel=f"hidden unit {first + 1}", ylabel=f"hidden unit {second + 1}")
    axes[0].figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return axes
