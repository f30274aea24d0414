"""Training runs described by a dictionary of settings: a small NumPy network on the digits, with gauges.

    log = run({**HEALTHY, "learning_rate": 8.0}, seed=0)
    log["loss"], log["val_loss"], log["val_accuracy"]    # one number per epoch, the start first
    log["gradient_ratio"]                                 # gradient of the first layer over that of the last

The same settings and the same seed give the same log.
"""

import numpy as np

from course_utils.models import dense_net
from course_utils.models.digit_classifier import cross_entropy, digits, loss_and_slope, softmax

HEALTHY = {
    "hidden": (32,),
    "activation": "relu",
    "start": "he",
    "learning_rate": 0.1,
    "batch_size": 32,
    "epochs": 15,
    "examples": 1200,
    "largest_pixel": 1,
    "labels": "own",
    "order": "shuffled",
    "softmaxes": 1,
}
WORDS = {
    "activation": ("relu", "tanh", "sigmoid"),
    "start": ("he", "zeros"),
    "labels": ("own", "shuffled"),
    "order": ("shuffled", "sorted"),
    "softmaxes": (1, 2),
}
RANGES = {
    "learning_rate": (1e-7, 1e3),
    "batch_size": (1, 1200),
    "epochs": (1, 120),
    "examples": (10, 1200),
    "largest_pixel": (1e-3, 1e4),
}
CLIFF = 1e6  # a loss above this counts as nan


def run(settings, seed=0):
    """Train one network and write its log.

    Args:
        settings: The keys of `HEALTHY`; what is left out is healthy.
        seed: Start, order of the batches and shuffled labels come from it.

    Returns:
        A dictionary: `loss`, `val_loss` and `val_accuracy` as lists, the start first, one number per epoch;
        `gradient_ratio`, the norm of the first layer's weight gradient at the start over the last layer's.

    Raises:
        ValueError: If a setting is not known or not legal.
    """
    settings = read({**HEALTHY, **settings})
    rng = np.random.default_rng(seed)
    X, y, X_held_out, y_held_out = prepared(settings, rng)
    params = start(settings, rng)
    log = {"loss": [], "val_loss": [], "val_accuracy": []}
    with np.errstate(all="ignore"):
        log["gradient_ratio"] = ratio(slopes(params, X, y, settings))
        note(log, params, settings, X, y, X_held_out, y_held_out)
        for _ in range(settings["epochs"]):
            params = epoch(params, X, y, settings, rng)
            note(log, params, settings, X, y, X_held_out, y_held_out)
    return log


def read(settings):
    """The settings, checked one by one; the error says which one is wrong and what it may be."""
    for name, value in settings.items():
        if name not in HEALTHY:
            raise ValueError(f"settings: expected some of {', '.join(HEALTHY)}, received {name!r}")
        if name in WORDS and value not in WORDS[name]:
            raise ValueError(f"{name}: expected one of {', '.join(map(str, WORDS[name]))}, received {value!r}")
        if name in RANGES and not _in_range(value, *RANGES[name]):
            low, high = RANGES[name]
            raise ValueError(f"{name}: expected a number from {low:g} to {high:g}, received {value!r}")
    hidden = settings["hidden"]
    if not hasattr(hidden, "__len__") or len(hidden) > 30 or not all(_in_range(units, 1, 256) for units in hidden):
        raise ValueError(f"hidden: expected at most 30 numbers of units from 1 to 256, received {hidden!r}")
    whole = {name: int(settings[name]) for name in ("batch_size", "epochs", "examples")}
    return {**settings, **whole, "hidden": tuple(int(units) for units in hidden)}


def _in_range(value, low, high):
    try:
        return not isinstance(value, str) and low <= float(value) <= high
    except (TypeError, ValueError):
        return False


def prepared(settings, rng):
    """The digits as these settings want them: how many, how bright, with which labels, in which order."""
    X, y, X_held_out, y_held_out = digits()
    X, y = X[: settings["examples"]] * settings["largest_pixel"], y[: settings["examples"]]
    if settings["labels"] == "shuffled":
        y = rng.permutation(y)
    if settings["order"] == "sorted":
        order = np.argsort(y, kind="stable")
        X, y = X[order], y[order]
    return X, y, X_held_out * settings["largest_pixel"], y_held_out


def start(settings, rng):
    """The first weights: He's and Glorot's rule, or nothing but zeros."""
    sizes = [64, *settings["hidden"], 10]
    params = dense_net.init(sizes, settings["activation"], rng)
    return params if settings["start"] == "he" else [(0 * W, 0 * b) for W, b in params]


def epoch(params, X, y, settings, rng):
    """One pass over the examples in batches; a shuffled order is a new one each time."""
    n, size, rate = len(X), settings["batch_size"], settings["learning_rate"]
    order = rng.permutation(n) if settings["order"] == "shuffled" else np.arange(n)
    for begin in range(0, n, size):
        rows = order[begin : begin + size]
        grads = slopes(params, X[rows], y[rows], settings)
        params = [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]
    return params


def slopes(params, X, y, settings, classes=10):
    """The gradients `(dW, db)` of the mean cross-entropy, layer by layer."""
    z, h = dense_net.states(params, X, settings["activation"])
    d = loss_and_slope(z[-1], np.eye(classes)[y], settings["softmaxes"])[1]
    found = dense_net.slopes(params, z, d, settings["activation"])
    return [(before.T @ d, d.sum(axis=0)) for before, d in zip(h, found, strict=False)]


def ratio(grads):
    """The norm of the first layer's weight gradient over that of the last; 0 where both are 0."""
    first, last = np.linalg.norm(grads[0][0]), np.linalg.norm(grads[-1][0])
    return float(first / last) if last > 0 else 0.0


def note(log, params, settings, X, y, X_held_out, y_held_out):
    """Add one line to the log."""
    for name, inputs, labels in (("loss", X, y), ("val_loss", X_held_out, y_held_out)):
        logits = dense_net.forward(params, inputs, settings["activation"])
        log[name].append(loss_of(logits, labels, settings["softmaxes"]))
    log["val_accuracy"].append(float(np.mean(logits.argmax(axis=1) == y_held_out)))


def loss_of(logits, y, softmaxes=1):
    """The mean cross-entropy after one softmax or two; nan where the logits overflowed or the loss is beyond reason."""
    if not np.isfinite(logits).all():
        return float("nan")
    loss = cross_entropy(logits if softmaxes == 1 else softmax(logits), y)
    return loss if loss < CLIFF else float("nan")
