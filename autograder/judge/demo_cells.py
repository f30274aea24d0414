"""Which demo cells a student's own cells stand on.

Demo cells draw and take time, so they do not run while grading. But a student's notebook runs them, and an answer may
use what they bind: such a demo cell runs, and those that it needs itself.
"""

from collections.abc import Sequence
from functools import cache

from autograder.judge.messages import StudentCell
from autograder.util.python_names import bound_names, free_names, imported_names
from course_utils.notebook_marks import UNREADABLE, plain_python

OWN = ("solution", "added")  # what a student wrote
DEMO = "demo"
LONGEST = 50_000  # characters of a cell that is looked at


def without_unused(cells: Sequence[StudentCell]) -> list[StudentCell]:
    """The cells in order, without the demo cells whose names nobody uses."""
    needed = needed_demos(cells)
    return [cell for cell in cells if cell.kind != DEMO or cell.number in needed]


def needed_demos(cells: Sequence[StudentCell]) -> set[int]:
    """The numbers of the demo cells that bind a name that a student's cell takes from elsewhere, and no other cell has.

    A name is the nearest demo cell's above, as in a notebook that is run from top to bottom, or the first one's below.
    """
    if not any(cell.kind == DEMO for cell in cells):
        return set()
    by_demos = {name for cell in cells if cell.kind == DEMO for name in binds(cell.source)}
    found: set[int] = set()
    waiting = [place for place, cell in enumerate(cells) if cell.kind in OWN]
    while waiting:
        user = waiting.pop()
        for name in uses(cells[user].source) & by_demos:
            place = origin(name, user, cells)
            if place is not None and cells[place].number not in found:
                found.add(cells[place].number)
                waiting.append(place)
    return found


def origin(name: str, user: int, cells: Sequence[StudentCell]) -> int | None:
    """The place of the demo cell from which a cell has a name; None where it has it from another cell.

    Args:
        name: A name that it uses and does not bind before.
        user: Its place among the cells.
        cells: All cells, in order.
    """
    for place in range(user - 1, -1, -1):
        if name in binds(cells[place].source):
            return place if cells[place].kind == DEMO else None
    below = [place for place in range(user + 1, len(cells)) if name in binds(cells[place].source)]
    demos = [place for place in below if cells[place].kind == DEMO]
    return demos[0] if len(demos) == len(below) and demos else None


@cache
def binds(source: str) -> frozenset[str]:
    """The names that a cell binds, imports too; none where it cannot be read."""
    if len(source) > LONGEST:
        return frozenset()
    try:
        plain = plain_python(source)
        return frozenset(bound_names(plain)) | frozenset(imported_names(plain))
    except UNREADABLE:
        return frozenset()


@cache
def uses(source: str) -> frozenset[str]:
    """The names that a cell takes from elsewhere; none where it cannot be read."""
    if len(source) > LONGEST:
        return frozenset()
    try:
        return frozenset(free_names(plain_python(source)))
    except UNREADABLE:
        return frozenset()
