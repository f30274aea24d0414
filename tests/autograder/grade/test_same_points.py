"""For honest work the judge gives what stock nbgrader gives under our settings, cell by cell; feedback shows it.

Two labs are compared, or those that `COURSE_COMPARED` names; `COURSE_COMPARED=all` compares every lab.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from lab_files import LABS
from tiny_lab import RIGHT

from autograder.admin import demo
from autograder.authoring.build import fill, notebook_text
from autograder.course.course import Course
from autograder.grade.grade import grade_class

pytestmark = pytest.mark.sandbox

KINDS = ("full marks", "typical mistakes", "full marks, another form", "half done")
GRADED = [lab for lab in LABS if not lab.startswith("00")]
SOME = os.environ.get("COURSE_COMPARED", "01_perceptron 06_backpropagation").split()
COMPARED = GRADED if SOME == ["all"] else [lab for lab in GRADED if lab in SOME]
MANY = "01_perceptron"  # all kinds of students in one lab, two in the others: stock takes ten seconds for each


def stock(course, command, lab):
    """Stock nbgrader in the course directory, with the course's settings."""
    program = Path(sys.executable).parent / "nbgrader"
    environment = {"HOME": os.environ.get("HOME", "/tmp"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([program, command, lab], cwd=course.path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def points(course, lab):
    grades = course.gradebook.grades(lab)
    return {student: {one.grade_id: one.score for one in cells} for student, cells in grades.items()}


def differing(mine, stocks):
    """Cell -> our points and stock's, where they are not the same."""
    return {cell: (mine.get(cell), stocks.get(cell)) for cell in {*mine, *stocks} if mine.get(cell) != stocks.get(cell)}


@pytest.mark.slow
@pytest.mark.parametrize("lab", COMPARED)
def test_a_sample_class_gets_the_points_that_it_deserves_from_us_and_from_stock_nbgrader(
    lab, tmp_path, monkeypatch, full_zygote
):
    kinds = KINDS if lab == MANY else KINDS[1:3]
    monkeypatch.setattr(demo, "KINDS", kinds)
    ours, theirs = Course(tmp_path / "ours"), Course(tmp_path / "theirs")
    students = demo.sample_class(ours, lab, len(kinds))
    for course in (ours, theirs):
        assignment = course.as_written(lab, lambda text: None)
        for student in students:
            path = course.submitted(student.name, lab) / f"{lab}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(notebook_text(fill(assignment.release, student.work)), encoding="utf-8")
    grade_class(ours, ours.as_written(lab), zygote=full_zygote, say=lambda text: None)
    stock(theirs, "autograde", lab)
    mine, stocks = points(ours, lab), points(theirs, lab)
    assert mine.keys() == stocks.keys()
    assert {name: differing(mine[name], stocks[name]) for name in mine} == dict.fromkeys(mine, {})
    assert {name: sum(cells.values()) for name, cells in stocks.items()} == {one.name: one.deserved for one in students}


def test_stock_feedback_of_a_judged_notebook_shows_the_message_and_no_hidden_test(hand_in, course, assignment):
    hand_in(
        "alice", RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n", "why": "<script>alert(1)</script>"}
    )
    grade_class(course, assignment, say=lambda text: None)
    stock(course, "generate_feedback", "90_tiny")
    page = (course.path / "feedback/alice/90_tiny/90_tiny.html").read_text(encoding="utf-8")
    assert "looks like the absolute value" in page
    assert "add(-1, -2) == -3" not in page
    assert "<script>alert(1)" not in page
    assert "(Score: 4.0 / 8.0)" in " ".join(page.split())
