"""`handin`, the intake and the judge read a cell alike: what is a magic, what is a mark, what is still the stub."""

import ast
import json
import sys

import pytest
from IPython.core.inputtransformer2 import TransformerManager
from lab_files import LABS, ROOT

from autograder.authoring.build import read_lab, release_notebook
from autograder.intake.intake import take_in
from autograder.intake.match_cells import Release
from autograder.intake.read_notebook import sent_cells
from autograder.judge.feedback_notebook import without_markup
from autograder.judge.student_main import new_main, python, run
from course_utils.notebook_marks import is_empty_answer
from course_utils.session.exercise_states import exercise_of, exercises

LAB = "92_double"
SOURCE = '''\
# %% [markdown]
# # Twice
#
# What you will do: one thing.

# %% [markdown]
# **Exercise 92.1**. Complete `double`.


# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% points=1 tests="double"
assert double(3) == 6, "twice 3 is 6"

# %% [markdown]
# That is all.
'''
MARK = f"# exercise: {LAB}/double (keep this line)\n"
DOUBLE = "def double(x):\n    return 2 * x\n"
RAISE = 'raise NotImplementedError("Exercise 92.1: double")'
CLASS = "class double:\n    def __new__(cls, x):\n        {}\n    def more(self):\n        {}\n"
LINES = "%time\n!ls\n    x = !ls\n?print\nwhat?\n"  # magics, were they no part of a text
NOT_VALID = "no valid Python"

