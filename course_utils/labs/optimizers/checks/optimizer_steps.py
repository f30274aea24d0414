"""Ten steps of an optimizer, the student's and Keras's, which is run now; where they part, the mistake by its name."""

import numpy as np

from course_utils import checks
from course_utils.checks.read_answer import read_numbers
from course_utils.labs.optimizers.checks.optimizer_paths import in_one_row, known_paths, rule_path
from course_utils.labs.optimizers.checks.optimizer_rules import NUMBERS, adam

KERAS = {
    "sgd": ("SGD", {}),
    "momentum": ("SGD", {}),
    "nesterov": ("SGD", {"nesterov": True}),
    "adagrad": ("Adagrad", {"initial_accumulator_value": 0.1}),
    "rmsprop": ("RMSprop", {}),
    "adadelta": ("Adadelta", {}),
    "adam": ("Adam", {}),
    "adamw": ("AdamW", {}),
}


def keras_path(name, params, gradients, **numbers):
    """Where Keras's optimizer of this name goes.

    Args:
        name: One of `KERAS`.
        params: The weights, a list of arrays.
        gradients: For each step a list of arrays.
        numbers: Learning rate and its like; what is left out takes the lab's default.

    Returns:
        All weights in one row after each step, shape (steps, weights).
    """
    import keras

    kind, options = KERAS[name]
    optimizer = getattr(keras.optimizers, kind)(**{**NUMBERS[name], **numbers, **options})
    variables = [keras.Variable(np.asarray(w, dtype="float64"), dtype="float64") for w in params]
    rows = []
    for grads in gradients:
        optimizer.apply([keras.ops.convert_to_tensor(g, dtype="float64") for g in grads], variables)
        rows.append(in_one_row([np.asarray(variable) for variable in variables]))
    return np.array(rows)


def own_path(step, params, gradients, **numbers):
    """Where the student's own function goes, in the same form; says so where it is no optimizer of this kind.

    Raises:
        AssertionError: If it changes what it was given, or does not return a pair of weights and state.
    """
    state, rows = {}, []
    shapes = [np.shape(w) for w in params]
    for number, grads in enumerate(gradients, start=1):
        given, slopes = [np.array(w) for w in params], [np.array(g) for g in grads]
        result = _run(step, given, slopes, state, numbers)
        wanted = "the optimizer to return a pair, the new weights and the state"
        assert _count(result) == 2, f"expected {wanted}, received {result!r:.80}"
        checks.unchanged(params, given, name="the caller's params")
        checks.unchanged(grads, slopes, "the caller's grads")
        params, state = result
        wanted = f"{len(shapes)} arrays of weights, as many as came in"
        assert _count(params) == len(shapes), f"expected {wanted}, received {params!r:.80}"
        for index, (w, shape) in enumerate(zip(params, shapes, strict=True)):
            checks.shape(w, shape, f"params[{index}] after step {number}")
        params = [np.array(read_numbers(w, "params")) for w in params]
        rows.append(in_one_row(params))
    return np.array(rows)


def _run(step, params, grads, state, numbers):
    try:
        with np.errstate(all="ignore"):
            return step(params, grads, state, **numbers)
    except ZeroDivisionError:
        raise AssertionError(
            "looks like t from 0: then 1 − βᵗ is 0, and dividing by it fails; t is 1 in the first step"
        ) from None
    except ValueError as error:
        if "broadcast" not in str(error):
            raise
        raise AssertionError(
            f"looks like one state for all variables: each array needs a memory of its own shape ({error})"
        ) from None


def _count(value):
    return len(value) if hasattr(value, "__len__") and not isinstance(value, dict) else None


def check_ten_steps(step, name, params, gradients, **numbers):
    """Compare the student's function with Keras's optimizer, run now on the same gradients.

    Args:
        step: The student's function, `step(params, grads, state, **numbers) -> (params, state)`.
        name: One of `KERAS`.
        params: The weights, a list of arrays.
        gradients: For each step a list of arrays.
        numbers: Learning rate and its like; the rest keep their defaults.

    Raises:
        AssertionError: If they part; the text names the mistake that it looks like.
    """
    right, like = keras_path(name, params, gradients, **numbers), known_paths(name, params, gradients, **numbers)
    got = own_path(step, [np.array(w) for w in params], gradients, **numbers)
    given = ", ".join(f"{key}={value:g}" for key, value in numbers.items()) or "its defaults"
    close = closeness(right, params)
    like = {mistake: path for mistake, path in like.items() if telling(path, right, close)}
    if not any(np.allclose(got, path, equal_nan=True, **close) for path in like.values()):
        first = {mistake: path[0] for mistake, path in like.items() if telling(path[0], right[0], close)}
        checks.close(got[0], right[0], f"the weights after 1 step of {name} with {given}", looks_like=first, **close)
    checks.close(
        got, right, f"the weights after each of {len(right)} steps of {name} with {given}", looks_like=like, **close
    )


