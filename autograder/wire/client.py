"""A student's names, used by the judge from another process.

The judge holds a `CallClient`; what it gets from it are plain values and `Remote` objects, which stand for what is not
plain: functions, classes, their instances, generators.

A request is `token, (verb, arguments)`, an answer `token, outcome, value, changes`. The token is new and random for
each request, so an answer that was sent before its question, or twice, is recognised. While a request runs, the
student's side may ask back ("callback") to call a function that the judge passed in, and that function may ask again.

What the student's code does to the lists, dicts, sets and arrays that a test passes is done to the test's own
objects, as it would be in one process: otherwise `checks.unchanged` saw nothing. But a test may also work out what
it expects after the call, from an array that the student's code has overwritten with zeros by then. So a test in
which something was changed must pass twice (`judge_main.py`): once with `sharing`, as in one process, and once with
copies, whose changes stay over there. A forged expectation fails the second time, work in place that the test
forbids fails the first. After each test, what was changed has its old contents again, so that the cells that tests
share stay as they were. A random generator comes back only ahead of where it was: no test draws what a student chose.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from autograder.wire.channel import Channel, Closed, TooLarge, TooLate
from autograder.wire.decoder import Reader
from autograder.wire.encoder import encode, number_bytes, text
from autograder.wire.errors import AllRaised, Missing, StudentError, StudentGone, description, error_text, exception
from autograder.wire.library_names import library_name
from autograder.wire.limits import Malformed, NotPlain
from autograder.wire.proxy import Remote, RemoteIterator, belongs_to, number_of
from autograder.wire.shared import Shared, contents, is_shared
from course_utils.session.todo import Todo

if TYPE_CHECKING:
    import socket


__all__ = ["Missing", "Remote", "CallClient", "StudentError", "StudentGone", "error_text"]
MAX_STEPS = 1_000_000  # of one test
MAX_SHARED = 20_000
MAX_RECEIVED = 2 * 2**30  # bytes in one test
NEARLY = 0.95  # of a limit: a call that took so much ran into it, for its process is stopped by ticks
MAX_NESTED = 30  # requests from functions that the student's code called back
TOKEN_BYTES = 8


class TooLong(Exception):
    """The student's process has computed for too long."""


class Watch(Protocol):
    """Measures what a student's process does, from outside; `sandbox.clock.Stopwatch` is one."""

    def restart(self) -> None:
        """A request begins."""

    def look(self) -> None:
        """Called now and then while it runs."""

    def total(self) -> float:
        """Seconds of processor time since the process began."""

    def used(self) -> float:
        """Seconds of processor time since it began."""

    def starved(self) -> bool:
        """Was the process kept from computing for a good part of that time?"""


@dataclass(frozen=True)
class Bounds:
    """How long one request may take, all its callbacks included.

    The student's side stops it after `seconds` or `wall_seconds`; where it does not, the judge gives up on it.

    Attributes:
        seconds: Processor time of the student's process.
        wall_seconds: Wall clock.
        grace_seconds: How much more of either passes before the judge gives up.
    """

    seconds: float = float("inf")
    wall_seconds: float = 20.0
    grace_seconds: float = 0.0


