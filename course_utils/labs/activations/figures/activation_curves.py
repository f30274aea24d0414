"""Figures 3 and 5: where an activation saturates, and the curves that hinges can make."""

from typing import NamedTuple

import numpy as np

from course_utils.display.live import Choice, Live, Slider
from course_utils.display.picture import wipe
from course_utils.plots.activations import (
    SATURATED,
    plot_hinges,
    plot_slope,
    plot_sum_of_hinges,
    plot_tangent,
    shade_saturation,
)

STATES = np.linspace(-8, 8, 321)


class View(NamedTuple):
    """The numbers of figure 3: a function and its derivative at many states, and at one state z."""

    name: str
    states: np.ndarray
    values: np.ndarray
    slopes: np.ndarray
    z: float
    value: float
    slope: float
    fits: bool


def activations(functions):
    """Live figure: choose a function and a state z, see the tangent and whether its slope has died.

    Args:
        functions: `{name: (f, df)}`, your functions with their derivatives; each takes and returns an array.

    Returns:
        The live figure.
    """
    names = list(functions)
    controls = {
        "function": Choice("function", names, names[0]),
        "z": Slider("state z", -6.0, 6.0, 4.0, 0.1),
    }
    telling = [(names[0], 0.0), (names[0], 4.0), *((name, -4.0) for name in names[1:][-2:])]
    static = [{"function": name, "z": z} for name, z in telling]

    def compute(function, z):
        return look(function, *functions[function], z)

    return Live(compute, draw_activation, controls, say_activation, static=static, panel_height=3.4)


def look(name, f, df, z):
    """The function and its derivative at many states and at z, and whether the two fit each other there."""
    here = np.array([z], dtype=float)
    values, slopes = np.asarray(f(STATES), dtype=float), np.asarray(df(STATES), dtype=float)
    value, slope = float(np.asarray(f(here))[0]), float(np.asarray(df(here))[0])
    return View(name, STATES, values, slopes, float(z), value, slope, touches(f, here, slope))


def touches(f, here, slope, step=1e-3, tolerance=5e-3):
    """Does the slope lie between the slopes just left and just right of z, as a tangent's does, even at a kink?"""
    left, middle, right = (float(np.asarray(f(here + move))[0]) for move in (-step, 0, step))
    sides = (middle - left) / step, (right - middle) / step
    return min(sides) - tolerance <= slope <= max(sides) + tolerance


def draw_activation(figure, view, artists=None):
    """The function with its tangent above, its slope below, saturated states hatched in both."""
    top, bottom = artists or figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    for ax in (top, bottom):
        wipe(ax)
        shade_saturation(view.states, view.slopes, ax=ax)
    plot_tangent(view.states, view.values, (view.z, view.value), view.slope, ax=top)
    plot_slope(view.states, view.slopes, (view.z, view.slope), ax=bottom)
    state = ", saturated" if saturated(view) else ""
    top.set(xlabel="", title=f"{view.name}, z = {view.z:.1f}: slope {view.slope:.3f}{state}")
    bottom.set_xlabel(f"state z (hatched: slope below {SATURATED})")
    top.tick_params(labelbottom=False)
    return top, bottom


def saturated(view):
    """Is the slope at z so small that hardly any gradient passes?"""
    return abs(view.slope) < SATURATED


def say_activation(view, function, z):
    """The finding: value, slope, saturated or not, and whether the derivative belongs to the function."""
    state = f"saturated, below {SATURATED}" if saturated(view) else "not saturated"
    text = f"{function} at z = {z:.1f}: value {view.value:.3f}, slope {view.slope:.3f}, {state}."
    if view.fits:
        return text
    return text + " The line does not touch the curve like a tangent: the derivative does not belong to this function."


TARGETS = {
    "sine": lambda x: np.sin(2 * np.pi * x),
    "step": lambda x: np.where(x < 0.5, -1.0, 1.0),
    "bumps": lambda x: np.exp(-(((x - 0.25) / 0.08) ** 2)) - 0.7 * np.exp(-(((x - 0.7) / 0.1) ** 2)),
}
DESCENT_STEPS = 1000


