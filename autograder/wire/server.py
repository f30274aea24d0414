"""The student's end of the line: answers the judge's requests in the student's process.

Nothing here is trusted by the judge: student code shares the process and may do to it what it likes.
"""

from __future__ import annotations

import operator
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from autograder.wire.channel import Channel, Closed
from autograder.wire.client import TOKEN_BYTES
from autograder.wire.coerce import simplified
from autograder.wire.decoder import Reader
from autograder.wire.encoder import Writer, encode, number_bytes, text
from autograder.wire.errors import Missing, description, error_text, exception, place_of
from autograder.wire.library_names import library_object
from autograder.wire.limits import NotPlain, Tensor
from autograder.wire.proxy import OPERATIONS
from autograder.wire.shared import Shared, contents, new_generator, overwrite
from course_utils.checks import builders
from course_utils.session.todo import Todo

if TYPE_CHECKING:
    import socket


class TooSlow(BaseException):
    """Raised in student code that has run for too long; no `except Exception` swallows it."""


@contextmanager
def stopped_after(seconds: float, wall_seconds: float, again: float = 0.0) -> Iterator[None]:
    """Stop the code that runs meanwhile when it has computed, or slept, for too long.

    Args:
        seconds: Processor time of this process.
        wall_seconds: Wall clock.
        again: Code that goes on nevertheless is stopped again after so many seconds; 0 for never.

    Raises:
        TooSlow: Its text says for how long it ran.
    """

    began = time.process_time()

    def too_slow(number: int, _: object) -> None:
        if number == signal.SIGALRM:
            raise TooSlow(f"{wall_seconds:g} seconds")
        left = began + seconds - time.process_time()
        if left <= 0:
            raise TooSlow(f"{seconds:g} seconds of computing")
        signal.setitimer(signal.ITIMER_PROF, left + 1e-3, again)  # it counts whole ticks, too many on a busy machine

    timers = {signal.SIGPROF: (signal.ITIMER_PROF, seconds), signal.SIGALRM: (signal.ITIMER_REAL, wall_seconds)}
    usual = {number: signal.signal(number, too_slow) for number in timers}
    try:
        for timer, limit in timers.values():
            signal.setitimer(timer, limit, again)
        yield
    finally:
        for number, (timer, _) in timers.items():
            signal.setitimer(timer, 0)
            signal.signal(number, usual[number] or signal.SIG_DFL)


class Usual(Protocol):
    """Puts back what the student's code changed beside its exercises."""

    def differs(self) -> bool:
        """Is there anything to put back?"""

    def restored(self) -> AbstractContextManager[None]:
        """Put it back for a while."""


