"""Which names a test cell takes from elsewhere."""

import pytest

from autograder.util.python_names import bound_names, free_names, import_lines, imported_names


@pytest.mark.parametrize(
    "source",
    [
        "total = sum(n * n for n in range(3))",
        "pairs = {k: v for k, v in zip('ab', [1, 2], strict=True) if v}",
        "grid = [[row * col for col in range(2)] for row in range(2)]",
        "double = lambda x, *rest, scale=2, **more: x * scale",
        "def f(x, /, y, *, z=1):\n    inner = x + y\n    def g():\n        return inner + z\n    return g",
        "with open('f') as handle, open('g') as (first, second):\n    print(handle, first, second)",
        "for i, (a, *b) in enumerate([(1, 2, 3)]):\n    print(i, a, b)",
        "if (n := len('abc')) > 2:\n    print(n)",
        "print([last := x for x in 'ab'], last)",
        "import numpy as np, os.path\nfrom math import pi as p\nprint(np, os, p)",
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(error)",
        "class Model:\n    rate = 1\n    twice = 2 * rate\n    def step(self):\n        return super().step() or Model",
        "match [1, 2]:\n    case [a, *b]:\n        print(a, b)\n    case {'a': x, **rest}:\n        print(x, rest)",
        "def f():\n    global seen\n    seen = 1\nf()\nprint(seen)",
        "def f():\n    return later\nlater = 1",
        "async def f(x):\n    async for y in x:\n        yield [z async for z in y]",
        "def f(n: int = 0) -> float:\n    return n\nx: list = []",
        "x = 1\ndel x",
        "print(__name__, ValueError, NotImplementedError)",
    ],
)
def test_what_a_cell_binds_itself_is_not_free(source):
    assert free_names(source) == {}


@pytest.mark.parametrize(
    ("source", "free"),
    [
        ("print(x)", {"x": 1}),
        ("\ny = 1\nprint(x, y)\nx = 2", {"x": 3}),
        ("X = X[:2]", {"X": 1}),
        ("count += 1", {"count": 1}),
        ("a = b = c", {"c": 1}),
        ("f = lambda x: x + shift", {"shift": 1}),
        ("def f(x=start_at, *, y: Kind) -> Kind:\n    return x", {"start_at": 1, "Kind": 1}),
        ("def f():\n    def g():\n        return outside\n    return g", {"outside": 3}),
        ("v = [x * scale for x in data if x > low]", {"scale": 1, "data": 1, "low": 1}),
        ("v = [x for x in 'ab']\nprint(x)", {"x": 2}),
        ("with maker() as m:\n    m(z)", {"maker": 1, "z": 2}),
        ("for i in items:\n    seen[i] = i", {"items": 1, "seen": 2}),
        ("np.zeros(3).shape", {"np": 1}),
        (
            "class Mine(Base):\n    size = width\n    def f(self):\n        return size",
            {"Base": 1, "width": 2, "size": 4},
        ),
        ("print(f'{value:{width}.2f} {[v for v in values]}')", {"value": 1, "width": 1, "values": 1}),
        ("@wrap\ndef f():\n    pass", {"wrap": 1}),
        ("match point:\n    case Point(x=0):\n        pass", {"point": 1, "Point": 2}),
        ("def f():\n    global counter\n    return counter", {"counter": 3}),
        ("try:\n    pass\nexcept Oops:\n    pass", {"Oops": 3}),
        ("print(x := y)", {"y": 1}),
    ],
)
def test_what_a_cell_takes_from_elsewhere_is_free_with_its_line(source, free):
    assert free_names(source) == free


def test_a_name_in_a_comprehension_is_free_when_it_is_bound_only_afterwards():
    assert free_names("v = [limit for _ in 'ab']\nlimit = 1") == {"limit": 1}


def test_own_names_are_what_the_cell_binds_in_order_without_imports():
    source = "import os\nAND, (OR, *REST) = 1, (2, 3)\ndef gate(): inner = 1\nclass Net: x = 1\nfor i in 'ab': _ = i"
    assert bound_names(source) == ["AND", "OR", "REST", "gate", "Net", "i"]


def test_own_names_leave_out_what_a_comprehension_or_lambda_binds():
    assert bound_names("v = [x for x in (y := 'ab')]\nf = lambda z: z\nwith a as b: c = 1") == ["v", "y", "f", "b", "c"]


def test_attributes_and_items_bind_no_name():
    assert bound_names("table['x'] = 1\nmodel.rate = 2") == []


def test_imports_count_at_the_top_level_only():
    source = "import a.b, c as d\nif True:\n    from e import f\ndef g():\n    import h"
    assert imported_names(source) == {"a": 1, "d": 1, "f": 3}


def test_import_lines_are_whole_statements():
    assert import_lines("from a import (\n    b,\n    c,\n)\nx = 1") == ["from a import b, c"]
