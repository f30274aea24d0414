"""What differs on Windows and macOS, tried here by taking away what those systems lack."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from course_utils import handin
from course_utils.checks.deadline import finishes
from course_utils.datasets import downloaded
from course_utils.notebook_marks import NotANotebook, read_notebook
from course_utils.session import open_jupyter, runtime

LACKING = """
import importlib, os, pkgutil, sys
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
for name in ("fork", "geteuid", "getuid", "sched_getaffinity", "sysconf", "O_NOFOLLOW", "O_NONBLOCK"):
    if hasattr(os, name):
        delattr(os, name)
import signal
del signal.setitimer, signal.SIGALRM
import course_utils
for module in pkgutil.walk_packages(course_utils.__path__, "course_utils."):
    importlib.import_module(module.name)
course_utils.start()
"""


def test_every_module_is_imported_without_what_only_unix_has():
    code = LACKING + "print(*sorted(name for name in sys.modules if name.startswith('tensorflow')))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert told.stdout == "course_utils 0.1.0 · quick profile\n\n"


def test_an_endless_loop_cannot_be_stopped_there_but_a_call_is_made(monkeypatch):
    monkeypatch.delattr(signal, "setitimer")
    assert finishes(lambda: 7, "seven") == 7


def test_cores_are_counted_where_a_process_has_no_share_of_its_own(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert runtime.cpu_cores() == 8
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert runtime.cpu_cores() == 1


def test_an_account_without_a_home_keeps_its_data_in_a_temporary_folder(monkeypatch, tmp_path):
    def no_home(path):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("COURSE_CACHE", raising=False)
    monkeypatch.setattr(Path, "expanduser", no_home)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert runtime.cache_folder() == tmp_path / "course_utils"


def test_a_cache_file_that_another_kernel_has_open_costs_a_note_and_leaves_nothing(monkeypatch, tmp_path, capsys):
    def locked(source, target):
        raise PermissionError(13, "Access is denied", str(source))

    for name in ("NBGRADER_EXECUTION", "COURSE_GRADING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    monkeypatch.setattr(downloaded, "download", lambda name: (np.zeros((20, 4), np.uint8), np.arange(20) % 10))
    monkeypatch.setattr(os, "replace", locked)
    X, _ = downloaded.load("mnist")
    assert X.shape == (20, 4)
    assert "mnist.npz could not be written (PermissionError: [Errno 13] Access is denied" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def locked_notebook(monkeypatch, tmp_path):
    """A notebook that another program holds open."""

    def locked(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", locked)
    return tmp_path / "01_perceptron.ipynb"


def test_a_notebook_that_another_program_holds_is_not_called_missing(locked_notebook):
    with pytest.raises(NotANotebook) as caught:
        read_notebook(locked_notebook)
    cure = "close the other programs that have it open, then try again."
    assert str(caught.value) == f"01_perceptron.ipynb cannot be read (Permission denied): {cure}"


def test_handin_says_so_and_passes_over_it_where_it_looks_for_one(locked_notebook, monkeypatch, capsys):
    handin(locked_notebook)
    assert capsys.readouterr().out.startswith("01_perceptron.ipynb cannot be read (Permission denied): ")
    locked_notebook.write_text("{}")
    monkeypatch.chdir(locked_notebook.parent)
    handin()
    assert capsys.readouterr().out.startswith("The notebook does not lie in ")


def test_a_folder_is_no_notebook_on_every_system(tmp_path):
    with pytest.raises(NotANotebook, match="There is no file"):
        read_notebook(tmp_path)


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_a_browser_opens_there_without_a_display_variable(system, tmp_path):
    assert "--no-browser" not in open_jupyter.command(tmp_path, {}, root=False, platform=system)


def test_on_windows_jupyterlab_is_waited_for_with_its_words_in_one_piece(monkeypatch, tmp_path):
    started = []

    class Process:
        answers = [KeyboardInterrupt, 3]

        def __init__(self, words):
            started.append(words)

        def wait(self):
            answer = self.answers.pop(0)
            if answer is KeyboardInterrupt:
                raise answer
            return answer

    folder = tmp_path / "Jane Doe's course"
    folder.mkdir()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "Popen", Process)
    monkeypatch.setattr(os, "execv", None)
    with pytest.raises(SystemExit) as ended:
        open_jupyter.main([str(folder)])
    assert ended.value.code == 3
    assert f"--ServerApp.root_dir={folder}" in started[0]


def test_elsewhere_this_process_becomes_jupyterlab(monkeypatch, tmp_path):
    class Became(Exception):
        pass

    def execv(program, words):
        raise Became(program, words[1:4])

    monkeypatch.setattr(os, "execv", execv)
    with pytest.raises(Became) as became:
        open_jupyter.main([str(tmp_path)])
    assert became.value.args == (sys.executable, ["-m", "jupyter", "lab"])
