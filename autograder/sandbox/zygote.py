"""A parent that has imported TensorFlow and forks in milliseconds.

`Zygote` starts it inside bubblewrap and asks it for children; `python -m autograder.sandbox.zygote` is the process
itself. It imports and never runs an operation (after one, forked children hang), and before each fork it counts its
threads: a thread that was not there after the imports means that somebody ran something, and it refuses.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import NoReturn

from autograder.sandbox import isolation
from autograder.util.grading_environment import GRADING_ENVIRONMENT, SANDBOX_ADDS

Part = Callable[[Sequence[int]], None]  # what a child runs with the file descriptors that it gets
LIBRARIES = ("numpy", "matplotlib.figure", "sklearn.datasets", "tensorflow", "keras", "course_utils.checks")
ROLES = "autograder.judge.roles"  # a name, for the walls know no judge
ENVIRONMENT = GRADING_ENVIRONMENT | SANDBOX_ADDS | {"HOME": isolation.HOME}
APART = ("student", "reader")  # the roles whose children get namespaces of their own
START_SECONDS = 180
ANSWER_SECONDS = 60


class ForkRefused(Exception):
    """The zygote will not or cannot fork; the message says why."""


class Gone(ForkRefused):
    """The zygote has ended, and with it everything that it forked; `Zygote.restart` starts a new one."""


# ---------------------------------------------------------------------------------------------- outside


class Zygote:
    """The process that forks, as its owner sees it; use it as a context manager.

    `said` keeps the last lines that its processes wrote to standard error.

    Args:
        libraries: The modules that it imports before the first fork.
        roles: The module whose `roles(walls)` gives what its children run: `{role: function of descriptors}`.
        walls: False runs it without bubblewrap and its children without namespaces, for trusted classes only.
    """

    def __init__(self, libraries: Sequence[str] = LIBRARIES, *, roles: str = ROLES, walls: bool = True) -> None:
        self.lock, self.walls, self.libraries, self.roles = threading.RLock(), walls, libraries, roles
        self.said: deque[str] = deque(maxlen=100)
        self.generation = 0
        self.start()

    def start(self) -> None:
        """Start the process; `wait` waits for its imports."""
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        numbers = [str(theirs.fileno()), json.dumps(self.walls), self.roles]
        words = isolation.python("autograder.sandbox.zygote", *numbers, *self.libraries)
        environment, self.home = ENVIRONMENT, None
        if self.walls:
            words = isolation.command(words, environment=environment)
        else:
            self.home = tempfile.TemporaryDirectory(prefix="grading-")
            environment = ENVIRONMENT | {"HOME": self.home.name, "MPLCONFIGDIR": self.home.name}
        started: Future[subprocess.Popen[bytes]] = Future()
        self.listener = threading.Thread(target=self._listen, args=[started, words, environment, theirs], daemon=True)
        self.listener.start()
        self.process = started.result()
        theirs.close()
        self.ready = False
        self.generation += 1

    def _listen(self, started, words, environment, theirs):
        """Start the process in a thread of its own, since it ends with its thread, and keep what it says."""
        try:
            process = subprocess.Popen(
                words, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )  # fmt: skip
        except BaseException as error:
            return started.set_exception(error)
        started.set_result(process)
        with process.stderr as stderr:
            self.said.extend(line.decode(errors="replace") for line in stderr)

    def wait(self) -> None:
        """Wait until the imports are done.

        Raises:
            ForkRefused: They failed; the message is the last line of what the process said.
        """
        with self.lock:
            if self.ready:
                return
            if has_data(self.control, START_SECONDS) and self.control.recv(100) == b"ready":
                self.ready = True
                return
            self.process.kill()
            self.listener.join(10)
        said = self.said[-1].strip() if self.said else "it said nothing"
        raise ForkRefused(f"the grader's base process did not start: {said}")

    def alive(self) -> bool:
        """Is the process still there?"""
        return self.process.poll() is None

    def restart(self, generation: int | None = None) -> None:
        """End this process, if it has not ended, and start a new one.

        Args:
            generation: The `generation` that the caller used; nothing is done where another thread was faster.
        """
        with self.lock:
            if generation in (None, self.generation):
                self.close()
                self.start()

    def fork(self, role: str, descriptors: Sequence[int]) -> Child:
        """A new child that plays a role (`student` or `judge`) with copies of the given file descriptors.

        Returns:
            A `Child`.

        Raises:
            Gone: The zygote has ended.
            ForkRefused: The zygote has threads that it should not have, or cannot fork.
        """
        with self.lock:
            self.wait()
            if not self.alive():
                raise Gone("the grader's base process ended")
            answer, found = self.ask(role, descriptors)
            if not found:
                raise ForkRefused(answer)
            return Child(self, int(answer), found[0])

    def ask(self, question: str, descriptors: Sequence[int] = ()) -> tuple[str, list[int]]:
        """Ask the process something; its answer, and the file descriptors that came with it."""
        with self.lock:
            try:
                socket.send_fds(self.control, [question.encode()], descriptors)
                if not has_data(self.control, ANSWER_SECONDS):
                    self.process.kill()
                answer, found, _, _ = socket.recv_fds(self.control, 1000, 1)
            except OSError as error:
                raise Gone(f"the grader's base process is gone: {error}") from None
        if not answer:
            raise Gone("the grader's base process ended")
        return answer.decode(), found

    def close(self) -> None:
        """End the zygote; with it ends everything that it forked."""
        self.control.close()
        self.process.kill()
        self.process.wait()
        self.listener.join(10)
        if self.home is not None:
            self.home.cleanup()

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def has_data(connection: socket.socket | int, seconds: float) -> bool:
    """True when there is something to read within so many seconds."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


