"""Stand-ins of lab 05: gradients by measuring, walks downhill, and the lecture's loop with a tape."""

import numpy as np

from course_utils.stand_ins.tensorflow import float_array, floats, tf

__all__ = [
    "backtracking",
    "drops",
    "fit_linear",
    "gradient_descent",
    "mse_gradient",
    "numerical_gradient",
    "rate_limit",
    "tape_descent",
    "train_network",
]


def numerical_gradient(f, w, step=1e-5):
    """dJ/dw[i] ≈ (f(w + step·eᵢ) − f(w − step·eᵢ)) / (2·step), for each weight of w (d,)."""
    w = float_array(w)
    units = np.eye(w.size)
    return np.array([(f(w + step * unit) - f(w - step * unit)) / (2 * step) for unit in units], dtype=float)


def gradient_descent(gradient, w, learning_rate, steps):
    """The path of w ← w − learning_rate · gradient(w), by TensorFlow's own operation for this step.

    Returns:
        The places, shape (steps + 1, d), the start first.
    """
    tensorflow = tf()
    variable = tensorflow.Variable(float_array(w))
    rate = tensorflow.constant(learning_rate, variable.dtype)
    path = [variable.numpy()]
    for _ in range(steps):
        slope = tensorflow.constant(np.asarray(gradient(path[-1]), dtype=path[0].dtype))
        tensorflow.raw_ops.ResourceApplyGradientDescent(var=variable.handle, alpha=rate, delta=slope)
        path += [variable.numpy()]
    return np.array(path)


def rate_limit(hessian):
    """2 / λmax, the learning rate above which descent on a bowl with this Hessian diverges."""
    return float(2 / tf().linalg.eigvalsh(float_array(hessian))[-1])


def mse_gradient(w, X, y):
    """The gradient of mean((X @ w − y)²) with respect to w, by TensorFlow's tape."""
    tensorflow = tf()
    w, X, y = floats(w, X, y)
    variable = tensorflow.Variable(w)
    with tensorflow.GradientTape() as tape:
        loss = tensorflow.reduce_mean((tensorflow.linalg.matvec(X, variable) - y) ** 2)
    return tape.gradient(loss, variable).numpy()


def fit_linear(X, y):
    """The bias and the weights of the best line, shape (d + 1,), bias first, by least squares."""
    X, y = floats(X, y)
    A = np.column_stack([np.ones(len(X), dtype=X.dtype), X])
    return tf().linalg.lstsq(A, y[:, None], fast=False).numpy()[:, 0]


def drops(f, w, directions, length):
    """How far f falls on a step of this length from w along each row of `directions`, shape (k,)."""
    w, directions = floats(w, directions)
    steps = length * tf().math.l2_normalize(directions, axis=1, epsilon=0.0).numpy()
    return np.array([f(w) - f(w + step) for step in steps], dtype=float)


def tape_descent(loss, w, learning_rate, steps):
    """The path of gradient descent on a loss of a TensorFlow variable, shape (steps + 1, d), the start first."""
    tensorflow = tf()

    def gradient(place):
        variable = tensorflow.Variable(place)
        with tensorflow.GradientTape() as tape:
            value = loss(variable)
        return tape.gradient(value, variable).numpy()

    return gradient_descent(gradient, w, learning_rate, steps)


def train_network(weights, X, y, learning_rate, steps):
    """Train W1, b1, W2, b2 (ReLU between, a logit at the end) on the cross-entropy by plain descent.

    Returns:
        The trained arrays in the same order, and the loss before each step.
    """
    tensorflow = tf()
    X, labels = float_array(X), float_array(y)
    variables, losses = [tensorflow.Variable(float_array(array)) for array in weights], []
    for _ in range(steps):
        with tensorflow.GradientTape() as tape:
            W1, b1, W2, b2 = variables
            logits = (tensorflow.nn.relu(X @ W1 + b1) @ W2 + b2)[:, 0]
            cross_entropy = tensorflow.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)
            loss = tensorflow.reduce_mean(cross_entropy)
        for variable, slope in zip(variables, tape.gradient(loss, variables), strict=True):
            variable.assign_sub(learning_rate * slope)
        losses.append(float(loss))
    return [one.numpy() for one in variables], losses


def backtracking(f, gradient, w, rate=1.0, shrink=0.5, c=1e-4):
    """The first of rate, rate·shrink, rate·shrink² … with f(w − η g) ≤ f(w) − c η g·g."""
    w = float_array(w)
    slope = np.asarray(gradient(w), dtype=float)
    square = float(tf().reduce_sum(slope * slope))
    while f(w - rate * slope) > f(w) - c * rate * square:
        rate *= shrink
    return rate
