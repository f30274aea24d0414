"""Every answer in tests/answers gets what it deserves: right ones all points, wrong ones a loss and a message."""

import subprocess
import sys
from collections import Counter

import pytest
from lab_files import LABS, ROOT

from autograder.authoring.lab import read_lab
from autograder.probe.answers import read_answers

GRADED = [lab for lab in LABS if not lab.startswith("00")]
WRONG, RIGHT = 4, 2  # at least so many answers for each exercise that earns points


def answers(lab):
    return ROOT / "tests" / "answers" / f"{lab}.py"


@pytest.mark.parametrize("lab", GRADED)
def test_every_exercise_has_four_wrong_and_two_right_answers(lab):
    source = read_lab(ROOT / "solutions" / f"{lab}.py")
    counts = Counter((one.exercise, one.expect) for one in read_answers(answers(lab)))
    tested = [one.name for one in source.exercises.values() if one.points and not one.written]
    short = {name: (counts[name, "wrong"], counts[name, "right"]) for name in tested}
    assert {name: found for name, found in short.items() if found[0] < WRONG or found[1] < RIGHT} == {}


@pytest.mark.slow
@pytest.mark.parametrize("lab", GRADED)
def test_every_answer_gets_what_it_deserves(lab):
    words = [sys.executable, "-m", "autograder", "probe", lab, answers(lab)]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, "\n".join(row for row in told.stdout.splitlines() if row.startswith("FAIL"))
