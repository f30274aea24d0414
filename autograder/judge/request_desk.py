"""The owner's end of the line on which a student's process asks for stand-ins: it answers, and writes down who asked.

Nothing that arrives here is believed but that it arrived: the names are bounded in number and size, and the words of
the student's process about itself decide nothing.
"""

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict

from autograder.judge.messages import StandInWanted
from autograder.judge.stand_in_sources import answer, pieces
from autograder.util.plain import from_plain

MOST = 200  # requests of one process; a lab has some 20 stand-ins
REQUEST_BYTES = 4096
LONGEST_NAME = 100


class RequestDesk:
    """Hands out stand-ins.

    Args:
        connection: A socket that keeps messages apart.
        seen: The modules of the course that the student's process sees.
        where: Says what the process is doing now.

    Attributes:
        given: The stand-ins that were handed out -> what the process was doing when it asked for the first time.
        open: False once no more is answered.
    """

    def __init__(self, connection: socket.socket, seen: frozenset[str], where: Callable[[], str]) -> None:
        self.connection, self.seen, self.where = connection, seen, where
        self.given: dict[str, str] = {}
        self.asked, self.open = 0, True
        connection.setblocking(False)

    def fileno(self) -> int:
        """The number of its socket."""
        return self.connection.fileno()

    def serve(self) -> None:
        """Answer one request, if there is one."""
        try:
            message = self.connection.recv(REQUEST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            message = b""
        self.asked += 1
        if not message or self.asked > MOST:
            return self.shut()
        try:
            name = from_plain(StandInWanted, json.loads(message)).stand_in[:LONGEST_NAME]
        except (ValueError, RecursionError):
            return self.shut()
        if name in pieces():
            self.given.setdefault(name, self.where())
        with suppress(OSError):  # it does not listen: what it asked for is written down all the same
            self.connection.send(json.dumps(asdict(answer(name, self.seen))).encode())

    def shut(self) -> None:
        """Answer nothing any more; the student's process learns that at once."""
        self.open = False
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the socket back."""
        self.open = False
        self.connection.close()
