"""What a student reads when an answer is wrong: each message, word for word."""

import numpy as np
import pytest

from course_utils import checks

M = np.arange(6.0).reshape(3, 2)


def says(check, *args, **kwargs):
    """The message of a check that fails."""
    with pytest.raises(AssertionError) as caught:
        check(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize(
    "got",
    [
        [0.5, 1.0],
        (0.5, 1),
        np.array([0.5, 1.0]),
        np.array([0.5, 1.0], "float32"),
        np.array([0.5, 1.0], "float16"),
        np.array([0.5, 1.0], dtype=object),
        [np.float32(0.5), np.array(1)],
        [0.5000001, 1.0000001],
    ],
)
def test_the_right_numbers_pass_in_any_form(got):
    assert checks.close(got, [0.5, 1.0], "f(x)") is None


@pytest.mark.parametrize("got", [0.5, np.float64(0.5), np.array(0.5), np.float32(0.5)])
def test_a_single_right_number_passes_in_any_form(got):
    checks.close(got, 0.5, "f(x)")
    checks.close(True, 1, "f(x)")


def test_tensors_and_variables_pass_by_value():
    import keras
    import tensorflow as tf

    for got in (tf.constant([0.5, 1.0]), tf.Variable([0.5, 1.0]), keras.Variable([0.5, 1.0])):
        checks.close(got, [0.5, 1.0], "f(x)")
        checks.equal(got, [0.5, 1.0], "f(x)")
        checks.shape(got, (2,), "f(x)")
        checks.dtype(got, "float32", "f(x)")
    checks.close(tf.cast([1 / 3], tf.bfloat16), [1 / 3], "f(x)")
    checks.close([tf.constant(0.5), 1.0], [0.5, 1.0], "f(x)")
    checks.dtype(tf.constant(0.5), tf.float32, "f(x)")


def test_narrow_types_get_the_tolerance_that_they_need():
    third = np.array([1 / 3, 1000 / 3, 0.0])
    checks.close(third.astype("float32"), third, "f(x)", rtol=1e-12, atol=1e-12)
    checks.close(third, third.astype("float32"), "f(x)", rtol=1e-12, atol=1e-12)
    checks.close(third.astype("float16"), third, "f(x)", rtol=1e-12, atol=1e-12)
    says(checks.close, third * 1.001, third.astype("float32"), "f(x)")


def test_infinity_and_nan_pass_where_they_are_expected():
    checks.close([np.inf, -np.inf, np.nan], [np.inf, -np.inf, np.nan], "f(x)")


@pytest.mark.parametrize(
    ("got", "expected", "message"),
    [
        (M.T, M, "looks like dW was transposed: expected shape (3, 2), received (2, 3)"),
        (
            np.ones((4, 4)),
            np.ones(4),
            "looks like (4,) met (4, 1) in dW and broadcasting made a square: expected shape (4,), received (4, 4)",
        ),
        (
            np.ones((4, 4)),
            np.ones((4, 1)),
            "looks like (4,) met (4, 1) in dW and broadcasting made a square: expected shape (4, 1), received (4, 4)",
        ),
        (
            np.ones((4, 1)),
            np.ones(4),
            "looks like dW has an axis of length 1 too many: expected shape (4,), received (4, 1)",
        ),
        (
            np.ones((1, 3)),
            np.ones(3),
            "looks like dW has an axis of length 1 too many: expected shape (3,), received (1, 3)",
        ),
        (
            [3.0],
            3.0,
            "looks like dW has an axis of length 1 too many: expected one number, received shape (1,)",
        ),
        (np.ones(4), np.ones((4, 1)), "looks like dW lost its axis of length 1: expected shape (4, 1), received (4,)"),
        (3.0, [3.0], "looks like dW lost its axis of length 1: expected shape (1,), received one number"),
        (
            np.ones(3),
            np.ones((1, 3)),
            "looks like dW lost its batch axis, the one that counts the examples: expected shape (1, 3), received (3,)",
        ),
        (
            np.ones(3),
            np.ones((5, 3)),
            "looks like dW lost its batch axis, the one that counts the examples: expected shape (5, 3), received (3,)",
        ),
        (3.0, np.ones(3), "looks like dW is one number for the whole batch: expected shape (3,), received one number"),
        ([1.0, 2.0], 3.0, "expected dW to be one number, received shape (2,)"),
        (M, np.ones((2, 5)), "expected dW of shape (2, 5), received shape (3, 2)"),
        ([], [1.0, 2.0], "expected dW of shape (2,), received shape (0,)"),
    ],
)
def test_a_wrong_shape_is_named(got, expected, message):
    assert says(checks.close, got, expected, "dW") == message
    assert says(checks.shape, got, np.shape(expected), "dW") == message


@pytest.mark.parametrize(
    ("got", "expected", "message"),
    [
        ([1, 5], [1, 2], "expected g = [1, 2], received [1, 5]"),
        (0.7, 0.5, "expected g = 0.5, received 0.7"),
        (
            [[0.0, 2.0], [1.0, 3.0]],
            [[0.0, 1.0], [2.0, 3.0]],
            "looks like g was transposed: expected g = [[0.0, 1.0], [2.0, 3.0]], received [[0.0, 2.0], [1.0, 3.0]]",
        ),
        ([-1.0, 2.0], [1, -2], "looks like the sign of g is flipped: expected g = [1, -2], received [-1.0, 2.0]"),
        (-0.5, 0.5, "looks like the sign of g is flipped: expected g = 0.5, received -0.5"),
        ([2.0, 4.0], [1, 2], "looks like g was multiplied by 2: expected g = [1, 2], received [2.0, 4.0]"),
        ([-2.0, -4.0], [1, 2], "looks like g was multiplied by -2: expected g = [1, 2], received [-2.0, -4.0]"),
        ([0.25, 0.5], [1, 2], "looks like g was multiplied by 1/4: expected g = [1, 2], received [0.25, 0.5]"),
        ([0.7, 1.4], [1, 2], "looks like g was multiplied by 0.7: expected g = [1, 2], received [0.7, 1.4]"),
        (3.0, 1.5, "looks like g was multiplied by 2: expected g = 1.5, received 3.0"),
        (0.75, 1.5, "looks like g was multiplied by 1/2: expected g = 1.5, received 0.75"),
        (4.5, 1.5, "expected g = 1.5, received 4.5"),
        ([2, 3], [1, 2], "looks like 1 was added to g: expected g = [1, 2], received [2, 3]"),
        ([0.5, 1.5], [1, 2], "looks like -0.5 was added to g: expected g = [1, 2], received [0.5, 1.5]"),
        ([2, 2], [1, 1], "looks like g was multiplied by 2: expected g = [1, 1], received [2, 2]"),
        ([4, 4], [1, 1], "expected g = [1, 1], received [4, 4]"),
        (
            [0, 1, 2],
            [0.5, 1.7, 2.2],
            "looks like the decimals of g were cut off by an integer type: "
            "expected g = [0.5, 1.7, 2.2], received [0, 1, 2]",
        ),
        (
            [0.0, 2.0, 2.0],
            [0.4, 1.7, 2.2],
            "looks like the decimals of g were cut off by an integer type: "
            "expected g = [0.4, 1.7, 2.2], received [0.0, 2.0, 2.0]",
        ),
        (0, 0.5, "looks like the decimals of g were cut off by an integer type: expected g = 0.5, received 0"),
        ([0.0, 0.0], [0.5, 0.7], "looks like g was never filled in: expected g = [0.5, 0.7], received [0.0, 0.0]"),
        (
            [3.0, 1.0, 2.5],
            [1.0, 2.5, 3.0],
            "looks like the numbers of g are right, but in the wrong order: "
            "expected g = [1.0, 2.5, 3.0], received [3.0, 1.0, 2.5]",
        ),
        (
            [np.nan, 1.0],
            [0.5, 1.0],
            "looks like an overflow, 0/0 or the logarithm of a negative number, which give nan: "
            "expected g = [0.5, 1.0], received [nan, 1.0]",
        ),
        (np.inf, 1.0, "looks like an overflow or a division by zero, which give inf: expected g = 1.0, received inf"),
        ([1.0, 2.0], [1.0, np.inf], "expected g = [1.0, inf], received [1.0, 2.0]"),
        (
            [2.0, 4.0, np.inf],
            [1, 2, np.inf],
            "looks like g was multiplied by 2: expected g = [1.0, 2.0, inf], received [2.0, 4.0, inf]",
        ),
        (
            [True, False],
            [0.5, 0.7],
            "looks like g is a comparison, which gives True or False, and not a number: "
            "expected g = [0.5, 0.7], received [True, False]",
        ),
        (0.500001, 0.5, "expected g = 0.5, received 0.500001"),
        (1.00002, 1.0, "expected g = 1.0, received 1.00002"),
    ],
)
def test_wrong_numbers_are_named(got, expected, message):
    assert says(checks.close, got, expected, "g", rtol=1e-7, atol=1e-9) == message


def test_a_difference_in_the_last_digits_shows():
    assert says(checks.close, 0.5000001, 0.5, "g", rtol=0, atol=1e-9) == "expected g = 0.5, received 0.5000001"


def test_a_known_mistake_is_named():
    mistakes = {"the bias was left out": [0.0, 1.0], "the bias was added twice": [2.0, 3.0]}
    assert says(checks.close, [2, 3], [1, 2], "weighted_sum(X, w, w0)", looks_like=mistakes) == (
        "looks like the bias was added twice: expected weighted_sum(X, w, w0) = [1, 2], received [2, 3]"
    )


def test_a_known_mistake_of_another_shape_is_named():
    message = says(checks.close, 6.0, [1, 2, 3], "f(x)", looks_like={"the sum was taken": 6})
    assert message == "looks like the sum was taken: expected f(x) = [1, 2, 3], received 6.0"
    message = says(checks.shape, M, (4, 2), "f(x)", looks_like={"the last batch was lost": (3, 2)})
    assert message == "looks like the last batch was lost: expected f(x) of shape (4, 2), received shape (3, 2)"


def test_a_known_mistake_may_be_nan_or_no_number_at_all():
    mistakes = {"nothing": None, "text": "a", "exp overflowed": np.nan}
    message = says(checks.close, np.nan, 1.0, "f(x)", looks_like=mistakes)
    assert message == "looks like exp overflowed: expected f(x) = 1.0, received nan"


def test_a_right_answer_passes_even_where_a_known_mistake_gives_the_same():
    checks.close(1.0, 1.0, "f(x)", looks_like={"a mistake without effect": 1.0})


def test_a_long_array_is_shortened_and_the_first_difference_named():
    right = np.arange(100.0)
    assert says(checks.close, np.where(right == 57, 0, right), right, "f(x)") == (
        "expected f(x) = [0.0, 1.0, 2.0, …, 99.0], received [0.0, 1.0, 2.0, …, 99.0]; "
        "first difference at index 57: expected 57.0, received 0.0"
    )


def test_a_large_matrix_is_described_and_the_first_difference_named():
    right = np.arange(1200.0).reshape(30, 40)
    wrong = right.copy()
    wrong[2, 5] = -1
    assert says(checks.close, wrong, right, "f(x)") == (
        "expected f(x) = an array of shape (30, 40) that begins 0.0, 1.0, 2.0, "
        "received an array of shape (30, 40) that begins 0.0, 1.0, 2.0; "
        "first difference at index (2, 5): expected 85.0, received -1.0"
    )


def test_shape_knows_any_length_and_a_single_number():
    checks.shape(M, (None, 2), "M")
    checks.shape(M[:, 0], 3, "M")
    checks.shape(5.0, (), "M")
    assert says(checks.shape, M, (None, 3), "M") == "expected M of shape (None, 3), received shape (3, 2)"


def test_finite_names_the_place_and_the_cure():
    checks.finite([1, 2.5, 0], "f(x)")
    hint = "subtract the maximum first"
    message = says(checks.finite, [[0.5, np.inf], [1.0, 2.0]], "f(x)", hint=hint)
    assert message == "expected f(x) to be finite, received inf at index (0, 1): subtract the maximum first"
    assert says(checks.finite, np.nan, "f(x)") == "expected f(x) to be finite, received nan"


def test_dtype_names_both_types():
    checks.dtype(np.float32(1), "float32", "f(x)")
    checks.dtype([1.0], ("float32", np.float64), "f(x)")
    assert says(checks.dtype, [1.0], "float32", "f(x)") == "expected f(x) in float32, received float64"
    message = says(checks.dtype, [1], ("float32", "float64"), "f(x)")
    assert message == "expected f(x) in float32 or float64, received int64"


def test_number_wants_one_number_in_a_range():
    checks.number(7, 1, 100, "batches")
    checks.number(np.array([100.0]), 1, 100, "batches")
    assert says(checks.number, 0, 1, 100, "batches") == "expected batches from 1 to 100, received 0.0"
    assert says(checks.number, np.nan, 1, 100, "batches") == "expected batches from 1 to 100, received nan"
    assert says(checks.number, [1, 2], 1, 100, "batches") == "batches is a list of 2 numbers: expected one"
    message = "batches is the text '4': expected a number, which has no quotation marks"
    assert says(checks.number, "4", 1, 100, "batches") == message


def test_less_names_the_bar_and_the_place():
    checks.less([0.1, 0.2], 0.3, "the error")
    hint = "use more hinges"
    message = says(checks.less, 0.5, 0.3, "the error", hint=hint)
    assert message == "expected the error below 0.3, received 0.5: use more hinges"
    message = says(checks.less, [0.1, 0.3], 0.3, "the error")
    assert message == "expected the error below 0.3, received 0.3 at index 1"
    assert says(checks.less, np.nan, 0.3, "the error") == "expected the error below 0.3, received nan"


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ("relu", "relu"),
        ([1, 2], (1, 2)),
        (np.array([1, 2]), [1, 2]),
        (4.0, 4),
        (np.int64(4), 4),
        ({"a": (1, 2)}, {"a": [1, 2]}),
        (range(3), [0, 1, 2]),
        ([np.nan], [np.nan]),
        (None, None),
        ({1, 2}, {2, 1}),
        (np.arange(200_000), list(range(200_000))),
    ],
)
def test_equal_values_pass_in_any_form(got, expected):
    checks.equal(got, expected, "x")


