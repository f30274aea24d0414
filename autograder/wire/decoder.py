"""Bytes that nobody vouches for to plain values, in the form that `__init__.py` describes."""

from __future__ import annotations

import builtins
import math
import struct
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.wire.limits import (
    DTYPE,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_INT_BYTES,
    MAX_ITEMS,
    MAX_KEYS,
    Malformed,
    Tensor,
)

CONSTANTS = {b"N": None, b"T": True, b"F": False, b"E": Ellipsis}
SEQUENCES = {b"l": list, b"t": tuple, b"S": set, b"Z": frozenset}
HEAVY = 5  # an array, a set or a dict takes as much memory as so many other parts, even when it is empty
LOOK_AT_CLOCK = 1024  # parts


def decode(content: builtins.bytes | bytearray | memoryview, **options: Any) -> Any:
    """The one value that the bytes hold; the options are those of `Reader`.

    Raises:
        Malformed: They hold none, or more than one.
    """
    reader = Reader(content, **options)
    value = reader.value()
    reader.end()
    return value


class Reader:
    """Reads values from bytes that nobody vouches for.

    What it builds takes at most a few times the memory of the bytes, and no longer than the deadline.

    Args:
        content: The bytes.
        reference: Called with the kind (a text) and this reader where the tag `o` stands; returns the object.
        tensor: Called with an array and True where a tensor that can be assigned to stands, False where another
            tensor does; returns the object.
        deadline: When to give up, on the clock of `time.monotonic()`.
    """

    def __init__(
        self,
        content: builtins.bytes | bytearray | memoryview,
        reference: Callable[[str, Reader], Any] | None = None,
        tensor: Callable[[np.ndarray, bool], Any] | None = None,
        deadline: float = math.inf,
    ) -> None:
        self.content, self.at, self.items, self.keys = memoryview(content), 0, 0, 0
        self.reference, self.deadline = reference, deadline
        self.tensor = tensor or (lambda array, variable: array.view(Tensor))

    def end(self) -> None:
        """Refuse anything behind the last value."""
        if self.at != len(self.content):
            raise Malformed("there is something behind the value")

    def take(self, size: int) -> memoryview:
        piece = self.content[self.at : self.at + size]
        if len(piece) != size:
            raise Malformed("the message ends in the middle of a value")
        self.at += size
        return piece

    def count(self) -> int:
        return struct.unpack("!I", self.take(4))[0]

    def number(self) -> int:
        return struct.unpack("!Q", self.take(8))[0]

    def text(self) -> str:
        try:
            return str(self.take(self.count()), "utf-8")
        except UnicodeDecodeError:
            raise Malformed("a text is not UTF-8") from None

    def value(self, depth: int = 0) -> Any:
        """Read one value.

        Raises:
            Malformed: The bytes are no value, or one beyond the bounds.
        """
        self.weigh(1)
        if depth > MAX_DEPTH:
            raise Malformed("a value is nested too deep")
        tag = bytes(self.take(1))
        if tag in CONSTANTS:
            return CONSTANTS[tag]
        method = READERS.get(tag)
        if method is None:
            raise Malformed(f"unknown tag {tag!r}")
        return method(self, tag, depth)

    def weigh(self, items: int) -> None:
        self.items += items
        if self.items > MAX_ITEMS:
            raise Malformed("a value has too many parts")
        if self.items % LOOK_AT_CLOCK < items:
            self.look_at_clock()

    def look_at_clock(self) -> None:
        if time.monotonic() > self.deadline:
            raise Malformed("reading the value takes too long")

    def integer(self, tag: builtins.bytes | None = None, depth: int = 0) -> int:
        size = self.count()
        if size > MAX_INT_BYTES:
            raise Malformed("an integer is too long")
        return int.from_bytes(self.take(size), "big", signed=True)

    def real(self, tag: builtins.bytes, depth: int) -> float:
        return struct.unpack("!d", self.take(8))[0]

    def complex(self, tag: builtins.bytes, depth: int) -> builtins.complex:
        return complex(*struct.unpack("!dd", self.take(16)))

    def string(self, tag: builtins.bytes, depth: int) -> str:
        return self.text()

    def bytes(self, tag: builtins.bytes, depth: int) -> builtins.bytes:
        return bytes(self.take(self.count()))

    def sequence(self, tag: builtins.bytes, depth: int) -> Any:
        return SEQUENCES[tag](self.items_of(depth))

    def items_of(self, depth: int) -> list[Any]:
        return [self.value(depth + 1) for _ in range(self.bounded_count())]

    def set(self, tag: builtins.bytes, depth: int) -> Any:
        found: dict[Any, Any] = {}
        for key in self.items_of(depth):
            self.enter(found, key, None)
        self.weigh(HEAVY)
        return SEQUENCES[tag](found)

    def mapping(self, tag: builtins.bytes, depth: int) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for _ in range(self.bounded_count()):
            key = self.value(depth + 1)
            self.enter(found, key, self.value(depth + 1))
        self.weigh(HEAVY)
        return found

    def enter(self, found: dict[Any, Any], key: Any, value: Any) -> None:
        """Put a key into a dict: no more than so many, and no longer than the deadline."""
        self.keys += 1
        if self.keys > MAX_KEYS:
            raise Malformed("dicts and sets hold too many keys")
        if self.keys % 64 == 0:
            self.look_at_clock()
        try:
            found[key] = value
        except TypeError:
            raise Malformed("a set or dict holds a key that cannot be one") from None

    def bounded_count(self) -> int:
        number = self.count()
        if number > len(self.content) - self.at:
            raise Malformed("a container says that it holds more than the message")
        return number

    def array(self, tag: builtins.bytes, depth: int) -> Any:
        self.weigh(HEAVY)
        name = self.text()
        if not DTYPE.match(name):
            raise Malformed("an array has a dtype that cannot cross")
        dtype, shape = np.dtype(name), self.shape()
        data = self.take(self.count())
        if math.prod(shape) * dtype.itemsize != len(data):
            raise Malformed("an array's shape does not fit its data")
        array = proper(np.frombuffer(data, dtype).reshape(shape))
        if tag == b"g":
            return scalar(array)
        return array if tag == b"a" else self.tensor(array, tag == b"w")

    def shape(self) -> tuple[int, ...]:
        """A shape; one with a zero in it stays as small in its other places as if the zero were a one."""
        dimensions = self.take(1)[0]
        if dimensions > MAX_DIMENSIONS:
            raise Malformed("an array has too many dimensions")
        shape = struct.unpack(f"!{dimensions}Q", self.take(8 * dimensions))
        if math.prod(max(length, 1) for length in shape) > MAX_BYTES:
            raise Malformed("an array's shape is too large")
        return shape

    def range(self, tag: builtins.bytes, depth: int) -> builtins.range:
        start, stop, step = self.plain_integer(), self.plain_integer(), self.plain_integer()
        if step == 0 or not -MAX_ITEMS <= (stop - start) // step <= MAX_ITEMS:
            raise Malformed("a range has step 0, or too many numbers")
        return range(start, stop, step)

    def plain_integer(self) -> int:
        if bytes(self.take(1)) != b"i":
            raise Malformed("a range needs integers")
        return self.integer()

    def slice(self, tag: builtins.bytes, depth: int) -> builtins.slice:
        return slice(*(self.value(depth + 1) for _ in range(3)))

    def other(self, tag: builtins.bytes, depth: int) -> Any:
        if self.reference is None:
            raise Malformed("a reference stands where only plain values may")
        return self.reference(self.text(), self)


