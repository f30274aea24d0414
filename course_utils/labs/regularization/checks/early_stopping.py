"""Recorded training curves for early stopping, and what Keras's own callback says about them, run now."""

import numpy as np


def run(stopper, logs):
    """Show a stopper one epoch after the other; the weights of epoch k are `[[k]]`.

    Args:
        stopper: An object with `update(logs, weights) -> bool` and `best_weights`.
        logs: One dictionary per epoch.

    Returns:
        The epoch after which it stopped (the last one if it never did), and the epoch of its best weights.
    """
    epoch = -1
    for epoch, values in enumerate(logs):
        if stopper.update(dict(values), [[float(epoch)]]):
            break
    best = stopper.best_weights
    if best is None:
        raise AssertionError("best_weights is still None: keep the weights of the best epoch in self.best_weights")
    return epoch, round(float(np.ravel(np.asarray(best))[0]))


def keras_says(logs, patience, min_delta=0.0, monitor="val_loss", mode="min"):
    """The same two epochs by `keras.callbacks.EarlyStopping` on these logs."""
    import keras

    model = _Model()
    callback = keras.callbacks.EarlyStopping(
        monitor=monitor, min_delta=min_delta, patience=patience, mode=mode, restore_best_weights=True
    )
    callback.set_model(model)
    callback.on_train_begin()
    epoch = -1
    for epoch, values in enumerate(logs):
        model.epoch = epoch
        callback.on_epoch_end(epoch, dict(values))
        if model.stop_training:
            break
    return epoch, callback.best_epoch


class _Model:
    """As much of a model as the callback asks for: weights that are the number of the epoch."""

    def __init__(self):
        self.epoch, self.stop_training = -1, False

    def get_weights(self):
        return self.epoch

    def set_weights(self, weights):
        """The best epoch's weights come back; the callback knows which epoch that was."""


def curve(validation, *, train=None, monitor="val_loss", watched="loss"):
    """One dictionary per epoch from a list of validation values; the training values get better all the time."""
    if train is None:
        train = np.linspace(*((0.01, 1.0) if watched == "accuracy" else (1.0, 0.01)), len(validation))
    return [{watched: float(t), monitor: float(v)} for t, v in zip(train, validation, strict=True)]


def check_stop(make, logs, *, patience, min_delta=0.0, monitor="val_loss", mode="min"):
    """Does the stopper stop where Keras's own does, and give back the weights of the same epoch?

    Args:
        make: Function without arguments that gives a new stopper.
        logs: One dictionary per epoch.
        patience, min_delta, monitor, mode: What it was made with.

    Raises:
        AssertionError: With the mistake that it looks like.
    """
    settings = {"patience": patience, "min_delta": min_delta, "monitor": monitor, "mode": mode}
    right = keras_says(logs, **settings)
    got = run(make(), logs)
    if got == right:
        return
    like = [words for words, wrong in mistakes(logs, **settings) if wrong == got]
    values = ", ".join(f"{values[monitor]:g}" for values in logs)
    how = (
        f"patience={patience}"
        + (f", min_delta={min_delta:g}" if min_delta else "")
        + (', mode="max"' if mode == "max" else "")
    )
    raise AssertionError(
        f"{f'looks like {like[0]}: ' if like else ''}{monitor} {values} with {how}: expected to stop after epoch "
        f"{right[0] + 1} with the weights of epoch {right[1] + 1}, received {got[0] + 1} and {got[1] + 1}"
    )


def mistakes(logs, patience, min_delta, monitor, mode):
    """Pairs (words, (stopped, best)) of known mistakes; the likelier come first."""
    values = np.array([values[monitor] for values in logs])
    sign = -1 if mode == "max" else 1
    v, watched = sign * values, next(name for name in logs[0] if name != monitor)
    train = sign * np.array([values[watched] for values in logs])
    yield (
        f"a stopper that watches training: look at logs[self.monitor], not {watched!r}",
        _walk(train, patience, min_delta),
    )
    yield "max and min mixed up", _walk(-v, patience, min_delta)
    stop, best = _walk(v, patience, min_delta)
    yield "the last weights, not the best ones", (stop, stop)
    yield "patience off by one, an epoch too late", _walk(v, patience + 1, min_delta)
    if patience > 1:
        yield "patience off by one, an epoch too early", _walk(v, patience - 1, min_delta)
    yield "a comparison with the last value, not with the best", _walk(v, patience, min_delta, last=True)
    yield "min_delta that is not used", _walk(v, patience, 0.0)
    yield "min_delta with the wrong sign", _walk(v, patience, -min_delta)
    yield "epochs without improvement counted in all, not in a row", _walk(v, patience, min_delta, in_all=True)
    yield "an equal value that counts as better", _walk(v, patience, min_delta - 1e-12)


def _walk(v, patience, min_delta, *, last=False, in_all=False):
    """Stop and best epoch of a stopper that may be wrong in one of these ways."""
    reference, best, waited, epoch = np.inf, 0, 0, 0
    for epoch, value in enumerate(v):
        waited += 1
        if value < reference - min_delta:
            reference, best, waited = value, epoch, waited - 1 if in_all else 0
        elif last:
            reference = value
        if waited >= patience:
            break
    return epoch, best
