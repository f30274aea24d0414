"""Figures 8 and 9: two losses and their slopes over the logit; from logits to probabilities to the loss."""

from typing import NamedTuple

import numpy as np

from course_utils.display.live import Choice, Live, Slider
from course_utils.display.picture import wipe
from course_utils.labs.losses.plots import plot_bars, plot_over_logit, plot_surprise
from course_utils.models.dense_net import sigmoid
from course_utils.plots.number_format import number

__all__ = ["loss_against_logit", "softmax_bars"]

LOGITS = np.linspace(-8, 8, 65)
STEP = 1e-3
NAMES = ("cross-entropy", "squared error")


class Losses(NamedTuple):
    """The numbers of figure 8: for both losses, value and slope at many logits and at z, in the order of `NAMES`."""

    label: int
    z: float
    p: float
    losses: list
    slopes: list
    loss_here: list
    slope_here: list


def loss_against_logit(binary_cross_entropy, mse):
    """Live figure: choose the truth and a logit, see both losses of this one answer and how steep they are.

    Args:
        binary_cross_entropy: Your function of labels (1,) and probabilities (1,).
        mse: Your function of the same arguments.

    Returns:
        The live figure.
    """
    controls = {
        "label": Choice("truth y", [1, 0], 1),
        "z": Slider("logit z", -8.0, 8.0, -6.0, 0.1),
    }
    static = [{"label": 1, "z": -6.0}, {"label": 1, "z": -1.0}, {"label": 1, "z": 4.0}, {"label": 0, "z": 6.0}]

    def compute(label, z):
        return look(binary_cross_entropy, mse, label, z)

    return Live(compute, draw_losses, controls, say_losses, static=static, panel_height=3.6)


def look(binary_cross_entropy, mse, label, z):
    """Value and slope of both losses; the slope is a central difference of the function itself."""
    values, slopes, value, slope = [], [], [], []
    for loss in (binary_cross_entropy, mse):
        left, middle, right = (over_logit(loss, label, np.append(LOGITS, z) + move) for move in (-STEP, 0, STEP))
        rise = (right - left) / (2 * STEP)
        values.append(middle[:-1]), slopes.append(rise[:-1])
        value.append(middle[-1]), slope.append(rise[-1])
    return Losses(label, float(z), float(sigmoid(z)), values, slopes, value, slope)


def over_logit(loss, label, logits):
    """The loss of one example, for each of many logits."""
    y = np.array([float(label)])
    return np.array([float(np.asarray(loss(y, sigmoid(np.array([z]))))) for z in logits])


def draw_losses(figure, data, artists=None):
    """Both losses above, their slopes below, with marks at z."""
    top, bottom = artists or figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    for ax in (top, bottom):
        for artist in list(ax.lines):
            artist.remove()
    plot_over_logit(LOGITS, pairs(data.losses, data.loss_here), data.z, ax=top)
    plot_over_logit(LOGITS, pairs(data.slopes, data.slope_here), data.z, ax=bottom, ylabel="slope")
    slopes = " and ".join(three(slope) for slope in data.slope_here)
    top.set(xlabel="", ylim=(-0.3, 8.3), title=f"y = {data.label}, z = {number(data.z)}: slopes {slopes}")
    if not artists:
        top.legend(loc="upper center")
    bottom.set(ylim=(-1.15, 1.15), yticks=(-1, 0, 1))
    top.tick_params(labelbottom=False)
    return top, bottom


def pairs(curves, values):
    return dict(zip(NAMES, zip(curves, values, strict=True), strict=True))


def three(slope):
    return f"{slope:.3f}".replace("-", "−")


def say_losses(data, label, z):
    """The finding: how wrong the answer is, and what each loss makes of it."""
    steep, flat = (abs(slope) for slope in data.slope_here)
    text = (
        f"Truth {label}, logit {number(z)}, so p = {data.p:.4f}: cross-entropy {data.loss_here[0]:.2f} with slope "
        f"{three(data.slope_here[0])}, squared error {data.loss_here[1]:.2f} with slope {three(data.slope_here[1])}."
    )
    wrong = abs(data.p - label) > 0.9
    if wrong and steep > 10 * flat:
        return text + " The squared error is nearly flat where the answer is most wrong."
    if wrong and steep < 0.05:
        return text + " The answer is wrong, and this cross-entropy is flat: is it clipped too early?"
    return text


CLASSES = ("cat", "dog", "fox")


class Softmax(NamedTuple):
    """The numbers of figure 9."""

    logits: np.ndarray
    probabilities: np.ndarray
    truth: int
    loss: float


def softmax_bars(log_softmax):
    """Live figure: logits, the probabilities that they become, and the loss for the true class.

    Args:
        log_softmax: Your function of logits (1, 3).

    Returns:
        The live figure.
    """
    controls = {
        "cat": Slider("logit of cat", -5.0, 5.0, 2.0, 0.1),
        "dog": Slider("logit of dog", -5.0, 5.0, 1.0, 0.1),
        "fox": Slider("logit of fox", -5.0, 5.0, -1.0, 0.1),
        "constant": Slider("add to all", -3.0, 3.0, 0.0, 0.1),
        "temperature": Slider("temperature", 0.25, 5.0, 1.0, 0.25),
        "truth": Choice("true class", list(CLASSES), "cat"),
    }
    static = [{}, {"constant": 3.0}, {"temperature": 0.25}, {"truth": "fox"}]

    def compute(cat, dog, fox, constant, temperature, truth):
        logits = np.array([cat, dog, fox]) + constant
        logs = np.asarray(log_softmax(logits[None] / temperature), dtype=float).reshape(3)
        chosen = CLASSES.index(truth)
        return Softmax(logits, np.exp(logs), chosen, float(-logs[chosen]))

    return Live(compute, draw_softmax, controls, say_softmax, static=static, size=(6.4, 3), panel_height=2.6)


def draw_softmax(figure, data, artists=None):
    """Logits, probabilities and loss from left to right."""
    axes = artists or list(figure.subplots(1, 3))
    wipe(*axes)
    plot_bars(CLASSES, data.logits, data.truth, ax=axes[0], limits=(-8, 11), title="logits")
    plot_bars(CLASSES, data.probabilities, data.truth, ax=axes[1], limits=(0, 1.3), title="probabilities")
    axes[1].set(xticks=(0, 0.5, 1), yticks=())
    plot_surprise(data.probabilities[data.truth], data.loss, ax=axes[2])
    return axes


def say_softmax(data, cat, dog, fox, constant, temperature, truth):
    """The finding: probabilities and loss, and whether they add up."""
    logits, chances = (", ".join(map(small, values)) for values in (data.logits, data.probabilities))
    text = (
        f"Logits {logits} for cat, dog, fox at temperature {number(temperature)}: probabilities {chances}. "
        f"The truth is {truth}, so the loss is {number(data.loss)}."
    )
    total = data.probabilities.sum()
    return text if abs(total - 1) < 1e-3 else f"{text} The probabilities add up to {number(total)} and not to 1."


def small(value):
    """A number in three digits, without exponents near 0."""
    return "less than 0.001" if 0 < value < 0.001 else number(value)
