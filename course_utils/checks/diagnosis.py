"""Recognise the usual mistakes by the numbers that they leave: what does this wrong array look like?"""

import numpy as np


def shape_suspicion(received, expected, name):
    """Name the mistake that turns one shape into another.

    Args:
        received, expected: Two different shapes.
        name: What the student knows the array as.

    Returns:
        The rest of a sentence that begins "looks like", or None.
    """
    if not received and _squeeze(expected):
        return f"{name} is one number for the whole batch"
    if _is_square_of(received, expected):
        n = received[0]
        return f"({n},) met ({n}, 1) in {name} and broadcasting made a square"
    if len(received) == len(expected) > 1 and received == expected[::-1]:
        return f"{name} was transposed"
    if len(received) > len(expected) and _squeeze(received) == _squeeze(expected):
        return f"{name} has an axis of length 1 too many"
    if received and expected[1:] == received:
        return f"{name} lost its batch axis, the one that counts the examples"
    if len(received) < len(expected) and _squeeze(received) == _squeeze(expected):
        return f"{name} lost its axis of length 1"
    return None


def value_suspicion(got, right, name, same, *, integers=False):
    """Name the mistake that turns the right numbers into these.

    Args:
        got, right: Arrays of one shape and type float64 that differ.
        name: What the student knows the array as.
        same: `same(a, b)` says whether two arrays agree within the tolerance.
        integers: Whether `got` came in an integer type.

    Returns:
        The rest of a sentence that begins "looks like", or None.
    """
    if not np.isfinite(got[np.isfinite(right)]).all():
        return _not_finite(got[np.isfinite(right)])
    if got.ndim == 2 and got.shape[0] == got.shape[1] and same(got.T, right):
        return f"{name} was transposed"
    finite = np.isfinite(right)
    if not np.array_equal(got[~finite], right[~finite], equal_nan=True) or not finite.any():
        return None
    return _arithmetic(got[finite], right[finite], name, same, integers)


def _is_square_of(received, expected):
    if len(received) != 2 or received[0] != received[1] or received[0] in (None, 0, 1):
        return False
    n = received[0]
    return expected in ((n,), (n, 1), (1, n))


def _squeeze(shape):
    return tuple(length for length in shape if length != 1)


def _not_finite(got):
    if np.isnan(got).any():
        return "an overflow, 0/0 or the logarithm of a negative number, which give nan"
    return "an overflow or a division by zero, which give inf"


def _arithmetic(got, right, name, same, integers):
    """What was done to `right`, if both are flat arrays of finite numbers?"""
    if _was_cut(got, right, integers):
        return f"the decimals of {name} were cut off by an integer type"
    if not np.any(got):
        return f"{name} was never filled in" if got.size > 1 else None
    if same(got, -right):
        return f"the sign of {name} is flipped"
    factor = _factor(got, right, same)
    if factor:
        return f"{name} was multiplied by {factor}"
    offset = _offset(got, right, same)
    if offset:
        return f"{offset} was added to {name}"
    return f"the numbers of {name} are right, but in the wrong order" if _permuted(got, right, same) else None


def _was_cut(got, right, integers):
    whole = integers or (np.any(got) and np.array_equal(got, np.trunc(got)))
    return whole and any(np.array_equal(got, cut(right)) for cut in (np.trunc, np.floor, np.round))


def _factor(got, right, same):
    largest = np.argmax(np.abs(right))
    if right[largest] == 0:
        return None
    factor = got[largest] / right[largest]
    telling = _varies(right) or np.isclose(factor, (2, 0.5), rtol=1e-4).any()
    if factor != 0 and telling and same(got, factor * right):
        return _say_factor(factor)
    return None


def _say_factor(factor):
    below = round(1 / factor)
    is_fraction = 0 < factor < 1 and abs(factor * below - 1) < 1e-4
    return f"1/{below}" if is_fraction else f"{factor:.4g}"


def _offset(got, right, same):
    offset = got[0] - right[0]
    if _varies(right) and same(got, right + offset):
        return f"{offset:.4g}"
    return None


def _permuted(got, right, same):
    return 1 < got.size <= 1_000_000 and same(np.sort(got), np.sort(right))


def _varies(right):
    """With one number, or equal ones, any answer is some multiple: that says nothing."""
    return right.size > 1 and not np.allclose(right, right[0])
