"""What the student receives: stubs, ids, metadata, and nothing of a solution or a hidden test."""

import copy
import json
import re

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum
from small_sources import ADD, HIDDEN_ADD, LAB, OPENING, TEST_ADD, read, repository

from autograder.authoring.build import fill, instructor_notebook, notebook_text, release_notebook
from autograder.authoring.inside import inside_points
from autograder.authoring.release import ExerciseStubs

NUMBERED = OPENING + "# %% [markdown]\n# ## Sum\n# **Exercise 1.2** (5 min). Complete `add`.\n"
EVERYTHING = (
    NUMBERED
    + ADD
    + TEST_ADD
    + TEST_ADD
    + HIDDEN_ADD
    + '# %% solution="prediction"\n### BEGIN SOLUTION\nprediction = 41 + 1\n### END SOLUTION\n'
    + '# %% tests="prediction" points=1\nassert prediction in range(100)\n'
    + "# %% shared=true\nrows = [1, 2]\n# %% demo=true\nprint(add(1, 2))\n# %%\nprint(rows)\n# %%\nprint(rows)\n"
    + '# %% [markdown] answer="why" points=2\n# Because the model answer says so.\n'
    + '# %% [markdown] answer="how" points=1\n# Your two sentences:\n#\n# ### BEGIN SOLUTION\n# By counting.\n'
    + "# ### END SOLUTION\n"
)


@pytest.fixture
def lab(tmp_path):
    return read(repository(tmp_path), EVERYTHING)


@pytest.fixture
def released(lab, tmp_path):
    return release_notebook(lab, tmp_path)


def stub(tmp_path, source, name="x"):
    """What a student finds in the solution cell with this source, below the source marker."""
    tests = f'# %% tests="{name}" points=1\nassert True\n'
    notebook = release_notebook(
        read(repository(tmp_path), f'{OPENING}# %% solution="{name}"\n{source}{tests}'), tmp_path
    )
    return by_id(notebook)[f"solution-{name}"].source.split("\n", 1)[1]


def by_id(notebook):
    return {cell.id: cell for cell in notebook.cells}


def test_a_stub_raises_with_number_and_name_at_the_solution_s_indentation(released):
    assert by_id(released)["solution-add"].source == (
        "# exercise: 01_small/add (keep this line)\n"
        "def add(a, b):\n"
        '    """The sum."""\n'
        '    raise NotImplementedError("Exercise 1.2: add")'
    )


def test_a_prediction_becomes_a_todo_and_an_exercise_without_a_number_has_the_lab_s(released):
    assert by_id(released)["solution-prediction"].source == (
        '# exercise: 01_small/prediction (keep this line)\nprediction = todo("Exercise 1: prediction")'
    )


def test_a_number_holds_only_for_the_next_solution(lab):
    assert [exercise.number for exercise in lab.exercises.values()][:2] == ["1.2", "1"]


def test_a_method_has_its_stub_at_its_own_depth(tmp_path):
    source = (
        "class Net:\n    def step(self):\n        ### BEGIN SOLUTION\n        self.n = 1\n        ### END SOLUTION\n"
    )
    assert stub(tmp_path, source).endswith('    def step(self):\n        raise NotImplementedError("Exercise 1: x")')


@pytest.mark.parametrize(
    "head", ["@staticmethod\ndef x():", "async def x():", "def x(\n    a,\n    b=1,\n):", "if True:\n  def x():"]
)
def test_every_kind_of_function_has_its_stub_inside(tmp_path, head):
    depth = re.match(r" *", head.split("\n")[-1]).group() + "    " if "if" in head else "    "
    source = f"{head}\n{depth}### BEGIN SOLUTION\n{depth}return 1\n{depth}### END SOLUTION\n"
    assert stub(tmp_path, source) == f'{head}\n{depth}raise NotImplementedError("Exercise 1: x")'


def test_a_generator_s_stub_raises_at_the_call(tmp_path):
    code = stub(tmp_path, "def x():\n    ### BEGIN SOLUTION\n    yield 1\n    ### END SOLUTION\n")
    space = {}
    exec(code, space)
    with pytest.raises(NotImplementedError, match="Exercise 1: x"):
        space["x"]()


