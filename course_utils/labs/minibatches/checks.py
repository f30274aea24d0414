"""A bench on which training steps are tried out: it counts how often TensorFlow traces them.

The bench holds a linear model of d weights and its loss. Everything that comes back is plain: numbers, lists, arrays.
"""

from contextlib import contextmanager

import numpy as np


class Bench:
    """Runs a student's `make_step` and `compile_once` and tells what happened.

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

    def step(self, X, y, rate):
        """A finished step, for `compile_once`."""
        import tensorflow as tf

        with tf.GradientTape() as tape:
            value = self.loss([self.weights], X, y)
        self.weights.assign_sub(rate * tape.gradient(value, self.weights))
        self.count.assign_add(1)
        return value

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

    def compile(self, compile_once, batches, rates, *, jit_compile=False):
        """Take a step on each batch with `compile_once(step, features, jit_compile)`; rates are Python floats.

        Returns:
            As `train`, and with `xla`: was XLA asked for?
        """
        self.reset()
        step = compile_once(self.step, len(self.start), jit_compile)
        return self._run(step, batches, rates) | {"xla": uses_xla(step)}

    def _run(self, step, batches, rates):
        batches = [(np.asarray(X, np.float32), np.asarray(y, np.float32)) for X, y in batches]
        with quiet():
            values = [step(X, y, rate) for (X, y), rate in zip(batches, rates, strict=True)]
        losses = [None if value is None else float(value) for value in values]
        return {"losses": losses, "weights": self.weights.numpy(), "count": int(self.count), "traces": self.traces}


def uses_xla(step):
    """Was this `tf.function` made with `jit_compile=True`?"""
    return bool(getattr(step, "_jit_compile", False))


def by_hand(weights, batches, rates):
    """The same training in NumPy: the losses before each step, and the last weights."""
    w, losses = np.asarray(weights, dtype=float), []
    for (X, y), rate in zip(batches, rates, strict=True):
        errors = X @ w - y
        losses.append(float(np.mean(errors**2)))
        w = w - rate * 2 / len(y) * X.T @ errors
    return losses, w


def by_hand_in_shares(weights, batches, rate, way):
    """Descent on two devices that combine their shares in a wrong way: "mean of means", "sum of means", …

    Args:
        weights: The start, shape (d,).
        batches: Pairs (X, y).
        rate: The learning rate.
        way: What is done with the two shares of a batch.

    Returns:
        The last weights.
    """
    w = np.asarray(weights, dtype=float)
    for X, y in batches:
        sums, rows = [], []
        for inputs, labels in zip(np.array_split(X, 2), np.array_split(y, 2), strict=True):
            sums.append(2 * inputs.T @ (inputs @ w - labels))
            rows.append(max(len(labels), 1))
        means = [total / n for total, n in zip(sums, rows, strict=True)]
        ways = {"mean of means": sum(means) / 2, "sum of means": sum(means), "sum of sums": sum(sums)}
        w = w - rate * (ways | {"mean of parts": sum(sums) / len(X) / 2})[way]
    return w


def count_traces(calls):
    """How often TensorFlow traces a function that is called like this.

    Args:
        calls: The arguments, one for each call.

    Returns:
        The number of times that Python ran the function's body.
    """
    import tensorflow as tf

    seen = []

    @tf.function
    def body(x):
        seen.append(1)
        return tf.reduce_sum(x)

    with quiet():
        for argument in calls:
            body(argument)
    return len(seen)


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


def while_tracing(call):
    """Return what the call returns; an error of a value that is not there yet becomes a sentence.

    Args:
        call: A function without arguments that runs a student's compiled step.

    Returns:
        Its result.

    Raises:
        AssertionError: If the step asked a tensor for its value while it was traced, or did not accept a batch.
    """
    try:
        return call()
    except (NotImplementedError, AssertionError):
        raise
    except Exception as error:
        text = str(error)
        if any(word in text for word in ("numpy", "symbolic", "Symbolic", "__float__", "float()")):
            raise AssertionError(
                "looks like .numpy() or float() inside the step: while it is traced there are no values yet, so return "
                f"the tensor; TensorFlow says: {text:.150}"
            ) from None
        if any(word in text for word in ("compatible", "incompatible", "signature", "shape")):
            raise AssertionError(
                f"looks like a signature that refuses a batch: None stands for any length; TensorFlow says: {text:.150}"
            ) from None
        raise
