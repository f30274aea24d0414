"""A small dense network in NumPy, fast enough to be trained while a slider moves.

A network is a list of layers `(W, b)` with `W (d, units)` and `b (units,)`. Every layer but the last is followed
by the activation; the last one gives logits (for the loss "bce") or plain values (for "mse").

    params = init([2, 8, 1], "tanh", rng)
    params, losses = train(params, X, y, "tanh", steps=300)
    logits = forward(params, X, "tanh")
"""

import numpy as np


def sigmoid(z):
    """The logistic function 1 / (1 + exp(-z)), written with tanh so that no z overflows."""
    return 0.5 * (1 + np.tanh(0.5 * z))


# name: (g(z), g'(z)), the derivative written in z and in h = g(z)
ACTIVATIONS = {
    "none": (lambda z: z, lambda z, h: np.ones_like(z)),
    "sigmoid": (sigmoid, lambda z, h: h * (1 - h)),
    "tanh": (np.tanh, lambda z, h: 1 - h * h),
    "relu": (lambda z: np.maximum(z, 0), lambda z, h: (z > 0).astype(z.dtype)),
}


def init(sizes, activation, rng, *, scale=None):
    """Random weights for a network with layers of these sizes, biases at zero.

        relu (He):           W ~ N(0, 2 / d)
        the others (Glorot): W ~ N(0, 2 / (d + units))
        with a scale:        W ~ N(0, scale² / d)

    Args:
        sizes: Units per layer, inputs first, for example [2, 8, 1].
        activation: A name in `ACTIVATIONS`.
        rng: A `numpy.random.Generator`.
        scale: None, or a number that replaces He's and Glorot's rule.

    Returns:
        A list of layers `(W, b)`.
    """
    function_and_derivative(activation)
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    return [(rng.normal(0, spread(d, units, activation, scale), (d, units)), np.zeros(units)) for d, units in pairs]


def spread(d, units, activation, scale=None):
    """The standard deviation of the weights of a layer with d inputs and so many units."""
    if scale is not None:
        return scale / np.sqrt(d)
    return np.sqrt(2 / d) if activation == "relu" else np.sqrt(2 / (d + units))


def function_and_derivative(activation):
    """The pair `(g, dg)` of this name."""
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation: expected one of {', '.join(ACTIVATIONS)}, received {activation!r}")
    return ACTIVATIONS[activation]


def states(params, X, activation):
    """All that a forward pass computes: the states z and the outputs h = g(z) of each layer.

        h[0] = X,   z[k] = h[k] @ W[k] + b[k],   h[k + 1] = g(z[k])

    Returns:
        The list `z` with one array (n, units) per layer, and the list `h` with the inputs in front of it.
        The last output is the last state: no activation follows the last layer.
    """
    g, _ = function_and_derivative(activation)
    z, h = [], [np.asarray(X, dtype=float)]
    for layer, (W, b) in enumerate(params, start=1):
        z.append(h[-1] @ W + b)
        h.append(z[-1] if layer == len(params) else g(z[-1]))
    return z, h


def forward(params, X, activation):
    """The network's output, shape (n, units of the last layer): logits for the loss "bce"."""
    return states(params, X, activation)[1][-1]


def loss_value(output, y, loss="bce"):
    """The mean loss of outputs `(n, 1)` for targets `(n,)`.

    bce: log(1 + exp(z)) - y * z      with z the logit
    mse: (z - y)²
    """
    y = column(y)
    if loss == "bce":
        return float(np.mean(np.logaddexp(0, output) - y * output))
    if loss == "mse":
        return float(np.mean((output - y) ** 2))
    raise ValueError(f'loss: expected "bce" or "mse", received {loss!r}')


def loss_slope(output, y, loss="bce"):
    """The derivative of `loss_value` with respect to each output, shape (n, 1)."""
    difference = sigmoid(output) - column(y) if loss == "bce" else 2 * (output - column(y))
    return difference / output.size


def column(y):
    """Targets as a float column (n, 1), or as they are when they already have two dimensions."""
    y = np.asarray(y, dtype=float)
    return y[:, None] if y.ndim == 1 else y


def slopes(params, z, delta, activation):
    """The slope of the loss at the states of every layer, from the slope `delta` at the last one.

        delta[k - 1] = (delta[k] @ W[k]ᵀ) * g'(z[k - 1])

    Returns:
        A list of arrays of the shapes of `z`, first layer first.
    """
    g, dg = function_and_derivative(activation)
    found = [delta]
    for (W, _), state in zip(params[:0:-1], z[-2::-1], strict=True):
        found.append((found[-1] @ W.T) * dg(state, g(state)))
    return found[::-1]


def gradients(params, X, y, activation, loss="bce"):
    """The mean loss and its gradient with respect to every weight, by backpropagation.

        dW[k] = h[k]ᵀ @ delta[k],   db[k] = sum of delta[k] over the examples

    Args:
        params: A list of layers `(W, b)`.
        X: Inputs of shape (n, d).
        y: Targets of shape (n,) or (n, 1); labels 0 and 1 for "bce".
        activation: A name in `ACTIVATIONS`.
        loss: "bce" (the output is a logit) or "mse".

    Returns:
        The loss, and a list of pairs `(dW, db)` in the order of the layers.
    """
    z, h = states(params, X, activation)
    delta = slopes(params, z, loss_slope(h[-1], y, loss), activation)
    grads = [(before.T @ slope, slope.sum(axis=0)) for before, slope in zip(h, delta, strict=False)]
    return loss_value(h[-1], y, loss), grads


class Adam:
    """Gradient descent with a running mean and a running size of the gradient, per weight.

        t = t + 1
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g²
        rate = learning_rate * sqrt(1 - beta_2ᵗ) / (1 - beta_1ᵗ)
        w = w - rate * m / (sqrt(v) + epsilon)

    The same form, and the same defaults but for the rate, as `keras.optimizers.Adam`.
    Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015.
    """

    def __init__(self, learning_rate=0.03, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, 0.0, 0.0

    def step(self, w, g):
        """The weights after one step; `w` and its gradient `g` have the same shape."""
        self.t += 1
        self.m = self.beta_1 * self.m + (1 - self.beta_1) * g
        self.v = self.beta_2 * self.v + (1 - self.beta_2) * g**2
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        return w - rate * self.m / (np.sqrt(self.v) + self.epsilon)


def train(params, X, y, activation, *, loss="bce", steps=300, optimizer=None):
    """Train on all examples at once, a fixed number of steps.

    Args:
        params: A list of layers `(W, b)`; it is not changed.
        X: Inputs of shape (n, d).
        y: Targets of shape (n,).
        activation: A name in `ACTIVATIONS`.
        loss: "bce" or "mse".
        steps: Number of steps.
        optimizer: An object with `step(w, g) -> w`; None takes `Adam()`.

    Returns:
        The trained list of layers, and the loss before each step, shape (steps,).
    """
    optimizer = optimizer or Adam()
    w, losses = flatten(params), np.empty(steps)
    for step in range(steps):
        losses[step], grads = gradients(unflatten(w, params), X, y, activation, loss)
        w = optimizer.step(w, flatten(grads))
    return unflatten(w, params), losses


def flatten(params):
    """All weights in one vector, so that the optimizer takes one step for all of them at once."""
    return np.concatenate([part.ravel() for layer in params for part in layer])


def unflatten(w, like):
    """The vector `w` cut back into layers of the same shapes as those of `like`."""
    layers, start = [], 0
    for W, b in like:
        middle, end = start + W.size, start + W.size + b.size
        layers.append((w[start:middle].reshape(W.shape), w[middle:end]))
        start = end
    return layers
