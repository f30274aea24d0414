"""Honest forms of an answer that are not plain, as plain values of the same contents.

A named tuple, a matrix, a masked array, an ordered dict, a list that Keras tracks, a shape of TensorFlow's: what comes
out has an exact built-in type or is an ordinary array. Objects of classes that the student wrote stay what they are.
"""

from typing import Any

import numpy as np

BASES: tuple[Any, ...] = (str, bytes, int, float, complex, list, tuple, set, frozenset, dict)
WIDE = {"f": np.float64, "c": np.complex128}


def simplified(value: Any) -> Any:
    """A plain value of the same contents, for the types of libraries whose contents are plain; else the value."""
    if isinstance(value, np.ndarray):
        return simplified_array(value)
    if isinstance(value, np.generic):
        simple = simplified_array(np.asarray(value))
        return simple.item() if isinstance(simple, np.ndarray) else simple
    if type(value).__name__ == "TensorShape" and type(value).__module__.startswith("tensorflow."):
        return tuple(value.as_list())
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return tuple(value)
    if type(value).__module__ == "__main__":
        return value
    for base in BASES:
        if isinstance(value, base):
            return base(value)
    return value


def simplified_array(value: Any) -> Any:
    """An ordinary array of numbers or text; a list where there is none; the array itself where it is one already."""
    array = np.asarray(value)
    if array.dtype.kind == "V" and array.dtype.name.startswith(("bfloat16", "float8")):
        return array.astype(np.float32)
    if array.dtype.kind in WIDE and array.dtype.itemsize > WIDE[array.dtype.kind]().itemsize:
        return array.astype(WIDE[array.dtype.kind])
    if array.dtype.kind == "U" and not array.dtype.itemsize:
        return array.astype("U1")
    if array.dtype.kind in "OSMmV":
        return array.tolist()
    return array if type(value) is not np.ndarray else value