class CallClient:
    """The student's process, as the judge talks to it.

    Args:
        connection: The judge's end of the socket pair.
        bounds: How long one request may take.
        watch: Measures it; without one, wall clock alone counts.

    Attributes:
        limit: The limit that a request ran into, in words; "" where none did.
        starved: Was that the bound on wall clock, and was the process kept from computing by others on this machine?
    """

    def __init__(self, connection: socket.socket, bounds: Bounds | None = None, watch: Watch | None = None) -> None:
        self.bounds, self.watch = bounds or Bounds(), watch
        self.limit, self.starved = "", False
        self.alarm: tuple[float, Callable[[], object]] | None = None
        self.channel = Channel(connection)
        self.channel.look = self._look
        self.shared, self.sharing, self.changed = Shared(), True, False
        self.gone: StudentGone | None = None
        self.callbacks: list[Callable[..., Any]] = []
        self.deadlines: list[float] = []
        self.steps, self.received, self.began = 0, 0, 0.0
        self.raised = AllRaised()

    def name(self, name: str) -> Any:
        """The value of a name in the student's notebook: plain, or a `Remote`.

        Raises:
            Missing: Nothing there defines it.
        """
        return self.request("name", name)

    def forget(self) -> bool:
        """End of a test: both sides forget what they passed to each other.

        Returns:
            True if the student's code changed something that the test had passed.
        """
        changed, self.changed = self.changed, False
        self.callbacks.clear()
        self.steps = self.received = 0
        self.shared.restore()
        self.request("forget")
        return changed

    @contextmanager
    def alarm_after(self, seconds: float, ring: Callable[[], object]) -> Iterator[None]:
        """Call `ring` once the student's process has computed for so long; what it raises ends the request."""
        before, self.alarm = self.alarm, (self._clock() + seconds, ring)
        try:
            yield
        finally:
            self.alarm = before

    def _clock(self):
        """Processor time until now, or wall clock where nothing measures."""
        return self.watch.total() if self.watch else time.monotonic()

    def _look(self):
        """While an answer is waited for: end what has computed for too long."""
        if self.watch is not None:
            self.watch.look()
            if self.watch.used() > self.bounds.seconds + self.bounds.grace_seconds:
                raise TooLong
        if self.alarm is not None and self._clock() > self.alarm[0]:
            self.alarm[1]()

    def request(self, verb: str, *arguments: object) -> Any:
        """Ask the student's process to do something; returns its value or raises its exception.

        Raises:
            StudentGone: There is no answer, or none that can be used; from then on every request raises it.
        """
        if self.gone is not None:
            raise self.gone
        if len(self.deadlines) >= MAX_NESTED:
            raise RecursionError(f"functions that call each other, more than {MAX_NESTED} deep")
        self.shared.prune()
        content = self._encoded(verb, arguments)
        with self._answering():
            outcome, value = self._ask(verb, content)
        if outcome == "raise":
            if isinstance(value, MemoryError):
                self.limit = "a call used up its memory"
            self.raised.add(value)
            raise value
        return value

    @contextmanager
    def _answering(self):
        """Sees to it that a question that is not answered in order is the last one."""
        if not self.deadlines:
            self.began = time.monotonic()
            if self.watch is not None:
                self.watch.restart()
        allowed = self.bounds.wall_seconds + self.bounds.grace_seconds
        latest = min([time.monotonic() + allowed, *self.deadlines])
        self.gone = StudentGone("the question was broken off")
        self.deadlines.append(latest)
        try:
            yield
        except StudentGone as error:
            self.gone = error
            raise
        except TooLate:
            self._give_up(f"no answer within {allowed:g} seconds")
        except TooLong:
            self._give_up(f"no answer within {self.bounds.seconds + self.bounds.grace_seconds:g} seconds of computing")
        except Closed:
            self._give_up("the process of the student's code ended")
        except TooLarge as error:
            self._give_up(f"the answer is too large: {error}", suspicious=True)
        except Malformed as error:
            self._give_up(f"the answer is no answer: {error}", suspicious=True)
        else:
            self.gone = None
        finally:
            self.deadlines.pop()
            if not self.deadlines:
                self._note_limit()

    def _note_limit(self):
        """What the request that ends now ran into, by what was seen of its process from outside."""
        bounds = self.bounds
        if self.watch is not None and self.watch.used() >= NEARLY * bounds.seconds:
            self.limit = f"a call took the {bounds.seconds:g} seconds of computing that it may take"
        elif self.watch is not None and time.monotonic() - self.began >= NEARLY * bounds.wall_seconds:
            self.limit = f"a call had not ended after {bounds.wall_seconds:g} seconds"
            self.starved = self.starved or self.watch.starved()

    def _give_up(self, reason, *, suspicious=False):
        self.gone = StudentGone(reason, suspicious=suspicious)
        raise self.gone from None

    def _ask(self, verb, content):
        """The outcome and the value that answer a request; callbacks come first."""
        token = os.urandom(TOKEN_BYTES)
        while True:
            self.steps += 1
            if self.steps > MAX_STEPS:
                raise StudentGone(f"more than {MAX_STEPS:,} questions and calls back in one test", suspicious=True)
            self.channel.send(token, content, deadline=self.deadlines[-1])
            outcome, value = self._answer(token)
            if outcome != "callback":
                return checked(verb, outcome, value)
            content = self._called_back(*call_of(value, self.callbacks))

    def _encoded(self, verb, content):
        return encode((verb, content), reference=self._reference, number=self._number if self.sharing else None)

    def _answer(self, token):
        """Read an answer and do the changes that it tells of; returns outcome and value."""
        message = self.channel.receive(self.deadlines[-1])
        self.received += len(message)
        if self.received > MAX_RECEIVED:
            raise StudentGone("all answers of one test together are too large", suspicious=True)
        if message[:TOKEN_BYTES] != token:
            raise Malformed("it does not belong to the question")
        try:
            return self._parsed(memoryview(message)[TOKEN_BYTES:])
        except (Malformed, AssertionError):  # the latter is a test's own timer
            raise
        except Exception as error:
            raise Malformed(f"it cannot be read ({type(error).__name__})") from None

    def _parsed(self, content):
        reader = Reader(content, self._dereference, deadline=self.deadlines[-1])
        outcome, value, changes = reader.value(), reader.value(), reader.value()
        reader.end()
        if type(outcome) is not str or type(changes) is not list:
            raise Malformed("it has the wrong form")
        for change in changes:
            self._apply(change)
        return outcome, value

    def _apply(self, change):
        if type(change) is not tuple or len(change) != 2:
            raise Malformed("a change has the wrong form")
        if self.shared.change(*change):
            self.changed = True

    def _called_back(self, function, arguments, options):
        """Run one of the judge's functions for the student's code; returns the message that answers it."""
        asked, self.gone = self.gone, None  # the function may itself ask the student's code for something
        try:
            return self._encoded_copy("value", function(*arguments, **options))
        except Exception as error:
            if self.gone is not None:
                raise self.gone from None
            told = description(error)
            self.raised.ours.add(told[1])
            return self._encoded_copy("raise", told)
        finally:
            self.gone = self.gone or asked

    def _encoded_copy(self, outcome, value):
        return encode(("return", (outcome, value)), reference=self._reference)

    def _number(self, value):
        """The number of a list, dict, set or array that the judge passes; None where its changes do not come home."""
        number = self.shared.number(value)
        if number is None and is_shared(value) and len(self.shared.by_number) < MAX_SHARED:
            number = self.shared.add(value)
        return number

    def _reference(self, value):
        """How the judge sends what is not plain."""
        if isinstance(value, Remote):
            if not belongs_to(value, self):
                raise NotPlain(f"{value!r} belongs to a process that has ended")
            return "handle", number_bytes(number_of(value))
        if isinstance(value, np.random.Generator) and isinstance(value.bit_generator, np.random.PCG64):
            number = self.shared.number(value)
            number = self.shared.add(value) if number is None else number
            return "generator", number_bytes(number), encode(contents(value))
        name = library_name(value)
        if name is not None:
            return "library", text(name)
        if callable(value):
            self.callbacks.append(value)
            return "callback", number_bytes(len(self.callbacks) - 1)
        raise NotPlain(f"a test may pass plain values and functions, not a {type(value).__name__}")

    def _dereference(self, kind, reader):
        """How the judge reads what is not plain."""
        if kind in ("handle", "iterator"):
            return (Remote if kind == "handle" else RemoteIterator)(self, reader.number(), reader.text())
        if kind == "todo":
            return Todo(reader.text())
        raise Malformed("a reference of an unknown kind")


def checked(verb: str, outcome: str, value: Any) -> tuple[str, Any]:
    """The outcome of a request, "value" or "raise", and its value or exception."""
    if outcome == "value":
        return outcome, value
    if outcome == "raise":
        return outcome, exception(value)
    if outcome == "missing" and verb == "name":
        return "raise", Missing(str(value) if type(value) is str else "")
    if outcome == "stop" and verb == "next":
        return "raise", StopIteration()
    raise Malformed("it has no known outcome")


def call_of(
    value: object, callbacks: Sequence[Callable[..., Any]]
) -> tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]:
    """The function of the judge that is called back, with its arguments."""
    if type(value) is not tuple or len(value) != 3:
        raise Malformed("a call back has the wrong form")
    number, arguments, options = value
    if type(number) is not int or not 0 <= number < len(callbacks):
        raise Malformed("a call back of something that was never passed")
    if type(arguments) is not tuple or type(options) is not dict or not all(type(key) is str for key in options):
        raise Malformed("a call back has the wrong form")
    return callbacks[number], arguments, options
