"""Figure 20: what L1 and L2 do to weights, as the price of a weight rises. It cures "L2 makes weights zero"."""

from typing import NamedTuple

import numpy as np

from course_utils.display.live import Choice, Live, Slider
from course_utils.plots.number_format import number, pair
from course_utils.plots.points import BLUE, VERMILLION

BEST = np.array([1.6, -1.1, 0.7, -0.45, 0.3, -0.15])  # where the loss alone is smallest
SIDE = np.concatenate([np.linspace(0, 0.1, 41)[:-1], np.linspace(0.1, 1.9, 361)])
GRID = np.concatenate([-SIDE[:0:-1], SIDE])  # finer near 0, and 0 itself
STRENGTHS = np.round(np.arange(0, 1.51, 0.05), 2)
KINDS = {"L1": "l1", "L2": "l2"}
LOOKS = ((BLUE, "-"), (VERMILLION, "--"), ("#832db6", "-."), ("#222222", ":"), (BLUE, ":"), (VERMILLION, "-"))


class Shrunk(NamedTuple):
    """The numbers of figure 20."""

    kind: str
    strength: float
    path: np.ndarray  # (strengths, weights)
    weights: np.ndarray
    level: np.ndarray  # the penalty over two weights
    loss: np.ndarray


def weights_path(penalty):
    """Figure 20: the weights with the smallest loss plus penalty, for any strength.

    The loss is Σ (w − c)² / 2 with six weights, so each weight can be found by itself.

    Args:
        penalty: Your function, `penalty(params, l1=…, l2=…) -> value, grads`.

    Returns:
        The live figure.
    """
    prices = {kind: price_list(penalty, kind) for kind in KINDS}
    a, b = np.meshgrid(GRID[::10], GRID[::10])
    loss = 0.5 * (a - BEST[0]) ** 2 + 0.5 * (b - BEST[2]) ** 2

    def compute(kind, strength):
        price = prices[kind]
        path = np.array([smallest(s * price) for s in STRENGTHS])
        level = price[None, ::10] + price[::10, None]
        return Shrunk(kind, strength, path, smallest(strength * price), level, loss)

    controls = {
        "kind": Choice("penalty", ("L1", "L2"), "L1"),
        "strength": Slider("strength λ", 0.0, 1.5, 0.5, 0.05),
    }
    static = [{"kind": kind, "strength": strength} for strength in (0.2, 0.5) for kind in KINDS]
    return Live(compute, draw, controls, say, static=static, size=(7.6, 3.6), panel_height=2.9)


def price_list(penalty, kind):
    """The penalty of a single weight at each place of the grid, at strength 1."""
    bias = np.zeros(1)
    values = [penalty([(np.array([[place]]), bias)], **{KINDS[kind]: 1.0})[0] for place in GRID]
    return np.array([float(np.squeeze(np.asarray(value))) for value in values])


def smallest(price):
    """For each weight the place of the grid with the smallest loss plus price, shape (weights,)."""
    total = 0.5 * (GRID[None, :] - BEST[:, None]) ** 2 + price[None, :]
    return GRID[total.argmin(axis=1)]


def draw(figure, data, artists=None):
    """Two of the weights as a map on the left, all of them against the strength on the right."""
    if artists is None:
        artists = figure.subplots(1, 2, width_ratios=(1.1, 1))
    left, right = artists
    for ax in artists:
        ax.clear()
    side, first, third = GRID[::10], data.weights[0], data.weights[2]
    left.contour(side, side, data.loss, [0.05, 0.2, 0.45, 0.8, 1.25, 1.8], colors="0.65", linewidths=0.8)
    here = float(
        np.interp(first, side, data.level[len(side) // 2]) + np.interp(third, side, data.level[len(side) // 2])
    )
    if here > 1e-9:
        left.contour(side, side, data.level, [here], colors=BLUE, linewidths=2)
    left.plot(data.path[:, 0], data.path[:, 2], "-", color=VERMILLION, linewidth=1.5)
    left.plot(BEST[0], BEST[2], "*", color="#FFD700", markeredgecolor="black", markersize=14)
    left.plot(first, third, "o", color=VERMILLION, markeredgecolor="black", markersize=9)
    left.axhline(0, color="0.4", linewidth=0.8)
    left.axvline(0, color="0.4", linewidth=0.8)
    left.set(xlabel="weight 1", ylabel="weight 3", xlim=(-1.95, 1.95), ylim=(-1.95, 1.95), aspect="equal")
    left.set_title(f"{data.kind}: equal price" if here > 1e-9 else f"{data.kind}: no price", fontsize=10)
    left.grid(False)
    draw_paths(right, data)
    return artists


def draw_paths(ax, data):
    """Each weight against the strength."""
    for number_, (weights, (color, style)) in enumerate(zip(data.path.T, LOOKS, strict=True), start=1):
        ax.plot(STRENGTHS, weights, linestyle=style, color=color, linewidth=1.8, label=f"weight {number_}")
    ax.plot(
        np.full(len(BEST), data.strength), data.weights, "o", color=VERMILLION, markeredgecolor="black", markersize=6
    )
    ax.axvline(data.strength, color="0.4", linewidth=1)
    ax.axhline(0, color="0.4", linewidth=0.8)
    ax.set(xlabel="strength λ", ylabel="weight", xlim=(0, 1.5), ylim=(-1.3, 1.8))
    zeros = int(np.sum(data.weights == 0))
    ax.set_title(f"λ = {number(data.strength)}: {zeros} of {len(BEST)} are 0", fontsize=10)


def say(data, kind, strength):
    """The finding: how many weights are exactly zero, and where the others are."""
    zeros = int(np.sum(data.weights == 0))
    count = "no weight is" if zeros == 0 else f"{zeros} of {len(BEST)} weights are"
    return (
        f"{kind} with strength {strength:.2f}: {count} exactly 0; without penalty they were {pair(BEST)}, "
        f"now {pair(data.weights, 2)}."
    )
