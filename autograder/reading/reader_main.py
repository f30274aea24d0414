"""The reading process: it keeps one release, and forks a child for each file, which reads it within limits.

It lives behind the walls of a student's process, where there are any: no network, no files but Python and the grader.
It never looks at a file itself, so no file can change what happens to the next one.
"""

import gc
import json
import os
import resource
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NoReturn

from autograder.intake.intake import understand
from autograder.intake.match_cells import Release
from autograder.intake.read_notebook import MOST_BYTES
from autograder.reading import frames, messages
from autograder.sandbox import isolation
from autograder.sandbox.limits import Limits
from autograder.util.plain import from_plain

_FULL = 0.9  # of the address space
_MOST_TOLD = 2**30  # bytes of what the owner says of its own
_LONG_LIFE = 86_400  # seconds of processor time of the process itself, which only copies


def roles(walls: bool) -> dict[str, Callable[[Sequence[int]], None]]:
    """The function that a child of the zygote runs, by the name of its role."""
    return {"reader": lambda descriptors: main(descriptors, walls=walls)}


def main(descriptors: Sequence[int], *, walls: bool) -> None:
    """Serve one owner until it goes away.

    Args:
        descriptors: The socket to the owner.
        walls: False leaves the namespaces out.
    """
    with socket.socket(fileno=descriptors[0]) as connection, suppress(EOFError, ConnectionError):
        bounds = from_plain(Limits, json.loads(frames.receive(connection, _MOST_TOLD)[1]))
        _confine(replace(bounds, address_space_mb=bounds.reading_mb, cpu_seconds=_LONG_LIFE), descriptors, walls)
        release = messages.unpacked_release(frames.receive(connection, _MOST_TOLD)[1])
        understand(json.dumps(release.notebook).encode(), release)  # what it keeps, each child then has
        gc.freeze()
        while True:
            data = frames.receive(connection, 2 * MOST_BYTES)[1]
            frames.send(connection, *read_apart(data, release, bounds))


def _confine(bounds, descriptors, walls):
    if walls:
        isolation.enter(bounds, keep=descriptors)
    else:
        os.setsid()
        isolation.set_limits(bounds, count_processes=False)


def read_apart(data: bytes, release: Release, bounds: Limits) -> tuple[bytes, bytes]:
    """Read one file in a child.

    Returns:
        The kind and the body of a frame: what it found, or the number of the status that the child ended with.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _live(data, release, bounds, writing)
    os.close(writing)
    with open(reading, "rb") as file:
        body = file.read(messages.MOST_ANSWER + 1)
    if len(body) > messages.MOST_ANSWER:
        os.kill(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return (body[:1], body[1:]) if status == 0 else (frames.ENDED, str(status).encode())


def _live(data: bytes, release: Release, bounds: Limits, writing: int) -> NoReturn:
    """A child's whole life; the kernel ends it where it reaches a limit."""
    status = 1
    try:
        gc.disable()
        resource.setrlimit(resource.RLIMIT_CPU, (bounds.reading_seconds, bounds.reading_seconds + 1))
        signal.setitimer(signal.ITIMER_REAL, bounds.reading_wall_seconds)
        answer = _answer(data, release)
        if was_full():
            raise MemoryError
        with open(writing, "wb") as file:
            file.write(answer)
        status = 0
    except MemoryError:
        status = messages.OUT_OF_MEMORY
    finally:
        os._exit(status)


def was_full() -> bool:
    """Was this process at any time near the end of its address space?

    CPython's parser raises MemoryError also for code that is nested too deeply, which only makes a cell unreadable: the
    error alone does not tell the two apart.
    """
    with open("/proc/self/status") as file:
        peak = next((int(line.split()[1]) * 1024 for line in file if line.startswith("VmPeak:")), 0)
    return peak > _FULL * resource.getrlimit(resource.RLIMIT_AS)[0]


def _answer(data, release):
    try:
        return frames.ANSWER + messages.packed(*understand(data, release))
    except MemoryError:
        raise
    except Exception as error:  # the grader's own; the owner says so
        return frames.WRONG + f"{type(error).__name__}: {error}"[:1000].encode("utf-8", "replace")
