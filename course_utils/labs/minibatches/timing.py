"""How long things take on this machine: times to look at, never to grade."""

import time

import numpy as np

UNITS = 32


def seconds_in_turns(calls, *, budget=0.75, warm_up=2):
    """How long each of several calls takes when they take turns.

    Other programs on this machine can only make a call longer, so the time that counts is a short one: a tenth of
    the calls were faster.

    Args:
        calls: Name -> function without arguments.
        budget: Seconds to spend on all of them, at least three rounds.
        warm_up: Rounds before the first that counts: tracing and compiling are not measured.

    Returns:
        Name -> seconds.
    """
    for _ in range(warm_up):
        for call in calls.values():
            call()
    times, end = {name: [] for name in calls}, time.perf_counter() + budget
    while min(map(len, times.values())) < 3 or time.perf_counter() < end:
        for name, call in calls.items():
            begin = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - begin)
    return {name: float(np.quantile(some, 0.1)) for name, some in times.items()}


def step_times(make_step, loss, sizes, *, budget=0.75):
    """Time one training step of a 64-32-10 network on digits: eager, as a `tf.function`, and with XLA.

    Args:
        make_step: `make_step(loss, variables, count)` gives `step(X, y, rate)`.
        loss: `loss(variables, X, y)` for the variables of `new_variables`.
        sizes: Examples per batch.
        budget: Seconds to spend on each size.

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
        calls = {mode: lambda run=run, X=X, y=y: float(run(X, y, rate)) for mode, run in modes.items()}
        for mode, seconds in seconds_in_turns(calls, budget=budget).items():
            times[mode][size] = seconds
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


def epoch_parts(pipeline, make_step, loss, size):
    """Time the data and the steps of one epoch of digits apart, in four ways of working.

    Args:
        pipeline: `pipeline(X, y, size, prepare)` gives a data set.
        make_step, loss: As for `step_times`.
        size: Images per batch.

    Returns:
        Name -> (seconds for the data, seconds for the steps).
    """
    import tensorflow as tf

    from course_utils.labs.minibatches import pipelines

    X, y = pipelines.sorted_digits()
    plain = tf.data.Dataset.from_tensor_slices((X, y)).map(pipelines.slow_preparation()).shuffle(len(X)).batch(size)
    data = {
        "slow data": epoch_seconds(plain),
        "your pipeline": epoch_seconds(pipeline(X, y, size, pipelines.slow_preparation())),
    }
    steps = -(-len(X) // size)
    times = step_times(make_step, loss, [size], budget=0.4)
    modes = ("eager", "tf.function")
    return {f"{name}, {mode}": (data[name], steps * times[mode][size]) for name in data for mode in modes}
