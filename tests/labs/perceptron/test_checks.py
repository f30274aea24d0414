"""A perceptron's path is followed step by step, and its first mistake has a name."""

import numpy as np
import pytest

from course_utils.labs.perceptron.checks import first_bad_step, path_rows
from course_utils.labs.perceptron.stand_ins import fit_perceptron

X = np.array([[0.0, 1.0], [2.0, 1.0], [1.0, 0.0]])
Y = np.array([1, -1, -1])
GOOD = [((0, 0), 0), ((0, 1), 1), ((-2, 0), 0), ((-2, 1), 1)]


def test_a_path_by_the_rule_has_no_bad_step():
    assert first_bad_step(GOOD, X, Y) == ""


def test_labels_zero_and_one_are_the_same_path():
    assert first_bad_step(GOOD, X, np.array([1, 0, 0])) == ""


def test_any_prefix_of_a_good_path_is_good():
    assert [first_bad_step(GOOD[:length], X, Y) for length in (1, 2, 3)] == ["", "", ""]


@pytest.mark.parametrize("seed", range(5))
def test_the_rule_itself_passes_on_random_rows(seed):
    rng = np.random.default_rng(seed)
    rows, labels = rng.normal(size=(30, 3)), rng.integers(0, 2, 30)
    assert first_bad_step(fit_perceptron(rows, labels, 20), rows, labels) == ""


def test_float32_paths_pass():
    path = [(np.float32(w), np.float32(w0)) for w, w0 in fit_perceptron(X * 0.1, Y, 50)]
    assert first_bad_step(path, X * 0.1, Y) == ""


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (None, "there is no path: is there a `return path`?"),
        ([], "a list of pairs (w, w0)"),
        ([0.0, 1.0], "a list of pairs (w, w0)"),
        ([np.zeros(2), np.ones(2)], "a list of pairs (w, w0)"),
        ([((0, 0), 0), ((0, 0, 0), 0)], "a list of pairs (w, w0)"),
        ([((-2, 1), 1)] * 4, "instead of zeros. Does `w += ...` change the array in the path?"),
        ([((0, 0), 0), ((0, 0), 0)], "step 1: nothing changed"),
        ([((0, 0), 0), ((0, -1), -1)], "step 1: looks like the wrong direction"),
        ([*GOOD[:2], ((2, 2), 2)], "step 2: looks like a missing label"),
        ([((0, 0), 0), ((0, 1), 0)], "step 1: looks like a bias that does not learn"),
        ([((0, 0), 0), ((0, 1), -1)], "step 1: looks like a bias that goes the wrong way"),
        ([*GOOD[:2], ((-6, -2), -2)], "step 2: looks like 2y - 1 on labels that were -1 and +1 already"),
        ([((0, 0), 0), ((-3, 0), -1)], "step 1: looks like all mistakes of an epoch in one step"),
        ([((0, 0), 0), ((-2, 0), 0)], "step 1: looks like one pair per epoch"),
        ([((0, 0), 0), ((-1, 0), -1)], "step 1: row 2 came before row 0"),
        ([*GOOD[:3], ((-3, 0), -1)], "step 3: row 2 was right already. Update only after a mistake"),
        ([*GOOD, ((5, 5), 5)], "step 4: no row was wrong any more"),
        (
            [((0, 0), 0), ((7, 7), 7)],
            "step 1: row 0 was a mistake and should add (0, 1, 1) to (w, w0), received (7, 7, 7)",
        ),
    ],
)
def test_the_first_bad_step_is_named(path, says):
    assert says in first_bad_step(path, X, Y)


def test_path_rows_puts_weights_and_bias_side_by_side():
    assert path_rows([([1.0, 2.0], 3), (np.array([4, 5]), np.array([6]))]).tolist() == [[1, 2, 3], [4, 5, 6]]
