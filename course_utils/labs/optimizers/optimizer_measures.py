"""What one step or ten of an optimizer tell: where Keras puts ε, and how far the student's own is from Keras."""

import numpy as np

from course_utils.labs.optimizers.checks.optimizer_rules import NUMBERS
from course_utils.labs.optimizers.checks.optimizer_steps import keras_path, own_path, some_gradients

START = {"adagrad": 0.1}  # where v begins, if not at 0
SHARE = {"adagrad": 1.0, "rmsprop": 0.1, "adadelta": 0.05, "adam": 0.001, "adamw": 0.001}  # of g² in the first v


def where_is_epsilon(name, epsilon=0.01):
    """Let Keras's optimizer take one step, and compare it with both formulas.

        inside:   g / sqrt(v + ε)       outside:   g / (sqrt(v) + ε)

    Args:
        name: "adagrad", "rmsprop", "adadelta", "adam" or "adamw".
        epsilon: A large ε, so that the two differ.

    Returns:
        "inside", "outside", or "neither inside nor outside".
    """
    g, rate = np.array([0.1, -0.3]), 0.1
    decay = {"weight_decay": 0.0} if name == "adamw" else {}
    start = [np.zeros(2)]
    moved = keras_path(name, start, [[g]], learning_rate=rate, epsilon=epsilon, **decay)[0]
    v = START.get(name, 0.0) + SHARE[name] * g * g
    top = rate * g * {"adam": np.sqrt(0.001), "adamw": np.sqrt(0.001)}.get(name, 1.0)
    tops = {"inside": top, "outside": top}
    if name == "adadelta":  # the second root stands above, with d = 0
        tops = {"inside": top * np.sqrt(epsilon), "outside": top * epsilon}
    below = {"inside": np.sqrt(v + epsilon), "outside": np.sqrt(v) + epsilon}
    fits = [place for place in below if np.allclose(moved, -tops[place] / below[place], rtol=1e-4)]
    return fits[0] if len(fits) == 1 else "neither inside nor outside"


def largest_difference(step, name, steps=10):
    """The largest difference of any weight between the student's optimizer and Keras's, run now on the same gradients.

    Args:
        step: The student's function, `step(params, grads, state, **numbers) -> (params, state)`.
        name: One of `optimizer_steps.KERAS`.
        steps: How many steps.

    Returns:
        One number.
    """
    params, gradients = [np.ones((3, 2)), np.zeros(2)], some_gradients([(3, 2), (2,)], steps)
    numbers = {**NUMBERS[name], "learning_rate": 0.1}
    right = keras_path(name, params, gradients, **numbers)
    return float(np.abs(own_path(step, params, gradients, **numbers) - right).max())
