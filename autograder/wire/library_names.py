"""Functions and classes of libraries, which cross between judge and student as names."""

import importlib
from typing import Any

import numpy as np

from autograder.wire.limits import Malformed

LIBRARIES = ("numpy", "tensorflow", "keras", "math", "builtins", "course_utils")


def library_name(value: Any) -> str | None:
    """The dotted name under which both sides can import a library's function or class, or None."""
    name = getattr(value, "__name__", None)
    module = "numpy" if isinstance(value, np.ufunc) else getattr(value, "__module__", None)
    if not (isinstance(name, str) and isinstance(module, str)):
        return None
    if module.partition(".")[0] not in LIBRARIES or not name.isidentifier():
        return None
    try:
        found = getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None
    return f"{module}.{name}" if found is value else None


def library_object(name: str) -> Any:
    """The function or class of a library that a dotted name stands for."""
    module, _, attribute = name.rpartition(".")
    if module.partition(".")[0] not in LIBRARIES:
        raise Malformed(f"{name} is not from a library that both sides know")
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError):
        raise Malformed(f"there is no {name}") from None
