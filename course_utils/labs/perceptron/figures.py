"""Lab 01, live: one neuron under sliders (figure 2), and the perceptron's rule mistake by mistake (figure 1)."""

import numpy as np

from course_utils import datasets
from course_utils.display.live import Choice, Live, Slider
from course_utils.labs.perceptron.plots.boundary import (
    draw_boundary,
    draw_neuron_1d,
    draw_neuron_2d,
    headline_1d,
    headline_2d,
    headline_boundary,
)
from course_utils.labs.perceptron.plots.update import Update, draw_update
from course_utils.plots.number_format import number, pair
from course_utils.plots.points import BOX, grid_over

__all__ = ["boundary_line", "neuron_1d", "neuron_2d", "perceptron_steps"]

LECTURE_POINT = np.array([-1.0, 2.0])
EPOCHS = {"separable": 100, "close call": 100, "xor": 6}
ORDERS = ("first to last", "last to first", "shuffled")


def perceptron_steps(fit_perceptron):
    """Figure 1: walk through the perceptron's training, one mistake and one update at a time.

    It cures "it always converges" (the data xor) and "to the best line" (close call, in another order).

    Args:
        fit_perceptron: `fit_perceptron(X, y, max_epochs) -> path`, pairs `(w, w0)`: zeros, then one after each mistake.
    """
    runs = {}

    def compute(data, order, step):
        if (data, order) not in runs:
            X, y = _in_order(*_points(data), order)
            runs[data, order] = X, y, _as_path(fit_perceptron(X.copy(), y.copy(), EPOCHS[data]))
        X, y, path = runs[data, order]
        return Update(X, y, path, min(step, len(path) - 1), data)

    return Live(
        compute,
        draw_update,
        {
            "data": Choice("data", tuple(EPOCHS), "separable"),
            "order": Choice("order of the points", ORDERS, "first to last"),
            "step": Slider("mistake number", 0, 1000, 3, 1),
        },
        lambda update, data, order, step: f"Points taken {order}. {update_in_words(update)}",
        static=[{"step": 3}, {"step": 1000}, {"data": "close call", "step": 1000}, {"data": "xor", "step": 1000}],
        highs=lambda update: {"step": update.mistakes},
        panel_height=3.6,
    )


def update_in_words(update):
    """The headline of an update as running text, with the turn of the line."""
    text = update.headline.replace("\n", "; ")
    text = text[0].upper() + text[1:] + "."
    (old, _), (new, _) = update.before, update.after
    if update.step == 0 or not old.any() or not new.any():
        return text
    cosine = old @ new / (np.linalg.norm(old) * np.linalg.norm(new))
    turn = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    return f"{text} The line {f'turned by {turn:.0f} degrees' if turn > 1 else 'shifted'}."


def neuron_1d(activation):
    """Figure 2 with two knobs: the weight makes the step steep, the bias moves it to the side.

    Args:
        activation: The student's `sigmoid(z)`, for an array of any shape.
    """
    x = np.linspace(-6, 6, 601)
    activations = {"sigmoid": activation, "step": lambda z: (z > 0) * 1.0}

    def compute(w, w0, shape):
        g = activations[shape]
        return {
            "x": x,
            "output": np.asarray(g(w * x + w0)),
            "plain": np.asarray(g(x)),
            "w": w,
            "w0": w0,
            "jumps": shape == "step",
        }

    return Live(
        compute,
        draw_neuron_1d,
        {
            "w": Slider("weight w", -4.0, 4.0, 2.0, 0.1),
            "w0": Slider("bias w₀", -6.0, 6.0, 3.0, 0.1),
            "shape": Choice("activation g", tuple(activations), "sigmoid"),
        },
        _say_1d,
        static=[{"w": 3.0, "w0": 0.0}, {"w": 1.0, "w0": 3.0}],
        panel_height=3.4,
    )


