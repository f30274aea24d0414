"""`handin` tells a student what the grader will find: both judge every cell the same, by one grammar."""

import ast
import json

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from autograder.authoring.build import worked_in
from autograder.intake.student_code import Code, stubs_of
from autograder.judge.student_main import new_main, run
from course_utils.session.exercise_states import exercises

RAISE = 'raise NotImplementedError("Exercise 0.1: double")'
STUB = f'def double(x):\n    """Twice x."""\n    {RAISE}\n'
DONE = "def double(x):\n    return 2 * x\n"
WORK = "    if x is None:\n        return 0\n    else:\n        return 2 * x\n"
OPEN, FINISHED = "still the stub", "done"


def told(source):
    """What handin says of a cell with this source."""
    metadata = {"nbgrader": {"grade_id": "double", "solution": True, "grade": False}}
    (exercise,) = exercises({"cells": [{"cell_type": "code", "metadata": metadata, "source": source}], "metadata": {}})
    return exercise.state


def graded(source):
    """What the grader takes the same cell for."""
    code = Code(source, stubs_of(STUB))
    return "no valid Python" if code.wrong_line else FINISHED if "double" in code.finished else OPEN


@pytest.mark.parametrize(
    ("body", "state"),
    {
        "untouched": (f"    {RAISE}\n", OPEN),
        "work that goes on into the stub": (f"    y = 2 * x\n    {RAISE}\n", OPEN),
        "a branch that returns, and a stub left below it": (
            f"    if x:\n        return 2 * x\n    {RAISE}\n",
            FINISHED,
        ),
        "a loop that may return": (f"    for one in x:\n        return one\n    {RAISE}\n", FINISHED),
        "a stub in a loop": (f"    for one in x:\n        {RAISE}\n    return 3\n", OPEN),
        "an early return": (f"    return 2 * x\n    {RAISE}\n", FINISHED),
        "an early raise": (f'    raise ValueError("x")\n    {RAISE}\n', FINISHED),
        "two branches that return": (f"{WORK}    {RAISE}\n", FINISHED),
        "a with that returns": (f"    with open(x) as f:\n        return f\n    {RAISE}\n", FINISHED),
        "a try that returns": (f"    try:\n        return x\n    except E:\n        return 1\n    {RAISE}\n", FINISHED),
        "a try that may go on": (f"    try:\n        return x\n    except E:\n        pass\n    {RAISE}\n", FINISHED),
        "a loop without an end": (f"    while True:\n        return x\n    {RAISE}\n", FINISHED),
        "a loop with a way out": (f"    while True:\n        break\n    {RAISE}\n", OPEN),
        "a match of everything": (f"    match x:\n        case _:\n            return 1\n    {RAISE}\n", FINISHED),
        "an inner function": (f"    def inner():\n        {RAISE}\n    return inner\n", OPEN),
        "an error of their own": ('    raise NotImplementedError("only for numbers")\n', FINISHED),
    }.values(),
)
def test_a_function_is_open_where_straight_code_comes_to_the_stubs_raise(body, state):
    source = f"def double(x):\n{body}"
    assert (told(source), graded(source)) == (state, state)


@pytest.mark.parametrize(
    ("source", "state"),
    [
        ('double = todo("Exercise 0.1: double")', OPEN),
        ('double: float = todo("Exercise 0.1: double")', OPEN),
        ('class double:\n    rate = todo("Exercise 0.1: double")', OPEN),
        (f"class double:\n    def one(self):\n        return 1\n    def two(self):\n        {RAISE}", OPEN),
        (f"async def double(x):\n    {RAISE}", OPEN),
        ("class double:\n    def one(self):\n        raise NotImplementedError", FINISHED),
        ("double = 3", FINISHED),
        ("%time double = 3", FINISHED),
    ],
)
def test_values_and_classes_are_open_as_long_as_a_part_of_them_is(source, state):
    assert (told(source), graded(source)) == (state, state)


