"""How `checks` compares: tolerances, shapes, and the sentence about the first difference."""

from functools import partial

import numpy as np

from course_utils.checks.diagnosis import shape_suspicion, value_suspicion
from course_utils.checks.format_value import say_index, say_pair, say_shape
from course_utils.checks.read_answer import fail, read_numbers, refuse_no_value

DIGITS = {"float32": 1.2e-5, "float16": 8e-3, "bfloat16": 6e-2}  # about a hundred roundings of each type


def as_float(array):
    """Turn any array of numbers into double precision."""
    with np.errstate(all="ignore"):
        return array.astype(np.float64)


def agreement(seen, right, rtol, atol):
    """Give a function `same(a, b)` that compares two arrays, as strictly as both arrays' types allow.

    |a − b| ≤ atol + rtol · |b|, and the same shape
    """
    digits = max(DIGITS.get(array.dtype.name, 0.0) for array in (seen, right))
    scale = np.abs(as_float(right)[np.isfinite(as_float(right))]).max(initial=0.0)
    return partial(_same, rtol=max(rtol, digits), atol=max(atol, digits * scale))


def explain(seen, right, name, same, looks_like=None):
    """Fail with the mistake that `seen` looks like; `same(seen, right)` is known to be false."""
    mistake = _known_mistake(seen, looks_like, same)
    if mistake is None and seen.shape != right.shape:
        fail_shape(seen.shape, right.shape, name)
    if mistake is None and seen.dtype == bool != right.dtype:
        mistake = f"{name} is a comparison, which gives True or False, and not a number"
    integers = seen.dtype.kind in "iu"
    mistake = mistake or value_suspicion(as_float(seen), as_float(right), name, same, integers=integers)
    wanted, received = say_pair(right, seen)
    place = "" if seen.shape != right.shape else _first_difference(seen, right, same, wanted + received)
    fail(f"{looks(mistake)}expected {name} = {wanted}, received {received}{place}")


def fail_shape(seen, right, name):
    """Fail with the mistake that one shape looks like, where another was expected."""
    mistake = shape_suspicion(seen, right, name)
    if mistake:
        received = say_shape(seen).removeprefix("shape " if right else "")
        fail(f"{looks(mistake)}expected {say_shape(right)}, received {received}")
    fail(f"expected {name} {'of' if right else 'to be'} {say_shape(right)}, received {say_shape(seen)}")


def shape_of(got, name):
    """Read the shape of anything that has one."""
    refuse_no_value(got, name)
    try:
        return tuple(got.shape)
    except NotImplementedError:
        raise
    except Exception:  # a list, a number, or something stranger
        return read_numbers(got, name).shape


def fits(seen, right):
    """Compare two shapes; None in `right` stands for any length."""
    return len(seen) == len(right) and all(wanted in (None, length) for length, wanted in zip(seen, right, strict=True))


def looks(mistake):
    """Begin the sentence, if there is a suspicion."""
    return f"looks like {mistake}: " if mistake else ""


def _same(got, right, rtol, atol):
    return got.shape == right.shape and bool(_close(got, right, rtol, atol).all())


def _close(got, right, rtol, atol):
    with np.errstate(all="ignore"):
        return np.isclose(as_float(got), as_float(right), rtol=rtol, atol=atol, equal_nan=True)


def _known_mistake(seen, looks_like, same):
    for mistake, wrong in (looks_like or {}).items():
        try:
            if same(seen, read_numbers(wrong, mistake)):
                return mistake
        except AssertionError:  # this mistake gives no numbers at all
            continue
    return None


def _first_difference(seen, right, same, text):
    """Name the place where a shortened text hides it."""
    if "…" not in text and "begins" not in text:
        return ""
    place = np.unravel_index(np.argmin(_close(seen, right, **same.keywords)), right.shape)
    wanted, received = say_pair(right[place], seen[place])
    return f"; first difference at index {say_index(place)}: expected {wanted}, received {received}"
