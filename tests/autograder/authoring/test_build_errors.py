"""Each error in a source names file, line and cell, and says what to do."""

import pytest
from small_sources import ADD, HIDDEN_ADD, LAB, OPENING, TEST_ADD, errors

AT = "solutions/01_small.py"
DRAW = "# %%\nfrom course_utils import plots\n"
PLAIN = "# %% [markdown]\n"


def test_a_good_source_has_no_errors(tmp_path):
    assert errors(tmp_path, LAB) == []


CASES = {
    "an unknown marker": (
        OPENING + "# %% colour=true\nx = 1\n",
        "3 (cell 2): unknown marker colour: the markers are "
        "solution, tests, hidden, points, answer, demo, shared, inside, gpu",
    ),
    "a title beside the marks": (
        OPENING + "# %% Some words\nx = 1\n",
        "3 (cell 2): unknown marker title: the markers are "
        "solution, tests, hidden, points, answer, demo, shared, inside, gpu",
    ),
    "markers without quotes": (
        OPENING + ADD + "# %% tests=add points=1\nassert add(1, 2) == 3\n",
        '3 (cell 2): the exercise add has no test: add a cell with tests="add"',
        '9 (cell 3): cannot read the markers tests=add: write them like solution="name", points=2 or demo=true',
    ),
    "a name with a hyphen": (
        OPENING + (ADD + TEST_ADD).replace('"add"', '"add-it"'),
        '3 (cell 2): solution="add-it" is not a name: '
        'use letters, digits and underscores, for example solution="sigmoid"',
        '9 (cell 3): tests="add-it" is not a name: use letters, digits and underscores, for example tests="sigmoid"',
    ),
    "points that are words": (
        OPENING + ADD + '# %% tests="add" points="two"\nassert add(1, 2) == 3\n',
        '9 (cell 3): points="two" is not a number of points: write 0, 1, 2, …',
    ),
    "negative points": (
        OPENING + ADD + '# %% tests="add" points=-1\nassert add(1, 2) == 3\n',
        "9 (cell 3): points=-1 is not a number of points: write 0, 1, 2, …",
    ),
    "a flag that is not true": (
        OPENING + "# %% demo=false\nx = 1\n",
        "3 (cell 2): demo=false: write demo=true, or leave it out",
    ),
    "a test without points": (
        OPENING + ADD + '# %% tests="add"\nassert add(1, 2) == 3\n',
        "9 (cell 3): a cell with tests= needs points= too",
    ),
    "points on a solution": (
        LAB.replace('solution="add"', 'solution="add" points=3'),
        "3 (cell 2): points belong to a tests, hidden or answer cell",
    ),
    "two kinds in one cell": (
        OPENING + "# %% demo=true shared=true\nx = 1\n",
        "3 (cell 2): the markers demo and shared exclude each other",
    ),
    "inside on a demo": (
        OPENING + "# %% demo=true inside=true\nx = 1\n",
        "3 (cell 2): inside belongs to a tests or hidden cell",
    ),
    "gpu below the opening": (
        OPENING + "# %% gpu=true\nx = 1\n",
        "3 (cell 2): gpu belongs to the opening cell",
    ),
    "an answer in a code cell": (
        OPENING + '# %% answer="why" points=2\nx = 1\n',
        '3 (cell 2): a written answer is markdown: write # %% [markdown] answer="…"',
    ),
    "a demo in prose": (
        OPENING + "# %% [markdown] demo=true\n# words\n",
        "3 (cell 2): a cell with demo= holds code: leave [markdown] out",
    ),
    "a raw cell": (OPENING + "# %% [raw]\n# words\n", "3 (cell 2): a raw cell: write code or [markdown]"),
    "text before the first cell": (
        "import os\n" + LAB,
        "1 (cell 1): text before the first # %%: begin with # %% [markdown]",
    ),
    "an empty file": ("", "1 (cell 1): text before the first # %%: begin with # %% [markdown]"),
    "a header without its spaces": (
        OPENING + "#%% demo=true\nx = 1\n# %%demo=true\nx = 1\n",
        "3 (cell 1): a cell begins with # %% at the start of a line and a space, not with #%% demo=true",
        "5 (cell 1): a cell begins with # %% at the start of a line and a space, not with # %%demo=true",
    ),
    "an indented header": (
        OPENING + "  # %% demo=true\nx = 1\n",
        "3 (cell 1): a cell begins with # %% at the start of a line and a space, not with # %% demo=true",
    ),
    "a header inside a string": (
        OPENING + '# %%\nx = """\n# %% no cell\n"""\n',
        "1 (cell 1): 3 lines begin with # %% but there are 2 cells: is one inside a string?",
    ),
    "code in the place of the opening": (
        "# %%\nx = 1\n",
        "1 (cell 1): the first cell must be the opening cell: # %% [markdown] that begins with # Title",
    ),
    "words before the title": (
        "# %% [markdown]\n# Welcome.\n# # Title\n",
        "1 (cell 1): the first cell must be the opening cell: # %% [markdown] that begins with # Title",
    ),
    "an exercise without a test": (
        OPENING + ADD,
        '3 (cell 2): the exercise add has no test: add a cell with tests="add"',
    ),
    "a test without an exercise": (
        OPENING + '# %% tests="sub" points=1\nassert True\n',
        '3 (cell 2): tests="sub": the exercise sub has no solution cell',
    ),
    "a hidden test of a written answer": (
        OPENING
        + '# %% [markdown] answer="why" points=2\n# Because.\n# %% hidden="why" points=1\n# Hidden.\nassert True\n',
        '5 (cell 3): hidden="why": the exercise why is a written answer',
    ),
    "a test before its solution": (
        OPENING + TEST_ADD + ADD + HIDDEN_ADD,
        '3 (cell 2): tests="add" comes before the solution of add',
    ),
    "a hidden test before its solution": (
        OPENING + HIDDEN_ADD + ADD + TEST_ADD,
        '3 (cell 2): hidden="add" comes before the solution of add',
    ),
    "an exercise twice": (
        LAB + ADD.replace("def add", "def plus"),
        "14 (cell 5): the exercise add is already in cell 2",
    ),
    "an answer with the name of an exercise": (
        LAB + '# %% [markdown] answer="add" points=1\n# Because.\n',
        "14 (cell 5): the exercise add is already in cell 2",
    ),
    "a name that collides with a test": (
        LAB + LAB.removeprefix(OPENING).replace('"add"', '"test_add"').replace("add(", "plus("),
        "14 (cell 5): the name test_add gives the grade id test_add, which is taken: rename it",
    ),
    "a name that the build uses itself": (
        OPENING + (ADD + TEST_ADD).replace('"add"', '"setup"'),
        "3 (cell 2): the name setup gives the grade id setup, which is taken: rename it",
    ),
    "a name bound by two solutions": (
        LAB + (ADD + TEST_ADD).replace('"add"', '"plus"'),
        "14 (cell 5): the solution of plus binds add, which add binds already",
    ),
    "a solution without marks": (
        OPENING + '# %% solution="add"\ndef add(a, b):\n    return a + b\n' + TEST_ADD,
        "3 (cell 2): the solution of add needs ### BEGIN SOLUTION and ### END SOLUTION around it",
    ),
    "a mark that never ends": (
        LAB.replace("    ### END SOLUTION\n", ""),
        "6 (cell 2): ### BEGIN SOLUTION without ### END SOLUTION",
    ),
    "a mark that never began": (
        LAB.replace("    ### BEGIN SOLUTION\n", ""),
        "7 (cell 2): ### END SOLUTION without ### BEGIN SOLUTION",
    ),
    "a mark within a solution": (
        LAB.replace("    return a + b\n", "    ### BEGIN SOLUTION\n    return a + b\n"),
        "7 (cell 2): ### BEGIN SOLUTION inside a solution: an ### END SOLUTION is missing before it",
    ),
    "a mark spelled another way": (
        LAB.replace("### BEGIN SOLUTION", "# BEGIN SOLUTION here").replace("    ### END SOLUTION\n", ""),
        "6 (cell 2): the mark # BEGIN SOLUTION here is not ### BEGIN SOLUTION or ### END SOLUTION: "
        "nbgrader would cut the cell here",
    ),
    "a mark in prose": (
        OPENING + PLAIN + "# Between BEGIN SOLUTION and the end.\n",
        "4 (cell 2): the mark Between BEGIN SOLUTION and the end. is not ### BEGIN SOLUTION or ### END SOLUTION: "
        "nbgrader would cut the cell here",
    ),
    "marks that the build writes itself": (
        LAB + "### BEGIN HIDDEN TESTS\n",
        "14 (cell 4): the mark ### BEGIN HIDDEN TESTS is not ### BEGIN SOLUTION or ### END SOLUTION: "
        "nbgrader would cut the cell here",
    ),
    "a solution in a given cell": (
        OPENING + "# %%\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n",
        "4 (cell 2): ### BEGIN SOLUTION outside a solution cell",
    ),
    "an empty solution": (
        OPENING
        + '# %% solution="x"\nx = 1\n### BEGIN SOLUTION\n\n### END SOLUTION\n# %% tests="x" points=1\nassert x\n',
        "5 (cell 2): an empty solution",
    ),
    "a stub that Python cannot read": (
        OPENING + '# %% solution="x"\nif True:\n    x = 1\n### BEGIN SOLUTION\nelse:\n    x = 2\n### END SOLUTION\n'
        "    x += 1\n" + '# %% tests="x" points=1\nassert x\n',
        "3 (cell 2): without its solution the cell is no Python (unexpected indent): move the marks",
    ),
    "a stub that loses a name": (
        OPENING + '# %% solution="x"\ntable = {}\n### BEGIN SOLUTION\ntable["a"] = 1\n### END SOLUTION\ny = 2\n'
        '# %% tests="x" points=1\nassert table and y\n',
        "3 (cell 2): without its solution the cell no longer binds y: move the marks",
    ),
    "a hidden test without a comment": (
        LAB.replace("# Hidden check: negative numbers.\n", ""),
        "11 (cell 4): a hidden test begins with a comment that says what it checks: it alone is released",
    ),
    "a hidden test without a test": (
        LAB.replace("assert add(-7, -8) == -15\n", ""),
        "11 (cell 4): a hidden test has no test below its comment",
    ),
    "a test that uses a given variable": (
        OPENING + "# %%\ndata = [1, 2]\n" + ADD + '# %% tests="add" points=1\n\nassert add(*data) == 3\n',
        "13 (cell 4): the name data is not available here: "
        "a test may use the names of its exercise (add), imports and shared cells above it, and what it makes itself",
    ),
    "a test that uses another exercise": (
        LAB + (ADD + TEST_ADD).replace("add", "sub").replace("sub(1, 2) == 3", "sub(1, add(1, 1)) == 3"),
        "21 (cell 6): the name add is not available here: "
        "a test may use the names of its exercise (sub), imports and shared cells above it, and what it makes itself",
    ),
    "an import inside the solution": (
        LAB.replace(
            "    ### BEGIN SOLUTION\n    return a + b", "    return a + b\n\n\n### BEGIN SOLUTION\nimport math\nx = 1"
        )
        .replace("    ### END", "### END")
        .replace("== 3", "== 3 + math.pi * 0"),
        "14 (cell 3): the name math is not available here: "
        "import it in this cell, because imports of tests, demos, solutions and later cells do not count",
    ),
    "an import in a demo": (
        OPENING + "# %% demo=true\nimport math\n" + ADD + TEST_ADD.replace("== 3", "== 3 + math.pi * 0"),
        "12 (cell 4): the name math is not available here: "
        "import it in this cell, because imports of tests, demos, solutions and later cells do not count",
    ),
    "a shared cell that uses a student's name": (
        OPENING + ADD + TEST_ADD + "# %% shared=true\nthree = add(1, 2)\n",
        "12 (cell 4): the name add is not available here: a shared cell may use imports and shared cells above it",
    ),
    "a test that asks for a type": (
        LAB.replace("assert add(1, 2) == 3", "assert isinstance(add(1, 2), int)"),
        "10 (cell 3): isinstance() in a test: tests see only plain values, "
        "so compare values or shapes, or mark the cell inside=true",
    ),
    "a hidden test that asks for a type": (
        LAB.replace("assert add(-7, -8) == -15", "x = 1\nassert type(add(1, 2)) is int"),
        "14 (cell 4): type() in a test: tests see only plain values, "
        "so compare values or shapes, or mark the cell inside=true",
    ),
    "a subclass test": (
        LAB.replace("assert add(1, 2) == 3", "assert issubclass(add(1, 2), int)"),
        "10 (cell 3): issubclass() in a test: tests see only plain values, "
        "so compare values or shapes, or mark the cell inside=true",
    ),
    "a magic": (
        OPENING + "# %%\nx = 1\n%matplotlib inline\n",
        "5 (cell 2): the magic %matplotlib: a lab is plain Python",
    ),
    "a magic in a comment": (
        OPENING + "# %%\n# !ls -l\n",
        "4 (cell 2): the magic !ls: a lab is plain Python",
    ),
    "a cell magic": (OPENING + "# %%\n\n%%time\nx = 1\n", "5 (cell 2): the magic %%time: a lab is plain Python"),
    "a syntax error": (
        OPENING + "# %%\nx = 1\n\ny = (2\nz = 3\n",
        "6 (cell 2): no Python: '(' was never closed",
    ),
    "a syntax error in a test": (
        LAB.replace("assert add(1, 2) == 3", "assert add(1, 2) =="),
        "10 (cell 3): no Python: invalid syntax",
    ),
    "an await outside a function": (
        OPENING + "# %%\nawait x\n",
        "4 (cell 2): no Python: 'await' outside function",
    ),
    "an assert that is always true": (
        LAB.replace("assert add(1, 2) == 3", "assert (add(1, 2) == 3, 'no')"),
        "10 (cell 3): Python warns: assertion is always true, perhaps remove parentheses?",
    ),
    "a cell of sixteen lines": (
        OPENING + "# %%\n" + "x = 1\n\n" * 16,
        "3 (cell 2): a code cell of 16 lines: at most 15, longer code belongs in course_utils",
    ),
    "a hidden test of forty-one lines": (
        LAB + "assert add(0, 0) == 0\n" * 39,
        "11 (cell 4): a hidden test of 41 lines: at most 40, longer code belongs in course_utils",
    ),
    "a picture without words in prose": (
        OPENING + PLAIN + "# Look:\n#\n# ![](picture.png)\n",
        "6 (cell 2): a picture without alt text: say what it shows",
    ),
    "an img without alt": (
        OPENING + PLAIN + '# Look:\n# <img\n#   src="a.png">\n',
        "5 (cell 2): a picture without alt text: say what it shows",
    ),
    "an img with an empty alt": (
        OPENING + PLAIN + '# <img src="a.png" alt=" ">\n',
        "4 (cell 2): a picture without alt text: say what it shows",
    ),
    "a call of plt.show": (
        OPENING + "# %%\nimport matplotlib.pyplot as plt\nplt.show()\n",
        "5 (cell 2): plt.show() shows a picture without alt text: write show(figure, alt)",
    ),
    "a show without alt": (
        DRAW.join([OPENING, "show(plots.plot_points(1, 2))\n"]),
        "5 (cell 2): show() without alt text: write show(figure, alt)",
    ),
    "a show with two words": (
        DRAW.join([OPENING, 'show(plots.plot_points(1, 2), alt="a plot")\n']),
        "5 (cell 2): the alt text 'a plot' is too short to state a finding",
    ),
    "a drawing that is not shown": (
        DRAW.join([OPENING, "ax = plots.plot_points(1, 2)\n"]),
        "5 (cell 2): a picture without alt text: pass the figure to show(figure, alt) in this cell",
    ),
    "a heading that jumps": (
        OPENING + PLAIN + "# ## Two\n# %% [markdown]\n#\n# #### Four\n",
        "7 (cell 3): the heading jumps from level 2 to 4: use ###",
    ),
    "a section that begins too deep": (
        OPENING + PLAIN + "# ### Three\n",
        "4 (cell 2): the heading jumps from level 1 to 3: use ##",
    ),
    "a second title": (
        OPENING + PLAIN + "# # Another\n",
        "4 (cell 2): a second H1: a lab has one title, its sections begin with ##",
    ),
    "a hint that does not close": (
        OPENING + PLAIN + "# text\n# <details><summary>Hint</summary>\n# words\n",
        "5 (cell 2): <details> is not closed: add </details> in the same cell",
    ),
    "a hint that never opened": (
        OPENING + PLAIN + "# words</details>\n",
        "4 (cell 2): </details> without <details>",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_build_names_what_is_wrong_and_where(tmp_path, case):
    text, *expected = CASES[case]
    assert errors(tmp_path, text) == [f"{AT}:{error}" for error in expected]


def test_all_errors_of_a_lab_are_listed_in_order(tmp_path):
    text = OPENING + "# %% colour=true\nx = (1\n" + ADD + PLAIN + "# #### Deep\n"
    assert [line.split(": ")[0] for line in errors(tmp_path, text)] == [
        f"{AT}:3 (cell 2)",
        f"{AT}:4 (cell 2)",
        f"{AT}:5 (cell 3)",
        f"{AT}:12 (cell 4)",
    ]


@pytest.mark.parametrize(
    "allowed",
    {
        "shared data": OPENING
        + "# %%\nimport math as m\n# %% shared=true\nrows = [m.pi]\n"
        + ADD
        + TEST_ADD.replace("== 3", "== 3 and rows and m"),
        "the setup's names": LAB.replace(
            "assert add(1, 2) == 3", "checks.close(add(1, 2), 3, 'add'); stand_in; todo; show"
        ),
        "a library that the test imports": LAB.replace("assert add", "import math\nassert math.pi and add"),
        "an import above a solution": LAB.replace("def add", "import math\n\ndef add").replace(
            "== 3", "== 3 * math.e**0"
        ),
        "an inside test that asks for a type": LAB.replace(
            'tests="add" points=1\nassert', 'tests="add" points=1 inside=true\nassert isinstance(1, int) and'
        ),
        "fifteen lines and blanks between them": OPENING + "# %%\n" + "x = 1\n\n" * 15,
        "a long solution": LAB.replace("    return a + b\n", "    a = a\n" * 30 + "    return a + b\n"),
        "a hidden test of forty lines": LAB + "assert add(0, 0) == 0\n" * 38,
        "a heading inside a code fence": OPENING + PLAIN + "# ```\n# # no heading\n# ![](a.png)\n# <details>\n# ```\n",
        "a comment inside pre": OPENING + PLAIN + "# <details><pre>\n# # fill this in\n# x = ...</pre></details>\n",
        "inline code": OPENING + PLAIN + "# Write `<img>` or `<details>`.\n",
        "a picture with words": OPENING + PLAIN + "# ![a line](a.png) <img src='b.png' alt='a line'>\n",
        "headings that go back up": OPENING + PLAIN + "# ## A\n# ### B\n# ## C\n",
        "a figure that is shown": DRAW.join(
            [OPENING, "show(plots.plot_points(1, 2), 'Two clouds that a line separates.')\n"]
        ),
        "an alt text made by a function": DRAW.join([OPENING, "show(plots.plot_points(1, 2), alt=str(1))\n"]),
        "a function that draws": OPENING + "# %%\nimport matplotlib.pyplot as plt\ndef f():\n    plt.plot([1])\n",
        "prose between quotes": OPENING + '# %% [markdown]\n"""\n## Section\n\ntext\n"""\n',
        "no points": LAB.replace("points=1", "points=0").replace("points=2", "points=0.5"),
        "two tests of one exercise": LAB + TEST_ADD,
        "a command in a comment": OPENING + "# %%\n# cat and dog pictures\nx = 1\n",
        "a loop variable used in two solutions": OPENING
        + '# %% solution="x"\nx = 0\n### BEGIN SOLUTION\nfor _ in "ab":\n    x = 1\n### END SOLUTION\n'
        + '# %% tests="x" points=1\nassert x\n'
        + '# %% solution="y"\n### BEGIN SOLUTION\nfor _ in "ab":\n    y = 1\n### END SOLUTION\n'
        + '# %% tests="y" points=1\nassert y\n',
    }.items(),
    ids=lambda pair: pair[0],
)
def test_the_build_accepts(tmp_path, allowed):
    assert errors(tmp_path, allowed[1]) == []
