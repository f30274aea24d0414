"""What the checks of dropout share: Keras's own Dropout run now, and the words for known mistakes."""

import numpy as np

from course_utils.checks.read_answer import fail, read_numbers


def keras_factor(rate):
    """By what `keras.layers.Dropout(rate)` multiplies the activations that it keeps in training."""
    out = _keras_dropout(np.ones((40, 50), dtype="float32"), rate, seed=0)
    return float(np.asarray(out).max())


def keras_slopes(shape, rate, seed):
    """One backward pass through `keras.layers.Dropout`: slopes at its output, its mask, slopes at its input."""
    import tensorflow as tf

    d = np.random.default_rng(seed).normal(size=shape)
    H = tf.Variable(np.ones(shape), dtype="float32")
    with tf.GradientTape() as tape:
        out = _keras_dropout(H, rate, seed)
        value = tf.reduce_sum(out * tf.constant(d, "float32"))
    mask = (np.asarray(out) > 0).astype(float)
    return d, mask, tape.gradient(value, H).numpy().astype(float)


def _keras_dropout(H, rate, seed):
    import keras

    return keras.layers.Dropout(rate, seed=seed)(H, training=True)


def check_kept(out, mask, H, rate, factor):
    """Is the output H · mask · factor, with a mask of zeros and ones?"""
    out, mask = read_numbers(out, "the output of dropout_forward"), read_numbers(mask, "the mask")
    for name, seen in (("output", out), ("mask", mask)):
        if seen.shape != H.shape:
            one = ": one mask for all rows?" if name == "mask" and seen.shape[-1:] == H.shape[-1:] else ""
            fail(f"expected the {name} of shape {H.shape}, received {seen.shape}{one}")
    mask = mask.astype(float)
    if not np.isin(mask, (0, 1)).all():
        fail("expected a mask of zeros and ones (or True and False): keep the factor out of the mask")
    kept = mask == 1
    if not np.allclose(out[~kept], 0):
        upside_down = np.allclose(out[kept], 0)
        fail("looks like a mask upside down: 1 means kept" if upside_down else "expected 0 where the mask is 0")
    _check_factor(out, H, kept, rate, factor)


def _check_factor(out, H, kept, rate, factor):
    seen = kept & (H != 0)
    if not seen.any() or np.allclose(out[kept], factor * H[kept], rtol=1e-4, atol=1e-6):
        return
    ratio = float(np.median(out[seen] / H[seen]))
    known = {
        1.0: "dropout that is not scaled: divide by 1 - rate in training",
        1 / rate if rate else 0: "scaled by the rate: divide by 1 - rate, the share that is kept",
        rate: "scaled by the rate: divide by 1 - rate",
        1 - rate: "multiplied by 1 - rate: that belongs to plain dropout at test; divide in training",
        factor**2: "scaled twice",
    }
    words = next((f"looks like {words}; " for wrong, words in known.items() if np.isclose(ratio, wrong, rtol=1e-3)), "")
    fail(
        f"{words}expected what is kept to be multiplied by {factor:.4g} at rate {rate:g}, as Keras does, "
        f"received {ratio:.4g}"
    )


def check_masks(mask, rate):
    """Are rows and columns of the mask drawn apart, and is the right share dropped (within 5 standard deviations)?"""
    mask = read_numbers(mask, "the mask").astype(float)
    if rate == 0:
        if not mask.all():
            fail("expected a mask of ones at rate 0")
        return
    if len(mask) > 1 and (mask == mask[0]).all():
        fail("looks like one mask for all rows: draw a number for each entry of H, rng.random(H.shape)")
    if mask.shape[1] > 1 and (mask == mask[:, :1]).all():
        fail("looks like whole rows that are dropped: draw a number for each entry of H, rng.random(H.shape)")
    dropped, spread = 1 - mask.mean(), np.sqrt(rate * (1 - rate) / mask.size)
    if abs(dropped - rate) > 5 * spread:
        swapped = abs(mask.mean() - rate) <= 5 * spread
        words = "looks like rate and 1 - rate mixed up: the rate is the share that is dropped; " if swapped else ""
        fail(f"{words}expected a share of {rate:g} dropped, within {5 * spread:.2f}, received {dropped:.2f}")
    by_row = mask.sum(axis=1)
    if rate * (1 - rate) * mask.shape[1] > 5 and len(mask) >= 20 and np.ptp(by_row) == 0:
        fail("looks like the same number dropped in each row: each entry is dropped on its own")


def sure_logits(seed):
    """Logits in the hundreds, labels that are often wrong, and the best of the temperatures 0.1, 1, 10, 100."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 2, (3000, 3))
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    y = (rng.random((3000, 1)) > p.cumsum(axis=1)).sum(axis=1).clip(0, 2)
    return 100 * scores, y, 100.0
