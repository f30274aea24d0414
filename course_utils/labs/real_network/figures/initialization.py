"""Figure 16 for lab 10: signal and gradient through depth, from the student's own first weights."""

import numpy as np

from course_utils.display.live import Choice, Live, Slider
from course_utils.labs.activations.figures.networks_by_depth import LIMIT, Flow, verdict
from course_utils.models import dense_net
from course_utils.plots.depth import plot_signal_and_gradient

WIDTH, EPSILON = 64, 1e-5


def starts_through_depth(starts, batch_norm=None):
    """Live figure: the signal's way up and the gradient's way down, with these rules for the first weights.

    Args:
        starts: `{name: start}`, functions `start(fan_in, fan_out, rng)` that give a matrix (fan_in, fan_out).
        batch_norm: Your function, `batch_norm(X, gamma, beta, mean, var, training)`; then a control switches it on.

    Returns:
        The live figure.
    """
    names = list(starts)
    controls = {
        "start": Choice("first weights", names, names[0]),
        "activation": Choice("activation", ["relu", "tanh", "sigmoid"], "relu"),
        "depth": Slider("layers", 2, 30, 24, 1),
    }
    telling = [{"start": name, "activation": activation} for name in names for activation in ("relu", "tanh")]
    if batch_norm is not None:
        controls["norm"] = Choice("batch norm", ["off", "on"], "off")
        telling = [{"start": name, "norm": norm} for name in names for norm in ("off", "on")]

    def compute(start, activation, depth, norm="off"):
        return flow(starts[start], activation, depth, batch_norm if norm == "on" else None)._replace(
            name=f"{start}, {activation}{', batch norm' if norm == 'on' else ''}"
        )

    return Live(compute, draw_flow, controls, say_flow, static=telling[:4], panel_height=3.2)


def flow(start, activation, depth, batch_norm=None):
    """Send 64 random inputs up through the layers and a random slope back down.

    z = h W, normalised over the batch if asked,   h = g(z)
    signal[k] = s[k] / s[0],   s[k]² = mean of h[k]²
    gradient[k] = |d[k]| / |d[depth]|,   d[k] = dL/dz[k]
    """
    g, dg = dense_net.function_and_derivative(activation)
    rng = np.random.default_rng(0)
    h, kept = rng.normal(size=(WIDTH, WIDTH)), []
    signal = [np.sqrt(np.mean(h**2))]
    for _ in range(depth):
        W = matrix(start(WIDTH, WIDTH, rng))
        z = normalised(batch_norm, h @ W) if batch_norm else h @ W
        kept.append((W, (h @ W).std(axis=0), z))
        h = g(z)
        signal.append(np.sqrt(np.mean(h**2)))
    slope, gradient = rng.normal(size=h.shape), []
    for W, spread, z in reversed(kept):
        dz = slope * dg(z, g(z))
        gradient.append(np.linalg.norm(dz))
        slope = (back(dz, z, spread) if batch_norm else dz) @ W.T
    gradient = np.array(gradient[::-1])
    with np.errstate(all="ignore"):
        return Flow("", np.array(signal[1:]) / signal[0], np.nan_to_num(gradient / gradient[-1]))


def matrix(W):
    """The student's first weights as an array of the right shape."""
    W = np.asarray(W, dtype=float)
    if W.shape != (WIDTH, WIDTH):
        raise ValueError(f"first weights: expected shape {(WIDTH, WIDTH)}, received {W.shape}")
    return W


def normalised(batch_norm, z):
    """The states through the student's batch norm, with scale 1 and shift 0."""
    one, zero = np.ones(WIDTH), np.zeros(WIDTH)
    return np.asarray(batch_norm(z, one, zero, zero, one, True)[0], dtype=float)


def back(dz, z, spread):
    """The slope before batch norm: (dz − mean(dz) − z · mean(dz z)) / standard deviation."""
    centred = dz - dz.mean(axis=0) - z * (dz * z).mean(axis=0)
    return centred / np.sqrt(spread**2 + EPSILON)


def draw_flow(figure, data, artists=None):
    """Signal and gradient by layer on one logarithmic scale."""
    ax = artists or figure.subplots()
    ax.clear()
    plot_signal_and_gradient(data.signal, data.gradient, limit=LIMIT, ax=ax)
    ax.set_title(f"{data.name}: signal {verdict(data.signal[-1])}", fontsize=10)
    return ax


def say_flow(data, start, activation, depth, norm="off"):
    """The finding: what is left of the signal at the end, and of the gradient at the beginning."""
    up, down = data.signal[-1], data.gradient[0]
    return (
        f"{depth} layers of {data.name}: after the last layer {up:.2g} of the signal is left, it {verdict(up)}; "
        f"back at the first layer {down:.2g} of the gradient, it {verdict(down)}."
    )
