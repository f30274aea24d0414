"""Stand-ins of lab 03: a layer, a network of layers, and how many numbers it holds."""

import numpy as np

from course_utils.stand_ins.tensorflow import float_array, floats, tf

__all__ = ["MyDense", "count_parameters", "dense", "dense_by_loops", "mlp_forward", "pass_probability"]


def dense(X, W, b, activation):
    """H = activation(X @ W + b), of shape (n, units)."""
    X, W, b = floats(X, W, b)
    return np.asarray(activation((tf().matmul(X, W) + b).numpy()))


def mlp_forward(params, X, activation=None):
    """The output of a stack of layers (W, b): an activation after each but the last.

    Args:
        params: Pairs `(W, b)`, input side first.
        X: Inputs of shape (n, d).
        activation: A function for the hidden layers; None takes ReLU.

    Returns:
        The last layer's states, shape (n, units).
    """
    H = float_array(X)
    *hidden, last = params
    for W, b in hidden:
        H = dense(H, W, b, activation or tf().nn.relu)
    return dense(H, *last, lambda z: z)


def count_parameters(sizes, use_bias=True):
    """How many weights and biases a dense network has, counted by Keras; `sizes` begins with the inputs."""
    tf()
    import keras

    layers = [keras.layers.Dense(units, use_bias=use_bias) for units in sizes[1:]]
    return keras.Sequential([keras.Input((sizes[0],)), *layers]).count_params()


def pass_probability(params, X):
    """p = sigmoid of the network's single output, shape (n,)."""
    return tf().math.sigmoid(mlp_forward(params, X)).numpy()[:, 0]


def dense_by_loops(X, W, b):
    """Z[i, j] = b[j] + Σₖ X[i, k] · W[k, j], of shape (n, units)."""
    return dense(X, W, b, lambda z: z)


def MyDense(units, activation=None):
    """A layer: Keras's own `Dense`."""
    tf()
    import keras

    return keras.layers.Dense(units, activation=activation)
