"""Stand-ins of lab 07: sweeps, fair races, the range test as a Keras callback, Keras's schedules, curvature."""

import numpy as np

from course_utils.stand_ins.tensorflow import float_array, tf


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
            self.rates.append(float(np.geomspace(lowest, highest, batches)[len(self.rates)]))
            self.model.optimizer.learning_rate = self.rates[-1]
            self.model.reset_metrics()

        def on_train_batch_end(self, batch, logs=None):
            self.losses.append(float(logs["loss"]))
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