def test_each_region_has_its_own_stub(tmp_path):
    source = (
        "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n\n\n"
        "### BEGIN SOLUTION\nx, (y, *z) = 1, (2, 3)\nfor i in 'ab':\n    w = i\n### END SOLUTION\n"
    )
    assert stub(tmp_path, source) == (
        'def f():\n    raise NotImplementedError("Exercise 1: x")\n\n\n'
        'x = todo("Exercise 1: x")\ny = todo("Exercise 1: x")\nz = todo("Exercise 1: x")\n'
        'i = todo("Exercise 1: x")\nw = todo("Exercise 1: x")'
    )


def test_a_whole_function_or_class_as_solution_becomes_a_todo(tmp_path):
    source = "### BEGIN SOLUTION\ndef x():\n    return 1\n\n\nclass Y:\n    z = 1\n### END SOLUTION\n"
    assert stub(tmp_path, source) == 'x = todo("Exercise 1: x")\nY = todo("Exercise 1: x")'


def test_the_body_of_a_class_becomes_todos_in_the_class(tmp_path):
    source = "class X:\n    ### BEGIN SOLUTION\n    rate = 1\n    def f(self):\n        y = 2\n    ### END SOLUTION\n"
    assert stub(tmp_path, source) == 'class X:\n    rate = todo("Exercise 1: x")\n    f = todo("Exercise 1: x")'


def test_a_solution_that_binds_nothing_raises(tmp_path):
    source = "import math\n### BEGIN SOLUTION\nprint(1)\n### END SOLUTION\n"
    assert stub(tmp_path, source) == 'import math\nraise NotImplementedError("Exercise 1: x")'


def test_a_solution_cell_without_marks_from_elsewhere_is_replaced_as_a_whole(lab, tmp_path):
    notebook = instructor_notebook(lab, tmp_path)
    by_id(notebook)["solution-add"].source = "add = max"
    ExerciseStubs().preprocess(notebook, {})
    assert by_id(notebook)["solution-add"].source == 'raise NotImplementedError("Exercise 1.2: add")'


def test_nothing_of_a_solution_or_hidden_test_is_released(lab, tmp_path):
    text = notebook_text(release_notebook(lab, tmp_path))
    for secret in ["return a + b", "41 + 1", "-15", "-7", "model answer", "counting", "BEGIN", "END SOLUTION"]:
        assert secret not in text
        assert secret in notebook_text(instructor_notebook(lab, tmp_path))


def test_of_a_hidden_test_only_the_first_comment_is_released(released):
    assert by_id(released)["hidden-add"].source == "# Hidden check: negative numbers."


def test_a_written_answer_keeps_its_source_marker_and_what_stands_outside_the_marks(released):
    marker = "<!-- exercise: 01_small/{} (keep this line) -->\n\n"
    assert by_id(released)["answer-why"].source == marker.format("why") + "*Write your answer here.*"
    assert by_id(released)["answer-how"].source == (
        marker.format("how") + "Your two sentences:\n\n*Write your answer here.*"
    )


def test_the_opening_cell_has_a_link_and_the_lab_s_identity(released):
    address = "https://colab.research.google.com/github/someone/a-course/blob/trunk/notebooks/01_small.ipynb"
    assert released.cells[0].source == f"# Add things\n\n**[Open in Colab]({address})**\n\n<!-- lab: 01_small -->"


def test_the_setup_cell_comes_second(released):
    assert released.cells[1].metadata.nbgrader.grade_id == "setup"


def test_every_cell_has_a_stable_id_twice(released):
    ids = [cell.id for cell in released.cells]
    assert ids == [cell.metadata.id for cell in released.cells]
    assert len(set(ids)) == len(ids)
    named = [name for name in ids if not re.fullmatch(r"[0-9a-f]{8}(-2)?", name)]
    assert " ".join(named) == (
        "opening setup solution-add test-add test-add-2 hidden-add solution-prediction test-prediction "
        "shared-1 answer-why answer-how"
    )


def test_grade_ids_come_from_the_names(released):
    ids = [cell.metadata.nbgrader.grade_id for cell in released.cells if "nbgrader" in cell.metadata]
    assert " ".join(ids) == "setup add test_add test_add_2 hidden_add prediction test_prediction shared_1 why how"


def test_points_stand_in_the_graded_cells(released):
    cells = [cell.metadata.nbgrader for cell in released.cells if "nbgrader" in cell.metadata]
    assert {meta.grade_id: meta.points for meta in cells if meta.grade} == {
        "test_add": 1,
        "test_add_2": 1,
        "hidden_add": 2,
        "test_prediction": 1,
        "why": 2,
        "how": 1,
    }


