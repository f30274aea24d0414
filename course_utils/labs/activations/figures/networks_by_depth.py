"""Figures 4 and 16: what depth does to a boundary, to the signal and to the gradient."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_utils import datasets
from course_utils.display.live import Choice, Live, Slider
from course_utils.models import dense_net
from course_utils.plots.depth import plot_signal_and_gradient
from course_utils.plots.points import box_around, draw_map, grid_over, half_contour, plot_points

UNITS, STEPS = 8, 300


class Boundary(NamedTuple):
    """The numbers of figure 4: the points, the trained network's logits on a grid over the box, and two findings."""

    name: str
    X: np.ndarray
    y: np.ndarray
    box: tuple
    logits: np.ndarray
    accuracy: float
    straight: bool


def depth(activations=("none", "tanh", "relu")):
    """Live figure: networks of 1 to 4 hidden layers on the red-and-green points, with and without an activation.

    Args:
        activations: Names known to `dense_net`, "none" among them.

    Returns:
        The live figure; each setting trains its own network of 8 units per layer with 300 steps of Adam.
    """
    controls = {
        "layers": Slider("hidden layers", 1, 4, 4, 1),
        "activation": Choice("activation", list(activations), activations[0]),
    }
    first, last = activations[0], activations[-1]
    telling = [(1, first), (4, first), (1, last), (4, last)]
    static = [{"layers": layers, "activation": activation} for layers, activation in telling]
    return Live(train_boundary, draw_boundary, controls, say_boundary, static=static, panel_height=3.4)


@cache
def train_boundary(layers, activation):
    """Train a small network on the red-and-green points and look at its logits on a grid."""
    X, y = datasets.red_and_green(200)
    params = dense_net.init([2, *[UNITS] * layers, 1], activation, np.random.default_rng(0))
    params, _ = dense_net.train(params, X, y, activation, steps=STEPS)
    box = box_around(X)
    grid, shape = grid_over(box, 80)
    logits = dense_net.forward(params, grid, activation).reshape(shape)
    accuracy = float(np.mean((dense_net.forward(params, X, activation)[:, 0] > 0) == (y > 0)))
    return Boundary(f"{layers} hidden, {activation}", X, y, box, logits, accuracy, is_plane(logits))


def is_plane(logits):
    """Are the logits a plane over the grid, so that their zero is one straight line?"""
    bends = np.diff(logits, 2, axis=0), np.diff(logits, 2, axis=1), np.diff(np.diff(logits, axis=0), axis=1)
    return bool(max(np.abs(bend).max() for bend in bends) < 1e-9 * max(1.0, np.abs(logits).max()))


def draw_boundary(figure, data, artists=None):
    """The map of the network's output with its boundary, and the accuracy."""
    output = dense_net.sigmoid(data.logits)
    ax, image, line = artists or new_map(figure, data, output)
    if artists:
        image.set_data(output)
        if line is not None:
            line.remove()
        line = half_contour(ax, output, data.box)
    ax.set_title(f"{data.name}: {'straight' if data.straight else 'bent'}, {data.accuracy:.0%} right")
    return ax, image, line


def new_map(figure, data, output):
    """The axes with the points and the first map."""
    ax = figure.subplots()
    plot_points(data.X, data.y, ax=ax).legend(loc="lower left")
    image, line = draw_map(ax, output, data.box, bar=False)
    image.set_alpha(0.5)  # the trained map is dark, and the points matter more
    return ax, image, line


def say_boundary(data, layers, activation):
    """The finding: straight or bent, and how many points are on their side of it."""
    many = f"{layers} hidden layer{'s' if layers > 1 else ''}"
    if data.straight:
        return f"{many} without activation: the boundary is still one straight line, accuracy {data.accuracy:.0%}."
    return f"{many} with {activation}: the boundary bends around the points, accuracy {data.accuracy:.0%}."


WIDTH = 64
LIMIT = 1e3  # smaller or larger than this over all layers counts as vanished or exploded


class Flow(NamedTuple):
    """The numbers of figure 16, per layer: the signal relative to the first, the gradient relative to the last."""

    name: str
    signal: np.ndarray
    gradient: np.ndarray


def signal_through_depth():
    """Live figure: the signal on its way up and the gradient on its way down through random layers of 64 units.

    Returns:
        The live figure.
    """
    controls = {
        "depth": Slider("layers", 2, 30, 20, 1),
        "scale": Slider("weight scale", 0.2, 4.0, 1.0, 0.1),
        "activation": Choice("activation", ["sigmoid", "tanh", "relu"], "sigmoid"),
    }
    telling = [(1.0, "sigmoid"), (0.6, "relu"), (1.4, "relu"), (2.8, "relu")]
    static = [{"depth": 20, "scale": scale, "activation": activation} for scale, activation in telling]
    return Live(flow, draw_flow, controls, say_flow, static=static, panel_height=3.4)


def flow(depth, scale, activation):
    """Send 64 random inputs up through the layers and a random slope back down.

    W ~ N(0, scale² / 64)
    signal[k] = s[k] / s[1],   s[k]² = variance of h[k] over the inputs, mean over the units
    gradient[k] = |d[k]| / |d[depth]|,   d[k] = dL/dz[k]
    """
    rng = np.random.default_rng(0)
    params = dense_net.init([WIDTH] * (depth + 2), activation, rng, scale=scale)
    z, h = dense_net.states(params, rng.normal(size=(WIDTH, WIDTH)), activation)
    slopes = dense_net.slopes(params, z, rng.normal(size=z[-1].shape), activation)
    signal = np.array([np.sqrt(output.var(axis=0).mean()) for output in h[1:-1]])
    gradient = np.array([np.linalg.norm(slope) for slope in slopes[:-1]])
    return Flow(f"{activation}, scale {scale:.1f}", signal / signal[0], gradient / gradient[-1])


def draw_flow(figure, data, artists=None):
    """Signal and gradient by layer on one logarithmic scale."""
    ax = artists or figure.subplots()
    ax.clear()
    plot_signal_and_gradient(data.signal, data.gradient, limit=LIMIT, ax=ax)
    ax.set_title(f"{data.name}: gradient {verdict(data.gradient[0])}")
    return ax


def verdict(ratio):
    """What became of a signal that was multiplied by this ratio on its way."""
    return "vanishes" if ratio < 1 / LIMIT else "explodes" if ratio > LIMIT else "survives"


def say_flow(data, depth, scale, activation):
    """The finding: the ratios between first and last layer, and what they mean."""
    back, up = data.gradient[0], data.signal[-1]
    return (
        f"{depth} layers of {activation}, weight scale {scale:.1f}: the gradient {verdict(back)}, "
        f"first to last layer {back:.2g}; the signal {verdict(up)}, last to first layer {up:.2g}."
    )
