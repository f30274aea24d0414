"""The labs run on the oldest versions that requirements.txt admits.

The lab that found a floor too low; `COURSE_PLACES=all` runs every lab, and so does `make versions`.
"""

import pytest
from lab_files import LABS
from versions.sets import chosen, floors, interpreter, run_lab, versions

FEW = ("07_optimizers",)


@pytest.fixture(scope="module")
def floor():
    return interpreter("floor")


def test_each_floor_becomes_an_exact_version():
    text = "# What a student installs.\ntensorflow>=2.17  # with Keras 3\n\nnumpy >= 1.26.1\n"
    assert floors(text) == "tensorflow==2.17\nnumpy==1.26.1\n"


@pytest.mark.parametrize("line", ["numpy", "numpy==1.26", "numpy>=1.26,<3"])
def test_a_line_without_one_floor_is_refused(line):
    with pytest.raises(ValueError, match=f"expected a name and one floor as in numpy>=1.26, received '{line}'"):
        floors(line)


def test_a_few_labs_run_unless_all_are_asked_for(monkeypatch):
    monkeypatch.delenv("COURSE_PLACES", raising=False)
    assert chosen(LABS, FEW) == list(FEW)
    monkeypatch.setenv("COURSE_PLACES", "all")
    assert chosen(LABS, FEW) == LABS
    assert set(FEW) < set(LABS)


@pytest.mark.slow
def test_the_environment_has_the_floors_themselves(floor):
    found = versions(floor)
    wanted = dict(line.split("==") for line in floors_of_the_course() if line.split("==")[0] in found)
    assert {name: found[name][: len(version)] for name, version in wanted.items()} == wanted
    assert len(wanted) >= 5


def floors_of_the_course():
    from lab_files import ROOT

    return floors((ROOT / "requirements.txt").read_text(encoding="utf-8")).split()


@pytest.mark.slow
@pytest.mark.parametrize("lab", chosen(LABS, FEW))
def test_the_solved_lab_runs_on_the_floors(lab, floor, tmp_path):
    outcome = run_lab(lab, floor, tmp_path)
    assert outcome.problem == "", outcome.details
