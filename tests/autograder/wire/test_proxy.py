"""An object in the student's process is no answer: whatever would compare, convert, contain or print it is refused."""

import copy
import math

import numpy as np
import pytest
from protocol_ends import students

from autograder.wire.client import Remote
from course_utils import checks

LIAR = """
class Liar(float):
    def yes(self, *_, **__): return True
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __bool__ = yes
    __hash__ = lambda self: 0
    __array__ = lambda *_, **__: __import__("numpy").full(1, 3.0)
    __str__ = __repr__ = __format__ = lambda *_: "3"
    __abs__ = __round__ = __floor__ = __ceil__ = __trunc__ = __float__ = __index__ = lambda *_: 3
    def sum(self, *_, **__): return 3
    mean = max = min = all = any = ravel = round = tolist = item = sum
    shape, ndim, size, dtype = (), 0, 1, "float64"
def f(): return Liar(3)
"""
USES = {
    "== 3": lambda x: x == 3, "3 ==": lambda x: x == 3, "!=": lambda x: x != 3, "<": lambda x: x < 3, "bool": bool,
    "not": lambda x: not x, "and": lambda x: x and 3, "float": float, "int": int, "complex": complex, "abs": abs,
    "round": round, "floor": math.floor, "ceil": math.ceil, "trunc": math.trunc, "hash": hash, "str": str,
    "f-string": lambda x: f"{x}", "format spec": lambda x: f"{x:.2f}", "format": format,
    "join": lambda x: "".join([x]), "in list": lambda x: x in [3],
    "list in": lambda x: 3 in [x], "in it": lambda x: 3 in x, "dict key": lambda x: {x: 1}, "set": lambda x: {x},
    "sorted": lambda x: sorted([x, x]), "max": lambda x: max(x, 3), "min": lambda x: min([3, x]), "bytes": bytes,
    "tuple ==": lambda x: (x,) == (3,), "list ==": lambda x: [x] == [3], "isclose": lambda x: math.isclose(x, 3),
    "range": range, "index": lambda x: [1, 2, 3, 4][x], "match": lambda x: math.sqrt(x), "any": lambda x: any([x]),
    "all": lambda x: all([x]), "np.asarray": np.asarray, "np.array of it": lambda x: np.array([x, x]),
    "np.isclose": lambda x: np.isclose(x, 3), "np.allclose": lambda x: np.allclose(3, x), "np.sum": np.sum,
    "np.mean": np.mean, "np.max": np.max, "np.ravel": np.ravel, "np.round": np.round, "np.all": np.all,
    "np.any": np.any,
    "np.shape": np.shape, "np.size": np.size, "np.ndim": np.ndim, "np.abs": np.abs, "np.add": lambda x: np.add(x, 1),
    "np.equal": lambda x: np.equal(x, 3), "np.stack": lambda x: np.stack([x]), "np.linalg.norm": np.linalg.norm,
    "np.array_equal": lambda x: np.array_equal(x, 3),
    "np.testing.assert_allclose": lambda x: np.testing.assert_allclose(x, 3),
    "np.testing.assert_equal": lambda x: np.testing.assert_equal(x, 3),
    "np.testing.assert_array_equal": lambda x: np.testing.assert_array_equal(x, 3),
    "np.testing.assert_almost_equal": lambda x: np.testing.assert_almost_equal(x, 3),
    "array ==": lambda x: np.array([3.0]) == x, "array.all": lambda x: (np.array([3.0]) == [x]).all(),
    "out": lambda x: np.add(1, 2, out=x), "copy": copy.copy, "deepcopy": copy.deepcopy,
}  # fmt: skip


@pytest.fixture(scope="module")
def liar():
    with students() as start:
        yield start(LIAR).name("f")()


@pytest.mark.parametrize("use", USES)
def test_an_object_that_claims_to_be_three_is_refused(liar, use):
    with pytest.raises((TypeError, AssertionError, ValueError)):
        USES[use](liar)


@pytest.mark.parametrize(
    "check",
    [
        lambda x: checks.close(x, 3.0, "f()"), lambda x: checks.close([x], [3.0], "f()"),
        lambda x: checks.equal(x, 3, "f()"), lambda x: checks.equal([x], [3], "f()"),
        lambda x: checks.less(x, 4, "f()"),
        lambda x: checks.number(x, 0, 4, "f()"), lambda x: checks.choice(x, [3, "A"], "f()"),
        lambda x: checks.finite(x, "f()"), lambda x: checks.dtype(x, "float64", "f()"),
        lambda x: checks.unchanged([3.0], x, "f()"), lambda x: checks.equal({"a": x}, {"a": 3}, "f()"),
    ],
)  # fmt: skip
def test_no_check_passes_for_it(liar, check):
    with pytest.raises((AssertionError, TypeError)):
        check(liar)


def test_it_is_no_number_no_none_and_no_type(liar):
    assert type(liar) is Remote
    assert liar is not None
    assert not isinstance(liar, (int, float, str, list, tuple, dict, np.ndarray))
    with pytest.raises(TypeError):
        isinstance(3, liar)


def test_what_it_is_called_is_a_name_and_no_answer(liar):
    assert repr(liar) == "<Liar object of the student>"
    assert repr(Remote(None, 0, "3")) == "<object of the student>"
    assert repr(Remote(None, 0, "A of B is the answer")) == "<object of the student>"


def test_a_length_is_a_whole_number_of_bearable_size():
    with students() as start:
        one = start("class Long:\n    def __init__(self, n): self.n = n\n    def __len__(self): return self.n\n")
        assert len(one.name("Long")(3)) == 3
        with pytest.raises(TypeError, match="no length"):
            len(one.name("Long")(2**31))
