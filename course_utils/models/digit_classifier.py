"""Small networks described in a few plain words, trained on the digits with a loss that may expect logits or not.

    net = {"layers": ["dense 32", "relu", "dense 10"], "from_logits": True, "learning_rate": 0.2, "steps": 100}
    losses, params = train(net, seed=0)
    accuracy(net, params)

All in NumPy on `dense_net`; a softmax written among the layers is applied, and `from_logits=True` applies one more.
"""

from functools import cache

import numpy as np

from course_utils.models import dense_net

INPUTS, CLASSES, TRAINING = 64, 10, 1200
KEYS = {"layers", "from_logits", "learning_rate", "steps"}


@cache
def digits():
    """Training and held-out digits: X in [0, 1] of shape (1200, 64), y of shape (1200,), and the same for the rest."""
    from course_utils import datasets

    X, y = datasets.load("digits")
    X, y = np.reshape(X, (len(y), INPUTS)) / np.max(X), np.asarray(y)
    order = np.random.default_rng(0).permutation(len(y))
    train, held_out = order[:TRAINING], order[TRAINING:]
    return X[train], y[train], X[held_out], y[held_out]


def train(net, seed=0):
    """Train on all training digits at once by plain gradient descent.

    Args:
        net: `layers` such as `["dense 32", "relu", "dense 10", "softmax"]`, `from_logits`, `learning_rate`, `steps`.
        seed: The random start.

    Returns:
        The loss before each step, shape (steps,), and the trained list of layers `(W, b)`.

    Raises:
        ValueError: If the description cannot be trained; the text says why.
    """
    hidden, activation, softmaxes = read(net)
    X, y, _, _ = digits()
    targets, losses = np.eye(CLASSES)[y], []
    params = dense_net.init([INPUTS, hidden, CLASSES], activation, np.random.default_rng(seed))
    for _ in range(net["steps"]):
        z, h = dense_net.states(params, X, activation)
        loss, slope = loss_and_slope(z[-1], targets, softmaxes)
        losses.append(loss)
        slopes = dense_net.slopes(params, z, slope, activation)
        rate = net["learning_rate"]
        params = [
            (W - rate * before.T @ d, b - rate * d.sum(axis=0))
            for (W, b), before, d in zip(params, h, slopes, strict=False)
        ]
    return np.array(losses), params


def accuracy(net, params):
    """The share of held-out digits that get their largest output at the right place; a softmax changes no order."""
    _, activation, _ = read(net)
    _, _, X, y = digits()
    return float(np.mean(dense_net.forward(params, X, activation).argmax(axis=1) == y))


def median_accuracy(net, seeds=(0, 1, 2)):
    """Train from several starts; the median share of held-out digits that come out right."""
    return float(np.median([accuracy(net, train(net, seed)[1]) for seed in seeds]))


def loss_and_slope(z, targets, softmaxes):
    """The mean cross-entropy after one softmax or two, and its slope at the last layer's states.

    p = softmax(z)                      loss = −mean log p[target]
    once:   d = (p − target) / n
    twice:  q = softmax(p),  g = q − target,  d = p (g − Σ p g) / n,  loss = −mean log q[target]
    """
    p = softmax(z)
    if softmaxes == 1:
        return _mean_loss(p, targets), (p - targets) / len(z)
    q = softmax(p)
    g = q - targets
    return _mean_loss(q, targets), p * (g - np.sum(p * g, axis=1, keepdims=True)) / len(z)


def softmax(z):
    """p = exp(z) / Σ exp(z) in each row, shifted by the row's largest z."""
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, y):
    """The mean cross-entropy of logits (n, classes) for labels (n,): −mean log softmax(z)[label], in nats."""
    top = logits.max(axis=1)
    return float(np.mean(top + np.log(np.exp(logits - top[:, None]).sum(axis=1)) - logits[np.arange(len(y)), y]))


def read(net):
    """Read a description: units of the hidden layer, its activation, and how many softmaxes the outputs go through."""
    if not isinstance(net, dict) or set(net) != KEYS:
        received = sorted(map(str, net)) if isinstance(net, dict) else repr(net)
        raise ValueError(f"a net is a dictionary with {', '.join(sorted(KEYS))}; received {received}")
    layers = [str(layer).strip().lower() for layer in net["layers"]]
    ending = layers[2:]
    if len(layers) < 3 or ending not in (["dense 10"], ["dense 10", "softmax"]):
        raise ValueError(
            f'layers: expected ["dense N", activation, "dense 10"] and perhaps "softmax", received {layers}'
        )
    kind, _, units = layers[0].partition(" ")
    if kind != "dense" or not units.isdigit() or layers[1] not in ("relu", "tanh", "sigmoid"):
        raise ValueError(f'layers: expected first "dense N" and an activation, received {layers[:2]}')
    softmaxes = len(ending) - 1 + bool(net["from_logits"])
    if softmaxes == 0:
        raise ValueError("no softmax at all: raw outputs reach a loss that expects probabilities")
    return int(units), layers[1], softmaxes


def _mean_loss(p, targets):
    return float(-np.mean(np.log(np.sum(p * targets, axis=1))))
