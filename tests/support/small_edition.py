"""A course that can be published in a second: the tiny lab and a package with four modules."""

import subprocess

from tiny_lab import TINY_LAB

LAB, ADDRESS = "90_tiny", "https://github.com/someone/a-course-labs"
SETTINGS = """\
[tool.course]
title = "A small course"
repository = "https://github.com/someone/a-course"
students = "{students}"
"""
INIT = """\
from course_utils.start import start

_MODULES = ("checks",)
__all__ = ["start", *_MODULES]
"""
START = """\
from course_utils.checks import close


def start(seed=0, *, lab=None, release=None):
    close(1, 1)
"""
CHECKS = """\
def close(a, b):
    assert a == b


# for a hidden check
def far(a, b):
    assert a != b
"""
PACKAGE = {
    "__init__.py": INIT,
    "start.py": START,
    "checks.py": CHECKS,
    "grader.py": "SECRET = 1\n",
    "style.mplstyle": "axes.grid: True\n",
}


def make(root, students=ADDRESS):
    """The instructors' repository, built; returns its root."""
    for name, text in PACKAGE.items():
        write(root / "course_utils" / name, text)
    write(root / "solutions" / f"{LAB}.py", TINY_LAB)
    write(root / "pyproject.toml", SETTINGS.format(students=students))
    write(root / "requirements.txt", "numpy>=1.26\n")
    rebuild(root)
    return root


def rebuild(root):
    """Build the notebooks anew."""
    from autograder.authoring.build import build

    build(root=root)


def change(root, old, new, path=f"solutions/{LAB}.py"):
    """Change a file of the course, and build."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    write(root / path, text.replace(old, new))
    rebuild(root)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def git(folder, *words):
    """What a git command prints."""
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(folder, message="By hand"):
    """Commit everything that lies there."""
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--no-verify", "-m", message)