@pytest.mark.parametrize(
    ("cell", "locked", "editable"),
    [
        ("setup", True, False),
        ("shared-1", True, False),
        ("test-add", True, False),
        ("hidden-add", True, False),
        ("solution-add", False, None),
        ("answer-why", False, None),
    ],
)
def test_what_a_student_must_not_change_is_locked(released, cell, locked, editable):
    metadata = by_id(released)[cell].metadata
    assert metadata.nbgrader.locked is locked
    assert metadata.get("editable") is editable
    assert metadata.deletable is False


def test_given_cells_and_demos_are_free_and_demos_carry_their_tag(released):
    free = [cell for cell in released.cells if "nbgrader" not in cell.metadata and cell.cell_type == "code"]
    assert [cell.metadata.get("tags") for cell in free] == [["demo"], None, None]


def test_checksums_are_those_of_the_released_cells(released):
    for cell in released.cells:
        if "nbgrader" in cell.metadata:
            assert cell.metadata.nbgrader.checksum == compute_checksum(cell)


def test_the_notebook_s_metadata_are_minimal(released):
    assert json.loads(json.dumps(released.metadata)) == {
        "colab": {"name": "01_small.ipynb", "provenance": []},
        "course": {"lab": "01_small", "title": "Add things", "exercises": ["add", "prediction", "why", "how"]},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def test_a_gpu_lab_asks_for_a_t4(tmp_path):
    metadata = release_notebook(
        read(repository(tmp_path), LAB.replace("[markdown]", "[markdown] gpu=true")), tmp_path
    ).metadata
    assert (metadata.accelerator, metadata.colab.gpuType) == ("GPU", "T4")


def test_a_test_inside_the_student_s_process_says_so(tmp_path):
    lab = read(repository(tmp_path), LAB.replace('tests="add"', 'tests="add" inside=true'))
    assert by_id(release_notebook(lab, tmp_path))["test-add"].metadata.course.inside is True
    assert (lab.points, inside_points(lab).inside) == (3, {"add": 1})


def test_the_notebook_is_valid_nbformat_4_5_and_nbgrader_schema_3(released):
    again = nbformat.reads(notebook_text(released), as_version=4)
    nbformat.validate(again)
    MetadataValidator().validate_nb(again)
    assert (again.nbformat, again.nbformat_minor) == (4, 5)


def test_two_builds_give_the_same_bytes(tmp_path):
    texts = {notebook_text(release_notebook(read(repository(tmp_path), EVERYTHING), tmp_path)) for _ in range(2)}
    assert len(texts) == 1


def test_fill_puts_code_and_answers_below_the_source_marker(released):
    before = copy.deepcopy(released)
    filled = by_id(fill(released, {"add": "def add(a, b):\n    return b + a\n", "why": "Because I say so."}))
    assert filled["solution-add"].source == (
        "# exercise: 01_small/add (keep this line)\ndef add(a, b):\n    return b + a"
    )
    assert filled["answer-why"].source.endswith("(keep this line) -->\n\nBecause I say so.")
    assert released == before


def test_fill_keeps_the_imports_that_the_student_was_given(tmp_path):
    lab = read(repository(tmp_path), LAB.replace("def add", "import math\nfrom os import path\n\n\ndef add"))
    code = "import math\nadd = lambda a, b: a + b"
    assert by_id(fill(release_notebook(lab, tmp_path), {"add": code}))["solution-add"].source.split("\n")[1:] == [
        "from os import path",
        "import math",
        "add = lambda a, b: a + b",
    ]


def test_fill_is_the_same_the_second_time(released):
    once = fill(released, {"add": "add = max"})
    assert fill(once, {"add": by_id(once)["solution-add"].source}) == once


def test_fill_names_an_exercise_that_is_not_there(released):
    with pytest.raises(KeyError, match="no exercise sub in this notebook; it has: add, prediction, why, how"):
        fill(released, {"sub": "1"})


def test_the_kinds_of_cells_are_there_for_those_who_run_a_lab(lab):
    assert " ".join(cell.kind for cell in lab.cells) == (
        "opening markdown solution tests tests hidden solution tests shared demo given given answer answer"
    )
    assert [cell.number for cell in lab.cells] == list(range(1, 15))
    assert lab.cells[2].line == 6
    assert lab.exercises["add"].names == ("add",)
    assert lab.exercises["add"].points == 4
    assert lab.title == "Add things"
