"""The time to read a file grows as its size does, whatever stands in it; what would grow faster is refused."""

import gc
import time

import pytest
from hostile_files import SHAPES, one_cell

from autograder.intake.intake import take_in, understand

SMALL, TIMES = 15_000, 4
QUICK = {
    "losers", "losers 2", "names", "in a given cell", "one function again and again", "f-string", "many f-strings",
    "cells add", "empty cells", "broken blocks",
}  # fmt: skip
ENOUGH = 0.04  # seconds: less is too short to be compared, and nothing that grows too fast stays below it


def seconds(data, release):
    """The processor time to read a file, the better of two."""
    found = []
    for _ in range(2):
        start = time.process_time()
        understand(data, release)
        found.append(time.process_time() - start)
    return min(found)


@pytest.fixture
def no_collection():
    """As in the process that reads."""
    gc.disable()
    yield
    gc.enable()


def growth(make, release, small):
    """By how much the time grows where the size grows `TIMES`-fold, and the time for the larger one."""
    large = seconds(make(TIMES * small), release)
    if large < ENOUGH:
        return 0.0, large
    return large / max(seconds(make(small), release), 0.001), large


@pytest.mark.parametrize("name", [pytest.param(one, marks=[] if one in QUICK else pytest.mark.slow) for one in SHAPES])
def test_four_times_the_size_takes_four_times_as_long(assignment, no_collection, name):
    ratio, large = growth(SHAPES[name], assignment.released, SMALL)
    assert ratio < 2 * TIMES or growth(SHAPES[name], assignment.released, 2 * SMALL)[0] < 2 * TIMES, (ratio, large)


def test_an_f_string_of_too_many_fields_fails_the_file_with_a_sentence(assignment):
    found = take_in(one_cell("\n\nx = rf'" + "{a}" * 1001 + "'\n"), assignment.released)
    assert found.problem == "The notebook holds an f-string with more than 1,000 fields (line 3 of its cell)."
    assert take_in(one_cell("x = rf'" + "{a}" * 1000 + "'\n"), assignment.released).problem == ""


@pytest.mark.parametrize(
    "source", ["x = '" + "{a}" * 3000 + "'\n", "x = [" + "{1}, " * 3000 + "]\n", "# f'" + "{" * 3000]
)
def test_braces_elsewhere_are_no_fields(assignment, source):
    assert take_in(one_cell(source), assignment.released).problem == ""


def test_empty_cells_are_left_out_but_not_without_end(assignment):
    found = take_in(b'{"cells": [' + b"{}," * 50_000 + b"{}]}", assignment.released)
    assert found.problem == "The notebook has more than 50,000 cells, empty ones included."
