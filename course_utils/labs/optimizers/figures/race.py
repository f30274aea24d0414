"""Figure 14: a race of optimizers over two weights, with a look at what one of them remembers."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_utils.display.live import Choice, Live, Slider
from course_utils.display.picture import wipe
from course_utils.labs.optimizers import race
from course_utils.labs.optimizers.plots import LOOKS
from course_utils.plots.landscape import draw_hills, draw_marks
from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, VERMILLION

PANELS = {  # label, scale, limits, ticks
    "m": ("m", "linear", (-1, 1), ()),
    "v": ("√v", "linear", (0, 1), ()),
    "move": ("move", "log", (1e-6, 1e2), ((1e-6, 1e-3, 1), ("1e−6", "1e−3", "1"))),
}
BOUNDS = {"m": (-1e4, 1e4), "v": (0, 1e4), "move": (1e-7, 1e3)}


class Look(NamedTuple):
    """The numbers of figure 14: the surface, all runs, whose inside is shown, and how many steps have been taken."""

    name: str
    surface: object
    runs: dict
    rates: dict
    walker: str
    step: int
    power: float


def optimizer_race(optimizers):
    """Figure 14: walkers on four surfaces, each at its own best rate there, times a common factor.

    It cures "Adam is always best" and "adaptive optimizers need no rate".

    Args:
        optimizers: Name -> your function, `step(params, grads, state, learning_rate) -> (params, state)`; at most 4.

    Returns:
        The live figure.
    """
    surfaces = {name: make() for name, make in race.SURFACES.items()}

    @cache
    def best(surface):
        return {name: race.best_run(step, surface)[0] for name, step in optimizers.items()}

    @cache
    def runs(surface, power):
        rates = {name: rate * 10**power for name, rate in best(surface).items()}
        return {name: race.walk(optimizers[name], surfaces[surface], rate) for name, rate in rates.items()}

    def compute(surface, walker, power, step):
        return Look(surface, surfaces[surface], runs(surface, power), best(surface), walker, step, power)

    names = tuple(optimizers)
    controls = {
        "surface": Choice("surface", tuple(race.SURFACES), "ravine"),
        "walker": Choice("look inside", names, names[-1]),
        "power": Slider("all rates × 10 to the power", -2.0, 1.0, 0.0, 0.25),
        "step": Slider("step", 1, race.STEPS, race.STEPS, 1),
    }
    static = [{}, {"power": -1.0}, {"surface": "two minima", "power": 1.0, "walker": names[0]}]
    return Live(compute, draw_look, controls, say_look, static=static, size=(6.6, 3.7), columns=1, panel_height=3.7)


def draw_look(figure, data, artists=None):
    """The map with all walks on the left; on the right m, the root of v, and the moves of one walker."""
    if artists is None:
        mosaic = [["map", "m"], ["map", "v"], ["map", "move"]]
        axes = figure.subplot_mosaic(mosaic, width_ratios=(5, 3))
        panels = {name: new_panel(axes[name], name) for name in PANELS}
        artists = {"axes": axes, "surface": None, "lines": {}, "panels": panels}
    axes = artists["axes"]
    if artists["surface"] != data.name:
        artists |= {"surface": data.name, "lines": new_map(axes["map"], data)}
    for name, (line, head) in artists["lines"].items():
        path = before_it_leaves(data.runs[name].path[: data.step + 1])
        line.set_data(*path.T)
        head.set_data(*path[-1:].T)
    times = "" if data.power == 0 else f" × {number(10**data.power, 2)}"
    axes["map"].set_title(f"{data.name}, step {data.step}, best rates{times}", loc="left")
    draw_inside(axes, artists["panels"], data)
    return artists


def before_it_leaves(path, far=500.0):
    """The part of a walk up to where it is far off the map: the rest would only fill the picture with lines."""
    out = np.abs(path).max(axis=1) > far
    return path[: np.argmax(out) + 1] if out.any() else path


def new_map(ax, data):
    """The hills, and a line and a head for each walker; still without places."""
    wipe(ax)
    draw_hills(ax, data.surface, 6)
    draw_marks(ax, data.surface)
    ax.plot(*data.surface.start, "D", color="white", markeredgecolor="black", zorder=5)
    lines = {}
    for name, (style, marker, color) in zip(data.runs, LOOKS, strict=False):
        (line,) = ax.plot([], [], linestyle=style, marker=marker, markevery=(5, 25), markersize=4, color=color)
        line.set(linewidth=1.6, label=f"{name}, {number(data.rates[name], 2)}")
        (head,) = ax.plot([], [], marker, color=color, markeredgecolor="black", markersize=8, zorder=6)
        lines[name] = line, head
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=2, fontsize="small", title="walker, best rate")
    ax.locator_params(nbins=4)
    return lines


def new_panel(ax, name):
    """Two lines, one for each weight, and a place for words; still empty."""
    label, scale, limits, ticks = PANELS[name]
    looks = (("a", "-", VERMILLION), ("b", "--", BLUE))
    lines = [ax.plot([], [], linestyle=style, color=color, label=f"weight {which}")[0] for which, style, color in looks]
    words = ax.text(0.5, 0.5, "", ha="center", va="center", transform=ax.transAxes)
    ax.set(ylabel=label, xlim=(0, race.STEPS), yscale=scale, ylim=limits)
    ax.minorticks_off()
    ax.locator_params(axis="y", nbins=3) if scale == "linear" else ax.set_yticks(*ticks)
    ax.set_xticks((0, 75, 150), ("0", "75", "150") if name == "move" else ("", "", ""))
    if name == "move":
        ax.set_xlabel("step")
    return lines, words


def draw_inside(axes, panels, data):
    """What the chosen walker remembers for its two weights, and how far each moves in a step."""
    run = data.runs[data.walker]
    values = {"m": run.m, "v": None if run.v is None else np.sqrt(np.maximum(run.v, 0)), "move": run.moves}
    for name, (lines, words) in panels.items():
        kept = values[name]
        words.set_text(f"{data.walker} keeps no {name}" if kept is None else "")
        for column, line in enumerate(lines):
            known = np.empty(0) if kept is None else kept[: data.step, column]
            line.set_data(np.arange(1, len(known) + 1), np.clip(known, *BOUNDS[name]))
    if run.m is not None:
        reach = 1.15 * np.clip(np.abs(run.m[: data.step]).max(), 1e-3, 1e4)
        axes["m"].set_ylim(-reach, reach)
    if run.v is not None:
        axes["v"].set_ylim(0, 1.15 * np.clip(np.sqrt(np.abs(run.v[: data.step]).max()), 1e-3, 1e4))
    axes["m"].set_title(f"{data.walker}: a solid, b dashed", loc="left")


def say_look(data, surface, walker, power, step):
    """The finding: where everybody is, and how far the chosen walker's two weights move in a step."""
    losses = {name: run.losses[step] for name, run in data.runs.items()}
    order = sorted(losses, key=losses.get)
    reached = ", ".join(f"{name} {'away' if losses[name] > 1e4 else number(losses[name], 2)}" for name in order)
    times = "own best rates" if power == 0 else f"{number(10**power, 2)} × own best rates"
    a, b = data.runs[walker].moves[step - 1]
    moves = f"{walker} moves a by {number(a, 1)}, b by {number(b, 1)}"
    return f"{surface}, {times}, step {step}: losses {reached}. {moves}."