def proper(array: np.ndarray) -> np.ndarray:
    """A copy that holds nothing but what its dtype stands for: booleans that are 0 or 1, text that is characters."""
    if array.dtype.kind == "b":
        return array.view(np.uint8) != 0
    if array.dtype.kind == "U":
        check_characters(array)
    return array.copy()


def check_characters(array: np.ndarray) -> None:
    points = array.reshape(-1).view(np.dtype(np.uint32).newbyteorder(array.dtype.byteorder))
    if ((points > 0x10FFFF) | ((points >= 0xD800) & (points < 0xE000))).any():
        raise Malformed("an array of text holds numbers that are no characters")


def scalar(array: np.ndarray) -> Any:
    if array.ndim or array.dtype.kind == "U":
        raise Malformed("a NumPy scalar is one number")
    return array[()]


READERS = {
    b"i": Reader.integer,
    b"f": Reader.real,
    b"c": Reader.complex,
    b"s": Reader.string,
    b"b": Reader.bytes,
    b"l": Reader.sequence,
    b"t": Reader.sequence,
    b"S": Reader.set,
    b"Z": Reader.set,
    b"d": Reader.mapping,
    b"a": Reader.array,
    b"g": Reader.array,
    b"x": Reader.array,
    b"w": Reader.array,
    b"r": Reader.range,
    b"v": Reader.slice,
    b"o": Reader.other,
}
