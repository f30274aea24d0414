"""Cells that were deleted, edited, moved, merged, split, retyped: the points stay."""

import copy

import pytest
from damaged.cases import Cases
from damaged.lab import BENDS, GATE, GUESS, MEAN, NORM, WHY, code, text

case = Cases()
MARK = "# exercise: 91_damaged/norm (keep this line)"
ALL_RUN = "2 cells; all run, in their order, so the last definition counts"


@pytest.mark.parametrize("one", case, ids=lambda one: one.make.__name__)
def test_a_damaged_notebook_gets_what_its_work_deserves(one, file, check):
    check(one, one.bytes(file))


# ------------------------------------------------------------------------------------------ nothing is wrong


@case()
def the_clean_file(file):
    pass


@case()
def helpers_in_cells_before_and_after(file):
    file.cell("norm")["source"] = f"{MARK}\ndef norm(x):\n    return root(total(x))"
    file.cells.insert(file.at("norm"), code("def total(x):\n    return float(np.sum(np.square(x)))"))
    file.cells.insert(file.at("norm") + 1, code("root = np.sqrt"))


@case()
def magics_and_shell_lines_in_a_cell(file):
    file.cell("norm")["source"] = f"{MARK}\n%matplotlib inline\n!pip list\n?help\nnp?\nfiles = !ls\n{NORM}\n%time 1 + 1"


@case()
def a_cell_magic_before_everything(file):
    file.cell("norm")["source"] = f"%%time\n{MARK}\n{NORM}"


@case()
def a_cell_magic_and_a_shell_line(file):
    file.cell("norm")["source"] = f"%%time\n{MARK}\n!pip list\n{NORM}"


@case()
def imports_moved_and_further_ones(file):
    file.cell("norm")["source"] = f"{MARK}\ndef norm(x):\n    return math.sqrt(sum(map(abs2, x)))"
    file.cells.insert(1, code("import math\nabs2 = lambda a: a * a"))


@case()
def the_markers_line_is_gone(file):
    file.cell("norm")["source"] = NORM


@case()
def a_cell_with_nothing_but_comments(file):
    file.cells.insert(3, code("# nothing here\n# nor here"))


@case()
def the_stubs_last_line_was_forgotten_below_the_work(file):
    file.cell("norm")["source"] += '\n    raise NotImplementedError("Exercise 91.2: norm")'


@case()
def a_playful_demo(file):
    file.with_text("print(relu(grid))")["source"] = "print(relu(3 * grid))\nrelu = None"


# ------------------------------------------------------------------------------------------ the tests' cells


@case("test_norm was missing: put back", "hidden_norm was missing: put back")
def deleted_tests(file):
    file.remove("test_norm", "hidden_norm")


@case("test_norm was edited: the course's own is used")
def an_edited_test(file):
    file.cell("test_norm")["source"] = "assert norm([3, 4]) == 6"


@case("test_norm had become a text cell: put back")
def a_test_turned_to_markdown(file):
    cell = file.cell("test_norm")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


@case("1 cell stood in another place: the lab's order is used")
def a_moved_test(file):
    file.cells.insert(2, file.cells.pop(file.at("test_gate")))


@case("test_norm was edited: the course's own is used", "what was added to test_norm is kept in a cell of its own",
      "norm: taken from another cell")  # fmt: skip
def the_solution_pasted_into_the_test(file):
    file.take("norm")
    file.cell("test_norm")["source"] = f"{NORM}\n\n{file.cell('test_norm')['source']}"


@case("setup was missing: put back", "1 given cell was missing or changed: put back")
def given_cells_deleted(file):
    file.remove("setup")
    file.cells.remove(file.with_text("import numpy as np"))


@case("what was added to a given cell is kept in a cell of its own")
def a_helper_in_a_given_cell(file):
    file.with_text("grid =")["source"] += "\ndef half(x):\n    return x / 2"
    file.cell("norm")["source"] = f"{MARK}\ndef norm(x):\n    return 2 * half(float(np.linalg.norm(x)))"


@case("shared_1 was edited: the course's own is used")
def shared_data_edited(file):
    file.with_text("numbers =")["source"] = "numbers = [1]"


# ------------------------------------------------------------------------------------------ the solutions' cells


@case(f"norm: {ALL_RUN}")
def a_duplicated_cell(file):
    file.cells.insert(file.at("norm"), file.copy("norm"))


@case(f"norm: {ALL_RUN}")
def a_wrong_one_and_then_a_right_one(file):
    wrong = file.copy("norm")
    wrong["source"] = f"{MARK}\ndef norm(x):\n    return sum(x)"
    file.cells.insert(file.at("norm"), wrong)


@case(f"norm: {ALL_RUN}", lost=("norm",))
def a_right_one_and_then_a_wrong_one(file):
    file.cells.insert(file.at("norm") + 1, code("def norm(x):\n    return -1"))


