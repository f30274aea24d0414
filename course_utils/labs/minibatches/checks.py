"""What the checks of lab 08 compare with: training by hand, in shares, and how often TensorFlow traces."""

import numpy as np

from course_utils.labs.minibatches.bench import quiet


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
