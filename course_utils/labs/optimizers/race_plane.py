"""The network of *Will I pass this class?* as a landscape, seen in one plane for all: two fixed directions.

first:   from the start towards the end of a long plain descent
second:  the part of the first step downhill that stands at right angles to it
"""

from typing import NamedTuple

import numpy as np

from course_utils import datasets
from course_utils.models import dense_net
from course_utils.models.will_i_pass import as_layers, slightly_trained_weights, train_by_hand

LONG, RATE = 2000, 0.08
BOX = ((-1.5, 3.5), (-1.5, 2.0))


class Slice(NamedTuple):
    """Where the plane is: its origin (13,), its two directions (2, 13) of length 1, and the class."""

    origin: np.ndarray
    directions: np.ndarray
    X: np.ndarray
    y: np.ndarray

    def project(self, weights):
        """Weights (steps, 13) as places in the plane, (steps, 2), and how far off it each is, (steps,)."""
        away = np.asarray(weights) - self.origin
        places = away @ self.directions.T
        return places, np.linalg.norm(away - places @ self.directions, axis=1)

    def heights(self, size=41):
        """The loss on a grid of the plane: the two sides, and the losses (size, size)."""
        sides = [np.linspace(*side, size) for side in BOX]
        grid = [
            [self.loss(self.origin + a * self.directions[0] + b * self.directions[1]) for a in sides[0]]
            for b in sides[1]
        ]
        return sides, np.array(grid)

    def loss(self, weights):
        """The loss of the network with these 13 weights."""
        return dense_net.loss_value(dense_net.forward(layers(weights), self.X, "relu"), self.y)


def layers(weights):
    """A vector of 13 weights as layers."""
    W1, b1, W2, b2 = np.split(np.asarray(weights), [6, 9, 12])
    return as_layers([W1.reshape(2, 3), b1, W2.reshape(3, 1), b2])


def fixed_slice(seed=0):
    """The plane, which depends on no optimizer that is raced in it."""
    students = datasets.will_i_pass(seed=seed)
    start = slightly_trained_weights()
    flat = lambda arrays: np.concatenate([np.ravel(array) for array in arrays])  # noqa: E731
    origin = flat(start)
    first = flat(train_by_hand(start, *students, RATE, LONG)[0]) - origin
    first = first / np.linalg.norm(first)
    downhill = flat(train_by_hand(start, *students, RATE, 1)[0]) - origin
    second = downhill - (downhill @ first) * first
    return Slice(origin, np.array([first, second / np.linalg.norm(second)]), *students)


def walk(step, rate, plane, steps):
    """The 13 weights before each step and after the last, (steps + 1, 13), and the losses, (steps + 1,)."""
    params, state = slightly_trained_weights(), {}
    rows, losses = [np.concatenate([np.ravel(w) for w in params])], []
    for number in range(steps + 1):
        loss, grads = dense_net.gradients(as_layers(params), plane.X, plane.y, "relu")
        losses.append(loss)
        if number < steps:
            params, state = step(params, [part for pair in grads for part in pair], state, learning_rate=rate)
            rows.append(np.concatenate([np.ravel(w) for w in params]))
    return np.array(rows, dtype=float), np.array(losses)
