"""Ten cheats that need not know the lab, tried on every exercise of every lab: none earns a point.

They return nothing, the arguments, zeros, NaN, an object that equals everything; two of them also overwrite the
arrays that they were given, from which a careless check would work out what it expects.
"""

from functools import cache

import pytest
from lab_files import LABS, ROOT

from autograder.authoring.build import fill, read_lab, release_notebook
from autograder.judge.submission import judge_notebook
from autograder.sandbox.limits import limits

OVERWRITE = """
def {name}(*given, **options):
    import numpy as np
    for value in given:
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            value[...] = {number}
        elif isinstance(value, list):
            value.clear()
    return np.full_like(given[0], {number}) if given and isinstance(given[0], np.ndarray) else float({number})
"""
FULL = """
def {name}(*given, **options):
    import numpy as np
    try:
        return np.full_like(np.asarray(given[0], dtype=float), {number})
    except Exception:
        return float("{number}".removeprefix("np."))
"""
EQUALS_ALL = """
class Liar:
    __hash__ = None
    __eq__ = __contains__ = lambda self, other: True
    __getattr__ = __getitem__ = lambda self, name: Liar()
    __call__ = lambda self, *given, **options: Liar()
    __iter__ = lambda self: iter([])
    __len__ = lambda self: 1
    __float__ = lambda self: 1.0
    __array__ = lambda self, *given, **options: __import__("numpy").zeros(1)

{name} = Liar()
"""
CHEATS = {
    "returns nothing": "def {name}(*given, **options): return None",
    "returns its first argument": "def {name}(*given, **options): return given[0] if given else 0.0",
    "returns its last argument": "def {name}(*given, **options): return given[-1] if given else 0.0",
    "returns True": "def {name}(*given, **options): return True",
    "returns an empty list": "def {name}(*given, **options): return []",
    "returns zeros": FULL.replace("{number}", "0"),
    "returns NaN": FULL.replace("{number}", "np.nan"),
    "overwrites with zeros": OVERWRITE.replace("{number}", "0"),
    "overwrites with ones": OVERWRITE.replace("{number}", "1"),
    "equals everything": EQUALS_ALL,
}
GRADED = [lab for lab in LABS if not lab.startswith("00")]
EACH = [pytest.param(lab, marks=[] if lab in GRADED[:2] else pytest.mark.slow) for lab in GRADED]


@pytest.fixture(scope="module")
def zygote(full_zygote):
    return full_zygote


@cache
def read(lab):
    """A lab and its released notebook, read once for all cheats."""
    source = read_lab(ROOT / "solutions" / f"{lab}.py")
    return source, release_notebook(source)


def cheated(lab, release, code):
    """The lab's notebook with the cheat in the place of every name that an exercise asks for."""
    tested = [exercise for exercise in lab.exercises.values() if not exercise.written]
    answers = {one.name: "\n".join(code.replace("{name}", name) for name in one.names) for one in tested}
    return fill(release, answers)


@pytest.mark.parametrize("lab", EACH)
@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_that_knows_nothing_earns_nothing(lab, cheat, zygote):
    source, release = read(lab)
    scores, _ = judge_notebook(zygote, source, cheated(source, release, CHEATS[cheat]), limits())
    assert {one.id: one.score for one in scores if one.score} == {}