class Child:
    """A forked child, by its pidfd, which names this process and never another one.

    Attributes:
        seconds: The processor time that it and all that it started have used; known after `kill`.
    """

    def __init__(self, zygote: Zygote, number: int, descriptor: int) -> None:
        self.zygote, self.generation, self.number = zygote, zygote.generation, number
        self.descriptor: int | None = descriptor
        self.seconds = 0.0

    def pid(self) -> int | None:
        """Its process number here, None when it has ended."""
        with open(f"/proc/self/fdinfo/{self.descriptor}") as file:
            found = [int(line.split()[1]) for line in file if line.startswith("Pid:")]
        return found[0] if found and found[0] > 0 else None

    def kill(self) -> None:
        """End it and, through the kernel, everything that it started; waits for the end."""
        if self.descriptor is None:
            return
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.descriptor, signal.SIGKILL)
        ended = self.ended(10)
        os.close(self.descriptor)
        self.descriptor = None
        with suppress(ForkRefused), self.zygote.lock:
            if ended and self.generation == self.zygote.generation:
                self.seconds = float(self.zygote.ask(f"ended {self.number}")[0])

    def ended(self, seconds: float = 0) -> bool:
        """True when it has ended, waiting at most so long."""
        return self.descriptor is None or has_data(self.descriptor, seconds)


# ---------------------------------------------------------------------------------------------- inside


def main(descriptor: str, walls: bool, roles: str, libraries: Sequence[str]) -> None:
    """Import, say so, then fork on request until the owner goes away."""
    control = socket.socket(fileno=int(descriptor))
    gc.disable()  # imports leave little to collect, and looking for it takes time
    for name in libraries:
        __import__(name)
    parts = importlib.import_module(roles).roles(walls)
    gc.freeze()
    gc.enable()
    threads = count_threads()
    control.send(b"ready")
    while True:
        question, descriptors, _, _ = socket.recv_fds(control, 100, 8)
        if not question:
            return
        word, *rest = question.decode().split()
        if word == "ended":
            control.send(str(processor_time(int(rest[0]), walls)).encode())
        else:
            serve(control, word, descriptors, threads, walls, parts)
        for number in descriptors:
            os.close(number)


def serve(
    control: socket.socket, role: str, descriptors: Sequence[int], threads: int, walls: bool, parts: Mapping[str, Part]
) -> None:
    if count_threads() > threads:
        control.send(b"the grader's base process has run something: it has more threads than after its imports")
        return
    try:
        pid = isolation.fork_apart() if walls and role in APART else os.fork()
    except OSError as error:
        control.send(f"the grader's base process cannot fork: {error}".encode())
        return
    if pid == 0:
        control.close()
        live(parts[role], descriptors)
    pidfd = os.pidfd_open(pid)
    socket.send_fds(control, [str(pid).encode()], [pidfd])
    os.close(pidfd)


def processor_time(pid: int, walls: bool) -> float:
    """The processor time of a child that has ended and of all that it started; without walls, end those as well."""
    if not walls:
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
    try:
        _, _, used = os.wait4(pid, 0)
    except ChildProcessError:
        return 0.0
    return used.ru_utime + used.ru_stime


def live(part: Part, descriptors: Sequence[int]) -> NoReturn:
    """A child's whole life; it never returns."""
    status = 1
    try:
        part(descriptors)
        status = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(status)


def count_threads() -> int:
    return len(os.listdir("/proc/self/task"))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3], sys.argv[4:])
