"""A hand-in made from an earlier release: what the instructor changed since is never said of the student."""

import copy
import json

import pytest
from nbformat.v4 import new_code_cell
from tiny_lab import RIGHT, TINY_LAB

from autograder.authoring.build import fill, instructor_notebook, notebook_text, read_lab, stripped
from autograder.course.cell_forms import notebook_forms
from autograder.course.changes import compare
from autograder.intake.earlier import NOTE, Earlier, checksum
from autograder.intake.intake import take_in
from autograder.intake.match_cells import Release
from autograder.intake.read_notebook import Submitted

LAB = "90_tiny"
HIDDEN = TINY_LAB[TINY_LAB.index('# %% hidden="add"') : TINY_LAB.index("# %% [markdown]\n# **Exercise 90.2**")]
NEW = '# %% hidden="add" points=1\n# Hidden check: floats.\nassert add(0.5, 0.5) == 1, "expected add(0.5, 0.5) = 1"\n\n'
MEAN = TINY_LAB[TINY_LAB.index("# %% [markdown]\n# **Exercise 90.3**") : TINY_LAB.index('# %% [markdown] answer="why"')]
WHY = TINY_LAB[TINY_LAB.index('# %% [markdown] answer="why"') :]
CHECKED = (
    '# %% solution="why"\n### BEGIN SOLUTION\nwhy = 2\n### END SOLUTION\n\n# %% tests="why" points=2\nassert why == 2\n'
)
LATER = "mean: it is not in this notebook, and the lab was another one when this notebook was handed out"
BLAME = ("metadata", "was edited", "missing", "another place", "had become", "taken from", "found by")


@pytest.fixture
def made(tmp_path):
    """`made(text)` is the instructor's notebook and the release of a source."""

    def make(text):
        path = tmp_path / f"{LAB}.py"
        path.write_text(text, encoding="utf-8")
        lab = read_lab(path)
        return instructor_notebook(lab), stripped(instructor_notebook(lab))

    return make


@pytest.fixture
def changed(made):
    """`changed(old, new)` is the release of `new` that knows of `old`, and the old release."""

    def make(old, new, renamed=None):
        before, after = made(old), made(new)
        moved = compare(notebook_forms(*before), notebook_forms(*after), renamed).moved
        return Release(after[1], [Earlier(Release(before[1]), moved)]), before[1]

    return make


def replaced(*pairs):
    text = TINY_LAB
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


EDITS = {
    "other points": replaced(('points=2 tests="mean"', 'points=5 tests="mean"')),
    "a check more": replaced((HIDDEN, NEW + HIDDEN)),
    "a check less": replaced((HIDDEN, "")),
    "another check": replaced(("assert mean(numbers) == 2", "assert mean([1, 3]) == 2")),
    "an exercise less": replaced((MEAN, "")),
    "another exercise's name": replaced(('"mean"', '"average"')),
    "another answer's name": replaced(('answer="why"', 'answer="reason"')),
    "other words": replaced(("two small things", "a few small things"), ("what is 1 + 2", "what would 1 + 2 be")),
    "another given cell": replaced(("numbers = [1, 2, 3]", "numbers = [1, 2, 3.0]")),
    "another demo": replaced(("print(add(1, 2))", "print(add(2, 1))\n\n# %%\nspare = 1")),
    "another order": TINY_LAB.replace(MEAN, "").replace("# %% [markdown]\n# **Exercise 90.1**", MEAN.replace(
        "mean(numbers)", "mean([1, 2, 3])") + "# %% [markdown]\n# **Exercise 90.1**"),
    "another docstring": replaced(('"""The sum of two numbers."""', '"""The sum of two whole numbers."""')),
}  # fmt: skip


def as_saved(notebook, form):
    """The file of a notebook: as Jupyter saves it, as Colab does, or without anything of nbgrader's."""
    raw = json.loads(notebook_text(notebook))
    for cell in raw["cells"]:
        if form != "Jupyter":
            cell.pop("id")
        if form == "plain":
            cell["metadata"] = {}
    return json.dumps(raw).encode()


@pytest.mark.parametrize("form", ["Jupyter", "Colab"])
@pytest.mark.parametrize("edit", EDITS)
def test_an_earlier_release_is_graded_and_nothing_is_said_of_the_student(changed, edit, form):
    release, old = changed(TINY_LAB, EDITS[edit])
    taken = take_in(as_saved(fill(old, RIGHT | {"why": "It shares."}), form), release)
    assert taken.problem == ""
    assert [one for one in taken.repairs + taken.flags + taken.look if any(word in one for word in BLAME)] == []
    sources = {cell.metadata.course.get("exercise"): cell.source for cell in taken.notebook.cells if cell.metadata.get(
        "nbgrader", {}).get("solution")}  # fmt: skip
    assert "return a + b" in sources["add"]
    (answer,) = {"why", "reason"} & sources.keys()
    assert sources[answer] == f"<!-- exercise: 90_tiny/{answer} (keep this line) -->\n\nIt shares."
    assert [cell.source for cell in taken.notebook.cells if "NotImplementedError" in cell.source] == []
    kinds = [cell.metadata.course["kind"] for cell in taken.notebook.cells]
    assert kinds.count("added") == (edit == "an exercise less")