@pytest.mark.parametrize(
    ("got", "expected", "message"),
    [
        (5, 4, "expected x = 4, received 5"),
        ("4", 4, "expected x = 4, received '4'"),
        ("Relu ", "relu", "expected x = 'relu', received 'Relu ': mind capitals and blanks"),
        ([1, 2], [1, 2, 3], "expected x = [1, 2, 3], received [1, 2]: 2 items in the place of 3"),
        ([1], [1, 2, 3], "expected x = [1, 2, 3], received [1]: 1 item in the place of 3"),
        ([1, 3], [1, 2], "expected x = [1, 2], received [1, 3]"),
        (
            list(range(50)),
            [*range(49), 0],
            "expected x = [0, 1, 2, …, 0], received [0, 1, 2, …, 49]; "
            "first difference at index 49: expected 0, received 49",
        ),
        ({"a": 1}, {"a": 2}, "expected x = {'a': 2}, received {'a': 1}"),
        (None, 4, "x is None: give it a value"),
    ],
)
def test_unequal_values_are_named(got, expected, message):
    assert says(checks.equal, got, expected, "x") == message


def test_a_changed_argument_is_named():
    before = np.array([1.0, 2.0])
    checks.unchanged(before, before.copy(), "X")
    assert says(checks.unchanged, before, before * 2, "X") == (
        "looks like X was changed in place: expected [1.0, 2.0] as before, received [2.0, 4.0]; work on a copy"
    )
    large = np.zeros(200_000)
    checks.unchanged(large, large.copy(), "X")
    says(checks.unchanged, large, large + 1, "X")


