"""Figures 11 and 12, and the walk to two valleys: descent in one dimension, in a ravine, and between two minima."""

from typing import NamedTuple

import numpy as np

from course_utils.display.live import Live, Slider
from course_utils.display.picture import wipe
from course_utils.models import landscapes
from course_utils.models.descent_paths import how_it_went, read_path
from course_utils.plots.landscape import draw_hills, draw_marks, draw_walk
from course_utils.plots.number_format import number, pair
from course_utils.plots.points import BLUE, VERMILLION

STEPS_1D, STEPS_RAVINE, STEPS_VALLEYS = 20, 40, 80
LIMITS = (-4.0, 4.0)
SMALLEST, LARGEST = 1e-9, 1e6  # losses outside are drawn at the edge


class Walk(NamedTuple):
    """The numbers of figure 11."""

    curvature: float
    rate: float
    path: np.ndarray
    losses: np.ndarray
    word: str


def descent_1d(gradient_descent):
    """Figure 11: descent on J(w) = λ w² / 2, with the rates 1/λ and 2/λ marked on a ruler.

    It cures "a smaller rate is better".

    Args:
        gradient_descent: Your function, `gradient_descent(gradient, w, learning_rate, steps) -> path`.

    Returns:
        The live figure.
    """

    def compute(rate, start, curvature):
        path = gradient_descent(lambda w: curvature * w, np.array([start]), rate, STEPS_1D)
        path = read_path(path, 1)[:, 0]
        return Walk(curvature, rate, path, 0.5 * curvature * path**2, how_it_went(path))

    controls = {
        "rate": Slider("learning rate", 0.01, 1.2, 0.01, 0.01),
        "start": Slider("start", -4.0, 4.0, -3.0, 0.1),
        "curvature": Slider("curvature λ", 1.0, 4.0, 2.0, 0.1),
    }
    static = [{"rate": 0.01}, {"rate": 0.5}, {"rate": 0.94}, {"rate": 1.04}]
    return Live(compute, draw_descent, controls, say_descent, static=static, panel_height=3.9)


def draw_descent(figure, data, artists=None):
    """The walk on the curve, the loss by step, and the rate on its ruler."""
    axes = artists or figure.subplot_mosaic([["walk", "loss"], ["rate", "rate"]], height_ratios=(6, 1))
    wipe(*axes.values())
    draw_walk(axes["walk"], lambda w: 0.5 * data.curvature * w**2, data.path, LIMITS)
    axes["walk"].set(xlabel="weight w", ylabel="loss", ylim=(-1, 18), title=f"rate {data.rate:.2f}: {data.word}")
    draw_losses(axes["loss"], data.losses, STEPS_1D)
    draw_ruler(axes["rate"], data.rate, data.curvature)
    return axes


def draw_losses(ax, losses, steps):
    """The loss by step on a fixed logarithmic scale."""
    ax.plot(np.clip(np.nan_to_num(losses, nan=LARGEST), SMALLEST, LARGEST), "-o", color=BLUE, markersize=3)
    ax.set(xlabel="step", ylabel="loss (log)", yscale="log", xlim=(-0.5, steps + 0.5), ylim=(SMALLEST / 3, 3 * LARGEST))
    ax.set_yticks([1e-8, 1e-4, 1, 1e4])
    ax.minorticks_off()


def draw_ruler(ax, rate, curvature):
    """The learning rate between 0 and 1.2, with marks at 1/λ and 2/λ and hatching beyond."""
    one, two, end = 1 / curvature, 2 / curvature, 1.25
    ax.axvspan(min(two, end), end, facecolor="0.9", edgecolor="0.7", hatch="///", linewidth=0)
    ax.axvspan(min(one, end), min(two, end), facecolor="#DCE9F5", linewidth=0)
    ax.plot(rate, 0.5, "v", color=VERMILLION, markeredgecolor="black", markersize=11, clip_on=False)
    ticks = [(0, "0"), (one, "1/λ"), (two, "2/λ")]
    shown = [(place, name) for place, name in ticks if place <= end]
    ax.set_xticks([place for place, _ in shown], [name for _, name in shown])
    ax.set(xlim=(0, end), ylim=(0, 1), yticks=(), xlabel="learning rate: one side | both sides | away")
    ax.grid(False)


