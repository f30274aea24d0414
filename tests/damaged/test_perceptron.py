"""The same on a lab that students get: lab 01, solved by its author."""

from pathlib import Path

import pytest
from damaged.cases import Cases
from damaged.lab import File, code

case = Cases()
SOURCE = Path(__file__).parents[2] / "solutions" / "01_perceptron.py"
TASKS = (
    *("warm_up", "weighted_sum", "sigmoid", "prediction_output", "perceptron", "verdict", "boundary", "gates"),
    *("prediction_xor", "xor", "prediction_order", "fit_perceptron", "keras_perceptron", "xor_from_nand"),
)
MOVED = ("weighted_sum", "sigmoid", "perceptron", "boundary", "gates", "fit_perceptron")
OLD_FORM = "saved without cell ids, as Colab does: brought up to format 4.5"


@pytest.fixture(scope="module")
def judged(full_zygote):
    """`judged(file)` takes a file of lab 01 in and judges it; returns the intake and the points by exercise."""
    from autograder.admin.demo import solutions
    from autograder.authoring.build import read_lab, release_notebook
    from autograder.authoring.release import fill
    from autograder.intake.intake import take_in
    from autograder.judge.submission import judge_notebook
    from autograder.sandbox.limits import limits

    lab = read_lab(SOURCE)
    release = release_notebook(lab)
    solved = fill(release, solutions(lab))

    def judge(make):
        file = File(solved, release)
        taken = take_in(make(file) or file.bytes(), release)
        scores, _ = judge_notebook(full_zygote, lab, taken.notebook, limits())
        return taken, {one.id: one.score for one in scores}, {one.id: one.max_score for one in scores}

    return judge


@pytest.mark.parametrize("one", case, ids=lambda one: one.make.__name__)
def test_a_damaged_lab_01_gets_what_its_work_deserves(one, judged):
    taken, points, most = judged(one.make)
    assert (tuple(taken.repairs), tuple(taken.flags)) == (one.repairs, one.flags)
    assert points == most | {name: 0.0 for name in one.lost}


def strip(file):
    file.raw["metadata"] = {}
    for number, cell in enumerate(file.cells):
        cell["metadata"], cell["id"] = {}, f"c{number}"


@case()
def the_clean_file(file):
    pass


@case(OLD_FORM, "broken widget state was dropped")
def what_colab_saves(file):
    file.raw["nbformat_minor"] = 0
    file.raw["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"a": {}}}
    for cell in file.cells:
        cell.pop("id")


@case("nbgrader's metadata was missing or changed in 42 cells: put back",
      "42 cells stood in another place: the lab's order is used")  # fmt: skip
def all_metadata_stripped_and_cells_reversed(file):
    strip(file)
    file.cells.reverse()


@case("nbgrader's metadata was missing or changed in 28 cells: put back",
      *(f"{name}: found by the names that it defines" for name in TASKS))  # fmt: skip
def markers_gone_too(file):
    strip(file)
    for cell in file.cells:
        cell["source"] = "\n".join(row for row in cell["source"].split("\n") if "(keep this line)" not in row)


@case(*(f"{name}: taken from another cell" for name in MOVED))
def many_solutions_in_one_cell_at_the_end(file):
    sources = [file.take(name).split("\n", 1)[1] for name in MOVED]
    file.cells.append(code("\n\n".join(sources)))


@case(flags=("boundary: its cell is no Python from line 2 on, so it does not run",), lost=("boundary",))
def a_syntax_error_in_one_cell(file):
    file.cell("boundary")["source"] = "# exercise: 01_perceptron/boundary (keep this line)\ndef boundary(w:"
