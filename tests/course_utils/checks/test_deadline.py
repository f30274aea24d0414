"""A call that never ends is told so."""

import signal
import threading
import time

import pytest

from course_utils.checks.deadline import finishes


def forever():
    while True:
        pass


def test_the_result_of_a_call_comes_back():
    assert finishes(lambda: 7, "seven") == 7


def test_an_endless_loop_is_named_with_the_hint():
    with pytest.raises(AssertionError, match=r"^looks like an endless loop: fit is still running after 0\.05 s: stop$"):
        finishes(forever, "fit", seconds=0.05, hint="stop")


def test_without_a_hint_the_sentence_ends_after_the_seconds():
    with pytest.raises(AssertionError, match=r"0\.05 s$"):
        finishes(forever, "fit", seconds=0.05)


def test_errors_of_the_call_pass_through():
    with pytest.raises(ZeroDivisionError):
        finishes(lambda: 1 / 0, "division")


def test_the_timer_and_its_handler_are_put_back():
    usual = signal.getsignal(signal.SIGALRM)
    finishes(lambda: None, "nothing", seconds=0.05)
    assert signal.getsignal(signal.SIGALRM) == usual
    time.sleep(0.08)  # a timer that still ran would end the tests here


def test_outside_the_main_thread_it_waits_for_the_call():
    results = []
    thread = threading.Thread(target=lambda: results.append(finishes(lambda: 7, "seven")))
    thread.start()
    thread.join()
    assert results == [7]
