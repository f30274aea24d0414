"""The labs run on the versions that Google Colab has."""

import subprocess
from pathlib import Path

import nbformat
import pytest
from lab_files import LABS, displayed_without_alt, solved, student_environment
from versions.environments import environment, python

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def colab():
    return environment("colab", python("3.13"), HERE / "colab-constraints.txt")


@pytest.mark.slow
@pytest.mark.parametrize("lab", LABS)
def test_the_solved_lab_runs_on_colabs_versions(lab, colab, tmp_path):
    source, result = tmp_path / f"{lab}.ipynb", tmp_path / "result.ipynb"
    nbformat.write(solved(lab), source)
    environ = {**student_environment(), "JUPYTER_PLATFORM_DIRS": "1", "IPYTHONDIR": str(tmp_path)}
    call = [str(colab), str(HERE / "run_notebook.py"), str(source), str(result)]
    outcome = subprocess.run(call, env=environ, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr[-3000:]
    assert displayed_without_alt(nbformat.read(result, as_version=4)) == []
