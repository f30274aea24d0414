"""Plain values to bytes, in the form that `__init__.py` describes."""

import builtins
import struct
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.wire.limits import DTYPE, MAX_BYTES, MAX_DEPTH, MAX_INT_BYTES, MAX_ITEMS, MAX_KEYS, NotPlain, Tensor

SEQUENCE_TAGS: dict[type, bytes] = {list: b"l", tuple: b"t", set: b"S", frozenset: b"Z"}


def encode(value: Any, **options: Any) -> bytes:
    """The bytes of a plain value; the options are those of `Writer`.

    Raises:
        NotPlain: It is none, or beyond the bounds.
    """
    writer = Writer(**options)
    writer.value(value)
    return writer.content()


class Writer:
    """Writes one value after the other.

    Args:
        reference: Called with a value that is not plain; returns a kind and bytes that stand for it, or raises
            `NotPlain`.
        number: Called with each list, dict, set and array before it is written; returns the number under which
            both sides know it, or None.
        simplify: Called with a value that is not plain; returns a plain value to write instead, or the same value.
    """

    def __init__(
        self,
        reference: Callable[[Any], tuple[Any, ...]] | None = None,
        number: Callable[[Any], int | None] | None = None,
        simplify: Callable[[Any], Any] | None = None,
    ) -> None:
        self.parts: list[builtins.bytes] = []
        self.size, self.items, self.keys = 0, 0, 0
        self.reference, self.number, self.simplify = reference, number, simplify

    def content(self) -> builtins.bytes:
        return b"".join(self.parts)

    def put(self, *pieces: builtins.bytes) -> None:
        for piece in pieces:
            self.parts.append(piece)
            self.size += len(piece)
        if self.size > MAX_BYTES:
            raise NotPlain(f"a value larger than {MAX_BYTES // 2**20} MB cannot cross to the judge")

    def value(self, value: Any, depth: int = 0) -> None:
        """Write one value."""
        self.items += 1
        if self.items > MAX_ITEMS:
            raise NotPlain(f"a value with more than {MAX_ITEMS:,} parts cannot cross to the judge")
        if depth > MAX_DEPTH:
            raise NotPlain(f"a value nested more than {MAX_DEPTH} deep cannot cross to the judge")
        kind = type(value)
        if self.number is not None and kind in CONTAINERS:
            number = self.number(value)
            if number is not None:
                self.put(b"o", text("shared"), number_bytes(number))
        WRITERS.get(kind, Writer.other)(self, value, depth)

    def constant(self, value: Any, depth: int) -> None:
        self.put({None: b"N", True: b"T", False: b"F", Ellipsis: b"E"}[value])

    def integer(self, value: Any, depth: int) -> None:
        size = value.bit_length() // 8 + 1
        if size > MAX_INT_BYTES:
            raise NotPlain("an integer of more than 8000 bits cannot cross to the judge")
        self.put(b"i", block(value.to_bytes(size, "big", signed=True)))

    def real(self, value: Any, depth: int) -> None:
        self.put(b"f", struct.pack("!d", value))

    def complex(self, value: Any, depth: int) -> None:
        self.put(b"c", struct.pack("!dd", value.real, value.imag))

    def text(self, value: str, depth: int) -> None:
        self.put(b"s", text(value))

    def bytes(self, value: Any, depth: int) -> None:
        self.put(b"b", block(bytes(value)))

    def sequence(self, value: Any, depth: int) -> None:
        self.put(SEQUENCE_TAGS[type(value)], count(len(value)))
        for item in value:
            self.value(item, depth + 1)

    def set(self, value: Any, depth: int) -> None:
        if not all(map(is_key, value)):
            return self.refer(value)
        self.count_keys(value)
        self.sequence(value, depth)

    def mapping(self, value: Any, depth: int) -> None:
        if not all(map(is_key, value)):
            return self.refer(value)
        self.count_keys(value)
        self.put(b"d", count(len(value)))
        for key, item in value.items():
            self.value(key, depth + 1)
            self.value(item, depth + 1)

    def count_keys(self, value: Any) -> None:
        self.keys += len(value)
        if self.keys > MAX_KEYS:
            raise NotPlain(f"dicts and sets with more than {MAX_KEYS:,} keys cannot cross to the judge")

    def array(self, value: Any, depth: int, tag: builtins.bytes = b"a") -> None:
        if DTYPE.match(value.dtype.str):
            return self.put(tag, array_bytes(value))
        simple = value if self.simplify is None else self.simplify(value)
        if simple is value:
            raise NotPlain(f"an array of dtype {value.dtype} cannot cross to the judge: use numbers or strings")
        self.value(simple, depth + 1)

    def tensor(self, value: Any, depth: int) -> None:
        self.array(value.numpy(), depth, b"x")

    def scalar(self, value: Any, depth: int) -> None:
        self.put(b"g", array_bytes(np.asarray(value)))

    def range(self, value: Any, depth: int) -> None:
        if not -MAX_ITEMS <= (value.stop - value.start) // value.step <= MAX_ITEMS:
            raise NotPlain(f"a range of more than {MAX_ITEMS:,} numbers cannot cross to the judge")
        self.put(b"r")
        for part in (value.start, value.stop, value.step):
            self.integer(part, depth)

    def slice(self, value: Any, depth: int) -> None:
        self.put(b"v")
        for part in (value.start, value.stop, value.step):
            self.value(part, depth + 1)

    def other(self, value: Any, depth: int) -> None:
        tensor = tensor_values(value)
        if tensor is not None:
            return self.array(tensor, depth, b"w" if hasattr(value, "assign") else b"x")
        simple = value if self.simplify is None else self.simplify(value)
        if simple is not value:
            return self.value(simple, depth + 1)
        self.refer(value)

    def refer(self, value: Any) -> None:
        if self.reference is None:
            raise NotPlain(f"a {type(value).__name__} cannot cross to the judge: only plain values can")
        kind, *pieces = self.reference(value)
        self.put(b"o", text(kind), *pieces)


