"""Look over the machine and say in plain sentences what is missing, each with its cure."""

import os
import shutil
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from course_utils.session import runtime

PYTHON = (3, 11)
FLOORS = {
    "tensorflow": "2.17",
    "keras": "3.5",
    "matplotlib": "3.8",
    "ipywidgets": "7.7",
    "scikit-learn": "1.4",
    "numpy": "1.26",
    "jupyterlab": "4",
}
ALIASES = {"tensorflow": ("tensorflow-cpu", "tensorflow-macos")}
FREE_GIGABYTES = 1


def doctor():
    """Print versions, accelerator, widgets, cache, write access, and what to do about each problem.

    Returns:
        A list of problems, each a sentence with its cure; empty where all is well. It never raises.
    """
    problems = []
    for look in (_python, _packages, _tensorflow, _profile, _accelerator, _widgets, _cache, _folder, _disk):
        try:
            problems += look()
        except Exception as error:  # one broken thing must not hide the others
            problems.append(
                f"Looking at {look.__name__[1:]} failed with {_brief(error)}: restart the kernel, try again."
            )
    print()
    if not problems:
        print("All is well.")
    for number, problem in enumerate(problems, start=1):
        print(f"Problem {number}: {problem}")
    return problems


def _python():
    _line("Python", sys.version.split()[0] + (" in Colab" if runtime.is_colab() else ""))
    if sys.version_info[:2] < PYTHON:
        wanted = ".".join(map(str, PYTHON))
        cure = "install a newer one from python.org, then the course again, as its README says"
        return [f"Python is older than {wanted}: {cure}."]
    return []


def _packages():
    problems = []
    for name, floor in FLOORS.items():
        version = _version(name)
        _line(name, version or "missing")
        if name == "jupyterlab" and runtime.is_colab():
            continue
        if version is None:
            problems.append(
                f'{name} is missing: run `python -m pip install "{name}>={floor}"`, then restart the kernel.'
            )
        elif _numbers(version) < _numbers(floor):
            cure = f'run `python -m pip install --upgrade "{name}>={floor}"`, then restart the kernel'
            problems.append(f"{name} {version} is older than {floor}: {cure}.")
    return problems


def _tensorflow():
    if _version("tensorflow") is None:
        return []  # already said
    runtime.quiet_tensorflow()
    try:
        import tensorflow  # noqa: F401
    except Exception as error:
        cure = "run `python -m pip install --force-reinstall tensorflow`, then restart the kernel"
        return [f"TensorFlow is installed but does not start ({_brief(error)}): {cure}."]
    return []


def _profile():
    try:
        _line("profile", runtime.profile())
    except ValueError as error:
        _line("profile", "unknown")
        return [f"{error}: set it to quick or full, or remove it."]
    return []


def _accelerator():
    _line("accelerator", runtime.accelerator())
    if runtime.nvidia_files() and not runtime.gpus() and not runtime.is_colab():
        cure = 'run `python -m pip install "tensorflow[and-cuda]"`, then restart the kernel, or go on with the CPU'
        return [f"There is an NVIDIA card, but TensorFlow does not see it: {cure}."]
    if runtime.is_colab() and not runtime.gpus():
        print("  For a GPU in Colab: Runtime, Change runtime type, T4. The labs run without one too.")
    return []


def _widgets():
    version = _version("ipywidgets")
    if version is None:
        return []  # already said
    _line("sliders", "in a notebook" if _in_notebook() else "no notebook here: figures stay still")
    if _numbers(version)[0] not in (7, 8):
        cure = 'run `python -m pip install "ipywidgets>=7.7,<9"`, then restart the kernel'
        return [f"ipywidgets {version} is untried: {cure}."]
    return []


def _cache():
    folder = runtime.cache_folder()
    kept = sorted(path.stem for path in folder.glob("*.npz")) if folder.is_dir() else []
    _line("cache", f"{folder} ({', '.join(kept) if kept else 'empty'})")
    reason = _cannot_write(folder)
    if reason:
        cure = "set COURSE_CACHE to a folder of your own; until then each download is lost"
        return [f"The cache {folder} cannot be written ({reason}): {cure}."]
    return []


def _folder():
    folder = Path.cwd()
    reason = _cannot_write(folder)
    _line("this folder", f"{folder} ({'cannot be written' if reason else 'can be written'})")
    if reason:
        cure = "copy the notebooks to a folder of your own and open them there, or your work is not saved"
        return [f"The folder {folder} cannot be written ({reason}): {cure}."]
    return []


def _disk():
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    _line("free disk", f"{free:.1f} GB")
    if free < FREE_GIGABYTES:
        return [f"Only {free:.1f} GB of disk are free: remove files until {FREE_GIGABYTES} GB are, or saving may fail."]
    return []


def _line(what, value):
    print(f"{what:<13} {value}")


def _version(name):
    for package in (name, *ALIASES.get(name, ())):
        try:
            return metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return None


def _numbers(version):
    """`2.21.0rc1` as (2, 21)."""
    numbers = []
    for part in version.split(".")[:2]:
        digits = "".join(character for character in part if character.isdigit())
        numbers.append(int(digits or 0))
    return tuple([*numbers, 0][:2])


def _in_notebook():
    shell = sys.modules.get("IPython") and sys.modules["IPython"].get_ipython()
    return shell is not None and getattr(shell, "kernel", None) is not None


def _cannot_write(folder):
    """Say why a file cannot be written there, or nothing."""
    try:
        os.makedirs(folder, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"course_utils")
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def _brief(error):
    return f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
