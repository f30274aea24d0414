"""Objects that a test needs on the student's side, built from plain data."""

from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise


def build(kind, spec):
    """Build a Keras object where the student's code runs.

    Args:
        kind: Which object: `"dense_net"`, `"sequential"`, or a lab's own as `"topic.kind"`, for example
            `"minibatches.linear_model"`, which stands in `BUILDERS` of `labs/minibatches/builders.py`.
        spec: Plain data, see the builder of that name.

    Returns:
        The object.

    Raises:
        ValueError: If the kind is not known, or the data do not describe such an object.
    """
    return builder(kind, spec)


def build_here(kind, spec):
    """Build an object in this process, see `build`."""
    topic, _, name = str(kind).rpartition(".")
    known = _of_lab(topic) if topic else BUILDERS
    if name not in known:
        names = ", ".join(f"{topic}.{one}" if topic else one for one in sorted(known))
        raise ValueError(f"build: expected one of {names or 'the general kinds'}, received {kind!r}")
    return known[name](spec)


builder = build_here
"""Who builds: the one place that the judge changes, since its student's code runs in another process."""


def instrument(function):
    """Mark a builder whose object tells a check what the student's code did: it counts, records or runs that code.

    Such evidence is made in the student's process. `python -m autograder inside` counts its points.
    """
    function.is_instrument = True
    return function


def is_instrument(kind):
    """Does `build` of this kind give an instrument? False for a kind that is not known."""
    topic, _, name = str(kind).rpartition(".")
    known = _of_lab(topic) if topic else BUILDERS
    return getattr(known.get(name), "is_instrument", False)


def _of_lab(topic):
    """The builders of a lab, `{}` where it has none."""
    module = f"course_utils.labs.{topic}.builders"
    if not topic.isidentifier() or find_spec(f"course_utils.labs.{topic}") is None or find_spec(module) is None:
        return {}
    return import_module(module).BUILDERS


def dense_net(layers):
    """Build a `keras.Sequential` of dense layers with given weights.

        h = activation(x @ W + b), layer after layer

    Args:
        layers: One dict per layer: `W` (d, units), `b` (units,) or left out for zeros, `activation` a name or None.

    Returns:
        The model, built.

    Raises:
        ValueError: If a layer's shapes do not fit.
    """
    import keras

    weights = [_dense_weights(number, layer) for number, layer in enumerate(layers)]
    if not weights:
        raise ValueError("build dense_net: expected at least one layer, received none")
    for number, ((W, _), (next_W, _)) in enumerate(pairwise(weights), start=1):
        if next_W.shape[0] != W.shape[1]:
            wanted = f"W of shape ({W.shape[1]}, units)"
            raise ValueError(f"build dense_net, layer {number}: expected {wanted}, received shape {next_W.shape}")
    stack = [keras.Input(weights[0][0].shape[:1])]
    for (W, _), layer in zip(weights, layers, strict=True):
        stack.append(keras.layers.Dense(W.shape[1], layer.get("activation")))
    model = keras.Sequential(stack)
    model.set_weights([array for pair in weights for array in pair])
    return model


def _dense_weights(number, layer):
    import numpy as np

    W = np.asarray(layer["W"], float) if "W" in layer else np.zeros(())
    if W.ndim != 2:
        raise ValueError(f"build dense_net, layer {number}: expected W of shape (d, units), received shape {W.shape}")
    b = np.asarray(layer.get("b", np.zeros(W.shape[1])), float)
    if b.shape != W.shape[1:]:
        raise ValueError(f"build dense_net, layer {number}: expected b of shape {W.shape[1:]}, received {b.shape}")
    return W, b


def sequential(layers):
    """Stack layers into a `keras.Sequential`; they may be instances of a student's own class.

    Args:
        layers: The layers, input side first.

    Returns:
        The model, not built.
    """
    import keras

    return keras.Sequential(list(layers))


BUILDERS = {
    "dense_net": dense_net,
    "sequential": sequential,
}
