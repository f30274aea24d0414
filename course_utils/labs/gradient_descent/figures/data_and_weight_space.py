"""Figure 10: one point among the weights is one line among the data."""

from typing import NamedTuple

import numpy as np

from course_utils import datasets
from course_utils.display.live import Live, Slider
from course_utils.display.picture import wipe
from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, INK, VERMILLION

STUDENTS = 30
WEIGHTS, BIASES = (-2.0, 14.0), (20.0, 80.0)


class Spaces(NamedTuple):
    """The numbers of figure 10: the data, a line, the loss of all lines, and the best one."""

    x: np.ndarray
    y: np.ndarray
    w: float
    b: float
    losses: np.ndarray
    loss: float
    gradient: np.ndarray
    best: np.ndarray
    noise: float


def two_spaces(mse_gradient):
    """Figure 10: the line in the data beside its point on the map of the loss. It cures confusing the two.

    Args:
        mse_gradient: Your function, `mse_gradient(w, X, y)`, with a column of ones in front of the inputs.

    Returns:
        The live figure.
    """

    def compute(w, b, noise):
        X, y = datasets.exam_scores(STUDENTS, noise=noise, seed=1)
        A = np.column_stack([np.ones(STUDENTS), X])
        gradient = np.asarray(mse_gradient(np.array([b, w]), A.copy(), y.copy()), dtype=float).reshape(2)
        return look(A, y, w, b, gradient, noise)

    controls = {
        "w": Slider("weight w", *WEIGHTS, 1.0, 0.5),
        "b": Slider("bias b", *BIASES, 60.0, 1.0),
        "noise": Slider("noise", 0.0, 15.0, 6.0, 1.0),
    }
    static = [{}, {"w": 6.0, "b": 35.0}, {"w": 10.0, "b": 30.0}, {"w": 6.0, "b": 35.0, "noise": 15.0}]
    return Live(compute, draw_spaces, controls, say_spaces, static=static, size=(7.2, 3.6), panel_height=2.7)


def look(A, y, w, b, gradient, noise):
    """The loss of the line, of all lines on the map, and the line of the normal equations."""
    slopes, biases = np.meshgrid(np.linspace(*WEIGHTS, 61), np.linspace(*BIASES, 61))
    losses = np.mean((biases[..., None] + slopes[..., None] * A[:, 1] - y) ** 2, axis=-1)
    best = np.linalg.solve(A.T @ A, A.T @ y)
    return Spaces(A[:, 1], y, w, b, losses, float(np.mean((A @ [b, w] - y) ** 2)), gradient, best, noise)


def draw_spaces(figure, data, artists=None):
    """The map of the loss with one point on the left, the data with one line on the right."""
    left, right = artists or figure.subplots(1, 2)
    wipe(left, right)
    draw_weights(left, data)
    draw_data(right, data)
    return left, right


def draw_weights(ax, data):
    """The loss of all lines; the point is the line at hand, the arrow its way downhill, the star the best line."""
    slopes, biases = np.linspace(*WEIGHTS, 61), np.linspace(*BIASES, 61)
    lines = np.geomspace(max(20, 1.1 * data.losses.min()), data.losses.max(), 12)
    ax.contour(slopes, biases, data.losses, lines, colors=[BLUE], linewidths=0.9)
    ax.plot(data.best[1], data.best[0], "*", color="#FFD700", markeredgecolor="black", markersize=16)
    ax.plot(data.w, data.b, "o", color=VERMILLION, markeredgecolor="black", markersize=10, zorder=5)
    draw_downhill(ax, data)
    ax.set(xlabel="weight w", ylabel="bias b", xlim=WEIGHTS, ylim=BIASES, title=f"a point: loss {data.loss:.0f}")
    ax.grid(False)


def draw_downhill(ax, data):
    """An arrow against the gradient, which is (dJ/db, dJ/dw); it grows shorter near the best line."""
    way, room = -data.gradient[::-1], [np.ptp(WEIGHTS), np.ptp(BIASES)]
    size = np.linalg.norm(way)
    if not np.isfinite(size) or size < 1e-9:
        return
    reach = 0.22 * min(1.0, size / 50) / np.linalg.norm(way / room)
    tip = np.array([data.w, data.b]) + reach * way
    look = {"arrowstyle": "-|>", "color": INK, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=tip, xytext=(data.w, data.b), arrowprops=look, annotation_clip=True)


def draw_data(ax, data):
    """The students, the line at hand with its errors, and the best line."""
    ends = np.array([0.0, 10.0])
    ax.vlines(data.x, data.y, data.b + data.w * data.x, color=VERMILLION, linewidth=0.8, alpha=0.7)
    ax.scatter(data.x, data.y, s=24, color=INK, zorder=3)
    ax.plot(ends, data.b + data.w * ends, "-", color=VERMILLION, linewidth=2.5, label="this line")
    ax.plot(ends, data.best[0] + data.best[1] * ends, "--", color=BLUE, linewidth=2, label="best line")
    ax.set(xlabel="hours of study", ylabel="score", xlim=(0, 10), ylim=(0, 115), title="a line")
    ax.legend(loc="lower right", fontsize=8)


def say_spaces(data, w, b, noise):
    """The finding: the loss of this line, the best one, and which way is down."""
    best_b, best_w = data.best
    lowest = float(np.mean((best_b + best_w * data.x - data.y) ** 2))
    downhill = ["more" if slope < 0 else "less" for slope in data.gradient[::-1]]
    return (
        f"The point w = {number(w)}, b = {number(b)} is the line score = {number(b)} + {number(w)} · hours, with loss "
        f"{data.loss:.0f}; the best line, w = {best_w:.1f}, b = {best_b:.1f}, has {lowest:.0f}. "
        f"Downhill is {downhill[0]} weight and {downhill[1]} bias."
    )
