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


class CountedPreparation:
    """`prepare(image, label)` for a pipeline: halves the image, and counts for how many images it ran.

    `calls` holds the count.
    """

    __name__ = "prepare"

    def __init__(self):
        self.calls = 0

    def __call__(self, image, label):
        import tensorflow as tf

        prepared = tf.numpy_function(self._prepare, [image], image.dtype)
        prepared.set_shape(image.shape)
        return prepared, label

    def _prepare(self, image):
        self.calls += 1
        return image / image.dtype.type(2)


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
