"""A test in which the student's code changed what it was given must also pass with copies: no forged expectations."""

import numpy as np
import pytest
from protocol_ends import students

from autograder.judge.judge_main import Judge
from autograder.judge.messages import CheckCell, JudgeTask

DOUBLE = """
import numpy as np
from course_utils import checks
X = np.array([1.0, 2.0])
got = double(X)
assert np.allclose(got, 2 * X), f"expected {2 * X}, received {got}"
"""
CAREFUL = """
X = np.array([1.0, 2.0])
assert np.allclose(double(X.copy()), [2.0, 4.0]), "wrong"
"""


@pytest.fixture
def judged():
    """`judged(code, test, **space)` gives the message of one test, "" when it passes."""
    with students() as start:

        def judge(code, test, **space):
            judge = Judge(JudgeTask(), None)
            judge.student = start(f"import numpy as np\n{code}")
            return judge.attempt(CheckCell(1, ("double",), test), {"np": np, **space})

        yield judge


def test_a_right_answer_passes(judged):
    assert judged("def double(X): return 2 * X", DOUBLE) == ""


def test_zeros_written_into_what_the_test_expects_earn_nothing(judged):
    assert judged("def double(X):\n    X[:] = 0\n    return X * 1", DOUBLE) == "expected [2. 4.], received [0. 0.]"


def test_work_in_place_passes_where_the_test_computes_from_its_own_copy(judged):
    assert judged("def double(X):\n    X *= 2\n    return X", CAREFUL) == ""


def test_work_in_place_fails_where_the_test_forbids_it(judged):
    test = DOUBLE + 'checks.unchanged([1.0, 2.0], X, "X")'
    assert "expected [2. 4.]" not in judged("def double(X):\n    two = 2 * X\n    X += 0\n    return two", test)
    code = "def double(X):\n    two = 2 * X\n    X[1] = np.nextafter(X[1], 3)\n    return two"
    assert judged(code, test).startswith("looks like X was changed in place")


def test_a_list_that_was_emptied_is_seen(judged):
    test = "layers = [1, 2]\ndouble(layers)\nassert len(layers) == 2, 'do not pop'"
    assert judged("def double(layers): layers.pop()", test) == "do not pop"


def test_what_tests_share_is_as_it_was_for_the_next_test(judged):
    corners = np.ones((2, 2))
    judged("def double(X): X[:] = 0", "double(corners)", corners=corners)
    assert corners.tolist() == [[1.0, 1.0], [1.0, 1.0]]


def test_a_random_generator_goes_on_in_both_passes(judged):
    test = "rng = np.random.default_rng(0)\nassert double(rng, X := np.ones(2)) != double(rng, X), 'the same numbers'"
    assert judged("def double(rng, X):\n    X *= 2\n    return rng.random()", test) == ""


def test_a_line_that_breaks_in_a_test_that_swallows_everything_is_no_pass(judged):
    test = "try:\n    double(1)\nexcept:\n    pass"
    assert "ended" in judged("import os\ndef double(x): os._exit(0)", test)
