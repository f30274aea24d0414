"""Finished functions for a stuck student, made from TensorFlow's own; they give NumPy values.

sigmoid = stand_in("sigmoid")

They lie in `labs/<topic>/stand_ins.py`; what such a file offers stands in its `__all__`.
"""

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

LABS = Path(__file__).parents[1] / "labs"

_told = set()


def stand_in(name):
    """Give a finished function in the place of an exercise that is still open.

    Args:
        name: The name of the exercise's function, for example `"sigmoid"`.

    Returns:
        A function with the signature that the exercise asks for.

    Raises:
        ValueError: If there is no stand-in of that name.
    """
    function = finished(name)
    if name not in _told:
        _told.add(name)
        print(f"{name}: a stand-in made from TensorFlow's own functions, so that you can go on.")
    return function


def finished(name):
    """The same without a word, for what the course itself shows."""
    return source(name)


def on_disk(name):
    """The same from the file in which it lies."""
    if not isinstance(name, str) or name not in modules():
        raise ValueError(f"stand_in: expected one of {', '.join(sorted(modules()))}, received {name!r}")
    return getattr(import_module(modules()[name]), name)


source = on_disk
"""Who gives finished functions: the one place that the grader changes, since they are not on a submission's disk."""


@cache
def modules():
    """The module of each stand-in, by its name; the files are read and not imported."""
    found = {}
    for file in sorted(LABS.glob("*/stand_ins.py")):
        module = f"course_utils.labs.{file.parent.name}.stand_ins"
        found |= dict.fromkeys(_offered(file.read_text(encoding="utf-8")), module)
    return found


def _offered(source):
    """The names in a module's `__all__`."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return ast.literal_eval(node.value)
    return []
