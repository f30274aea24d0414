"""What can change a result is the same behind the walls, under stock nbgrader and in a probe."""

import json
import subprocess
import sys

import pytest
from small_trials import LIGHT, check, trial

from autograder.course import nbgrader_settings
from autograder.probe import run_lab
from autograder.sandbox import zygote
from autograder.util.grading_environment import GRADING_ENVIRONMENT

CHANGING = {
    "COURSE_GRADING", "COURSE_PROFILE", "CUDA_VISIBLE_DEVICES", "MPLBACKEND", "PYTHONHASHSEED", "TF_CPP_MIN_LOG_LEVEL",
    "TF_ENABLE_ONEDNN_OPTS", "TF_NUM_INTEROP_THREADS", "TF_NUM_INTRAOP_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
}  # fmt: skip
SEES = f"import os, sys\nx = [{{name: os.environ.get(name) for name in {CHANGING}}}, sys.flags.hash_randomization]"


@pytest.mark.parametrize("place", [zygote, nbgrader_settings])
def test_each_place_sets_what_can_change_a_result_to_the_same_value(place):
    assert {name: place.ENVIRONMENT.get(name) for name in CHANGING} == GRADING_ENVIRONMENT


def test_a_probe_sets_the_same_also_for_what_an_answer_starts(monkeypatch):
    for known in GRADING_ENVIRONMENT:
        monkeypatch.setenv(known, "another")
    run_lab.preload([])
    code = f"import json, os; print(json.dumps({{name: os.environ[name] for name in {sorted(CHANGING)}}}))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == GRADING_ENVIRONMENT


@pytest.mark.sandbox
@pytest.mark.parametrize("walls", [True, False])
def test_a_submission_sees_it_and_its_sets_keep_their_order(walls):
    sees = check(0, ["x"], f"assert x == [{GRADING_ENVIRONMENT}, 0], x")
    with zygote.Zygote(libraries=LIGHT, walls=walls) as started:
        assert trial(started, SEES, checks=[sees]).results == {0: (True, "")}
