"""Messages over a socket: a length, then that many bytes, within a deadline."""

from __future__ import annotations

import select
import struct
import time
from typing import TYPE_CHECKING

from autograder.wire.limits import MAX_BYTES

if TYPE_CHECKING:
    import socket


HEADER = struct.Struct("!I")
PIECE = 1 << 20


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
            if deadline is not None and time.monotonic() > deadline:
                raise TooLate
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
        left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
        if not poll.poll(left):
            raise TooLate

    def close(self) -> None:
        self.connection.close()
