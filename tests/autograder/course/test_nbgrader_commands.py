"""nbgrader's own commands in a course directory that we graded."""

import csv
import os
import subprocess
import sys
import zipfile

import pytest
from nbgrader.utils import notebook_hash
from tiny_lab import RIGHT

from autograder import ROOT
from autograder.authoring.build import fill, notebook_text
from autograder.feedback.feedback import feedback
from autograder.grade.grade import grade_class

LAB = "90_tiny"
NAMES = r"(?:.*/)?(?P<student_id>[a-z]+)_(?P<file_id>90_tiny)\.ipynb"

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]


def nbgrader(course, *words):
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=course.path, env=environ, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_zip_collect_grade_generate_feedback_and_export(course, assignment):
    archive = course.path / "downloaded" / LAB / "archive"
    archive.mkdir(parents=True)
    wrong = RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n", "why": "<img src=x onerror=alert(1)> Hm."}
    with zipfile.ZipFile(archive / "class.zip", "w") as file:
        for name, answers in {"alice": RIGHT, "bob": wrong}.items():
            file.writestr(f"{name}_{LAB}.ipynb", notebook_text(fill(assignment.release, answers)))
    with (course.path / "nbgrader_config.py").open("a") as file:
        file.write(f"c.FileNameCollectorPlugin.named_regexp = r'{NAMES}'\n")
    nbgrader(course, "zip_collect", LAB)

    results = {one.student: one.score for one in grade_class(course, assignment, say=lambda text: None)}
    assert results == {"alice": 6, "bob": 4}

    nbgrader(course, "generate_feedback", LAB)
    pages = {name: (course.path / f"feedback/{name}/{LAB}/{LAB}.html").read_text("utf-8") for name in results}
    assert "looks like the absolute value" in pages["bob"]
    assert "looks like" not in pages["alice"]
    assert "<img src=x" not in pages["bob"]
    assert not any("add(-1, -2) ==" in page for page in pages.values())

    nbgrader(course, "export", "--to=all.csv")
    with (course.path / "all.csv").open(newline="") as file:
        table = {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in csv.DictReader(file)}
    assert table == {"alice": (6, 8), "bob": (4, 8)}


def test_autograde_generate_feedback_and_export_go_on_after_the_lab_was_changed(course, assignment, hand_in):
    hand_in("alice", RIGHT)
    hand_in("bob", RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n"})
    grade_class(course, assignment, say=lambda text: None)
    source = course.root / "solutions" / f"{LAB}.py"
    text = (
        source.read_text(encoding="utf-8")
        .replace('"mean"', '"average"')
        .replace('hidden="add" points=2', 'hidden="add" points=4')
    )
    source.write_text(text, encoding="utf-8")
    changed = course.as_written(LAB, lambda text: None)
    ours = {one.student: one.score for one in grade_class(course, changed, say=lambda text: None)}
    assert ours == {"alice": 8, "bob": 4}

    nbgrader(course, "autograde", LAB, "--force")
    stock = {name: sum(one.score for one in cells) for name, cells in course.gradebook.grades(LAB).items()}
    assert stock == ours
    nbgrader(course, "generate_feedback", LAB)
    assert "average" in (course.path / f"feedback/bob/{LAB}/{LAB}.html").read_text("utf-8")
    nbgrader(course, "export", "--to=all.csv")
    with (course.path / "all.csv").open(newline="") as file:
        assert {row["student_id"]: float(row["max_score"]) for row in csv.DictReader(file)} == {"alice": 10, "bob": 10}


def test_a_class_in_which_a_graded_hand_in_became_a_failed_one(course, hand_in):
    """nbgrader finds no notebook without its entry in the gradebook, on which it would stop for the whole class."""
    for name in ("alice", "bob"):
        hand_in(name, RIGHT)
    assignment = course.as_written(LAB)
    grade_class(course, assignment, say=lambda text: None)
    nbgrader(course, "generate_feedback", LAB)
    (course.submitted("bob", LAB) / f"{LAB}.ipynb").write_text("{", encoding="utf-8")
    results = {one.student: one.status for one in grade_class(course, assignment, say=lambda text: None)}
    assert results == {"alice": "graded", "bob": "failed"}

    nbgrader(course, "generate_feedback", LAB, "--force")
    assert (course.feedback("alice", LAB) / f"{LAB}.html").exists()
    assert not course.feedback("bob", LAB).exists()
    rows = {one["student"]: one["autograded"] for one in course.gradebook._api().get_submissions(LAB)}
    assert rows == {"alice": True, "bob": False}  # what Formgrader's list of a lab asks for


def test_release_feedback_hands_out_our_pages_and_generate_feedback_leaves_them(course, hand_in, tmp_path):
    """alice and carl handed in through the exchange, bob did not; carl's file failed."""
    for name in ("alice", "bob", "carl"):
        hand_in(name, RIGHT)
    (course.submitted("carl", LAB) / f"{LAB}.ipynb").write_text("{", encoding="utf-8")
    secrets = {"alice": "ab" * 32, "carl": "cd" * 32}
    for name, secret in secrets.items():
        (course.submitted(name, LAB) / "timestamp.txt").write_text("2026-03-01 11:00:00.000000 UTC")
        (course.submitted(name, LAB) / "submission_secret.txt").write_text(secret)
    grade_class(course, course.as_written(LAB), say=lambda text: None)
    feedback(course, course.as_graded(LAB), say=lambda text: None)

    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    nbgrader(course, "release_feedback", LAB, "--course", "dl", f"--Exchange.root={exchange}")
    for name, secret in secrets.items():
        page = exchange / "dl" / "feedback" / f"{notebook_hash(secret=secret, notebook_id=LAB)}.html"
        assert f'content="{LAB}/{name}"' in page.read_text(encoding="utf-8")
    assert len(list((exchange / "dl" / "feedback").iterdir())) == 3

    before = {path: path.read_bytes() for path in (course.path / "feedback").rglob("*.html")}
    nbgrader(course, "generate_feedback", LAB)
    assert {path: path.read_bytes() for path in (course.path / "feedback").rglob("*.html")} == before
