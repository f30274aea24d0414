"""Write any value in a few characters, for the messages of `checks`."""

import math
import re

import numpy as np

LONG = 12  # more numbers than this are shortened
KINDS = {"ndarray": "array", "EagerTensor": "tensor", "ResourceVariable": "tensor"}
WIDE = 60  # more characters than this are shortened


def say(value, digits=6):
    """Write a value as a student would, shortened where it is long; never fails.

    Args:
        value: Anything.
        digits: Significant digits of a float.

    Returns:
        One line of text, such as `"[0.5, 1.0, …, 8.0]"`.
    """
    if isinstance(value, np.ndarray):
        return _say_array(value, digits)
    if isinstance(value, np.generic):
        return _say_array(np.asarray(value), digits)
    if isinstance(value, (bool, int, float)):
        return _say_number(value, digits)
    if isinstance(value, (list, tuple)):
        return _say_items(value, digits)
    if isinstance(value, dict):
        return _say_dict(value, digits)
    return _say_other(value)


def say_pair(expected, received):
    """Write two values so that a difference in the last digits shows."""
    for digits in (6, 9, 12, 17):
        texts = say(expected, digits), say(received, digits)
        if texts[0] != texts[1]:
            return texts
    return say(expected), say(received)


def say_shape(shape):
    """Write a shape: `shape (3, 2)`, or `one number` for `()`."""
    return f"shape {tuple(shape)}" if len(shape) else "one number"


def say_index(index):
    """Write the place of one element: `3` in a vector, `(3, 2)` in a matrix."""
    place = tuple(int(i) for i in index)
    return str(place[0]) if len(place) == 1 else str(place)


def kind_of(value):
    """Name the type of a value with its article: `a list`, `an int`."""
    name = type(value).__name__
    name = KINDS.get(name, name)
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"


def _say_array(array, digits):
    if array.ndim == 0:
        return say(array.item(), digits) if array.dtype.kind in "biufcUO" else _say_other(array[()])
    if array.size == 0 and array.ndim > 1:
        return f"an empty array of shape {array.shape}"
    if array.size <= LONG:
        return _join([_say_array(part, digits) for part in map(np.asarray, array)])
    if array.ndim > 1:
        first = ", ".join(_say_array(np.asarray(part), digits) for part in array.flat[:3])
        return f"an array of shape {array.shape} that begins {first}"
    return _join(_ends(array, lambda part: _say_array(np.asarray(part), digits)))


def _say_items(items, digits):
    if _count(items) <= LONG:
        return _join([say(item, digits) for item in items])
    return _join(_ends(items, lambda item: say(item, digits)))


def _count(items, depth=0):
    """Count the leaves of nested lists, as far as it matters."""
    if depth > 4:
        return LONG + 1
    total = 0
    for item in items:
        total += _count(item, depth + 1) if isinstance(item, (list, tuple)) else 1
        if total > LONG:
            return total
    return total


def _ends(items, write):
    if len(items) <= 5:
        return [write(item) for item in items]
    return [*(write(item) for item in items[:3]), "…", write(items[-1])]


def _join(texts):
    text = f"[{', '.join(texts)}]"
    return text if len(text) <= 4 * WIDE else f"{text[: 4 * WIDE]}…]"


def _say_dict(items, digits):
    texts = [f"{say(key)}: {say(value, digits)}" for key, value in list(items.items())[:4]]
    return "{" + ", ".join([*texts, "…"] if len(items) > 4 else texts) + "}"


def _say_number(value, digits):
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, int):
        return f"{value:d}" if abs(value) < 10**15 else _say_big(value)
    text = f"{value:.{digits}g}"
    return text if not math.isfinite(value) or "." in text or "e" in text else f"{text}.0"


def _say_big(value):
    return f"{value:.6g}" if abs(value) < 10**300 else f"a whole number of {value.bit_length()} bits"


def _say_other(value):
    try:
        text = repr(value)
        text = re.sub(r" at 0x[0-9a-fA-F]+", "", " ".join(text.split()))
    except Exception:  # a student's own __repr__ may fail
        return f"{kind_of(value)} object"
    return text if len(text) <= WIDE else f"{text[: WIDE - 1]}…"
