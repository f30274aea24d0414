"""Figure 2: what the weights and the bias of one neuron do, with one input and with two."""

import numpy as np

from course_utils.plots.lines import arrow_tip, line_ends, yes_side
from course_utils.plots.number_format import decimals, number, pair, signed, state_as_sum
from course_utils.plots.points import BLUE, BOX, INK, PURPLE, VERMILLION, draw_map, half_contour, label_inputs

GREY = "#767676"
PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 2}


def draw_neuron_1d(figure, data, artists=None):
    """Draw g(w x + w0) beside g(x), and mark the x at which z = w x + w0 is zero.

    Args:
        figure: A figure or a part of one.
        data: `x` and `output` of shape (n,), `plain` (the output for w = 1, w0 = 0), `w`, `w0`,
            `jumps` (True for a step).
        artists: What an earlier call returned.

    Returns:
        The artists, to be given to the next call.
    """
    artists = artists or _axes_1d(figure, data)
    artists["plain"].set_data(data["x"], data["plain"])
    artists["curve"].set_data(data["x"], data["output"])
    middle = zero_of(data["w"], data["w0"])
    seen = [] if middle is None else [middle]
    artists["middle"].set_data([place for place in seen for _ in range(2)], [-0.1, 1.1] * len(seen))
    artists["title"].set_text(headline_1d(data))
    return artists


def zero_of(w, w0):
    """The x where w x + w0 = 0; None where the weight is 0."""
    return None if abs(w) < 1e-9 else -w0 / w


def headline_1d(data):
    """The formula with its numbers, and what it does to the curve."""
    formula = f"z = {number(data['w'])}·x {signed(data['w0'])}"
    middle = zero_of(data["w"], data["w0"])
    if middle is None:
        return f"{formula}: the input no longer matters"
    turned = "turned round, " if data["w"] < 0 else ""
    if data["jumps"]:
        return f"{formula}: {turned}it jumps at x = {number(middle, 2)}"
    steep = {-1: "flatter", 0: "same slope", 1: "steeper"}[int(np.sign(round(abs(data["w"]) - 1, 9)))]
    return f"{formula}: {turned}{steep}, middle at x = {number(middle, 2)}"


def _axes_1d(figure, data):
    ax = figure.add_subplot()
    artists = {
        "ax": ax,
        "plain": ax.plot([], [], "--", color=GREY, label="w = 1, w₀ = 0")[0],
        "curve": ax.plot([], [], "-", color=BLUE, linewidth=3, label="your w and w₀")[0],
        "middle": ax.plot([], [], ":", color=VERMILLION, label="z = 0")[0],
        "title": ax.set_title("", loc="left"),
    }
    ax.set(xlim=(data["x"][0], data["x"][-1]), ylim=(-0.1, 1.1), xlabel="input x", ylabel="output g(w·x + w₀)")
    figure.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False)
    return artists


def draw_neuron_2d(figure, data, artists=None):
    """Draw a neuron's output over the plane, its line, its arrow, and one point with its z and its output.

    Args:
        figure: A figure or a part of one.
        data: `outputs` on a square grid over `BOX`, `w`, `w0`, and the `point` with its `output`.
        artists: What an earlier call returned.

    Returns:
        The artists, to be given to the next call.
    """
    artists = artists or _axes_2d(figure, data)
    if artists["half"] is not None:
        artists["half"].remove()
    artists["image"].set_data(data["outputs"])
    artists["half"] = half_contour(artists["ax"], data["outputs"], BOX)
    _move_arrow(artists["arrow"], artists["name"], data["w"], data["w0"])
    artists["title"].set_text(headline_2d(data))
    return artists


def headline_2d(data):
    """z of the point as a sum, and the output that the neuron gives."""
    z = data["w0"] + data["w"] @ data["point"]
    return (
        f"at {pair(data['point'])}: z = {state_as_sum(data['point'], data['w'], data['w0'])} = {number(z)}\n"
        f"output {decimals(data['output'])}"
    )


def _axes_2d(figure, data):
    ax = figure.add_subplot()
    image, half = draw_map(ax, data["outputs"], BOX)
    ax.plot(*data["point"], "D", ms=10, color="black", mec="white", mew=1.5)
    ax.annotate(pair(data["point"]), data["point"], (0, 11), textcoords="offset points", ha="center", bbox=PAPER)
    arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    artists = {
        "ax": ax,
        "image": image,
        "half": half,
        "arrow": ax.annotate("", xy=(0, 0), xytext=(0, 0), arrowprops=arrow),
        "name": ax.text(0, 0, "w", fontweight="bold", ha="center", va="center", bbox=PAPER),
        "title": ax.set_title("\n", loc="left"),
    }
    ax.set_aspect("equal")
    label_inputs(ax)
    return artists


def _move_arrow(arrow, name, w, w0):
    ends = line_ends(w, w0)
    for artist in (arrow, name):
        artist.set_visible(ends is not None)
    if ends is None:
        return
    arrow.set_position(ends.mean(axis=0))
    arrow.xy = tuple(arrow_tip(ends, w, BOX))
    name.set_position(tuple(arrow_tip(ends, w, BOX, length=0.19)))


def draw_boundary(figure, data, artists=None):
    """Draw the points that a boundary function returns, over the line that the weights define.

    Args:
        figure: A figure or a part of one.
        data: `w`, `w0`, `x1` and `x2` of shape (n,).
        artists: What an earlier call returned.

    Returns:
        The artists, to be given to the next call.
    """
    artists = artists or _axes_boundary(figure)
    ends = line_ends(data["w"], data["w0"])
    artists["line"].set_data(*(([], []) if ends is None else ends.T))
    artists["dots"].set_data(data["x1"], data["x2"])
    yes = yes_side(data["w"], data["w0"])
    artists["yes"].set_xy(yes if len(yes) else np.zeros((1, 2)))
    _move_arrow(artists["arrow"], artists["name"], data["w"], data["w0"])
    artists["title"].set_text(headline_boundary(data))
    return artists


def headline_boundary(data):
    """The line as intercept and slope."""
    (w1, w2), w0 = data["w"], data["w0"]
    if w2 == 0:
        return "w₂ = 0: the line is vertical"
    return f"x₂ = {number(-w0 / w2)} {signed(-w1 / w2)}·x₁"


def _axes_boundary(figure):
    ax = figure.add_subplot()
    arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    artists = {
        "ax": ax,
        "yes": ax.fill([0], [0], color=PURPLE, zorder=0, label="z > 0")[0],
        "line": ax.plot([], [], color=INK, label="z = w₀ + w₁x₁ + w₂x₂ = 0")[0],
        "dots": ax.plot([], [], "o", ms=9, color=VERMILLION, mec="white", ls="none", label="boundary(w, w0, x1)")[0],
        "arrow": ax.annotate("", xy=(0, 0), xytext=(0, 0), arrowprops=arrow),
        "name": ax.text(0, 0, "w", fontweight="bold", ha="center", va="center", bbox=PAPER),
        "title": ax.set_title("", loc="left"),
    }
    ax.set(xlim=BOX[0], ylim=BOX[1], aspect="equal")
    figure.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False)
    label_inputs(ax)
    return artists