class CallServer:
    """Answers the judge's requests.

    Args:
        connection: The student's end of the socket pair.
        namespace: The dict in which the student's cells ran.
        seconds: How long one request may compute here; a code that goes on is stopped again each second.
        wall_seconds: How long it may take; as long as it may compute, if left out.
        usual: A `judge.usual_state.UsualState`, for what fails and is tried once more.
    """

    def __init__(
        self,
        connection: socket.socket,
        namespace: dict[str, Any],
        seconds: float = 20.0,
        wall_seconds: float | None = None,
        usual: Usual | None = None,
    ) -> None:
        self.usual, self.undo = usual, ExitStack()
        self.channel, self.namespace = Channel(connection), namespace
        self.seconds, self.wall_seconds = seconds, seconds if wall_seconds is None else wall_seconds
        self.handles: dict[int, Any] = {}
        self.next, self.token = 0, b""
        self.shared, self.one_at_a_time = Shared(), threading.RLock()
        self.seen: dict[int, object] = {}

    def serve(self) -> None:
        """Answer until the judge goes away."""
        try:
            while True:
                verb, arguments = self._receive()
                if verb != "return":  # the answer to a call back that was stopped meanwhile
                    self._answer(*self._timed(verb, arguments))
        except Closed:
            return

    def _receive(self):
        """The next message: a verb and its arguments; the token of the answer to it is remembered."""
        self._prune()
        message = self.channel.receive()
        self.token = bytes(message[:TOKEN_BYTES])
        return Reader(memoryview(message)[TOKEN_BYTES:], self._dereference, self._tensor).value()

    def _timed(self, verb, arguments):
        try:
            with stopped_after(self.seconds, self.wall_seconds, 1.0):
                return self._outcome(verb, arguments)
        except TooSlow as error:
            return "raise", ("TimeoutError", f"your code was still running after {error}")

    def _outcome(self, verb, arguments):
        try:
            return "value", getattr(self, f"do_{verb}")(*arguments)
        except Missing as error:
            return "missing", str(error)
        except StopIteration as error:
            return ("stop", None) if verb == "next" else ("raise", (*description(error), *place_of(error)))
        except TooSlow:
            raise
        except BaseException as error:
            return "raise", (*description(error), *place_of(error))

    def _answer(self, outcome, value):
        try:
            message = self._message(outcome, value)
        except Exception as error:
            message = self._message("raise", ("Unreadable", str(error)))
        self.channel.send(self.token, message)

    def _message(self, outcome, value):
        writer = Writer(self._reference, None, simplified)
        for part in (outcome, value, self._changes()):
            writer.value(part)
        return writer.content()

    # ------------------------------------------------------------------------------------- what can be asked

    def do_name(self, name: str) -> Any:
        if name not in self.namespace:
            raise Missing(name)
        return self.namespace[name]

    def do_build(self, kind: str, spec: Any) -> Any:
        return builders.build_here(kind, spec)

    def do_inside(self, source: str) -> str:
        """Run a test cell here, in the student's own process; returns its error's text, "" when it passes."""
        try:
            exec(compile(source, "<test>", "exec"), dict(self.namespace))
        except Exception as error:
            return error_text(error)
        return ""

    def do_usual(self, wanted: bool) -> bool:
        """Put back what the student's code changed beside its exercises, or end that; was there anything?"""
        self.undo.close()
        if not wanted or self.usual is None or not self.usual.differs():
            return False
        self.undo.enter_context(self.usual.restored())
        return True

    def do_forget(self) -> None:
        self.handles.clear()
        self.shared.clear()
        self.seen.clear()

    def do_call(self, number: int, arguments: tuple[Any, ...], options: Iterable[tuple[str, Any]]) -> Any:
        return self.handles[number](*arguments, **dict(options))

    def do_get(self, number: int, name: str) -> Any:
        return getattr(self.handles[number], name)

    def do_set(self, number: int, name: str, value: Any) -> None:
        setattr(self.handles[number], name, value)

    def do_item(self, number: int, key: Any) -> Any:
        return self.handles[number][key]

    def do_setitem(self, number: int, key: Any, value: Any) -> None:
        self.handles[number][key] = value

    def do_len(self, number: int) -> int:
        return len(self.handles[number])

    def do_iter(self, number: int) -> Iteration:
        return Iteration(self.handles[number])

    def do_next(self, number: int) -> Any:
        return next(self.handles[number])

    def do_neg(self, number: int) -> Any:
        return -self.handles[number]

    def do_operate(self, number: int, operation: str, other: Any) -> Any:
        mine = self.handles[number]
        if operation.startswith("r") and operation[1:] in OPERATIONS:
            return getattr(operator, operation[1:])(other, mine)
        return getattr(operator, operation)(mine, other)

    def call_back(self, number: int, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """Call a function of the judge from the student's code; answer what that function asks meanwhile."""
        with self.one_at_a_time:
            asked = self.token
            self.channel.send(asked, self._message("callback", (number, arguments, options)))
            verb, content = self._receive()
            while verb != "return":
                self._answer(*self._outcome(verb, content))
                verb, content = self._receive()
            self.token, (outcome, value) = asked, content
        if outcome == "raise":
            raise exception(value)
        return value

    # ----------------------------------------------------------------------------------- what is not a plain value

    def _reference(self, value):
        """How what is not plain is sent: by a number that is not used again."""
        if type(value) is Todo:
            return "todo", text(object.__getattribute__(value, "_text"))
        self.next += 1
        self.handles[self.next] = value
        kind = "iterator" if hasattr(type(value), "__next__") else "handle"
        return kind, number_bytes(self.next), text(kind_of(value))

    def _dereference(self, kind, reader):
        if kind == "library":
            return library_object(reader.text())
        number = reader.number()
        if kind == "handle":
            return self.handles[number]
        if kind == "callback":
            return lambda *arguments, **options: self.call_back(number, arguments, options)
        return self._remember(number, reader.value(), kind)

    @staticmethod
    def _tensor(array, variable):
        """A tensor of the judge's is one here too, where there is TensorFlow."""
        tf = sys.modules.get("tensorflow")
        if tf is None:
            return array.view(Tensor)
        return tf.Variable(array) if variable else tf.constant(array)

    # ------------------------------------------------------------------------ what the judge wants to see changed

    def _remember(self, number, value, kind):
        """The object that has this number here, with the contents that it has in the judge's process now."""
        old = self.shared.by_number.get(number)
        if kind == "generator" and old is not None:
            old.bit_generator.state = value
            value = old
        elif kind == "generator":
            value = new_generator(value)
        elif old is not None and overwrite(old, value):
            value = old
        self.shared.add(value, number)
        self.seen[number] = fingerprint(value)
        return value

    def _changes(self):
        """What the student's code changed in the objects that the judge passed."""
        found = []
        for number, value in self.shared.by_number.items():
            now = fingerprint(value)
            if now is not None and now != self.seen[number]:
                self.seen[number] = now
                found.append((number, contents(value)))
        return found

    def _prune(self):
        self.shared.prune()
        for number in [number for number in self.seen if number not in self.shared.by_number]:
            del self.seen[number]


class Iteration:
    """An iteration under way; whatever iterates, this is an object and no value."""

    def __init__(self, value: Any) -> None:
        self.steps = iter(value)

    def __iter__(self) -> Iteration:
        return self

    def __next__(self) -> Any:
        return next(self.steps)


def fingerprint(value: Any) -> object:
    """An object's contents as something to compare; None where there is none."""
    if isinstance(value, np.ndarray) and value.dtype != object:
        return value.dtype.str, value.shape, value.tobytes()
    try:
        if isinstance(value, np.random.Generator):
            return encode(contents(value))
        return encode(value, reference=lambda other: ("handle", number_bytes(id(other))))
    except NotPlain:
        return None


def kind_of(value: Any) -> str:
    """What a person calls the object: its class, or `function sigmoid`."""
    name = getattr(value, "__name__", None)
    if callable(value) and isinstance(name, str):
        return f"{'class' if isinstance(value, type) else 'function'} {name.strip('<>')}"
    return f"{type(value).__name__} object"