def say_descent(data, rate, start, curvature):
    """The finding: what the rate does, compared with 1/λ and 2/λ."""
    one, two = 1 / curvature, 2 / curvature
    edges = [
        (0.999 * one, "below 1/λ"),
        (1.001 * one, "at 1/λ"),
        (0.999 * two, "between 1/λ and 2/λ"),
        (1.001 * two, "at 2/λ"),
    ]
    place = next((name for edge, name in edges if rate < edge), "above 2/λ")
    verb = {"crawl": "crawls", "converge": "converges", "oscillate": "oscillates", "diverge": "diverges"}[data.word]
    return (
        f"Learning rate {rate:.2f} is {place} (λ = {number(curvature)}): the walk from {number(start)} {verb}; "
        f"after {len(data.path) - 1} steps it is at {number(data.path[-1])} with loss {data.losses[-1]:.2g}."
    )


class Descent(NamedTuple):
    """The numbers of figure 12 and of the two valleys: a surface, the path and the loss along it."""

    surface: landscapes.Landscape
    path: np.ndarray
    losses: np.ndarray
    title: str


def ravine(gradient_descent):
    """Figure 12: a ravine and its condition number. It cures "descent heads for the minimum".

    Args:
        gradient_descent: Your function, `gradient_descent(gradient, w, learning_rate, steps) -> path`.

    Returns:
        The live figure.
    """

    def compute(condition, share, angle):
        surface = landscapes.ravine(condition, angle)
        rate = share / condition
        path = read_path(gradient_descent(surface.gradient, np.array(surface.start), rate, STEPS_RAVINE), 2)
        return Descent(surface, path, surface(path), f"κ = {condition}, rate {share:.2f}/λmax")

    controls = {
        "condition": Slider("condition number κ", 1, 50, 20, 1),
        "share": Slider("rate × λmax", 0.05, 2.1, 1.8, 0.05),
        "angle": Slider("angle in degrees", 0, 90, 0, 5),
    }
    static = [{"condition": 1, "share": 0.5}, {}, {"angle": 45, "share": 1.0}, {"share": 2.05}]
    return Live(compute, draw_ravine, controls, say_ravine, static=static, size=(7.2, 3.6), panel_height=2.7)


def draw_ravine(figure, data, artists=None):
    """The path on the map, and the loss by step."""
    left, right = artists or figure.subplots(1, 2)
    wipe(left, right)
    draw_hills(left, data.surface, 10)
    draw_path(left, data)
    left.set_aspect("equal", adjustable="box")  # otherwise its angles mislead
    left.set_title(data.title)
    draw_losses(right, data.losses, STEPS_RAVINE)
    return left, right


def draw_path(ax, data):
    """The walk, its start, and the minima; what leaves the map is left out."""
    path = np.clip(np.nan_to_num(data.path, nan=1e3), -1e3, 1e3)
    ax.plot(*path.T, "-o", color=VERMILLION, linewidth=1.3, markersize=3)
    draw_marks(ax, data.surface)
    ax.plot(*path[0], "D", color="white", markeredgecolor="black", zorder=5)
    ax.set(xlim=data.surface.box[0], ylim=data.surface.box[1])


def first_step_off(path, goal):
    """The angle in degrees between the first step and the way straight to the goal; None where nothing moved."""
    step, way = path[1] - path[0], np.asarray(goal) - path[0]
    size = np.linalg.norm(step) * np.linalg.norm(way)
    return float(np.degrees(np.arccos(np.clip(step @ way / size, -1, 1)))) if size > 0 else None


def say_ravine(data, condition, share, angle):
    """The finding: where the first step points, and how far the walk came."""
    off = first_step_off(data.path, data.surface.minima[0])
    aim = "does not move" if off is None else f"points {off:.0f} degrees away from the minimum"
    text = (
        f"Condition number {condition}, angle {angle} degrees, rate {share:.2f}/λmax: the first step {aim}; "
        f"after {len(data.path) - 1} steps the loss went from {number(data.losses[0])} to {data.losses[-1]:.2g}"
    )
    if not data.losses[-1] < data.losses[0]:
        return text + ": the walk diverges."
    best = np.linalg.norm(data.path[-1]) < 0.01
    return text + (": it has arrived." if best else ": it is not there yet.")


