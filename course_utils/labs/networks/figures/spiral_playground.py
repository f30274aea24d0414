"""Figure 6 and the film of lab 03: networks on spirals and circles, epoch by epoch."""

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from course_utils import datasets
from course_utils.display.film import Film
from course_utils.display.live import Choice, Live, Slider
from course_utils.models import dense_net
from course_utils.plots.points import draw_map, grid_over, half_contour, plot_points

EPOCHS, EVERY, GRID = 1000, 25, 60
FILM = (0, 5, 10, 20, 30, 40, 50, 60, 80, 100, 130, 160, 200, 250, 300, 350, 400, 500, 600, 700, 800, 900, 1000)
BOX = ((-2.5, 2.5), (-2.5, 2.5))  # the spirals and the circles fit into it
PRESETS = {
    "circles, 1 layer of 4": ("circles", (4,)),
    "spirals, 1 layer of 4": ("spirals", (4,)),
    "spirals, 1 layer of 16": ("spirals", (16,)),
    "spirals, 2 layers of 8": ("spirals", (8, 8)),
}


class Run(NamedTuple):
    """A training run: the losses of all epochs, and every so often the output and each hidden unit on a grid."""

    X: np.ndarray
    y: np.ndarray
    hidden: tuple
    losses: np.ndarray
    epochs: tuple
    outputs: list
    units: list
    accuracies: list


class Moment(NamedTuple):
    """What the playground shows: one epoch of a run and one hidden unit."""

    run: Run
    name: str
    frame: int
    epoch: int
    output: np.ndarray
    unit: np.ndarray
    unit_name: str
    accuracy: float


@cache
def run(data, hidden, epochs=tuple(range(0, EPOCHS + 1, EVERY))):
    """Train a network of ReLU layers by Adam on all points at once, so that one step is one epoch.

    Args:
        data: "spirals" or "circles".
        hidden: Units of each hidden layer.
        epochs: When to look, the first time at 0, before any training.

    Returns:
        The `Run`.
    """
    X, y = getattr(datasets, data)(200)
    points, shape = grid_over(BOX, GRID)
    params, optimizer = dense_net.init([2, *hidden, 1], "relu", np.random.default_rng(0)), dense_net.Adam()
    losses, outputs, units, accuracies = [], [], [], []
    for now, then in pairwise([*epochs, epochs[-1] + 1]):
        h = dense_net.states(params, points, "relu")[1]
        outputs.append(dense_net.sigmoid(h[-1]).reshape(shape).astype(np.float32))
        units.append(np.concatenate(h[1:-1], axis=1).T.reshape(-1, *shape).astype(np.float32))
        accuracies.append(float(np.mean((dense_net.forward(params, X, "relu")[:, 0] > 0) == y)))
        params, some = dense_net.train(params, X, y, "relu", steps=then - now, optimizer=optimizer)
        losses.append(some)
    return Run(X, y, hidden, np.concatenate(losses), epochs, outputs, units, accuracies)


def mini_playground():
    """Live figure: boundary, one hidden unit and loss of a network, at any epoch of its training.

    Returns:
        The live figure; all networks are trained when it is made, so that the sliders only swap pictures.
    """
    for data, hidden in PRESETS.values():
        run(data, hidden)
    first = list(PRESETS)[-1]
    controls = {
        "preset": Choice("network", tuple(PRESETS), first),
        "epoch": Slider("epoch", 0, EPOCHS, 200, EVERY),
        "unit": Slider("hidden unit", 1, 16, 1, 1),
    }
    static = [{"epoch": 0}, {"epoch": 100}, {"epoch": EPOCHS, "unit": 12}]
    return Live(
        moment,
        draw_moment,
        controls,
        say_moment,
        static=static,
        size=(9.0, 3.2),
        columns=1,
        highs=lambda data: {"unit": sum(data.run.hidden)},
    )


def moment(preset, epoch, unit):
    """Look up one epoch and one unit of a trained network."""
    one = run(*PRESETS[preset])
    frame = round(epoch / EVERY)
    unit = min(unit, sum(one.hidden))
    values = one.units[frame][unit - 1]
    scaled = values / max(values.max(), 1e-9)
    return Moment(
        one,
        preset,
        frame,
        one.epochs[frame],
        one.outputs[frame],
        scaled,
        unit_name(one.hidden, unit),
        one.accuracies[frame],
    )


