"""Whatever a student's code gives, a check answers in a sentence and does not crash."""

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import checks


class Broken:
    """Everything about it fails."""

    def _fail(self, *args, **kwargs):
        raise RuntimeError("boom")

    __array__ = __repr__ = __eq__ = __len__ = __iter__ = __float__ = __bool__ = __getattr__ = _fail
    __hash__ = None


class Shaped:
    shape = "wide"


def generator():
    yield 0.5


def says(check, *args, **kwargs):
    with pytest.raises(AssertionError) as caught:
        check(*args, **kwargs)
    return str(caught.value)


def itself():
    endless = [1.0]
    endless.append(endless)
    return endless


@pytest.mark.parametrize(
    ("got", "message"),
    [
        (None, "sigmoid(0) returned nothing: is there a `return`?"),
        (..., "sigmoid(0) returned `...`: put your own code in the place of the three dots"),
        (NotImplemented, "sigmoid(0) returned NotImplemented: put your own value in its place"),
        (np.exp, "sigmoid(0) returned the function exp and not its value: call it with (…)"),
        (len, "sigmoid(0) returned the function len and not its value: call it with (…)"),
        ([].append, "sigmoid(0) returned the function append and not its value: call it with (…)"),
        (generator, "sigmoid(0) returned the function generator and not its value: call it with (…)"),
        (float, "sigmoid(0) returned the class float and not a value"),
        (generator(), "sigmoid(0) returned a generator: use `return` in the place of `yield`"),
        (map(abs, [1]), "sigmoid(0) returned a map object: make a list of it with list(…)"),
        ("0.5", "sigmoid(0) returned the text '0.5': expected a number, which has no quotation marks"),
        (b"1", "sigmoid(0) returned the text b'1': expected a number, which has no quotation marks"),
        ({"p": 0.5}, "sigmoid(0) returned a dict: expected a number or an array"),
        ({0.5}, "sigmoid(0) returned a set: expected a number or an array"),
        (0.5j, "sigmoid(0) returned a complex number, 0.5j: expected real ones"),
        (np.array([1, 2 + 1j]), "sigmoid(0) returned a complex number, (2+1j): expected real ones"),
        (
            [[1, 2], [3]],
            "sigmoid(0) returned a list with rows of different lengths, 2, 1: every row needs the same length",
        ),
        ([1, None], "sigmoid(0) holds None at index 1: expected a number"),
        (
            [[1, 2], [3, "4"]],
            "sigmoid(0) holds the text '4' at index (1, 1): expected a number, which has no quotation marks",
        ),
        (
            np.array("a"),
            "sigmoid(0) holds the text 'a': expected a number, which has no quotation marks",
        ),
        ([object()], "sigmoid(0) holds an object at index 0: expected a number"),
        (object(), "sigmoid(0) returned an object object: expected a number or an array"),
        (Broken(), "sigmoid(0) returned a Broken that cannot be read as numbers (RuntimeError: boom)"),
        (10**400, "sigmoid(0) holds a whole number of 1329 bits: this is too large for a float"),
        ([1, 10**400], "sigmoid(0) holds a whole number of 1329 bits at index 1: this is too large for a float"),
        (np.datetime64("2020-01-01"), "sigmoid(0) holds values of type datetime64[D]: expected numbers"),
        ([], "expected sigmoid(0) to be one number, received shape (0,)"),
        (np.zeros(10**7), "expected sigmoid(0) to be one number, received shape (10000000,)"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_number_is_named(got, message):
    assert says(checks.close, got, 0.5, "sigmoid(0)") == message


@pytest.mark.parametrize(
    ("got", "message"),
    [
        (None, "w is None: give it a value"),
        (..., "w is still `...`: put your own code in the place of the three dots"),
        (np.exp, "w is the function exp and not its value: call it with (…)"),
        ("1", "w is the text '1': expected a number, which has no quotation marks"),
    ],
)
def test_a_variable_is_spoken_of_as_one(got, message):
    assert says(checks.close, got, 0.5, "w") == message


def test_names_in_plain_words_and_with_an_index():
    assert says(checks.close, None, 1, "path[0]") == "path[0] is None: give it a value"
    assert says(checks.choice, None, ["a"], 'jobs["profit"]') == 'jobs["profit"] is None: give it a value'
    message = "sigmoid of a float32 array returned nothing: is there a `return`?"
    assert says(checks.close, None, 1, "sigmoid of a float32 array") == message


def test_numbers_in_unusual_clothes_pass():
    checks.close(Fraction(1, 2), 0.5, "f(x)")
    checks.close([Fraction(1, 2), 10**30], [0.5, 1e30], "f(x)")
    checks.close(0.5 + 0j, 0.5, "f(x)")
    checks.close(range(3), [0, 1, 2], "f(x)")


def test_tensors_that_are_no_arrays_are_named():
    import keras
    import tensorflow as tf

    ragged = tf.ragged.constant([[1.0], [1.0, 2.0]])
    message = "f(x) returned a RaggedTensor object: expected a number or an array"
    assert says(checks.close, ragged, 0.5, "f(x)") == message
    message = says(checks.close, keras.Input((2,)), 0.5, "f(x)")
    assert message.startswith("f(x) returned a KerasTensor that cannot be read as numbers (ValueError: ")
    checks.shape(keras.Input((2,)), (None, 2), "f(x)")
    message = "f(x) returned a Dense object: expected a number or an array"
    assert says(checks.close, keras.layers.Dense(1), 0.5, "f(x)") == message


STRANGE = {
    "nothing": None,
    "dots": ...,
    "NotImplemented": NotImplemented,
    "function": np.exp,
    "class": int,
    "generator": generator(),
    "iterator": iter([1]),
    "text": "abc",
    "bytes": b"abc",
    "dict": {1: 2},
    "set": {1, 2},
    "complex": 1j,
    "ragged": [[1, 2], [3]],
    "deeply ragged": [[1, [2]], [3]],
    "mixed": [1, "a", None],
    "broken": Broken(),
    "list of broken": [Broken()],
    "shaped": Shaped(),
    "itself": itself(),
    "object": object(),
    "object array": np.array([object(), None]),
    "record": np.zeros(2, dtype=[("a", int), ("b", float)]),
    "dates": np.array(["2020-01-01"], dtype="datetime64[D]"),
    "nan": float("nan"),
    "empty": [],
    "empty matrix": np.zeros((0, 3)),
    "nothing in a list": [None],
    "huge number": 10**5000,
    "long text": "a" * 10**6,
    "large": np.zeros(10**6),
    "masked": np.ma.masked_array([1.0, 2.0], mask=[True, False]),
    "many axes": np.zeros((1,) * 20),
    "error": ValueError("x"),
    "module": np,
}
CHECKS = {
    "close": lambda got: checks.close(got, [0.5, 1.5], "f(x)", looks_like={"a mistake": got}),
    "close to a number": lambda got: checks.close(got, -7.25, "f(x)"),
    "shape": lambda got: checks.shape(got, (7, 7), "f(x)"),
    "dtype": lambda got: checks.dtype(got, "float16", "f(x)"),
    "number": lambda got: checks.number(got, 5, 6, "f(x)"),
    "equal": lambda got: checks.equal(got, ["a", 1], "f(x)"),
    "equal to a text": lambda got: checks.equal(got, "yes", "f(x)"),
    "unchanged": lambda got: checks.unchanged([7.0], got, "x"),
    "choice": lambda got: checks.choice(got, ["yes", "no"], "prediction"),
    "raises": lambda got: checks.raises(lambda: got, ValueError, "f(x)"),
}


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("strange", STRANGE)
def test_every_check_answers_strange_input_with_a_short_sentence(check, strange):
    message = says(CHECKS[check], STRANGE[strange])
    assert 10 < len(message) < 700
    assert "\n" not in message
    assert not re.search(r"0x[0-9a-f]{6}", message), "an address differs from run to run"


@pytest.mark.parametrize("strange", STRANGE)
def test_finite_and_less_pass_or_answer_in_a_sentence(strange):
    for check in (lambda got: checks.finite(got, "f(x)"), lambda got: checks.less(got, 0, "f(x)")):
        answer(lambda check=check: check(STRANGE[strange]))


def answer(call):
    """Call a check; its message, or nothing where it passes. Any other error is a crash."""
    try:
        call()
    except AssertionError as error:
        return str(error)
    return ""


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner) | st.sets(st.integers())
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(PLAIN, st.lists(st.floats(-1e6, 1e6), max_size=4))
def test_nothing_made_of_plain_values_crashes_a_check(got, expected):
    for check in (
        lambda: checks.close(got, expected, "f(x)"),
        lambda: checks.shape(got, (2,), "f(x)"),
        lambda: checks.equal(got, expected, "f(x)"),
        lambda: checks.unchanged(expected, got, "x"),
        lambda: checks.choice(got, ["yes", 1], "prediction"),
        lambda: checks.number(got, 0, 1, "prediction"),
        lambda: checks.finite(got, "f(x)"),
        lambda: checks.dtype(got, "float32", "f(x)"),
    ):
        answer(check)
