"""Build, grade and report the labs: `python -m autograder --help` lists the commands."""

from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
"""Where the two packages lie."""

ROOT = HOME if (HOME / "solutions").is_dir() else Path.cwd()
"""The repository: the place of `solutions/`, `notebooks/` and `pyproject.toml`. It is where this package lies; where
the grader was installed from a wheel, it is the folder in which a command is called."""


class CourseError(Exception):
    """Something that the user can put right: printed as it stands, without a traceback, exit code 1."""
