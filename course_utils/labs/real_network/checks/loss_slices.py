"""Filter-normalised directions, right and with the usual mistakes: what a student's function is compared with."""

import numpy as np


def wrong_directions(direction, weights):
    """The right directions, and those of the usual mistakes.

    d[..., j] · |w[..., j]| / |d[..., j]|   for kernels, 0 for biases

    Args:
        direction, weights: Lists of arrays of the same shapes.

    Returns:
        A list of arrays, and a dictionary from mistake to such a list.
    """
    pairs = list(zip(direction, weights, strict=True))
    right = [_scaled(d, w) for d, w in pairs]
    whole = np.sqrt(sum(np.sum(w**2) for w in weights) / sum(np.sum(d**2) for d in direction))
    like = {
        "a bias that moves: its part of the direction is 0": [_with_bias(d, w) for d, w in pairs],
        "one global norm for all weights together": [d * whole for d in direction],
        "one norm for the whole kernel, not one for each neuron": [d * _length(w) / _length(d) for d, w in pairs],
        "rows in the place of columns: in Keras a column is one neuron": [_by_row(d, w) for d, w in pairs],
        "a direction of length 1 for each neuron: the length of its weights is missing": [
            _scaled(d) for d in direction
        ],
        "a direction that was not divided by its own length": [d * _columns(w) for d, w in pairs],
        "the raw direction": list(direction),
    }
    return right, {name: _only_telling(parts, right) for name, parts in like.items()}


def _only_telling(parts, right):
    """Where a mistake changes nothing, a value that nothing equals."""
    pairs = zip(parts, right, strict=True)
    return [np.full_like(part, np.inf) if np.allclose(part, good) else part for part, good in pairs]


def _columns(array):
    return np.sqrt(np.sum(array**2, axis=tuple(range(array.ndim - 1)))) if array.ndim > 1 else np.abs(array)


def _length(array):
    return np.sqrt(np.sum(array**2))


def _scaled(d, w=None):
    if d.ndim == 1:
        return np.zeros_like(d)
    return d / _columns(d) * (1.0 if w is None else _columns(w))


def _by_row(d, w):
    if d.ndim == 1:
        return np.zeros_like(d)
    axes = tuple(range(1, d.ndim))
    return d * np.sqrt(np.sum(w**2, axis=axes, keepdims=True) / np.sum(d**2, axis=axes, keepdims=True))


def _with_bias(d, w):
    return _scaled(d, w) if d.ndim > 1 else d * _length(w) / _length(d)
