"""What a test holds in place of something in the student's process that is not a plain value.

A call, an attribute, an index, an iteration and arithmetic happen over there. Whatever would turn the object into an
answer of its own (`==`, truth, `float`, `in`, a format, NumPy's and TensorFlow's functions) is refused with a
`TypeError`: an object that equals everything earns nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from autograder.wire.limits import MAX_ITEMS

if TYPE_CHECKING:
    from autograder.wire.client import CallClient


OPERATIONS = ("add", "sub", "mul", "truediv", "pow", "matmul", "mod", "floordiv")
REFUSED = """
    bool eq ne lt le gt ge contains float int index complex str format bytes fspath abs round trunc floor ceil
    array array_function tf_tensor copy deepcopy reduce reduce_ex
"""
KIND = re.compile(r"(?:(?:class|function) )?[^\W\d]\w{0,60}(?: object)?")


class Remote:
    """Something in the student's process.

    Args:
        student: The `CallClient` that asks for it.
        number: Its number over there.
        kind: What a person calls it, such as `function sigmoid`.
    """

    __slots__ = ("__student", "__number", "__kind")
    __array_ufunc__ = None
    __hash__ = None  # type: ignore[assignment]  # so Python says that it has none

    def __init__(self, student: CallClient, number: int, kind: str) -> None:
        object.__setattr__(self, "_Remote__student", student)
        object.__setattr__(self, "_Remote__number", number)
        object.__setattr__(self, "_Remote__kind", kind if KIND.fullmatch(kind) else "object")

    def __repr__(self) -> str:
        return f"<{self.__kind} of the student>"

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return ask(self, "call", arguments, tuple(options.items()))

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", "_Remote__")):
            raise AttributeError(name)
        return ask(self, "get", name)

    def __setattr__(self, name: str, value: Any) -> None:
        ask(self, "set", name, value)

    def __getitem__(self, key: Any) -> Any:
        return ask(self, "item", key)

    def __setitem__(self, key: Any, value: Any) -> None:
        ask(self, "setitem", key, value)

    def __len__(self) -> int:
        length = ask(self, "len")
        if type(length) is not int or not 0 <= length <= MAX_ITEMS:
            raise TypeError(f"{self!r} has a length that is no length")
        return length

    def __iter__(self) -> RemoteIterator:
        iterator = ask(self, "iter")
        if not isinstance(iterator, RemoteIterator):
            raise TypeError(f"{self!r} does not iterate")
        return iterator

    def __neg__(self) -> Any:
        return ask(self, "neg")


class RemoteIterator(Remote):
    """An iterator or a generator in the student's process."""

    __slots__ = ()

    def __iter__(self) -> RemoteIterator:
        return self

    def __next__(self) -> Any:
        return ask(self, "next")


def ask(remote: Remote, verb: str, *arguments: Any) -> Any:
    return remote._Remote__student.request(verb, number_of(remote), *arguments)


def number_of(remote: Remote) -> int:
    return remote._Remote__number


def belongs_to(remote: Remote, student: CallClient) -> bool:
    return remote._Remote__student is student


def refuse(self: Remote, *_: object, **__: object) -> NoReturn:
    raise TypeError(f"expected numbers, received {self!r}: compare its values")


def operation(name: str) -> Callable[[Remote, Any], Any]:
    return lambda self, other: ask(self, "operate", name, other)


for _name in REFUSED.split():
    setattr(Remote, f"__{_name}__", refuse)
for _name in OPERATIONS:
    setattr(Remote, f"__{_name}__", operation(_name))
    setattr(Remote, f"__r{_name}__", operation(f"r{_name}"))
