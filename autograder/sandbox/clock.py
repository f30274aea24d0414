"""How long a process computes, sleeps, and waits for a processor, seen from outside.

On a busy machine wall clock says little about a program: the time that others computed counts as its own. So limits
count processor time, which the kernel keeps for each process, and wall clock only ends what sleeps or waits for ever.
"""

import os
import time
from collections.abc import Sequence
from contextlib import suppress

from autograder.sandbox.usage import family

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100  # a second, in /proc
STARVED = 0.1  # of the wall clock spent waiting for a processor: the machine was busy
NEARLY = 0.95  # of a limit: whoever got so far ran into it, for the kernel ends processes by ticks


class ProcessorClock:
    """The processor time of a process and of all that it started.

    Args:
        pid: Its process number, as it is called here.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.id = (~pid << 3) | 2  # how Linux numbers the clock of another process
        self.own = self.others = self.waited = 0.0

    def used(self) -> float:
        """Seconds of all its threads until now, and what `look` found of the processes that it started."""
        with suppress(OSError):  # it has ended: what was seen last counts
            self.own = max(self.own, time.clock_gettime(self.id))
        return self.own + self.others

    def look(self) -> None:
        """Look at the processes that it started, and at how long all of them waited for a processor."""
        pids = family(self.pid)
        ended = _seconds(self.pid, (15, 16))
        self.others = max(self.others, ended + sum(_seconds(pid, (13, 14, 15, 16)) for pid in pids[1:]))
        self.waited = max(self.waited, sum(map(_waited, pids)))


def _seconds(pid: int, fields: Sequence[int]) -> float:
    """The sum of some fields of /proc/PID/stat, counted from 0, in seconds."""
    with suppress(OSError, ValueError, IndexError), open(f"/proc/{pid}/stat", "rb") as file:
        words = file.read().rpartition(b")")[2].split()  # a program chooses its name, brackets included
        return sum(int(words[field - 2]) for field in fields) / TICKS
    return 0.0


def _waited(pid: int) -> float:
    """The seconds that the threads of a process were ready to run and did not."""
    total = 0
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with suppress(OSError, ValueError, IndexError), open(f"/proc/{pid}/task/{thread}/schedstat") as file:
                total += int(file.read().split()[1])
    return total / 1e9


class Stopwatch:
    """Processor time and wall clock since `restart`.

    Args:
        pids: The processes whose time counts; without any, wall clock takes the place of processor time.
    """

    def __init__(self, *pids: int) -> None:
        self.clocks = [ProcessorClock(pid) for pid in pids]
        self.restart()

    def restart(self) -> None:
        """Begin at zero; quick enough for each call of a check."""
        self.began, self.before = time.monotonic(), self.total()
        self.waited_before: float | None = None

    def total(self) -> float:
        """Seconds of processor time since the processes began."""
        return sum(clock.used() for clock in self.clocks) if self.clocks else time.monotonic()

    def used(self) -> float:
        """Seconds of processor time."""
        return self.total() - self.before

    def wall(self) -> float:
        """Seconds of wall clock."""
        return time.monotonic() - self.began

    def look(self) -> None:
        """Look at more than the processes themselves; worth it now and then."""
        for clock in self.clocks:
            clock.look()
        if self.waited_before is None:
            self.waited_before = self._waited()

    def _waited(self) -> float:
        return sum(clock.waited for clock in self.clocks)

    def starved(self) -> bool:
        """Were the processes kept from computing for a good part of the time, by others on this machine?"""
        self.look()
        return self._waited() - (self.waited_before or 0.0) >= STARVED * self.wall() if self.clocks else False
