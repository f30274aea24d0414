"""What a cluster's worker does: it keeps a zygote and a sandbox of its own for each lab, and judges what is sent.

A hand-in and the text of the lab's source come in, and the JSON of `dask_messages.py` goes home. Students' code runs
where it always runs, in a fork of the zygote behind walls: never in the worker's own process.
"""

import contextlib
import hashlib
import sys
import threading
from functools import cache
from importlib import metadata

from autograder import ROOT, CourseError
from autograder.grade import dask_messages

COMPUTE = ("numpy", "tensorflow", "keras", "scikit-learn", "nbformat", "nbgrader")
_benches, _lock = {}, threading.Lock()


def judge(task):
    """Judge one submission on this worker.

    Args:
        task: A dict of plain values: `lab` and `source` (the lab's name and text), `walls`, `grader` (what `grader()`
            says at home), `student`, and `hand_in` (the fields of a `HandIn`).

    Returns:
        The bytes of `dask_messages.packed`, or of `dask_messages.refusal`; nothing is ever raised.
    """
    try:
        check_same(task["grader"])
        with bench(task["lab"], task["source"], task["walls"]) as mine:
            return dask_messages.packed(mine.graded(task["student"], task["hand_in"]))
    except Exception as error:
        sentence = str(error) if isinstance(error, CourseError) else f"{type(error).__name__}: {error}"
        return dask_messages.refusal(sentence)


def put_away(lab, source, walls):
    """End the zygote of a lab; a submission that is still at work there is waited for."""
    with _lock:
        found = _benches.pop((lab, source, walls), None)
    if found:
        found.leave()


def grader():
    """What decides about points besides lab and hand-in: the course's files and what computes with them."""
    versions = {name: metadata.version(name) for name in COMPUTE}
    return {"course": course_files(), "Python": f"{sys.version_info[0]}.{sys.version_info[1]}", **versions}


@cache
def course_files():
    """Changes with every file of the grader and of the students' helpers; what this process began with counts."""
    from autograder.authoring.setup_cell import setup_source

    found = hashlib.sha256(setup_source().encode())
    for folder in ("autograder", "course_utils"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".js", ".mplstyle"):
                found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def check_same(home):
    """Refuse to grade with something else than home has: points would depend on the worker."""
    here = grader()
    other = [f"{name} {here.get(name)} instead of {home[name]}" for name in home if here.get(name) != home[name]]
    if here["course"] != home["course"]:
        raise CourseError(f"its copy of the course is another one than yours: bring {ROOT} up to date there")
    if other:
        raise CourseError(f"it has {', '.join(other)}: install the same versions there")


@contextlib.contextmanager
def bench(lab, source, walls):
    """This worker's place for a lab, made for the first submission and kept for the next ones."""
    key = (lab, source, walls)
    with _lock:
        mine = _benches[key] = _benches.get(key) or Bench(lab, source, walls)
        mine.enter()
    try:
        yield mine
    finally:
        mine.leave()


class Bench:
    """A lab on this worker: its release, and the process that its submissions are forked from.

    It ends when the last one who uses it has left, the worker itself counting as one until `put_away`.
    """

    def __init__(self, lab, source, walls):
        from pathlib import Path

        from autograder.authoring.lab import read_lab
        from autograder.course.assignment import assignment_of
        from autograder.sandbox.base_process import base

        self.users, self.lock = 1, threading.Lock()
        self.zygote = base(source, walls)
        try:
            self.assignment = assignment_of(read_lab(Path("solutions", f"{lab}.py"), source))
        except BaseException:
            self.zygote.close()
            raise

    def graded(self, student, hand_in):
        """The `Graded` of one submission."""
        from autograder.course.hand_in import HandIn, taken_in
        from autograder.grade.local import Desk

        def take(_):
            return taken_in(HandIn(**hand_in), self.assignment.released), ""

        return Desk(self.assignment, self.zygote, take, None, None).graded(student)

    def enter(self):
        with self.lock:
            self.users += 1

    def leave(self):
        with self.lock:
            self.users -= 1
            last = self.users == 0
        if last:
            self.zygote.close()
