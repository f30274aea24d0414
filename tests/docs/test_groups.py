"""How tests are shared out among processes: what must run one after the other, and what need not."""

from conftest import group


def test_all_that_grades_runs_in_one_process():
    files = (
        "attacks/test_attacks.py::test_a[x]",
        "damaged/test_cells.py::test_b",
        "autograder/judge/test_x.py::t[01_one]",
    )
    assert {group(f"tests/{one}") for one in files} == {"grading"}
    assert group("tests/autograder/test_x.py::t") == "grading"
    assert group("tests/autograder/intake/test_x.py::t") == "tests/autograder/intake/test_x.py"


def test_a_file_that_goes_through_the_labs_is_a_group_for_each_lab_and_any_other_file_is_one():
    walk = "tests/browser/test_lab_in_jupyterlab.py"
    first, again, second = (f"{walk}::{name}" for name in ("test_a[01_one]", "test_b[x-01_one]", "test_a[02_two]"))
    assert group(first) == group(again) != group(second)
    assert group(first) != group("tests/browser/test_static_pages.py::test_a[01_one]")
    assert group(f"{walk}::test_c") == group(f"{walk}::test_d[a-1]") == walk
