"""A placeholder names its exercise wherever its value is used."""

import numpy as np
import pytest

from course_utils import checks, todo

OPEN = todo("Exercise 1.6: prediction_xor")
USES = {
    "a call": lambda: OPEN(),
    "==": lambda: OPEN == 1,
    "!=": lambda: OPEN != 1,
    "<": lambda: OPEN < 1,
    "bool": lambda: bool(OPEN),
    "not": lambda: not OPEN,
    "iteration": lambda: list(OPEN),
    "next": lambda: next(OPEN),
    "unpacking": lambda: [*OPEN],
    "+": lambda: OPEN + 1,
    "+ from the left": lambda: 1 + OPEN,
    "a NumPy number + it": lambda: np.float64(1) + OPEN,
    "an array times it": lambda: np.ones(3) * OPEN,
    "@": lambda: np.ones((2, 2)) @ OPEN,
    "minus": lambda: -OPEN,
    "an index": lambda: OPEN[0],
    "setting an index": lambda: OPEN.__setitem__(0, 1),
    "being an index": lambda: [1, 2][OPEN],
    "an attribute": lambda: OPEN.shape,
    "setting an attribute": lambda: setattr(OPEN, "x", 1),
    "len": lambda: len(OPEN),
    "float": lambda: float(OPEN),
    "int": lambda: int(OPEN),
    "round": lambda: round(OPEN, 2),
    "in it": lambda: 1 in OPEN,
    "in a list": lambda: OPEN in ["yes", "no"],
    "in a range": lambda: OPEN in range(1, 5),
    "in a set": lambda: OPEN in {"yes"},
    "a key": lambda: {"yes": 1}[OPEN],
    "np.asarray": lambda: np.asarray(OPEN),
    "np.asarray of a list": lambda: np.asarray([1.0, OPEN]),
    "np.exp": lambda: np.exp(OPEN),
    "np.isclose": lambda: np.isclose(OPEN, 1),
    "a format": lambda: f"{OPEN:.2f}",
    "a % format": lambda: "%.2f" % OPEN,  # noqa: UP031
    "with": lambda: OPEN.__enter__(),
    "checks.close": lambda: checks.close(OPEN, 1, "x"),
    "checks.close in a list": lambda: checks.close([OPEN], 1, "x"),
    "checks.choice": lambda: checks.choice(OPEN, ["yes", "no"], "x"),
    "checks.equal": lambda: checks.equal(OPEN, "yes", "x"),
    "checks.equal in a list": lambda: checks.equal([OPEN], ["yes"], "x"),
    "checks.number": lambda: checks.number(OPEN, 0, 1, "x"),
    "checks.less": lambda: checks.less(OPEN, 0, "x"),
    "checks.shape": lambda: checks.shape(OPEN, (1,), "x"),
    "checks.dtype": lambda: checks.dtype(OPEN, "float32", "x"),
    "checks.finite": lambda: checks.finite(OPEN, "x"),
    "checks.unchanged": lambda: checks.unchanged([1], OPEN, "x"),
    "checks.raises": lambda: checks.raises(lambda: OPEN + 1, ValueError, "x"),
}


@pytest.mark.parametrize("use", USES)
def test_every_use_says_which_exercise_is_open(use):
    with pytest.raises(NotImplementedError, match=r"^Exercise 1\.6: prediction_xor$"):
        USES[use]()


def test_tensorflow_learns_which_exercise_is_open():
    import tensorflow as tf

    for use in (lambda: tf.constant(OPEN), lambda: tf.constant(1.0) * OPEN, lambda: OPEN + tf.constant(1.0)):
        with pytest.raises(NotImplementedError, match=r"^Exercise 1\.6: prediction_xor$"):
            use()


def test_it_can_be_printed():
    assert repr(OPEN) == str(OPEN) == f"{OPEN}" == "<still to do: Exercise 1.6: prediction_xor>"


def test_a_notebook_shows_it_as_text():
    from IPython.core.formatters import DisplayFormatter

    shown, _ = DisplayFormatter().format(OPEN)
    assert shown == {"text/plain": "<still to do: Exercise 1.6: prediction_xor>"}


def test_only_text_can_be_to_do():
    with pytest.raises(TypeError, match=r"^todo: expected text such as 'Exercise 1.2: sigmoid', received 3$"):
        todo(3)
