"""Two trained networks and slices through their loss: how high is it at w + a · d₁ + b · d₂?

Weights are lists in Keras's order, kernels `(d, units)` and biases `(units,)` in turn: [W1, b1, W2, b2, W3, b3].
Li et al., "Visualizing the Loss Landscape of Neural Nets", 2018.
"""

from functools import cache

import numpy as np

from course_utils import datasets
from course_utils.models import dense_net

SIZES, STEPS, RATE, DECAY, FACTOR = [2, 16, 16, 1], 400, 0.02, 0.5, 5.0
NETWORKS = ("no decay", "weight decay", "no decay, rescaled")


@cache
def points():
    """The two moons on which the networks were trained."""
    return datasets.moons(150, noise=0.2, seed=0)


@cache
def trained(network="no decay", seed=0):
    """The weights of a trained 2-16-16-1 network of ReLUs.

        w = Adam(w) · (1 − rate · decay)   in each of 400 steps

    Args:
        network: "no decay", "weight decay", or "no decay, rescaled": the first network with W1 and b1 times 5 and W2
            divided by 5, which computes the same.
        seed: The random start.

    Returns:
        The weights as a tuple of arrays.
    """
    if network == NETWORKS[2]:
        W1, b1, W2, *rest = trained(NETWORKS[0], seed)
        return (FACTOR * W1, FACTOR * b1, W2 / FACTOR, *rest)
    (X, y), optimizer = points(), dense_net.Adam(RATE)
    params = dense_net.init(SIZES, "relu", np.random.default_rng(seed))
    w, decay = dense_net.flatten(params), DECAY if network == NETWORKS[1] else 0.0
    for _ in range(STEPS):
        _, grads = dense_net.gradients(dense_net.unflatten(w, params), X, y, "relu")
        w = optimizer.step(w, dense_net.flatten(grads)) * (1 - RATE * decay)
    return tuple(part for layer in dense_net.unflatten(w, params) for part in layer)


def moons_loss(weights):
    """The mean cross-entropy of the network with these weights on the two moons: one number."""
    X, y = points()
    return dense_net.loss_value(dense_net.forward(pairs(weights), X, "relu"), y)


def random_direction(weights, rng):
    """Numbers N(0, 1) for every weight and bias, a list of arrays of the same shapes."""
    return [rng.normal(size=np.shape(part)) for part in weights]


def pairs(weights):
    """[W1, b1, W2, b2, …] as layers [(W1, b1), (W2, b2), …]."""
    return list(zip(weights[::2], weights[1::2], strict=True))


def losses_on_grid(weights, d1, d2, alphas, betas):
    """The loss at w + alpha · d₁ + beta · d₂ for all pairs at once, in single precision.

    Returns:
        Losses of shape (betas, alphas): a row for each beta.
    """
    X, y = (np.asarray(part, dtype=np.float32) for part in points())
    a, b = (part.reshape(-1, 1, 1).astype(np.float32) for part in np.meshgrid(alphas, betas))
    moved = [_moved(*parts, a, b) for parts in zip(weights, d1, d2, strict=True)]
    h = X
    for number, (W, bias) in enumerate(pairs(moved), start=1):
        h = h @ W + bias
        h = np.maximum(h, 0) if 2 * number < len(moved) else h
    z = h[..., 0]
    return np.mean(np.logaddexp(0, z) - y * z, axis=1).reshape(len(betas), len(alphas))


def _moved(part, first, second, a, b):
    part, first, second = (np.atleast_2d(np.asarray(array, dtype=np.float32)) for array in (part, first, second))
    return part + a * first + b * second
