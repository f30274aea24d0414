"""Figure 24: a slice through the loss of a trained network, raw or filter-normalised."""

from typing import NamedTuple

import numpy as np

from course_utils.display.live import Choice, Live, Slider
from course_utils.labs.real_network.loss_slices import NETWORKS, losses_on_grid, random_direction, trained
from course_utils.labs.real_network.plots.loss_slices import plot_slice, plot_surface

GRID, LOW = 17, 0.5


class Slice(NamedTuple):
    """The numbers of figure 24: losses over the grid, and the share of the window that is low."""

    steps: np.ndarray
    losses: np.ndarray
    share: float
    title: str


def loss_landscape(filter_normalise):
    """Figure 24: the same networks through raw and through filter-normalised directions.

    It cures "the landscape has two dimensions": another seed, another slice.

    Args:
        filter_normalise: Your function, `filter_normalise(direction, weights)`, lists of arrays.

    Returns:
        The live figure.
    """

    def compute(network, directions, seed, reach):
        weights, rng = trained(network), np.random.default_rng(seed)
        chosen = [random_direction(weights, rng) for _ in range(2)]
        if directions == "normalised":
            chosen = [listed(filter_normalise(direction, list(weights)), weights) for direction in chosen]
        steps = np.linspace(-reach, reach, GRID)
        losses = losses_on_grid(weights, *chosen, steps, steps)
        return Slice(steps, losses, float(np.mean(losses < LOW)), f"{network}: {directions}")

    controls = {
        "network": Choice("network", NETWORKS, NETWORKS[0]),
        "directions": Choice("directions", ("raw", "normalised"), "raw"),
        "seed": Slider("seed of the directions", 0, 9, 0, 1),
        "reach": Slider("reach", 0.25, 2.0, 1.0, 0.25),
    }
    telling = [(network, kind) for kind in ("raw", "normalised") for network in NETWORKS]
    static = [{"network": network, "directions": kind} for network, kind in telling]
    return Live(compute, draw_slice, controls, say_slice, static=static, size=(6.6, 3.2), columns=3, panel_height=2.9)


def listed(direction, weights):
    """The student's direction as arrays of the right shapes."""
    shapes = [np.shape(part) for part in direction]
    wanted = [np.shape(part) for part in weights]
    if shapes != wanted:
        raise ValueError(f"filter_normalise: expected arrays of the shapes {wanted}, received {shapes}")
    return [np.asarray(part, dtype=float) for part in direction]


def draw_slice(figure, data, artists=None):
    """The map, and in the live figure the surface beside it."""
    wide = not hasattr(figure, "subfigs") or figure.get_figure() is figure
    if artists is None and wide:
        artists = figure.add_subplot(1, 2, 1), figure.add_subplot(1, 2, 2, projection="3d")
    flat, *solid = artists or (figure.subplots(),)
    for ax in (flat, *solid):
        ax.clear()
    plot_slice(data.losses, data.steps, data.steps, ax=flat, low=LOW)
    ends = (data.steps[0], 0, data.steps[-1])
    flat.set(xticks=ends, yticks=ends)
    flat.set_title(data.title, fontsize=9)
    if solid:
        plot_surface(data.losses, data.steps, data.steps, ax=solid[0])
    return (flat, *solid)


def say_slice(data, network, directions, seed, reach):
    """The finding: the loss in the middle, and how much of the window is low."""
    middle = data.losses[GRID // 2, GRID // 2]
    return (
        f"{network}, {directions} directions, seed {seed}, reach {reach:g}: loss {middle:.3f} in the middle, below "
        f"{LOW} on {data.share:.0%} of the window, at most {data.losses.max():.2g}."
    )
