"""Names that tell nobody who somebody is, the same in every export of a course."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from autograder import CourseError

if TYPE_CHECKING:
    from autograder.course.course import Course


KEY = ".pseudonyms"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another


def pseudonyms(course: Course) -> Callable[[str], str]:
    """A function from student to pseudonym, e.g. `student-k3f9qz2axm`.

    The pseudonyms come from a secret key in the course directory (`.pseudonyms`, readable by its owner only). Who
    has the table and not the key cannot try names; who deletes the key can never link old tables to anybody.

    Raises:
        CourseError: The key cannot be read or written.
    """
    key = _key(course.path / KEY)

    def alias(student):
        value = int.from_bytes(hmac.digest(key, student.encode("utf-8", "surrogatepass"), hashlib.sha256))
        letters = [_LETTERS[value // len(_LETTERS) ** place % len(_LETTERS)] for place in range(10)]
        return f"student-{''.join(letters)}"

    return alias


def _key(path):
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    except OSError as error:
        raise CourseError(f"cannot write {path}: {error.strerror}") from None
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise CourseError(f"cannot read the key in {path}: {error}") from None
    if len(key) != 32:
        raise CourseError(f"{path} holds no key; delete it, and all pseudonyms become new ones")
    return key
