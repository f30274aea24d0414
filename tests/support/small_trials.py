"""Small trials: code of a student, checks of it, and what came out."""

from dataclasses import replace

from autograder.judge.messages import CheckCell, StudentCell
from autograder.judge.trial import Trial
from autograder.sandbox.limits import limits

QUICK = {"cell_seconds": 1, "call_seconds": 1, "test_seconds": 5, "notebook_seconds": 8, "submission_seconds": 40}


def check(number, names, source, inside=False, hidden=False):
    return CheckCell(number, tuple(names), source, inside, hidden)


def trial(zygote, *cells, checks=(), prepare=(), **bounds):
    """The verdict on some cells, numbered from 0."""
    numbered = [StudentCell(number, source) for number, source in enumerate(cells)]
    return Trial(zygote, numbered, list(prepare), list(checks), replace(limits(), **bounds)).run()


def passed(verdict):
    """Whether each check passed, in order."""
    return [good for good, _ in verdict.results.values()]


X_IS_1 = check(0, ["x"], "assert x == 1, f'expected x = 1, received {x}'")
F_GIVES_2 = check(1, ["f"], "assert f(1) == 2")
LIGHT = ("numpy", "course_utils.checks")
