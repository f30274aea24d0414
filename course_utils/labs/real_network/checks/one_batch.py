"""One batch learned by heart, in NumPy: what a student's loop with Keras is compared with."""

import numpy as np

from course_utils.labs.real_network.training_runs import loss_of, slopes
from course_utils.models import dense_net


def small_batch(seed=0, n=8, d=5, hidden=16, classes=4):
    """A ReLU network of random weights and a batch for it.

    Returns:
        The layers `(W, b)`, inputs (n, d) as float32, labels (n,) that have nothing to do with the inputs.
    """
    rng = np.random.default_rng(seed)
    params = [
        (W.astype(np.float32), b.astype(np.float32)) for W, b in dense_net.init([d, hidden, classes], "relu", rng)
    ]
    return params, rng.normal(size=(n, d)).astype(np.float32), rng.integers(0, classes, n)


def as_spec(params):
    """The layers as `checks.build("dense_net", …)` wants them."""
    activations = ["relu"] * (len(params) - 1) + [None]
    return [{"W": W, "b": b, "activation": name} for (W, b), name in zip(params, activations, strict=True)]


def adam_losses(params, X, y, steps, learning_rate, *, softmaxes=1, forget=False):
    """The cross-entropy before each of so many steps of Adam on one batch.

    Args:
        params: Layers `(W, b)`.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,).
        steps: How many steps.
        learning_rate: Adam's rate; below zero it walks uphill.
        softmaxes: 1, or 2 for a loss that applies a second softmax.
        forget: True for an optimizer that is made anew in each step.

    Returns:
        The losses, shape (steps,).
    """
    settings = {"activation": "relu", "softmaxes": softmaxes}
    optimizer, w, losses = dense_net.Adam(learning_rate), dense_net.flatten(params).astype(float), []
    classes = params[-1][0].shape[1]
    for _ in range(steps):
        now = dense_net.unflatten(w, params)
        losses.append(loss_of(dense_net.forward(now, X, "relu"), y, softmaxes))
        optimizer = dense_net.Adam(learning_rate) if forget else optimizer
        w = optimizer.step(w, dense_net.flatten(slopes(now, X, y, settings, classes)))
    return np.array(losses)
