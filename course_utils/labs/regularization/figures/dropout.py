"""Figure 21: dropout's masks, and the sum that the next neuron receives. It cures "dropout is on at test time"."""

from typing import NamedTuple

import numpy as np

from course_utils.display.live import Choice, Live, Slider
from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, INK, VERMILLION

ROWS, UNITS, MASKS = 12, 16, 2000
H = np.linspace(0.3, 1.05, UNITS)
WEIGHTS = np.where(np.arange(UNITS) % 4 == 3, -0.5, 0.5)
MODES = ("training", "test")


class Dropped(NamedTuple):
    """The numbers of figure 21."""

    out: np.ndarray  # (ROWS, UNITS)
    sums: np.ndarray  # (MASKS,)
    full: float
    zeros: float
    factor: float
    mode: str


def dropout_masks(dropout_forward):
    """Figure 21: which activations are dropped, and what the masks do to the next neuron's sum.

    Args:
        dropout_forward: Your function, `dropout_forward(H, rate, rng, training) -> out, mask`.

    Returns:
        The live figure.
    """

    def compute(rate, mode, seed):
        rng = np.random.default_rng(seed)
        out, _ = dropout_forward(np.tile(H, (MASKS, 1)), rate, rng, training=mode == "training")
        out = np.asarray(out, dtype=float)
        kept = out[out != 0] / np.tile(H, (MASKS, 1))[out != 0]
        factor = float(np.median(kept)) if kept.size else 0.0
        return Dropped(out[:ROWS], out @ WEIGHTS, float(H @ WEIGHTS), float(np.mean(out == 0)), factor, mode)

    controls = {
        "rate": Slider("rate", 0.0, 0.9, 0.5, 0.05),
        "mode": Choice("mode", MODES, "training"),
        "seed": Slider("seed", 0, 20, 0, 1),
    }
    static = [{"rate": 0.2}, {"rate": 0.5}, {"rate": 0.8}, {"mode": "test"}]
    return Live(compute, draw, controls, say, static=static, size=(7.4, 3.5), panel_height=2.6)


def draw(figure, data, artists=None):
    """The activations as a map on the left, the sums as a histogram on the right."""
    if artists is None:
        artists = figure.subplots(1, 2)
    left, right = artists
    for ax in artists:
        ax.clear()
    left.imshow(np.where(data.out == 0, np.nan, data.out), cmap="Blues", vmin=0, vmax=2.2, aspect="auto")
    rows, columns = np.nonzero(data.out == 0)
    left.plot(columns, rows, "x", color=VERMILLION, markersize=4)
    left.set(xlabel="unit", ylabel="example", xticks=(), yticks=())
    left.set_title(f"{data.mode}: {data.zeros:.0%} dropped (×), rest × {number(data.factor)}", fontsize=10)
    left.grid(False)
    heights, _, _ = right.hist(
        np.clip(data.sums, -5, 10), bins=np.linspace(-5, 10, 46), color="0.75", edgecolor="white", label="masks"
    )
    right.axvline(data.full, color=BLUE, linewidth=3, label=f"nothing dropped: {number(data.full)}")
    mean = data.sums.mean()
    right.axvline(mean, color=VERMILLION, linestyle="--", linewidth=2, label=f"mean of masks: {number(mean)}")
    right.set(xlabel="sum at the next neuron", xlim=(-5, 10), ylim=(0, 1.9 * heights.max()), yticks=())
    right.axhline(0, color=INK, linewidth=0.5)
    right.legend(loc="upper right", fontsize=8)
    return artists


def say(data, rate, mode, seed):
    """The finding: the share dropped, the factor, and how the mean over masks compares with the whole network."""
    if mode == "test":
        return (
            f"Test, rate {rate:.2f}: {data.zeros:.0%} of the activations are 0, the factor is "
            f"{number(data.factor)}, and every example gives the sum {number(data.sums.mean())}."
        )
    return (
        f"Training, rate {rate:.2f}: {data.zeros:.0%} of the activations are dropped, the rest multiplied by "
        f"{number(data.factor)}. The sum of {MASKS} masks has mean {number(data.sums.mean())} and spread "
        f"{number(data.sums.std())}; with nothing dropped it is {number(data.full)}."
    )
