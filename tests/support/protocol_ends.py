"""The two ends of the line between judge and student, for tests: a forked student, and a thread without manners."""

import os
import socket
import struct
import threading
from contextlib import contextmanager, suppress

from autograder.wire import encode
from autograder.wire.channel import HEADER
from autograder.wire.client import TOKEN_BYTES, Bounds, CallClient
from autograder.wire.server import CallServer


@contextmanager
def students():
    """Gives `start(code, seconds=5.0)`: runs the code in a forked process and returns the judge's end of the line."""
    started = []

    def start(code, seconds=5.0):
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            with suppress(BaseException):
                ours.close()
                space = {"__name__": "__main__"}
                exec(code, space)
                CallServer(theirs, space, seconds).serve()
            os._exit(0)
        theirs.close()
        started.append((pid, ours))
        return CallClient(ours, Bounds(wall_seconds=seconds))

    try:
        yield start
    finally:
        for pid, ours in started:
            ours.close()
            os.kill(pid, 9)
            os.waitpid(pid, 0)


@contextmanager
def rude_students():
    """Gives `rude(behaviour, seconds=1.0)`: a `CallClient` whose other end is `behaviour(socket)` in a thread."""
    opened = []

    def rude(behaviour, seconds=1.0):
        ours, theirs = socket.socketpair()
        thread = threading.Thread(target=run, args=(behaviour, theirs), daemon=True)
        opened.append((ours, thread))
        thread.start()
        return CallClient(ours, Bounds(wall_seconds=seconds))

    try:
        yield rude
    finally:
        for ours, thread in opened:
            ours.close()
            thread.join()


def run(behaviour, theirs):
    with suppress(OSError, struct.error), theirs:
        behaviour(theirs)


def question(theirs):
    """Read one question; returns its token."""
    (size,) = HEADER.unpack(theirs.recv(HEADER.size, socket.MSG_WAITALL))
    return theirs.recv(size, socket.MSG_WAITALL)[:TOKEN_BYTES]


def wait(theirs):
    """Say nothing more until the judge hangs up."""
    while theirs.recv(1 << 16):
        continue


def frame(content):
    """A message as it crosses."""
    return HEADER.pack(len(content)) + content


def answer(token, outcome, value, changes=()):
    """An answer as it crosses."""
    return frame(token + encode(outcome) + encode(value) + encode(list(changes)))