@pytest.mark.parametrize("edit", EDITS)
def test_an_untouched_earlier_release_becomes_the_release_of_today(changed, edit):
    release, old = changed(TINY_LAB, EDITS[edit])
    taken = take_in(as_saved(old, "Jupyter"), release)
    assert [(cell.id, cell.source) for cell in taken.notebook.cells] == [(c.id, c.source) for c in release.cells]
    assert taken.flags == []
    assert set(taken.repairs) <= {NOTE}


def test_words_in_a_text_are_no_change_of_the_lab(changed):
    release, old = changed(TINY_LAB, EDITS["other words"])
    assert take_in(as_saved(fill(old, RIGHT), "Jupyter"), release).repairs == []


def test_what_the_student_did_to_an_earlier_release_is_still_said(changed):
    release, old = changed(
        TINY_LAB, replaced((HIDDEN, NEW + HIDDEN), ("assert mean(numbers) == 2", "assert mean([2]) == 2"))
    )
    notebook = fill(old, RIGHT)
    by_id = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    by_id["test_mean"].source += "\n\ndef helper():\n    return 1"
    by_id["test_add"].metadata.nbgrader["points"] = 100
    notebook.cells = [cell for cell in notebook.cells if cell is not by_id["test_prediction_sum"]]
    repairs = take_in(as_saved(notebook, "Jupyter"), release).repairs
    assert repairs == [
        NOTE,
        "test_mean was edited: the course's own is used",
        "what was added to test_mean is kept in a cell of its own",
        "nbgrader's metadata was missing or changed in 1 cell: put back",
        "test_prediction_sum was missing: put back",
    ]


def test_what_was_written_into_a_given_cell_that_is_gone_is_kept(changed):
    given = "# %%\nlimits = [0, 1]\n\n"
    release, old = changed(TINY_LAB.replace("# %% shared=true", given + "# %% shared=true"), TINY_LAB)
    notebook = fill(old, RIGHT)
    (cell,) = [cell for cell in notebook.cells if cell.source == "limits = [0, 1]"]
    cell.source += "\n\ndef helper():\n    return limits"
    taken = take_in(as_saved(notebook, "Jupyter"), release)
    (added,) = [cell for cell in taken.notebook.cells if cell.metadata.course["kind"] == "added"]
    assert added.source == "def helper():\n    return limits"


def test_an_exercise_that_the_student_never_saw_is_flagged_and_not_called_missing(changed):
    release, old = changed(TINY_LAB.replace(MEAN, ""), TINY_LAB)
    work = {name: text for name, text in RIGHT.items() if name != "mean"}
    taken = take_in(as_saved(fill(old, work), "Jupyter"), release)
    assert taken.repairs == [NOTE]
    assert taken.flags == [LATER]


def test_a_new_name_of_a_function_is_given_to_the_student_s_work_wherever_it_stands(changed):
    new = replaced(('"mean"', '"average"'), ("mean(", "average("), ("`mean`", "`average`"))
    release, old = changed(TINY_LAB, new, {"mean": "average"})
    notebook = fill(old, {"add": RIGHT["add"]})
    notebook.cells.append(new_code_cell(RIGHT["mean"]))
    taken = take_in(as_saved(notebook, "Jupyter"), release)
    (flag,) = taken.look
    assert flag == (
        "average: the lab asks for average now; when this notebook was handed out it asked for mean: "
        "check that the student's mean may be judged as average, as it was"
    )
    sources = "\n".join(cell.source for cell in taken.notebook.cells)
    assert "average = mean" in sources
    assert "return sum(values) / len(values)" in sources


def test_a_student_who_follows_the_new_name_needs_none(changed):
    new = replaced(('"mean"', '"average"'), ("mean(", "average("), ("`mean`", "`average`"))
    release, old = changed(TINY_LAB, new, {"mean": "average"})
    notebook = fill(old, RIGHT | {"mean": RIGHT["mean"] + "\n\ndef average(values):\n    return mean(values)\n"})
    assert take_in(as_saved(notebook, "Jupyter"), release).look == []