class Fit(NamedTuple):
    """The numbers of figure 5: the target, the weighted hinges, their sum, and the largest error of each way to fit."""

    fit: str
    x: np.ndarray
    target: np.ndarray
    knots: np.ndarray
    parts: np.ndarray
    total: np.ndarray
    errors: dict


def bump_builder(relu_basis):
    """Live figure: a curve built from hinges, with the best weights or with those that descent has found so far.

    Args:
        relu_basis: Your function; `relu_basis(x, knots)` returns one column per hinge, shape (n, k).

    Returns:
        The live figure.
    """
    controls = {
        "hinges": Slider("hinges", 2, 40, 12, 1),
        "target": Choice("target", list(TARGETS), "bumps"),
        "fit": Choice("fit", ["least squares", "descent"], "least squares"),
    }
    telling = [(4, "least squares"), (12, "least squares"), (32, "least squares"), (32, "descent")]
    static = [{"hinges": hinges, "target": "bumps", "fit": fit} for hinges, fit in telling]

    def compute(hinges, target, fit):
        return build_curve(relu_basis, hinges, TARGETS[target], fit)

    return Live(compute, draw_curve, controls, say_curve, static=static, panel_height=3.4)


def build_curve(relu_basis, hinges, target, fit):
    """Fit a constant and the hinges to the target in both ways; the parts and the sum are those of `fit`."""
    x = np.linspace(0, 1, 201)
    knots, y = np.linspace(0, 1, hinges, endpoint=False), target(x)
    basis = np.column_stack([np.ones_like(x), columns(relu_basis(x, knots), len(x), hinges)])
    weights = {"least squares": np.linalg.lstsq(basis, y, rcond=None)[0], "descent": descend(basis, y)}
    errors = {way: float(np.abs(basis @ w - y).max()) for way, w in weights.items()}
    parts = basis * weights[fit]
    return Fit(fit, x, y, knots, parts[:, 1:], parts.sum(axis=1), errors)


def columns(basis, n, hinges):
    """The student's basis as an array, one row per position."""
    basis = np.asarray(basis, dtype=float)
    if basis.ndim != 2 or basis.shape[0] != n or basis.shape[1] < hinges:
        raise ValueError(f"relu_basis: expected shape {(n, hinges)}, one column per knot, received {basis.shape}")
    return basis


def descend(basis, y, steps=DESCENT_STEPS):
    """Weights after so many steps of gradient descent on the mean squared error, from zero.

    w = w - rate * (A w - c),   A = basisᵀ basis / n,   c = basisᵀ y / n,   rate = 1 / largest eigenvalue of A
    """
    A, c = basis.T @ basis / len(y), basis.T @ y / len(y)
    rate, w = 1 / np.linalg.eigvalsh(A)[-1], np.zeros(len(c))
    for _ in range(steps):
        w = w - rate * (A @ w - c)
    return w


def draw_curve(figure, data, artists=None):
    """The target and the sum of the hinges above, the weighted hinges below."""
    top, bottom = artists or figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    wipe(top, bottom)
    plot_sum_of_hinges(data.x, data.target, data.total, data.knots, ax=top)
    plot_hinges(data.x, data.parts, ax=bottom)
    top.set(xlabel="", title=f"{len(data.knots)} hinges, {data.fit}: largest error {data.errors[data.fit]:.2f}")
    top.tick_params(labelbottom=False)
    return top, bottom


def say_curve(data, hinges, target, fit):
    """The finding: how far the sum misses the target, and how much of that is the fitting's fault."""
    best, found = data.errors["least squares"], data.errors["descent"]
    if target == "step":
        return (
            f"{hinges} hinges on the target step, {fit}: the sum misses by {data.errors[fit]:.2f} at the jump. "
            "Hinges add up to a continuous curve, so no number of them follows a jump."
        )
    if fit == "least squares":
        return (
            f"{hinges} hinges on the target {target}: with the best weights the sum misses by at most {best:.2f}; "
            f"{DESCENT_STEPS} steps of gradient descent leave {found:.2f}."
        )
    moral = " What can be represented is not yet learned." if found > 1.5 * best else ""
    return (
        f"{hinges} hinges on the target {target}: after {DESCENT_STEPS} steps of gradient descent the sum misses "
        f"by up to {found:.2f}; the best weights for the same hinges leave {best:.2f}.{moral}"
    )
