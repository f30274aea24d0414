"""Stand-ins of lab 07: optimizers made of TensorFlow's own update operations, schedules, and fair comparisons.

An optimizer is `step(params, grads, state, **numbers) -> (params, state)`; the state keeps m and v under these names.
"""

import numpy as np

from course_utils.stand_ins.tensorflow import float_array, tf

__all__ = [
    "RangeTest",
    "adadelta",
    "adam",
    "adam_l2",
    "adamw",
    "cosine",
    "fair_race",
    "largest_curvature",
    "momentum",
    "nesterov",
    "one_cycle",
    "rmsprop",
    "sgd",
    "suggest_rate",
    "sweep",
    "warm_up",
]


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
    t = 1 + state.get("t", 0)
    numbers = {"lr": learning_rate, "beta1": beta_1, "beta2": beta_2, "epsilon": epsilon}
    powers = {"beta1_power": beta_1**t, "beta2_power": beta_2**t}
    moved, memories = update("ResourceApplyAdam", params, grads, state, {"m": "m", "v": "v"}, **numbers, **powers)
    return moved, {"t": t, **memories}


def adamw(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    """Adam, with the weights shrunk by learning_rate · weight_decay apart from it."""
    shrunk = [(1 - learning_rate * weight_decay) * float_array(w) for w in params]
    return adam(shrunk, grads, state, learning_rate, **others)


def adam_l2(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    """Adam on the gradients of the loss with L2, g + weight_decay w."""
    sums = [np.asarray(g) + weight_decay * float_array(w) for w, g in zip(params, grads, strict=True)]
    return adam(params, sums, state, learning_rate=learning_rate, **others)


def sweep(train, rates):
    """The last loss of `train(rate)` for each rate, infinite where it is not finite."""
    ends = {rate: float(np.asarray(train(rate), dtype=float)[-1]) for rate in rates}
    return {rate: loss if np.isfinite(loss) else np.inf for rate, loss in ends.items()}


def fair_race(train, names, rates, seeds):
    """name -> (rate with the smallest median loss, the losses with it), each rate with each seed once."""
    table = {}
    for name in names:
        runs = np.array([[train(name, rate, seed) for seed in seeds] for rate in rates], dtype=float)
        runs = np.where(np.isnan(runs), np.inf, runs)
        best = int(np.argmin(np.median(runs, axis=1)))
        table[name] = rates[best], runs[best].tolist()
    return table


def RangeTest(lowest=1e-4, highest=10.0, batches=100):
    """A Keras callback that raises the rate batch by batch, and leaves no trace; it has `rates` and `losses`."""
    import keras

    class Test(keras.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.rates, self.losses = [], []

        def on_train_begin(self, logs=None):
            self.kept = self.model.get_weights(), float(self.model.optimizer.learning_rate)

        def on_train_batch_begin(self, batch, logs=None):
            rate = float(np.geomspace(lowest, highest, batches)[len(self.rates)])
            self.rates.append(rate)
            self.model.optimizer.learning_rate = rate
            self.model.reset_metrics()

        def on_train_batch_end(self, batch, logs=None):
            self.losses += [float(logs["loss"])]
            self.model.stop_training = len(self.losses) == batches or not np.isfinite(self.losses[-1])

        def on_train_end(self, logs=None):
            weights, rate = self.kept
            self.model.set_weights(weights)
            self.model.optimizer.learning_rate = rate

    return Test()


def suggest_rate(rates, losses):
    """A tenth of the rate with the smallest mean loss of five neighbours."""
    smooth = np.convolve(np.asarray(losses, dtype=float), np.ones(5) / 5, mode="valid")
    return float(rates[2 + int(np.nanargmin(smooth))] / 10)


def cosine(step, total, peak):
    """From peak at step 0 to 0 at step total - 1, by Keras's CosineDecay."""
    import keras

    return float(keras.optimizers.schedules.CosineDecay(float(peak), total - 1)(step))


def warm_up(step, total, peak, warm):
    """Up in `warm` steps, then Keras's CosineDecay over the rest."""
    return peak * (step + 1) / warm if step < warm else cosine(step + 1 - warm, total - warm + 1, peak)


def one_cycle(step, total, peak):
    """In straight lines from peak / 25 to peak at 0.3 (total - 1), and to 0 at the end."""
    return float(np.interp(step, [0, 0.3 * (total - 1), total - 1], [peak / 25, peak, 0.0]))


def largest_curvature(gradient, w, rounds=100, step=1e-4):
    """The eigenvalue of the Hessian that is largest in size, from a Hessian measured column by column."""
    w = float_array(w)
    columns = [(np.asarray(gradient(w + step * e)) - gradient(w - step * e)) / (2 * step) for e in np.eye(w.size)]
    values = tf().linalg.eigvalsh((np.array(columns) + np.array(columns).T) / 2).numpy()
    return float(values[np.argmax(np.abs(values))])
