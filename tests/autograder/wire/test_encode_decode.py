"""Plain values as bytes and back: exact types, bounded sizes, and no other outcome than a value or `Malformed`."""

import random
import struct
import time
from contextlib import suppress

import numpy as np
import pytest

from autograder.wire import Malformed, NotPlain, Tensor, decode, decoder, encode, encoder

VALUES = [
    None, True, False, ..., 0, -1, 2**200, -(2**63), 1.5, float("inf"), 1j, "hé", b"abc", [1, [2, (3,)]],
    {"a": [1], 2: {3}}, frozenset({1}), np.arange(6.0).reshape(2, 3), np.float32(1.5), np.array(3), np.bool_(True),
    np.array(["ab", "c"]), np.zeros((0, 3)), range(3, 9, 2), slice(1, None), np.array([1 + 2j], np.complex64),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_plain_value_comes_back_as_it_was_with_its_exact_type(value):
    back = decode(encode(value))
    assert type(back) is type(value)
    assert repr(back) == repr(value)


def test_nan_and_minus_zero_come_back():
    back = decode(encode([float("nan"), -0.0]))
    assert str(back) == "[nan, -0.0]"


@pytest.mark.parametrize(
    "value",
    [object(), lambda: 1, np.array([object()]), type, {1: print}],
    ids=["object", "function", "array of objects", "class", "dict of functions"],
)
def test_what_is_not_plain_does_not_cross(value):
    with pytest.raises(NotPlain):
        encode(value)


def test_subclasses_of_plain_types_do_not_cross():
    kinds = [type("Liar", (base,), {"__eq__": lambda *_: True, "__hash__": None}) for base in (int, float, str, list)]
    for kind in [*kinds, type("Array", (np.ndarray,), {})]:
        value = kind((1,)) if kind.__name__ == "Array" else kind()
        with pytest.raises(NotPlain):
            encode(value)


def test_a_list_that_holds_itself_does_not_cross():
    value = []
    value.append(value)
    with pytest.raises(NotPlain, match="nested more than"):
        encode(value)


def test_sizes_are_bounded_on_the_way_out(monkeypatch):
    monkeypatch.setattr(encoder, "MAX_BYTES", 1000)
    with pytest.raises(NotPlain, match="larger than"):
        encode(np.zeros(1000))


def message(tag, *parts):
    return tag + b"".join(parts)


def count(number):
    return struct.pack("!I", number)


def array(dtype, shape, data):
    name = dtype.encode()
    header = struct.pack(f"!B{len(shape)}Q", len(shape), *shape)
    return message(b"a", count(len(name)), name, header, count(len(data)), data)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"?",
        b"NN",
        message(b"l", count(2**32 - 1)),
        message(b"s", count(4), b"\xff\xff\xff\xff"),
        message(b"i", count(10**6), b"\0" * 10**6),
        message(b"d", count(1), message(b"l", count(0)), b"N"),
        b"l" + count(1) + (b"l" + count(1)) * 200 + b"N",
        array("|O8", (1,), b"\0" * 8),
        array("<U0", (2**40,), b""),
        array("<f8", (2**32, 2**32), b"\0" * 8),
        array("<f8", (3,), b"\0" * 8),
        array("<U1", (1,), b"\xff\xff\xff\xff"),
        array("<f8", (1,) * 30, b"\0" * 8),
        message(b"r", b"i", count(1), b"\0", b"i", count(1), b"\1", b"i", count(1), b"\0"),
        message(b"o", count(6), b"handle"),
    ],
)
def test_bytes_that_are_no_value_are_malformed(content):
    with pytest.raises(Malformed):
        decode(content)


def test_an_empty_array_has_no_giant_shape_whose_sum_would_fill_the_memory():
    assert decode(array("<f8", (0, 1000), b"")).shape == (0, 1000)
    with pytest.raises(Malformed):
        decode(array("<f8", (2**40, 0), b""))


def integer(number):
    return encode(number)


def test_a_range_that_a_list_would_fill_the_memory_with_does_not_cross():
    assert decode(encode(range(10, 0, -3))) == range(10, 0, -3)
    with pytest.raises(Malformed):
        decode(message(b"r", integer(0), integer(10**9), integer(1)))
    with pytest.raises(NotPlain):
        encode(range(10**9))


def test_booleans_are_0_or_1_whatever_the_bytes_say():
    assert decode(array("|b1", (3,), b"\0\1\7")).view(np.uint8).tolist() == [0, 1, 1]


def test_keys_that_collide_are_few(monkeypatch):
    monkeypatch.setattr(decoder, "MAX_KEYS", 1000)
    keys = b"".join(integer((2**61 - 1) * n) for n in range(1001))
    assert len(decode(message(b"S", count(1000), keys[: -len(integer((2**61 - 1) * 1000))]))) == 1000
    with pytest.raises(Malformed, match="too many keys"):
        decode(message(b"S", count(1001), keys))


def test_reading_ends_at_the_deadline():
    content = encode(list(range(100_000)))
    with pytest.raises(Malformed, match="too long"):
        decode(content, deadline=time.monotonic() - 1)


def test_small_messages_of_containers_take_little_memory():
    for part in (b"S" + count(0), array("|b1", (0,), b"")):
        with pytest.raises(Malformed, match="too many parts"):
            decode(message(b"l", count(300_000), part * 300_000))


def test_a_text_that_is_no_unicode_is_replaced_on_the_way_out_and_refused_on_the_way_in():
    assert decode(encode("a\ud800b")) == "a?b"
    with pytest.raises(Malformed):
        decode(message(b"s", count(3), "\ud800".encode("utf-8", "surrogatepass")))
    with pytest.raises(Malformed):
        decode(array("<U1", (1,), struct.pack("<I", 0xD800)))


def test_a_numpy_scalar_is_one_number_and_no_text():
    for bad in (array("<f8", (2,), b"\0" * 16), array("<f8", (1,), b"\0" * 8), array("<U1", (), b"a\0\0\0")):
        with pytest.raises(Malformed):
            decode(b"g" + bad[1:])


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_damaged_value_is_a_value_or_malformed(value):
    rng, content = random.Random(0), encode([value, value])
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(rng.randint(1, 3)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        with suppress(Malformed):
            decode(bytes(damaged))


def test_a_tensor_is_an_array_that_answers_numpy():
    value = np.arange(3.0).view(Tensor)
    assert type(value.numpy()) is np.ndarray
    assert type(decode(encode(value))) is Tensor


@pytest.mark.slow
def test_tensors_variables_and_keras_variables_cross_by_value():
    import keras
    import tensorflow as tf

    for value in (tf.constant([1.0, 2.0]), tf.Variable([1.0, 2.0]), keras.Variable([1.0, 2.0])):
        back = decode(encode(value))
        assert type(back) is Tensor
        assert back.dtype == np.float32
        assert back.tolist() == [1.0, 2.0]
