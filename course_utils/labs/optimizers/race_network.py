"""The network 2-16-16-1 on which optimizers race: its weights as a list of arrays, its loss and its gradients."""

import numpy as np

from course_utils.models import dense_net

SIZES = (2, 16, 16, 1)


def start(seed=0, sizes=SIZES):
    """Random weights as a list of arrays, W and b of each layer in turn.

    Args:
        seed: The same seed gives the same weights.
        sizes: Units per layer, inputs first.

    Returns:
        The list W1, b1, W2, b2, …
    """
    layers = dense_net.init(list(sizes), "tanh", np.random.default_rng(seed))
    return [array for layer in layers for array in layer]


def loss_and_gradients(params, X, y):
    """The mean cross-entropy and its gradients, by backpropagation.

    Args:
        params: The list W1, b1, W2, b2, …; tanh follows all layers but the last.
        X: Inputs of shape (n, 2).
        y: Labels 0 and 1, shape (n,).

    Returns:
        The loss, and a list of arrays with the shapes of `params`.
    """
    layers = list(zip(params[::2], params[1::2], strict=True))
    loss, grads = dense_net.gradients(layers, X, y, "tanh")
    return loss, [part for pair in grads for part in pair]


def trained(steps, data, rate=0.3, seed=0):
    """The network after some steps of plain descent, as a landscape over one long vector of weights.

    Args:
        steps: How many steps.
        data: X and y.
        rate: The learning rate.
        seed: Which start.

    Returns:
        Its gradient and its loss, two functions of a vector, and the vector of the weights reached.
    """
    params = start(seed)
    cuts = np.cumsum([part.size for part in params])[:-1]

    def arrays(w):
        return [part.reshape(like.shape) for part, like in zip(np.split(w, cuts), params, strict=True)]

    def gradient(w):
        return np.concatenate([part.ravel() for part in loss_and_gradients(arrays(w), *data)[1]])

    w = np.concatenate([part.ravel() for part in params])
    for _ in range(steps):
        w = w - rate * gradient(w)
    return gradient, lambda w: loss_and_gradients(arrays(w), *data)[0], w
