"""L1 and L2 by Keras's own regularizers, run now, and what known mistakes give."""

import numpy as np


def keras_penalty(params, l1, l2):
    """The value of `keras.regularizers.L1L2` summed over all W, and its slopes by the tape.

    Args:
        params: A list of layers, pairs (W, b).
        l1, l2: The strengths.

    Returns:
        The value, and a list of dW.
    """
    import keras
    import tensorflow as tf

    regularizer = keras.regularizers.L1L2(l1=l1, l2=l2)
    weights = [tf.Variable(W, dtype="float32") for W, _ in params]
    with tf.GradientTape() as tape:
        value = tf.add_n([tf.convert_to_tensor(regularizer(W), "float32") + 0 * tf.reduce_sum(W) for W in weights])
    return float(value), [slope.numpy().astype(float) for slope in tape.gradient(value, weights)]


def penalty_mistakes(params, l1, l2):
    """What known mistakes give: name -> value, and per layer name -> dW, without those that change nothing."""
    sums = [(np.sum(np.abs(W)), np.sum(W**2), np.sum(np.abs(b)), np.sum(b**2), W.size) for W, b in params]
    ones, squares, b_ones, b_squares, count = np.sum(sums, axis=0)
    right = l1 * ones + l2 * squares
    like = {
        "½ in front of L2: Keras and we leave it out": l1 * ones + l2 * squares / 2,
        "biases that are punished": right + l1 * b_ones + l2 * b_squares,
        "λ divided by the number of weights: a sum, not a mean": right / count,
        "a mean over each layer: a sum is asked for": sum(l1 * s[0] / s[4] + l2 * s[1] / s[4] for s in sums),
        "the last layer alone": l1 * sums[-1][0] + l2 * sums[-1][1],
        "the length of the weights, without its square": l1 * ones + l2 * np.sqrt(squares),
        "L1 without the absolute value": l1 * sum(np.sum(W) for W, _ in params) + l2 * squares,
        "L1 and L2 mixed up": l2 * ones + l1 * squares,
    }
    slopes = [_slope_mistakes(W, l1, l2, count) for W, _ in params]
    return _different(like, right), [
        _different(found, l1 * np.sign(W) + 2 * l2 * W) for found, (W, _) in zip(slopes, params, strict=True)
    ]


def _slope_mistakes(W, l1, l2, count):
    return {
        "½ in front of L2: the slope of λw² is 2λw": l1 * np.sign(W) + l2 * W,
        "λ divided by the number of weights": (l1 * np.sign(W) + 2 * l2 * W) / count,
        "λ divided by the number of weights of the layer": (l1 * np.sign(W) + 2 * l2 * W) / W.size,
        "a slope of L1 that grows with the weight: it is the sign": l1 * W + 2 * l2 * W,
        "a slope of L1 without the sign": l1 + 2 * l2 * W,
        "the size of the weight in place of its sign": l1 * np.abs(W) + 2 * l2 * W,
        "slopes without the strengths": (l1 > 0) * np.sign(W) + 2 * (l2 > 0) * W,
        "the minus of a step: give the slope, not the step": -(l1 * np.sign(W) + 2 * l2 * W),
        "a slope of L1 that is not 0 at 0": l1 * np.where(W >= 0, 1, -1) + 2 * l2 * W,
    }


def _different(like, right):
    return {name: wrong for name, wrong in like.items() if not np.allclose(wrong, right, rtol=1e-3)}