def closeness(right, params):
    """Tolerances for a path that begins at `params`: Keras keeps β and the rate in single precision."""
    return {"rtol": 2e-5, "atol": 1e-4 * np.abs(right - in_one_row(params)).max() + 1e-12}


def telling(path, right, close):
    """Can one tell this path from the right one?"""
    return not np.allclose(path, right, rtol=2 * close["rtol"], atol=2 * close["atol"])


def some_gradients(shapes, steps=10, *, seed=0, sizes=None):
    """Gradients to try an optimizer on: for each step one array of each shape, with a mean that is not 0.

    Args:
        shapes: The shapes of the arrays.
        steps: How many steps.
        seed: The same seed gives the same gradients.
        sizes: How large the gradients of each array are; all 1 by default.

    Returns:
        A list of lists of arrays.
    """
    rng, sizes = np.random.default_rng(seed), sizes or [1.0] * len(shapes)
    return [
        [size * (0.5 + rng.normal(size=shape)) for shape, size in zip(shapes, sizes, strict=True)] for _ in range(steps)
    ]


def check_turns(step, name, **numbers):
    """Let two trainings take turns: each must go where it would go alone, so all memory is in the state.

    Raises:
        AssertionError: If they do not.
    """
    starts = [[np.array([1.0, -1.0])], [np.array([0.5, 2.0])]]
    gradients = [some_gradients([(2,)], 3, seed=seed) for seed in (11, 12)]
    right = [keras_path(name, *pair, **numbers) for pair in zip(starts, gradients, strict=True)]
    states, params = [{}, {}], [[np.array(w) for w in start] for start in starts]
    for number in range(3):
        for run in (0, 1):
            params[run], states[run] = step(params[run], gradients[run][number], states[run], **numbers)
    for run in (0, 1):
        got = read_numbers(params[run][0], "params")
        hint = f"looks like a memory outside of `state`, which two trainings share: expected {name} to give"
        near = np.allclose(got, right[run][-1], **closeness(right[run], starts[run]))
        assert near, f"{hint} {right[run][-1].round(4).tolist()}, received {np.round(got, 4).tolist()}"


def check_l2(step, params, gradients, **numbers):
    """Compare the student's Adam with L2 with Keras's Adam, run now on g + weight_decay · w.

    Raises:
        AssertionError: If they part; the text names the mistake that it looks like.
    """
    import keras

    numbers = {"weight_decay": 0.004, **numbers}
    others = {key: value for key, value in numbers.items() if key != "weight_decay"}
    optimizer = keras.optimizers.Adam(**{**NUMBERS["adam"], **others})
    variables, rows = [keras.Variable(w, dtype="float64") for w in params], []
    for grads in gradients:
        sums = [g + numbers["weight_decay"] * np.asarray(w) for g, w in zip(grads, variables, strict=True)]
        optimizer.apply([keras.ops.convert_to_tensor(g, dtype="float64") for g in sums], variables)
        rows.append(in_one_row([np.asarray(variable) for variable in variables]))
    plain = {**NUMBERS["adamw"], **numbers}
    decay = plain["weight_decay"]
    squared = lambda w, g, s, t, **n: adam(w, g + decay * w * w, s, t, **n)  # noqa: E731
    twice = lambda w, g, s, t, **n: adam(w, g + 2 * decay * w, s, t, **n)  # noqa: E731
    scaled = lambda w, g, s, t, **n: adam(w, g + n["learning_rate"] * decay * w, s, t, **n)  # noqa: E731
    away = lambda w, g, s, t, **n: adam(w, g - decay * w, s, t, **n)  # noqa: E731
    like = {
        "AdamW: here the decay goes into the gradient": keras_path("adamw", params, gradients, **numbers),
        "plain Adam, without L2": rule_path(adam, params, gradients, **plain),
        "the loss's λ/2 w² added, not its slope λ w": rule_path(squared, params, gradients, **plain),
        "twice λ w: the half of λ/2 w² cancels the 2": rule_path(twice, params, gradients, **plain),
        "learning_rate · λ w: the gradient takes λ w": rule_path(scaled, params, gradients, **plain),
        "weights that are drawn away from 0: add λ w": rule_path(away, params, gradients, **plain),
    }
    right = np.array(rows)
    close = closeness(right, params)
    like = {mistake: path for mistake, path in like.items() if telling(path, right, close)}
    got = own_path(step, [np.array(w) for w in params], gradients, **numbers)
    checks.close(got, right, f"the weights after each of {len(right)} steps of adam_l2", looks_like=like, **close)
