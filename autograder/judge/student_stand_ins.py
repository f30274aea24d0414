"""`stand_in(name)` in the student's process: the answers are not on its disk, so it asks the grader for them."""

import json
import socket
import sys
import threading
import types
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from autograder.judge.messages import StandIn, StandInWanted
from autograder.util.plain import from_plain

ANSWER_BYTES = 1 << 18


class AskForStandIn:
    """What `course_utils.stand_ins` calls while grading.

    Args:
        connection: A socket to the grader.
    """

    def __init__(self, connection: socket.socket) -> None:
        self.connection, self.lock = connection, threading.RLock()
        self.found: dict[str, Callable[..., Any]] = {}

    def __call__(self, name: str) -> Callable[..., Any]:
        """The finished function of that name.

        Raises:
            ValueError: There is none.
            RuntimeError: The grader gives no more.
        """
        if not isinstance(name, str):
            raise ValueError(f"stand_in: expected a name, received {name!r}")
        with self.lock:
            if name not in self.found:
                self.found[name] = made(self.ask(name))
            return self.found[name]

    def ask(self, name: str) -> StandIn:
        """The grader's answer."""
        self.connection.send(json.dumps(asdict(StandInWanted(name[:1000]))).encode())
        while message := self.connection.recv(ANSWER_BYTES):
            answer = from_plain(StandIn, json.loads(message))
            if answer.stand_in == name:  # not one that a stopped cell had asked for
                return answer
        raise RuntimeError("stand_in: so many were asked for that the grader gives no more")


def made(answer: StandIn) -> Callable[..., Any]:
    """The function that an answer describes."""
    if answer.problem:
        raise ValueError(answer.problem)
    for name, source in zip(answer.modules, answer.sources, strict=True):
        if name not in sys.modules:
            sys.modules[name] = module(name, source)
    return vars(module(answer.module, answer.source))[answer.stand_in]


def module(name: str, source: str) -> types.ModuleType:
    """A module made of a text."""
    found = types.ModuleType(name)
    exec(compile(source, f"<{name}>", "exec"), vars(found))
    return found