def unit_name(hidden, unit):
    """Units are counted through all layers: of (8, 8), unit 9 is "layer 2, unit 1"."""
    for layer, width in enumerate(hidden, start=1):
        if unit <= width:
            return f"layer {layer}, unit {unit}"
        unit -= width
    raise ValueError(f"unit: expected at most {sum(hidden)}, received more")


def draw_moment(figure, data, artists=None):
    """Boundary, hidden unit and loss side by side."""
    artists = artists or new_moment(figure, data)
    for key, values in (("output", data.output), ("unit", data.unit)):
        ax, image, points = artists[key]
        image.set_data(values)
        for label, scatter in enumerate(points):
            scatter.set_offsets(data.run.X[data.run.y == label])
    if artists["line"] is not None:
        artists["line"].remove()
    artists["line"] = half_contour(artists["output"][0], data.output, BOX)
    artists["output"][0].set_title(f"output: {data.accuracy:.0%} right")
    artists["unit"][0].set_title(data.unit_name)
    _draw_loss(artists["loss"], data)
    return artists


def new_moment(figure, data):
    """The three axes, with the points on the two maps."""
    axes = figure.subplots(1, 3)
    artists = {"loss": new_loss(axes[2]), "line": None}
    for key, ax in (("output", axes[0]), ("unit", axes[1])):
        plot_points(data.run.X, data.run.y, ax=ax, size=14).get_legend().remove()
        points = list(ax.collections)
        image, _ = draw_map(ax, np.zeros((GRID, GRID)), BOX, bar=False)
        image.set_alpha(0.5)
        artists[key] = (ax, image, points)
    return artists


def new_loss(ax):
    """The curve and the dot of the current epoch, empty as yet."""
    (curve,), (dot,) = ax.plot([], [], linestyle="-", linewidth=1.5), ax.plot([], [], "o", color="black")
    ax.set(xlabel="epoch", ylabel="loss", xlim=(-0.04 * EPOCHS, 1.04 * EPOCHS), ylim=(0, 1))
    return ax, curve, dot


def _draw_loss(artists, data):
    ax, curve, dot = artists
    loss = data.run.losses[data.epoch]
    curve.set_data(range(len(data.run.losses)), data.run.losses)
    dot.set_data([data.epoch], [loss])
    ax.set_title(f"epoch {data.epoch}: loss {loss:.2f}")


def say_moment(data, preset, epoch, unit):
    """The finding: how many points are right, how large the loss is, and what the unit answers to."""
    share = float(np.mean(data.unit > 0))
    return (
        f"{preset}, epoch {data.epoch}: {data.accuracy:.0%} of the points are right, the loss is "
        f"{data.run.losses[data.epoch]:.2f}. The unit ({data.unit_name}) is active on {share:.0%} of the plane."
    )


def boundary_film(hidden):
    """A film: the boundary of a network on the spirals, from its random start to its last epoch.

    Args:
        hidden: Units of each hidden layer, for example `[16, 16]`.

    Returns:
        The film.

    Raises:
        ValueError: There is no hidden layer.
    """
    hidden = tuple(int(width) for width in np.ravel(hidden))
    if not hidden:
        raise ValueError("hidden: expected at least one layer, such as [16, 16], received none")
    one = run("spirals", hidden, FILM)
    frames = [(one, index) for index in range(len(one.epochs))]
    labels = [f"epoch {epoch}" for epoch in one.epochs]
    telling = [0, FILM.index(30), FILM.index(100), len(frames) - 1]
    return Film(frames, draw_boundary, say_boundary, labels=labels, static=telling, size=(5.0, 4.4), panel_height=3.7)


def draw_boundary(figure, frame, artists=None):
    """The map of the network's output at one epoch, with the points."""
    one, index = frame
    output = one.outputs[index]
    if artists is None:
        ax = figure.subplots()
        plot_points(one.X, one.y, ax=ax, size=22).get_legend().remove()
        image, line = draw_map(ax, output, BOX, bar=False)
        image.set_alpha(0.5)
        artists = [ax, image, line]
    ax, image, line = artists
    image.set_data(output)
    if line is not None:
        line.remove()
    ax.set_title(f"epoch {one.epochs[index]}: {one.accuracies[index]:.0%} right")
    return [ax, image, half_contour(ax, output, BOX)]


def say_boundary(frame):
    """Where the training is, and how many points are right."""
    one, index = frame
    widths, epoch = ", ".join(str(width) for width in one.hidden), one.epochs[index]
    return (
        f"Hidden layers of {widths} units at epoch {epoch}: {one.accuracies[index]:.0%} of the spirals' points are on "
        f"their side, the loss is {one.losses[epoch]:.2f}."
    )
