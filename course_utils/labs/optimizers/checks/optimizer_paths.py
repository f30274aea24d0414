"""Where an optimizer leads on given gradients, right or with one of the usual mistakes in it."""

import numpy as np

from course_utils.labs.optimizers.checks.optimizer_rules import COMMON, MISTAKES, NUMBERS, RULES


def known_paths(name, params, gradients, **numbers):
    """Where the usual mistakes lead: `{mistake: path}`."""
    numbers, rule = {**NUMBERS[name], **numbers}, RULES[name]
    walk = lambda rule, **how: rule_path(rule, params, gradients, **{**numbers, **how})  # noqa: E731
    paths = {mistake: walk(wrong, **how) for mistake, (wrong, how) in MISTAKES.get(name, {}).items()}
    paths |= {mistake: walk(turned(rule)) for mistake, turned in COMMON.items()}
    if name != "sgd" and len({np.shape(w) for w in params}) == 1:
        paths["one state for all variables: each array needs its own"] = walk(rule, one_state=True)
    if name == "momentum" and len({np.shape(w) for w in params}) == 1:
        paths["one and the same array for all variables: [zeros] * n repeats it"] = one_array(
            params, gradients, **numbers
        )
    if name.startswith("adam"):
        paths["t from 0: then 1 − βᵗ is 0 in the first step; count from 1"] = walk(rule, first_t=0)
        paths["t counted once for each array: it counts steps"] = walk(rule, count_arrays=True)
        paths["t that stays 1: return it in the state"] = walk(rule, fixed_t=1)
    return paths


def rule_path(
    rule, params, gradients, *, one_state=False, first_t=1, count_arrays=False, fixed_t=None, forget=False, **numbers
):
    """Where a rule of `optimizer_rules` goes, in the form of `keras_path`."""
    memories, rows = [{} for _ in params], []
    if one_state:
        memories = memories[:1] * len(params)
    with np.errstate(all="ignore"):
        for t, grads in enumerate(gradients, start=first_t):
            moved = []
            for index, (w, g, memory) in enumerate(zip(params, grads, memories, strict=True)):
                count = fixed_t or (t - 1) * len(params) + index + 1 if count_arrays or fixed_t else t
                moved.append(rule(w, g, {} if forget else memory, count, **numbers))
            params = moved
            rows.append(in_one_row(params))
    return np.array(rows)


def in_one_row(params):
    """All weights of a list of arrays in one vector."""
    return np.concatenate([np.ravel(w) for w in params])


def one_array(params, gradients, learning_rate, momentum):
    """Momentum whose list of velocities holds one array several times: all gradients pass through it, then all move."""
    m, rows = 0 * params[0], []
    for grads in gradients:
        for g in grads:
            m = momentum * m - learning_rate * g
        params = [w + m for w in params]
        rows.append(in_one_row(params))
    return np.array(rows)
