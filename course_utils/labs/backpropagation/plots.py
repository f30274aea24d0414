"""Blame on its way back: a graph with forward and backward values, the U of a gradient check, weights that learn."""

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, INK, new_axes

RUST = "#B04D00"  # vermillion that is dark enough for small letters
WIDTH, HEIGHT = 0.58, 0.5  # of a node's box, in columns and rows
BOW = 0.3  # how far a long edge rises above its ends
ARROW = {"arrowstyle": "-|>", "color": "0.45", "linewidth": 1.2, "mutation_scale": 12}
PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1}
STYLES = {0: ("-", "o"), 1: ("--", "s"), 2: ("-.", "^")}


def plot_graph(names, places, values, blames, edges, *, asked=None, notes=(), ax=None):
    """Draw a graph of numbers: in each box its name, its value (blue) and the blame that has arrived (vermillion).

    Args:
        names: Text on each node.
        places: Column and row of each node, shape (nodes, 2).
        values: The number in each node; nan while it is not known.
        blames: The slope of the result at each node; nan while none has arrived.
        edges: Triples (parent, child, local slope); a slope of nan is not written.
        asked: The node whose next number is in question: its box is bold and has a question mark; None for none.
        notes: Pairs (node, text), written under a box.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    places = np.asarray(places, dtype=float)
    for parent, child, slope in edges:
        _edge(ax, places[parent], places[child], slope)
    for node, (name, place) in enumerate(zip(names, places, strict=True)):
        _box(ax, place, name, values[node], blames[node], asked == node)
    for node, text in notes:
        ax.text(*(places[node] - (0, HEIGHT / 2 + 0.05)), text, ha="center", va="top", fontsize=8)
    low, high = places.min(axis=0), places.max(axis=0)
    ax.set(xlim=(low[0] - 0.4, high[0] + 0.4), ylim=(low[1] - 0.42, high[1] + 0.3 + BOW * _has_long(places, edges)))
    ax.set_axis_off()
    return ax


def _has_long(places, edges):
    return any(places[child][0] - places[parent][0] > 1.5 for parent, child, _ in edges)


def _box(ax, place, name, value, blame, asked):
    corner = place - (WIDTH / 2, HEIGHT / 2)
    edge = {"edgecolor": INK, "linewidth": 3.0 if asked else 1.2, "linestyle": "--" if asked else "-"}
    look = {"boxstyle": "round,pad=0,rounding_size=0.08", "facecolor": "#FFF6D6" if asked else "white", **edge}
    ax.add_patch(FancyBboxPatch(corner, WIDTH, HEIGHT, zorder=2, **look))
    forward_asked, backward_asked = asked and np.isnan(value), asked and not np.isnan(value)
    lines = [
        (name, INK, 0.15, "bold"),
        ("?" if forward_asked else "" if np.isnan(value) else number(value), BLUE, 0.0, "normal"),
        ("∂ ?" if backward_asked else "" if np.isnan(blame) else f"∂ {number(blame)}", RUST, -0.15, "bold"),
    ]
    for text, color, height, weight in lines:
        ax.text(*(place + (0, height)), text, color=color, ha="center", va="center", fontsize=9.5, fontweight=weight)


def _edge(ax, start, end, slope):
    """An arrow from box to box; a long one goes over the boxes between them."""
    way = end - start
    if way[0] > 1.5:
        middle = _bow(ax, start + (0, HEIGHT / 2), end + (0, HEIGHT / 2))
    else:
        tail, tip = start + (WIDTH / 2, 0), end - (WIDTH / 2, 0)
        ax.annotate("", xy=tip, xytext=tail, arrowprops={**ARROW, "shrinkA": 0, "shrinkB": 0}, zorder=1)
        middle = (tail + tip) / 2
    if not np.isnan(slope):
        level = abs(way[1]) < 1e-9 and way[0] <= 1.5  # an arrow between neighbours: the number stands clear of its head
        look = {"va": "bottom", "xytext": (0, 3)} if level else {"va": "center", "xytext": (0, 0), "bbox": PAPER}
        words = f"×{number(slope, 2)}"
        ax.annotate(words, middle, textcoords="offset points", ha="center", fontsize=8, color="0.25", **look)


def _bow(ax, tail, tip):
    """A curved arrow; returns its highest point."""
    top = np.array([(tail + tip)[0] / 2, max(tail[1], tip[1]) + BOW])
    bend = 2 * top - (tail + tip) / 2
    ax.add_patch(FancyArrowPatch(path=Path([tail, bend, tip], [Path.MOVETO, Path.CURVE3, Path.CURVE3]), **ARROW))
    return top


def plot_gradient_check(epsilons, errors, *, ax=None):
    """Draw the error of a gradient check against ε, both logarithmic, and mark the smallest.

    Args:
        epsilons: Values of ε, shape (n,).
        errors: Name -> errors of shape (n,); an exact 0 is drawn at 1e-17.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    for index, (name, row) in enumerate(errors.items()):
        row = np.maximum(np.asarray(row, dtype=float), 1e-17)
        line, marker = STYLES[index % len(STYLES)]
        best = int(np.argmin(row))
        label = f"{name}: best {row[best]:.0e} at ε = {epsilons[best]:.0e}"
        (drawn,) = ax.plot(epsilons, row, linestyle=line, marker=marker, markersize=4, label=label)
        ax.plot(epsilons[best], row[best], marker=marker, markersize=12, color=drawn.get_color(), fillstyle="none")
    ax.set(xscale="log", yscale="log", xlabel="ε (logarithmic)", ylabel="relative error (logarithmic)")
    ax.legend(loc="lower left")
    return ax


def tiles(W, columns=8):
    """The weights of each hidden unit as a small square picture, side by side, with gaps of nan between them.

    Args:
        W: Weights of shape (pixels, units); pixels a square number.
        columns: Pictures in one row.

    Returns:
        An array to be drawn as one image.
    """
    side, units = round(W.shape[0] ** 0.5), W.shape[1]
    rows = -(-units // columns)
    image = np.full((rows * (side + 1) - 1, columns * (side + 1) - 1), np.nan)
    for unit in range(units):
        top, left = (side + 1) * (unit // columns), (side + 1) * (unit % columns)
        image[top : top + side, left : left + side] = W[:, unit].reshape(side, side)
    return image
