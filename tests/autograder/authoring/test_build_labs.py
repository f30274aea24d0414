"""The labs of this repository, as the build releases them."""

import re

import pytest
from lab_files import LABS, ROOT
from small_sources import ADD, HIDDEN_ADD, OPENING, TEST_ADD, read, repository

from autograder.authoring.build import build, fill, instructor_notebook, notebook_text, read_lab, release_notebook
from autograder.authoring.inside import MOST, count, share
from autograder.authoring.solution_regions import solution_regions, without_solutions

STUCK = (
    OPENING
    + ADD
    + TEST_ADD
    + HIDDEN_ADD
    + '# %% solution="prediction"\n### BEGIN SOLUTION\nprediction, other = 4, 5\n### END SOLUTION\nboth = [other]\n'
    + '# %% tests="prediction" points=1\nassert prediction == 4\n'
    + "# %%\nprint(add(1, 2))\n# %% demo=true\nprint(prediction + other)\n# %%\nprint(prediction > 3)\n"
)


def errors_of_a_run(notebook):
    """Run the cells in order in one namespace, as a student does who clicks on."""
    space, found = {"__name__": "__main__"}, []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            try:
                exec(compile(cell.source, "<cell>", "exec"), space)
            except BaseException as error:
                found.append(error)
    return found


def test_running_a_released_notebook_raises_its_exercises_and_nothing_else(tmp_path):
    found = errors_of_a_run(release_notebook(read(repository(tmp_path), STUCK), tmp_path))
    assert [f"{type(error).__name__}: {error}" for error in found] == [
        "NotImplementedError: Exercise 1: add",
        "NotImplementedError: Exercise 1: prediction",
        "NotImplementedError: Exercise 1: add",
        "NotImplementedError: Exercise 1: prediction",
        "NotImplementedError: Exercise 1: prediction",
    ]


def test_the_instructor_s_notebook_runs_to_the_end(tmp_path):
    assert errors_of_a_run(instructor_notebook(read(repository(tmp_path), STUCK), tmp_path)) == []


def test_a_released_notebook_filled_with_the_solutions_runs_to_the_end(tmp_path):
    lab = read(repository(tmp_path), STUCK)
    solutions = {cell.name: cell.source for cell in lab.cells if cell.kind == "solution"}
    assert errors_of_a_run(fill(release_notebook(lab, tmp_path), solutions)) == []


@pytest.mark.parametrize("name", LABS)
def test_nothing_of_a_solution_or_hidden_test_is_in_the_notebook(name):
    lab = read_lab(ROOT / "solutions" / f"{name}.py")
    text = "\n".join(cell.source for cell in release_notebook(lab).cells)
    given = "\n".join(line for cell in lab.cells for line in visible_lines(cell))
    assert [line for line in secret_lines(lab) if line in text and line not in given] == []
    assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS)", text)


@pytest.mark.parametrize("name", LABS)
def test_a_hint_shows_the_skeleton_but_no_statement_of_a_solution(name):
    lab = read_lab(ROOT / "solutions" / f"{name}.py")
    solution = {line for cell in lab.cells if cell.kind == "solution" for line in solution_lines(cell)}
    prose = "\n".join(cell.source for cell in lab.cells if cell.kind in ("opening", "markdown"))
    assert [line for line in solution if len(line) > 25 and line in prose and not line.endswith(":")] == []


def test_the_committed_notebooks_are_what_the_sources_give(capsys):
    assert build(check=True) == []
    assert capsys.readouterr().out == ""


def test_few_points_rest_on_evidence_from_the_student_s_process():
    assert share(count()) <= MOST


@pytest.mark.parametrize("name", LABS)
def test_two_builds_of_a_lab_give_the_same_bytes(name):
    path = ROOT / "solutions" / f"{name}.py"
    assert notebook_text(release_notebook(read_lab(path))) == notebook_text(release_notebook(read_lab(path)))


def secret_lines(lab):
    """The lines of solutions, model answers and hidden tests that say something."""
    for cell in lab.cells:
        lines = cell.source.strip("\n").split("\n")[1:] if cell.kind == "hidden" else solution_lines(cell)
        yield from (line.strip() for line in lines if len(line.strip()) > 12)


def solution_lines(cell):
    rows, (regions, _) = cell.source.split("\n"), solution_regions(cell.source)
    if cell.kind == "answer" and not regions:
        return rows
    return [rows[row].strip() for begin, end in regions for row in range(begin + 1, end)]


def visible_lines(cell):
    if cell.kind == "hidden" or (cell.kind == "answer" and not solution_regions(cell.source)[0]):
        return cell.source.strip("\n").split("\n")[:1] if cell.kind == "hidden" else []
    return without_solutions(cell.source)