MAGICS = {  # done in all three: what only a notebook understands does no harm
    "help": "print?\n",
    "help_before": "?print\n",
    "more_help": "double??\n",
    "help_on_a_method": "str.join?\n",
    "help_on_a_magic": "%timeit?\n",
    "a_shell_line": "!pip install torch\n",
    "two_exclamation_marks": "!!ls\n",
    "a_shell_line_over_two_rows": "!pip install \\\n    torch\n",
    "a_shell_line_with_an_open_quote": "!echo it's \"(\n",
    "a_value_from_the_shell": "x = !ls\n",
    "a_value_over_two_rows": "files = !ls \\\n  -a\n",
    "a_value_with_a_type": "files: list = !ls\n",
    "a_value_for_an_attribute": "import types\nspace = types.SimpleNamespace()\nspace.x = !ls\n",
    "a_value_for_a_key": "space = {}\nspace['a=b'] = !ls\n",
    "a_line_magic": "%matplotlib inline\n",
    "a_timed_value": "x = %timeit -o -n1 -r1 print()\n",
    "a_timed_call": "%time print()\n",
    "a_magic_with_nothing_behind_it": "%time\n",
    "an_indented_shell_line": "if True:\n    !pip install torch\n",
    "an_indented_value": "for name in 'ab':\n    x = %pwd\n    y = 1\n",
    "a_shell_line_behind_a_bracket_over_rows": "x = (1,\n     2)\n!ls\n",
}
CELL_MAGICS = {
    "a_timed_cell": "%%time\n" + MARK + DOUBLE,
    "a_repeated_cell": "%%timeit -n1\n" + MARK + DOUBLE,
    "a_captured_cell": "%%capture out\n" + DOUBLE,
    "two_cell_magics": "%%capture\n%%time\n" + DOUBLE,
    "a_cell_magic_below_empty_rows": "\n\n%%time\n" + DOUBLE + "!ls\n",
    "a_timed_assignment": "%time twice = 2\ndef double(x):\n    return twice * x\n",
    "a_timed_value_that_is_used": "twice = %time 1 + 1\ndef double(x):\n    return twice * x\n",
    "a_shell_line_in_a_function": "def double(x):\n    !ls\n    return 2 * x\n",
    "a_cell_that_is_indented_as_a_whole": "    def double(x):\n        return 2 * x\n",
    "pasted_with_prompts": ">>> def double(x):\n...     return 2 * x\n...\n",
    "pasted_with_numbers": "In [3]: def double(x):\n   ...:     return 2 * x\n   ...:\n",
}
TWINS = {  # plain Python that looks like a magic or a stub, and is neither
    "a_question_in_a_comment": DOUBLE + "# is that right?\nx = 1  # print?\n",
    "not_equal": "a, b = 1, 2\na != b\n" + DOUBLE,
    "a_remainder": "x, y = 5, 3\nx %y\nx = x %y\n" + DOUBLE,
    "a_remainder_over_two_rows": "x, y = 5, 3\nz = (x\n%y)\nz = x \\\n%y\n" + DOUBLE,
    "a_keyword": "x, y = 5, 3\nz = dict(k=x\n%y)\n" + DOUBLE,
    "a_format": "y = 3\nx = '%d' %y\n" + DOUBLE,
    "a_text_with_the_stub": f"text = '''\n{RAISE}\n'''\n" + DOUBLE,
    "a_docstring_with_the_stub": f"def double(x):\n    '''Was:\n    {RAISE}\n    '''\n    return 2 * x\n",
    "a_comment_with_the_stub": f"def double(x):\n    # {RAISE}\n    return 2 * x\n",
    "a_docstring_with_a_magic": f'def double(x):\n    """Twice:\n{LINES}    """\n    return 2 * x\n',
    "a_text_with_a_magic": f"text = r'''\n{LINES}'''\n" + DOUBLE,
}
FINISHED = {
    "a_return_above": f"def double(x):\n    return 2 * x\n    {RAISE}\n",
    "an_early_return_above": f"def double(x):\n    if x > 0:\n        return 2 * x\n    {RAISE}\n",
    "both_branches_return": f"def double(x):\n    if x:\n        return 2 * x\n    else: return x\n    {RAISE}\n",
    "a_return_in_a_loop": f"def double(x):\n    while True:\n        return 2 * x\n    {RAISE}\n",
    "a_return_in_with": f"import io\ndef double(x):\n    with io.StringIO():\n        return 2 * x\n    {RAISE}\n",
    "a_return_in_try": f"def double(x):\n    try:\n        return 2 * x\n    finally:\n        x = 0\n    {RAISE}\n",
    "a_condition_of_ones_own": f"def double(x):\n    if x < 0:\n        {RAISE}\n    return 2 * x\n",
    "only_for_numbers": "def double(x):\n    if x is None:\n        raise NotImplementedError\n    return 2 * x\n",
    "an_abstract_base": "class Base:\n    def f(self):\n        raise NotImplementedError\n" + DOUBLE,
    "a_stub_below_at_the_margin": DOUBLE + RAISE + "\n",
    "a_class": CLASS.format("return 2 * x", "return 1"),
    "a_lambda": "double = lambda x: 2 * x\n",
    "written_again_below_the_stub": f"def double(x):\n    {RAISE}\n" + DOUBLE,
}
OPEN = {
    "as_handed_out": f'def double(x):\n    """Twice x."""\n    {RAISE}\n',
    "with_a_comment": f"def double(x):\n    # I do not know.\n    {RAISE}  # still\n",
    "work_below": f"def double(x):\n    {RAISE}\n    return 2 * x\n",
    "straight_code_above": f"def double(x):\n    y = 2 * x\n    print(y)\n    {RAISE}\n",
    "a_loop_above": f"def double(x):\n    for _ in range(2):\n        x = x + 1\n    {RAISE}\n",
    "a_helper_that_returns_above": f"def double(x):\n    def twice(y):\n        return 2 * y\n    {RAISE}\n",
    "a_lambda_above": f"def double(x):\n    f = lambda y: (yield y)\n    {RAISE}\n",
    "an_own_error_above": f"def double(x):\n    if x is None:\n        raise ValueError\n    {RAISE}\n",
    "inside_a_loop": f"def double(x):\n    for _ in range(2):\n        {RAISE}\n    return x\n",
    "inside_with": f"import io\ndef double(x):\n    with io.StringIO():\n        {RAISE}\n    return x\n",
    "inside_a_helper": f"def double(x):\n    def twice(y):\n        {RAISE}\n    return twice(x)\n",
    "a_bare_raise": "def double(x):\n    raise NotImplementedError\n",
    "a_class": CLASS.format(RAISE, "return 1"),
    "a_value": 'double = todo("Exercise 92.1: double")\n',
    "a_value_with_a_type": 'double: object = todo("Exercise 92.1: double")\n',
    "the_raise_first": RAISE + "\n" + DOUBLE,
    "only_the_raise": RAISE + "\n",
    "with_a_magic": f"!ls\ndef double(x):\n    {RAISE}\n",
    "the_stub_again_below": DOUBLE + f"def double(x):\n    {RAISE}\n",
    "nothing": "# I do not know.\n",
    "a_cell_of_another_language": "%%bash\n" + DOUBLE,
}
BROKEN = {
    "an_open_bracket": "def double(x:\n    return 2 * x\n",
    "a_question_that_asks_nobody": DOUBLE + "2 * 3?\n",
    "no_shell_in_brackets": DOUBLE + "print(!ls)\n",
    "a_null": DOUBLE + "x = '\0\n",
}
CASES = [
    *((f"magic-{name}", MARK + DOUBLE + line, "done") for name, line in MAGICS.items()),
    *((f"magic-above-{name}", MARK + line + DOUBLE, "done") for name, line in MAGICS.items()),
    *((f"cell-{name}", source, "done") for name, source in CELL_MAGICS.items()),
    *((f"twin-{name}", MARK + source, "done") for name, source in TWINS.items()),
    *((f"twin-with-a-magic-{name}", MARK + "!ls\n" + source, "done") for name, source in TWINS.items()),
    *((f"finished-{name}", MARK + source, "done") for name, source in FINISHED.items()),
    *((f"open-{name}", source if "%%" in source else MARK + source, "still the stub") for name, source in OPEN.items()),
    *((f"broken-{name}", MARK + source, NOT_VALID) for name, source in BROKEN.items()),
]
IDS = [name for name, *_ in CASES]


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    path = tmp_path_factory.mktemp("double") / f"{LAB}.py"
    path.write_text(SOURCE, encoding="utf-8")
    return Release(release_notebook(read_lab(path)))


