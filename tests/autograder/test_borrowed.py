"""The course's own finished answers: hidden from who does not ask for them openly, named where they are asked for."""

import re

import pytest
from small_trials import LIGHT, X_IS_1, trial

from autograder.judge.stand_in_use import NO_ANSWERS, STAND_INS, flags, hidden_files
from autograder.sandbox.zygote import Zygote

SETUP = {"number": 0, "kind": "setup", "source": "from course_utils import checks, stand_in"}


def own(source):
    return {"number": 1, "kind": "solution", "source": source}


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
    told = flags([{"number": 0, "source": source}], [{"names": ["f"]}])
    assert told == (["f: a stand-in was handed in as the answer"] if flagged else [])


@pytest.mark.parametrize(
    ("source", "flagged"),
    [
        ("from course_utils.models.dense_net import forward as f", "small_nets"),
        ("import course_utils.stand_ins.losses as it\nf = it.mse", "stand_ins.losses"),
        ("from course_utils.models import dense_net as small_nets", "small_nets"),
        ("from course_utils import datasets, checks", ""),
        ("from course_utils.given_by_the_lab import f", ""),
        ("import numpy as np", ""),
    ],
)
def test_an_inner_module_of_the_course_in_a_solution_is_named(source, flagged):
    told = flags([own(source)], [], ["from course_utils.given_by_the_lab import f"])
    assert told == ([f"a solution imports course_utils.{flagged}"] if flagged else [])


def test_given_cells_may_import_what_they_like():
    assert flags([SETUP, {"number": 1, "kind": "given", "source": "import course_utils.models.dense_net"}], []) == []


def test_the_stand_ins_are_hidden_unless_a_cell_names_them():
    hidden = hidden_files([SETUP, own("f = 1")])
    assert str(STAND_INS / "losses.py") in hidden
    assert not {str(STAND_INS / name) for name in NO_ANSWERS} & set(hidden)
    assert hidden_files([SETUP, own('g = stand_in("mse")')]) == []


def test_only_what_demos_show_needs_a_file_that_is_hidden():
    needed = {}
    for path in sorted(STAND_INS.parent.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"course_utils\.stand_ins\.(\w+) import", text) if path.parent != STAND_INS else []:
            needed.setdefault(path.name, set()).add(f"{name}.py")
    assert {name: files - set(NO_ANSWERS) for name, files in needed.items()} == {
        "clinic.py": set(),
        "sureness.py": {"losses.py"},  # shows how sure a network is, in a demo cell of lab 09
    }


READ = """
import importlib.util, os
import course_utils
folder = os.path.join(course_utils.__path__[0], "stand" + "_ins")
x = sum(os.path.getsize(os.path.join(folder, name)) for name in ("losses.py", "descent.py"))
x += len(os.listdir(os.path.join(folder, "__pycache__"))) if os.path.exists(os.path.join(folder, "__pycache__")) else 0
x += importlib.util.find_spec("course_utils.stand" + "_ins.losses") is not None
x += 1
"""


@pytest.mark.sandbox
def test_a_submission_that_does_not_name_them_finds_their_files_empty():
    with Zygote(libraries=LIGHT) as zygote:
        assert trial(zygote, READ, checks=[X_IS_1]).results == {0: (True, "")}
        asked = trial(zygote, f"# stand_in{READ}", checks=[X_IS_1])
    assert "received" in asked.results[0][1]
