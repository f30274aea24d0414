"""The setup cell, the same in every lab, and the links that open a lab in Colab."""

import tomllib
from functools import cache
from pathlib import Path

from autograder import ROOT, CourseError

SETUP_NAMES = ("checks", "progress", "show", "stand_in", "start", "todo")  # what a lab's cells may use without import
START = f"from course_utils import {', '.join(SETUP_NAMES)}\nstart()"

_FIND_HELPERS = """# Setup: run this cell first. On Colab it fetches the course's helpers, which takes about a second.
import importlib.util, os, subprocess, sys

if importlib.util.find_spec("course_utils") is None:
    colab = "google.colab" in sys.modules
    home = "/content/{folder}" if colab else os.path.dirname(os.getcwd())
    if colab and not os.path.isdir(home):
        command = "git clone --quiet --depth=1 --branch={branch} {repository} " + home
        subprocess.run(command.split(), env={{**os.environ, "GIT_TERMINAL_PROMPT": "0"}})
    if not os.path.isdir(home + "/course_utils") or not (colab or os.path.basename(os.getcwd()) == "notebooks"):
        raise ImportError("The course's helpers are missing. On Colab, check the connection and run this cell again; "
                          "elsewhere, keep this notebook in the course's notebooks folder.")
    sys.path.insert(0, home)
"""


def setup_source(root: Path = ROOT) -> str:
    """The code of the setup cell.

    On Colab it makes a shallow clone and puts it on `sys.path`; elsewhere it puts the repository's root there, if
    the notebook lies in its `notebooks/` folder. Where `course_utils` can be imported already it does neither.
    """
    course = course_settings(root)
    folder = course["repository"].rstrip("/").rsplit("/", 1)[-1].removesuffix(".git")
    return _FIND_HELPERS.format(folder=folder, **course) + START


def colab_link(lab: str, root: Path = ROOT) -> str:
    """The address that opens a lab's notebook in Colab."""
    course = course_settings(root)
    place = course["repository"].rstrip("/").removesuffix(".git").split("github.com/")[-1]
    return f"https://colab.research.google.com/github/{place}/blob/{course['branch']}/notebooks/{lab}.ipynb"


@cache
def course_settings(root: Path = ROOT) -> dict[str, str]:
    """`repository` and `branch` of `[tool.course]` in pyproject.toml, the only place where they stand."""
    try:
        settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["course"]
        return {"repository": settings["repository"], "branch": settings.get("branch", "main")}
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise CourseError(f"{root / 'pyproject.toml'} has no repository under [tool.course]: {error}") from None
