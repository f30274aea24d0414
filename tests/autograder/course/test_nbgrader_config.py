import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tiny_course
from nbformat.v4 import new_code_cell, new_output
from tiny_lab import RIGHT

from autograder.course.nbgrader_settings import KeepPoints

LAB = "90_tiny"
NOISY = """
import os, sys, warnings

def add(a, b):
    print("on standard error", file=sys.stderr)
    os.write(2, b"from C: failed call to cuInit\\n")
    warnings.warn("an old idiom", DeprecationWarning, stacklevel=1)
    print("ran", a, b)
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


@pytest.fixture(scope="module")
def autograded(built, tmp_path_factory):
    """A course in which stock nbgrader has graded an honest but noisy notebook of alice's."""
    from autograder.course.course import Course

    root = shutil.copytree(built, tmp_path_factory.mktemp("stock") / "repository")
    course = Course(root / "grading", root=root)
    tiny_course.hand_in(course, course.as_written(LAB), "alice", RIGHT | {"add": NOISY})
    nbgrader(course, "autograde", LAB)
    return course


def notebook_of_alice(course):
    return (course.path / "autograded/alice" / LAB / f"{LAB}.ipynb").read_text(encoding="utf-8")


def test_stock_nbgrader_gives_full_points_to_an_honest_but_noisy_notebook(autograded):
    grades = {one.grade_id: one.score for one in autograded.gradebook.grades(LAB)["alice"]}
    assert grades == {"test_add": 1, "hidden_add": 2, "test_prediction_sum": 1, "test_mean": 2, "why": 0}
    assert "failed call to cuInit" in notebook_of_alice(autograded)


def test_demo_cells_are_not_run(autograded):
    assert notebook_of_alice(autograded).count("ran 1 2") == 1, "once in the visible test, not again in the demo cell"


def test_stock_commands_make_feedback_and_an_export(autograded):
    nbgrader(autograded, "generate_feedback", LAB)
    nbgrader(autograded, "export")
    assert (autograded.path / "feedback/alice" / LAB / f"{LAB}.html").exists()
    row = (autograded.path / "grades.csv").read_text(encoding="utf-8").splitlines()[1]
    assert "alice" in row
    assert "6.0" in row


def test_the_release_that_nbgrader_makes_is_the_students_notebook(course, assignment):
    import nbformat

    made = nbformat.read(course.path / "release" / LAB / f"{LAB}.ipynb", as_version=4)
    assert [cell.source.rstrip() for cell in made.cells] == [cell.source for cell in assignment.release.cells]
    assert "BEGIN" not in str(made)