@pytest.fixture
def space():
    from course_utils.session.todo import todo

    main, path = sys.modules["__main__"], list(sys.path)
    yield new_main() | {"todo": todo}
    sys.modules["__main__"], sys.path[:] = main, path


def handin_says(source):
    nbgrader = {"grade_id": "double", "solution": True}
    cell = {"cell_type": "code", "metadata": {"nbgrader": nbgrader}, "source": source}
    return exercises({"cells": [cell], "metadata": {}})[0].state


def intake_says(source, release):
    """Above stands a finished try: it is taken where the exercise's own cell is still open."""
    raw = json.loads(json.dumps(release.notebook))
    number = release.numbers["double"]
    raw["cells"][number]["source"] = source
    raw["cells"].insert(number, {"cell_type": "code", "id": "n3w", "metadata": {}, "source": DOUBLE, "outputs": []})
    repairs = take_in(json.dumps(raw).encode(), release).repairs
    code = release.code(source)
    if code.wrong_line:
        return NOT_VALID
    assert ("double" not in code.finished) == ("double: taken from another cell" in repairs)
    return "done" if "double" in code.finished else "still the stub"


def judge_says(source, space):
    try:
        compile(python(source), "<cell>", "exec")
    except (SyntaxError, ValueError):
        return NOT_VALID
    error = run(source, "cell 1", space, 5)
    assert error == "" or "NotImplementedError" in error
    try:
        assert space["double"](3) == 6
    except (NotImplementedError, KeyError):
        return "still the stub"
    return "done"


def as_ipython_reads_it(source):
    try:
        ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError:
        return NOT_VALID
    return "valid"


