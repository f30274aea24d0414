"""Lab 00: every number and formula of the prose, and each mistake that a check names."""

import re

import numpy as np
import pytest
import tensorflow as tf
from lab_text import lab_text

import course_utils

CELLS, PROSE, _, _ = lab_text("00_start_here")


def lab():
    """A namespace in which every reference solution was run."""
    names = {"np": np, "tf": tf, "checks": course_utils.checks}
    for cell in CELLS:
        if cell.kind == "solution":
            exec(cell.source, names)
    return names


def run_check(exercise, answer, kind="tests"):
    """Run an exercise's checks on another answer."""
    names = lab()
    exec(answer, names)
    for cell in CELLS:
        if cell.kind == kind and cell.name == exercise:
            exec(cell.source, names)


def test_celsius_to_fahrenheit_is_the_formula_of_the_text():
    fahrenheit = lab()["fahrenheit"]
    assert "multiply by 1.8, then add 32" in PROSE
    assert "F = 32 + 1.8 · C" in PROSE
    assert "0 °C, which is 32 °F" in PROSE
    assert fahrenheit(0) == 32
    assert fahrenheit(100) == 212


def test_both_thermometers_agree_at_minus_forty():
    assert "At −40." in PROSE
    assert lab()["fahrenheit"](-40) == -40
    assert lab()["prediction_crossing"] == -40


def test_the_mistake_that_the_text_asks_for_is_named_by_the_check():
    assert "`return (celsius + 32) * 1.8`" in PROSE
    with pytest.raises(AssertionError, match="looks like 32 was added before multiplying"):
        run_check("fahrenheit", "def fahrenheit(celsius): return (celsius + 32) * 1.8")


@pytest.mark.parametrize(
    ("exercise", "answer", "says"),
    [
        ("fahrenheit", "def fahrenheit(c): return 1.8 * c", "the 32 was left out"),
        ("fahrenheit", "def fahrenheit(c): return 32 + 5 / 9 * c", "5/9 was used instead of 1.8"),
        ("fahrenheit", "def fahrenheit(c): return (c - 32) / 1.8", "the way back, from Fahrenheit to Celsius"),
        ("indexing", "def row(X, i): return X[i - 1]", "counting started at 1"),
        ("indexing", "def column(X, j): return X[j]", "a row was taken"),
        ("errors", "def errors(y, p): return y - p", "every label met every prediction"),
        ("errors", "def errors(y, p): return p[:, 0] - y", "prediction minus label"),
        ("slope_of_cube", "def slope_of_cube(x): return x**3", "looks like the cube itself"),
        ("slope_of_cube", "def slope_of_cube(x): return 2 * x", "looks like the slope of x²"),
        ("slope_of_cube", "def slope_of_cube(x): return None", "the tape did not watch x"),
        ("prediction_shape", "prediction_shape = 3", "prediction_shape"),
        ("prediction_slope", "prediction_slope = 'six'", "prediction_slope"),
    ],
)
def test_the_check_names_the_mistake(exercise, answer, says):
    with pytest.raises(AssertionError, match=re.escape(says)):
        run_check(exercise, answer)


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("fahrenheit", "def fahrenheit(c): return np.asarray(c, dtype='float32') * 9 / 5 + 32"),
        ("indexing", "def row(X, i): return np.asarray(X)[i, :]"),
        ("errors", "def errors(y, p): return [a - b[0] for a, b in zip(y, p)]"),
        ("errors", "def errors(y, p): return y - np.reshape(p, -1)"),
        ("slope_of_cube", "def slope_of_cube(x): return 3.0 * x * x"),
    ],
)
@pytest.mark.parametrize("kind", ["tests", "hidden"])
def test_a_right_answer_in_another_form_passes(exercise, answer, kind):
    run_check(exercise, answer, kind)


def test_the_hidden_check_of_the_first_exercise_asks_only_for_what_the_text_says():
    assert "temperatures below zero and whole arrays" in PROSE
    with pytest.raises(AssertionError, match="the sign was lost"):
        run_check("fahrenheit", "def fahrenheit(c): return 32 + 1.8 * abs(c)", "hidden")


def test_the_table_of_students_has_the_shape_of_the_text():
    X = tf.constant([[4.0, 5.0], [1.0, 8.0], [9.0, 2.0]])
    assert "`(3, 2)` says 3 rows and 2 columns" in PROSE
    assert X.shape == (3, 2)
    assert float(X[2, 0]) == 9.0


def test_the_at_sign_multiplies_in_pairs_and_adds_up():
    assert "(4, 5) with (10, 1) gives 4 · 10 + 5 · 1 = 45" in PROSE
    assert np.array([4, 5]) @ np.array([10, 1]) == 45
    assert (np.ones((3, 2)) @ np.ones(2)).shape == (3,)


def test_whole_numbers_and_floats_do_not_mix():
    with pytest.raises(Exception, match="float"):
        tf.constant([1, 2, 3]) * tf.constant(0.5)


def test_three_labels_minus_three_predictions_are_nine_numbers():
    difference = tf.constant([1.0, 2.0, 3.0]) - tf.constant([[1.0], [2.0], [3.0]])
    assert "nine numbers" in PROSE
    assert difference.shape == (3, 3)
    assert str(tuple(difference.shape)) == lab()["prediction_shape"]


def test_the_slope_of_the_square_at_three_is_six():
    x = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        square = x**2
    assert "It is 6, since the slope of $x^2$ is $2x$" in PROSE
    assert float(tape.gradient(square, x)) == 6 == lab()["prediction_slope"]


@pytest.mark.parametrize("x", [-1.5, 0.0, 0.5, 2])
def test_the_slope_of_the_cube_is_three_x_squared(x):
    assert "the slope of $x^3$ is $3x^2$" in PROSE
    assert float(lab()["slope_of_cube"](x)) == pytest.approx(3 * x**2)


@pytest.mark.filterwarnings("ignore")
def test_a_tape_has_no_slope_for_whole_numbers():
    x = tf.Variable(3)
    with tf.GradientTape() as tape:
        square = x**2
    assert "with `tf.Variable(3)` the tape would answer `None`" in PROSE
    assert tape.gradient(square, x) is None


def test_nothing_in_this_lab_is_graded():
    assert "Nothing here is graded" in PROSE
    assert {cell.points for cell in CELLS} == {0}
