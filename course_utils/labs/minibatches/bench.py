"""A bench on which training steps are tried out: it counts how often TensorFlow traces them.

The bench holds a linear model of d weights and its loss. Everything that comes back is plain: numbers, lists, arrays.
It stands where the student's code runs, so nothing here is compared with anything: see `checks`.
"""

from contextlib import contextmanager

import numpy as np


class Bench:
    """Runs a student's `make_step` and tells what happened.

    Args:
        weights: The first weights, shape (d,).
    """

    def __init__(self, weights):
        import tensorflow as tf

        self.start = np.asarray(weights, dtype=np.float32)
        self.weights, self.count, self.traces = tf.Variable(self.start), tf.Variable(0), 0

    def loss(self, variables, X, y):
        """The mean squared error of the linear model, a scalar tensor; counts how often Python runs it."""
        import tensorflow as tf

        self.traces += 1
        return tf.reduce_mean((tf.linalg.matvec(X, variables[0]) - y) ** 2)

    def reset(self):
        """The weights and both counts as they were."""
        self.weights.assign(self.start)
        self.count.assign(0)
        self.traces = 0

    def train(self, make_step, batches, rate, *, compiled):
        """Take a step on each batch with the step that `make_step(loss, variables, count)` gives.

        Args:
            make_step: The student's function.
            batches: Pairs of arrays (X, y).
            rate: The learning rate.
            compiled: True runs the step as a `tf.function`.

        Returns:
            A dictionary: losses, weights, count, traces.
        """
        import tensorflow as tf

        self.reset()
        step = make_step(self.loss, [self.weights], self.count)
        step = tf.function(step) if compiled else step
        return self._run(step, batches, [tf.constant(rate, tf.float32)] * len(batches))

    def _run(self, step, batches, rates):
        batches = [(np.asarray(X, np.float32), np.asarray(y, np.float32)) for X, y in batches]
        with quiet():
            values = [step(X, y, rate) for (X, y), rate in zip(batches, rates, strict=True)]
        losses = [None if value is None else float(value) for value in values]
        return {"losses": losses, "weights": self.weights.numpy(), "count": int(self.count), "traces": self.traces}


class CompilingBench(Bench):
    """The same for `compile_once`, with a finished step; a student's own step is never tried out beside it."""

    def step(self, X, y, rate):
        """A finished step, for `compile_once`."""
        import tensorflow as tf

        with tf.GradientTape() as tape:
            value = self.loss([self.weights], X, y)
        self.weights.assign_sub(rate * tape.gradient(value, self.weights))
        self.count.assign_add(1)
        return value

    def compile(self, compile_once, batches, rates, *, jit_compile=False):
        """Take a step on each batch with `compile_once(step, features, jit_compile)`; rates are Python floats.

        Returns:
            As `train`, and with `xla`: was XLA asked for?
        """
        self.reset()
        step = compile_once(self.step, len(self.start), jit_compile)
        return self._run(step, batches, rates) | {"xla": uses_xla(step)}


def uses_xla(step):
    """Was this `tf.function` made with `jit_compile=True`?"""
    return bool(getattr(step, "_jit_compile", False))


@contextmanager
def quiet():
    """Keep TensorFlow's warning about many traces out of the notebook: here they are the subject."""
    import tensorflow as tf

    logger = tf.get_logger()
    level = logger.level
    logger.setLevel("ERROR")
    try:
        yield
    finally:
        logger.setLevel(level)
