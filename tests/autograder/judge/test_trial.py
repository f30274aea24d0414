import threading
import time
from dataclasses import replace

import pytest
from small_trials import F_GIVES_2, LIGHT, QUICK, X_IS_1, check, passed, trial

from autograder.judge.messages import StudentCell
from autograder.judge.processes import StudentProcess
from autograder.judge.trial import BY_HAND, Cores
from autograder.sandbox.limits import limits
from autograder.sandbox.zygote import ForkRefused, Zygote


@pytest.fixture(scope="module")
def zygote():
    with Zygote(libraries=LIGHT) as started:
        yield started


def test_right_code_passes_and_wrong_code_gets_the_checks_message(zygote):
    verdict = trial(zygote, "x = 2", "def f(n):\n    return n + 1", checks=[X_IS_1, F_GIVES_2])
    assert verdict.results == {0: (False, "expected x = 1, received 2"), 1: (True, "")}
    assert verdict.flags == []
    assert verdict.errors == {}


def test_what_cells_print_and_their_errors_are_kept_by_cell(zygote):
    verdict = trial(zygote, "print('one')", "1 / 0", "print('three')", checks=[X_IS_1])
    assert verdict.output == {0: "one\n", 2: "three\n"}
    assert verdict.errors == {1: "cell 1, line 1: 1 / 0\nZeroDivisionError: division by zero"}


def test_kept_output_is_cut_to_size(zygote):
    verdict = trial(zygote, "x = 1\nprint('a' * 5000)", checks=[X_IS_1], cell_kb=1)
    assert verdict.output[0] == "a" * 1024 + "\n… and more, which was not kept"


def test_a_process_that_ends_in_a_call_costs_that_call_only(zygote):
    cells = ("x = 1", "import os\n\ndef f(n):\n    os._exit(1)", "y = 3")
    y_is_3 = check(2, ["y"], "assert y == 3")
    verdict = trial(zygote, *cells, checks=[X_IS_1, F_GIVES_2, y_is_3])
    assert passed(verdict) == [True, False, True]
    assert verdict.results[1] == (False, "the process of the student's code ended")


def test_a_cell_that_ends_its_process_is_left_out_of_the_next_run(zygote):
    cells = ("x = 1", "import os\nos._exit(0)", "def f(n):\n    return n + 1")
    verdict = trial(zygote, *cells, checks=[X_IS_1, F_GIVES_2])
    assert passed(verdict) == [True, True]
    assert verdict.flags == ["cell 1 ended the whole process; the other cells were run without it: look at that cell"]
    assert verdict.errors == {1: "this cell ended the whole process"}


def test_a_call_and_a_cell_that_ran_into_a_limit_are_for_a_person_to_look_at(zygote):
    cells = ("while True: pass", "x = 1", "def f(n):\n    while True: pass")
    verdict = trial(zygote, *cells, checks=[X_IS_1, F_GIVES_2], cell_seconds=1, call_seconds=1)
    assert passed(verdict) == [True, False]
    assert verdict.flags == [
        "cell 0 took the 1 seconds of computing that it may take: look at that cell",
        f"f: a call took the 1 seconds of computing that it may take: {BY_HAND}",
    ]


def test_a_call_that_uses_up_its_memory_is_for_a_person_to_look_at(zygote):
    verdict = trial(zygote, "def f(n):\n    raise MemoryError", checks=[F_GIVES_2])
    assert verdict.flags == [f"f: a call used up its memory: {BY_HAND}"]


def test_a_call_that_ends_in_time_is_not_flagged(zygote):
    slow = "import time\n\ndef f(n):\n    time.sleep(0.3)\n    return n + 1"
    assert trial(zygote, slow, checks=[F_GIVES_2], call_seconds=5).flags == []


def test_the_cell_that_took_too_much_is_left_out_and_not_the_one_after_it(zygote):
    takes = "import threading, time\nfor _ in range(30):\n    threading.Thread(target=time.sleep, args=[9]).start()"
    for _ in range(3):  # the owner looks now and then, so once proves little
        verdict = trial(zygote, takes, "x = 1", "time = 3", checks=[X_IS_1], processes=20)
        assert verdict.errors[0] == "this cell used more than 20 processes and threads"
        assert passed(verdict) == [True]


def test_a_process_is_started_again_only_so_often(zygote):
    cells = [f"import os\nos._exit({number})" for number in range(5)]
    verdict = trial(zygote, *cells, "x = 1", checks=[X_IS_1], restarts=2)
    assert verdict.results == {0: (False, "the code ended its process too often")}
    assert verdict.flags[-1] == f"the code ended its process too often: {BY_HAND}"


