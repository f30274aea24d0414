"""The film of figure 14: optimizers train one network, all paths seen in the same two fixed directions."""

from typing import NamedTuple

import numpy as np
from matplotlib.colors import LogNorm

from course_utils.display.film import Film
from course_utils.labs.optimizers.plots import LOOKS
from course_utils.labs.optimizers.race_plane import BOX, fixed_slice, walk
from course_utils.plots.landscape import HILLS
from course_utils.plots.number_format import number

STEPS = (0, 1, 2, 3, 5, 8, 12, 16, 20, 25, 30, 40, 50, 60, 70, 80, 100, 120, 140, 160, 180, 200)
RATES = (0.003, 0.01, 0.03, 0.1, 0.3)


class Scene(NamedTuple):
    """What one frame shows: the step; by name the rate, the places in the plane, the distance off it, the losses."""

    step: int
    rates: dict
    places: dict
    off: dict
    losses: dict
    hills: tuple


def race_film(optimizers):
    """The film of a race over 13 weights, each walker at the best of five rates, in one plane for all.

    Args:
        optimizers: Name -> your function, `step(params, grads, state, learning_rate) -> (params, state)`; at most 4.

    Returns:
        The film.
    """
    plane = fixed_slice()
    rates, places, off, losses = {}, {}, {}, {}
    for name, step in optimizers.items():
        with np.errstate(all="ignore"):
            runs = {rate: walk(step, rate, plane, STEPS[-1]) for rate in RATES}
        rates[name] = min(RATES, key=lambda rate: np.nan_to_num(runs[rate][1][-1], nan=np.inf))
        places[name], off[name] = plane.project(runs[rates[name]][0])
        losses[name] = runs[rates[name]][1]
    hills = plane.heights()
    frames = [Scene(step, rates, places, off, losses, hills) for step in STEPS]
    labels = [f"step {step}" for step in STEPS]
    telling = [STEPS.index(step) for step in (5, 200)]
    return Film(
        frames, draw_scene, say_scene, labels=labels, static=telling, size=(7.4, 3.9), columns=1, panel_height=3.6
    )


def draw_scene(figure, data, artists=None):
    """The plane with all paths so far, and the losses by step."""
    if artists is None:
        left, right = figure.subplots(1, 2, width_ratios=(5, 4))
        draw_plane(left, data.hills)
        right.set(xlabel="step", ylabel="loss (logarithmic)", yscale="log", xlim=(-5, STEPS[-1] + 5), ylim=(0.1, 3))
        right.set_yticks([0.1, 0.2, 0.5, 1, 2], ["0.1", "0.2", "0.5", "1", "2"])
        right.minorticks_off()
        artists = (
            left,
            {name: new_walker(left, right, look, name, data) for name, look in zip(data.rates, LOOKS, strict=False)},
        )
        right.legend(loc="upper right", fontsize="small", title="optimizer, rate")
    left, walkers = artists
    for name, (path, head, curve) in walkers.items():
        places = data.places[name][: data.step + 1]
        path.set_data(*places.T)
        head.set_data(*places[-1:].T)
        curve.set_data(np.arange(data.step + 1), data.losses[name][: data.step + 1])
    left.set_title(f"step {data.step}", loc="left")
    return artists


def new_walker(left, right, look, name, data):
    style, marker, color = look
    (path,) = left.plot([], [], linestyle=style, color=color, linewidth=1.8)
    (head,) = left.plot([], [], marker, color=color, markeredgecolor="black", markersize=8, zorder=5)
    every = {"marker": marker, "markevery": 25, "markersize": 4}
    (curve,) = right.plot([], [], linestyle=style, color=color, label=f"{name}, {number(data.rates[name])}", **every)
    return path, head, curve


def draw_plane(ax, hills):
    """The loss on the plane through the start; paths lie near it, not in it."""
    (a, b), heights = hills
    lines = np.geomspace(heights.min(), heights.max(), 10)
    ax.contourf(a, b, heights, lines, cmap=HILLS, alpha=0.55, norm=LogNorm(lines[0], lines[-1]))
    ax.contour(a, b, heights, lines, colors="0.45", linewidths=0.6)
    ax.plot(0, 0, "D", color="white", markeredgecolor="black", zorder=4)
    ax.set(xlabel="towards the end of a long descent", ylabel="rest of the first gradient", xlim=BOX[0], ylim=BOX[1])
    ax.grid(False)


def say_scene(data):
    """The step, everybody's loss, and how far off the plane the farthest is."""
    losses = {name: values[data.step] for name, values in data.losses.items()}
    order = ", ".join(f"{name} {losses[name]:.3f}" for name in sorted(losses, key=losses.get))
    name = max(data.off, key=lambda name: data.off[name][data.step])
    off = data.off[name][data.step]
    tail = "" if data.step == 0 else f" {name} is {number(off, 2)} off the drawn plane."
    return f"After {data.step} steps the losses are {order}.{tail}"
