"""Exceptions between judge and student, which cross as two texts, and what a person reads of them."""

import builtins

from autograder.wire.limits import Malformed

LONGEST = 2000  # characters of a message
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


def exception(value: object) -> Exception:
    """The exception that an answer describes: a built-in one where it has the name of one."""
    if type(value) is not tuple or len(value) != 2 or not all(type(part) is str for part in value):
        raise Malformed("an exception has the wrong form")
    name, message = value[0][:LONGEST], value[1][:LONGEST]
    kind = getattr(builtins, name, None)
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, STEERING):
        try:
            return kind(message)
        except TypeError:  # UnicodeDecodeError, for example, wants more than a message
            pass
    return StudentError(f"{name}: {message}")


def error_text(error: BaseException) -> str:
    """What a student reads: the text of a failed check, or the kind of error and its text."""
    message = without_control_characters(message_of(error)).strip()
    if isinstance(error, AssertionError) and message:
        return message
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def message_of(error: BaseException) -> str:
    try:
        text = str(error.args[0]) if isinstance(error, KeyError) and len(error.args) == 1 else str(error)
    except Exception:  # a student's own __str__ may fail
        text = ""
    return text[:LONGEST]


def without_control_characters(text: str) -> str:
    """The text without what steers a terminal and what is no character."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text)
