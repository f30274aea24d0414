"""What a student's process is put back into where an exercise fails for something that lies beside it.

`np = 5`, `sum = 0`, `mean = mean(values)`, `del add`, `np.seterr(all="raise")` and warnings as errors break what was
right when its cell ran, often in a cell far away. What fails so is tried once more with the names that were lost, and
with numpy and warnings as they are in a new notebook. It is tried as the student left it first: who catches
`FloatingPointError` on purpose is right as well.
"""

import builtins
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np

from course_utils.session.todo import Todo

LARGE = 1 << 24  # bytes: who deletes so much wants the memory
MISSING = object()


class UsualState:
    """Remembers what names meant after each cell.

    Args:
        space: The dict in which the student's cells run.
    """

    def __init__(self, space: dict[str, Any]) -> None:
        self.space, self.numpy_errors = space, np.geterr()
        self.last: dict[str, Any] = {}
        self.tools: dict[str, Any] = {}

    def remember(self) -> None:
        """A cell has run: keep what can be called, modules, and what is small, by name."""
        for name, value in self.space.items():
            if is_tool(value):
                self.tools[name] = value
            elif type(value) is not Todo and not name.startswith("__"):
                large = isinstance(value, np.ndarray) and value.nbytes > LARGE
                self.last[name] = MISSING if large else value

    def lost(self) -> dict[str, Any]:
        """Names that were deleted, or that stood for a tool and now stand for something else, as they were."""
        found = {name: value for name, value in self.tools.items() if not is_tool(self.space.get(name, MISSING))}
        for name, value in self.last.items():
            if name not in self.space and value is not MISSING:
                found.setdefault(name, value)
        return found

    def hidden(self) -> list[str]:
        """Names of Python's own functions that stand for something else."""
        mine = [name for name in self.space if callable(getattr(builtins, name, None))]
        return [name for name in mine if name not in self.tools and not is_tool(self.space[name])]

    def differs(self) -> bool:
        """Is there anything to put back?"""
        strict = any(action == "error" for action, *_ in warnings.filters)
        return bool(strict or np.geterr() != self.numpy_errors or self.lost() or self.hidden())

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Everything as usual for as long as the context lasts; what is bound anew meanwhile stays."""
        lost, hidden = self.lost(), self.hidden()
        before = {name: self.space[name] for name in (*lost, *hidden) if name in self.space}
        for name in hidden:
            del self.space[name]
        self.space.update(lost)
        try:
            with np.errstate(**self.numpy_errors), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield
        finally:
            for name in (*lost, *hidden):
                if self.space.get(name, MISSING) is lost.get(name, MISSING):
                    self.space.pop(name, None)
                    if name in before:
                        self.space[name] = before[name]


def is_tool(value: Any) -> bool:
    """Is it a module, or something that can be called? An exercise that is still open is neither."""
    return type(value) is not Todo and (isinstance(value, ModuleType) or callable(value))
