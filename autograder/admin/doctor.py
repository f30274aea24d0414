"""What this machine can do for grading: each problem in one sentence, with its cure."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from autograder import CourseError
from autograder.course.database import VARIABLE, is_file, reach, shown
from autograder.course.gradebook import Gradebook
from autograder.sandbox import isolation

PROJECT = "foundations-of-deep-learning"
MEMORY_PER_CHILD = 2.0  # GiB: a light TensorFlow lab takes about half of it


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `cure` is empty where all is well."""

    what: str
    cure: str = ""
    required: bool = False

    def __str__(self) -> str:
        return f"fix   {self.what} {self.cure}" if self.cure else f"ok    {self.what}"


def examine(course: Path | str = "grading") -> list[Finding]:
    """Look at everything that grading needs.

    Args:
        course: The course directory; it need not exist yet.

    Returns:
        A list of `Finding`, the things that work among them.
    """
    findings = [python(), *packages(), kernel()]
    return [*findings, walls(), cores(), memory(), disk(), database(Path(course)), time_zone(Path(course))]


def time_zone(course: Path) -> Finding:
    """Is it known in which zone a time without a zone is meant?"""
    config = course / "nbgrader_config.py"
    try:
        zone = Gradebook(course).zone() if config.exists() else None
    except CourseError as error:
        return Finding(f"{error}.", 'Write c.Course.timezone = "Europe/Berlin" there, or your own zone.', True)
    if zone is None:
        cure = f'Write c.Course.timezone = "Europe/Berlin", or your own zone, into {config}.'
        return Finding("The course has no time zone, so due dates and times of hand-ins cannot be compared.", cure)
    return Finding(f"times without a zone are in {zone.key}")


def python(project: str = PROJECT) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if not SpecifierSet(_wanted_python(project)).contains(version, prereleases=True):
        cure = f"Install Python {_wanted_python(project)} and run `make setup`."
        return Finding(f"Python {version} does not fit.", cure, True)
    return Finding(f"Python {version}")


def _wanted_python(project):
    try:
        return metadata.metadata(project)["Requires-Python"] or ""
    except metadata.PackageNotFoundError:
        return ""


def packages(project: str = PROJECT) -> list[Finding]:
    """One finding per package that students or graders need, against the project's own floors."""
    try:
        wanted = [Requirement(text) for text in metadata.requires(project) or []]
    except metadata.PackageNotFoundError:
        return [Finding("The project is not installed here.", "Run `make setup`, or `pip install -e .[grade]`.", True)]
    return [_package(one) for one in wanted if one.marker is None or one.marker.evaluate({"extra": "grade"})]


def _package(wanted):
    cure = f"Run `make setup`, or `pip install '{wanted.name}{wanted.specifier}'`."
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return Finding(f"{wanted.name} is missing.", cure, True)
    if not wanted.specifier.contains(version, prereleases=True):
        return Finding(f"{wanted.name} {version} does not fit {wanted.specifier}.", cure, True)
    return Finding(f"{wanted.name} {version}")


def kernel() -> Finding:
    """Is there a Jupyter kernel called python3 for the notebooks to run in?"""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        place = KernelSpecManager().get_kernel_spec("python3").resource_dir
    except NoSuchKernel:
        cure = "Run `python -m ipykernel install --sys-prefix`."
        return Finding("There is no Jupyter kernel called python3.", cure, True)
    return Finding(f"Jupyter kernel python3 in {place}")


def walls() -> Finding:
    """Can this machine build the sandbox in which students' code runs?"""
    problem = isolation.problem()
    if problem:
        cure = "Until then, `grade --no-sandbox` grades a class that you trust with your account."
        return Finding(f"There is no sandbox: {problem}.", cure, True)
    return Finding("bubblewrap and user namespaces: student code runs behind walls")


def cores() -> Finding:
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if count < 2:
        return Finding("There is 1 core.", "Grading works, one submission at a time; more cores grade faster.")
    return Finding(f"{count} cores")


def memory() -> Finding:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (ValueError, OSError, AttributeError):
        return Finding("memory: not known on this system")
    if total < 2 * MEMORY_PER_CHILD:
        return Finding(f"There is {total:.1f} GiB of memory.", "TensorFlow labs want 4 GiB: grade on another machine.")
    return Finding(f"{total:.1f} GiB of memory")


def disk() -> Finding:
    place = tempfile.gettempdir()
    free = shutil.disk_usage(place).free / 2**30
    if free < 1:
        return Finding(f"{place} has {free:.1f} GiB left.", "Free some space, or set TMPDIR to a larger disk.")
    return Finding(f"{free:.0f} GiB free in {place}")


def database(course: Path) -> Finding:
    """Can the gradebook be written, now?"""
    gradebook, course = Path(course, "gradebook.db"), Path(course).absolute()
    place = next(folder for folder in (course, *course.parents) if folder.exists())
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return Finding(f"{place} cannot be written.", f"Change its rights: `chmod u+rwx {place}`.", True)
    if not is_file(url := gradebook_url(course)):
        return server(url)
    if not gradebook.exists():
        return Finding(f"the gradebook can be made in {course}")
    try:
        with closing(sqlite3.connect(gradebook, timeout=1)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()
    except sqlite3.Error as error:
        cure = "Close other programs that use it (formgrader, another grading run), or restore it from a backup."
        return Finding(f"{gradebook} cannot be written: {error}.", cure, True)
    return Finding(f"{gradebook} can be written")


def gradebook_url(course: Path) -> str:
    """Where the course's settings, or else the environment, say that the gradebook lies."""
    if (course / "nbgrader_config.py").exists():
        return Gradebook(course).url()
    return os.environ.get(VARIABLE) or "sqlite:"


def server(url: str) -> Finding:
    """Does the database server answer that holds the gradebook?"""
    try:
        reach(url)
    except CourseError as error:
        return Finding(f"The gradebook {shown(url)} does not answer.", str(error), True)
    return Finding(f"the gradebook {shown(url)} answers")
