import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_output
from tiny_lab import RIGHT

from autograder.nbgrader_config import KeepPoints

LAB = "90_tiny"
NOISY = """
import os, sys, warnings

def add(a, b):
    print("on standard error", file=sys.stderr)
    os.write(2, b"from C: failed call to cuInit\\n")
    warnings.warn("an old idiom", DeprecationWarning, stacklevel=1)
    return a + b
"""


def graded(*outputs, points=2):
    """A test cell with these outputs, after our preprocessor."""
    cell = new_code_cell("check()", outputs=list(outputs))
    cell.metadata["nbgrader"] = {"grade": True, "grade_id": "test_add", "points": points}
    return KeepPoints().preprocess_cell(cell, {}, 0)[0]


def value(text):
    return new_output("execute_result", {"text/plain": text}, execution_count=1)


def test_standard_error_of_a_test_cell_becomes_ordinary_output():
    (output,) = graded(new_output("stream", name="stderr", text="cuInit")).outputs
    assert (output.name, output.text) == ("stdout", "cuInit")


@pytest.mark.parametrize(
    ("text", "points"), [("nan", "0"), ("inf", "2"), ("-1", "0"), ("7", "2"), ("1.5", "1.5"), ("-inf", "0")]
)
def test_partial_credit_is_bounded(text, points):
    (output,) = graded(value(text)).outputs
    assert output.data["text/plain"] == points


def test_a_value_that_is_no_number_is_left_alone():
    (output,) = graded(value("array([1.0])")).outputs
    assert output.data["text/plain"] == "array([1.0])"


def nbgrader(course, *arguments):
    """Run the stock command in the course directory, as an instructor would, with a bare environment."""
    program = Path(sys.executable).parent / "nbgrader"
    environment = {"HOME": os.environ.get("HOME", "/tmp"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([program, *arguments], cwd=course.path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_stock_nbgrader_gives_full_points_to_an_honest_but_noisy_notebook(course, hand_in):
    hand_in("alice", RIGHT | {"add": NOISY})
    nbgrader(course, "autograde", LAB)
    grades = {one.grade_id: one.score for one in course.gradebook.grades(LAB)["alice"]}
    assert grades == {"test_add": 1, "hidden_add": 2, "test_prediction_sum": 1, "test_mean": 2, "why": 0}
    text = (course.path / "autograded/alice" / LAB / f"{LAB}.ipynb").read_text(encoding="utf-8")
    assert "failed call to cuInit" in text


def test_stock_commands_make_feedback_and_an_export(course, hand_in):
    hand_in("alice", RIGHT)
    nbgrader(course, "autograde", LAB)
    nbgrader(course, "generate_feedback", LAB)
    nbgrader(course, "export")
    assert (course.path / "feedback/alice" / LAB / f"{LAB}.html").exists()
    row = (course.path / "grades.csv").read_text(encoding="utf-8").splitlines()[1]
    assert "alice" in row
    assert "6.0" in row


def test_the_release_that_nbgrader_makes_is_the_students_notebook(course, assignment):
    import nbformat

    made = nbformat.read(course.path / "release" / LAB / f"{LAB}.ipynb", as_version=4)
    assert [cell.source.rstrip() for cell in made.cells] == [cell.source for cell in assignment.release.cells]
    assert "BEGIN" not in str(made)


def test_demo_cells_are_not_run(course, hand_in):
    hand_in("alice", RIGHT | {"add": "def add(a, b):\n    print('ran', a, b)\n    return a + b\n"})
    nbgrader(course, "autograde", LAB)
    text = (course.path / "autograded/alice" / LAB / f"{LAB}.ipynb").read_text(encoding="utf-8")
    assert text.count("ran 1 2") == 1, "once in the visible test, not again in the demo cell"


@pytest.mark.slow
def test_a_right_tensorflow_notebook_keeps_its_points_in_stock_nbgrader(tmp_path):
    from autograder.course import Course
    from autograder.demo import fill, notebook_text, points_by_exercise, solutions

    course = Course(tmp_path / "grading")
    assignment = course.as_written("01")
    path = course.submitted("alice", assignment.name) / f"{assignment.name}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(notebook_text(fill(assignment.release, solutions(assignment.lab))), encoding="utf-8")
    nbgrader(course, "autograde", assignment.name)
    score = sum(one.score for one in course.gradebook.grades(assignment.name)["alice"])
    assert score == sum(points_by_exercise(assignment.lab.cells).values())