@case("1 cell stood in another place: the lab's order is used", f"norm: {ALL_RUN}")
def an_early_try_and_the_moved_right_one(file):
    right = file.cells.pop(file.at("norm"))
    file.cells.insert(file.at("test_norm"), code("def norm(x):\n    return -1"))
    file.cells.append(right)


@case("norm: taken from another cell")
def retyped_in_a_new_cell_with_marker(file):
    file.cells.append(code(f"{MARK}\n{NORM}", id="other"))
    file.take("norm")


@case("norm: taken from another cell")
def retyped_in_a_new_cell_without_marker(file):
    file.take("norm")
    file.cells.insert(file.at("test_norm") + 1, code(NORM))


@case("norm: taken from another cell")
def retyped_above_its_stub(file):
    file.take("norm")
    file.cells.insert(file.at("norm"), code(NORM))


@case("gate: taken from another cell")
def a_value_that_needs_a_helper_retyped_below(file):
    file.take("gate")
    file.cells.append(code("one = np.array([1.0, 1.0])"))
    file.cells.append(code("AND = (one, -1.5)"))


@case("test_gate was missing: put back", "gate: found by the names that it defines")
def a_solution_and_its_test_deleted_and_rewritten_elsewhere(file):
    file.remove("gate", "test_gate")
    file.cells.append(code(GATE))


@case("norm: taken from another cell", "bends: taken from another cell", "gate: taken from another cell",
      "running_mean: taken from another cell")  # fmt: skip
def all_in_one_cell_at_the_end(file):
    sources = [file.take(name) for name in ("norm", "bends", "gate", "running_mean")]
    file.cells.append(code("\n\n".join(sources)))


@case("bends: taken from another cell")
def merged_with_the_next_solution(file):
    file.cell("norm")["source"] += "\n\n" + file.cell("bends")["source"]
    file.remove("bends")


@case("test_norm was missing: put back")
def merged_with_its_test(file):
    file.cell("norm")["source"] += "\n\n" + file.cell("test_norm")["source"]
    file.remove("test_norm")


@case("test_guess was edited: the course's own is used", "what was added to test_guess is kept in a cell of its own",
      "norm: found by the names that it defines")  # fmt: skip
def a_test_merged_with_the_next_solution(file):
    file.cell("test_guess")["source"] += "\n\n" + file.cell("norm")["source"]
    file.remove("norm")


@case(f"bends: {ALL_RUN}")
def split_in_two(file):
    first, second = file.cell("bends")["source"].split("\n\n\n")
    half = file.copy("bends")
    half["source"], half["id"] = second, "half"
    file.cells.insert(file.at("bends") + 1, half)
    file.cell("bends")["source"] = first


@case(f"bends: {ALL_RUN}")
def one_of_two_functions_elsewhere(file):
    first, second = file.cell("bends")["source"].split("\n\n\n")
    file.cell("bends")["source"] = first + "\n\n\n" + file.stubs["bends"].split("\n\n\n")[1]
    file.cells.insert(file.at("bends"), code(second))


@case("norm had become a text cell: it is code again")
def a_solution_turned_to_markdown(file):
    cell = file.cell("norm")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


@case(flags=("norm: norm stands in a text cell, which does not run; make it a code cell",), lost=("norm",))
def a_solution_in_a_text_cell_of_its_own(file):
    file.take("norm")
    file.cells.insert(file.at("norm") + 1, text(f"```python\n{NORM}\n```"))


@case("norm was missing: put back as it was handed out", lost=("norm",))
def a_deleted_solution(file):
    file.remove("norm")


@case(flags=("norm: its cell is no Python from line 2 on, so it does not run",), lost=("norm",))
def a_syntax_error_in_one_cell(file):
    file.cell("norm")["source"] = f"{MARK}\ndef norm(x:\n    return 1"


@case(flags=("norm: its cell is no Python from line 2 on, so it does not run",), lost=("norm",))
def merge_conflict_marks_in_one_cell(file):
    file.cell("norm")["source"] = f"{MARK}\n<<<<<<< HEAD\n{NORM}\n=======\n{NORM}\n>>>>>>> other"


@case(lost=("norm",))
def only_comments_where_the_solution_belongs(file):
    file.cell("norm")["source"] = f"{MARK}\n# I do not know."


@case(
    "norm was missing: put back as it was handed out",
    flags=("1 damaged cell was left out: look into the file",),
    lost=("norm",),
)
def a_source_that_is_a_number(file):
    file.cell("norm")["source"] = 7


@case(flags=("3 damaged cells were left out: look into the file",))
def cells_that_are_no_cells(file):
    file.cells.extend(["a string", None, {"cell_type": "code", "source": {"a": 1}}])


@case()
def ten_thousand_empty_cells(file):
    file.cells.extend({"cell_type": "code", "metadata": {}, "source": "", "outputs": []} for _ in range(10_000))


@case("why: the answer was taken from a text cell beside its place")
def an_answer_in_a_new_text_cell(file):
    file.take("why")
    file.cells.insert(file.at("why") + 1, text(WHY))


