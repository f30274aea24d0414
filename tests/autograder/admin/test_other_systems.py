"""Elsewhere than on Linux: what is refused is refused in a sentence, and what is built has the same bytes."""

import importlib.util
import ntpath
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from autograder import ROOT
from autograder.authoring.build import setup_source

WINDOWS = """
import importlib, os, sys
import jupytext, nbgrader.api, autograder.cli  # libraries look at the system when they are imported
for name in ("fcntl", "pwd", "resource"):
    sys.modules[name] = None
for name in ("fork", "geteuid", "getuid", "sched_getaffinity", "sysconf", "pidfd_open", "O_NONBLOCK", "O_NOFOLLOW"):
    delattr(os, name)
import autograder.admin.doctor, autograder.grade.grade
sys.platform = "win32"
sys.argv = ["autograder", *{arguments}]
autograder.cli.main()
"""


def on_windows(*arguments):
    """What a command says where Unix's own modules and functions are missing."""
    code = WINDOWS.replace("{arguments}", repr(arguments))
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)


def test_doctor_says_on_windows_what_grading_needs(tmp_path):
    told = on_windows("doctor", "--course", str(tmp_path / "course"))
    assert (
        "There is no sandbox: the sandbox needs Linux, this is win32: grade on a Linux machine, in WSL 2" in told.stdout
    )
    assert "ok    memory: not known on this system" in told.stdout
    assert "Traceback" not in told.stderr


def test_grade_refuses_windows_in_a_sentence(tmp_path):
    told = on_windows("grade", "00", "--course", str(tmp_path / "course"))
    assert told.returncode == 1
    assert told.stderr.startswith("Grading needs Linux, with the sandbox and without; this is win32: ")


def test_collect_takes_hand_ins_on_windows_and_no_links(tmp_path):
    notebook = (ROOT / "notebooks" / "00_start_here.ipynb").read_bytes()
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "00_start_here.ipynb").write_bytes(notebook)
    (tmp_path / "ben").mkdir()
    (tmp_path / "ben" / "00_start_here.ipynb").symlink_to(tmp_path / "ann" / "00_start_here.ipynb")
    told = on_windows(
        "collect", "00", str(tmp_path / "ann"), str(tmp_path / "ben"), "--course", str(tmp_path / "course")
    )
    assert "Traceback" not in told.stderr, told.stderr
    submitted = tmp_path / "course" / "submitted"
    assert (submitted / "ann" / "00_start_here" / "00_start_here.ipynb").read_bytes() == notebook
    assert not (submitted / "ben").exists()
    assert "is a link: hand in the file itself" in told.stdout + told.stderr


def test_the_setup_cell_finds_the_course_behind_backslashes_and_spaces(monkeypatch):
    course = "C:\\Users\\Jane Doe\\deep learning"
    found = f"{course}/course_utils"
    path = SimpleNamespace(dirname=ntpath.dirname, basename=ntpath.basename, isdir=lambda folder: folder == found)
    windows = SimpleNamespace(path=path, getcwd=lambda: f"{course}\\notebooks", environ={})
    monkeypatch.setitem(sys.modules, "os", windows)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "path", list(sys.path))
    exec(setup_source().split("from course_utils")[0], {})
    assert sys.path[0] == course


@pytest.mark.parametrize("name", ["lab.py", "lab.ipynb"])
def test_git_on_windows_leaves_the_ends_of_lines(tmp_path, name):
    git = ["git", "-C", str(tmp_path), "-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@b"]
    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    (tmp_path / name).write_bytes(b"one\ntwo\n")
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "--quiet", "--no-verify", "-m", "a"], check=True)
    os.remove(tmp_path / name)
    subprocess.run([*git, "checkout", "--quiet", "--", name], check=True)
    assert (tmp_path / name).read_bytes() == b"one\ntwo\n"
