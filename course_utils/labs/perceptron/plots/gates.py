"""Logic gates as lines, and what a hidden layer makes of the four corners."""

import matplotlib.pyplot as plt
import numpy as np

from course_utils.plots.lines import line_ends, plot_line, yes_side
from course_utils.plots.points import COLORS, INK, MARKERS, PURPLE, label_inputs

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
GATE_BOX = ((-0.5, 1.5), (-0.5, 1.5))
NOISE = 0.1
TRUTH = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "NOR": (1, 0, 0, 0), "NOT": (1, 0)}


def plot_gates(gates, *, axes=None):
    """Draw each gate's neuron as a line among the corners, shaded where the answer is 1.

    A square around each corner shows where inputs with ±0.1 noise fall. A corner that the line puts on the
    wrong side of the gate's truth table is crossed out.

    Args:
        gates: Name -> `(w, w0)`; a gate with one weight is drawn on one axis.
        axes: As many axes as gates; a new figure with one row of panels by default.

    Returns:
        An array of the axes.
    """
    if axes is None:
        figure = plt.figure(figsize=(2.0 * len(gates), 2.7))
        axes = figure.subplots(1, len(gates), squeeze=False)[0]
    axes = np.ravel(axes)
    for ax, (name, (w, w0)) in zip(axes, gates.items(), strict=True):
        _plot_gate(ax, name, np.asarray(w, dtype=float).reshape(-1), float(np.squeeze(w0)))
    return axes


def _plot_gate(ax, name, w, w0):
    one_input = len(w) == 1
    inputs = CORNERS[[0, 2]] if one_input else CORNERS
    w = np.append(w, 0.0) if one_input else w
    outputs = (inputs @ w + w0 > 0).astype(int)
    _shade_yes(ax, w, w0)
    _corners(ax, inputs, outputs)
    for corner, output, truth in zip(inputs, outputs, TRUTH.get(name, outputs), strict=True):
        if output != truth:
            ax.scatter(*corner, marker="x", s=260, c="black", linewidths=2.5, zorder=5)
    ends = line_ends(w, w0, GATE_BOX)
    if ends is not None:
        ax.plot(*ends.T, color=INK)
    ax.set(title=name, xlim=GATE_BOX[0], ylim=GATE_BOX[1], xticks=[0, 1], yticks=[0, 1])
    ax.set_aspect("equal")
    label_inputs(ax)
    if one_input:
        ax.set(yticks=[], ylabel="one input only")


def _shade_yes(ax, w, w0):
    ax.fill(*yes_side(w, w0, GATE_BOX).T, color=PURPLE, zorder=0)
    ax.grid(False)


def _corners(ax, points, outputs):
    from matplotlib.patches import Rectangle

    for corner, output in zip(points, outputs, strict=True):
        low = corner - NOISE
        ax.add_patch(Rectangle(low, 2 * NOISE, 2 * NOISE, fill=False, edgecolor=INK, linewidth=0.8, linestyle=":"))
        ax.scatter(*corner, s=60, c=COLORS[output], marker=MARKERS[output], edgecolors="white", zorder=4)
        ax.annotate(str(output), corner, (9, 6), textcoords="offset points", fontweight="bold", zorder=4)


def plot_feature_space(X, H, y, *, line=None, axes=None):
    """Draw the same points twice: as they come in, and as a hidden layer of two neurons sees them.

    Args:
        X: Inputs of shape (n, 2).
        H: Outputs of the hidden layer, shape (n, 2).
        y: Labels of shape (n,), 0 and 1.
        line: `(w, w0)` of the output neuron, drawn in the second panel; None draws none.
        axes: Two axes; a new figure by default.

    Returns:
        An array of the two axes.
    """
    if axes is None:
        axes = plt.figure(figsize=(8, 3.9)).subplots(1, 2)
    axes = np.ravel(axes)
    X, H, y = np.asarray(X, dtype=float), np.asarray(H, dtype=float), np.asarray(y).reshape(-1)
    _space(axes[0], X, X, y, "x", "the inputs")
    _space(axes[1], H, X, y, "h", "as the hidden layer sees them")
    if line is not None:
        plot_line(*line, ax=axes[1], sides=False, arrow=False)
    axes[0].figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return axes


def _space(ax, places, X, y, letter, title):
    """Points at their places, each named by its input; points that coincide share one name."""
    for label, (color, marker) in enumerate(zip(COLORS, MARKERS, strict=True)):
        chosen = places[(y > 0) == label]
        ax.scatter(*chosen.T, s=90, c=color, marker=marker, edgecolors="white", label=f"label {label}", zorder=3)
    if len(X) <= 8:
        for place in np.unique(places.round(1), axis=0):
            together = X[np.all(places.round(1) == place, axis=1)]
            names = " and ".join(f"({a:g}, {b:g})" for a, b in together)
            ax.annotate(names, place, (0, 10), textcoords="offset points", ha="center")
    low, high = places.min(axis=0), places.max(axis=0)
    room = 0.3 * np.maximum(high - low, 0.5)
    (left, bottom), (right, top) = low - room, high + room
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel=f"{letter}₁", ylabel=f"{letter}₂", title=title)
