"""Surfaces over two weights on which descent can be watched: the loss, its exact gradient and its exact Hessian.

surface = landscapes.ravine(condition=25, angle=45)
surface(w)            # the loss at w, shape (2,), or at many points, shape (..., 2)
surface.gradient(w)   # shape (..., 2)
surface.hessian(w)    # shape (..., 2, 2)
surface.minima        # where the loss is smallest in its neighbourhood, shape (k, 2)
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

__all__ = ["Landscape", "beale", "named", "ravine", "rosenbrock", "saddle", "two_minima"]


@dataclass(frozen=True)
class Landscape:
    """A loss J(a, b) of two weights, with what is known about it.

    `formula`, `slopes` and `curvatures` are functions of a and b that use arithmetic only, so that they take numbers,
    arrays and tensors alike.

    Args:
        name: What a figure calls it.
        formula: `J(a, b)`.
        slopes: `(dJ/da, dJ/db)`.
        curvatures: `(d²J/da², d²J/da db, d²J/db²)`.
        minima: Its local minima, the lowest first, shape (k, 2); none where it has none.
        saddles: Its saddle points, shape (k, 2).
        box: ((left, right), (bottom, top)), the part that is worth drawing.
        start: A place from which the way down is worth watching.
    """

    name: str
    formula: Callable
    slopes: Callable
    curvatures: Callable
    minima: tuple = ()
    saddles: tuple = ()
    box: tuple = ((-2.0, 2.0), (-2.0, 2.0))
    start: tuple = (-1.5, 1.5)

    def __call__(self, w):
        """The loss at `w` of shape (..., 2); shape (...)."""
        return np.asarray(self.formula(*_split(w)))[()]

    def gradient(self, w):
        """The gradient at `w`, in the shape of `w`."""
        a, b = _split(w)
        return np.stack([part + 0.0 * (a + b) for part in self.slopes(a, b)], axis=-1)

    def hessian(self, w):
        """The matrix of second derivatives at `w` of shape (..., 2); shape (..., 2, 2)."""
        a, b = _split(w)
        aa, ab, bb = (part + 0.0 * (a + b) for part in self.curvatures(a, b))
        return np.stack([np.stack([aa, ab], axis=-1), np.stack([ab, bb], axis=-1)], axis=-2)


def _split(w):
    w = np.asarray(w, dtype=float)
    if w.shape[-1:] != (2,):
        raise ValueError(f"w: expected two weights, shape (2,) or (..., 2), received shape {w.shape}")
    return w[..., 0], w[..., 1]


def ravine(condition=10.0, angle=0.0):
    """A bowl that is `condition` times steeper across than along.

        J(w) = ½ wᵀ H w,   H = R diag(1, condition) Rᵀ

    Args:
        condition: The larger eigenvalue of H over the smaller, at least 1; the smaller one is 1.
        angle: Degrees by which the gentle direction is turned away from the first axis.

    Returns:
        The landscape; its minimum is (0, 0).

    Raises:
        ValueError: If the condition number is below 1.
    """
    if not condition >= 1:
        raise ValueError(f"condition: expected a number of at least 1, received {condition}")
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    aa, ab, bb = c * c + condition * s * s, (1 - condition) * c * s, s * s + condition * c * c
    aa, ab, bb = float(aa), float(ab), float(bb)
    return Landscape(
        f"ravine, condition number {condition:g}, {angle:g}°",
        lambda a, b: 0.5 * (aa * a * a + 2 * ab * a * b + bb * b * b),
        lambda a, b: (aa * a + ab * b, ab * a + bb * b),
        lambda a, b: (aa, ab, bb),
        minima=((0.0, 0.0),),
        start=(float(-1.6 * c - 0.8 * s), float(-1.6 * s + 0.8 * c)),
    )


def saddle():
    """A pass between two hills with a valley on either side; it has no minimum.

    J = ½ (a² − b²)
    """
    return Landscape(
        "saddle",
        lambda a, b: 0.5 * (a * a - b * b),
        lambda a, b: (a, -b),
        lambda a, b: (1.0, 0.0, -1.0),
        saddles=((0.0, 0.0),),
        start=(-1.5, 0.01),
    )


def two_minima():
    """A deep valley, a shallow one, and the saddle between them.

        J = a⁴/4 − a³/3 − a² + b²/2 + 8/3,   dJ/da = a (a + 1) (a − 2)

    J is 0 at the deep minimum (2, 0), 2.25 at the shallow one (−1, 0) and 8/3 at the saddle (0, 0).
    """
    return Landscape(
        "two minima",
        lambda a, b: a * a * a * a / 4 - a * a * a / 3 - a * a + b * b / 2 + 8 / 3,
        lambda a, b: (a * (a + 1) * (a - 2), b),
        lambda a, b: (3 * a * a - 2 * a - 2, 0.0, 1.0),
        minima=((2.0, 0.0), (-1.0, 0.0)),
        saddles=((0.0, 0.0),),
        box=((-2.2, 3.2), (-2.2, 2.2)),
        start=(-0.5, 1.5),
    )


def rosenbrock():
    """A bent valley with a flat floor.

    J = (1 − a)² + 100 (b − a²)²
    """
    return Landscape(
        "Rosenbrock's valley",
        lambda a, b: (1 - a) * (1 - a) + 100 * (b - a * a) * (b - a * a),
        lambda a, b: (-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)),
        lambda a, b: (2 - 400 * b + 1200 * a * a, -400 * a, 200.0),
        minima=((1.0, 1.0),),
        box=((-2.0, 2.0), (-1.0, 3.0)),
        start=(-1.2, 1.0),
    )


def beale():
    """Flat almost everywhere, with steep walls in the corners.

    J = Σ (c − a + a bᵏ)²   for k = 1, 2, 3 and c = 1.5, 2.25, 2.625
    """
    terms = ((1.5, 1), (2.25, 2), (2.625, 3))

    def formula(a, b):
        return sum((c - a + a * b**k) * (c - a + a * b**k) for c, k in terms)

    def slopes(a, b):
        rests = [(c - a + a * b**k, k) for c, k in terms]
        along_a = sum(2 * rest * (b**k - 1) for rest, k in rests)
        return along_a, sum(2 * rest * k * a * b ** (k - 1) for rest, k in rests)

    def curvatures(a, b):
        rests = [(c - a + a * b**k, k) for c, k in terms]
        aa = sum(2 * (b**k - 1) ** 2 for _, k in rests)
        ab = sum(2 * k * b ** (k - 1) * (a * (b**k - 1) + rest) for rest, k in rests)
        bent = [(rest, k, k * (k - 1) * b ** max(k - 2, 0)) for rest, k in rests]
        return aa, ab, sum(2 * (k * a * b ** (k - 1)) ** 2 + 2 * rest * a * bend for rest, k, bend in bent)

    return Landscape(
        "Beale's plain",
        formula,
        slopes,
        curvatures,
        minima=((3.0, 0.5),),
        saddles=((0.0, 1.0),),
        box=((-1.0, 4.5), (-2.0, 2.0)),
        start=(1.0, 1.5),
    )


_MAKERS = {
    "ravine": ravine,
    "saddle": saddle,
    "two_minima": two_minima,
    "rosenbrock": rosenbrock,
    "beale": beale,
}


def named(name, **numbers):
    """The landscape of this name, for example `named("ravine", condition=25, angle=45)`.

    Raises:
        ValueError: If there is none of that name.
    """
    if name not in _MAKERS:
        raise ValueError(f"landscape: expected one of {', '.join(_MAKERS)}, received {name!r}")
    return _MAKERS[name](**numbers)
