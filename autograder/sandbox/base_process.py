"""Start the process that a lab's submissions are forked from; light, so that it can be the first thing of a run."""

import sys

from autograder import CourseError
from autograder.sandbox import isolation
from autograder.sandbox.zygote import LIBRARIES, Zygote

TENSORFLOW = ("tensorflow", "keras", "stand_in")


def base(source: str, walls: bool = True) -> Zygote:
    """Start the process that a lab's submissions are forked from; its imports go on while others work.

    Args:
        source: The text of the lab's source; TensorFlow is imported only where it is named.
        walls: False leaves the sandbox out.

    Raises:
        CourseError: This machine cannot build the sandbox; in a sentence, with the cure.
    """
    check_machine(walls)
    heavy = any(word in source for word in TENSORFLOW)
    return Zygote(tuple(name for name in LIBRARIES if heavy or name not in TENSORFLOW), walls=walls)


def check_machine(walls: bool) -> None:
    """Refuse a machine that cannot grade: without the sandbox, processes are watched by means that only Linux has.

    Raises:
        CourseError: In a sentence, with the cure.
    """
    if not sys.platform.startswith("linux"):
        raise CourseError(
            f"Grading needs Linux, with the sandbox and without; this is {sys.platform}: grade on a Linux machine, in "
            "WSL 2 or in a container."
        )
    problem = isolation.problem() if walls else ""
    if problem:
        raise CourseError(
            f"Grading needs its sandbox, and {problem}. For a class that you trust, --no-sandbox grades without it."
        )
