"""Limits count what the student's code computes, not what others compute beside it on the same core."""

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from small_trials import F_GIVES_2, LIGHT, X_IS_1, check, passed, trial

from autograder.judge import trial as trial_module
from autograder.judge.trial import BY_HAND
from autograder.judge.turns import Turns
from autograder.sandbox.zygote import Zygote

BURN = (
    "import time\n\ndef burn(seconds):\n    end = time.process_time() + seconds\n"
    "    while time.process_time() < end:\n        pass\n"
)
COMPUTES = BURN + "\ndef f(n):\n    burn(0.25)\n    return n + 1\n"
SLEEPS = "import threading\n\ndef f(n):\n    threading.Event().wait()\n"
FINISHES = "from course_utils.checks.deadline import finishes\nassert finishes(lambda: f(1), 'f', seconds=1) == 2"


@pytest.fixture(scope="module")
def zygote():
    with Zygote(libraries=LIGHT) as started:
        yield started


@pytest.fixture
def core(monkeypatch):
    """All trials run on this one core."""
    number = min(os.sched_getaffinity(0))

    class One:
        @contextmanager
        def one(self):
            yield number

    monkeypatch.setattr(trial_module, "CORES", One())
    return number


@pytest.fixture
def busy(core):
    """Programs that take nine tenths of that core; `busy()` ends them."""
    code = f"import os\nos.sched_setaffinity(0, {{{core}}})\nwhile True: pass"
    programs = [subprocess.Popen([sys.executable, "-c", code], start_new_session=True) for _ in range(8)]

    def end():
        for program in programs:
            program.kill()
            program.wait()

    yield end
    end()


@pytest.fixture
def turns(monkeypatch):
    """`turns.alone_was` lists what ran alone; `turns.before` is called when something is about to."""

    class Seen(Turns):
        alone_was, before = 0, staticmethod(lambda: None)

        @contextmanager
        def alone(self):
            with super().alone():
                self.alone_was += 1
                self.before()
                yield

    seen = Seen()
    monkeypatch.setattr(trial_module, "TURNS", seen)
    return seen


@pytest.mark.slow
def test_code_that_computes_within_its_limit_passes_however_busy_its_core_is(zygote, busy, turns):
    verdict = trial(zygote, BURN + "burn(0.25)\nx = 1", COMPUTES, checks=[X_IS_1, F_GIVES_2], cell_seconds=0.5,
                    call_seconds=0.5, wall_factor=100)  # fmt: skip
    assert passed(verdict) == [True, True]
    assert verdict.flags == []
    assert verdict.seconds > 1.5
    assert turns.alone_was == 0


@pytest.mark.slow
def test_a_check_that_finishes_in_time_does_so_however_busy_its_core_is(zygote, busy):
    assert passed(trial(zygote, COMPUTES, checks=[check(0, ["f"], FINISHES)])) == [True]


def test_a_check_ends_a_loop_without_end_and_names_it(zygote):
    verdict = trial(zygote, "def f(n):\n    while True: pass", "x = 1", checks=[check(2, ["f"], FINISHES), X_IS_1])
    assert verdict.results[2] == (False, "looks like an endless loop: f is still running after 1 s")


@pytest.mark.parametrize(
    "cells", [["x = 1", COMPUTES], [BURN + "burn(0.25)\nx = 1", "def f(n):\n    return n + 1"]], ids=["call", "cell"]
)
def test_what_wall_clock_ended_on_a_busy_machine_is_tried_once_more_alone_and_keeps_its_points(
    zygote, busy, turns, cells
):
    turns.before = busy
    verdict = trial(zygote, *cells, checks=[X_IS_1, F_GIVES_2], cell_seconds=1.5, call_seconds=1.5, wall_factor=1)
    assert passed(verdict) == [True, True]
    assert verdict.flags == []
    assert turns.alone_was == 1


def test_what_wall_clock_ends_also_when_it_is_alone_is_for_a_person_to_look_at(zygote, busy, turns):
    verdict = trial(zygote, COMPUTES, checks=[F_GIVES_2], call_seconds=0.5, wall_factor=1)
    assert passed(verdict) == [False]
    assert verdict.flags == [f"f: a call had not ended after 0.5 seconds: {BY_HAND}"]
    assert turns.alone_was == 1


@pytest.mark.slow
def test_what_sleeps_was_kept_from_nothing_and_is_not_tried_again(zygote, busy, turns):
    verdict = trial(zygote, "import threading\nthreading.Event().wait()", SLEEPS,
                    "x = 1", checks=[X_IS_1, F_GIVES_2], cell_seconds=1, call_seconds=1, wall_factor=2)  # fmt: skip
    assert passed(verdict) == [True, False]
    assert verdict.results[1][1] == "TimeoutError: your code was still running after 2 seconds"
    assert verdict.flags == [
        "cell 0 had not ended after 2 seconds: look at that cell",
        f"f: a call had not ended after 2 seconds: {BY_HAND}",
    ]
    assert turns.alone_was == 0


@pytest.mark.slow
def test_processes_that_a_call_starts_count_with_it(zygote):
    forks = BURN + "import os\n\ndef f(n):\n    if os.fork() == 0:\n        burn(60)\n    os.wait()\n"
    start = time.monotonic()
    verdict = trial(zygote, forks, checks=[F_GIVES_2], call_seconds=1, wall_factor=100)
    assert verdict.results[1] == (False, "no answer within 4 seconds of computing")
    assert verdict.flags == [f"f: a call took the 1 seconds of computing that it may take: {BY_HAND}"]
    assert time.monotonic() - start < 50


def test_who_runs_alone_waits_for_the_others_and_they_for_them():
    turns, order = Turns(), []
    entered, go = threading.Event(), threading.Event()

    def first():
        with turns.together():
            entered.set()
            go.wait(10)
            order.append("together")

    def alone():
        with turns.alone():
            order.append("alone")

    def last():
        with turns.together():
            order.append("last")

    threads = [threading.Thread(target=run) for run in (first, alone, last)]
    threads[0].start()
    entered.wait(10)
    threads[1].start()
    while not turns.wanting:
        time.sleep(0.01)
    threads[2].start()
    go.set()
    for thread in threads:
        thread.join(10)
    assert order == ["together", "alone", "last"]
