"""What many threads may ask of the grammar at the same time."""

import gc
import sys
import threading

import pytest

from course_utils.notebook_marks import syntax_tree

SOURCE = "\n".join(f"def f{i}(a):\n    return [a + (b * ({i} - a)) for b in range(a)]" for i in range(60))


@pytest.fixture
def switching():
    """Threads take turns in the middle of a parse, as they do where a finalizer runs Python code."""
    interval, often = sys.getswitchinterval(), gc.get_threshold()
    busy = lambda *_: sum(range(50))  # noqa: E731
    gc.callbacks.append(busy)
    gc.set_threshold(10)
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*often)
    gc.callbacks.remove(busy)


def test_threads_may_parse_at_the_same_time(switching):
    errors = []

    def work():
        try:
            for _ in range(30):
                syntax_tree(SOURCE)
        except SystemError as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
