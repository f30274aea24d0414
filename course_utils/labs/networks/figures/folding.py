"""Figure 7: what each layer of a trained network does to the plane, in two steps: move it, then bend it."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_utils import datasets
from course_utils.display.film import Film
from course_utils.models import dense_net
from course_utils.plots.points import INK, box_around, grid_over, plot_points

SIZES, SEED, STEPS = [2, 2, 2, 1], 2, 1500
LINES, FINE = 13, 60  # grid lines in each direction, and points along each of them


class Fold(NamedTuple):
    """One frame: where the points and the grid are now, and what the last neuron's line would be here."""

    name: str
    X: np.ndarray
    y: np.ndarray
    grid: np.ndarray
    line: tuple | None
    accuracy: float


def folding_space(mlp_forward):
    """A film: the grid and the two moons on their way through two hidden layers of two tanh units.

    Args:
        mlp_forward: `mlp_forward(params, X, activation)` with no activation after the last layer; it gets the first
            layers of a trained network, so what it returns is the state of the last of them.

    Returns:
        The film: for each layer its states (the plane is moved), then its outputs (the plane is bent).
    """
    frames = fold(mlp_forward)
    labels = [frame.name for frame in frames]
    return Film(
        frames, draw_fold, say_fold, labels=labels, static=[0, 4, 9, len(frames) - 1], size=(5.6, 4.6), panel_height=3.9
    )


def moons():
    """Two moons around the origin."""
    X, y = datasets.moons(200, noise=0.08)
    return X - [0.5, 0.25], y


@cache
def trained():
    """A network whose hidden layers have two units each, so that each can be drawn as a plane."""
    X, y = moons()
    start = dense_net.init(SIZES, "tanh", np.random.default_rng(SEED))
    return dense_net.train(start, X, y, "tanh", steps=STEPS)[0]


def fold(mlp_forward):
    """All frames: the inputs, then per layer four to its states and five to its outputs, and the last neuron's line."""
    X, y = moons()
    params = trained()
    places = np.concatenate([X, _grid(X)])
    frames = [_frame("the inputs", places, X, y)]
    for layer in range(1, len(params)):
        states = np.asarray(mlp_forward(params[:layer], np.concatenate([X, _grid(X)]), np.tanh), dtype=float)
        if states.shape != places.shape:
            wanted = f"shape {places.shape} for {layer} layers of 2 units"
            raise ValueError(f"mlp_forward: expected {wanted}, received shape {states.shape}")
        for share in (0.25, 0.5, 0.75, 1):
            frames.append(_frame(f"layer {layer}: W and b move", (1 - share) * places + share * states, X, y))
        places = np.tanh(states)
        for share in (0.2, 0.4, 0.6, 0.8, 1):
            frames.append(_frame(f"layer {layer}: tanh bends", (1 - share) * states + share * places, X, y))
    *_, (W, b) = params
    right = float(np.mean((places[: len(X)] @ W + b > 0)[:, 0] == (y > 0)))
    return [*frames, frames[-1]._replace(name="the last neuron's line", line=(W[:, 0], float(b[0])), accuracy=right)]


def _grid(X):
    """Grid lines over the inputs as points, vertical lines first."""
    (left, right), (bottom, top) = box_around(X, 0.05)
    across, up = np.linspace(left, right, LINES), np.linspace(bottom, top, LINES)
    fine_across, fine_up = np.linspace(left, right, FINE), np.linspace(bottom, top, FINE)
    vertical = [np.column_stack([np.full(FINE, x), fine_up]) for x in across]
    horizontal = [np.column_stack([fine_across, np.full(FINE, y)]) for y in up]
    return np.concatenate(vertical + horizontal)


def _frame(name, places, X, y):
    grid = places[len(X) :].reshape(2 * LINES, FINE, 2)
    return Fold(name, places[: len(X)], y, grid, None, line_accuracy(places[: len(X)], y))


def line_accuracy(X, y):
    """The share of points that the best straight line by least squares has on their side."""
    H = np.column_stack([X, np.ones(len(X))])
    weights = np.linalg.lstsq(H, 2.0 * y - 1, rcond=None)[0]
    return float(np.mean((H @ weights > 0) == (y > 0)))


def draw_fold(figure, frame, artists=None):
    """The grid as thin lines, the points on it, and the last neuron's line where there is one."""
    ax = artists or figure.subplots()
    ax.clear()
    for number, line in enumerate(frame.grid):
        ax.plot(*line.T, color="0.55" if number < LINES else "0.75", linewidth=0.8, linestyle="-", zorder=1)
    (left, right), (bottom, top) = box = box_around(frame.grid.reshape(-1, 2), 0.06)
    if frame.line is not None:
        _draw_line(ax, frame.line, box)
    plot_points(frame.X, frame.y, ax=ax, size=26).get_legend().remove()
    ax.grid(False)
    ax.set(xlim=(left, right), ylim=(bottom, top), xticks=[], yticks=[], title=frame.name)
    first = frame.name == "the inputs"
    ax.set(xlabel="x₁" if first else "unit 1", ylabel="x₂" if first else "unit 2")
    return ax


def _draw_line(ax, line, box):
    points, shape = grid_over(box, 60)
    side = (points @ line[0] + line[1]).reshape(shape)
    axes = [np.linspace(*limits, 60) for limits in box]
    ax.contour(*axes, side, levels=[0], colors=INK, linewidths=2.5)


def say_fold(frame):
    """Where we are, and how well a straight line does here."""
    share = f"{frame.accuracy:.0%} of the points on their side."
    if frame.line is not None:
        return f"The space of the last hidden layer: the last neuron's straight line has {share}"
    return f"{frame.name[0].upper()}{frame.name[1:]}: a straight line puts {share}"
