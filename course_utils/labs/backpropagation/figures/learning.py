"""A film of a network that learns the digits: its loss, and the weights of its hidden units."""

from typing import NamedTuple

import numpy as np

from course_utils.display.film import Film
from course_utils.labs.backpropagation.plots import tiles
from course_utils.models.digit_classifier import digits

STEPS = (0, 1, 2, 4, 7, 12, 20, 30, 45, 65, 90, 120, 160, 200, 250, 300)


class Moment(NamedTuple):
    """One frame: how far training has come."""

    steps: int
    losses: np.ndarray
    weights: np.ndarray
    share: float


def learning_film(train, start):
    """Film: the loss and each hidden unit's weights while the student's function trains on the digits.

    Args:
        train: `train(params, X, y, steps)` gives new parameters and the losses before each step.
        start: `start(seed)` gives the first parameters, a dictionary with W1 (64, units), b1, W2, b2.

    Returns:
        The film.
    """
    X, y, X_held_out, y_held_out = digits()
    params = start(0)
    moments, losses, before = [], [], 0
    for steps in STEPS:
        params, more = train(params, X, y, steps - before)
        losses, before = [*losses, *np.ravel(more)], steps
        H = np.maximum(X_held_out @ params["W1"] + params["b1"], 0)
        share = np.mean((H @ params["W2"] + params["b2"]).argmax(axis=1) == y_held_out)
        moments.append(Moment(steps, np.array(losses), np.asarray(params["W1"]), float(share)))
    highest = float(np.max(losses, initial=0.1))
    labels = [f"step {moment.steps}" for moment in moments]
    static = [0, len(moments) - 1]

    def draw(figure, moment, artists=None):
        return draw_moment(figure, moment, highest, artists)

    return Film(moments, draw, say_moment, labels=labels, static=static, size=(7.2, 3.4), columns=1)


def draw_moment(figure, moment, highest, artists=None):
    """The loss so far on the left, the weights on the right."""
    if artists is None:
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.7))
        (line,) = left.plot([], [], linewidth=2)
        left.set(xlabel="step", ylabel="training loss", xlim=(0, STEPS[-1]), ylim=(0, 1.05 * highest))
        image = right.imshow(tiles(moment.weights), cmap="PuOr", vmin=-0.8, vmax=0.8, interpolation="nearest")
        right.set_axis_off()
        artists = left, right, line, image
    left, right, line, image = artists
    line.set_data(np.arange(len(moment.losses)), moment.losses)
    image.set_data(tiles(moment.weights))
    left.set_title(f"{moment.share:.0%} of held-out digits right", fontsize=10)
    right.set_title(f"weights of the {moment.weights.shape[1]} hidden units, step {moment.steps}", fontsize=10)
    return artists


def say_moment(moment):
    """The finding: loss, share of right answers, how large the weights have grown."""
    loss = f"the loss has come down to {moment.losses[-1]:.2f}, " if len(moment.losses) else ""
    spread = f"the weights' standard deviation is {moment.weights.std():.2f}"
    return f"After {moment.steps} steps {loss}{moment.share:.0%} of the held-out digits are right; {spread}."
