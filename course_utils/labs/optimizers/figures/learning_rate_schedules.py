"""Figure 18: what a schedule of the learning rate buys when batches make the gradient noisy."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_utils.display.live import Choice, Live, Slider
from course_utils.labs.optimizers.noisy_neuron import PEAK, STEPS, above_the_best
from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, VERMILLION

TAIL = 50  # steps over which the end is averaged


class Faded(NamedTuple):
    """The numbers of figure 18: the schedule, its rates, the losses above the smallest, those of a constant rate."""

    name: str
    rates: np.ndarray
    above: np.ndarray
    constant: np.ndarray


def schedules(decays, warm_up):
    """Figure 18: the rate by step, and the loss by step with that rate. It cures "decay is cosmetic".

    Args:
        decays: Name -> your function, `schedule(step, total, peak) -> rate`.
        warm_up: Your function, `warm_up(step, total, peak, warm) -> rate`.

    Returns:
        The live figure.
    """
    everything = {"constant": lambda step, total, peak: peak, **decays}
    constant = above_the_best(np.full(STEPS, PEAK))

    @cache
    def trained(name, warm):
        rates = rates_of(name, everything[name], warm_up, warm)
        return rates, above_the_best(rates)

    def compute(schedule, warm):
        return Faded(schedule, *trained(schedule, warm), constant)

    names = tuple(everything)
    controls = {
        "schedule": Choice("schedule", names, names[-1]),
        "warm": Slider("steps of warm-up", 0, 200, 0, 20),
    }
    static = [{"schedule": names[0]}, *({"schedule": name} for name in names[1:4])]
    return Live(compute, draw_faded, controls, say_faded, static=static, size=(7.4, 3.4), columns=1, panel_height=2.3)


def rates_of(name, schedule, warm_up, warm):
    """The rate of each step; the cosine warms up with the student's function, the others in a straight line."""
    if name == "cosine" and warm:
        rates = [warm_up(step, STEPS, PEAK, warm) for step in range(STEPS)]
    else:
        rises = np.minimum(1, (np.arange(STEPS) + 1) / max(warm, 1))
        rates = [schedule(step, STEPS, PEAK) for step in range(STEPS)] * rises
    rates = np.asarray(rates, dtype=float)
    if rates.shape != (STEPS,):
        raise ValueError(f"expected {name} to give one rate for each step, received an array of shape {rates.shape}")
    return rates


def draw_faded(figure, data, artists=None):
    """The rates on the left; on the right the losses of this schedule over those of a constant rate."""
    if artists is None:
        left, right = figure.subplots(1, 2)
        (rate,) = left.plot([], [], color=BLUE, linewidth=2)
        left.set(xlabel="step", ylabel="learning rate", xlim=(0, STEPS), ylim=(-0.04, 1.1 * PEAK))
        steps = np.arange(STEPS + 1)
        right.plot(
            steps, np.median(data.constant, axis=1), color=VERMILLION, linestyle="--", linewidth=1.2, label="constant"
        )
        (line,) = right.plot([], [], color=BLUE, linewidth=1.8, label="schedule")
        right.set(xlabel="step", ylabel="loss above the best", yscale="log", xlim=(0, STEPS), ylim=(3e-4, 0.5))
        right.legend(loc="upper right")
        artists = left, rate, line
    left, rate, line = artists
    rate.set_data(np.arange(STEPS), data.rates)
    line.set_data(np.arange(STEPS + 1), np.maximum(np.median(data.above, axis=1), 1e-5))
    left.set_title(data.name, loc="left")
    return artists


def end(above):
    """The median over the runs of the mean of the last 50 steps."""
    return float(np.median(np.mean(above[-TAIL:], axis=0)))


def say_faded(data, schedule, warm):
    """The finding: how far above the best it ends, compared with a constant rate."""
    warmed = f" after {warm} steps of warm-up" if warm else ""
    return (
        f"Rate {schedule}{warmed}: in the last {TAIL} steps the loss is {number(end(data.above), 2)} above the "
        f"smallest; with a constant rate {number(end(data.constant), 2)}."
    )
