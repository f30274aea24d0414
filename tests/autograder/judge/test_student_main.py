import pytest

from autograder.judge.student_main import new_main, python, run


@pytest.fixture
def space():
    import sys

    main, path = sys.modules["__main__"], list(sys.path)
    yield new_main()
    sys.modules["__main__"], sys.path[:] = main, path


def test_a_cell_runs_in_main_as_in_a_notebook(space):
    assert run("class A: pass\nname = A.__module__, __name__", "cell 1", space, 5) == ""
    assert space["name"] == ("__main__", "__main__")


def test_an_error_names_the_cells_lines_and_nothing_of_the_graders(space):
    run("def f():\n    return 1 / 0", "cell 1", space, 5)
    assert run("f()", "cell 2", space, 5) == (
        "cell 2, line 1: f()\ncell 1, line 2: return 1 / 0\nZeroDivisionError: division by zero"
    )


def test_a_cell_that_runs_for_too_long_is_stopped(space):
    assert run("while True: pass", "cell 1", space, 0.1, 60) == "this cell was stopped after 0.1 seconds of computing"


def test_sys_exit_ends_the_cell_only(space):
    assert run("import sys\nsys.exit(3)", "cell 1", space, 5).endswith("SystemExit: 3")


@pytest.mark.parametrize(
    "source", ["%matplotlib inline\nx = 1", "!pip install torch\nx = 1", "%%time\nx = 1", "%time x = 1", "?int\nx = 1"]
)
def test_magics_and_shell_lines_do_no_harm(space, source):
    assert run(source, "cell 1", space, 5) == ""
    assert space["x"] == 1


def test_plain_python_is_left_as_it_is():
    assert python("x = 5 % 3\n") == "x = 5 % 3\n"
