"""A hidden check's message repeats nothing that the student's code said while it saw hidden inputs."""

import pytest
from small_trials import LIGHT, check, trial

from autograder.sandbox.zygote import Zygote

SECRET = "[-1234, 5678]"
ASSERTS = f"assert f({SECRET}) == 2, 'looks like the absolute value'"
CATCHES = f"""
try:
    f({SECRET})
except Exception as error:
    raise AssertionError("x" * 1990 + f"it said: {{error}}") from None
"""
RAISES = f"from course_utils.checks import raises\nraises(lambda: f({SECRET}), KeyError, 'f([...])', mentions='never')"
SAYS = {
    "plainly": "raise ValueError(repr(z))",
    "as a failed check": "raise AssertionError(repr(z))",
    "as a key": "raise KeyError(repr(z))",
    "as a key that is a list's repr with quotes": 'raise KeyError("\'" + repr(z) + "\'\\n")',
    "with a class of its own": "class Own(Exception):\n        pass\n    raise Own(repr(z))",
    "in the name of a class": "raise type(repr(z), (Exception,), {})('x')",
    "in several lines": "raise ValueError('a  b\\n' + repr(z))",
    "in code made at run time": "exec(compile('raise ValueError(' + repr(repr(z)) + ')', '<cell 0>', 'exec'))",
    "after many": "import itertools\n    raise ValueError(repr(z) + 'y' * 1980)",
    "in the cache of lines": (
        "import linecache\n    linecache.cache['<cell 0>'] = (1, None, [repr(z)] * 9, '<cell 0>')\n    raise ValueError"
    ),
}


@pytest.fixture(scope="module")
def zygote():
    with Zygote(libraries=LIGHT) as started:
        yield started


@pytest.mark.parametrize("body", SAYS.values(), ids=SAYS)
def test_nothing_that_saw_hidden_inputs_is_repeated(body, zygote):
    code = f"def f(z):\n    {body}\n"
    checks = [check(n, ["f"], text, hidden=True) for n, text in enumerate((ASSERTS, CATCHES, RAISES))]
    verdict = trial(zygote, code, checks=checks)
    for good, message in verdict.results.values():
        assert not good
        assert message
        assert "1234" not in message


def test_the_kind_and_the_student_s_own_line_are_named_instead(zygote):
    code = "def g(z):\n    return z[7]\n\n\ndef f(z):\n    return g(z)\n"
    hidden, shown = (check(n, ["f"], ASSERTS, hidden=n == 0) for n in (0, 1))
    results = trial(zygote, code, checks=[hidden, shown]).results
    assert results[0] == (False, "IndexError: in your line `return z[7]`")
    assert results[1] == (False, "IndexError: list index out of range")
    own = "class Own(Exception):\n    pass\ndef f(z):\n    raise Own(str(z))\n"
    (result,) = trial(zygote, own, checks=[hidden]).results.values()
    assert result == (False, "an error of its own kind: in your line `raise Own(str(z))`")
    (result,) = trial(zygote, "def f(z):\n    return 1\n", checks=[hidden]).results.values()
    assert result == (False, "looks like the absolute value")


def test_what_the_check_s_own_function_says_is_still_said(zygote):
    text = "def stop():\n    raise ValueError('call me never')\nf(stop)"
    results = trial(zygote, "def f(z):\n    z()\n", checks=[check(0, ["f"], text, hidden=True)]).results
    assert results[0] == (False, "ValueError: call me never")


def test_a_hidden_check_in_the_student_s_process_says_nothing_of_its_own(zygote):
    hidden = check(0, ["f"], ASSERTS, inside=True, hidden=True)
    (result,) = trial(zygote, "def f(z):\n    raise ValueError(repr(z))\n", checks=[hidden]).results.values()
    assert result == (False, "this check failed")


MANY = """
for n in range(300):
    try:
        f(n)
    except ValueError as error:
        last = str(error)
assert False, last
"""


def test_too_many_errors_say_nothing(zygote):
    code = "def f(z):\n    raise ValueError(f'it is {z}')\n"
    (result,) = trial(zygote, code, checks=[check(0, ["f"], MANY, hidden=True)]).results.values()
    assert result == (False, "this check failed: your code raised too many errors")


def test_what_a_hidden_check_asked_is_not_told_in_a_shown_one(zygote):
    code = "seen = []\n\ndef f(z):\n    seen.append(z)\n\ndef g():\n    raise ValueError(repr(seen))\n"
    checks = [check(0, ["f"], ASSERTS, hidden=True), check(1, ["g"], "g()")]
    assert trial(zygote, code, checks=checks).results[1] == (False, "ValueError: []")
