"""Stand-ins of lab 07: optimizers made of TensorFlow's own update operations, schedules, and fair comparisons.

An optimizer is `step(params, grads, state, **numbers) -> (params, state)`; the state keeps m and v under these names.
"""

import numpy as np

from course_utils.stand_ins.tensorflow import float_array, tf


def update(operation, params, grads, state, keep, **numbers):
    """Apply one of TensorFlow's resource operations to each array of weights.

    Args:
        operation: Its name, for example "ResourceApplyAdam".
        params, grads: Lists of arrays.
        state: The memories from the step before, a dict.
        keep: Name in the state -> name of the operation's argument.
        numbers: The operation's other arguments.

    Returns:
        The new weights, and the new memories.
    """
    tensorflow = tf()
    apply, moved, memories = getattr(tensorflow.raw_ops, operation), [], {name: [] for name in keep}
    for index, (w, g) in enumerate(zip(params, grads, strict=True)):
        variable = tensorflow.Variable(float_array(w))
        kind = variable.dtype
        kept = {name: tensorflow.Variable(_old(state, name, index, variable.numpy()), dtype=kind) for name in keep}
        handles = {argument: kept[name].handle for name, argument in keep.items()}
        cast = {name: _cast(value, kind) for name, value in numbers.items()}
        apply(var=variable.handle, grad=tensorflow.cast(tensorflow.constant(np.asarray(g)), kind), **handles, **cast)
        moved.append(variable.numpy())
        for name, memory in kept.items():
            memories[name].append(memory.numpy())
    return moved, memories


def _old(state, name, index, w):
    return state[name][index] if name in state else np.zeros_like(w)


def _cast(value, kind):
    return value if isinstance(value, bool) else tf().constant(value, kind)


def sgd(params, grads, state, learning_rate=0.01):
    """w = w - learning_rate g."""
    return [float_array(w) - learning_rate * np.asarray(g) for w, g in zip(params, grads, strict=True)], state


def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    """m = momentum m - learning_rate g, w = w + m."""
    numbers = {"lr": learning_rate, "momentum": momentum}
    return update("ResourceApplyKerasMomentum", params, grads, state, {"m": "accum"}, **numbers)


def nesterov(params, grads, state, learning_rate=0.01, momentum=0.9):
    """m = momentum m - learning_rate g, w = w + momentum m - learning_rate g."""
    numbers = {"lr": learning_rate, "momentum": momentum, "use_nesterov": True}
    return update("ResourceApplyKerasMomentum", params, grads, state, {"m": "accum"}, **numbers)


def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    """v = rho v + (1 - rho) g², w = w - learning_rate g / sqrt(v + epsilon)."""
    numbers = {"lr": learning_rate, "rho": rho, "momentum": 0.0, "epsilon": epsilon}
    return update("ResourceApplyRMSProp", params, grads, state, {"v": "ms", "mom": "mom"}, **numbers)


def adadelta(params, grads, state, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    """v of g², a step s = sqrt(d + epsilon) / sqrt(v + epsilon) g, d of s², w = w - learning_rate s."""
    numbers = {"lr": learning_rate, "rho": rho, "epsilon": epsilon}
    return update("ResourceApplyAdadelta", params, grads, state, {"v": "accum", "d": "accum_update"}, **numbers)


def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """m of g, v of g², both corrected for their start, w = w - rate m / (sqrt(v) + epsilon)."""
    t = state.get("t", 0) + 1
    numbers = {"lr": learning_rate, "beta1": beta_1, "beta2": beta_2, "epsilon": epsilon}
    powers = {"beta1_power": beta_1**t, "beta2_power": beta_2**t}
    moved, memories = update("ResourceApplyAdam", params, grads, state, {"m": "m", "v": "v"}, **numbers, **powers)
    return moved, {"t": t, **memories}


def adamw(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    """Adam, with the weights shrunk by learning_rate · weight_decay apart from it."""
    shrunk = [(1 - learning_rate * weight_decay) * float_array(w) for w in params]
    return adam(shrunk, grads, state, learning_rate=learning_rate, **others)


def adam_l2(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    """Adam on the gradients of the loss with L2, g + weight_decay w."""
    sums = [np.asarray(g) + weight_decay * float_array(w) for w, g in zip(params, grads, strict=True)]
    return adam(params, sums, state, learning_rate=learning_rate, **others)
