"""One run at a time writes to a course."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from autograder import CourseError

if TYPE_CHECKING:
    from autograder.course.course import Course


@contextlib.contextmanager
def alone(course: Course) -> Iterator[None]:
    """Hold the course's lock.

    Raises:
        CourseError: Another run holds it.
    """
    try:
        import fcntl
    except ImportError:  # Windows: nothing to lock with
        yield
        return
    with (course.path / ".grading").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CourseError(f"another run is grading {course.path} now; wait for its end") from None
        yield
