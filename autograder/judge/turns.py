"""Who is judged beside others and who alone: what a busy machine ended is tried once more while nothing else runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Lets submissions run side by side, or one of them alone."""

    def __init__(self) -> None:
        self.change = threading.Condition()
        self.running = self.wanting = 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """Beside others; begins when nobody runs alone or waits for that."""
        with self.change:
            self.change.wait_for(lambda: not self.wanting)
            self.running += 1
        try:
            yield
        finally:
            with self.change:
                self.running -= 1
                self.change.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Alone; begins when those that run have ended, and no other one begins meanwhile."""
        with self.change:
            self.wanting += 1
            self.change.wait_for(lambda: not self.running)
            self.running += 1
        try:
            yield
        finally:
            with self.change:
                self.running -= 1
                self.wanting -= 1
                self.change.notify_all()


TURNS = Turns()
