"""One neuron as a drawing: inputs, weights, bias, state and output, each with its number."""

import numpy as np

from course_utils.plots.number_format import decimals, number, state_as_sum
from course_utils.plots.points import BLUE, INK, VERMILLION, new_axes

WIDTH, RADIUS = 11.2, 0.55


def plot_neuron(x, w, w0, output, *, activation=None, ax=None):
    """Draw a neuron with the numbers of one example.

        z = w0 + w · x,    output = activation(z)

    Weights are the lines: thicker for a larger one, blue and solid above zero, vermillion and dashed below.

    Args:
        x: Inputs of one example, shape (d,).
        w: Weights, shape (d,).
        w0: The bias.
        output: What comes out: z itself, or the activation of it.
        activation: Name of the activation, drawn as a second node; None draws the sum alone.
        ax: Axes to draw on; a new figure by default.

    Returns:
        The axes.
    """
    x, w = (np.asarray(values, dtype=float).reshape(-1) for values in (x, w))
    if len(x) != len(w):
        raise ValueError(f"expected one weight for each input, received {len(x)} inputs and {len(w)} weights")
    ax = new_axes(ax)
    w0, output = float(np.squeeze(w0)), float(np.squeeze(output))
    heights = np.linspace(1.6 * len(x), 0, len(x) + 1)  # the bias on top, then the inputs
    middle = heights.mean()
    _connections(ax, heights, [w0, *w], middle)
    _node(ax, 1.2, heights[0], "1", "bias")
    for index, (value, height) in enumerate(zip(x, heights[1:], strict=True), 1):
        _node(ax, 1.2, height, number(value), f"x{_subscript(index)}")
    _output(ax, middle, state_as_sum(x, w, w0), w0 + w @ x, output, activation)
    ax.set(xlim=(0, WIDTH), ylim=(heights[-1] - 1.2, heights[0] + 1.2))
    ax.set_aspect("equal")
    ax.set_axis_off()
    return ax


def _connections(ax, heights, weights, middle):
    largest = max(np.max(np.abs(weights)), 1e-9)
    for index, (height, weight) in enumerate(zip(heights, weights, strict=True)):
        start, end = np.array([1.2, height]), np.array([5.0, middle])
        color, style = (BLUE, "-") if weight >= 0 else (VERMILLION, "--")
        width = 1 + 3 * abs(weight) / largest
        ax.plot(*np.stack([start, end]).T, color=color, linestyle=style, linewidth=width, zorder=1)
        ax.text(
            *(start + 0.5 * (end - start)),
            f"w{_subscript(index)} = {number(weight)}",
            ha="center",
            va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
        )


def _output(ax, middle, sum_text, z, output, activation):
    """The sum, the activation where there is one, and the arrow to what comes out."""
    _node(ax, 5.0, middle, "Σ", "")
    ax.text(5.0, middle - 1.0, f"z = {sum_text}\n= {number(z)}", ha="center", va="top")
    last = 5.0
    if activation:
        last = 7.2
        _arrow(ax, 5.0, last, middle)
        _node(ax, last, middle, "g", "")
        ax.text(last, middle + 0.75, activation, ha="center", va="bottom")
    _arrow(ax, last, 9.4, middle)
    name = "ŷ" if activation else "z"
    ax.text(9.0, middle, f"{name} = {decimals(output)}", ha="left", va="center", fontsize=13, fontweight="bold")


def _arrow(ax, start, end, height):
    arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 2}
    ax.annotate("", xy=(end - RADIUS, height), xytext=(start + RADIUS, height), arrowprops=arrow)


def _node(ax, x, y, text, name):
    from matplotlib.patches import Circle

    ax.add_patch(Circle((x, y), RADIUS, facecolor="white", edgecolor=INK, linewidth=1.5, zorder=2))
    ax.text(x, y, text, ha="center", va="center", zorder=3, fontsize=12)
    ax.text(x - RADIUS - 0.1, y, name, ha="right", va="center")


def _subscript(index):
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(index))