def test_any_legal_prediction_passes():
    checks.choice("no", ["yes", "no"], "prediction_xor")
    checks.choice(" Yes", ["yes", "no"], "prediction_xor")
    checks.choice(np.int64(3), range(1, 5), "prediction_depth")
    checks.choice(False, [True, False], "prediction")


@pytest.mark.parametrize(
    ("value", "received"),
    [("maybe", "'maybe'"), (1, "1"), (True, "True"), (["yes"], "['yes']"), (np.eye(2), "[[1.0, 0.0], [0.0, 1.0]]")],
)
def test_another_prediction_is_refused_with_the_legal_ones(value, received):
    assert says(checks.choice, value, ["yes", "no"], "prediction_xor") == (
        f"expected prediction_xor to be 'yes' or 'no', received {received}: write for example prediction_xor = 'yes'"
    )


def test_true_is_not_the_number_1():
    says(checks.choice, True, [1, 2], "prediction")
    says(checks.choice, 1, [True, False], "prediction")


def test_the_right_error_passes():
    checks.raises(lambda: int("a"), ValueError, "f('a')")
    checks.raises(lambda: 1 / 0, (ValueError, ArithmeticError), "f(0)", mentions="Division")
    checks.raises(lambda: {}["w"], KeyError, "f()", mentions=["w"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: 0.5, "expected f(0) to raise ValueError, received the value 0.5"),
        (lambda: None, "expected f(0) to raise ValueError, received no error"),
        (lambda: 1 / 0, "expected f(0) to raise ValueError, received ZeroDivisionError: division by zero"),
        (
            lambda: exec("raise ValueError('no weight')"),
            "expected the ValueError of f(0) to mention 'w2', received ValueError: no weight",
        ),
        (lambda: exec("raise ValueError"), "expected the ValueError of f(0) to mention 'w2', received ValueError"),
        (lambda: exec("raise SystemExit"), "expected f(0) to raise ValueError, received SystemExit"),
        (lambda: exec("assert 0"), "expected f(0) to raise ValueError, received AssertionError"),
    ],
)
def test_another_error_is_named(call, message):
    assert says(checks.raises, call, ValueError, "f(0)", mentions="w2") == message


