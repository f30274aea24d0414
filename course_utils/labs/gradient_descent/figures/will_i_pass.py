"""The film of *Will I pass this class?*: the boundary and the loss while your own loop trains the network."""

from functools import partial
from typing import NamedTuple

import numpy as np

from course_utils import datasets
from course_utils.display.film import Film
from course_utils.display.picture import wipe
from course_utils.models import dense_net
from course_utils.models.will_i_pass import as_layers, chance_to_pass, run_training, untrained_weights
from course_utils.plots.points import draw_map, grid_over, half_contour
from course_utils.plots.will_i_pass import BOX, plot_students

STEPS = (0, 1, 2, 3, 5, 10, 20, 30, 40, 60, 80, 100, 130, 160, 200, 250, 300, 350, 400, 500, 600, 700, 800)
RATE, GRID = 0.08, 60


class Moment(NamedTuple):
    """What one frame shows: the step, the chance to pass on a grid and at (4, 5), and all losses up to here."""

    step: int
    chances: np.ndarray
    yours: float
    losses: np.ndarray
    right: float
    X: np.ndarray
    y: np.ndarray


def passing_film(train_network, seed=0):
    """A film: from one in ten to a pass, trained by your own function.

    Args:
        train_network: Your function, `train_network(weights, X, y, learning_rate, steps) -> (weights, losses)`, with
            `weights` the four arrays W1, b1, W2, b2.
        seed: Which class of past students.

    Returns:
        The film.
    """
    frames = moments(train_network, seed)
    labels = [f"step {frame.step}" for frame in frames]
    telling = [STEPS.index(step) for step in (0, 10, 200, 800)]
    return Film(frames, draw_moment, say_moment, labels=labels, static=telling, size=(6.8, 3.4), panel_height=2.7)


def moments(train_network, seed):
    """Train from frame to frame; each goes on where the last one stopped."""
    students = datasets.will_i_pass(seed=seed)
    weights = untrained_weights()
    losses, frames = [], []
    for before, step in zip((0, *STEPS), STEPS, strict=False):
        if step > before:
            call = partial(train_network, [np.array(array) for array in weights], *students, RATE, step - before)
            weights, some = run_training(call)
            losses += np.ravel(some).tolist()
        frames.append(moment(step, weights, losses, *students))
    return frames


def moment(step, weights, losses, X, y):
    """Look at the network after so many steps."""
    points, shape = grid_over(BOX, GRID)
    chances = chance_to_pass(weights, points).reshape(shape)
    outputs = dense_net.forward(as_layers(weights), X, "relu")
    right, loss = float(np.mean((outputs[:, 0] > 0) == y)), dense_net.loss_value(outputs, y)
    return Moment(step, chances, float(chance_to_pass(weights)[0]), np.array([*losses, loss]), right, X, y)


def draw_moment(figure, data, artists=None):
    """The map of the chance to pass with the boundary, and the loss so far."""
    if artists is None:
        left, right = figure.subplots(1, 2, width_ratios=(5, 4))
        plot_students(data.X, data.y, ax=left).get_legend().remove()
        image, line = draw_map(left, data.chances, BOX, bar=False)
        left.set(xlim=BOX[0], ylim=BOX[1])
        artists = [left, right, image, line]
    left, right, image, line = artists
    image.set_data(data.chances)
    if line is not None:
        line.remove()
    left.set_title(f"step {data.step}: you {data.yours:.2f}")
    draw_loss(right, data)
    return [left, right, image, half_contour(left, data.chances, BOX)]


def draw_loss(ax, data):
    wipe(ax)
    ax.plot(data.losses, "-", linewidth=1.8)
    ax.plot(len(data.losses) - 1, data.losses[-1], "o", color="black")
    ax.set(xlabel="step", ylabel="loss", xlim=(-16, 816), ylim=(0, 2.2), title=f"loss {data.losses[-1]:.2f}")


def say_moment(data):
    """The step, what the network says about you, and how many of the class it gets right."""
    return (
        f"After {data.step} steps the network gives you {data.yours:.2f}; it is right about {data.right:.0%} of the "
        f"class, and the loss is {data.losses[-1]:.2f}."
    )