@case("why had become a code cell: it is text again")
def an_answer_turned_to_code(file):
    file.cell("why").update(cell_type="code", outputs=[], execution_count=None)


# ------------------------------------------------------------------------------------------ metadata


@case("nbgrader's metadata was missing or changed in 14 cells: put back")
def another_schema_version(file):
    for cell in file.cells:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 1


@case("nbgrader's metadata was missing or changed in 2 cells: put back")
def renamed_grade_ids(file):
    file.cell("norm")["metadata"]["nbgrader"]["grade_id"] = "my_norm"
    file.cell("test_norm")["metadata"]["nbgrader"]["grade_id"] = "cell-1"


@case("nbgrader's metadata was missing or changed in 1 cell: put back")
def more_points_for_the_student(file):
    file.cell("test_norm")["metadata"]["nbgrader"]["points"] = 100


def strip(file, *, marks):
    file.raw["metadata"] = {}
    for number, cell in enumerate(file.cells):
        cell["metadata"], cell["id"] = {}, f"c{number}"
        if not marks:
            cell["source"] = "\n".join(row for row in cell["source"].split("\n") if "(keep this line)" not in row)
            cell["source"] = cell["source"].replace("<!-- lab: 91_damaged -->", "").lstrip("\n")


@case("nbgrader's metadata was missing or changed in 14 cells: put back")
def all_metadata_stripped(file):
    strip(file, marks=True)


TASKS = ("guess", "norm", "bends", "gate", "running_mean")
FOUND = tuple(f"{name}: found by the names that it defines" for name in TASKS)
NOTHING_SAYS = "nothing in the file says which lab it is, only what its cells define: compare the graded work with it"


@case("nbgrader's metadata was missing or changed in 9 cells: put back", *FOUND)
def all_metadata_and_markers_stripped(file):
    strip(file, marks=False)


STRIPPED = "nbgrader's metadata was missing or changed in 14 cells: put back"


@case(STRIPPED, "14 cells stood in another place: the lab's order is used")
def all_metadata_stripped_and_cells_reversed(file):
    strip(file, marks=True)
    file.cells.reverse()


@case("nbgrader's metadata was missing or changed in 9 cells: put back",
      "4 cells stood in another place: the lab's order is used", *FOUND)  # fmt: skip
def everything_stripped_and_cells_shuffled(file):
    strip(file, marks=False)
    file.raw["cells"] = file.cells[1::2] + file.cells[::2][::-1]


@case("setup was missing: put back", "test_guess was missing: put back", "test_norm was missing: put back",
      "hidden_norm was missing: put back", "shared_1 was missing: put back", "test_bends was missing: put back",
      "test_gate was missing: put back", "test_running_mean was missing: put back",
      "2 given cells were missing or changed: put back", *FOUND, "why was missing: put back as it was handed out",
      flags=(NOTHING_SAYS,))  # fmt: skip
def only_the_solutions_in_a_notebook_of_ones_own(file):
    file.raw["metadata"] = {}
    file.raw["cells"] = [code(source) for source in ("import numpy as np", GUESS, NORM, BENDS, GATE, MEAN)]


@case("running_mean: taken from another cell")
def a_copy_of_another_solution_was_used_to_type_this_one(file):
    cell = file.copy("norm")
    cell["source"] = f"{MARK}\n{MEAN}"
    file.take("running_mean")
    file.cells.insert(file.at("running_mean"), cell)


@case(f"guess: {ALL_RUN}")
def a_second_thought_about_a_prediction(file):
    file.cell("guess")["source"] = "shape = 0\nslope = 0"
    file.cells.append(code(GUESS))


def test_an_answers_text_and_pictures_are_kept(file, release):
    from autograder.intake.intake import take_in

    picture = {"sketch.png": {"image/png": "iVBORw0KGgo="}, "bad.svg": {"image/svg+xml": "<svg/>"}}
    file.cell("why")["attachments"] = picture
    (cell,) = [c for c in take_in(file.bytes(), release).notebook.cells if c.id == "answer-why"]
    assert WHY in cell.source
    assert dict(cell.attachments) == {"sketch.png": {"image/png": "iVBORw0KGgo="}}


def test_an_answer_without_any_mark_is_found_by_its_place(file, release):
    from autograder.intake.intake import take_in

    strip(file, marks=False)
    (cell,) = [c for c in take_in(file.bytes(), release).notebook.cells if c.id == "answer-why"]
    assert WHY in cell.source


@pytest.mark.parametrize("one", case, ids=lambda one: one.make.__name__)
def test_a_clean_notebook_taken_in_again_is_the_same(one, file, release):
    from autograder.authoring.build import notebook_text
    from autograder.intake.intake import take_in

    first = take_in(one.bytes(file), release).notebook
    text = notebook_text(copy.deepcopy(first))
    assert notebook_text(take_in(text.encode(), release).notebook) == text
