"""A judge and a student's process, as their owner sees them."""

import json
import os
import select
import socket
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Protocol, TypeVar

from autograder.judge.messages import (
    JUDGE_MESSAGES,
    STUDENT_MESSAGES,
    CellEnded,
    CellStarted,
    Inside,
    JudgeMessage,
    JudgeTask,
    Ready,
    StudentCell,
    StudentTask,
)  # fmt: skip
from autograder.judge.request_desk import RequestDesk
from autograder.sandbox import usage
from autograder.sandbox.clock import NEARLY, Stopwatch
from autograder.sandbox.limits import ANYWHERE, Limits, Place
from autograder.sandbox.zygote import Child, ForkRefused, Zygote
from autograder.util.plain import one_of

PROGRESS_BYTES = 1 << 20
STOP_GRACE_SECONDS = 3
START_SECONDS = 60
LOOK_SECONDS = 0.2
MESSAGE_BYTES = 1 << 20
SEPARATOR = "\x1e"


class HasFileno(Protocol):
    """A socket, or what else has a file descriptor."""

    def fileno(self) -> int:
        """Its number."""


T = TypeVar("T", bound="int | HasFileno")


class Job:
    """A pipe that carries a job to a forked child.

    Args:
        task: What it has to do.
    """

    def __init__(self, task: StudentTask | JudgeTask) -> None:
        self.content = json.dumps(asdict(task)).encode()
        self.reader: int | None
        self.writer: int | None
        self.reader, self.writer = os.pipe()

    def __enter__(self) -> "Job":
        return self

    def fileno(self) -> int:
        """The reading end, which the child gets a copy of."""
        assert self.reader is not None
        return self.reader

    def send(self) -> None:
        """Write the job; call it when the child has its copy of the reading end."""
        assert self.reader is not None
        assert self.writer is not None
        os.close(self.reader)
        self.reader, writer = None, self.writer
        self.writer = None
        try:
            with os.fdopen(writer, "wb") as file:
                file.write(self.content)
        except BrokenPipeError:
            return

    def __exit__(self, *_: object) -> None:
        for descriptor in (self.reader, self.writer):
            if descriptor is not None:
                os.close(descriptor)


def ready_sources(sources: Iterable[T], seconds: float) -> list[T]:
    """Those of the files and sockets that have something to read within so many seconds."""
    poll, by_number = select.poll(), {}
    for source in sources:
        number = source if isinstance(source, int) else source.fileno()
        by_number[number] = source
        poll.register(number, select.POLLIN)
    return [by_number[number] for number, _ in poll.poll(max(0, seconds) * 1000)]


class JudgeProcess:
    """The judge.

    Args:
        zygote: A `Zygote`.
        task: Its job.
    """

    def __init__(self, zygote: Zygote, task: JudgeTask) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.spoken = self.starved = False
        try:
            with theirs, Job(task) as job:
                self.child = zygote.fork("judge", [job.fileno(), theirs.fileno()])
                job.send()
        except BaseException:
            self.control.close()
            raise

    def hear(self, seconds: float, wall_seconds: float, student: "StudentProcess | None") -> JudgeMessage | None:
        """The judge's next message, or None when it says nothing for so long, nothing sensible, or has ended.

        Meanwhile what the student's functions print is taken off their hands, and what they use is looked at.

        Args:
            seconds: What it and the student's process may compute until then.
            wall_seconds: How long that may take; `starved` says whether it was for others on this machine.
            student: The student's process, if there is one.
        """
        watch = Stopwatch(*pids(self.child, *([student.child] if student else [])))
        while watch.used() < seconds and (left := wall_seconds - watch.wall()) > 0:
            sources: list[int | HasFileno] = [self.control, *(student.pipes() if student else [])]
            found = ready_sources(sources, min(left, LOOK_SECONDS))
            if self.control in found:
                return self.receive()
            watch.look()
            if student is not None:
                student.attend(found)
                student.look()
        self.starved = watch.wall() >= wall_seconds and watch.starved()
        return None

    def receive(self) -> JudgeMessage | None:
        """A message that is there, None where the judge has ended or makes no sense."""
        try:
            message = json.loads(self.control.recv(MESSAGE_BYTES) or b"null")
            self.spoken = self.spoken or message is not None
            return one_of(JUDGE_MESSAGES, message)
        except (OSError, ValueError):
            return None

    def give(self, student: "StudentProcess") -> None:
        """Hand the judge the connection to a student's process; a judge that has gone is noticed by `hear`."""
        number = student.connection.fileno()
        self._send(lambda: socket.send_fds(self.control, [str(student.child.number).encode()], [number]))

    def refuse(self, reason: str) -> None:
        """Tell the judge that there will be no student's process."""
        self._send(lambda: self.control.send(reason.encode()))

    @staticmethod
    def _send(action: Callable[[], object]) -> None:
        try:
            action()
        except OSError:
            return

    def close(self) -> None:
        """End it."""
        self.child.kill()
        self.control.close()


