"""What a cluster's worker does: it keeps a zygote and a sandbox of its own for each lab, and judges what is sent.

A hand-in and the text of the lab's source come in, and the JSON of `dask_messages.py` goes home. Students' code runs
where it always runs, in a fork of the zygote behind walls: never in the worker's own process.
"""

from __future__ import annotations

import contextlib
import hashlib
import queue
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

from autograder import ROOT, CourseError
from autograder.grade import dask_messages
from autograder.reading import reader

if TYPE_CHECKING:
    from autograder.course.hand_in import HandIn
    from autograder.grade.local import Graded


COMPUTE = ("numpy", "tensorflow", "keras", "scikit-learn", "nbformat", "nbgrader")
_lock = threading.Lock()
_benches: dict[tuple[str, str, bool, str], Bench] = {}  # by lab, text of its source, walls, earlier releases


def judge(task: dict[str, Any]) -> bytes:
    """Judge one submission on this worker.

    Args:
        task: A dict of plain values: `lab` and `source` (the lab's name and text), `walls`, `grader` (what `grader()`
            says at home), `earlier` (the text of `former.packed`), `student`, `hand_in` (the fields of a `HandIn`), and
            `stand_ins` (what asking for one costs).

    Returns:
        The bytes of `dask_messages.packed`, or of `dask_messages.refusal`; nothing is ever raised.
    """
    try:
        check_same(task["grader"])
        with bench(task["lab"], task["source"], task["walls"], task["earlier"]) as mine:
            return dask_messages.packed(mine.graded(task["student"], task["hand_in"], task["stand_ins"]))
    except Exception as error:
        sentence = str(error) if isinstance(error, CourseError) else f"{type(error).__name__}: {error}"
        return dask_messages.refusal(sentence)


def put_away(lab: str, source: str, walls: bool, earlier: str) -> None:
    """End the zygote of a lab; a submission that is still at work there is waited for."""
    with _lock:
        found = _benches.pop((lab, source, walls, earlier), None)
    if found:
        found.leave()


def grader() -> dict[str, str]:
    """What decides about points besides lab and hand-in: the course's files and what computes with them."""
    versions = {name: metadata.version(name) for name in COMPUTE}
    return {"course": course_files(), "Python": f"{sys.version_info[0]}.{sys.version_info[1]}", **versions}


@cache
def course_files() -> str:
    """Changes with every file of the grader and of the students' helpers; what this process began with counts."""
    from autograder.authoring.setup_cell import setup_source

    found = hashlib.sha256(setup_source().encode())
    for folder in ("autograder", "course_utils"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".js", ".mplstyle"):
                found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def check_same(home: dict[str, str]) -> None:
    """Refuse to grade with something else than home has: points would depend on the worker."""
    here = grader()
    other = [f"{name} {here.get(name)} instead of {home[name]}" for name in home if here.get(name) != home[name]]
    if here["course"] != home["course"]:
        raise CourseError(f"its copy of the course is another one than yours: bring {ROOT} up to date there")
    if other:
        raise CourseError(f"it has {', '.join(other)}: install the same versions there")


@contextlib.contextmanager
def bench(lab: str, source: str, walls: bool, earlier: str) -> Iterator[Bench]:
    """This worker's place for a lab, made for the first submission and kept for the next ones."""
    key = (lab, source, walls, earlier)
    with _lock:
        mine = _benches[key] = _benches.get(key) or Bench(lab, source, walls, earlier)
        mine.enter()
    try:
        yield mine
    finally:
        mine.leave()


class Bench:
    """A lab on this worker: its release, and the process that its submissions are forked from.

    It ends when the last one who uses it has left, the worker itself counting as one until `put_away`.
    """

    def __init__(self, lab: str, source: str, walls: bool, earlier: str) -> None:
        from pathlib import Path

        from autograder.authoring.lab import read_lab
        from autograder.course import former
        from autograder.course.assignment import assignment_of
        from autograder.sandbox.base_process import base

        self.users, self.lock = 1, threading.Lock()
        self.zygote = base(source, walls)
        try:
            written = assignment_of(read_lab(Path("solutions", f"{lab}.py"), source))
            self.assignment = replace(written, earlier=former.unpacked(earlier))
        except BaseException:
            self.zygote.close()
            raise

    def graded(self, student: str, hand_in: HandIn, stand_ins: str) -> Graded:
        """The `Graded` of one submission."""
        from autograder.course.hand_in import HandIn, taken_in
        from autograder.grade.local import Desk

        def take(_):
            return taken_in(HandIn(**hand_in), self.assignment.released), ""

        desk = Desk(self.assignment, self.zygote, take, queue.SimpleQueue(), queue.SimpleQueue())
        desk.stand_ins = stand_ins
        return desk.graded(student)

    def enter(self) -> None:
        with self.lock:
            self.users += 1

    def leave(self) -> None:
        with self.lock:
            self.users -= 1
            last = self.users == 0
        if last:
            self.zygote.close()
            with _lock:
                nobody = not _benches
            if nobody:
                reader.close()
