"""A wheel that is built from the tree holds everything that grading needs."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
import tiny_course
from lab_files import ROOT
from tiny_lab import RIGHT

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]
OURS = ("course_utils", "autograder", "foundations_of_deep_learning", "__editable__", "__pycache__")
SETTINGS = '[tool.course]\nrepository = "https://github.com/someone/a-course"\n'


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of a clean copy of the tree: what git knows, and nothing that an earlier build left."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    for name in run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT).splitlines():
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), "."], cwd=tree)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel):
    """The Python of a fresh environment with the libraries of this one, and of the course nothing but the wheel."""
    home = ROOT / ".venvs" / "wheel"
    shutil.rmtree(home, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(home)])
    python = home / "bin" / "python"
    paths = json.loads(run([python, "-c", "import json, sysconfig; print(json.dumps(sysconfig.get_paths()))"]))
    for source in {sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]}:
        for path in Path(source).iterdir():
            target = Path(paths["purelib"], path.name)
            if not path.name.startswith(OURS) and not target.exists():
                (link_tree if path.is_dir() else link)(path, target)
    run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)])
    yield python
    shutil.rmtree(home)


def run(words, **options):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, env=environment, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def link_tree(source, target):
    shutil.copytree(source, target, copy_function=link, ignore=shutil.ignore_patterns("__pycache__"))


def link(source, target):
    """The same file under a second name; a copy where the two are on different disks."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def test_every_file_of_the_packages_that_is_no_code_is_in_the_wheel(wheel):
    there = set(zipfile.ZipFile(wheel).namelist())
    found = [path for package in ("course_utils", "autograder") for path in (ROOT / package).rglob("*")]
    files = [path for path in found if path.is_file() and "__pycache__" not in path.parts and path.name != "README.md"]
    assert len(files) > 200
    assert [str(path) for path in files if str(path.relative_to(ROOT)) not in there] == []


def test_a_grader_installed_from_the_wheel_grades_a_hand_in(installed, tmp_path):
    course = tiny_course.make(tmp_path / "repository")
    (course.root / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    tiny_course.hand_in(course, course.as_written(tiny_course.LAB, lambda sentence: None), "alice", RIGHT)
    told = tmp_path / "told.json"
    run([installed, "-m", "autograder", "grade", "90", "--json", told], cwd=course.root)
    (result,) = json.loads(told.read_text(encoding="utf-8"))
    assert (result["status"], result["score"]) == ("graded", 6.0)
    page = run([installed, "-m", "autograder", "report", "90"], cwd=course.root)
    assert "The report lies in" in page
    look = "import autograder, course_utils; print(autograder.__file__, course_utils.__file__)"
    where = run([installed, "-c", look], cwd=tmp_path)
    assert str(ROOT / "autograder") not in where
