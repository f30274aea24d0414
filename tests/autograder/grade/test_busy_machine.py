"""The official solutions keep all their points however busy the machine is."""

import subprocess
import sys

import pytest
from lab_files import LABS, ROOT

from autograder.authoring.build import instructor_notebook, read_lab
from autograder.judge.submission import judge_notebook
from autograder.sandbox.limits import limits

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]

GRADED = [lab for lab in LABS if not lab.startswith("00")]
BUSY = 8


@pytest.fixture(scope="module")
def busy():
    """Eight programs that compute without end."""
    programs = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"], start_new_session=True) for _ in range(BUSY)
    ]
    yield
    for program in programs:
        program.kill()
        program.wait()


@pytest.mark.parametrize("lab", GRADED)
def test_the_official_solution_gets_full_marks_beside_eight_busy_programs(lab, full_zygote, busy):
    source = read_lab(ROOT / "solutions" / f"{lab}.py")
    scores, verdict = judge_notebook(full_zygote, source, instructor_notebook(source), limits())
    assert {one.id: one.message for one in scores if one.score < one.max_score} == {}
    assert verdict.flags == []
