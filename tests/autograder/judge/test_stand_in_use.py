"""The course's own finished answers: hidden from who does not ask for them openly, named where they are asked for."""

import re
from pathlib import Path

import pytest
from small_trials import LIGHT, X_IS_1, trial

import course_utils
from autograder.judge.messages import CheckCell, StudentCell
from autograder.judge.stand_in_use import LABS, flags, hidden_files
from autograder.sandbox.zygote import Zygote

SETUP = StudentCell(0, "from course_utils import checks, stand_in", "setup")

SEE = "see whether that answers the exercise"


def own(source):
    return StudentCell(1, source, "solution")


@pytest.mark.parametrize(
    ("source", "flagged"),
    [
        ('f = stand_in("f")', True),
        ('import course_utils\nf = course_utils.stand_in(name="f")', True),
        ('def f(n):\n    return stand_in("f")(n)', True),
        ('f: object = stand_in("f")', True),
        ('g = stand_in("g")\n\ndef f(n):\n    return g(n)', False),
        ('def f(n):\n    return stand_in("g")(n)', False),
        ("f = stand_in(", False),
    ],
)
def test_a_stand_in_under_its_own_name_is_flagged_and_a_helper_is_not(source, flagged):
    told = flags([StudentCell(0, source)], [CheckCell(2, ("f",), "")])
    assert told == (["f: a stand-in was handed in as the answer: decide what it is worth"] if flagged else [])


@pytest.mark.parametrize(
    ("source", "flagged"),
    [
        ("from course_utils.models.dense_net import forward as f", "models.dense_net"),
        ("import course_utils.labs.losses.stand_ins as it\nf = it.mse", "labs.losses.stand_ins"),
        ("from course_utils.models import dense_net", "models"),
        ("from course_utils import datasets, checks", ""),
        ("from course_utils.given_by_the_lab import f", ""),
        ("import numpy as np", ""),
    ],
)
def test_an_inner_module_of_the_course_in_a_solution_is_named(source, flagged):
    told = flags([own(source)], [], ["from course_utils.given_by_the_lab import f"])
    assert told == ([f"a solution imports course_utils.{flagged}: {SEE}"] if flagged else [])


@pytest.mark.parametrize("name", course_utils.__all__)
def test_every_public_name_of_the_course_may_be_imported(name):
    assert flags([own(f"from course_utils import {name}")], []) == []


def test_a_name_that_the_course_does_not_offer_is_named():
    told = flags([own("from course_utils import interactives, live, stand_ins")], [])
    assert told == [f"a solution imports course_utils.{name}: {SEE}" for name in ("interactives", "live", "stand_ins")]


def test_given_cells_may_import_what_they_like():
    assert flags([SETUP, StudentCell(1, "import course_utils.models.dense_net", "given")], []) == []


def test_the_stand_ins_are_hidden_unless_a_cell_names_them():
    hidden = hidden_files([SETUP, own("f = 1")])
    assert {str(path) for path in LABS.glob("*/stand_ins.py")} <= set(hidden)
    assert str(LABS / "losses" / "stand_ins.py") in hidden
    assert {"stand_ins"} == {Path(path).name.split(".")[0] for path in hidden}
    assert hidden_files([SETUP, own('g = stand_in("mse")')]) == []


def test_no_other_module_needs_a_file_that_is_hidden():
    needed = set()
    for path in sorted(LABS.parent.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        needed |= {path.name for _ in re.findall(r"course_utils\.labs\.\w+(?:\.| import )stand_ins", text)}
    assert needed == set()


READ = """
import importlib.util, os
import course_utils
folder = os.path.join(course_utils.__path__[0], "labs")
names = [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]
names = [name for name in names if os.path.basename(name).startswith("stand" + "_ins")]
x = sum(os.path.getsize(name) for name in names) + (len(names) < 10)
x += importlib.util.find_spec("course_utils.labs.losses.stand" + "_ins") is not None
x += 1
"""


@pytest.mark.sandbox
def test_a_submission_that_does_not_name_them_finds_their_files_empty():
    with Zygote(libraries=LIGHT) as zygote:
        assert trial(zygote, READ, checks=[X_IS_1]).results == {0: (True, "")}
        asked = trial(zygote, f"# stand_in{READ}", checks=[X_IS_1])
    assert "received" in asked.results[0][1]
