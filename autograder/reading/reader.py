"""Any submitted file -> an `Intake`, within the limits of limits.toml, whatever the file does to who reads it.

`read` sends the file to a process that forks a child for it (`reader_main.py`), behind walls where the machine can
build them. A file that takes too long, needs too much memory or crashes the child has a problem, in a sentence, and the
next file is read as if nothing had been. Each thread that reads has a process of its own, forked when it is needed from
one that has imported everything; all end with this one.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.intake.intake import Intake, take_in
from autograder.reading import frames, messages
from autograder.sandbox import isolation
from autograder.sandbox.limits import limits
from autograder.sandbox.zygote import ForkRefused, Zygote

if TYPE_CHECKING:
    from autograder.intake.match_cells import Release
    from autograder.sandbox.limits import Limits
    from autograder.sandbox.zygote import Child


ROLES = "autograder.reading.reader_main"
MOST_STOPPED = 1000  # files that ran into a limit and are remembered
GRACE = 30  # seconds of wall clock beyond what the child itself keeps to
_CURE = "look for a cell that is very long or very deeply nested"


class NotRead(Exception):
    """The grader could not read the file, and that is not known to be the file's fault."""


class Stopped(Exception):
    """Reading a file ran into a limit, or crashed; the text is the sentence for the student."""


def is_bounded() -> bool:
    """Can this system keep the limits? Elsewhere files are read all the same, in the grader's own process."""
    return sys.platform.startswith("linux")


def read(data: bytes, release: Release) -> Intake:
    """What `intake.take_in` makes of a submitted file, within limits.

    Args:
        data: The bytes of the file.
        release: The lab's `Release`.

    Returns:
        An `Intake`; its problem says so where the file ran into a limit.

    Raises:
        CourseError: The process that reads cannot be started on this machine.
        NotRead: It ended although no limit was reached, or the grader has an error.
    """
    return _shared.read(data, release) if is_bounded() else take_in(data, release)


def close() -> None:
    """End the processes that read; the next file starts new ones."""
    _shared.close()


class Reader:
    """The processes that read, as their owner sees them.

    Args:
        walls: Put them behind walls? Where the machine can build them, if left out.
        bounds: The `Limits`; those of limits.toml if left out.
    """

    def __init__(self, walls: bool | None = None, bounds: Limits | None = None) -> None:
        self.lock, self.walls, self.bounds = threading.Lock(), walls, bounds or limits()
        self.zygote: Zygote | None = None
        self.idle: list[_Process] = []
        self.stopped: dict[bytes, tuple[Release, str]] = {}

    def read(self, data: bytes, release: Release) -> Intake:
        """The `Intake` of a file; raises what `read` does. A file that ran into a limit is not read a second time."""
        digest = hashlib.sha256(data).digest()
        before, problem = self.stopped.get(digest, (None, ""))
        if before is release:
            return Intake(problem=problem)
        try:
            return self.read_once(data, release)
        except Stopped as stopped:
            if len(self.stopped) >= MOST_STOPPED:
                self.stopped.clear()
            self.stopped[digest] = release, str(stopped)
            return Intake(problem=str(stopped))

    def read_once(self, data: bytes, release: Release) -> Intake:
        """The `Intake` of a file that is not known yet; raises what `read` does, and Stopped at a limit."""
        said = ""
        for _ in range(2):  # the machine may have ended a process that had done nothing
            try:
                process = self.take(release)
            except (ForkRefused, OSError) as error:
                raise CourseError(f"The process that reads hand-ins cannot be started: {error}") from None
            try:
                taken = process.read(data)
            except TimeoutError:
                process.end()
                raise Stopped(_too_long(self.bounds.reading_wall_seconds, "seconds")) from None
            except Stopped:
                self.give_back(process)
                raise
            except (EOFError, OSError) as error:
                process.end()
                said = str(error)
            except BaseException:
                process.end()
                raise
            else:
                self.give_back(process)
                return taken
        raise NotRead(f"the process that reads files ended twice: {said}")

    def take(self, release: Release) -> _Process:
        """An idle process that has this release, or a new one."""
        with self.lock:
            found = next((one for one in self.idle if one.release is release), None)
            if found:
                self.idle.remove(found)
                return found
            if self.zygote is None:
                walls = not isolation.problem() if self.walls is None else self.walls
                self.zygote = Zygote((), roles=ROLES, walls=walls)
            elif not self.zygote.alive():
                while self.idle:
                    self.idle.pop().end()
                self.zygote.restart(self.zygote.generation)
            return _Process(self.zygote, release, self.bounds)

    def give_back(self, process: _Process) -> None:
        """It may read the next file; where there are more than cores, the one that waits longest ends."""
        with self.lock:
            self.idle.append(process)
            spare = self.idle.pop(0) if len(self.idle) > (os.cpu_count() or 1) else None
        if spare:
            spare.end()

    def close(self) -> None:
        """End them all."""
        with self.lock:
            idle, self.idle = self.idle, []
            zygote, self.zygote = self.zygote, None
        for process in idle:
            process.end()
        if zygote:
            zygote.close()


class _Process:
    """One process with one release."""

    def __init__(self, zygote: Zygote, release: Release, bounds: Limits) -> None:
        self.release, self.bounds = release, bounds
        self.connection, theirs = socket.socketpair()
        with theirs:
            self.child: Child = zygote.fork("reader", [theirs.fileno()])
        self.connection.settimeout(bounds.reading_wall_seconds + GRACE)
        frames.send(self.connection, frames.LIMITS, json.dumps(asdict(bounds)).encode())
        frames.send(self.connection, frames.RELEASE, messages.packed_release(release))

    def read(self, data: bytes) -> Intake:
        """One file; raises Stopped, or EOFError or OSError where the process is gone, or NotRead."""
        frames.send(self.connection, frames.FILE, data)
        try:
            kind, body = frames.receive(self.connection, messages.MOST_ANSWER)
            if kind == frames.ENDED:
                raise Stopped(_sentence(int(body), self.bounds))
            if kind == frames.ANSWER:
                return messages.unpacked(body, self.release)
        except ValueError as error:
            raise NotRead(f"what came back is no answer: {error}") from None
        raise NotRead(body.decode("utf-8", "replace"))

    def end(self) -> None:
        """End it and the child that it may have."""
        self.connection.close()
        with suppress(OSError):
            self.child.kill()


def _sentence(status, bounds):
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return _too_long(bounds.reading_seconds, "seconds of processor time")
    if status == -signal.SIGALRM:
        return _too_long(bounds.reading_wall_seconds, "seconds")
    if status == messages.OUT_OF_MEMORY:
        return f"Reading the file needed more than {bounds.reading_mb} MB of memory and was stopped: {_CURE}."
    name = signal.Signals(-status).name if status < 0 else f"status {status}"
    return f"Reading the file crashed ({name}): {_CURE}."


def _too_long(number, unit):
    return f"Reading the file took more than {number} {unit} and was stopped: {_CURE}."


def _forget():
    """A fork of this process starts anew: what its parent has is the parent's."""
    global _shared
    _shared = Reader()


_shared = Reader()
atexit.register(lambda: _shared.close())
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
