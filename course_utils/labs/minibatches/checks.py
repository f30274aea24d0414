"""Training steps tried out and done by hand: checks look at losses on their own batches, and at the weights after."""

import numpy as np

from course_utils.labs.minibatches.linear_model import MARK, quiet


def run_steps(step, batches, rates):
    """Take a step on each batch.

    Args:
        step: The student's step, `step(X, y, rate)`.
        batches: Pairs of arrays (X, y).
        rates: A learning rate for each.

    Returns:
        The losses as a list, None where the step returned nothing.
    """
    batches = [(np.asarray(X, np.float32), np.asarray(y, np.float32)) for X, y in batches]
    with quiet():
        values = [step(X, y, rate) for (X, y), rate in zip(batches, rates, strict=True)]
    return [None if value is None else float(value) for value in values]


def read_marks(losses):
    """The losses of a marked model apart: how often Python had run at each, and the losses themselves."""
    runs = [round(loss / MARK) for loss in losses]
    return runs, [loss - MARK * run for loss, run in zip(losses, runs, strict=True)]


def is_refused(step, batch, rate):
    """Does the step fail on this batch?"""
    try:
        run_steps(step, [batch], [rate])
    except NotImplementedError:
        raise
    except Exception:
        return True
    return False


def by_hand(weights, batches, rates, moves=1.0):
    """The same training in NumPy.

    Args:
        weights: The start, shape (d,), or (d + 1,) with the bias last.
        batches: Pairs of arrays (X, y).
        rates: A learning rate for each.
        moves: 1, or an array of ones and zeros: which of the weights move.

    Returns:
        The losses before each step, and the last weights.
    """
    w, losses = np.asarray(weights, dtype=float), []
    for (X, y), rate in zip(batches, rates, strict=True):
        inputs = np.column_stack([X, np.ones(len(y))]) if len(w) > X.shape[1] else X
        errors = inputs @ w - y
        losses.append(float(np.mean(errors**2)))
        w = w - moves * rate * 2 / len(y) * inputs.T @ errors
    return losses, w


def moved_by_means(weights, batches, rates):
    """What `LinearModel.step` does, in NumPy: the losses before each step, and the last weights."""
    w, losses = np.asarray(weights, dtype=float), []
    for (X, y), rate in zip(batches, rates, strict=True):
        losses.append(float(np.mean((X @ w[:-1] + w[-1] - y) ** 2)))
        w = w - rate * np.append(np.mean(X, axis=0), np.mean(y))
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
