"""What `progress()` says: from checks that really ran, as they stand in the course's notebooks."""

import json
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from lab_files import released

from course_utils import progress as say_progress
from course_utils.session.progress import NOTEBOOKS, Check, checks_of, normal, remember, sentence

CHECKS = [
    Check("warm_up", 2, "a"),
    Check("6.1 smallest_network", 1, "b"),
    Check("6.2 Value", 1, "c"),
    Check("6.2 Value", 1, "d"),
    Check("6.3 both_slopes", 1, "e"),
]


def test_before_any_check_has_run_it_says_how_to_begin():
    assert sentence([], {}) == (
        "Progress: no check has run yet since the kernel started. Run the cell below an exercise."
    )


def test_points_failed_checks_skipped_checks_and_the_rest_are_told_apart():
    assert sentence(CHECKS, {"a": True, "c": False}) == (
        "Progress: 2 of 6 visible points. To mend: 6.2 Value (1). Not checked yet: 6.1 smallest_network (1). "
        "Ahead: 2 exercises, 2 points."
    )


def test_a_check_that_was_mended_counts():
    assert sentence(CHECKS[:1], {"a": True}).startswith("Progress: all 2 visible points.")


@pytest.mark.parametrize("lab", ["01_perceptron", "06_backpropagation"])
def test_the_visible_points_are_those_of_the_release(lab):
    visible = [cell for cell in released(lab).cells if cell.metadata.get("course", {}).get("kind") == "tests"]
    points = sum(cell.metadata.nbgrader.points for cell in visible)
    assert sum(check.points for check in checks_of(NOTEBOOKS / f"{lab}.ipynb")) == points > 5


def test_a_notebook_that_cannot_be_read_has_no_checks(tmp_path):
    (tmp_path / "01_x.ipynb").write_text("{")
    assert checks_of(tmp_path / "01_x.ipynb") == []
    assert checks_of(tmp_path / "none.ipynb") == []


def test_editors_that_change_line_ends_change_nothing():
    assert normal("x = 1  \r\ny = 2\n\n") == normal("x = 1\ny = 2")


@pytest.fixture
def shell(monkeypatch):
    monkeypatch.setattr(sys.modules["course_utils.session.progress"], "_ran", {})
    shell = InteractiveShell()
    shell.events.register("post_run_cell", remember)
    return shell


@pytest.fixture
def course(tmp_path):
    solution = {"kind": "solution", "exercise": "double", "label": "Exercise 1.1: double"}
    test = {"course": {"kind": "tests", "exercise": "double"}, "nbgrader": {"points": 2}}
    cells = [
        {"metadata": {"course": solution}, "source": "def double(x): ..."},
        {"metadata": test, "source": ["got = double(1)\n", "assert got == 2"]},
    ]
    (tmp_path / "01_double.ipynb").write_text(json.dumps({"cells": cells}))
    return tmp_path


def test_a_student_sees_the_sum_change_as_checks_run(shell, course, capsys):
    check = "got = double(1)\nassert got == 2  "
    shell.run_cell("double = lambda x: x")
    say_progress(course)
    shell.run_cell(check)
    say_progress(course)
    shell.run_cell("double = lambda x: 2 * x")
    shell.run_cell(check)
    say_progress(course)
    shown = capsys.readouterr().out
    heard = [line[line.index("Progress") :] for line in shown.splitlines() if "Progress" in line]
    assert heard == [
        "Progress: no check has run yet since the kernel started. Run the cell below an exercise.",
        "Progress: 0 of 2 visible points. To mend: 1.1 double (2).",
        "Progress: all 2 visible points. Hidden checks follow when your work is graded.",
    ]


def test_a_check_that_was_changed_does_not_count(shell, course, capsys):
    shell.run_cell("assert True")
    say_progress(course)
    assert "no check has run yet" in capsys.readouterr().out
