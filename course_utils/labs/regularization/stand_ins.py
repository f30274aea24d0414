"""Stand-ins of lab 09: splitting, scaling, penalties, dropout, stopping, shifts, intervals, ridge."""

import numpy as np

from course_utils.stand_ins.tensorflow import float_array, tf

__all__ = [
    "EarlyStopping",
    "augment",
    "best_temperature",
    "choose_and_open",
    "dropout_backward",
    "dropout_forward",
    "fit_and_score",
    "interval",
    "mc_dropout",
    "memorise",
    "min_norm",
    "penalty",
    "standardise",
    "stratified_split",
]


def stratified_split(X, y, rng, validation=0.2, test=0.2):
    """Training, validation and test part with each class in proportion, by scikit-learn's `train_test_split`."""
    from sklearn.model_selection import train_test_split

    rows, seeds = np.arange(len(y)), rng.integers(2**31, size=2)
    rest, test_rows = train_test_split(rows, test_size=test, stratify=y, random_state=int(seeds[0]))
    share = validation / (1 - test)
    train, held_out = train_test_split(rest, test_size=share, stratify=y[rest], random_state=int(seeds[1]))
    parts = {"train": train, "validation": held_out, "test": test_rows}
    return {name: (X[chosen], y[chosen]) for name, chosen in parts.items()}


def standardise(parts):
    """Every part with the training part's mean and standard deviation, by `tf.nn.moments`."""
    mean, variance = (part.numpy() for part in tf().nn.moments(float_array(parts["train"][0]), axes=[0]))
    std = np.sqrt(np.where(variance > 0, variance, 1))
    return {name: ((X - mean) / std, labels) for name, (X, labels) in parts.items()}


def fit_and_score(degree, train, validation):
    """Mean squared errors of a polynomial on both sets, by `tf.linalg.lstsq` on Chebyshev polynomials."""
    low, high = np.min(train[0]), np.max(train[0])
    basis = lambda x: np.polynomial.chebyshev.chebvander((2 * np.asarray(x) - low - high) / (high - low), degree)  # noqa: E731
    weights = tf().linalg.lstsq(basis(train[0]), float_array(train[1])[:, None], fast=False).numpy()[:, 0]
    return tuple(float(np.mean((basis(x) @ weights - y) ** 2)) for x, y in (train, validation))


def memorise(X, y, rng):
    """Labels dealt out anew, and a network of two layers that knows them."""
    from course_utils.labs.regularization.contest import fit_net

    labels = np.asarray(y)[rng.permutation(len(y))]
    return labels, fit_net(np.asarray(X), labels, rng)


def penalty(params, l1=0.0, l2=0.0):
    """What all W cost by `keras.regularizers.L1L2`, and its slopes by the tape; biases go free."""
    tensorflow = tf()
    import keras

    regularizer = keras.regularizers.L1L2(l1=l1, l2=l2)
    weights = [tensorflow.Variable(np.asarray(W, dtype="float32")) for W, _ in params]
    with tensorflow.GradientTape() as tape:
        value = tensorflow.add_n([regularizer(W) + 0 * tensorflow.reduce_sum(W) for W in weights])
    slopes = tape.gradient(value, weights)
    return float(value), [(slope.numpy(), np.zeros_like(b)) for slope, (_, b) in zip(slopes, params, strict=True)]


def dropout_forward(H, rate, rng, training=True):
    """H with a share dropped and the rest scaled up, and the mask, by TensorFlow's stateless dropout."""
    H = float_array(H)
    if not training or rate == 0:
        return H, np.ones_like(H)
    seed = rng.integers(2**31, size=2)
    factor = tf().nn.experimental.stateless_dropout(np.ones_like(H), rate, seed=seed).numpy()
    return H * factor, (factor > 0).astype(H.dtype)


def dropout_backward(d_out, mask, rate):
    """The slope at dropout's input: through what was kept, scaled as it was."""
    kept = np.asarray(mask).astype(bool)
    return tf().where(kept, float_array(d_out) / (1 - rate), 0.0).numpy()


class EarlyStopping:
    """Stops where `keras.callbacks.EarlyStopping` does, and keeps the weights of the best epoch."""

    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        tf()
        import keras

        self.stop_training, self.epoch, self.best_weights, self._now = False, 0, None, None
        self._callback = keras.callbacks.EarlyStopping(
            monitor=monitor, min_delta=min_delta, patience=patience, mode=mode, restore_best_weights=True
        )
        self._callback.set_model(self)
        self._callback.on_train_begin()

    def update(self, logs, weights):
        """Look at one epoch; True says stop."""
        self._now = weights
        self._callback.on_epoch_end(self.epoch, dict(logs))
        if self._callback.best_epoch == self.epoch:
            self.best_weights = weights
        self.epoch += 1
        return self.stop_training

    def get_weights(self):
        """What the callback keeps: the weights of this epoch."""
        return self._now

    def set_weights(self, weights):
        """The callback gives the best weights back."""
        self.best_weights = weights


def augment(parts, rng):
    """The training part with a copy of each image, moved by at most one pixel, by TensorFlow's padding and slicing."""
    X, y = parts["train"]
    side = round(np.shape(X)[1] ** 0.5)
    images = tf().pad(np.reshape(X, (-1, side, side)), [[0, 0], [1, 1], [1, 1]]).numpy()
    corners = rng.integers(0, 3, (len(X), 2))
    copies = [image[r : r + side, c : c + side].ravel() for image, (r, c) in zip(images, corners, strict=True)]
    both = np.concatenate([X, copies]), np.tile(y, 2)
    return {**parts, "train": both}


def interval(scores, t=4.303):
    """The mean, and t · s / √k with TensorFlow's standard deviation, corrected to divide by k − 1."""
    scores = float_array(scores)
    k = len(scores)
    s = tf().math.reduce_std(scores).numpy() * np.sqrt(k / (k - 1))
    return float(scores.mean()), float(t * s / np.sqrt(k))


def choose_and_open(table, open_vault):
    """The name with the highest mean, and what the vault says about it."""
    names = list(table)
    name = names[int(tf().argmax([np.mean(table[name]) for name in names]))]
    return name, open_vault(name)


def min_norm(Phi, Y, ridge=0.0):
    """The smallest minimiser of |ΦW − Y|² + ridge |W|², by TensorFlow's pseudo-inverse or least squares."""
    Phi, Y = float_array(Phi), float_array(Y)
    if ridge == 0:
        return (tf().linalg.pinv(Phi) @ Y).numpy()
    return tf().linalg.lstsq(Phi, Y, l2_regularizer=ridge).numpy()


def best_temperature(logits, y, temperatures):
    """The temperature with the lowest cross-entropy of logits / T, by TensorFlow's own loss."""
    loss = tf().nn.sparse_softmax_cross_entropy_with_logits
    means = [float(np.mean(loss(labels=y, logits=float_array(logits) / T))) for T in temperatures]
    return list(temperatures)[int(np.argmin(means))]


def mc_dropout(one_pass, times):
    """The mean of that many passes."""
    return tf().reduce_mean([one_pass() for _ in range(times)], axis=0).numpy()
