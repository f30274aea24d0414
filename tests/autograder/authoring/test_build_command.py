"""The command: writes what changed, names what is stale, and says its errors in sentences."""

import json
import subprocess
import sys

import pytest
from small_sources import LAB, OPENING, repository

from autograder import ROOT, CourseError
from autograder.authoring.build import build, lab_paths


@pytest.fixture
def root(tmp_path):
    return repository(tmp_path, lab_01_small=LAB, lab_02_more=LAB.replace("Add things", "More"))


def test_build_writes_a_notebook_per_lab_and_says_so(root, capsys):
    written = build(root=root)
    assert written == [root / "notebooks/01_small.ipynb", root / "notebooks/02_more.ipynb"]
    assert capsys.readouterr().out.split("\n") == [
        "wrote notebooks/01_small.ipynb",
        "wrote notebooks/02_more.ipynb",
        "2 labs; 6 points, 6 of them judged outside the student's process, 0 inside (0.0 %, at most 2 %)",
        "",
    ]


def test_a_second_build_writes_nothing(root, capsys):
    build(root=root)
    before = {path: path.stat().st_mtime_ns for path in (root / "notebooks").iterdir()}
    assert build(root=root) == []
    assert {path: path.stat().st_mtime_ns for path in (root / "notebooks").iterdir()} == before
    assert capsys.readouterr().out.split("\n")[-2].startswith("2 labs, 2 already fresh; 6 points")


def work_on(path, change):
    """Edit a notebook's file as a student at work does."""
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        change(cell)
    path.write_text(json.dumps(notebook))
    return path.read_text()


def test_a_notebook_that_was_run_is_kept_before_it_is_built_anew(root, capsys):
    build(root=root)
    notebook = root / "notebooks/01_small.ipynb"
    mine = work_on(notebook, lambda cell: cell.update(execution_count=3) if cell["cell_type"] == "code" else None)
    build(root=root)
    assert "holds somebody's work: kept as notebooks/kept/" in capsys.readouterr().out
    (kept,) = (root / "notebooks" / "kept").iterdir()
    assert kept.read_text() == mine
    build(root=root, check=True)
    assert capsys.readouterr().out == ""


def test_an_exercise_that_was_filled_in_is_kept_too(root):
    build(root=root)
    notebook = root / "notebooks/01_small.ipynb"

    def fill_in(cell):
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = "def answer():\n    return 42"

    mine = work_on(notebook, fill_in)
    build(root=root)
    assert (root / "notebooks" / "kept" / f"{notebook.stem}-1.ipynb").read_text() == mine


def test_a_stale_notebook_that_nobody_worked_in_is_just_built_anew(root):
    build(root=root)
    notebook = root / "notebooks/01_small.ipynb"
    work_on(notebook, lambda cell: cell.update(source="# older") if cell["cell_type"] == "markdown" else None)
    build(root=root)
    assert not (root / "notebooks" / "kept").exists()


def test_the_summary_says_the_share_of_points_judged_inside(root, capsys):
    source = root / "solutions/02_more.py"
    source.write_text(source.read_text().replace('tests="add"', 'tests="add" inside=true'), encoding="utf-8")
    build(root=root)
    assert "6 points, 5 of them judged outside the student's process, 1 inside (16.7 %" in capsys.readouterr().out


def test_check_is_silent_when_all_is_fresh(root, capsys):
    build(root=root)
    capsys.readouterr()
    assert build(check=True, root=root) == []
    assert capsys.readouterr().out == ""


def test_check_names_stale_and_missing_notebooks_and_those_without_a_source(root, capsys):
    build(root=root)
    (root / "notebooks/01_small.ipynb").write_text("{}")
    (root / "notebooks/02_more.ipynb").rename(root / "notebooks/03_old.ipynb")
    capsys.readouterr()
    assert len(build(check=True, root=root)) == 3
    assert capsys.readouterr().out.split("\n") == [
        "notebooks/01_small.ipynb is stale: run python -m autograder build",
        "notebooks/02_more.ipynb is stale: run python -m autograder build",
        "notebooks/03_old.ipynb has no source in solutions/: delete it",
        "",
    ]
    assert (root / "notebooks/01_small.ipynb").read_text() == "{}"


def test_a_lab_is_named_by_its_name_its_number_or_its_file(root):
    small = root / "solutions/01_small.py"
    assert lab_paths(["01_small", "01", "solutions/01_small.py", "notebooks/01_small.ipynb"], root) == [small] * 4


def test_an_unknown_lab_gets_a_sentence_that_lists_the_labs(root):
    with pytest.raises(CourseError, match=r"^there is no lab 07; the labs are: 01_small, 02_more$"):
        build(["07"], root=root)


def test_a_broken_lab_does_not_keep_the_others_from_being_built(root):
    (root / "solutions/01_small.py").write_text(OPENING + "# %% colour=true\nx = (1\n", encoding="utf-8")
    with pytest.raises(CourseError, match=r"01_small\.py:3 \(cell 2\): unknown marker") as caught:
        build(root=root)
    assert str(caught.value).count("\n") == 1
    assert (root / "notebooks/02_more.ipynb").exists()
    assert not (root / "notebooks/01_small.ipynb").exists()


def test_a_source_that_is_not_text_gets_a_sentence(root):
    (root / "solutions/01_small.py").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CourseError, match=r"^cannot read .*01_small\.py: "):
        build(root=root)


def test_without_an_address_the_build_says_where_it_belongs(root):
    (root / "pyproject.toml").write_text("[tool.other]\n")
    with pytest.raises(CourseError, match=r"pyproject\.toml has no repository under \[tool\.course\]"):
        build(root=root)


def run(*arguments, **options):
    command = [sys.executable, "-m", "autograder", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, **options)


def test_help_lists_the_commands():
    told = run("--help")
    assert "build" in told.stdout
    assert "probe" in told.stdout


def test_help_imports_nothing_heavy():
    heavy = "{'nbgrader', 'tensorflow', 'numpy', 'nbformat', 'jupytext', 'matplotlib'}"
    code = f"import sys, autograder.cli; print({heavy} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True) == "set()\n"


def test_an_error_is_one_sentence_on_standard_error_and_exit_code_1():
    told = run("build", "77")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("there is no lab 77; the labs are: ")
    assert told.stderr.count("\n") == 1


def test_eleven_labs_are_built_by_one_command(tmp_path):
    root = repository(tmp_path, **{f"lab_{n:02}_small": LAB for n in range(11)})
    build(root=root)
    assert len(list((root / "notebooks").iterdir())) == 11
