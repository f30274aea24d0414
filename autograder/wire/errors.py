"""Exceptions between judge and student, which cross as two texts, and what a person reads of them."""

from __future__ import annotations

import builtins
import re
from dataclasses import dataclass, field

from autograder.wire.limits import Malformed

LONGEST = 2000  # characters of a message
PLACE = "\ue000"  # in a message: the student's own line, which the owner knows
MOST_LINES = 10**6  # of a cell, and cells
MOST_RAISED = 200  # errors of the student's code in one test that are remembered
SHORT = 4  # characters: shorter texts are looked for as whole words
NOTHING_SAID = "this check failed: your code raised too many errors"
STEERING = (StopIteration, StopAsyncIteration)  # raised in the wrong place, they would end a test's loop early


class Missing(Exception):
    """The student's notebook does not define the name."""


class StudentError(Exception):
    """An exception in the student's code whose class is no built-in one."""


class StudentGone(BaseException):
    """The student's process ended, hung or broke the protocol; `reason` says which, in a sentence.

    No `except Exception` of a test swallows it, and `checks.raises` does not take it for an error of the student's.
    """

    def __init__(self, reason: str, *, suspicious: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.suspicious = reason, suspicious


def description(error: BaseException) -> tuple[str, str]:
    """An exception as two texts: the name of its nearest built-in class that tests may ask for, and its message."""
    kind = type(error)
    for base in kind.__mro__:
        if base.__module__ == "builtins" and base not in (Exception, BaseException, object):
            break
    else:
        base = kind
    message = message_of(error)
    return (base.__name__, message) if base is kind else (base.__name__, f"{kind.__name__}: {message}")


def place_of(error: BaseException) -> tuple[int, int]:
    """The student's cell and the line in it that raised an error; (-1, 0) where it was none of theirs."""
    found, trace = (-1, 0), error.__traceback__
    while trace is not None:
        cell = re.fullmatch(r"<cell (\d{1,6})>", trace.tb_frame.f_code.co_filename)
        found = (int(cell[1]), trace.tb_lineno or 0) if cell else found
        trace = trace.tb_next
    return found


def exception(value: object) -> Exception:
    """The exception that an answer describes: a built-in one where it has the name of one.

    `name`, `told` and `place` of it are what the answer says; all three are hearsay.
    """
    forms = ((str, str), (str, str, int, int))
    if type(value) is not tuple or tuple(map(type, value)) not in forms:
        raise Malformed("an exception has the wrong form")
    name, message = value[0][:LONGEST], value[1][:LONGEST]
    found = _built(name, message)
    found.__dict__.update(name_told=name, text_told=message, place_told=_small(value[2:]))
    return found


def _small(place):
    return place if len(place) == 2 and all(0 <= part < MOST_LINES for part in place) else (-1, 0)


def _built(name, message):
    kind = getattr(builtins, name, None)
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, STEERING):
        try:
            return kind(message)
        except TypeError:  # UnicodeDecodeError, for example, wants more than a message
            pass
    return StudentError(f"{name}: {message}")


@dataclass
class AllRaised:
    """The errors of the student's code in one test.

    Attributes:
        errors: At most so many as are remembered.
        more: Were there more?
        ours: The messages of errors that the test's own functions raised when the student's code called them.
    """

    errors: list[Exception] = field(default_factory=list)
    more: bool = False
    ours: set[str] = field(default_factory=set)

    def add(self, error: Exception) -> None:
        """Remember one; those of Python itself, such as the end of a loop, say nothing."""
        if not hasattr(error, "text_told"):
            return
        self.more = self.more or len(self.errors) >= MOST_RAISED
        if not self.more:
            self.errors.append(error)

    def clear(self) -> None:
        self.errors, self.more, self.ours = [], False, set()


def hidden_text(error: BaseException, raised: AllRaised) -> tuple[str, tuple[int, int]]:
    """What a student reads of a hidden test, and the place of the last error of theirs.

    Whatever the text of an error of the student's code was, `PLACE` stands instead: it has seen hidden inputs.
    """
    place = raised.errors[-1].__dict__["place_told"] if raised.errors else (-1, 0)
    if raised.more:
        return NOTHING_SAID, place
    own = [one for one in raised.errors if one.__dict__["text_told"] not in raised.ours]
    if any(one is error for one in own):
        kind = "an error of its own kind" if isinstance(error, StudentError) else type(error).__name__
        return f"{kind}: {PLACE}", error.__dict__["place_told"]
    texts = {text for one in own for text in _forms(one)}
    message = error_text(error, 100 * LONGEST)  # what is cut first would not be found
    for text in sorted(texts, key=len, reverse=True):
        pattern = re.escape(text) if len(text) >= SHORT else rf"(?<!\w){re.escape(text)}(?!\w)"
        message = re.sub(pattern, PLACE, message)
    return message[:LONGEST], place


def _forms(error):
    """The ways in which a test may write what an error says."""
    told, name = error.__dict__["text_told"], error.__dict__["name_told"]
    texts = {told, str(error), *([] if hasattr(builtins, name) else [name])}
    texts |= {repr(text)[1:-1] for text in texts} | {" ".join(text.split()) for text in texts}
    texts |= {without_control_characters(text).strip() for text in texts}
    return texts - {""}


def error_text(error: BaseException, most: int = LONGEST) -> str:
    """What a student reads: the text of a failed check, or the kind of error and its text."""
    message = without_control_characters(message_of(error, most)).strip()
    if isinstance(error, AssertionError) and message:
        return message
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def message_of(error: BaseException, most: int = LONGEST) -> str:
    """The text of an exception, "" where it cannot tell it."""
    try:
        text = str(error.args[0]) if isinstance(error, KeyError) and len(error.args) == 1 else str(error)
    except Exception:  # a student's own __str__ may fail
        text = ""
    return text[:most]


def without_control_characters(text: str) -> str:
    """The text without what steers a terminal and what is no character."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text)