class StudentProcess:
    """The student's process: what it says is cut to size and believed by nobody.

    Args:
        zygote: A `Zygote`.
        cells: What it runs, in order.
        bounds: What it may use.
        place: Where it runs.
        seen: The modules of the course that it sees.

    Attributes:
        doing: What it does now, in words; its owner changes them.
    """

    def __init__(
        self,
        zygote: Zygote,
        cells: Sequence[StudentCell],
        bounds: Limits,
        place: Place = ANYWHERE,
        seen: frozenset[str] = frozenset(),
    ) -> None:
        self.zygote, self.bounds, self.end = zygote, bounds, ""
        self.errors: dict[int, str] = {}
        self.stopped: dict[int, str] = {}
        self.starved = False
        self.numbers = [cell.number for cell in cells]
        self.at: int | None
        self.at, self.heard, self.told = None, b"", 0
        self.printed, self.silent, self.inside, self.looked = bytearray(), False, False, 0.0
        self.connection, theirs = socket.socketpair()
        line, requests = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.doing, self.desk = "", RequestDesk(line, seen, self.now)
        self.progress, progress = os.pipe()
        self.pipe, output = os.pipe()
        for reader in (self.progress, self.pipe):
            os.set_blocking(reader, False)
        try:
            with Job(StudentTask(tuple(cells), bounds, place)) as job:
                self.child = zygote.fork(
                    "student", [job.fileno(), progress, output, theirs.fileno(), requests.fileno()]
                )
                job.send()
            self.cell_watch = Stopwatch(*pids(self.child))
        except BaseException:
            self.hang_up()
            raise
        finally:
            theirs.close()
            requests.close()
            os.close(progress)
            os.close(output)

    def run_cells(self, seconds: float) -> int | None:
        """Wait until all cells have run.

        Args:
            seconds: How long that may take at most, in wall clock.

        Returns:
            None, or the number of the cell that the process did not survive, -1 where it is none of them.

        Raises:
            ForkRefused: The process ended before any student code ran.
        """
        watch = Stopwatch(*pids(self.child))
        wall_seconds = min(seconds, self.bounds.notebook_seconds * self.bounds.wall_factor)
        ready: bool | None = False
        while not ready:
            watch.look()
            if watch.used() > self.bounds.notebook_seconds or watch.wall() > wall_seconds or self.overdue():
                self.starved = watch.starved() or self.starved
                return self.died("ran for too long and could not be stopped")
            sources: list[int | HasFileno] = [self.progress, *self.pipes()]
            found = ready_sources(sources, LOOK_SECONDS)
            if self.progress in found:  # first, so that a request is written down with the cell that sent it
                ready = self.listen()
            self.attend(found)
            if ready is None:
                return self.died("ended the whole process")
            if self.look():
                return self.died(self.end)
        return None

    def overdue(self) -> bool:
        """Has the cell that runs now not been stopped when it should have been?"""
        if self.at is None:
            return self.cell_watch.wall() > START_SECONDS
        seconds = self.bounds.cell_seconds
        self.cell_watch.look()
        computed = self.cell_watch.used() > seconds + STOP_GRACE_SECONDS
        return computed or self.cell_watch.wall() > seconds * self.bounds.wall_factor + STOP_GRACE_SECONDS

    def died(self, how: str) -> int:
        """Note why the process is gone; the number of the cell that it was at."""
        if not self.inside:
            said = self.zygote.said[-1].strip() if self.zygote.said else "it said nothing"
            raise ForkRefused(f"a process for student code did not start: {said}")
        self.end = self.end or how
        return -1 if self.at is None else self.at

    def pipes(self) -> list[int | HasFileno]:
        """What to listen to: printed output, and requests for stand-ins."""
        return [*([] if self.silent else [self.pipe]), *([self.desk] if self.desk.open else [])]

    def attend(self, found: Collection[int | HasFileno]) -> None:
        """See to what `pipes` named and something has come from."""
        if self.pipe in found:
            self.drain()
        if self.desk in found:
            self.desk.serve()

    def now(self) -> str:
        """What it does now, in words."""
        return self.doing or ("at the start" if self.at is None else f"in cell {self.at}")

    def drain(self) -> bool:
        """Take what was printed; keep the beginning, throw the rest away. True when there may be more."""
        try:
            piece = os.read(self.pipe, 1 << 16)
        except BlockingIOError:
            return False
        self.silent = not piece
        room = self.bounds.notebook_kb * 1024 - len(self.printed)
        self.printed += piece[: max(0, room)]
        return bool(piece) and room > 0

    def listen(self) -> bool | None:
        """Read progress: True when the cells have all run, None when the process has ended or says too much."""
        try:
            piece = os.read(self.progress, 1 << 16)
        except BlockingIOError:
            return False
        self.told += len(piece)
        if not piece or self.told > PROGRESS_BYTES:
            return None
        self.heard += piece
        *lines, self.heard = self.heard.split(b"\n")
        return any([self.take(line) for line in lines])

    def take(self, line: bytes) -> bool:
        """One line of progress; True for the last one."""
        try:
            message = one_of(STUDENT_MESSAGES, json.loads(line))
        except (ValueError, RecursionError):
            return False
        if isinstance(message, Inside):
            self.inside = True
        elif isinstance(message, CellStarted) and self.known(message.start):
            self.at = message.start
            self.cell_watch.restart()
        elif isinstance(message, CellEnded) and self.known(message.end):
            if message.error:
                self.errors[message.end] = clean(message.error)[: self.bounds.message_characters]
            self.note_limit(message)
        return isinstance(message, Ready)

    def note_limit(self, cell: CellEnded) -> None:
        """Note the limit that a cell ran into, if it did."""
        seconds, wall_seconds = self.bounds.cell_seconds, self.bounds.cell_seconds * self.bounds.wall_factor
        if max(cell.seconds, self.cell_watch.used()) >= NEARLY * seconds:
            self.stopped[cell.end] = f"took the {seconds:g} seconds of computing that it may take"
        elif self.cell_watch.wall() >= NEARLY * wall_seconds:
            self.stopped[cell.end] = f"had not ended after {wall_seconds:g} seconds"
            self.starved = self.starved or self.cell_watch.starved()

    def known(self, number: int) -> bool:
        """Is this the number of one of its cells?"""
        return number in self.numbers

    def look(self) -> bool:
        """End the process when it and what it started use too much; True when that happened, now or before."""
        now = time.monotonic()
        if self.end or now - self.looked < LOOK_SECONDS:
            return bool(self.end)
        self.looked = now
        pid = self.child.pid()
        self.end = usage.excess(pid, self.bounds) if pid else ""
        if self.end:
            self.child.kill()
        return bool(self.end)

    def output(self) -> dict[int, str]:
        """What each cell printed, by cell number, each cut to size."""
        while self.drain():
            continue
        pieces = self.printed.decode(errors="replace").split(SEPARATOR)
        found: dict[int, str] = {}
        most = self.bounds.cell_kb * 1024
        for number, text in zip(pieces[1::2], pieces[2::2], strict=False):
            if text and number.isascii() and number.isdecimal() and len(number) < 6 and self.known(int(number)):
                more = "\n… and more, which was not kept" if len(text) > most else ""
                found.setdefault(int(number), text[:most] + more)
        return found

    def close(self) -> None:
        """End it and all that it started."""
        self.child.kill()
        self.hang_up()

    def hang_up(self) -> None:
        """Close our ends of its pipes and sockets."""
        self.connection.close()
        self.desk.close()
        for reader in (self.progress, self.pipe):
            os.close(reader)


def pids(*children: Child) -> list[int]:
    """The process numbers of those children that have not ended."""
    return [pid for child in children if (pid := child.pid()) is not None]


def clean(text: str) -> str:
    """The text without half characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()
