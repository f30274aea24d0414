"""Plain values: the only things that cross between a student's process and the judge.

Numbers, strings, lists, tuples, dicts, sets, NumPy arrays and tensors (by value). No pickle, no code, no
subclasses. `encoder.py` turns such a value into bytes, `decoder.py` builds exact built-in types and NumPy arrays
of number and string types from bytes that nobody vouches for. Sizes, counts and depth are bounded on both sides.

A value is one tag byte and its content; lengths are unsigned 32-bit, arrays carry dtype and shape:

    N T F E      None, True, False, Ellipsis
    i f c        int (two's complement), float64, complex128
    s b          text (UTF-8), bytes
    l t S Z d    list, tuple, set, frozenset, dict: a count, then the items
    a g x w      array, NumPy scalar, tensor, tensor that can be assigned to: dtype, shape, data
    r v          range, slice
    o …          what is not plain: a kind (text) and what `client.py` and `server.py` make of it
"""

from autograder.wire.decoder import Reader, decode
from autograder.wire.encoder import Writer, encode, text
from autograder.wire.limits import Malformed, NotPlain, Tensor

__all__ = ["Malformed", "NotPlain", "Reader", "Tensor", "Writer", "decode", "encode", "text"]
