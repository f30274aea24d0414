"""The dashboard of lab 10: one batch is learned by heart, and four gauges tell how it goes."""

from typing import NamedTuple

import numpy as np

from course_utils.display.live import Choice, Live, Slider
from course_utils.labs.real_network.training_runs import loss_of, slopes
from course_utils.models import dense_net
from course_utils.models.digit_classifier import digits
from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, VERMILLION

SIZES, STEPS, BATCH, HEALTHY = [64, 32, 32, 10], 120, 32, (1e-4, 1e-2)
LOOKS = [("-", "s", BLUE), ("--", "o", VERMILLION), (":", "^", "#222222")]


class Gauges(NamedTuple):
    """The numbers of the dashboard, by step: the loss; per layer the living share, gradient norm, update ratio."""

    losses: np.ndarray
    active: np.ndarray
    gradients: np.ndarray
    ratios: np.ndarray
    title: str


def dashboard(update_ratios):
    """Live figure: loss, activations, gradients and updates while a network learns one batch of 32 digits.

    Args:
        update_ratios: Your function, `update_ratios(before, after)`, lists of arrays, one number for each.

    Returns:
        The live figure.
    """
    controls = {
        "rate": Slider("learning rate, power of ten", -4.0, 1.0, -1.0, 0.25),
        "start": Choice("first weights", ("he", "ten times too small", "ten times too large"), "he"),
    }
    static = [{}, {"rate": -3.0}, {"rate": 1.0}]

    def compute(rate, start):
        return watch(update_ratios, 10**rate, start)

    return Live(compute, draw_gauges, controls, say_gauges, static=static, size=(8.4, 2.9), columns=1, panel_height=2.3)


def watch(update_ratios, rate, start):
    """Train on one batch by plain descent, and note the gauges before each step."""
    X, y = digits()[0][:BATCH], digits()[1][:BATCH]
    factor = {"he": 1.0, "ten times too small": 0.1, "ten times too large": 10.0}[start]
    params = [(factor * W, b) for W, b in dense_net.init(SIZES, "relu", np.random.default_rng(0))]
    rows, losses = [], []
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            grads = slopes(params, X, y, {"activation": "relu", "softmaxes": 1})
            h = dense_net.states(params, X, "relu")[1]
            losses.append(loss_of(h[-1], y))
            new = [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]
            ratios = update_ratios([W for W, _ in params], [W for W, _ in new])
            active = [np.mean(out > 0) for out in h[1:-1]]
            rows.append((active, [np.linalg.norm(dW) for dW, _ in grads], np.asarray(ratios, dtype=float).ravel()))
            params = new
    active, gradients, ratios = (np.array([row[place] for row in rows]) for place in range(3))
    return Gauges(np.array(losses), active, gradients, ratios, f"rate {number(rate, 2)}, first weights {start}")


PANELS = (
    ("loss", (1e-3, 1e3)),
    ("active units", (-0.05, 1.05)),
    ("gradient norm", (1e-6, 1e3)),
    ("|update| / |W|", (1e-7, 1e2)),
)


def draw_gauges(figure, data, artists=None):
    """Four panels in a row; the axes are drawn once, the lines move."""
    axes, lines = artists or new_gauges(figure)
    rows = (data.losses[:, None], data.active, data.gradients, data.ratios)
    for values, curves, (_, (low, high)) in zip(rows, lines, PANELS, strict=True):
        for column, line in zip(values.T, curves, strict=False):
            line.set_ydata(np.clip(np.nan_to_num(column, nan=high), low, high))
    axes[0].set_ylabel(data.title.replace(", ", "\n"), fontsize=8)
    return axes, lines


def new_gauges(figure):
    """The axes with their fixed limits, and three lines in each; the healthy band of updates is grey."""
    axes, lines, steps = figure.subplots(1, 4), [], np.arange(STEPS)
    for ax, (name, limits) in zip(axes, PANELS, strict=True):
        look = {"markevery": 20, "markersize": 4, "linewidth": 1.4}
        empty = np.full(STEPS, np.nan)
        lines.append(
            [
                ax.plot(steps, empty, line, marker=marker, color=color, label=str(layer), **look)[0]
                for layer, (line, marker, color) in enumerate(LOOKS, start=1)
            ]
        )
        ax.set(ylim=limits, xlabel="step", yscale="linear" if name == "active units" else "log")
        ax.set_title(name, fontsize=9)
        ax.set_xticks((0, STEPS // 2, STEPS))
        ax.set_yticks(
            (0, 0.5, 1)
            if name == "active units"
            else [tick for tick in (1e-6, 1e-4, 1e-2, 1, 1e2) if limits[0] <= tick <= limits[1]]
        )
        ax.minorticks_off()
        ax.tick_params(labelsize=7)
    axes[3].axhspan(*HEALTHY, facecolor="0.9", zorder=0)
    axes[2].legend(title="layer", fontsize=6.5, title_fontsize=6.5, loc="upper right", ncols=3, columnspacing=0.6)
    return axes, lines


def say_gauges(data, rate, start):
    """The finding: where the loss ends, how many units live, how large the first and the last updates are."""
    if not np.isfinite(data.losses).all():
        return f"{data.title}: the loss is not a number any more after {np.argmin(np.isfinite(data.losses))} steps."
    first = np.median(data.ratios[0])
    size = "healthy" if HEALTHY[0] <= first <= HEALTHY[1] else "too small" if first < HEALTHY[0] else "large"
    return (
        f"{data.title}: the loss goes from {data.losses[0]:.2g} to {data.losses[-1]:.2g}; {data.active[-1].mean():.0%} "
        f"of the units are active at the end; the first update is {first:.1g} of the weights, {size}."
    )
