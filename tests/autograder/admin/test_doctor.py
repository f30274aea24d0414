import sqlite3
import types

import pytest

from autograder.admin import doctor
from autograder.sandbox import isolation


def test_this_machine_has_everything_that_is_required(tmp_path):
    assert [str(one) for one in doctor.examine(tmp_path / "grading") if one.required] == []


def test_a_finding_is_one_line_and_a_problem_carries_its_cure():
    assert str(doctor.Finding("2 cores")) == "ok    2 cores"
    assert (
        str(doctor.Finding("nbgrader is missing.", "Run `make setup`."))
        == "fix   nbgrader is missing. Run `make setup`."
    )


def test_a_machine_without_a_sandbox_is_told_why_and_what_to_do(monkeypatch):
    monkeypatch.setattr(isolation, "problem", lambda: "bubblewrap is not installed: apt install bubblewrap")
    found = doctor.walls()
    assert found.what == "There is no sandbox: bubblewrap is not installed: apt install bubblewrap."
    assert "--no-sandbox" in found.cure
    assert found.required


def test_a_missing_or_old_package_is_named_with_its_cure(monkeypatch):
    wanted = ['no-such-package>=2 ; extra == "grade"', "numpy>=999", 'other>=1 ; extra == "dev"']
    monkeypatch.setattr(doctor.metadata, "requires", lambda project: wanted)
    missing, old = doctor.packages()
    assert missing.what == "no-such-package is missing."
    assert "pip install 'no-such-package>=2'" in missing.cure
    assert "does not fit >=999" in old.what
    assert old.required


def test_a_project_that_is_not_installed_is_said():
    (found,) = doctor.packages("no-such-project")
    assert "make setup" in found.cure


def test_one_core_and_little_memory_are_problems_with_cures(monkeypatch):
    monkeypatch.setattr(doctor.os, "sched_getaffinity", lambda process: {0}, raising=False)
    assert doctor.cores().what == "There is 1 core."
    monkeypatch.setattr(doctor.os, "sysconf", lambda name: 1024)
    assert "4 GiB" in doctor.memory().cure


def test_a_full_disk_is_a_problem(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda place: types.SimpleNamespace(free=1000))
    assert "TMPDIR" in doctor.disk().cure


def test_a_course_that_does_not_exist_yet_can_be_made_and_is_not_made(tmp_path):
    assert not doctor.database(tmp_path / "new").cure
    assert not (tmp_path / "new").exists()


def test_a_locked_gradebook_is_a_problem(tmp_path):
    with sqlite3.connect(tmp_path / "gradebook.db") as connection:
        connection.execute("BEGIN EXCLUSIVE")
        found = doctor.database(tmp_path)
        connection.rollback()
    connection.close()
    assert "locked" in found.what
    assert found.required


def test_a_course_that_is_a_file_is_a_problem(tmp_path):
    (tmp_path / "grading").write_text("", encoding="utf-8")
    assert "cannot be written" in doctor.database(tmp_path / "grading").what


@pytest.mark.parametrize("name", ["python", "kernel", "walls"])
def test_each_look_gives_one_finding(name):
    assert isinstance(getattr(doctor, name)(), doctor.Finding)
