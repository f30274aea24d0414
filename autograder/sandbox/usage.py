"""How much memory and how many threads a process and all that it started use, seen from outside."""

import os
from collections.abc import Sequence
from contextlib import suppress
from mmap import PAGESIZE

from autograder.sandbox.limits import Limits

MANY = 16  # the exact count waits for each process, and a fork bomb would make it wait for minutes


def excess(pid: int, bounds: Limits) -> str:
    """What a process and all that descends from it use too much of, in words; "" when all is well.

    Args:
        pid: Its process number.
        bounds: What they may use.
    """
    pids, most = family(pid), bounds.resident_mb * 2**20
    if threads(pids) > bounds.processes:
        return f"used more than {bounds.processes} processes and threads"
    if memory(pids, most) > most:
        return f"used more than {bounds.resident_mb} MB of memory"
    return ""


def family(pid: int) -> list[int]:
    """The process numbers of a process and of all that descend from it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children(one)
    return found


def children(pid: int) -> list[int]:
    """The children of a process."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []
    found = []
    for thread in threads:
        with suppress(OSError), open(f"/proc/{pid}/task/{thread}/children") as file:
            found += [int(word) for word in file.read().split()]
    return found


def threads(pids: Sequence[int]) -> int:
    """How many threads these processes have."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            total += len(os.listdir(f"/proc/{pid}/task"))
    return total


def memory(pids: Sequence[int], enough: float) -> int:
    """The bytes of memory that these processes use; pages that several share count once, where the kernel tells.

    Args:
        pids: Process numbers.
        enough: Below so many bytes the quick count, which counts shared pages more than once, is good enough.
    """
    quick = {pid: _resident(pid) for pid in pids}
    if sum(quick.values()) <= enough or len(pids) > MANY:
        return sum(quick.values())
    return sum(min(known, _proportional(pid, known)) for pid, known in quick.items())


def _resident(pid):
    with suppress(OSError), open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * PAGESIZE
    return 0


def _proportional(pid, otherwise):
    """A process's share of the memory that it uses."""
    with suppress(OSError), open(f"/proc/{pid}/smaps_rollup") as file:
        for line in file:
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return otherwise
