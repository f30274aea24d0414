"""Comparisons that explain: a failing check names the mistake that it looks like, what was expected, what arrived.

    checks.close(sigmoid([0.0, 1.0]), [0.5, 0.731059], "sigmoid([0, 1])")

Every failure is an `AssertionError`. A `NotImplementedError` always passes through: it says that the exercise is
still open. Values count, not their types: a list, a tuple, an array and a tensor that hold the same numbers are equal.
"""

import numpy as np

from course_utils.checks.builders import build
from course_utils.checks.closeness import agreement, as_float, explain, fail_shape, fits, looks, shape_of
from course_utils.checks.exact import choice, equal, raises, unchanged
from course_utils.checks.format_value import kind_of, say, say_index, say_pair, say_shape
from course_utils.checks.read_answer import check, fail, gave, read_numbers

__all__ = ["build", "choice", "close", "dtype", "equal", "finite", "less", "number", "raises", "shape", "unchanged"]


@check
def close(got, expected, name, *, looks_like=None, rtol=1e-5, atol=1e-6):
    """Compare numbers: right shape, finite, and close to what is expected.

        |got − expected| ≤ atol + rtol · |expected|

    Single and half precision are given the tolerance that they need.

    Args:
        got: A number, list, tuple, array or tensor.
        expected: The same, right.
        name: What the student knows it as, for example `"weighted_sum(X, w, w0)"`.
        looks_like: Known mistakes, `{"the bias was added twice": the values that it gives}`.
        rtol, atol: Relative and absolute tolerance.

    Raises:
        AssertionError: If they differ.
    """
    seen, right = read_numbers(got, name), read_numbers(expected, "the expected value")
    same = agreement(seen, right, rtol, atol)
    if not same(seen, right):
        explain(seen, right, name, same, looks_like)


@check
def shape(got, shape, name, *, looks_like=None):
    """Compare the shape of an array or tensor.

    Args:
        got: A number, list, tuple, array or tensor.
        shape: The right shape; None in it stands for any length.
        name: What the student knows it as.
        looks_like: Known mistakes, `{"the sum over the batch is missing": the shape that it gives}`.

    Raises:
        AssertionError: If the shapes differ.
    """
    right, seen = _as_shape(shape), shape_of(got, name)
    if fits(seen, right):
        return
    for mistake, wrong in (looks_like or {}).items():
        if fits(seen, _as_shape(wrong)):
            fail(f"{looks(mistake)}expected {name} of {say_shape(right)}, received {say_shape(seen)}")
    fail_shape(seen, right, name)


@check
def finite(got, name, *, hint=""):
    """Fail if any number is nan or infinite.

    Args:
        got: A number, list, tuple, array or tensor.
        name: What the student knows it as.
        hint: What to do about it; it ends the message.

    Raises:
        AssertionError: If a number is nan or infinite.
    """
    seen = as_float(read_numbers(got, name))
    bad = ~np.isfinite(seen)
    if bad.any():
        place = _first(bad)
        where = f" at index {say_index(place)}" if place else ""
        fail(f"expected {name} to be finite, received {say(seen[place])}{where}{_because(hint)}")


@check
def dtype(got, dtype, name):
    """Compare the type of the numbers.

    Args:
        got: A number, list, tuple, array or tensor.
        dtype: The right type, such as `"float32"`, or several of them in a tuple.
        name: What the student knows it as.

    Raises:
        AssertionError: If the numbers are of another type.
    """
    names = [_dtype_name(one) for one in (dtype if isinstance(dtype, (tuple, list)) else (dtype,))]
    seen = read_numbers(got, name).dtype.name
    if seen not in names:
        fail(f"expected {name} in {' or '.join(names)}, received {seen}")


@check
def number(value, low, high, name):
    """Fail unless this is one number from `low` to `high`, both included.

    Args:
        value: A number, or an array or tensor that holds one.
        low, high: The smallest and the largest number that pass.
        name: What the student knows it as.

    Raises:
        AssertionError: If it is no number, several, nan, or out of range.
    """
    seen = _one_number(value, name)
    if not low <= seen <= high:
        fail(f"expected {name} from {say(low)} to {say(high)}, received {say(seen)}")


@check
def less(got, bound, name, *, hint=""):
    """Fail unless every number is below `bound`.

    Args:
        got: A number, list, tuple, array or tensor.
        bound: The bar, itself too large.
        name: What the student knows it as.
        hint: What to do about it; it ends the message.

    Raises:
        AssertionError: If a number is not below the bound.
    """
    seen = as_float(read_numbers(got, name))
    if seen.size and not (seen < bound).all():
        place = _first(~(seen < bound))
        where = f" at index {say_index(place)}" if place else ""
        below, received = say_pair(float(bound), float(seen[place]))
        fail(f"expected {name} below {below}, received {received}{where}{_because(hint)}")


def _as_shape(shape):
    return (shape,) if isinstance(shape, int) else tuple(shape)


def _dtype_name(dtype):
    return np.dtype(getattr(dtype, "as_numpy_dtype", dtype)).name


def _one_number(value, name):
    seen = as_float(read_numbers(value, name))
    if seen.size != 1:
        fail(f"{gave(name)} {kind_of(value)} of {seen.size} numbers: expected one")
    return seen.item()


def _first(mask):
    return tuple(np.argwhere(mask)[0])


def _because(hint):
    return f": {hint}" if hint else ""
