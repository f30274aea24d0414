"""Digits sorted by class, six `tf.data` pipelines over them, and a preparation that counts its calls."""

import numpy as np

RECIPES = {
    "A": "data.shuffle(1797).batch(32)",
    "B": "data.batch(32).shuffle(57)",
    "C": "data.shuffle(32).batch(32)",
    "D": "data.shuffle(1797).cache().batch(32)",
    "E": "data.cache().shuffle(1797).batch(32)",
    "F": "data.shuffle(1797).batch(32).cache()",
}


def sorted_digits():
    """The bundled digits in the order of their labels, as files in folders come: X (1797, 64), y (1797,)."""
    from course_utils import datasets

    X, y = datasets.load("digits")
    order = np.argsort(y, kind="stable")
    return X[order].astype(np.float32), y[order]


def recipe(letter, X, y):
    """The pipeline of this letter over the rows of X and y."""
    import tensorflow as tf

    return eval(RECIPES[letter], {"data": tf.data.Dataset.from_tensor_slices((X, y))})


def class_mix(dataset, batches=8, classes=10):
    """How many examples of each class the first batches hold, shape (batches, classes)."""
    labels = [np.asarray(y) for _, y in dataset.take(batches)]
    return np.array([np.bincount(y, minlength=classes) for y in labels])


def halve():
    """A preparation `prepare(image, label)` that halves the image."""
    return lambda image, label: (image / 2, label)


def tickets(seed, count=4096):
    """The numbers that a preparation with this seed writes into the images that it prepares, one for each run."""
    return np.random.default_rng(seed).permutation(count) / count


def ticketed(seed):
    """A preparation that halves the image and writes a new number of `tickets(seed)` into its last place at each run.

    Whoever sees the prepared images sees which runs they come from.
    """
    import itertools

    import tensorflow as tf

    numbers = itertools.cycle(tickets(seed))

    def write(image):
        prepared = image / image.dtype.type(2)
        prepared[-1] = next(numbers)
        return prepared

    def prepare(image, label):
        prepared = tf.numpy_function(write, [image], image.dtype)
        prepared.set_shape(image.shape)
        return prepared, label

    return prepare


def runs_seen(images, seed):
    """Which runs of a ticketed preparation these images come from, from 1 on; 0 for an image that none prepared."""
    numbers = tickets(seed)
    order = np.argsort(numbers)
    at = np.clip(np.searchsorted(numbers[order], images[:, -1]), 0, len(numbers) - 1)
    return np.where(numbers[order][at] == images[:, -1], order[at] + 1, 0)


def slow_preparation(milliseconds=0.2):
    """A preparation that takes its time, as decoding a JPEG does: `prepare(image, label)`."""
    import time

    import tensorflow as tf

    def wait(image):
        time.sleep(milliseconds / 1000)
        return image

    def prepare(image, label):
        prepared = tf.numpy_function(wait, [image], image.dtype)
        prepared.set_shape(image.shape)
        return prepared, label

    return prepare
