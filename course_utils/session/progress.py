"""How far a student is in a lab: the visible points of the checks that really ran since the kernel started.

    progress()      # 5 of 14 visible points. To mend: 6.2 Value (1). Ahead: 9 exercises, 8 points.

`start` listens to the notebook: each finished cell is remembered by its text. Which texts are checks, and how many
points they give, stands in the notebooks of the course, so that a check that a student has changed does not count.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

_ran = {}  # text of a cell -> did it pass, when it ran last
_listening = []


@dataclass(frozen=True)
class Check:
    """One visible check: its exercise as the text calls it, and its points."""

    exercise: str
    points: float
    text: str


def progress(folder=NOTEBOOKS):
    """Print how many of this lab's visible points the checks have given so far, and what is still open.

    Only checks that ran since the kernel started count, and only the last run of each. Nothing is stored.

    Args:
        folder: Where the course's notebooks lie.
    """
    print(sentence(this_lab(folder), _ran))


def sentence(checks, ran):
    """What `progress` prints.

    Args:
        checks: The lab's `Check`s, in order; empty where the lab is not known.
        ran: Text of a cell -> whether it passed.
    """
    if not checks:
        return "Progress: no check has run yet since the kernel started. Run the cell below an exercise."
    won = sum(check.points for check in checks if ran.get(check.text))
    total = sum(check.points for check in checks)
    if all(ran.get(check.text) for check in checks):
        return f"Progress: all {total:g} visible points. Hidden checks follow when your work is graded."
    reached = max(number for number, check in enumerate(checks) if check.text in ran)
    behind, ahead = checks[: reached + 1], checks[reached + 1 :]
    parts = [f"Progress: {won:g} of {total:g} visible points."]
    parts += _listed("To mend", [check for check in behind if ran.get(check.text) is False])
    parts += _listed("Not checked yet", [check for check in behind if check.text not in ran])
    names = list(dict.fromkeys(check.exercise for check in ahead))
    if names:
        points = sum(check.points for check in ahead)
        parts.append(f"Ahead: {_count(names, 'exercise')}, {points:g} point{'' if points == 1 else 's'}.")
    return " ".join(parts)


def listen(shell=None):
    """Remember every cell that the notebook runs from now on; without a notebook do nothing.

    Args:
        shell: An IPython shell; the running one if left out.
    """
    shell = shell or _running_shell()
    if shell is not None and not any(one is shell for one in _listening):
        shell.events.register("post_run_cell", remember)
        _listening.append(shell)


def remember(result):
    """Keep whether a cell passed; called by IPython after each cell."""
    text = getattr(getattr(result, "info", None), "raw_cell", None)
    if isinstance(text, str):
        _ran[normal(text)] = bool(result.success)


def this_lab(folder=NOTEBOOKS):
    """The visible checks of the lab whose checks have run; empty if none has."""
    labs = [checks_of(path) for path in sorted(Path(folder).glob("[0-9]*.ipynb"))]
    most = max(labs, key=lambda checks: sum(check.text in _ran for check in checks), default=[])
    return most if any(check.text in _ran for check in most) else []


def checks_of(path):
    """The visible checks of a notebook of the course that give points; empty if the file cannot be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        labels = {name: label for cell in cells for name, label in _label(cell)}
        return [_check(cell, labels) for cell in cells if _is_check(cell)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def normal(text):
    """A cell's text without the differences that editors make."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _label(cell):
    course = cell["metadata"].get("course", {})
    if course.get("kind") == "solution":
        number, _, name = course["label"].removeprefix("Exercise ").partition(": ")
        yield course["exercise"], f"{number} {name}" if "." in number else name


def _is_check(cell):
    metadata = cell["metadata"]
    return metadata.get("course", {}).get("kind") == "tests" and metadata.get("nbgrader", {}).get("points", 0) > 0


def _check(cell, labels):
    name = cell["metadata"]["course"]["exercise"]
    return Check(labels.get(name, name), cell["metadata"]["nbgrader"]["points"], normal("".join(cell["source"])))


def _listed(title, checks):
    points = {}
    for check in checks:
        points[check.exercise] = points.get(check.exercise, 0) + check.points
    return [f"{title}: {', '.join(f'{name} ({value:g})' for name, value in points.items())}."] if points else []


def _count(things, word):
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"


def _running_shell():
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
