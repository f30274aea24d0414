"""The doctor says each problem and its cure, and never fails itself."""

import re
import sys
from pathlib import Path

import pytest

from course_utils import doctor
from course_utils.session import runtime

module = sys.modules["course_utils.session.doctor"]
ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def healthy_machine(monkeypatch, tmp_path):
    """A machine without faults, without the network and without a GPU."""
    for name in ("COURSE_PROFILE", "COLAB_RELEASE_TAG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(runtime, "nvidia_files", list)
    monkeypatch.setattr(module, "_version", lambda name: "99.0" if name != "ipywidgets" else "8.1.2")
    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 50e9}))


def versions(monkeypatch, **other):
    found = {"ipywidgets": "8.1.2", **other}
    monkeypatch.setattr(module, "_version", lambda name: found.get(name.replace("-", "_"), "99.0"))


def test_a_healthy_machine_has_no_problem(capsys):
    assert doctor() == []
    text = capsys.readouterr().out
    for what in ("Python", "tensorflow", "numpy", "profile", "accelerator", "sliders", "cache", "free disk"):
        assert re.search(rf"^{what} ", text, re.MULTILINE), f"{what} is not listed"
    assert text.endswith("\nAll is well.\n")


def test_the_floors_are_those_of_the_requirements():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    floors = dict(line.split(">=") for line in lines if line and not line.startswith("#"))
    assert floors == module.FLOORS


def test_a_missing_package_gets_the_command_that_installs_it(monkeypatch, capsys):
    versions(monkeypatch, scikit_learn=None)
    cure = 'scikit-learn is missing: run `python -m pip install "scikit-learn>=1.4"`, then restart the kernel.'
    assert doctor() == [cure]
    assert f"Problem 1: {cure}" in capsys.readouterr().out


def test_an_old_package_gets_the_command_that_renews_it(monkeypatch):
    versions(monkeypatch, matplotlib="3.7.5")
    cure = 'run `python -m pip install --upgrade "matplotlib>=3.8"`, then restart the kernel.'
    assert doctor() == [f"matplotlib 3.7.5 is older than 3.8: {cure}"]


def test_versions_are_compared_as_numbers(monkeypatch):
    versions(monkeypatch, tensorflow="2.9.1", numpy="2.0.0rc1", matplotlib="3.10.0")
    assert [problem.split(":")[0] for problem in doctor()] == ["tensorflow 2.9.1 is older than 2.17"]


def test_an_untried_version_of_the_widgets_is_named(monkeypatch):
    versions(monkeypatch, ipywidgets="9.0")
    cure = 'run `python -m pip install "ipywidgets>=7.7,<9"`, then restart the kernel.'
    assert doctor() == [f"ipywidgets 9.0 is untried: {cure}"]


def test_a_tensorflow_that_does_not_start_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    (problem,) = doctor()
    assert problem.startswith("TensorFlow is installed but does not start (ModuleNotFoundError: ")
    assert problem.endswith("run `python -m pip install --force-reinstall tensorflow`, then restart the kernel.")


def test_an_old_python_is_named(monkeypatch):
    monkeypatch.setattr(module, "PYTHON", (4, 0))
    cure = "install a newer one from python.org, then the course again, as its README says."
    assert doctor() == [f"Python is older than 4.0: {cure}"]


def test_a_wrong_profile_is_named(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "fast")
    problem = "COURSE_PROFILE: expected quick or full, received 'fast': set it to quick or full, or remove it."
    assert doctor() == [problem]


def test_a_card_that_tensorflow_does_not_see_is_named(monkeypatch):
    monkeypatch.setattr(runtime, "nvidia_files", lambda: ["/dev/nvidia0"])
    monkeypatch.setattr(runtime, "gpus", list)
    cure = 'run `python -m pip install "tensorflow[and-cuda]"`, then restart the kernel, or go on with the CPU.'
    assert doctor() == [f"There is an NVIDIA card, but TensorFlow does not see it: {cure}"]


def test_colab_without_a_gpu_is_no_problem_but_gets_a_hint(monkeypatch, capsys):
    monkeypatch.setenv("COLAB_RELEASE_TAG", "release-colab")
    assert doctor() == []
    assert "For a GPU in Colab: Runtime, Change runtime type, T4." in capsys.readouterr().out


def test_a_cache_that_cannot_be_written_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file" / "cache"))
    cure = "set COURSE_CACHE to a folder of your own; until then each download is lost."
    assert doctor() == [f"The cache {tmp_path / 'file' / 'cache'} cannot be written (Not a directory): {cure}"]


def test_a_folder_that_cannot_be_written_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "_cannot_write", lambda folder: "Permission denied" if folder == Path.cwd() else "")
    cure = "copy the notebooks to a folder of your own and open them there, or your work is not saved."
    assert doctor() == [f"The folder {tmp_path} cannot be written (Permission denied): {cure}"]


def test_a_full_disk_is_named(monkeypatch):
    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 2e8}))
    assert doctor() == ["Only 0.2 GB of disk are free: remove files until 1 GB are, or saving may fail."]


def test_it_goes_on_when_a_look_fails(monkeypatch):
    def fail(path):
        raise RuntimeError("no such disk")

    monkeypatch.setattr(module.shutil, "disk_usage", fail)
    problem = "Looking at disk failed with RuntimeError: no such disk: restart the kernel, try again."
    assert doctor() == [problem]


def test_several_problems_are_numbered(monkeypatch, capsys):
    versions(monkeypatch, numpy=None, matplotlib=None)
    assert len(doctor()) == 2
    assert "Problem 2: numpy is missing" in capsys.readouterr().out
