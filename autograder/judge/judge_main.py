"""The judge: runs test cells in a trusted process that calls the student's names in another one."""

import json
import os
import socket
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any

from autograder.judge.messages import Broken, CheckCell, CheckResult, Done, JudgeMessage, JudgeTask, Wanted
from autograder.sandbox.clock import Stopwatch
from autograder.util.plain import from_plain
from autograder.wire.client import Bounds, CallClient, Remote
from autograder.wire.errors import LONGEST, Missing, StudentGone, error_text, hidden_text, without_control_characters
from course_utils.checks import builders, deadline

GRACE_SECONDS = 3  # the student's side stops a call by itself before the judge gives up on it


def main(descriptors: Sequence[int]) -> None:
    """Read the job, run its tests, tell each result.

    Args:
        descriptors: A pipe that holds the job, and a socket to the owner: results go there, and from there
            come connections to a student's process.
    """
    job, control = descriptors
    with os.fdopen(job, "rb") as file:
        task = from_plain(JudgeTask, json.loads(file.read()))
    if task.core is not None:  # where the student's process runs: they take turns
        os.sched_setaffinity(0, {task.core})
    quiet()
    Judge(task, socket.socket(fileno=control)).run()


def quiet() -> None:
    """Nothing that a test prints goes anywhere."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)


class Judge:
    """Runs the tests of one submission.

    Args:
        task: What it has to do.
        owner: The socket to the owner.
    """

    def __init__(self, task: JudgeTask, owner: socket.socket) -> None:
        self.task, self.owner, self.reason, self.place = task, owner, "", (-1, 0)
        self.student: CallClient | None = None
        self.values: dict[str, Any] = {}
        self.again = self.stumbled = False

    def run(self) -> None:
        """Run all tests and tell what came of them."""
        builders.builder = self.build
        deadline.limiter = self.limited  # type: ignore[assignment]
        try:
            space = prepared(self.task.prepare)
        except BaseException as error:
            return self.tell(Broken(error_text(error)))
        for test in self.task.tests:
            self.place = (-1, 0)
            self.tell(self.result(test, space))
        self.tell(Done())

    @property
    def there(self) -> CallClient:
        """The student's process, which is there while a test runs."""
        assert self.student is not None
        return self.student

    def result(self, test: CheckCell, space: dict[str, Any]) -> CheckResult:
        """What came out of one test."""
        if self.student is None and not self.connect():
            return CheckResult(test.id, False, self.reason, "")
        self.there.limit, self.there.starved = "", False
        message, reason = self.attempt(test, space), ""
        student, gone = self.there, self.there.gone
        if gone is not None:
            message, reason = message or gone.reason, ("suspicious: " if gone.suspicious else "") + gone.reason
            student.channel.close()
            self.student = None
        return CheckResult(test.id, not message, message, reason, student.limit, student.starved, *self.place)

    def attempt(self, test: CheckCell, space: dict[str, Any]) -> str:
        """Run one test; one in which the student's code changed what the test had passed also with copies.

        `client.py` says why. One that ends with an error, and no judgement, is tried once more with the student's
        process in its usual state (`usual_state.py`). Values that it had the first time it has then: no second guess.
        """
        self.values, self.again = {}, False
        message = self.both_ways(test, space)
        if not message or test.inside or not self.stumbled or self.there.gone is not None:
            return message
        try:
            if self.there.request("usual", True) is True:
                self.again = True
                message = self.both_ways(test, space) and message
                self.there.request("usual", False)
        except StudentGone:
            return message
        return message

    def both_ways(self, test: CheckCell, space: dict[str, Any]) -> str:
        """Run one test with the student's changes to what it passes, then with copies."""
        self.stumbled = False
        for sharing in (True, False):
            self.there.sharing = sharing
            message, changed = self.once(test, dict(space))
            if message or not changed:
                return message
        return ""

    def once(self, test: CheckCell, space: dict[str, Any]) -> tuple[str, bool]:
        """Run one test; whatever happens in it is its message. Also whether something passed was changed."""
        try:
            self.there.raised.clear()
            if test.inside:
                said = self.inside(test.source)
                return ("this check failed" if said and test.hidden else said), False
            for name in test.names:
                self.fetch(name, space)
            exec(compile(test.source, f"<{test.id}>", "exec"), space)
            return "", self.there.forget()
        except StudentGone as error:
            return error.reason, False
        except BaseException as error:
            self.tidy()
            self.stumbled = not isinstance(error, AssertionError | NotImplementedError | TimeoutError | MemoryError)
            return self.text(test, error), False

    def text(self, test: CheckCell, error: BaseException) -> str:
        """What a failed test says; a hidden one repeats nothing that the student's code said."""
        if not test.hidden:
            return error_text(error)
        message, self.place = hidden_text(error, self.there.raised)
        return message

    def inside(self, source: str) -> str:
        """What a test says that runs in the student's own process."""
        message = self.there.request("inside", source)
        return without_control_characters(message[:LONGEST]) if type(message) is str else "the check did not answer"

    def build(self, kind: str, spec: object) -> object:
        """`checks.build`, in the student's process: objects that only make sense beside the student's code."""
        return self.there.request("build", kind, spec)

    def limited(self, seconds: float, give_up: Callable[[], object]) -> AbstractContextManager[None]:
        """`checks.finishes` counts what the student's process computes."""
        return self.there.alarm_after(seconds, give_up)

    def fetch(self, name: str, space: dict[str, Any]) -> None:
        """Put a name of the student's among the test's, where there is one."""
        try:
            value = self.there.name(name)
            if self.again and name in self.values and not isinstance(value, Remote):
                value = self.values[name]
            if not isinstance(value, Remote):
                self.values[name] = value
            space[name] = value
        except Missing:
            return

    def tidy(self) -> None:
        """Forget what a failed test passed; a student's process that cannot even do that is gone."""
        if self.there.gone is None:
            try:
                self.there.forget()
            except StudentGone:
                return

    def connect(self) -> bool:
        """Ask the owner for a student's process; False when there will be none, and `self.reason` says why."""
        self.tell(Wanted())
        message, found, _, _ = socket.recv_fds(self.owner, 4096, 1)
        if not found:
            self.reason = message.decode() or "the grader went away"
            return False
        bounds = Bounds(self.task.call_seconds, self.task.call_wall_seconds, GRACE_SECONDS)
        self.student = CallClient(socket.socket(fileno=found[0]), bounds, Stopwatch(int(message)))
        return True

    def tell(self, message: JudgeMessage) -> None:
        """Send the owner a message, its texts cut to a size that a socket takes."""
        cut = {key: value[:4000] if isinstance(value, str) else value for key, value in asdict(message).items()}
        self.owner.send(json.dumps(cut).encode())


def prepared(sources: Iterable[str]) -> dict[str, Any]:
    """The names that tests may use besides the student's: the lab's imports and its shared cells."""
    space: dict[str, Any] = {"__name__": "__main__"}
    for number, source in enumerate(sources):
        exec(compile(source, f"<shared {number}>", "exec"), space)
    return space
