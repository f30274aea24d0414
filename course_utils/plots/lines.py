"""The line on which a neuron cannot decide, with the arrow of its weights; and plain curves."""

from itertools import cycle

import numpy as np

from course_utils.plots.points import BOX, INK, label_inputs, new_axes

PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.5}


def plot_line(w, w0, *, ax=None, box=None, sides=True, arrow=True, style="-", label=None):
    """Draw the line where a neuron's z is zero, and the arrow of its weights.

        w0 + w₁ x₁ + w₂ x₂ = 0

    The arrow stands at a right angle to the line and points to the side where z > 0.

    Args:
        w: Weights of shape (2,).
        w0: The bias.
        ax: Axes to draw on, for example with points on it; a new figure by default.
        box: ((left, right), (bottom, top)); by default what the axes show, or −4 to 4.
        arrow: Draw the arrow of the weights.
        sides: Write "z > 0" and "z < 0" on the two sides.
        style: Line style.
        label: Name in a legend.

    Returns:
        The axes.
    """
    empty = ax is None or not ax.has_data()
    ax = new_axes(ax)
    box = box or (BOX if empty else (ax.get_xlim(), ax.get_ylim()))
    w, w0 = np.asarray(w, dtype=float).reshape(2), float(np.squeeze(w0))
    ends = line_ends(w, w0, box)
    if ends is None:
        ax.text(0.5, 0.5, "no line in this picture", transform=ax.transAxes, ha="center")
    else:
        ax.plot(*ends.T, color=INK, linestyle=style, label=label)
    if ends is not None and arrow:
        _arrow(ax, ends.mean(axis=0), arrow_tip(ends, w, box))
    if ends is not None and sides:
        _name_sides(ax, ends, w, box)
    ax.set(xlim=box[0], ylim=box[1])
    ax.set_aspect("equal", adjustable="box")  # otherwise the arrow does not look perpendicular
    label_inputs(ax)
    return ax


def line_ends(w, w0, box=BOX):
    """Where the line w0 + w·x = 0 enters and leaves a box: shape (2, 2), or None when it misses the box."""
    (left, right), (bottom, top) = box
    size = max(abs(right - left), abs(top - bottom))
    if np.hypot(*w) < 1e-12:
        return None
    ends = []
    for x1 in (left, right):
        if abs(w[1]) > 1e-12 and bottom - 1e-9 * size <= (x2 := -(w0 + w[0] * x1) / w[1]) <= top + 1e-9 * size:
            ends.append((x1, x2))
    for x2 in (bottom, top):
        if abs(w[0]) > 1e-12 and left - 1e-9 * size <= (x1 := -(w0 + w[1] * x2) / w[0]) <= right + 1e-9 * size:
            ends.append((x1, x2))
    if len(ends) < 2:
        return None
    ends = np.array(ends)
    farthest = np.argmax(np.hypot(*(ends - ends[0]).T))
    return ends[[0, farthest]] if farthest else None


def arrow_tip(ends, w, box, length=0.15):
    """The tip of an arrow from the middle of the line along w, a fraction of the box long."""
    size = min(abs(side[1] - side[0]) for side in box)
    return ends.mean(axis=0) + length * size * np.asarray(w) / np.hypot(*w)


def yes_side(w, w0, box=BOX):
    """Corners, in order, of the part of a box where w0 + w·x > 0: shape (k, 2), k = 0 when there is none."""
    (left, right), (bottom, top) = box
    corners = np.array([(left, bottom), (right, bottom), (right, top), (left, top)])
    ends = line_ends(w, w0, box)
    inside = corners[corners @ np.asarray(w) + w0 > 0]
    if ends is None or len(inside) == 0:
        return inside
    shape = np.concatenate([inside, ends])
    out = shape - shape.mean(axis=0)
    return shape[np.argsort(np.arctan2(out[:, 1], out[:, 0]))]


def plot_curve(x, curves, *, ax=None, xlabel="z", ylabel="g(z)"):
    """Draw one or more curves over the same x, told apart by colour and line style.

    Args:
        x: Values of shape (n,).
        curves: Name -> values of shape (n,).
        ax: Axes to draw on; a new figure by default.
        xlabel: Name of the horizontal axis.
        ylabel: Name of the vertical axis.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    for (name, y), style in zip(curves.items(), cycle(["-", "--", "-.", ":"]), strict=False):
        ax.plot(x, np.asarray(y), label=name, linestyle=style)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.legend()
    return ax


def _arrow(ax, start, tip):
    ax.annotate(
        "",
        xy=tip,
        xytext=start,
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 2, "shrinkA": 0, "shrinkB": 0},
    )
    ax.annotate("w", xy=tip, xytext=(4, 2), textcoords="offset points", fontweight="bold")


def _name_sides(ax, ends, w, box):
    """Write z > 0 and z < 0 near one end of the line, on its two sides, inside the box."""
    middle, tip = ends.mean(axis=0), arrow_tip(ends, w, box)
    place = ends[0] + 0.25 * (ends[1] - ends[0])
    for sign, text in ((1, "z > 0"), (-1, "z < 0")):
        ax.text(*(place + 0.75 * sign * (tip - middle)), text, ha="center", va="center", bbox=PAPER)
