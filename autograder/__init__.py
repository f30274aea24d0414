"""Build, grade and report the labs: `python -m autograder --help` lists the commands."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The repository: the place of `solutions/`, `notebooks/` and `pyproject.toml`."""


class CourseError(Exception):
    """Something that the user can put right: printed as it stands, without a traceback, exit code 1."""
