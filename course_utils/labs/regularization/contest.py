"""A small contest: one network, few digits of which some are labelled wrong, and several ways not to memorise them.

    data = contest.data(seed=0)
    run = contest.train(data, seed=0, penalty=penalty, strength=0.01)
    run.accuracy            # on the validation digits, after each epoch
    contest.predict(run.params, X)

All in NumPy on `dense_net`, so that fifteen networks take seconds. The regularizers are the student's own functions.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_utils.models import dense_net
from course_utils.models.digit_classifier import softmax

SIZES = {"quick": ("digits", None, 100), "full": ("mnist", 6000, 400)}  # data, images in all, training images
BY_LOT, UNITS, EPOCHS, BATCH, RATE = 0.15, 64, 40, 32, 0.01
ENTRIES = ("none", "L2", "dropout", "early stopping", "augmentation")


_latest = []  # table and networks


class Data(NamedTuple):
    """Training digits, some labels drawn by lot, and validation digits with their true labels."""

    X: np.ndarray
    y: np.ndarray
    X_validation: np.ndarray
    y_validation: np.ndarray


class Run(NamedTuple):
    """A trained network and what was seen on the way, one number for each epoch."""

    params: list
    loss: np.ndarray
    val_loss: np.ndarray
    accuracy: np.ndarray


@cache
def parts(profile="quick", n=None):
    """Images in three parts: half to draw training sets from, a sixth for validation, a third for the vault.

    Args:
        profile: "quick" takes the digits, "full" MNIST.
        n: Images in all; None for the profile's number.

    Returns:
        Name -> (X, y), for "pool", "validation" and "test".
    """
    from course_utils import datasets

    name, count, _ = SIZES[profile]
    X, y = datasets.load(name, n=n or count)
    order = np.random.default_rng(0).permutation(len(y))
    cuts = [len(y) // 2, len(y) * 2 // 3]
    rows = zip(("pool", "validation", "test"), np.split(order, cuts), strict=True)
    return {part: (X[chosen].astype(float), y[chosen]) for part, chosen in rows}


def data(seed=0, profile="quick", n=None):
    """A training set of its own for each seed; the validation images are the same for all."""
    rng = np.random.default_rng(seed)
    X, y = parts(profile, n)["pool"]
    rows = rng.permutation(len(y))[: SIZES[profile][2]]
    lot = rng.random(len(rows)) < BY_LOT
    return Data(X[rows], np.where(lot, rng.integers(0, 10, len(rows)), y[rows]), *parts(profile, n)["validation"])


def fit_net(X, y, rng, *, units=128, steps=120, learning_rate=0.02):
    """Train 64–units–10 with ReLU on all examples at once; gives the list of layers `(W, b)`."""
    params = dense_net.init([X.shape[1], units, 10], "relu", rng)
    w, optimizer = dense_net.flatten(params), dense_net.Adam(learning_rate)
    for _ in range(steps):
        grads = gradients(dense_net.unflatten(w, params), X, y)
        w = optimizer.step(w, dense_net.flatten(grads))
    return dense_net.unflatten(w, params)


def predict(params, X):
    """The label with the largest logit, shape (n,)."""
    return dense_net.forward(params, X, "relu").argmax(axis=1)


def accuracy(params, X, y):
    """The share of right answers."""
    return float(np.mean(predict(params, X) == y))


def mean_loss(params, X, y):
    """The mean cross-entropy."""
    z = dense_net.forward(params, X, "relu")
    z = z - z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]))


def train(data, seed=0, *, penalty=None, strength=0.01, dropout=None, rate=0.5, augment=None, stopper=None):
    """Train one network in mini-batches with Adam, and watch the validation digits after each epoch.

    Args:
        data: A `Data`.
        seed: The random start, the order of the batches, the masks and the shifts.
        penalty: Your `penalty(params, l1, l2) -> value, grads`; its gradients are added, with l2 = `strength`.
        dropout: The pair of your `dropout_forward` and `dropout_backward`, used on the hidden layer.
        rate: The share that is dropped.
        augment: Your `augment(parts, rng) -> parts`, used anew in each epoch.
        stopper: Your `EarlyStopping`; its best weights are taken at the end.

    Returns:
        The `Run`.
    """
    rng = np.random.default_rng([seed, 1])
    params = dense_net.init([data.X.shape[1], UNITS, 10], "relu", rng)
    w, optimizer, seen = dense_net.flatten(params), dense_net.Adam(RATE), []
    for _ in range(EPOCHS):
        X, y = augment({"train": (data.X, data.y)}, rng)["train"] if augment else (data.X, data.y)
        order = rng.permutation(len(y))
        for rows in np.array_split(order, max(1, len(y) // BATCH)):
            params = dense_net.unflatten(w, params)
            grads = dense_net.flatten(gradients(params, X[rows], y[rows], dropout, rate, rng))
            if penalty:
                grads = grads + dense_net.flatten(penalty(params, l2=strength)[1])
            w = optimizer.step(w, grads)
        params = dense_net.unflatten(w.copy(), params)
        seen.append(watch(params, data))
        if stopper and stopper.update({"loss": seen[-1][0], "val_loss": seen[-1][1]}, params):
            break
    return Run(stopper.best_weights if stopper else params, *np.transpose(seen))


def watch(params, data):
    """Training loss, validation loss and validation accuracy, without dropout."""
    unseen = data.X_validation, data.y_validation
    return mean_loss(params, data.X, data.y), mean_loss(params, *unseen), accuracy(params, *unseen)


def gradients(params, X, y, dropout=None, rate=0.5, rng=None):
    """The gradient of the mean cross-entropy for every layer, by backpropagation, with dropout where it is given."""
    (W1, b1), (W2, b2) = params
    Z = X @ W1 + b1
    H, mask = np.maximum(Z, 0), None
    if dropout:
        H, mask = dropout[0](H, rate, rng, training=True)
    d = (softmax(H @ W2 + b2) - np.eye(10)[y]) / len(y)
    dH = d @ W2.T
    if dropout:
        dH = dropout[1](dH, mask, rate)
    dZ = dH * (Z > 0)
    return [(X.T @ dZ, dZ.sum(axis=0)), (H.T @ d, d.sum(axis=0))]


def run(penalty, dropout, early_stopping, augment, *, seeds=(0, 1, 2), profile="quick", n=None):
    """Let five networks learn from the same digits, for each seed.

    Args:
        penalty, augment: Your functions.
        dropout: The pair of your `dropout_forward` and `dropout_backward`.
        early_stopping: Your class `EarlyStopping`.
        seeds: One contest each, with training digits of its own.
        profile, n: What `parts` takes.

    Returns:
        Name of the entry -> its validation accuracies, one for each seed; and name -> list of trained networks.
    """
    helps = {
        "none": lambda: {},
        "L2": lambda: {"penalty": penalty},
        "dropout": lambda: {"dropout": dropout},
        "early stopping": lambda: {"stopper": early_stopping(patience=5)},
        "augmentation": lambda: {"augment": augment},
    }
    table, nets = {name: [] for name in ENTRIES}, {name: [] for name in ENTRIES}
    for seed in seeds:
        given = data(seed, profile, n)
        if profile != "quick" and seed == seeds[0]:
            (count, pixels), wanted = given.X.shape, SIZES[profile][0]
            used = wanted if pixels != 64 else f"digits, in the place of {wanted}"
            print(f"{used}: {count} training images of {pixels} pixels for each entry.")
        for name, help_ in helps.items():
            params = train(given, seed, **help_()).params
            nets[name].append(params)
            table[name].append(accuracy(params, given.X_validation, given.y_validation))
    _latest[:] = [{name: np.array(scores) for name, scores in table.items()}, nets]
    return tuple(_latest)


def latest():
    """The table and the networks of the latest `run`; where there was none, one with stand-ins for all four."""
    if not _latest:
        from course_utils.stand_ins import stand_in

        print("No contest has run here yet: this one takes stand-ins for all four helps.")
        masks = stand_in("dropout_forward"), stand_in("dropout_backward")
        run(stand_in("penalty"), masks, stand_in("EarlyStopping"), stand_in("augment"))
    return tuple(_latest)
