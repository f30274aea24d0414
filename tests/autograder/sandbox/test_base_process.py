"""A machine that cannot grade is refused in a sentence, before anything is started."""

import sys

import pytest

from autograder import CourseError
from autograder.sandbox import isolation
from autograder.sandbox.base_process import base


@pytest.fixture
def without_sandbox(monkeypatch):
    monkeypatch.setattr(isolation, "problem", lambda: "bubblewrap is not installed: apt install bubblewrap")


def test_without_the_sandbox_grading_is_refused_and_the_way_round_is_named(without_sandbox):
    with pytest.raises(CourseError) as refused:
        base("import numpy")
    assert str(refused.value) == (
        "Grading needs its sandbox, and bubblewrap is not installed: apt install bubblewrap. For a class that you "
        "trust, --no-sandbox grades without it."
    )


@pytest.mark.parametrize("walls", [True, False])
@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_elsewhere_than_on_linux_grading_is_refused_with_or_without_the_sandbox(monkeypatch, system, walls):
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(CourseError) as refused:
        base("import numpy", walls)
    assert str(refused.value) == (
        f"Grading needs Linux, with the sandbox and without; this is {system}: grade on a Linux machine, in WSL 2 or "
        "in a container."
    )