@pytest.mark.slow
def test_a_submission_that_used_up_its_time_keeps_the_points_that_it_had(zygote):
    bounds = QUICK | {"submission_seconds": 2}
    stuck = "import itertools\n\ndef f(n):\n    any(itertools.repeat(0))"
    start = time.monotonic()
    verdict = trial(zygote, "x = 1", stuck, checks=[X_IS_1, F_GIVES_2, replace(X_IS_1, id=5)], **bounds)
    assert time.monotonic() - start < 10
    assert verdict.results[0] == (True, "")
    assert verdict.results[5] == (False, "not run: the submission had used up its 2 seconds")


def test_the_imports_of_the_base_are_no_time_of_the_submissions(monkeypatch):
    with Zygote(libraries=LIGHT) as zygote:
        wait = zygote.wait
        monkeypatch.setattr(zygote, "wait", lambda: zygote.ready or (time.sleep(2.5), wait()))
        assert passed(trial(zygote, "x = 1", checks=[X_IS_1], submission_seconds=2)) == [True]


def test_a_check_that_never_ends_costs_its_own_points_only(zygote):
    endless = check(7, [], "while True: pass")
    verdict = trial(zygote, "x = 1", checks=[endless, X_IS_1], **QUICK | {"test_seconds": 0.5})
    assert verdict.results == {7: (False, "this check did not end in time"), 0: (True, "")}
    assert verdict.flags == [f"check 7: the check was stopped without a result: {BY_HAND}"]


def test_the_processor_time_counts_cells_calls_and_what_they_start(zygote):
    burn = "import time\n\n\ndef burn(seconds):\n    end = time.process_time() + seconds\n"
    burn += "    while time.process_time() < end:\n        pass\n"
    burn += "import os\nif os.fork() == 0:\n    burn(0.3)\n    os._exit(0)\nos.wait()\nburn(0.2)\n"
    verdict = trial(zygote, burn, "def f(n):\n    burn(0.2)\n    return 2", checks=[F_GIVES_2])
    assert passed(verdict) == [True]
    assert 0.7 <= verdict.own_seconds < 1.5


def test_a_lab_whose_tests_cannot_be_prepared_is_an_error_and_no_zero(zygote):
    with pytest.raises(ForkRefused, match="the tests of this lab cannot be run.*no_such_module"):
        trial(zygote, "x = 1", checks=[X_IS_1], prepare=["import no_such_module"])


def test_walls_that_cannot_be_entered_are_an_error_and_no_zero(zygote):
    with pytest.raises(ForkRefused, match="a process for student code did not start"):
        trial(zygote, "x = 1", checks=[X_IS_1], temporary_mb=-1)


def test_a_zygote_that_dies_under_a_trial_is_started_again_and_no_point_is_lost():
    with Zygote(libraries=LIGHT) as zygote:
        zygote.wait()
        first = zygote.process
        threading.Timer(0.5, first.kill).start()
        verdict = trial(zygote, "import time\ntime.sleep(1)\nx = 1", checks=[X_IS_1])
        assert passed(verdict) == [True]
        assert verdict.flags == []
        assert zygote.process is not first


@pytest.mark.parametrize(
    "line",
    [b"{}", b"7", b"[" * 10**5, b'{"start": 1e400}', b'{"start": "0"}', b'{"start": true}',
     b'{"start": 0, "more": 1}', b'{"ready": 1}', b'{"end": 9, "error": "x"}',
     b'{"end": 0, "error": ["x"]}', b"\xff", b'{"start": ' + b"9" * 5000 + b"}"],
)  # fmt: skip
def test_progress_that_makes_no_sense_is_not_heard(zygote, line):
    student = StudentProcess(zygote, [StudentCell(0, "")], replace(limits(), message_characters=10, notebook_kb=1))
    assert student.take(line) is False
    assert (student.at, student.errors) == (None, {})
    student.close()


def test_half_characters_in_an_error_become_question_marks(zygote):
    student = StudentProcess(zygote, [StudentCell(0, "")], replace(limits(), message_characters=10, notebook_kb=1))
    student.take(b'{"end": 0, "error": "\\ud800"}')
    assert student.errors == {0: "?"}
    student.close()


def test_each_submission_gets_the_core_that_has_the_fewest(monkeypatch):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {2, 5})
    cores = Cores()
    with cores.one() as first, cores.one() as second:
        assert {first, second} == {2, 5}
    with cores.one() as first, cores.one(), cores.one() as third:
        assert third in (2, 5)
    assert sum(cores.used.values()) == 0
