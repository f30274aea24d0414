"""A new lab is complete from the start: it builds, its answers are judged rightly, its text test passes."""

import os
import shutil
import subprocess
import sys
from collections import Counter

import pytest
from lab_files import ROOT

from autograder import CourseError
from autograder.authoring.build import build, read_lab
from autograder.authoring.new_lab import new_lab
from autograder.probe.answers import read_answers
from autograder.probe.probe import probe

NAME = "91_distances"


@pytest.fixture
def root(tmp_path):
    """A repository without labs that has what a new lab needs."""
    for name in ("pyproject.toml", "README.md", "tests/conftest.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("course_utils", "tests/support"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "autograder").symlink_to(ROOT / "autograder")
    return tmp_path


def test_it_writes_the_four_files_that_a_lab_has_and_a_row(root):
    assert list(map(str, new_lab(NAME, root))) == [
        "solutions/91_distances.py",
        "tests/answers/91_distances.py",
        "tests/labs/distances/test_text.py",
        "course_utils/labs/distances/__init__.py",
    ]
    rows = [row for row in (root / "course_utils" / "README.md").read_text().splitlines() if row.startswith("| `labs/")]
    assert (rows[-1], rows[-2][:24]) == ("| `labs/distances/` | 91: nothing more |", "| `labs/real_network/` |")


def test_it_builds_at_once_and_the_table_of_labs_has_it(root):
    new_lab(NAME, root)
    assert root / "notebooks" / f"{NAME}.ipynb" in build([NAME], root=root)
    assert "| 91 | [Measure how far apart two points are]" in (root / "README.md").read_text(encoding="utf-8")


def test_every_answer_gets_what_it_deserves_at_once(root):
    new_lab(NAME, root)
    cells = read_lab(root / "solutions" / f"{NAME}.py").cells
    verdicts = list(probe(cells, root / "tests" / "answers" / f"{NAME}.py"))
    assert [verdict.problem for verdict in verdicts if not verdict.ok] == []
    assert len(verdicts) == 12


def test_there_are_as_many_answers_as_a_lab_must_have(root):
    new_lab(NAME, root)
    found = read_answers(root / "tests" / "answers" / f"{NAME}.py")
    counts = Counter((one.exercise, one.expect) for one in found)
    exercises = read_lab(root / "solutions" / f"{NAME}.py").exercises.values()
    assert {one.name for one in exercises if not one.written} == {exercise for exercise, _ in counts}
    assert min(count for (_, expect), count in counts.items() if expect == "wrong") >= 4
    assert min(count for (_, expect), count in counts.items() if expect == "right") >= 2


def test_its_text_test_passes_at_once(root):
    new_lab(NAME, root)
    words = [sys.executable, "-m", "pytest", "-q", "-c", "pyproject.toml", "tests/labs/distances/test_text.py"]
    environment = os.environ | {"PYTHONPATH": f"{root}:{root / 'tests'}:{root / 'tests' / 'support'}"}
    done = subprocess.run(words, cwd=root, env=environment, capture_output=True, text=True)
    assert "2 passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["distances", "1_x", "91-x", "91_", "../91_x", "91_X", "91_x.py", ""])
def test_what_is_no_lab_s_name_gets_a_sentence(root, name):
    with pytest.raises(CourseError, match="is no lab's name: expected two digits"):
        new_lab(name, root)
    assert not (root / "solutions").exists()


def test_nothing_is_overwritten(root):
    new_lab(NAME, root)
    with pytest.raises(CourseError, match="the number 91 is taken by 91_distances"):
        new_lab("91_other", root)
    (root / "solutions" / f"{NAME}.py").unlink()
    with pytest.raises(CourseError, match="tests/answers/91_distances.py and .* and course_utils/.* exists already"):
        new_lab(NAME, root)
    assert not (root / "solutions" / f"{NAME}.py").exists()
