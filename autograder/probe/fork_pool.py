"""Run jobs in forked children: a parent that has imported the heavy libraries once, a fresh copy for each job.

The parent never runs a TensorFlow operation: after one, forked children hang.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Outcome:
    """What one child told, how it ended ("" when it finished by itself), and how long it took."""

    told: list[Any] = field(default_factory=list)
    ending: str = ""
    seconds: float = 0.0


def run_forked(
    jobs: Iterable[Any],
    work: Callable[[Any, Callable[[Any], None]], None],
    *,
    together: int = 2,
    deadline: float = 120.0,
) -> Iterator[tuple[int, Outcome]]:
    """Run `work(job, tell)` for each job in a child of its own, a few at a time.

    Args:
        jobs: The jobs; anything, as a fork copies them.
        work: Called in the child; `tell(value)` sends a JSON value home at once.
        together: Children at the same time.
        deadline: Seconds after which a child, and all that it started, is killed.

    Yields:
        Pairs `(index of the job, Outcome)` as the children end.
    """
    waiting = list(enumerate(jobs))
    running: dict[int, _Child] = {}
    try:
        with selectors.DefaultSelector() as selector:
            while waiting or running:
                while waiting and len(running) < together:
                    index, job = waiting.pop(0)
                    child = _Child(job, work, deadline)
                    running[index] = child
                    selector.register(child.pipe, selectors.EVENT_READ, child)
                for key, _ in selector.select(timeout=0.2):
                    key.data.listen()
                for index in [index for index, child in running.items() if child.ended()]:
                    child = running.pop(index)
                    selector.unregister(child.pipe)
                    yield index, child.collect()
    finally:
        for child in running.values():
            child.collect()


class _Child:
    """One forked process with a pipe of JSON lines to its parent."""

    def __init__(self, job, work, deadline):
        self.pipe, end = os.pipe()
        self.start, self.deadline = time.monotonic(), deadline
        self.heard, self.closed = b"", False
        sys.stdout.flush(), sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.pipe)
            _live(job, work, end)
        os.close(end)
        os.set_blocking(self.pipe, False)

    def listen(self):
        piece = os.read(self.pipe, 1 << 16)
        self.heard += piece
        self.closed = not piece

    def ended(self):
        return self.closed or b'\n{"done": true}\n' in b"\n" + self.heard[-64:] or self._late()

    def _late(self):
        return time.monotonic() - self.start > self.deadline

    def collect(self):
        """Kill what is left of the child and read what it told."""
        seconds = time.monotonic() - self.start
        late = self._late() and not self.closed
        for kill, target in ((os.killpg, self.pid), (os.kill, self.pid)):
            try:
                kill(target, signal.SIGKILL)
            except ProcessLookupError:
                continue
        _, status = os.waitpid(self.pid, 0)
        os.close(self.pipe)
        told = [json.loads(line) for line in self.heard.split(b"\n") if line.endswith(b"}")]
        done = {"done": True} in told
        told = [value for value in told if value != {"done": True}]
        return Outcome(told, "" if done else _ending(late, status, self.deadline), seconds)


def _ending(late, status, deadline):
    """In words, how a child ended that did not finish by itself."""
    if late:
        return f"did not finish within {deadline:g} s"
    if os.WIFEXITED(status):
        return f"ended its own process with exit status {os.WEXITSTATUS(status)}"
    return f"its process was ended by {signal.Signals(os.WTERMSIG(status)).name}"


def _live(job, work, pipe):
    """The child's whole life: quiet, in a process group of its own, never returning."""
    status = 1
    try:
        os.setsid()
        silence = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(silence, standard)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        with open(pipe, "wb", buffering=0) as home:

            def tell(value):
                home.write(json.dumps(value).encode() + b"\n")

            work(job, tell)
            tell({"done": True})
        status = 0
    finally:
        os._exit(status)
