"""A learning-rate range test on a line: what its rates and losses must be, worked out in NumPy."""

import numpy as np

from course_utils import checks
from course_utils.labs.optimizers.range_fit import BATCH, RATE, START


def line_data(rows, *, seed=0, nan_in_batch=None):
    """Points near a line, as lists that the builder `fit_line` takes.

    Args:
        rows: How many points, a multiple of 8.
        seed: The same seed gives the same points.
        nan_in_batch: The number of the batch, from 0, in which one target is nan; or None.

    Returns:
        A dict with X (rows, 1) and y (rows, 1).
    """
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(rows, 1)).astype("float32")
    y = (3 * X + 1 + rng.normal(0, 1, (rows, 1))).astype("float32")
    if nan_in_batch is not None:
        y[BATCH * nan_in_batch + 2] = np.nan
    return {"X": X, "y": y}


def reference(data, lowest, highest, batches):
    """The rates, each batch's loss, what Keras's running mean would have shown for it, and the weights after it."""
    rates = lowest * (highest / lowest) ** (np.arange(batches) / (batches - 1))
    (w, b), losses, means, path = START, [], [], []
    starts = range(0, len(data["X"]), BATCH)
    for number, rate in enumerate(rates):
        at = starts[number % len(starts)]
        x, y = data["X"][at : at + BATCH, 0].astype(float), data["y"][at : at + BATCH, 0].astype(float)
        errors = w * x + b - y
        losses.append(np.mean(errors**2))
        means.append(np.mean(losses[number - number % len(starts) :]))
        w, b = w - rate * 2 * np.mean(errors * x), b - rate * 2 * np.mean(errors)
        path.append((w, b))
    return rates, np.array(losses), np.array(means), np.array(path)


def check_range_test(callback, after, data, lowest, highest, batches, *, stops_at=None):
    """Compare what the callback wrote down with the reference, and look whether it left a trace.

    Args:
        callback: The student's callback, after the fit.
        after: What the builder `fit_line` returned.
        data: From `line_data`.
        lowest, highest, batches: What the callback was made with.
        stops_at: The batch, from 0, whose loss is nan; or None.

    Raises:
        AssertionError: If something differs; the text names the mistake that it looks like.
    """
    rates, losses, means, path = reference(data, lowest, highest, batches)
    count = batches if stops_at is None else stops_at + 1
    end = "a loss that is nan" if stops_at is not None else f"batches={batches}"
    ran = after["steps"]
    assert ran == count, (
        f"expected the test to stop after {count} batches ({end}), it ran {ran}: set self.model.stop_training"
    )
    checks.shape(callback.rates, (count,), "callback.rates")
    k = np.arange(batches)
    like = {
        "equal steps, not equal factors": lowest + (highest - lowest) * k / (batches - 1),
        "off by one: the last rate must be `highest`": lowest * (highest / lowest) ** (k / batches),
        "off by one: the first rate must be `lowest`": lowest * (highest / lowest) ** ((k + 1) / batches),
        "a fall from `highest` to `lowest`": rates[::-1],
        "the optimizer's own rate, never changed": np.full(batches, RATE),
    }
    like = {mistake: path[:count] for mistake, path in like.items()}
    checks.close(callback.rates, rates[:count], "callback.rates", looks_like=like, rtol=1e-4)
    end, expected = np.asarray(after["weights_at_the_end"]), path[count - 1]
    same = stops_at is not None or np.allclose(end, expected, rtol=1e-3, atol=1e-4)
    assert same, (
        f"the optimizer used other rates than `rates` tells: expected the weights {expected.round(4).tolist()} after "
        f"the last batch, received {end.round(4).tolist()}: set self.model.optimizer.learning_rate before the batch"
    )
    whole = count - (stops_at is not None)
    checks.shape(np.asarray(callback.losses)[:whole], (whole,), "callback.losses")
    like = {
        "Keras's running mean, not the loss of this batch": means[:whole],
        "losses that are one batch late": np.append(np.nan, losses[: whole - 1]),
    }
    checks.close(np.asarray(callback.losses)[:whole], losses[:whole], "callback.losses", looks_like=like, rtol=2e-3)
    checks.close(after["weights"], START, "the weights after the test", looks_like=traces(after), rtol=1e-6)
    checks.close(
        after["rate"],
        RATE,
        "the optimizer's rate after the test",
        looks_like={"the last rate of the test: put the old one back": rates[count - 1], "Keras's default rate": 0.01},
        rtol=1e-5,
    )


def traces(after):
    """The weights at which the last batch ended, if the callback left them there."""
    return {"weights that were not put back": after["weights_at_the_end"]}


def range_curve(best, noise, *, seed=0, ends_with_nan=False):
    """Rates and losses as a range test gives them: flat, a fall, then an explosion.

    Args:
        best: The rate at which the loss is smallest.
        noise: Standard deviation of the jumps.
        seed: The same seed gives the same curve.
        ends_with_nan: Whether the last loss is nan.

    Returns:
        Two lists of 100 numbers.
    """
    rates = np.geomspace(1e-4, 10, 100)
    x = np.log10(rates / best)
    losses = 0.4 + 1.9 / (1 + np.exp(4 * (x + 1))) + np.where(x > 0, 3 * x**2, 0.0) + 0.25 * np.clip(-x, 0, 1)
    losses = losses + np.random.default_rng(seed).normal(0, noise, 100)
    if ends_with_nan:
        losses[-1] = np.nan
    return rates.tolist(), losses.tolist()


def check_suggestion(got, rates, losses, name):
    """Within a factor of 3 of a tenth of the rate with the smallest smoothed loss.

    Raises:
        AssertionError: If it is not; the text names the mistake that it looks like.
    """
    smooth = np.convolve(losses, np.full(5, 1 / 5), mode="valid")
    best = rates[2 + int(np.nanargmin(smooth))]
    checks.finite(got, "suggest_rate(rates, losses)", hint="skip a nan: np.nanargmin does")
    value = float(np.asarray(got).item())
    known = {
        "the rate with the smallest loss itself: take a tenth of it": best,
        "the index, not the rate": float(np.nanargmin(losses)),
    }
    known |= {
        "the smallest loss, not its rate": float(np.nanmin(losses)),
        "the largest rate, or a tenth of it": rates[-1] / 10,
    }
    known |= {"the rate with the largest loss": rates[int(np.nanargmax(losses))] / 10}
    if not best / 30 <= value <= 3 * best / 10:
        looks = next(
            (f"looks like {text}: " for text, wrong in known.items() if wrong and abs(value / wrong - 1) < 0.25), ""
        )
        raise AssertionError(f"{looks}expected {best / 10:.2g} within a factor of 3 for {name}, received {value:.3g}")
