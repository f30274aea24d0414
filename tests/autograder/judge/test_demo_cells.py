"""Demo cells do not run while grading, except where a student's answer stands on what they bind."""

import pytest
from small_trials import LIGHT, X_IS_1, passed

from autograder.authoring.build import fill, read_lab, release_notebook
from autograder.judge.demo_cells import needed_demos
from autograder.judge.messages import StudentCell
from autograder.judge.submission import judge_notebook
from autograder.judge.trial import Trial
from autograder.sandbox.limits import limits
from autograder.sandbox.zygote import Zygote


@pytest.fixture(scope="module")
def zygote():
    with Zygote(libraries=LIGHT) as started:
        yield started


def cells(*pairs):
    return [StudentCell(number, source, kind) for number, (kind, source) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("pairs", "needed"),
    [
        ([("demo", "p = 1"), ("solution", "x = p")], {0}),
        ([("demo", "p = 1"), ("solution", "def f():\n    return p")], {0}),
        ([("solution", "def f():\n    return p"), ("demo", "p = 1")], {1}),
        ([("demo", "p = 1"), ("demo", "p = 2"), ("added", "x = p")], {1}),
        ([("demo", "n = 1"), ("demo", "p = n"), ("added", "x = p")], {0, 1}),
        ([("demo", "import time"), ("added", "time.time()")], {0}),
        ([("demo", "for p in range(3): pass"), ("added", "%time x = p")], {0}),
        ([("demo", "p = 1"), ("solution", "x = 1")], set()),
        ([("demo", "p = 1"), ("solution", "def f(p):\n    return p")], set()),
        ([("demo", "p = 1"), ("solution", "p = 2\nx = p")], set()),
        ([("demo", "p = 1"), ("given", "p = 2"), ("solution", "x = p")], set()),
        ([("given", "p = 2"), ("demo", "p = 1"), ("given", "x = p")], set()),
        ([("demo", "p = 1"), ("solution", "x = p +"), ("added", "x" * 60_000)], set()),
        ([("solution", "x = p"), ("demo", "p = 1"), ("given", "p = 2")], set()),
    ],
)
def test_a_demo_cell_is_needed_where_a_students_cell_has_a_name_from_it(pairs, needed):
    assert needed_demos(cells(*pairs)) == needed


def run(zygote, *pairs):
    return Trial(zygote, cells(*pairs), [], [X_IS_1], limits()).run()


def test_its_names_are_there_and_its_output_is_dropped(zygote):
    verdict = run(zygote, ("demo", "print('drawn')\np = 1"), ("solution", "print('mine')\nx = p"))
    assert passed(verdict) == [True]
    assert verdict.output == {1: "mine\n"}


def test_one_that_nobody_needs_does_not_run(zygote):
    assert passed(run(zygote, ("solution", "x = 1"), ("demo", "x = 2\nraise ValueError"))) == [True]


def test_one_that_fails_costs_nothing_else_and_says_why(zygote):
    verdict = run(zygote, ("demo", "p = 1\n1 / 0"), ("solution", "x = p"))
    assert passed(verdict) == [True]
    assert verdict.errors == {0: "cell 0, line 2: 1 / 0\nZeroDivisionError: division by zero"}


def test_a_notebooks_demo_cells_are_there_for_its_answers(zygote, tiny_root):

    path = tiny_root / "solutions" / "90_tiny.py"
    path.write_text(path.read_text(encoding="utf-8").replace("print(add(1, 2))", "shown = numbers"), encoding="utf-8")
    lab = read_lab(path)

    notebook = fill(release_notebook(lab), {"mean": "def mean(values):\n    return sum(shown) / len(shown)\n"})
    scores, _ = judge_notebook(zygote, lab, notebook, limits())
    assert {one.id: one.score for one in scores}["mean"] == 2
