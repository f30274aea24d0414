"""Activation functions: curves, a tangent with its slope, the states where it has died; and sums of hinges."""

import numpy as np
from matplotlib.collections import LineCollection

from course_utils.plots.points import BLUE, INK, VERMILLION, new_axes

SATURATED = 0.05  # a slope smaller than this lets less than a twentieth of the gradient through
MARKERS = "os^DvPX*"


def plot_activation(functions, z=None, *, ax=None):
    """Draw activation functions; a function given with its derivative gets a dashed curve beside it.

    Args:
        functions: `{name: f}` or `{name: (f, df)}`; each takes and returns an array.
        z: States to draw at, shape (n,); None takes 201 points from -5 to 5.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    z = np.linspace(-5, 5, 201) if z is None else np.asarray(z, dtype=float)
    for number, (name, given) in enumerate(functions.items()):
        f, *derivative = given if isinstance(given, tuple) else (given,)
        (line,) = ax.plot(z, f(z), "-", label=name, **look(number, len(functions), len(z)))
        for df in derivative:
            same = look(number, len(functions), len(z)) | {"color": line.get_color(), "markerfacecolor": "white"}
            ax.plot(z, df(z), "--", label=f"{name}, its slope", **same)
    ax.axhline(0, color="0.6", linewidth=0.8, zorder=0)
    ax.set(xlabel="state z", ylabel="output g(z)")
    ax.legend()
    return ax


def look(number, curves, points):
    """Marker, width and places of the markers, so that curves that lie on each other can still be told apart."""
    step = max(1, points // 10)
    width = 2 if curves == 1 else 3 - 1.6 * number / (curves - 1)
    marker = MARKERS[number % len(MARKERS)]
    return {"marker": marker, "markevery": (number * step // curves, step), "linewidth": width, "markersize": 6}


def plot_tangent(z, value, point, slope, *, ax=None):
    """Draw a function, one point on it, and the tangent through that point with the given slope.

    Args:
        z: States, shape (n,).
        value: The function at `z`, shape (n,).
        point: The pair `(z0, g(z0))`.
        slope: The slope of the tangent at `z0`.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    z0, value0 = point
    reach = np.array([-2.5, 2.5]) / np.hypot(1, slope)
    ax.plot(z, value, "-", color=BLUE, linewidth=2.2)
    ax.plot(z0 + reach, value0 + slope * reach, "--", color=VERMILLION, linewidth=2.2)
    ax.plot(z0, value0, "o", color=VERMILLION, markeredgecolor="black", markersize=8)
    ax.set(xlabel="state z", ylabel="output g(z)", xlim=(z[0], z[-1]), ylim=with_room(value))
    return ax


def plot_slope(z, slope, point, *, ax=None):
    """Draw the derivative of a function, one point on it, and a shade where it is smaller than 0.05.

    Args:
        z: States, shape (n,).
        slope: The derivative at `z`, shape (n,).
        point: The pair `(z0, g'(z0))`.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    ax.plot(z, slope, "-", color=BLUE, linewidth=2.2)
    ax.plot(*point, "o", color=VERMILLION, markeredgecolor="black", markersize=8)
    ax.set(xlabel="state z", ylabel="slope g′(z)", xlim=(z[0], z[-1]), ylim=with_room([0, *slope]))
    return ax


def shade_saturation(z, slope, *, ax):
    """Hatch the states at which |slope| < 0.05, and say so once."""
    shade = {"facecolor": "0.9", "edgecolor": "0.7", "hatch": "///", "linewidth": 0, "zorder": 0}
    where = np.abs(slope) < SATURATED
    ax.fill_between(z, 0, 1, where=where, transform=ax.get_xaxis_transform(), **shade)
    return ax


def with_room(values):
    """Limits that leave a tenth of the range free on both sides."""
    low, high = float(np.min(values)), float(np.max(values))
    room = 0.1 * (high - low) or 0.1
    return low - room, high + room


def plot_sum_of_hinges(x, target, total, knots, *, ax=None):
    """Draw a target, the sum of hinges that should follow it, the knots, and the place of the largest error.

    Args:
        x: Positions, shape (n,).
        target: The curve to build, shape (n,).
        total: The sum of the hinges, shape (n,).
        knots: Where the hinges bend, shape (k,).
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    worst = int(np.argmax(np.abs(total - target)))
    ends = sorted((target[worst], total[worst]))
    ax.plot(x, target, "-", color="0.65", linewidth=5, label="target")
    ax.plot(x, total, "-", color=BLUE, label="sum")
    ax.vlines(x[worst], *ends, color=VERMILLION, linewidth=3, zorder=4, label="largest error")
    ax.plot([x[worst]] * 2, ends, "_", color=VERMILLION, markersize=12, markeredgewidth=3, zorder=4)
    ax.plot(knots, np.interp(knots, x, total), "o", color="white", markeredgecolor=BLUE, markersize=5)
    ax.set(xlabel="x", ylabel="curve", xlim=(x[0], x[-1]), ylim=(-1.6, 2.2), yticks=(-1, 0, 1))
    ax.legend(loc="upper center", ncols=3, frameon=False, handlelength=1.5, columnspacing=1.5)
    return ax


def plot_hinges(x, parts, *, ax=None):
    """Draw each hinge times its weight; the sum of these lines is the curve.

    Args:
        x: Positions, shape (n,).
        parts: One weighted hinge per column, shape (n, k).
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    lines = [np.column_stack([x, part]) for part in np.transpose(parts)]
    ax.add_collection(LineCollection(lines, colors=INK, linewidths=1, alpha=0.7))
    reach = max(1.0, float(np.abs(parts).max()))
    ax.set(xlabel="x", ylabel="hinges", xlim=(x[0], x[-1]), ylim=(-1.1 * reach, 1.1 * reach))
    return ax


def plot_error(x, errors, *, ax=None):
    """Draw errors on a logarithmic scale, one curve per label.

    Args:
        x: Positions, shape (n,).
        errors: `{label: error}`, each of shape (n,); a sign is dropped, an exact 0 is drawn at 1e-17.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    for (label, error), marker in zip(errors.items(), MARKERS * len(errors), strict=False):
        size = np.maximum(np.abs(np.asarray(error, dtype=float)), 1e-17)
        ax.plot(x, size, marker=marker, markersize=5, markevery=len(size) // 12 or 1, label=label)
    ax.set(xlabel="x", ylabel="error (logarithmic)", yscale="log")
    ax.legend()
    return ax
