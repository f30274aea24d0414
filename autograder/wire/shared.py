"""Lists, dicts, sets, arrays and random generators that the judge passes: both sides know them by the same number.

What the student's code does to them is done to the judge's own object, as it would be in one process.
"""

import sys
from typing import Any

import numpy as np

from autograder.wire.limits import Malformed

STEP = 0x2360ED051FC65DA44385DF649FCCF645  # PCG64: state = state · STEP + increment, modulo 2¹²⁸
FULL = 2**128 - 1
MAX_DRAWS = 2**40


class Shared:
    """Objects by number, for the time of one test; the caller's contents come back at its end."""

    def __init__(self) -> None:
        self.by_number: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}
        self.originals: dict[int, Any] = {}
        self.next = 0

    def number(self, value: Any) -> int | None:
        """The number of an object, or None."""
        return self.numbers.get(id(value))

    def add(self, value: Any, number: int | None = None) -> int:
        """Give an object a number, by default a new one."""
        number = self.next if number is None else number
        self.next = max(self.next, number + 1)
        self.by_number[number], self.numbers[id(value)] = value, number
        return number

    def drop(self, number: int) -> None:
        value = self.by_number.pop(number)
        self.numbers.pop(id(value), None)
        self.originals.pop(number, None)

    def prune(self) -> None:
        """Drop what nobody else holds: nobody can change it or see a change of it any more."""
        for number in [number for number in self.by_number if sys.getrefcount(self.by_number[number]) <= 2]:
            self.drop(number)

    def change(self, number: object, value: Any) -> bool:
        """Give an object the contents that the other side says it has now.

        Returns:
            True if the test may see that; a random generator that has drawn numbers is no change.

        Raises:
            Malformed: There was no such object, or these are no contents for it.
        """
        if type(number) is not int or not 0 <= number < self.next:
            raise Malformed("a change of something that was never passed")
        if number not in self.by_number:
            return False
        old = self.by_number[number]
        if number not in self.originals:
            self.originals[number] = contents(old)
        if not overwrite(old, value):
            raise Malformed("a change to another kind or shape than what was passed")
        return not isinstance(old, np.random.Generator)

    def restore(self) -> None:
        """Give every object that was changed the contents that it had before; forget all of them."""
        for number, before in self.originals.items():
            old = self.by_number[number]
            if isinstance(old, np.random.Generator):
                old.bit_generator.state = before
            else:
                overwrite(old, before)
        self.clear()

    def clear(self) -> None:
        """Forget all objects; their numbers are not used again."""
        self.by_number.clear()
        self.numbers.clear()
        self.originals.clear()


def contents(value: Any) -> Any:
    """An object's contents, to be kept or sent: a copy, or a random generator's state."""
    return value.bit_generator.state if isinstance(value, np.random.Generator) else value.copy()


def overwrite(old: Any, new: Any) -> bool:
    """Give an object the contents of another of its kind, or a generator a state; True where that could be done."""
    if isinstance(old, np.random.Generator):
        return advance(old, new)
    if type(old) is not type(new):
        return False
    if isinstance(old, np.ndarray):
        return overwrite_array(old, new)
    if isinstance(old, list):
        old[:] = new
    else:
        old.clear()
        old.update(new)
    return True


def overwrite_array(old: Any, new: Any) -> bool:
    if old.dtype != new.dtype or old.size != new.size or not old.flags.writeable:
        return False
    try:
        if old.shape != new.shape:  # X.shape = … in the student's code
            old.shape = new.shape
        old[...] = new
    except (AttributeError, ValueError):
        return False
    return True


def is_shared(value: Any) -> bool:
    """Whether an object's changes come home: read-only arrays have none."""
    return not isinstance(value, np.ndarray) or value.flags.writeable


# ------------------------------------------------------------------------------------------ random generators


def new_generator(state: Any) -> np.random.Generator:
    """A random generator with the state of one of the judge's."""
    generator = np.random.default_rng(0)
    generator.bit_generator.state = state
    return generator


def advance(generator: np.random.Generator, state: Any) -> bool:
    """Let a generator have drawn what the student's code says that it drew; True if the new state is ahead.

    Any other state would let the student's code choose what the test draws next.
    """
    known = generator.bit_generator.state
    if not is_state(state) or state["state"]["inc"] != known["state"]["inc"]:
        return False
    if draws(known["state"]["state"], state["state"]["state"], known["state"]["inc"]) > MAX_DRAWS:
        return False
    generator.bit_generator.state = state
    return True


def is_state(state: Any) -> bool:
    """Whether this has the form of a PCG64 generator's state."""
    if type(state) is not dict or set(state) != {"bit_generator", "state", "has_uint32", "uinteger"}:
        return False
    inner = state["state"]
    if state["bit_generator"] != "PCG64" or type(inner) is not dict or set(inner) != {"state", "inc"}:
        return False
    numbers = [(inner["state"], FULL), (inner["inc"], FULL), (state["has_uint32"], 1), (state["uinteger"], 2**32 - 1)]
    return all(type(number) is int and 0 <= number <= largest for number, largest in numbers)


def draws(old: int, new: int, increment: int) -> int:
    """How many numbers a PCG64 generator draws on its way from one state to another, modulo 2¹²⁸.

    Bit by bit: 2ᵏ steps at once leave the lower k bits of the state alone and change bit k.
    """
    found, bit, step = 0, 1, STEP
    while old != new:
        if (old ^ new) & bit:
            old, found = (old * step + increment) & FULL, found | bit
        bit, increment, step = bit << 1, (step + 1) * increment & FULL, step * step & FULL
    return found
