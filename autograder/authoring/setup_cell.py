"""The setup cell, the same in every lab, and the links that open a lab in Colab."""

import re
import tomllib
from dataclasses import dataclass
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
        command = "git clone --quiet --depth=1 --branch={ref} {repository} " + home
        subprocess.run(command.split(), env={{**os.environ, "GIT_TERMINAL_PROMPT": "0"}})
    if not os.path.isdir(home + "/course_utils") or not (colab or os.path.basename(os.getcwd()) == "notebooks"):
        raise ImportError("The course's helpers are missing. On Colab, check the connection and run this cell again; "
                          "elsewhere, keep this notebook in the course's notebooks folder.")
    sys.path.insert(0, home)
"""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[\w.~:/@%+-]+")
_GITHUB = re.compile(r"https?://(?:www\.)?github\.com/([\w.-]+/[\w.-]+)")


@dataclass(frozen=True)
class Place:
    """Where a notebook's course lies.

    Attributes:
        repository: The address that git clones without a password, such as `https://github.com/YOU/COURSE`.
        branch: The branch with the newest notebooks.
        release: The tag that the setup cell fetches; "" for whatever the branch holds.
    """

    repository: str
    branch: str = "main"
    release: str = ""

    @property
    def folder(self) -> str:
        """The folder that `git clone` makes."""
        return self.repository.rstrip("/").rsplit("/", 1)[-1].removesuffix(".git")

    def colab_link(self, lab: str) -> str | None:
        """The address that opens a lab's newest notebook in Colab; None where it cannot, outside GitHub."""
        found = _GITHUB.fullmatch(self.repository.rstrip("/").removesuffix(".git"))
        link = f"https://colab.research.google.com/github/{{}}/blob/{self.branch}/notebooks/{lab}.ipynb"
        return link.format(found[1]) if found else None

    def without_colab(self) -> str:
        """A sentence for the author where there can be no links to Colab, else ""."""
        if self.colab_link("") is not None:
            return ""
        return f"{self.repository} is not on GitHub, from where alone Colab opens notebooks: no links to Colab are made"


def setup_source(root: Path = ROOT, place: Place | None = None, lab: str = "") -> str:
    """The code of the setup cell.

    On Colab it makes a shallow clone and puts it on `sys.path`; elsewhere it puts the repository's root there, if
    the notebook lies in its `notebooks/` folder. Where `course_utils` can be imported already it does neither.

    Args:
        root: The repository.
        place: Where the course lies for those who receive the notebook; without it, in this repository.
        lab: The lab's name, which a notebook with a release tells `start`.
    """
    place = place or course_place(root)
    ref, folder = place.release or place.branch, place.folder
    folder += f"-{place.release}" if place.release else ""
    start = f'start(lab="{lab}", release="{place.release}")' if place.release else "start()"
    source = _FIND_HELPERS.format(folder=folder, ref=ref, repository=place.repository)
    return source + START.removesuffix("start()") + start


def colab_link(lab: str, root: Path = ROOT) -> str | None:
    """The address that opens a lab's notebook in Colab; None where the repository is not on GitHub."""
    return course_place(root).colab_link(lab)


def course_place(root: Path = ROOT) -> Place:
    """Where this repository itself lies."""
    return Place(**course_settings(root))


@cache
def course_settings(root: Path = ROOT) -> dict[str, str]:
    """`repository` and `branch` of `[tool.course]` in pyproject.toml, the only place where they stand."""
    course = _course(Path(root))
    if "repository" not in course:
        raise CourseError(f"{Path(root) / 'pyproject.toml'} has no repository under [tool.course]")
    return {"repository": _address(course, "repository", root), "branch": str(course.get("branch", "main"))}


def repository_names(root: Path = ROOT) -> list[str]:
    """The names of the folders that `git clone` makes: of the course's repository and of the students'."""
    course = _course(Path(root))
    addresses = [str(course[key]) for key in ("repository", "students") if course.get(key)]
    return [address.rstrip("/").removesuffix(".git").rpartition("/")[2] for address in addresses]


def students_place(root: Path = ROOT, branch: str = "main") -> Place:
    """Where the students' edition lies: `students` of `[tool.course]` in pyproject.toml.

    Args:
        root: The repository.
        branch: The edition's branch.
    """
    course = _course(Path(root))
    if not course.get("students"):
        example = 'students = "https://github.com/YOU/YOUR-COURSE-LABS"'
        raise CourseError(
            f"{Path(root) / 'pyproject.toml'} has no students under [tool.course]: write there the address from which "
            f"students will clone the edition, for example {example}"
        )
    return Place(_address(course, "students", root), branch)


def public_lines(root: Path = ROOT) -> list[str]:
    """Lines of solutions and hidden checks that students may know: `public` of `[tool.course]`, a list of texts."""
    found = _course(Path(root)).get("public", [])
    if not isinstance(found, list) or not all(isinstance(line, str) for line in found):
        raise CourseError(f"{Path(root) / 'pyproject.toml'}, [tool.course], public: expected a list of lines")
    return found


def course_title(root: Path = ROOT) -> str:
    """The course's title, of `[tool.course]` in pyproject.toml."""
    return str(_course(Path(root)).get("title", "The labs"))


def _course(root):
    try:
        text = (root / "pyproject.toml").read_text(encoding="utf-8")
        return tomllib.loads(text).get("tool", {}).get("course", {})
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CourseError(f"{root / 'pyproject.toml'} cannot be read: {error}") from None


def _address(course, key, root):
    """An address as it may stand in the setup cell: git clones it without a key or a password."""
    found = str(course[key]).strip().rstrip("/")
    if not _ADDRESS.fullmatch(found) or found.startswith("ssh:"):
        raise CourseError(
            f"{Path(root) / 'pyproject.toml'}, [tool.course], {key}: expected an address that everybody can clone, "
            f"such as https://github.com/YOU/YOUR-COURSE, received {found!r}"
        )
    return found
