import os
import threading
import time
from types import SimpleNamespace

import pytest
from small_trials import F_GIVES_2, LIGHT, X_IS_1, passed, trial

from autograder.sandbox import usage
from autograder.sandbox.zygote import ForkRefused, Gone, Zygote, count_threads, serve


@pytest.fixture
def zygote():
    with Zygote(libraries=LIGHT) as started:
        started.wait()
        yield started


def test_a_library_that_cannot_be_imported_is_said_in_one_line():
    with (
        Zygote(libraries=("no_such_library",)) as zygote,
        pytest.raises(ForkRefused, match="No module.*no_such_library"),
    ):
        zygote.wait()


def test_a_thread_more_than_after_the_imports_stops_all_forks():
    answers = []
    control = SimpleNamespace(send=answers.append)
    serve(control, "judge", [], count_threads() - 1, walls=True, parts={})
    assert answers == [b"the grader's base process has run something: it has more threads than after its imports"]


def test_a_dead_zygote_says_so_and_can_be_started_again(zygote):
    zygote.process.kill()
    zygote.process.wait()
    assert not zygote.alive()
    with pytest.raises(Gone, match="the grader's base process"):
        zygote.fork("judge", [])
    zygote.restart()
    assert zygote.alive()
    assert passed(trial(zygote, "x = 1", checks=[X_IS_1])) == [True]


def test_of_two_that_restart_the_same_zygote_one_does(zygote):
    generation = zygote.generation
    zygote.restart(generation)
    process = zygote.process
    zygote.restart(generation)
    assert zygote.process is process


def test_it_outlives_the_thread_that_started_it():
    made = []
    thread = threading.Thread(target=lambda: made.append(Zygote(libraries=LIGHT)))
    thread.start()
    thread.join()
    with made[0] as zygote:
        zygote.wait()
        time.sleep(0.1)
        assert zygote.alive()


def test_when_it_is_closed_nothing_that_it_forked_is_left(zygote):
    reading, writing = os.pipe()
    child = zygote.fork("student", [reading])
    family = usage.family(zygote.process.pid)
    assert child.pid() in family
    zygote.close()
    assert child.ended(5)
    limit = time.monotonic() + 10
    while any(os.path.exists(f"/proc/{pid}") for pid in family) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not any(os.path.exists(f"/proc/{pid}") for pid in family)
    os.close(reading)
    os.close(writing)
    os.close(child.descriptor)


def test_without_walls_code_runs_in_a_folder_that_is_gone_afterwards():
    with Zygote(libraries=LIGHT, walls=False) as zygote:
        started = (
            "import os, subprocess\nsubprocess.Popen(['sleep', '3600'])\nopen('left', 'w').close()\nprint(os.getcwd())"
        )
        verdict = trial(zygote, started, "def f(n):\n    return n + 1", checks=[F_GIVES_2])
        assert passed(verdict) == [True]
        place = verdict.output[0].strip()
        assert place.startswith(zygote.home.name)
        assert len(usage.family(zygote.process.pid)) == 1
    assert not os.path.exists(place)
