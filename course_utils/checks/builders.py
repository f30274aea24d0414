"""Objects that a test needs on the student's side, built from plain data."""

from itertools import pairwise


def build(kind, spec):
    """Build a Keras object where the student's code runs.

    Args:
        kind: Which object: `"dense_net"`, `"sequential"`.
        spec: Plain data, see the builder of that name.

    Returns:
        The object.

    Raises:
        ValueError: If the kind is not known, or the data do not describe such an object.
    """
    if kind not in BUILDERS:
        raise ValueError(f"build: expected one of {', '.join(sorted(BUILDERS))}, received {kind!r}")
    return BUILDERS[kind](spec)


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


def tensor_loss(spec):
    """Make a loss of two weights that a tape can follow.

    Args:
        spec: `{"landscape": name, …}`, what `landscapes.named` takes.

    Returns:
        A function of a tensor or variable of shape (2,) that gives the loss as a tensor.
    """
    from course_utils.models import landscapes

    numbers = {key: value for key, value in spec.items() if key != "landscape"}
    formula = landscapes.named(spec["landscape"], **numbers).formula
    return lambda w: formula(w[0], w[1])


def bench(spec):
    """Make a bench for training steps, see `checks.Bench`; `spec` holds its `weights`."""
    from course_utils.labs.minibatches.checks import Bench

    return Bench(spec["weights"])


def preparation(_):
    """Make a preparation of images that counts its calls, see `pipelines.CountedPreparation`."""
    from course_utils.labs.minibatches.pipelines import CountedPreparation

    return CountedPreparation()


def two_devices(_):
    """Make a strategy over two CPU devices, see `devices.two_devices`."""
    from course_utils.labs.minibatches.devices import two_devices

    return two_devices()


def fit_line(spec):
    """Fit a line with callbacks looking on, see `range_fit.fit_line`."""
    from course_utils.labs.optimizers.range_fit import fit_line

    return fit_line(spec)


def capstone(spec):
    """Files and answers of saved models, see `capstone.build`."""
    from course_utils.labs.real_network import capstone

    return capstone.build(spec)


BUILDERS = {
    "bench": bench,
    "capstone": capstone,
    "dense_net": dense_net,
    "fit_line": fit_line,
    "preparation": preparation,
    "sequential": sequential,
    "tensor_loss": tensor_loss,
    "two_devices": two_devices,
}