def _say_1d(data, w, w0, shape):
    low, high = data["output"].min(), data["output"].max()
    return f"One neuron with a {shape}. {headline_1d(data)}. Over x from −6 to 6 it gives {low:.2f} to {high:.2f}."


def neuron_2d(perceptron):
    """Figure 2 with three knobs: the weights turn the line, the bias shifts it; the lecture's neuron to begin with.

    Args:
        perceptron: The student's `perceptron(X, w, w0)`, X of shape (n, 2) -> n outputs.
    """
    grid, shape = grid_over(BOX, 100)
    inputs = np.concatenate([grid, LECTURE_POINT[None]])

    def compute(w0, w1, w2):
        w = np.array([w1, w2])
        outputs = np.asarray(perceptron(inputs, w, w0), dtype=float).reshape(-1)
        return {"outputs": outputs[:-1].reshape(shape), "output": outputs[-1], "w": w, "w0": w0, "point": LECTURE_POINT}

    return Live(
        compute,
        draw_neuron_2d,
        _three_knobs(),
        lambda data, w0, w1, w2: f"One neuron's output over the plane; {headline_2d(data)}.".replace("\n", ", "),
        static=[{}, {"w0": 7.0}],
        size=(5.6, 4.2),
        panel_height=3.8,
    )


def boundary_line(boundary):
    """The line on which z is zero, under three sliders, with the points that the student's function finds on it.

    Args:
        boundary: The student's `boundary(w, w0, x1) -> x2`; called with one number at a time.
    """
    x1 = np.linspace(-4, 4, 17)

    def compute(w0, w1, w2):
        w = np.array([w1, w2])
        return {"w": w, "w0": w0, "x1": x1, "x2": np.array([float(boundary(w, w0, float(place))) for place in x1])}

    return Live(
        compute,
        draw_boundary,
        _three_knobs(),
        _say_boundary,
        static=[{}, {"w1": -3.0}],
        size=(5.6, 4.6),
        panel_height=4.2,
    )


def _say_boundary(data, w0, w1, w2):
    z = w0 + w1 * data["x1"] + w2 * data["x2"]
    on_it = int(np.sum(np.abs(z) < 1e-6))
    return (
        f"The line {headline_boundary(data)} for w₀ = {number(w0)} and w = {pair([w1, w2])}; "
        f"{on_it} of {len(z)} points from boundary lie on it."
    )


def _three_knobs():
    return {
        "w0": Slider("bias w₀", -8.0, 8.0, 1.0, 0.5),
        "w1": Slider("weight w₁", -5.0, 5.0, 3.0, 0.5),
        "w2": Slider("weight w₂", -5.0, 5.0, -2.0, 0.5),
    }


def _points(name):
    """Two clouds far apart, two clouds that almost touch, or the four corners of xor."""
    if name == "xor":
        return datasets.xor(4)
    gap = {"separable": 1.0, "close call": 0.3}[name]
    rng = np.random.default_rng(0)
    X, across = rng.uniform(-2, 2, (24, 2)), np.array([0.8, 0.6])
    side = np.repeat([-1, 1], 12)
    distance = side * (gap / 2 + rng.uniform(0, 1.6, 24))
    X += (distance - X @ across)[:, None] * across  # move each point to its distance from the line between the clouds
    return np.round(X + [1.5, 1.0], 1), (side > 0).astype(int)


def _in_order(X, y, order):
    rows = {
        "first to last": np.arange(len(X)),
        "last to first": np.arange(len(X))[::-1],
        "shuffled": np.random.default_rng(0).permutation(len(X)),
    }[order]
    return X[rows], y[rows]


def _as_path(path):
    """The path as a list of pairs (array of two weights, bias); says what was expected where it is none."""
    try:
        return [(np.asarray(w, dtype=float).reshape(2), float(np.squeeze(w0))) for w, w0 in path]
    except (TypeError, ValueError):
        raise ValueError(f"expected fit_perceptron to return a list of pairs (w, w0), received {path!r:.80}") from None