@pytest.mark.parametrize(("name", "source", "state"), CASES, ids=IDS)
def test_handin_the_intake_and_the_judge_agree_about_a_cell(name, source, state, release, space):
    if "\0" not in source:  # the intake drops it from the file
        assert intake_says(source, release) == state
    assert (handin_says(source), judge_says(source, space)) == (state, state)


@pytest.mark.parametrize(("name", "source", "state"), CASES, ids=IDS)
def test_a_cell_is_python_where_it_is_for_the_notebook(name, source, state):
    if "\0" not in source:
        assert (as_ipython_reads_it(source) == NOT_VALID) == (state == NOT_VALID)


@pytest.mark.parametrize(("name", "source"), TWINS.items(), ids=TWINS)
def test_plain_python_stays_as_it_is_and_beside_a_magic_too(name, source):
    assert python(source) == source
    assert python("!ls\n" + source).partition("\n")[2] == source


@pytest.mark.parametrize(("name", "source", "state"), CASES, ids=IDS)
def test_every_row_stays_where_it_is(name, source, state):
    assert python(source).count("\n") == source.count("\n")


def test_the_judge_says_what_it_did_not_run(space, capsys):
    run("files = !ls \\\n  -a\nfor _ in [1]:\n    !pip list", "cell 1", space, 5)
    assert capsys.readouterr().out == "(not run while grading: ls \\\n  -a)\n(not run while grading: pip list)\n"


HOSTILE = {
    "brackets": "(" * 200_000,
    "strings": '!ls\n"' + "\\" * 1_000_000,
    "a_text_without_end": "!ls\n'''" + "''" * 500_000,
    "signs": "!ls\n" + "-" * 100_000 + "1",
    "elses": "!ls\nif a: pass\n" + "elif a: pass\n" * 20_000,
    "marks": "# " * 500_000,
    "rows": "\n" * 1_000_000 + "?x",
    "spaces": "!ls\n" + " " * 1_000_000 + "x y",
    "equals": "!ls\n" + "a = " * 100_000 + "!ls",
    "questions": "!ls\n" + "a." * 500_000 + "?",
    "half_questions": "!ls\n" + "a[0]." * 200_000 + " b?",
    "cell_magics": "%%time\n" * 100_000,
    "letters": "\ud800",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_no_source_is_too_hard_for_any_reader(source, release, space):
    assert handin_says(source) in ("done", "still the stub", NOT_VALID)
    assert release.code(source).finished == set()
    assert isinstance(run(source, "cell 1", space, 60), str)


@pytest.mark.parametrize(
    ("lab", "name", "found"),
    [("01_small", "add", True), ("my-lab.v2", "add", True), ("01_small", "a b", False), ("a" * 81, "add", False)],
)
def test_a_mark_is_the_same_mark_for_all(lab, name, found):
    code = f"# exercise: {lab}/{name} (keep this line)\nx = 1"
    text = f"<!-- exercise: {lab}/{name} (keep this line) -->\n\n*Write your answer here.*"
    for source, kind in ((code, "code"), (text, "markdown")):
        cell = {"cell_type": kind, "metadata": {}, "source": source}
        assert sent_cells({"cells": [cell]}, None)[0].ids == ({"marker": f"{lab}/{name}"} if found else {})
        assert exercise_of(cell) == (name if found else None)
    assert is_empty_answer(text) == found
    assert (without_markup(text) == text) == found


@pytest.mark.parametrize("text", ["", "  \n", "*Write your answer here.*", "*Write your answer here.*  \n\n"])
def test_an_emptied_answer_is_as_open_as_an_untouched_one(text):
    assert is_empty_answer(f"<!-- exercise: {LAB}/why (keep this line) -->\n\n{text}")


@pytest.mark.parametrize("lab", LABS)
def test_every_exercise_of_a_lab_as_handed_out_is_still_the_stub(lab):
    notebook = json.loads((ROOT / "notebooks" / f"{lab}.ipynb").read_text(encoding="utf-8"))
    assert {one.name: one.state for one in exercises(notebook) if one.state != "still the stub"} == {}
