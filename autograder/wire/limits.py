"""What may cross between a student's process and the judge at most, and what is said about anything else."""

import re

import numpy as np

MAX_BYTES = 64 * 2**20
MAX_DEPTH = 60
MAX_ITEMS = 1_000_000
MAX_KEYS = 20_000  # of all dicts and sets of a message: keys that collide cost the square of their number
MAX_INT_BYTES = 1024
MAX_DIMENSIONS = 16
DTYPE = re.compile(r"[<>|=]?(?:b1|[iu][1248]|f[248]|c(?:8|16)|U[1-9][0-9]{0,4})\Z")


class Malformed(Exception):
    """Bytes that are no value of this protocol, or a value beyond its bounds."""


class NotPlain(TypeError):
    """A value that cannot cross by value, and that nobody offered to carry by reference."""


class Tensor(np.ndarray):
    """A tensor that crossed by value: an array that also answers `.numpy()`."""

    def numpy(self) -> np.ndarray:
        """The values as a plain array."""
        return np.asarray(self)
