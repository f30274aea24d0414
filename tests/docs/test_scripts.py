"""Every script that is started by its path says what it does before it does anything."""

import runpy
import subprocess
import sys

import pytest
from lab_files import ROOT

FOLDERS = ("docs", "tests/benchmarks", "tests/versions")
PATHS = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.py"))]
SCRIPTS = [str(path.relative_to(ROOT)) for path in PATHS if "\nif __name__ ==" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_that_is_asked_for_help_gives_it_and_does_not_start_to_work(script, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [script, "--help"])
    monkeypatch.setattr(sys, "path", [str((ROOT / script).parent), *sys.path])
    monkeypatch.setattr(subprocess, "Popen", None)  # work begins with a process
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / script), run_name="__main__")
    told, complaints = capsys.readouterr()
    assert (ended.value.code, complaints) == (0, "")
    assert told.startswith("usage: ")
    assert len(told.split("\n\n")[1]) > 30, "one sentence says what it is for"


def test_these_are_all_scripts():
    assert {"docs/make_gallery.py", "tests/benchmarks/figures.py", "tests/versions/places.py"} <= set(SCRIPTS)