def test_an_open_exercise_passes_through_raises():
    def stub():
        raise NotImplementedError("Exercise 1.4: boundary")

    with pytest.raises(NotImplementedError, match="Exercise 1.4"):
        checks.raises(stub, Exception, "boundary(w, w0, x1)")


def test_build_makes_the_net_that_the_data_describe():
    hidden = {"W": [[1, -1]], "b": [0, 1], "activation": "relu"}
    model = checks.build("dense_net", [hidden, {"W": [[1], [2]]}])
    got = model(np.array([[2.0], [-3.0]], "float32"))
    checks.close(got, [[2.0 + 0], [2 * 4.0]], "model(X)")
    assert [layer.activation.__name__ for layer in model.layers] == ["relu", "linear"]


@pytest.mark.parametrize(
    ("kind", "spec", "message"),
    [
        ("dense_net", [], "build dense_net: expected at least one layer, received none"),
        ("dense_net", [{"b": [1]}], "build dense_net, layer 0: expected W of shape (d, units), received shape ()"),
        (
            "dense_net",
            [{"W": [[1, 2]], "b": [1]}],
            "build dense_net, layer 0: expected b of shape (2,), received (1,)",
        ),
        (
            "dense_net",
            [{"W": [[1, 2]]}, {"W": [[1]]}],
            "build dense_net, layer 1: expected W of shape (2, units), received shape (1, 1)",
        ),
    ],
)
def test_a_net_that_does_not_fit_is_refused(kind, spec, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        checks.build(kind, spec)
    assert str(caught.value) == message


def test_an_object_of_an_unknown_kind_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"^build: expected one of .*\bdense_net, .*received 'net'$"):
        checks.build("net", [])


def test_build_stacks_layers_that_exist_already():
    import keras

    double = keras.layers.Rescaling(2.0)
    model = checks.build("sequential", [double, keras.layers.Rescaling(1.0, offset=1.0)])
    checks.close(model(np.array([[3.0]], "float32")), [[7.0]], "model(X)")


def test_a_failure_points_at_the_students_line_and_not_into_the_module():
    with pytest.raises(AssertionError) as caught:
        checks.close(1, 2, "x")
    assert [entry.name for entry in caught.traceback][1:] == ["checked"]
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
