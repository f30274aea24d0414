"""What an attack is, and the two common shapes of one."""

import textwrap
from dataclasses import dataclass, field

from attacks.lab import FULL, MEAN

SMALL = {"cell_seconds": 1, "call_seconds": 1, "notebook_seconds": 8, "test_seconds": 4, "submission_seconds": 60}


@dataclass(frozen=True)
class Attack:
    """A piece of student code in the place of `mean`.

    Attributes:
        name: What it tries, in a few words.
        code: The code of the exercise `mean`.
        points: What the submission deserves, by exercise: by default nothing for `mean`, all for the others.
        flag: A part of what a person must be told; "" where nothing needs saying.
        message: A part of the message of `mean`.
        bounds: Limits for this submission that differ from limits.toml.
        seconds: The longest that judging it may take.
        slow: True where the attack has to sit out a time limit.
    """

    name: str
    code: str
    points: dict = field(default_factory=lambda: FULL | {"mean": 0.0})
    flag: str = ""
    message: str = ""
    bounds: dict = field(default_factory=dict)
    seconds: float = 20.0
    slow: bool = False


def breaking_out(name, body, **options):
    """An attack whose function answers rightly only where the body reaches `done = True`.

    In the body @COURSE@ stands for the course's folder and @TOKEN@ for a word that must turn up nowhere outside.
    """
    code = "done = False\ntry:\n" + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
    code += "\nexcept BaseException as error:\n    print(type(error).__name__, error)\n"
    return Attack(name, code + "\n\n" + MEAN.replace("return", "return None if not done else"), **options)


def inside_a_call(name, body, **options):
    """An attack that happens while a test calls `mean`."""
    return Attack(name, "def mean(values):\n" + textwrap.indent(textwrap.dedent(body).strip("\n"), "    "), **options)


def stuck(name, code, **options):
    """An attack that must be ended by the clock."""
    return Attack(name, textwrap.dedent(code), **{"bounds": SMALL, "slow": True, "seconds": 45.0} | options)


def harmless(name, code, **options):
    """Something that goes too far and then leaves the exercise undone."""
    return Attack(name, textwrap.dedent(code).strip("\n") + "\n\n\ndef mean(values):\n    return None\n", **options)
