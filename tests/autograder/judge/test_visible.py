"""What of the course a student's process sees, and what is hidden from it."""

import re
from pathlib import Path

import pytest
from lab_files import LABS

from autograder import ROOT
from autograder.authoring.build import read_lab, release_notebook
from autograder.judge.messages import CheckCell, StudentCell
from autograder.judge.submission import preparation, student_cells
from autograder.judge.submission import test_cells as checks_of
from autograder.judge.visible import PACKAGE, graph, hidden_files, needed

SETUP = StudentCell(0, "from course_utils import checks, progress, show, stand_in, start, todo", "setup")
FOLDER = ROOT / PACKAGE


def given(source):
    return StudentCell(1, source, "given")


def hidden(*cells, prepare=(), tests=()):
    return {Path(path) for path in hidden_files(needed([SETUP, *cells], prepare, tests))}


def covers(paths, path):
    return any(one == path or one in path.parents for one in paths)


def test_a_lab_that_imports_nothing_sees_no_labs_at_all():
    assert FOLDER / "labs" in hidden()


@pytest.mark.parametrize("name", ["checks", "datasets", "plots", "display", "stand_ins", "session"])
def test_what_everybody_may_import_is_seen(name):
    assert not covers(hidden(), FOLDER / name / "__init__.py")


def test_what_a_released_cell_imports_is_seen_with_all_that_it_needs():
    found = hidden(given("from course_utils.labs.losses.plots import plot_fits"))
    assert not covers(found, FOLDER / "labs" / "losses" / "plots.py")
    assert covers(found, FOLDER / "labs" / "losses" / "figures.py")
    assert covers(found, FOLDER / "labs" / "networks" / "plots.py")


def test_the_imports_above_an_exercise_count():
    path = FOLDER / "models" / "graph.py"
    assert path in hidden()
    assert path not in hidden(prepare=["from course_utils.models.graph import Node"])


@pytest.mark.parametrize("kind", ["solution", "added"])
def test_what_a_student_imports_does_not_count(kind):
    source = "from course_utils.labs.losses import plots, stand_ins"
    assert FOLDER / "labs" in hidden(StudentCell(1, source, kind))


def test_finished_answers_are_hidden_even_where_a_released_cell_imports_them():
    found = hidden(given("from course_utils.labs.losses.stand_ins import mse"))
    assert FOLDER / "labs" / "losses" / "stand_ins.py" in found


def test_builders_and_what_checks_inside_import_are_seen():
    built = CheckCell(0, (), 'loss = checks.build("gradient_descent.tensor_loss", {})')
    inside = CheckCell(1, (), "from course_utils.models import graph", inside=True)
    outside = CheckCell(1, (), "from course_utils.models import graph")
    assert not covers(hidden(tests=[built]), FOLDER / "labs" / "gradient_descent" / "builders.py")
    assert FOLDER / "models" / "graph.py" not in hidden(tests=[inside])
    assert FOLDER / "models" / "graph.py" in hidden(tests=[outside])


def test_compiled_modules_are_hidden_with_their_text():
    compiled = [path for path in (FOLDER / "models" / "__pycache__").glob("graph.*")]
    assert set(compiled) <= hidden()


def test_a_cell_that_is_no_python_needs_nothing():
    assert needed([given("f(")], [], []) == needed([], [], [])


def test_every_hidden_path_is_there_and_none_holds_a_module_that_is_seen():
    seen = needed([SETUP, given("from course_utils.labs.networks import figures")], [], [])
    paths = [Path(path) for path in hidden_files(seen)]
    assert all(path.exists() for path in paths)
    assert [name for name in seen if covers(paths, ROOT / graph().paths[name])] == []


@pytest.mark.parametrize("lab", LABS)
def test_no_submission_sees_what_its_checks_compare_with(lab):
    source = read_lab(ROOT / "solutions" / f"{lab}.py")
    cells = student_cells(release_notebook(source))
    seen = needed(cells, preparation(source), checks_of(source))
    assert [name for name in seen if re.fullmatch(r"course_utils\.labs\.\w+\.(checks|stand_ins)(\..*)?", name)] == []
