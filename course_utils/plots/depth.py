"""What depth does to the signal and to the gradient, and which units are still alive."""

from typing import NamedTuple

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch, Rectangle

from course_utils.plots.activations import MARKERS
from course_utils.plots.points import BLUE, VERMILLION, new_axes

RANGE = (1e-16, 1e16)  # what leaves it is drawn at its edge
LIMIT = 1e3  # smaller or larger than this over all layers counts as vanished or exploded
DEAD = {"facecolor": "white", "edgecolor": VERMILLION, "hatch": "xx", "linewidth": 1.5}


class Flow(NamedTuple):
    """The numbers of figure 16, per layer: the signal relative to the first, the gradient relative to the last."""

    name: str
    signal: np.ndarray
    gradient: np.ndarray


def verdict(ratio):
    """What became of a signal that was multiplied by this ratio on its way."""
    return "vanishes" if ratio < 1 / LIMIT else "explodes" if ratio > LIMIT else "survives"


def plot_gradient_flow(norms, *, ax=None):
    """Draw the size of the gradient in each layer, one curve per activation, on a logarithmic scale.

    Args:
        norms: `{activation: norms}`, each of shape (layers,), first layer first; an exact 0 is drawn at 1e-30.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    for (name, sizes), marker in zip(norms.items(), MARKERS * len(norms), strict=False):
        sizes = np.asarray(sizes, dtype=float)
        ratio = sizes[0] / sizes[-1] if sizes[-1] else np.nan
        look = {"marker": marker, "markersize": 5, "label": f"{name}: first/last = {ratio:.2g}"}
        ax.plot(np.arange(1, len(sizes) + 1), np.maximum(sizes, 1e-30), **look)
    ax.set(xlabel="layer (1 is next to the inputs)", ylabel="gradient norm (logarithmic)", yscale="log")
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.legend()
    return ax


def plot_living_units(active, *, ax=None):
    """Draw which unit is active on which example; units that are never active are hatched and crossed out.

    Args:
        active: True where the unit's output is above zero, shape (n, units).
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    active = np.asarray(active, dtype=bool)
    n, units = active.shape
    dead = np.flatnonzero(~active.any(axis=0))
    shades = ListedColormap(["white", BLUE])
    ax.pcolormesh(np.arange(units + 1) - 0.5, np.arange(n + 1) - 0.5, active, cmap=shades, vmin=0, vmax=1)
    for unit in dead:
        ax.add_patch(Rectangle((unit - 0.5, -0.5), 1, n, **DEAD))
    ax.set(xlabel="unit", ylabel="example", xlim=(-0.5, units - 0.5), ylim=(n - 0.5, -0.5))
    for axis in (ax.xaxis, ax.yaxis):
        axis.get_major_locator().set_params(integer=True)
    keys = [
        Patch(facecolor=BLUE, edgecolor="0.4", label="active"),
        Patch(facecolor="white", edgecolor="0.4", label="silent"),
        Patch(label="dead", **DEAD),
    ]
    ax.legend(handles=keys, loc="upper left", bbox_to_anchor=(1.01, 1))
    ax.set_title(f"{len(dead)} of {units} units are dead: never active on these {n} examples")
    return ax


def plot_signal_and_gradient(signal, gradient, *, limit=1e3, ax=None):
    """Draw the signal's way up and the gradient's way down through the layers, on one logarithmic scale.

    Args:
        signal: How much each layer's output differs between inputs, relative to the first layer's, shape (layers,).
        gradient: Norm of the gradient at each layer's states, relative to the last layer's, shape (layers,).
        limit: A factor above this counts as exploded, below its inverse as vanished; both zones are hatched.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    layers = np.arange(1, len(signal) + 1)
    shade = {"facecolor": "0.93", "edgecolor": "0.8", "linewidth": 0, "zorder": 0}
    ax.axhspan(limit, RANGE[1], hatch="..", **shade)
    ax.axhspan(RANGE[0], 1 / limit, hatch="///", **shade)
    ax.plot(layers, np.clip(signal, *RANGE), "-s", color=BLUE, markersize=5, label="signal →")
    ax.plot(layers, np.clip(gradient, *RANGE), "--o", color=VERMILLION, markersize=5, label="← gradient")
    for text, height in (("explodes", 1e9), ("vanishes", 1e-13)):
        ax.text(0.5, height, text, ha="center", va="center", style="italic", transform=ax.get_yaxis_transform())
    ax.set(xlabel="layer", ylabel="size, relative to its start", xlim=(0.5, len(layers) + 0.5), ylim=RANGE)
    ax.set(yscale="log", yticks=10.0 ** np.arange(-15, 16, 5))
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.legend(loc="upper center", ncols=2, columnspacing=1.2)
    return ax
