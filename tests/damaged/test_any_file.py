"""Whatever the bytes are: a sentence or a valid notebook with the course's own cells in it, never an error."""

import json

import nbformat
import pytest
from damaged.lab import NORM, WORK, File
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.authoring.build import notebook_text
from autograder.intake.intake import take_in

GRADE_IDS = ("norm", "test_norm", "bends", "gate", "why", "setup", "hidden_norm", "shared_1", "guess")
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=9) | st.sampled_from(GRADE_IDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("cell_type", "source", "metadata", "id", "outputs", "attachments", "input")
SOURCES = (*WORK.values(), "%%bash\nls", "norm = 3", "def norm(x", "def norm(x):\n    raise NotImplementedError", "\0")
STEPS = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 99), st.sampled_from(KEYS), JSON),
    st.tuples(st.just("label"), st.integers(0, 99), st.sampled_from(GRADE_IDS), JSON),
    st.tuples(st.just("source"), st.integers(0, 99), st.sampled_from(SOURCES)),
    st.tuples(st.just("delete"), st.integers(0, 99)),
    st.tuples(st.just("double"), st.integers(0, 99), st.integers(0, 99)),
    st.tuples(st.just("move"), st.integers(0, 99), st.integers(0, 99)),
    st.tuples(st.just("replace"), st.integers(0, 99), JSON),
    st.tuples(st.just("top"), st.sampled_from(("metadata", "nbformat", "nbformat_minor", "cells")), JSON),
)


def sound(data, release):
    """Take a file in and look at what comes out; the clean notebook, or None."""
    taken = take_in(data, release)
    assert bool(taken.problem) == (taken.notebook is None)
    if taken.notebook is None:
        return None
    nbformat.validate(taken.notebook)
    kinds = [cell.metadata.course.kind for cell in taken.notebook.cells if cell.metadata.course.kind != "added"]
    assert kinds == [cell.metadata.course.kind for cell in release.cells]
    for cell in taken.notebook.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("locked"):
            assert cell == next(one for one in release.cells if one.id == cell.id)
    return taken.notebook


def apply(raw, step):
    kind, *rest = step
    cells = raw.get("cells")
    if kind == "top":
        raw[rest[0]] = rest[1]
    elif isinstance(cells, list) and cells:
        at = rest[0] % len(cells)
        change(cells, at, kind, rest[1:])


def change(cells, at, kind, rest):
    cell = cells[at]
    if kind in ("set", "label", "source") and isinstance(cell, dict):
        if kind == "set":
            cell[rest[0]] = rest[1]
        elif kind == "source":
            cell["source"] = rest[0]
        else:
            cell["metadata"] = {"nbgrader": {"grade_id": rest[0], "solution": rest[1], "locked": rest[1]}}
    elif kind == "delete":
        del cells[at]
    elif kind == "double":
        cells.insert(rest[0] % len(cells), cell if not isinstance(cell, dict) else dict(cell))
    elif kind == "move":
        cells.insert(rest[0] % len(cells), cells.pop(at))
    elif kind == "replace":
        cells[at] = rest[0]


@CALM
@given(steps=st.lists(STEPS, max_size=6))
def test_any_damage_gives_a_sentence_or_a_sound_notebook(steps, solved, release):
    file = File(solved, release)
    for step in steps:
        apply(file.raw, step)
    notebook = sound(file.bytes(), release)
    if notebook is not None:
        sound(notebook_text(notebook).encode(), release)


@CALM
@given(data=st.binary(max_size=300), at=st.integers(0, 20_000), length=st.integers(0, 200))
def test_any_bytes_anywhere_give_a_sentence_or_a_sound_notebook(data, at, length, solved, release):
    clean = File(solved, release).bytes()
    sound(data, release)
    sound(clean[:at] + data + clean[at + length :], release)


@CALM
@given(raw=JSON)
def test_any_json_gives_a_sentence_or_a_sound_notebook(raw, release):
    sound(json.dumps(raw).encode(), release)
    sound(json.dumps({"cells": raw, "metadata": raw, "nbformat": 4}).encode(), release)


@pytest.mark.parametrize(
    "source",
    [
        "-" * 100_000 + "1",
        "x = " + "(" * 5000 + ")" * 5000,
        "x = a" + ".b" * 100_000,
        "x = " + "[" * 90 + "]" * 90,
        "if x:\n" + "".join(" " * n + "if x:\n" for n in range(1, 200)),
        "x = 1" + " + 1" * 50_000,
        "?" * 100_000,
        "!" + "\\\n" * 50_000,
        "a = !" + "\\\n" * 50_000,
        "\n" * 300_000 + "def norm(",
        "def other(x):\n    '\\d'\n    return 1",
    ],
)
def test_code_that_is_hard_to_read_stops_nothing(source, file, release):
    file.cell("gate")["source"] = source
    notebook = sound(file.bytes(), release)
    assert NORM in next(cell.source for cell in notebook.cells if cell.id == "solution-norm")
