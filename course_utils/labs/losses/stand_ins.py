"""Stand-ins of lab 04: losses, from numbers to classes."""

import numpy as np

from course_utils.stand_ins.tensorflow import float_array, tf

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_from_logits",
    "cross_entropy",
    "cross_entropy_gradient",
    "empirical_loss",
    "expected_calibration_error",
    "huber",
    "log_softmax",
    "mae",
    "mse",
    "reliability",
    "smooth_labels",
    "two_logits",
    "weighted_cross_entropy",
]


def mse(y, p):
    """mean of (p − y)²; y and p hold n numbers each, of shape (n,) or (n, 1)."""
    y, p = _flat(y, p)
    return tf().reduce_mean(tf().square(p - y)).numpy()


def mae(y, p):
    """mean of |p − y|."""
    y, p = _flat(y, p)
    return tf().reduce_mean(tf().abs(p - y)).numpy()


def huber(y, p, delta=1.0):
    """mean of e²/2 where |e| ≤ delta, of delta·(|e| − delta/2) elsewhere, with e = p − y."""
    y, p = _flat(y, p)
    size = tf().abs(p - y)
    return tf().reduce_mean(tf().where(size <= delta, size**2 / 2, delta * (size - delta / 2))).numpy()


def empirical_loss(loss, y, p):
    """The mean of loss(y[i], p[i]) over the examples; no example is a `ValueError`."""
    if len(y) == 0:
        raise ValueError("empirical_loss: the data are empty, and the mean of nothing is no number")
    return tf().reduce_mean([float(loss(*pair)) for pair in zip(y, p, strict=True)]).numpy()


def binary_cross_entropy(y, p):
    """mean of −(y log p + (1 − y) log(1 − p)), with p kept 1e-7 away from 0 and 1 as in Keras."""
    y, p = _flat(y, p)
    p = tf().clip_by_value(p, 1e-7, 1 - 1e-7)
    return -tf().reduce_mean(y * tf().math.log(p) + (1 - y) * tf().math.log1p(-p)).numpy()


def binary_cross_entropy_from_logits(y, z):
    """mean of log(1 + exp(z)) − y z, without overflow."""
    y, z = _flat(y, z)
    return tf().reduce_mean(tf().nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z)).numpy()


def log_softmax(logits):
    """z − log Σ exp(z) along the last axis."""
    return tf().nn.log_softmax(float_array(logits)).numpy()


def cross_entropy(y, logits):
    """mean of −log softmax(logits) at the true class; y holds integers (n,) or one-hot rows (n, C)."""
    logits = float_array(logits)
    return (
        tf().reduce_mean(tf().nn.softmax_cross_entropy_with_logits(labels=_one_hot(y, logits), logits=logits)).numpy()
    )


def cross_entropy_gradient(y, logits):
    """The slope of `cross_entropy` at the logits, (softmax(logits) − one-hot) / n, by TensorFlow's tape."""
    logits = tf().constant(float_array(logits))
    with tf().GradientTape() as tape:
        tape.watch(logits)
        rows = tf().nn.softmax_cross_entropy_with_logits(labels=_one_hot(y, logits.numpy()), logits=logits)
        loss = tf().reduce_mean(rows)
    return tape.gradient(loss, logits).numpy()


def two_logits(z):
    """Logits (0, z) for the classes no and yes, of shape (n, 2)."""
    z = float_array(z)
    return tf().stack([tf().zeros_like(z), z], axis=1).numpy()


def reliability(confidence, correct, bins=10):
    """One row (mean confidence, share correct, count) for each bin of equal width that holds anything.

    Args:
        confidence: Numbers from 0 to 1, shape (n,).
        correct: 1 where the answer was right, else 0, shape (n,).
        bins: Number of bins.

    Returns:
        An array of shape (k, 3), lowest bin first.
    """
    confidence, correct = _flat(confidence, correct)
    place = (confidence * bins).astype(int).clip(max=bins - 1)
    held = sorted(set(place.tolist()))
    sums = [tf().math.unsorted_segment_sum(values, place, bins).numpy()[held] for values in (confidence, correct)]
    count = np.bincount(place, minlength=bins)[held]
    return np.column_stack([sums[0] / count, sums[1] / count, count])


def expected_calibration_error(confidence, correct, bins=10):
    """Σ count/n · |share correct − mean confidence| over the bins."""
    mean, right, count = reliability(confidence, correct, bins).T
    return tf().reduce_sum(count / count.sum() * tf().abs(right - mean)).numpy()


def smooth_labels(Y, epsilon):
    """Y (1 − ε) + ε / C for one-hot rows Y (n, C)."""
    Y = float_array(Y)
    return (tf().multiply(Y, 1 - epsilon) + epsilon / Y.shape[1]).numpy()


def weighted_cross_entropy(y, logits, weights):
    """mean of weights[y[i]] times the cross-entropy of example i, as Keras' `class_weight`."""
    y, logits = np.asarray(y, dtype=int), float_array(logits)
    rows = tf().nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    return tf().reduce_mean(rows * np.asarray(weights, dtype=logits.dtype)[y]).numpy()


def _flat(*values):
    """Arrays (n,) of one float type, so that (n,) and (n, 1) do not meet."""
    arrays = [float_array(value).ravel() for value in values]
    common = np.result_type(*arrays)
    return [array.astype(common) for array in arrays]


def _one_hot(y, logits):
    y = np.asarray(y)
    return (np.eye(logits.shape[-1])[y.astype(int)] if y.ndim == 1 else y).astype(logits.dtype)
