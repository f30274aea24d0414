"""Call a function that may never come back, and say so instead of waiting for ever."""

import signal
import threading

limiter = None  # while grading: `limiter(seconds, give_up)` counts processor time where the call is computed


def finishes(call, name, *, seconds=5, hint=""):
    """Return what the call returns, or fail with a sentence when it is still running after `seconds`.

    This is for endless loops, not for measuring speed: give a call that needs milliseconds many seconds. Where the
    system has no timer for a call (Windows, or outside the main thread), it waits.

    Args:
        call: A function without arguments.
        name: What is called, for example `"fit_perceptron on XOR"`.
        seconds: How long to wait.
        hint: What to do about it; it ends the message.

    Returns:
        The result of the call.

    Raises:
        AssertionError: If the call did not come back in time.
    """
    if limiter is None and (
        not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread()
    ):
        return call()

    def give_up(*_):
        raise AssertionError(f"looks like an endless loop: {name} is still running after {seconds:g} s{_because(hint)}")

    if limiter is not None:
        with limiter(seconds, give_up):
            return call()
    usual = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return call()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)


def _because(hint):
    return f": {hint}" if hint else ""
