"""Schedules at five telling steps: the first, the turning points, the last."""

import numpy as np

from course_utils import checks


def half_cosine(share, peak):
    """From peak at 0 to 0 at 1, along half a cosine."""
    return peak / 2 * (1 + np.cos(np.pi * np.asarray(share)))


def check_schedules(cosine, warm_up, one_cycle, *, total, peak, warm):
    """Compare the three schedules with their formulas, at every step.

    Args:
        cosine, warm_up, one_cycle: The student's functions.
        total: How many steps.
        peak: The highest rate.
        warm: The steps of the warm-up.

    Raises:
        AssertionError: If they differ; the text names the mistake that it looks like.
    """
    steps = np.arange(total)
    compare("cosine", lambda step: cosine(step, total, peak), *cosine_paths(steps, total, peak), peak)
    call = lambda step: warm_up(step, total, peak, warm)  # noqa: E731
    compare("warm_up", call, *warm_up_paths(steps, total, peak, warm), peak)
    compare("one_cycle", lambda step: one_cycle(step, total, peak), *one_cycle_paths(steps, total, peak), peak)


def compare(name, rate, right, like, peak):
    """Five telling steps first, so that the message is short; then all."""
    got, last = [rate(step) for step in range(len(right))], len(right) - 1
    for step in (0, last, last // 4, last // 2, 3 * last // 4):
        here = {mistake: path[step] for mistake, path in like.items() if not np.isclose(path[step], right[step])}
        where = " (the last)" if step == last else ""
        checks.close(
            got[step], right[step], f"{name} at step {step}{where} of {len(right)}", looks_like=here, atol=1e-6 * peak
        )
    like = {mistake: path for mistake, path in like.items() if not np.allclose(path, right)}
    checks.close(got, right, f"{name} at all {len(right)} steps", looks_like=like, atol=1e-6 * peak)


def cosine_paths(steps, total, peak):
    """The cosine, and what the usual mistakes make of it."""
    like = {
        "step / total, off by one: the last step is total − 1": half_cosine(steps / total, peak),
        "(step + 1) / total, off by one: the first step is 0": half_cosine((steps + 1) / total, peak),
        "a whole wave: half of it, π and not 2π": half_cosine(2 * steps / (total - 1), peak),
        "a rise, not a fall: 1 + cos": peak - half_cosine(steps / (total - 1), peak),
        "the half of peak that is missing: 1 + cos goes up to 2": 2 * half_cosine(steps / (total - 1), peak),
        "the 1 that is missing: a rate below 0": peak / 2 * np.cos(np.pi * steps / (total - 1)),
    }
    return half_cosine(steps / (total - 1), peak), like


def warm_up_paths(steps, total, peak, warm):
    """The warm-up, and what the usual mistakes make of it."""
    rising, rise = steps < warm, peak * (steps + 1) / warm
    join = lambda rise, fall: np.where(rising, rise, fall)  # noqa: E731
    fall = half_cosine((steps + 1 - warm) / (total - warm), peak)
    like = {
        "step / warm, off by one: the first step would stand still": join(peak * steps / warm, fall),
        "a cosine over all steps, not over those that remain": join(rise, half_cosine(steps / (total - 1), peak)),
        "progress off by one: (step + 1 − warm)": join(rise, half_cosine((steps - warm) / (total - warm), peak)),
        "an end value that is not 0": join(rise, half_cosine((steps - warm) / max(total - warm, 1), peak)),
        "a warm-up that goes on for one step too many": np.where(steps <= warm, rise, fall),
        "a warm-up alone: the rate stays at peak": join(rise, peak),
        "a cosine alone, without the warm-up": half_cosine(steps / (total - 1), peak),
    }
    return join(rise, fall), like


def one_cycle_paths(steps, total, peak):
    """The 1-cycle, and what the usual mistakes make of it."""
    last, top = total - 1, 0.3 * (total - 1)
    like = {
        "an end at total, off by one: the last step is total − 1": np.interp(
            steps, [0, 0.3 * total, total], [peak / 25, peak, 0]
        ),
        "a start at 0, not at peak / 25": np.interp(steps, [0, top, last], [0, peak, 0]),
        "an end value of peak / 25, not 0": np.interp(steps, [0, top, last], [peak / 25, peak, peak / 25]),
        "the top in the middle, not at 0.3": np.interp(steps, [0, 0.5 * last, last], [peak / 25, peak, 0]),
        "a start at 1 / 25, whatever the peak": np.interp(steps, [0, top, last], [1 / 25, peak, 0]),
    }
    return np.interp(steps, [0, top, last], [peak / 25, peak, 0]), like
