"""The labs run on the versions that Google Colab has."""

import pytest
from lab_files import LABS
from versions.sets import interpreter, run_lab


@pytest.fixture(scope="module")
def colab():
    return interpreter("colab")


@pytest.mark.slow
@pytest.mark.parametrize("lab", LABS)
def test_the_solved_lab_runs_on_colabs_versions(lab, colab, tmp_path):
    outcome = run_lab(lab, colab, tmp_path)
    assert outcome.problem == "", outcome.details
