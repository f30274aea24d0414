"""The three sets of versions on which the labs must run: the floors, what Google Colab has, the newest ones."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
from lab_files import ROOT, displayed_without_alt, solved, student_environment
from packaging.requirements import Requirement
from versions.colab_list import CONSTRAINTS as COLAB
from versions.colab_list import our_python
from versions.environments import environment, python

from autograder.util.files import write_atomically

HERE = Path(__file__).parent
FLOOR_PYTHON = "3.11"
SETS = ("floor", "colab", "newest")
SHOWN = ("tensorflow", "keras", "numpy", "matplotlib", "scikit-learn", "ipywidgets", "ipython")
ASK = "import json, sys; from importlib.metadata import version as v; from platform import python_version as p; "
ASK += "print(json.dumps({'Python': p()} | {name: v(name) for name in sys.argv[1:]}))"


@dataclass(frozen=True)
class Outcome:
    """One run of one lab; `problem` is one line, empty where it ran to its end, `details` the words behind it."""

    seconds: float
    problem: str = ""
    details: str = ""


def interpreter(name):
    """The path of the Python of a set; its environment is made where it is not there yet.

    Args:
        name: "floor", "colab" or "newest", which is the environment that runs this.

    Raises:
        NotInstalled: If pip cannot install the set.
    """
    if name == "newest":
        return Path(sys.executable)
    if name == "colab":
        return environment("colab", python(our_python(COLAB.read_text(encoding="utf-8"))), COLAB)
    constraints = ROOT / ".venvs" / "floor.txt"
    write_atomically(constraints, floors((ROOT / "requirements.txt").read_text(encoding="utf-8")))
    return environment("floor", python(FLOOR_PYTHON), constraints)


def placed(name):
    """The Python of a set and the versions that it has."""
    program = interpreter(name)
    return program, versions(program)


def floors(requirements):
    """Constraints for pip that take every floor at its word: `numpy>=1.26` gives `numpy==1.26`.

    Args:
        requirements: The text of requirements.txt.

    Raises:
        ValueError: For a line that is anything but a name and a floor.
    """
    found = []
    for line in filter(None, (line.partition("#")[0].strip() for line in requirements.splitlines())):
        wanted = Requirement(line)
        if [one.operator for one in wanted.specifier] != [">="]:
            raise ValueError(f"requirements.txt: expected a name and one floor as in numpy>=1.26, received {line!r}")
        found.append(f"{wanted.name}=={next(iter(wanted.specifier)).version}\n")
    return "".join(found)


def versions(program):
    """The versions that a Python has: "Python" and `SHOWN` -> version."""
    answer = subprocess.run([str(program), "-c", ASK, *SHOWN], check=True, capture_output=True, text=True)
    return json.loads(answer.stdout)


def run_lab(lab, program, folder):
    """Run the solved lab, every cell, in the kernel of some Python.

    Args:
        lab: The lab's name.
        program: The Python of an environment that holds what a student installs.
        folder: An empty folder for the notebook.

    Returns:
        The `Outcome`; a picture without an alt text is a problem too.
    """
    source, result = folder / f"{lab}.ipynb", folder / "result.ipynb"
    nbformat.write(solved(lab), source)
    environ = {**student_environment(), "JUPYTER_PLATFORM_DIRS": "1", "IPYTHONDIR": str(folder)}
    call = [str(program), str(HERE / "run_notebook.py"), str(source), str(result)]
    started = time.monotonic()
    outcome = subprocess.run(call, env=environ, capture_output=True, text=True)
    seconds = time.monotonic() - started
    if outcome.returncode:
        return Outcome(seconds, last_line(outcome.stderr), outcome.stderr[-3000:])
    mute = displayed_without_alt(nbformat.read(result, as_version=4))
    return Outcome(seconds, f"pictures without an alt text in cells {mute}" if mute else "")


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it ended without a word"


def chosen(labs, few):
    """The labs that a suite runs: a few, or all of them where `COURSE_PLACES` is "all"."""
    return list(labs) if os.environ.get("COURSE_PLACES") == "all" else list(few)
