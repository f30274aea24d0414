"""A student's way through Colab, without Colab: open, run the setup cell, solve, run all, save, hand in, be graded.

The kernel has Colab's versions and not the repository; `google.colab` is there before the first cell. Of the setup cell
only the address and Colab's folder are others.
"""

import copy
import subprocess
from pathlib import Path

import nbformat
import pytest
from lab_files import ROOT, outputs
from nbformat.v4 import new_code_cell
from versions.colab_machine import course_copy, downloaded, fetch_from, kernel_environment, served
from versions.sets import HERE, interpreter

from autograder.admin.demo import solutions
from autograder.authoring.build import fill, notebook_text, read_lab
from autograder.authoring.setup_cell import students_place
from autograder.collect.collect import collect
from autograder.course.course import Course
from autograder.grade.grade import grade_class
from autograder.probe.probe import points_by_exercise
from course_utils import handin

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]
NAME = "02_activations"
LAB = read_lab(ROOT / "solutions" / f"{NAME}.py")
SETUP, HAND_IN = "# Setup: run this cell first", "course_utils.handin()"
LOOK = "import course_utils, IPython\nprint(course_utils.__file__, IPython.__version__, course_utils.is_colab())"
OLD_FORM = ["saved without cell ids, as Colab does: brought up to format 4.5", "broken widget state was dropped"]
SAVED = {"saved": {}, "without_outputs": {"with_outputs": False}, "without_nbgrader": {"with_nbgrader": False}}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The course, its edition, and the repository that Colab clones, with the first release in it."""
    place = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch:
        for who in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{who}_NAME", "A Teacher")
            patch.setenv(f"GIT_{who}_EMAIL", "teacher@example.org")
        served(course_copy(place / "course"), place / "edition", place / "labs.git")
        yield place


@pytest.fixture(scope="module")
def solved(server):
    """The notebook of the edition's first release with every exercise solved, never run."""
    written = {cell.name: "As the figure above shows." for cell in LAB.cells if cell.kind == "answer"}
    released = nbformat.read(server / "edition" / "notebooks" / f"{NAME}.ipynb", as_version=4)
    return fill(released, solutions(LAB) | written)


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """Colab's content folder."""
    return tmp_path_factory.mktemp("content")


@pytest.fixture(scope="module")
def session(solved, server, content, tmp_path_factory):
    """The notebook after "Run all" in Colab."""
    return run_all(solved, server, content, tmp_path_factory.mktemp("machine"))


@pytest.fixture(scope="module")
def week_nine(solved, session, server, tmp_path_factory):
    """The same notebook after "Run all" eight weeks later, when the course has other helpers and another release."""
    helpers = server / "course" / "course_utils" / "__init__.py"
    text = helpers.read_text(encoding="utf-8")
    assert '"show": "display.picture"' in text
    helpers.write_text(text.replace('"show": "display.picture"', '"reveal": "display.picture"'), encoding="utf-8")
    newest = served(server / "course", server / "edition", server / "labs.git")
    assert newest != solved.metadata.course.release
    content = tmp_path_factory.mktemp("content")
    return newest, content, run_all(solved, server, content, tmp_path_factory.mktemp("machine"))


def run_all(solved, server, content, machine):
    """Open a copy of the notebook on a fresh machine, run every cell, and look."""
    notebook = copy.deepcopy(solved)
    fetch_from(notebook, server / "labs.git", content)
    notebook.cells += [new_code_cell(LOOK), new_code_cell(HAND_IN)]
    source, result = machine / "opened.ipynb", machine / "result.ipynb"
    nbformat.write(notebook, source)
    call = [str(interpreter("colab")), str(HERE / "run_notebook.py"), str(source), str(result), str(content)]
    outcome = subprocess.run(call, env=kernel_environment(machine), capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr[-3000:]
    return nbformat.read(result, as_version=4)


@pytest.fixture(scope="module")
def graded(solved, session, tmp_path_factory):
    """Kind of file -> its `Result`, after `collect` and `grade_class`."""
    place = tmp_path_factory.mktemp("class")
    files = {"clean": notebook_text(solved)} | {kind: downloaded(session, **how) for kind, how in SAVED.items()}
    for kind, text in files.items():
        path = place / "hand-ins" / kind / (f"{NAME}.ipynb" if kind == "clean" else f"Copy of {NAME}.ipynb")
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    course = Course(place / "course")
    assignment = course.as_written(NAME)
    collect(course, assignment, [place / "hand-ins"])
    return {result.student: result for result in grade_class(course, assignment)}


def printed(notebook, source):
    """What a cell has printed."""
    (number,) = (number for number, cell in enumerate(notebook.cells) if cell.source.startswith(source))
    return "".join(output.text for where, output in outputs(notebook) if where == number and "text" in output)


def helpers_of(solved, content):
    """Where the helpers of a notebook's own release lie after its setup cell has run."""
    folder = f"{students_place().folder}-{solved.metadata.course.release}"
    return content / folder / "course_utils" / "__init__.py"


def scores(result):
    return {one.id: one.score for one in result.exercises}


def test_the_setup_cell_fetches_the_helpers_and_says_what_runs(session, solved, content):
    (line,) = printed(session, SETUP).splitlines()
    assert line.startswith("course_utils ")
    assert line.endswith(f" · {solved.metadata.course.release}")
    helpers, ipython, is_colab = printed(session, LOOK).split()
    assert Path(helpers) == helpers_of(solved, content)
    assert (ipython, is_colab) == ("7.34.0", "True")


def test_every_cell_has_run(session):
    code = [cell for cell in session.cells if cell.cell_type == "code" and cell.source.strip()]
    assert all(cell.execution_count for cell in code)


def test_a_copy_of_week_one_runs_in_week_nine_with_its_own_helpers_and_says_that_it_is_older(week_nine, solved):
    newest, content, session = week_nine
    code = [cell for cell in session.cells if cell.cell_type == "code" and cell.source.strip()]
    assert all(cell.execution_count for cell in code)
    assert Path(printed(session, LOOK).split()[0]) == helpers_of(solved, content)
    told = printed(session, SETUP).splitlines()[1]
    assert f"it is from {solved.metadata.course.release}, the newest is {newest}. It goes on working." in told


def test_the_student_is_told_how_to_get_the_file(session):
    assert "File → Download → Download .ipynb" in printed(session, HAND_IN)


@pytest.mark.parametrize("kind", SAVED)
def test_the_downloaded_file_is_complete_for_handin(session, kind, tmp_path, capsys):
    path = tmp_path / f"Copy of {NAME}.ipynb"
    path.write_text(downloaded(session, **SAVED[kind]), encoding="utf-8")
    handin(path)
    assert capsys.readouterr().out.endswith("Every exercise is filled in.\n")


def test_the_clean_notebook_has_every_point_that_a_test_gives(graded):
    tested = points_by_exercise(LAB.cells)
    assert {name: score for name, score in scores(graded["clean"]).items() if name in tested} == tested


@pytest.mark.parametrize("kind", SAVED)
def test_colabs_file_gets_the_points_of_the_clean_one(graded, kind):
    found, clean = graded[kind], graded["clean"]
    assert scores(found) == scores(clean)
    assert (found.status, found.flags) == (clean.status, clean.flags) == ("graded", [])
    assert found.repairs[: len(OLD_FORM)] == OLD_FORM
