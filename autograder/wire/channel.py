"""Messages over a socket: a length, then that many bytes, within a deadline."""

from __future__ import annotations

import select
import struct
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from autograder.wire.limits import MAX_BYTES

if TYPE_CHECKING:
    import socket


HEADER = struct.Struct("!I")
PIECE = 1 << 20
LOOK_SECONDS = 0.2


class Closed(Exception):
    """The other side has gone."""


class TooLate(Exception):
    """The deadline passed before the message was complete."""


class TooLarge(Exception):
    """A message announces more bytes than any may have."""


class Channel:
    """One end of a socket pair that carries whole messages.

    Args:
        connection: A connected stream socket; it is made non-blocking.
    """

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self.connection = connection
        self.look: Callable[[], None] | None = None  # called now and then while it waits; what it raises ends that
        self.looked = 0.0

    def send(self, *pieces: bytes, deadline: float | None = None) -> None:
        """Send one message, given in pieces, before the deadline (of `time.monotonic()`).

        Raises:
            Closed, TooLate, TooLarge
        """
        size = sum(map(len, pieces))
        if size > MAX_BYTES:
            raise TooLarge(f"a message of {size:,} bytes")
        view = memoryview(b"".join([HEADER.pack(size), *pieces]))
        while view:
            try:
                view = view[self.connection.send(view[:PIECE]) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
            except OSError:
                raise Closed from None

    def receive(self, deadline: float | None = None) -> bytearray:
        """Receive one message before the deadline; a bytearray.

        Raises:
            Closed, TooLate, TooLarge
        """
        (size,) = HEADER.unpack(self._exactly(HEADER.size, deadline))
        if size > MAX_BYTES:
            raise TooLarge(f"a message of {size:,} bytes")
        return self._exactly(size, deadline)

    def _exactly(self, size, deadline):
        """So many bytes; who sends without end is too late too."""
        buffer = bytearray(size)
        rest = memoryview(buffer)
        while rest:
            self._check(deadline)
            try:
                read = self.connection.recv_into(rest)
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except OSError:
                raise Closed from None
            if not read:
                raise Closed
            rest = rest[read:]
        return buffer

    def _wait(self, event, deadline):
        poll = select.poll()
        poll.register(self.connection, event)
        while True:
            left = self._check(deadline)
            pause = LOOK_SECONDS if self.look else None
            if poll.poll(
                None if left is None and pause is None else 1000 * min(x for x in (left, pause) if x is not None)
            ):
                return

    def _check(self, deadline):
        """The seconds that are left, None where there is no deadline; looks around when it is time."""
        now = time.monotonic()
        if deadline is not None and now > deadline:
            raise TooLate
        if self.look is not None and now - self.looked >= LOOK_SECONDS:
            self.looked = now
            self.look()
        return None if deadline is None else deadline - now

    def close(self) -> None:
        self.connection.close()
