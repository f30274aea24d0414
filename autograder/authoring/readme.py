"""The parts of README.md that are made from the labs: the table with its badges, and the lines to clone.

They stand between `<!-- NAME: begin -->` and `<!-- NAME: end -->`; everything else in the file is written by hand.
"""

import re
from pathlib import Path

from autograder import ROOT, CourseError
from autograder.authoring.lab import lab_paths
from autograder.authoring.percent_script import read_cells
from autograder.authoring.setup_cell import Place, course_place

BADGE = "docs/open-in-colab.svg"
_TITLE = re.compile(r"^# (.+?)\s*$", re.M)
_LECTURE = re.compile(r"\b\d+:\d\d–(?:\d+:\d\d|end)")


def update(root: Path = ROOT, *, check: bool = False) -> list[Path]:
    """Write the made parts of README.md anew.

    Args:
        root: The repository.
        check: Write nothing, and say whether the file is stale.

    Returns:
        A list with the path of README.md if it was not up to date, else an empty one.
    """
    path = Path(root) / "README.md"
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    after = filled(before, root) if before else ""
    if after == before:
        return []
    if not check:
        path.write_text(after, encoding="utf-8")
    print("README.md is stale: run python -m autograder build" if check else "wrote README.md")
    return [path]


def filled(text: str, root: Path = ROOT) -> str:
    """A README with the table and the lines to clone made for the labs of this repository."""
    return _between(_between(text, "labs", table(root)), "clone", clone(root))


def table(root: Path = ROOT, place: Place | None = None) -> str:
    """The table of labs, a row per lab; without badges where the place is not on GitHub."""
    place = place or course_place(Path(root))
    head = ["| lab | what you do | lecture | run it |", "|---|---|---|---|"]
    if place.without_colab():
        head = ["| lab | what you do | lecture |", "|---|---|---|"]
    return "\n".join([*head, *(_row(path, place) for path in lab_paths(root=root))])


def clone(root: Path = ROOT, place: Place | None = None) -> str:
    """The commands that bring the course onto a machine and start it."""
    place = place or course_place(Path(root))
    return f"```\ngit clone {place.repository}\ncd {place.folder}\nmake lab\n```"


def _row(path, place):
    cells, _ = read_cells(path.read_text(encoding="utf-8"))
    opening = cells[0].source if cells else ""
    title, minutes = _TITLE.search(opening), _LECTURE.search(opening)
    number, lab = path.name[:2], path.stem
    link = f"[{title.group(1) if title else lab}](notebooks/{lab}.ipynb)"
    address = place.colab_link(lab)
    badge = f" [![Open lab {number} in Colab]({BADGE})]({address}) |" if address else ""
    return f"| {number} | {link} | {minutes.group() if minutes else ''} |{badge}"


def _between(text, name, content):
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise CourseError(f"README.md needs the lines {begin} and {end} once each: the build fills them")
    head, rest = text.split(begin)
    return f"{head}{begin}\n{content}\n{end}{rest.split(end)[1]}"
