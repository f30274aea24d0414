"""A class on a cluster: hand-ins go to the workers of a Dask scheduler, results come home as they are done.

Home reads the hand-ins and is the only one that writes. Only so many are under way as the workers can hold, so a
large class needs no more memory than a small one. What a worker had when it was lost, the scheduler gives to another.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from autograder import CourseError
from autograder.course import former
from autograder.course.result import new_result
from autograder.grade import dask_messages, dask_worker
from autograder.grade.local import Graded, fail

if TYPE_CHECKING:
    from distributed import Client, Future

    from autograder.course.assignment import Assignment
    from autograder.course.hand_in import HandIn


AHEAD = 2  # submissions under way for each thread of the workers
CONNECT_SECONDS = 20
LOOK_SECONDS = 2  # between two looks at who is there


@contextlib.contextmanager
def connected(
    address: str, assignment: Assignment, walls: bool = True, say: Callable[[str], object] = print
) -> Iterator[Cluster]:
    """A `Cluster`, ready to judge a lab's submissions.

    Args:
        address: The scheduler's, `tcp://host:8786` or `tls://…`.
        assignment: The `Assignment`.
        walls: False runs student code without the sandbox, which every result then says.
        say: Receives a sentence when workers come or go.

    Raises:
        CourseError: Dask is not installed, nobody answers there, or no worker comes.
    """
    with client_of(address) as client:
        cluster = Cluster(client, address, assignment, walls, say)
        cluster.wait_for_workers()
        yield cluster


@contextlib.contextmanager
def client_of(address: str) -> Iterator[Client]:
    """Dask's own client; what it would log is said by `Cluster` in sentences."""
    try:
        from distributed import Client
    except ImportError:
        raise CourseError(
            "--scheduler needs Dask, which is not installed here: pip install -e '.[cluster]', here and on the workers"
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a hand-in of 10 MB is "a large graph" to Dask
        try:
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise CourseError(f"no Dask scheduler answers at {address}: {error}") from None
        with client:
            yield client


class Cluster:
    """The workers of one scheduler, and this lab's submissions among them."""

    def __init__(
        self, client: Client, address: str, assignment: Assignment, walls: bool, say: Callable[[str], object]
    ) -> None:
        self.client, self.address, self.assignment, self.say = client, address, assignment, say
        self.lab: dict[str, Any] = {
            "lab": assignment.name,
            "source": assignment.lab.path.read_text(encoding="utf-8"),
            "walls": walls,
            "earlier": former.packed(assignment.earlier),
        }
        self.grader = dask_worker.grader()
        self.workers: dict[str, int] = {}
        self.under_way: dict[Future, tuple[str, str]] = {}
        self.done: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self.looked = 0.0

    def wait_for_workers(self) -> None:
        began = time.monotonic()
        while not self.look(0):
            if time.monotonic() - began > CONNECT_SECONDS:
                raise CourseError(f"the scheduler at {self.address} has no workers: dask worker {self.address}")
            time.sleep(0.2)

    def judged(self, students: Sequence[str], read: Callable[[str], HandIn]) -> Iterator[Graded]:
        """Judge submissions on the workers.

        Args:
            students: Whose submissions.
            read: Called with a student when there is room for one more; returns the `HandIn`.

        Yields:
            A `Graded` for every student, in the order in which they come home.

        Raises:
            CourseError: A worker cannot grade at all, or the scheduler is gone; what came home before is not lost.
        """
        waiting = list(reversed(students))
        while waiting or self.under_way:
            while waiting and len(self.under_way) < max(1, AHEAD * sum(self.workers.values())):
                self.send(waiting.pop(), read)
            self.look()
            with contextlib.suppress(queue.Empty):
                yield self.home(self.done.get(timeout=LOOK_SECONDS))
        self.look(0)
        self.put_away()

    def send(self, student: str, read: Callable[[str], HandIn]) -> None:
        """Send one hand-in to whoever has time for it."""
        hand_in = read(student)
        task = {**self.lab, "grader": self.grader, "student": student, "hand_in": asdict(hand_in)}
        task["stand_ins"] = self.assignment.stand_ins
        future = self.client.submit(dask_worker.judge, task, pure=False)
        self.under_way[future] = student, hand_in.fingerprint
        future.add_done_callback(self.done.put)

    def home(self, future: Future) -> Graded:
        """The `Graded` that came home; one that did not is this submission's failure, tried again next time."""
        student, fingerprint = self.under_way.pop(future)
        graded = Graded(new_result(self.assignment, student), fingerprint)
        try:
            found = dask_messages.unpacked(self.result(future), graded.result, self.assignment.release)
        except (Lost, dask_messages.Damaged) as error:
            fail(graded.result, f"The grader could not run this submission: {error}.")
            return graded
        if isinstance(found, str):
            raise CourseError(f"a worker of {self.address} cannot grade: {found}")
        found.fingerprint = fingerprint
        return found

    def result(self, future: Future) -> object:
        from distributed import KilledWorker

        if future.status == "cancelled":
            raise self.gone()
        try:
            return future.result()
        except KilledWorker:
            raise Lost("the workers that had it ended, one after the other") from None
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise CourseError(f"the workers of {self.address} cannot run this course's grader ({reason})") from None

    def look(self, seconds: float = LOOK_SECONDS) -> dict[str, int]:
        """Who is there, and how many submissions each takes at a time; asked anew after some seconds."""
        if time.monotonic() - self.looked < seconds:
            return self.workers
        try:
            there = dict(self.client.nthreads())
        except OSError:
            raise self.gone() from None
        before, self.workers, self.looked = self.workers, there, time.monotonic()
        lost = len(before.keys() - self.workers.keys())
        if lost:
            self.say(f"{lost} of {len(before)} workers were lost; what they had is graded again by others.")
        if before and not self.workers:
            self.say(f"No worker is left: start some, dask worker {self.address}")
        return self.workers

    def gone(self) -> CourseError:
        return CourseError(f"the scheduler at {self.address} is gone; what was graded is kept, run this again")

    def put_away(self) -> None:
        """The workers end this lab's zygotes; a worker that is lost now has ended its own."""
        with contextlib.suppress(OSError):
            self.client.run(dask_worker.put_away, **self.lab, on_error="ignore")


class Lost(Exception):
    """A submission that no worker brought to its end."""
