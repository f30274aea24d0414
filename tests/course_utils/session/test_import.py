"""`import course_utils` is light, and gives what the labs use."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import course_utils

ROOT = Path(__file__).parents[3]
HEAVY = ("tensorflow", "keras", "matplotlib", "ipywidgets", "sklearn", "IPython", "scipy", "numpy")


def run(code):
    """Run code in a fresh interpreter; give what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_the_package_imports_nothing_heavy():
    loaded = run("import sys, course_utils; print(*sys.modules)").split()
    assert [name for name in HEAVY if name in loaded] == []


def test_the_checks_and_data_need_numpy_alone():
    loaded = run("import sys; from course_utils import checks, datasets, stand_in; print(*sys.modules)").split()
    assert [name for name in HEAVY if name in loaded] == ["numpy"]


def test_starting_a_lab_does_not_import_tensorflow():
    loaded = run("import sys, course_utils; course_utils.start(); print(*sys.modules)").split()
    assert "tensorflow" not in loaded


def test_names_shared_with_a_module_stay_functions():
    code = "import course_utils.session.doctor, course_utils as c; print(c.doctor.__name__, c.todo.__name__)"
    assert run(code).split() == ["doctor", "todo"]
    assert "function" in run("from course_utils import todo; print(todo)")


@pytest.mark.parametrize("name", course_utils.__all__)
def test_every_public_name_is_there_and_listed(name):
    assert getattr(course_utils, name) is not None
    assert name in dir(course_utils)


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(AttributeError, match=r"^course_utils has no 'check': expected one of accelerator, checks, "):
        course_utils.check  # noqa: B018


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert course_utils.__version__ == project["version"]