def test_several_new_names_are_not_guessed(changed):
    middle = "def middle(values):\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n\n\n"
    old_text = TINY_LAB.replace("def mean(values):", middle + "def mean(values):")
    new_text = old_text.replace("def middle(", "def centre(").replace("def mean(", "def average(").replace(
        "assert mean(numbers)", "assert average(numbers)").replace("received {mean(", "received {average(")  # fmt: skip
    release, old = changed(old_text, new_text)
    work = RIGHT | {"mean": "def middle(values):\n    return 1\n\n" + RIGHT["mean"]}
    taken = take_in(as_saved(fill(old, work), "Jupyter"), release)
    assert taken.look == [
        "mean: the lab asks for average and centre now; when this notebook was handed out it asked for mean and middle"
        ": read the code"
    ]


def test_a_written_answer_that_is_code_now_stays_readable_and_the_other_way_round(changed):
    coded = replaced((WHY, CHECKED))
    release, old = changed(TINY_LAB, coded)
    taken = take_in(as_saved(fill(old, RIGHT | {"why": "It shares."}), "Jupyter"), release)
    assert taken.look == ["why: it was a written answer when this notebook was handed out: read the answer"]
    assert any("It shares." in cell.source and cell.cell_type == "markdown" for cell in taken.notebook.cells)
    release, old = changed(coded, TINY_LAB)
    taken = take_in(as_saved(fill(old, RIGHT | {"why": "why = 3"}), "Jupyter"), release)
    assert taken.look == ["why: it was code when this notebook was handed out: read the answer"]
    (cell,) = [cell for cell in taken.notebook.cells if cell.id == "answer-why"]
    assert "```python\nwhy = 3\n```" in cell.source
    assert taken.repairs == [NOTE]


def test_the_release_that_fits_best_is_taken_and_today_s_where_none_fits_better(made):
    first, second, third = made(TINY_LAB), made(EDITS["a check less"]), made(EDITS["other words"])
    moved = compare(notebook_forms(*second), notebook_forms(*third)).moved
    release = Release(third[1], [Earlier(Release(second[1]), moved), Earlier(Release(first[1]), {})])
    assert take_in(as_saved(fill(third[1], RIGHT), "Jupyter"), release).older is False
    assert take_in(as_saved(fill(second[1], RIGHT), "Jupyter"), release).repairs == [NOTE]
    assert take_in(as_saved(fill(first[1], RIGHT), "Jupyter"), release).repairs == []


def test_metadata_that_are_no_text_stop_nothing(changed):
    release, old = changed(TINY_LAB, EDITS["other points"])
    raw = json.loads(notebook_text(fill(old, RIGHT)))
    for cell, value in zip(raw["cells"], [[], {}, 3, None, [[]], True] * 4, strict=False):
        cell["metadata"]["nbgrader"] = {"checksum": value, "grade_id": value, "points": value}
    assert take_in(json.dumps(raw).encode(), release).problem == ""


@pytest.mark.parametrize("form", ["Jupyter", "Colab"])
@pytest.mark.parametrize("edit", EDITS)
def test_of_a_release_that_the_course_has_not_kept_nothing_is_said_either(made, edit, form):
    _, old = made(TINY_LAB)
    _, new = made(EDITS[edit])
    taken = take_in(as_saved(fill(old, RIGHT | {"why": "It shares."}), form), new)
    allowed = ["average: found by the names that it defines"] if "exercise's name" in edit else []
    assert [one for one in taken.repairs + taken.flags + taken.look if any(word in one for word in BLAME)] == allowed
    added = [cell.source for cell in taken.notebook.cells if cell.metadata.course["kind"] == "added"]
    assert ["return sum(values)" in source for source in added] == [True] * (edit == "an exercise less")


def test_a_check_that_the_student_has_changed_is_said_whatever_release_it_is_from(made):
    _, old = made(TINY_LAB)
    _, new = made(EDITS["other points"])
    notebook = fill(old, RIGHT)
    (cell,) = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "test_add"]
    cell.source = "assert True"
    repairs = take_in(as_saved(notebook, "Jupyter"), new).repairs
    assert repairs == [NOTE, "test_add was edited: the course's own is used"]


@pytest.mark.parametrize("changed", [{}, {"solution": True}, {"locked": "yes"}, {"grade": True, "points": 2.5}])
def test_the_checksum_of_a_cell_is_nbgraders(assignment, changed):
    """It is worked out without nbgrader's import, and must be the one that nbgrader writes."""
    from nbgrader.utils import compute_checksum

    for cell in assignment.release.cells:
        if "nbgrader" in cell.metadata:
            node = copy.deepcopy(cell)
            node.metadata.nbgrader.update(changed)
            sent = Submitted(cell.cell_type == "code", cell.source, {}, dict(node.metadata.nbgrader))
            assert checksum(sent) == compute_checksum(node)
