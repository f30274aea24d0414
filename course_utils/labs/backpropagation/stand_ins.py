"""Stand-ins of lab 06: gradients, by TensorFlow's tape."""

import numpy as np

from course_utils.models.graph import Node
from course_utils.stand_ins.tensorflow import tf

__all__ = [
    "Value",
    "backward",
    "both_slopes",
    "dJ_dw1",
    "dJ_dw2",
    "dense_backward",
    "find_bugs",
    "gradient_check",
    "in_order",
    "loss_backward",
    "relu_backward",
    "tape_gradients",
    "train",
    "unbroadcast",
]


def dJ_dw2(x, y, w1, w2):
    """The slope of J = (w2 tanh(w1 x) − y)² at w2."""
    return _smallest(x, y, w1, w2)[1]


def dJ_dw1(x, y, w1, w2):
    """The slope of J = (w2 tanh(w1 x) − y)² at w1."""
    return _smallest(x, y, w1, w2)[0]


def in_order(root, parents):
    """Every node behind `root` once, after its parents."""
    from graphlib import TopologicalSorter

    made_from, waiting = {}, [root]
    while waiting:
        node = waiting.pop()
        if node not in made_from:
            made_from[node] = list(parents(node))
            waiting += made_from[node]
    return list(TopologicalSorter(made_from).static_order())


class Value(Node):
    """A number that knows how it was made; TensorFlow finds the local slopes."""

    def __add__(self, other):
        return _made(lambda a, b: a + b, "+", self, other)

    def __mul__(self, other):
        return _made(lambda a, b: a * b, "·", self, other)

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return _made(lambda a: a**power, f"^{power:g}", self)

    def exp(self):
        """e to the power of this."""
        return _made(tf().exp, "exp", self)

    def tanh(self):
        """The hyperbolic tangent of this."""
        return _made(tf().tanh, "tanh", self)

    def relu(self):
        """max(0, this), with slope 0 at 0."""
        return _made(tf().nn.relu, "relu", self)

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        order = in_order(self, lambda one: [parent for parent, _ in one.parents])
        for one in order:
            one.grad = float(one is self)
        for one in reversed(order):
            for parent, slope in one.parents:
                parent.grad += one.grad * slope


def both_slopes(f, w, epsilon=1e-5):
    """The slopes of f to the left and to the right of every number in w."""
    left, right = np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for place in np.ndindex(np.shape(w)):
        nudge = np.zeros(np.shape(w))
        nudge[place] = epsilon
        right[place] = (f(w + nudge) - f(w)) / epsilon
        left[place] = (f(w) - f(w - nudge)) / epsilon
    return left, right


def gradient_check(f, w, gradient, epsilon=1e-5):
    """The largest relative error of a gradient away from kinks, and where the kinks are."""
    before, after = both_slopes(f, w, epsilon)
    central = np.mean([before, after], axis=0)
    size = np.max([np.abs(gradient), np.abs(central), np.full(np.shape(w), 0.01)], axis=0)
    kinks = np.abs(after - before) > size / 10
    return float(np.max((np.abs(gradient - central) / size)[~kinks], initial=0)), kinks


def dense_backward(X, W, dZ):
    """dX, dW and db of Z = X @ W + b."""
    X, W = tf().Variable(X), tf().Variable(W)
    b = tf().Variable(np.zeros(W.shape[1], W.dtype.as_numpy_dtype))
    with tf().GradientTape() as tape:
        Z = X @ W + b
    return tuple(slope.numpy() for slope in tape.gradient(Z, [X, W, b], output_gradients=tf().constant(dZ)))


def relu_backward(Z, dH):
    """dZ of H = relu(Z)."""
    Z = tf().Variable(Z)
    with tf().GradientTape() as tape:
        H = tf().nn.relu(Z)
    return tape.gradient(H, Z, output_gradients=tf().constant(dH)).numpy()


def loss_backward(logits, y):
    """dlogits of the mean cross-entropy for labels y (n,)."""
    logits = tf().Variable(logits)
    with tf().GradientTape() as tape:
        J = _mean_loss(logits, y)
    return tape.gradient(J, logits).numpy()


def backward(params, X, y):
    """Every gradient on the way back through the network of lab 06."""
    v = {name: tf().Variable(w) for name, w in params.items()}
    with tf().GradientTape() as tape:
        Z = X @ v["W1"] + v["b1"]
        H = tf().nn.relu(Z)
        logits = v["b2"] + H @ v["W2"]
        J = _mean_loss(logits, y)
    tensors = {"logits": logits, "H": H, "W2": v["W2"], "b2": v["b2"], "Z": Z, "W1": v["W1"], "b1": v["b1"]}
    return {f"d{name}": slope.numpy() for name, slope in tape.gradient(J, tensors).items()}


def find_bugs(loss, params, claimed):
    """The names of the parameters whose claimed gradient is wrong."""
    errors = {
        name: gradient_check(lambda w, name=name: loss({**params, name: w}), array, claimed[name])[0]
        for name, array in params.items()
    }
    return [name for name, error in errors.items() if error >= 1e-6]


def train(params, X, y, steps, learning_rate=0.5):
    """Gradient descent on all examples at once: the new parameters, and the loss before each step."""
    losses = []
    v = {name: tf().Variable(w) for name, w in params.items()}
    for _ in range(steps):
        with tf().GradientTape() as tape:
            J = _mean_loss(tf().nn.relu(X @ v["W1"] + v["b1"]) @ v["W2"] + v["b2"], y)
        for name, slope in tape.gradient(J, v).items():
            v[name].assign_sub(learning_rate * slope)
        losses.append(float(J))
    return {name: w.numpy() for name, w in v.items()}, losses


def tape_gradients(params, X, y):
    """dW1, db1, dW2, db2 of the mean cross-entropy."""
    slopes = backward(params, X, y)
    return {f"d{name}": slopes[f"d{name}"] for name in params}


def unbroadcast(gradient, shape):
    """A gradient of a broadcast array, summed back to the shape that went in."""
    small = tf().Variable(np.zeros(shape))
    with tf().GradientTape() as tape:
        big = tf().broadcast_to(small, np.shape(gradient))
    return tape.gradient(big, small, output_gradients=tf().constant(gradient)).numpy()


def _smallest(x, y, w1, w2):
    w = tf().Variable([w1, w2], dtype=tf().float64)
    with tf().GradientTape() as tape:
        J = (w[1] * tf().tanh(w[0] * x) - y) ** 2
    return tape.gradient(J, w).numpy()


def _mean_loss(logits, y):
    return tf().reduce_mean(tf().nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))


def _made(function, name, *numbers):
    """A Value that this function makes, with the slopes that the tape finds."""
    nodes = [number if isinstance(number, Node) else Value(number) for number in numbers]
    leaves = [tf().Variable(node.data, dtype=tf().float64) for node in nodes]
    with tf().GradientTape() as tape:
        result = function(*leaves)
    slopes = [float(slope) for slope in tape.gradient(result, leaves)]
    return Value(float(result), list(zip(nodes, slopes, strict=True)), name)
