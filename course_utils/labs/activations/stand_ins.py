"""Stand-ins of lab 02: activations, their slopes, and what layers do with them."""

import numpy as np

from course_utils.stand_ins.tensorflow import float_array, floats, tf

__all__ = [
    "central_difference",
    "collapse",
    "d_leaky_relu",
    "d_relu",
    "d_sigmoid",
    "d_tanh",
    "dead_relu_fraction",
    "gradient_flow",
    "leaky_relu",
    "relu",
    "relu_basis",
    "tanh",
]


def tanh(z):
    """g(z) = tanh(z), of any shape."""
    return tf().math.tanh(float_array(z)).numpy()


def relu(z):
    """g(z) = max(0, z), of any shape."""
    return tf().nn.relu(float_array(z)).numpy()


def leaky_relu(z, slope=0.1):
    """g(z) = z where z > 0, slope·z elsewhere."""
    return _leaky_relu(float_array(z), slope).numpy()


def d_sigmoid(z):
    """g′(z) = g(z)·(1 − g(z)), by TensorFlow's tape."""
    return _derivative(tf().math.sigmoid, z)


def d_tanh(z):
    """g′(z) = 1 − tanh(z)², by TensorFlow's tape."""
    return _derivative(tf().math.tanh, z)


def d_relu(z):
    """g′(z) = 1 where z > 0, 0 elsewhere, 0 at 0, by TensorFlow's tape."""
    return _derivative(tf().nn.relu, z)


def d_leaky_relu(z, slope=0.1):
    """g′(z) = 1 where z > 0, slope elsewhere, by TensorFlow's tape."""
    return _derivative(lambda x: _leaky_relu(x, slope), z)


def central_difference(f, z, step=1e-5):
    """f′(z) ≈ (f(z + step) − f(z − step)) / (2·step), in double precision."""
    z = np.asarray(z, np.float64)
    return (np.asarray(f(z + step)) - np.asarray(f(z - step))) / (2 * step)


def collapse(layers):
    """One (W, b) that does what a list of linear layers (W, b) does: W = W1 @ W2 …, b = b1 @ W2 + b2 …"""
    tensorflow = tf()
    W, b = floats(*layers[0])
    for next_W, next_b in layers[1:]:
        next_W, next_b = floats(next_W, next_b)
        W, b = tensorflow.matmul(W, next_W).numpy(), (tensorflow.tensordot(b, next_W, axes=1) + next_b).numpy()
    return W, b


def relu_basis(x, knots):
    """Hinges H[i, j] = max(0, x[i] − knots[j]), of shape (n, k)."""
    x, knots = floats(x, knots)
    return tf().nn.relu(x[:, None] - knots[None, :]).numpy()


def gradient_flow(activation, depth, seed=0):
    """The norm of dJ/dW of each layer of a fresh tower of 64-unit layers, J the mean of the squared outputs.

    Args:
        activation: "sigmoid", "tanh" or "relu"; the weights have variance 1/64, with ReLU 2/64.
        depth: Number of layers.
        seed: The same seed gives the same tower.

    Returns:
        An array of shape (depth,), first layer first.

    Raises:
        ValueError: If the activation is another.
    """
    tensorflow = tf()
    functions = {"sigmoid": tensorflow.math.sigmoid, "tanh": tensorflow.math.tanh, "relu": tensorflow.nn.relu}
    if activation not in functions:
        raise ValueError(f"gradient_flow: expected one of {', '.join(functions)}, received {activation!r}")
    rng = np.random.default_rng(seed)
    h = tensorflow.constant(rng.normal(size=(32, 64)))
    std = np.sqrt({"relu": 2}.get(activation, 1) / 64)
    weights = [tensorflow.Variable(rng.normal(0, std, (64, 64))) for _ in range(depth)]
    with tensorflow.GradientTape() as tape:
        for W in weights:
            h = functions[activation](h @ W)
        J = tensorflow.reduce_mean(tensorflow.square(h))
    return np.array([tensorflow.norm(dW).numpy() for dW in tape.gradient(J, weights)])


def dead_relu_fraction(model, X):
    """The share of hidden units that are 0 for every row of X, all hidden layers together.

    Args:
        model: A Keras network; all layers but the last are hidden, with ReLU.
        X: Inputs of shape (n, d).

    Returns:
        A number from 0 to 1.
    """
    h, alive = np.asarray(X), []
    *hidden, _ = model.layers
    for layer in hidden:
        h = layer(h)
        alive.append(tf().reduce_any(h > 0, axis=0).numpy())
    return float(1 - np.concatenate(alive).mean())


def _leaky_relu(z, slope):
    """`tf.nn.leaky_relu` keeps its slope in single precision only."""
    return tf().where(z > 0, z, slope * z)


def _derivative(function, z):
    tensorflow = tf()
    z = tensorflow.constant(float_array(z))
    with tensorflow.GradientTape() as tape:
        tape.watch(z)
        value = function(z)
    return tape.gradient(value, z).numpy()