def two_valleys(gradient_descent):
    """A deep valley, a shallow one and the saddle between them, in three dimensions and as a map.

    Args:
        gradient_descent: Your function, `gradient_descent(gradient, w, learning_rate, steps) -> path`.

    Returns:
        The live figure.
    """
    surface = landscapes.two_minima()

    def compute(a, b, rate):
        path = read_path(gradient_descent(surface.gradient, np.array([a, b]), rate, STEPS_VALLEYS), 2)
        with np.errstate(all="ignore"):
            losses = surface(path)
        return Descent(surface, path, losses, f"start {pair([a, b])}: {where(surface, path[-1])}")

    controls = {
        "a": Slider("start, weight a", -2.0, 3.0, -0.4, 0.1),
        "b": Slider("start, weight b", -2.0, 2.0, 1.5, 0.1),
        "rate": Slider("learning rate", 0.02, 0.6, 0.1, 0.02),
    }
    static = [{}, {"a": 0.4}, {"a": 0.0}, {"a": -2.0, "rate": 0.3}]
    return Live(compute, draw_valleys, controls, say_valleys, static=static, size=(6.6, 3.2), panel_height=2.6)


def where(surface, place, near=0.05):
    """Which known point of the two valleys a place is at."""
    names = {"deep minimum": surface.minima[0], "shallow minimum": surface.minima[1], "saddle": surface.saddles[0]}
    for name, point in names.items():
        if np.linalg.norm(np.asarray(place) - point) < near:
            return name
    return "not at rest"


def draw_valleys(figure, data, artists=None):
    """The walk in three dimensions on the left, on the map on the right; the surface itself is drawn once."""
    if artists is None:
        solid = figure.add_subplot(1, 2, 1, projection="3d", computed_zorder=False)
        flat = figure.add_subplot(1, 2, 2)
        draw_solid(solid, data.surface)
        draw_hills(flat, data.surface, 12)
        draw_marks(flat, data.surface)
        artists = solid, flat, new_lines(solid, flat)
    solid, flat, (line, start, above) = artists
    path = inside(data)
    line.set_data(*path.T)
    start.set_data(*path[:1].T)
    above.set_data_3d(*path.T, data.surface(path) + 0.05)
    flat.set_title(data.title, loc="right")
    return artists


def new_lines(solid, flat):
    """The walk on the map, its start, and the walk above the surface; still without places."""
    (line,) = flat.plot([], [], "-o", color=VERMILLION, linewidth=1.3, markersize=3)
    (start,) = flat.plot([], [], "D", color="white", markeredgecolor="black", zorder=5)
    (above,) = solid.plot([], [], [], "-o", color=VERMILLION, linewidth=1.3, markersize=3, zorder=5)
    return line, start, above


def draw_solid(ax, surface):
    """The surface in three dimensions, seen from the side of the shallow valley."""
    a, b = np.meshgrid(*(np.linspace(low, high, 22) for low, high in surface.box))
    heights = np.minimum(surface(np.stack([a, b], axis=-1)), 6.0)
    ax.plot_surface(a, b, heights, cmap="BuPu", rstride=1, cstride=1, linewidth=0, antialiased=False)
    ax.view_init(elev=42, azim=-70)
    ax.set(xlabel="a", ylabel="b", zlim=(0, 6), xticks=(-2, 0, 2), yticks=(-2, 0, 2), zticks=(0, 3, 6))
    ax.set_title("loss", loc="left")


def inside(data):
    """The part of the walk before it leaves the map."""
    box = np.array(data.surface.box)
    out = ~np.all((data.path >= box[:, 0]) & (data.path <= box[:, 1]), axis=1)
    return data.path[: np.argmax(out)] if out.any() else data.path


def say_valleys(data, a, b, rate):
    """The finding: where the walk ended, and whether it jumped over the saddle on its way."""
    end = where(data.surface, data.path[-1])
    text = (
        f"From {pair([a, b])} with rate {rate:.2f} the walk ends at the {end}"
        if end != "not at rest"
        else (f"From {pair([a, b])} with rate {rate:.2f} the walk is not at rest")
    )
    text += f" after {len(data.path) - 1} steps, loss {number(data.losses[-1])}."
    jumped = a < 0 and end == "deep minimum"
    return text + (" It jumped over the saddle." if jumped else "")
