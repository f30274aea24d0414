"""How long things take on this machine: times to look at, never to grade."""

import time

import numpy as np

UNITS = 32


def seconds_per_call(call, *, budget=0.25, warm_up=2):
    """The median time of a call, in seconds, from as many calls as fit into the budget.

    Args:
        call: A function without arguments.
        budget: Seconds to spend, at least three calls.
        warm_up: Calls before the first that counts: tracing and compiling are not measured.

    Returns:
        The median in seconds.
    """
    for _ in range(warm_up):
        call()
    times, end = [], time.perf_counter() + budget
    while len(times) < 3 or time.perf_counter() < end:
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return float(np.median(times))


def step_times(make_step, loss, sizes, *, budget=0.25):
    """Time one training step of a 64-32-10 network on digits: eager, as a `tf.function`, and with XLA.

    Args:
        make_step: `make_step(loss, variables, count)` gives `step(X, y, rate)`.
        loss: `loss(variables, X, y)` for the variables of `new_variables`.
        sizes: Examples per batch.
        budget: Seconds to spend on each.

    Returns:
        Mode ("eager", "tf.function", "XLA") -> size -> seconds for one step.
    """
    import tensorflow as tf

    from course_utils import datasets

    images, labels = datasets.load("digits")
    variables, rate = new_variables(), tf.constant(0.1)
    step = make_step(loss, variables, tf.Variable(0))
    modes = {"eager": step, "tf.function": tf.function(step), "XLA": tf.function(step, jit_compile=True)}
    times = {mode: {} for mode in modes}
    for size in sizes:
        rows = np.arange(size) % len(labels)
        X, y = tf.constant(images[rows], tf.float32), tf.constant(labels[rows])
        for mode, run in modes.items():
            times[mode][size] = seconds_per_call(lambda run=run, X=X, y=y: float(run(X, y, rate)), budget=budget)
    return times


def new_variables(seed=0):
    """The weights of a 64-32-10 network as variables: W1, b1, W2, b2."""
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    shapes = [((64, UNITS), np.sqrt(2 / 64)), ((UNITS,), 0), ((UNITS, 10), np.sqrt(2 / UNITS)), ((10,), 0)]
    return [tf.Variable(rng.normal(0, spread, shape).astype(np.float32)) for shape, spread in shapes]


def epoch_seconds(dataset):
    """The time of one pass over a data set in which nothing is done with the batches; a pass before it fills caches."""
    for _ in dataset:
        pass
    begin = time.perf_counter()
    for _ in dataset:
        pass
    return time.perf_counter() - begin


def say_ratio(times, size, slow="eager", fast="tf.function"):
    """How many times as long one mode takes as another, for example "6.2"."""
    return f"{times[slow][size] / times[fast][size]:.2g}"