CONTAINERS = {list, dict, set, np.ndarray}
WRITERS = {
    type(None): Writer.constant,
    bool: Writer.constant,
    type(Ellipsis): Writer.constant,
    int: Writer.integer,
    float: Writer.real,
    complex: Writer.complex,
    str: Writer.text,
    bytes: Writer.bytes,
    bytearray: Writer.bytes,
    list: Writer.sequence,
    tuple: Writer.sequence,
    set: Writer.set,
    frozenset: Writer.set,
    dict: Writer.mapping,
    np.ndarray: Writer.array,
    Tensor: Writer.tensor,
    range: Writer.range,
    slice: Writer.slice,
    **{np.dtype(code).type: Writer.scalar for code in "?bBhHiIlLqQefdFD"},
}
KEYS = {kind for kind, method in WRITERS.items() if method in (Writer.constant, Writer.scalar)}
KEYS |= {int, float, complex, str, bytes, range}


def is_key(value: Any) -> bool:
    """Whether a key of a dict can cross by value; a function as a key, for example, cannot."""
    kind = type(value)
    return kind in KEYS or (kind in (tuple, frozenset) and all(map(is_key, value)))


def count(number: int) -> bytes:
    return struct.pack("!I", number)


def block(content: bytes) -> bytes:
    return count(len(content)) + content


def text(value: str) -> bytes:
    return block(value.encode("utf-8", "replace"))


def number_bytes(number: int) -> bytes:
    return struct.pack("!Q", number)


def array_bytes(array: np.ndarray) -> bytes:
    shape = struct.pack(f"!B{array.ndim}Q", array.ndim, *array.shape)
    return text(array.dtype.str) + shape + block(array.tobytes())


def tensor_values(value: Any) -> np.ndarray | None:
    """The values of a TensorFlow tensor or variable, of a Keras variable, or None for anything else.

    Nothing is imported for it: where TensorFlow was never imported, there are no tensors.
    """
    if type(value).__module__.partition(".")[0] not in ("tensorflow", "keras"):
        return None
    numpy = getattr(value, "numpy", None)
    if numpy is None or not hasattr(value, "dtype"):
        return None
    try:
        return np.asarray(numpy())
    except Exception:  # a symbolic tensor has no values
        return None