MAGICS = {
    "help": "print?\nobj??\n?print\nnp.mean?\n%timeit?\n",
    "a shell line": "!pip install nothing\n!!ls\n",
    "a shell line with a quote": "!echo it's \"so\n",
    "what a shell line gives": "files = !ls\nfor f in files:\n    print(f)\nn = len(files)\n",
    "a shell line inside a block": "if True:\n    !pip install nothing\n",
    "a shell line over several rows": "!pip install \\\n    nothing\n",
    "a line magic": "%matplotlib inline\n%time 1 + 1\n%timeit -n 1 -r 1 1 + 1\n%nothing known\n",
    "what a magic gives": "x = %timeit -o 1 + 1\ny = %time 1 + 1\nz: float = %time 2\n",
    "into a place": "box = {}\nbox['a'] = !ls\na, b = (1, 2)\n",
    "a string that looks like one": 'text = """\n%d\n!ls\nwhat?\n"""\nassert "%d" in text and "!ls" in text\n%time 1\n',
    "a sum over several rows": "%time 1\ny = (7\n     % 3)\nz = 7 \\\n  % 3\nassert y == z == 1\n",
    "a comment that asks": "%time 1\ny = [1,  # what?\n     2]\n",
}


@pytest.mark.parametrize("head", MAGICS.values(), ids=MAGICS)
@pytest.mark.parametrize("mark", ["", "# exercise: 00_start_here/double (keep this line)\n"])
def test_what_only_ipython_understands_is_done_and_runs(head, mark):
    source = mark + head + DONE
    assert (told(source), graded(source)) == (FINISHED, FINISHED)
    ast.parse(TransformerManager().transform_cell(source))  # a notebook takes it, too
    space = new_main()
    assert run(source, "cell 1", space, 5) == ""
    assert space["double"](3) == 6


@pytest.mark.parametrize(
    "source",
    [
        f"%%time\n{DONE}",
        f"\n%%timeit -n 3 -r 1\n{DONE}",
        f"%%capture out\n{DONE}!ls\nprint?\n",
        f"# a comment\n%%time\n{DONE}",
        "  def double(x):\n      return 2 * x\n",
        ">>> def double(x):\n...     return 2 * x\n",
        "In [3]: def double(x):\n   ...:     return 2 * x\n",
    ],
)
def test_what_a_notebook_takes_off_a_cell_is_done_and_runs(source):
    assert (told(source), graded(source)) == (FINISHED, FINISHED)
    ast.parse(TransformerManager().transform_cell(source))
    space = new_main()
    assert run(source, "cell 1", space, 5) == ""
    assert space["double"](3) == 6


@pytest.mark.parametrize(
    "source", [f"x == !ls\n{DONE}", f"x = (3,\n!ls)\n{DONE}", f"y = 1; !ls\n{DONE}", "print(double(3))?\n", "x = = 3\n"]
)
def test_what_a_notebook_does_not_take_is_no_valid_python(source):
    assert (told(source), graded(source)) == ("no valid Python", "no valid Python")
    with pytest.raises(SyntaxError):
        ast.parse(TransformerManager().transform_cell(source))


@pytest.mark.parametrize("source", ["double = '\0'", "x = " + "(" * 400 + ")" * 400, "double = 3 +\n\n"])
def test_a_cell_that_cannot_be_read_is_named_by_both_and_stops_neither(source):
    assert (told(source), graded(source)) == ("no valid Python", "no valid Python")


def test_code_that_is_nested_deeply_is_judged_in_one_pass():
    rows = [f"{' ' * depth}try:\n{' ' * depth} x\n{' ' * depth}finally:" for depth in range(1, 60)]
    source = "\n".join(["def double(x):", *rows, f"{' ' * 60}return x", f" {RAISE}"])
    assert (told(source), graded(source)) == (FINISHED, FINISHED)


def test_an_error_below_a_magic_is_shown_on_its_own_line():
    said = run("%time \\\n  1\n%%time\n1 / 0\n", "cell 1", new_main(), 5)
    assert "line 4: 1 / 0" in said


def test_a_shell_line_says_that_it_was_not_run(capsys):
    run("!pip install nothing\nfiles = !ls", "cell 1", new_main(), 5)
    lines = ["(not run while grading: pip install nothing)", "(not run while grading: ls)"]
    assert capsys.readouterr().out.splitlines() == lines


@pytest.mark.parametrize(("body", "worked"), [(f"    return 2 * x\n    {RAISE}\n", True), (f"    {RAISE}\n", False)])
def test_the_build_takes_a_notebook_for_worked_in_by_the_same_rule(body, worked):
    metadata = {"nbgrader": {"grade_id": "double", "solution": True}}
    cell = {"cell_type": "code", "metadata": metadata, "source": f"def double(x):\n{body}", "outputs": []}
    assert worked_in(json.dumps({"cells": [cell]}).encode()) == worked
