"""From `solutions/*.py` to `notebooks/*.ipynb`: read, check, release, write.

The steps live in files of their own and are gathered here: `lab.py` reads, `lint.py` checks, `release.py`
makes the notebooks. Who needs only the source imports `lab`, which starts at once; nbgrader takes two seconds.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from autograder import ROOT, CourseError
from autograder.authoring import readme
from autograder.authoring.inside import MOST, inside_points
from autograder.authoring.lab import BuildError, Exercise, Lab, lab_paths, read_lab
from autograder.authoring.percent_script import Cell
from autograder.authoring.release import (
    fill,
    instructor_notebook,
    notebook_text,
    release_notebook,
    stripped,
)
from autograder.authoring.setup_cell import colab_link, course_place, setup_source
from course_utils.notebook_marks import UNREADABLE, is_empty_answer, open_names, parse

__all__ = ["BuildError", "Cell", "Exercise", "Lab", "build", "colab_link", "fill", "instructor_notebook"]
__all__ += ["lab_paths", "notebook_text", "read_lab", "release_notebook", "setup_source", "stripped"]


def build(names: Sequence[str] | None = None, check: bool = False, root: Path = ROOT) -> list[Path]:
    """Build the notebooks of the named labs, or of all.

    Args:
        names: Labs by name or number; None or empty for all.
        check: Write nothing, and say which notebooks are not what their sources give.
        root: The repository.

    Returns:
        The paths of the notebooks that were written, or with `check` of those that are stale.

    Raises:
        CourseError: With every problem in every source, after the sound labs have been built.
    """
    root = Path(root)
    labs, errors = _read_all(lab_paths(names, root))
    stale = dict(pair for lab in labs for pair in _stale(lab, root))
    for path, text in stale.items():
        _put(path, text, check, root)
    orphans = [] if names else _orphans(root)
    for path in orphans:
        print(f"{path.relative_to(root)} has no source in solutions/: delete it")
    pages = readme.update(root, check=check)
    if not check and labs:
        if sentence := course_place(root).without_colab():
            print(sentence)
        print(summary(labs, len(stale)))
    if errors:
        raise CourseError("\n".join(map(str, errors)))
    return [*stale, *pages, *(orphans if check else [])]


def _read_all(paths):
    labs, errors = [], []
    for path in paths:
        try:
            labs.append(read_lab(path))
        except CourseError as error:
            errors.append(error)
    return labs, errors


def _stale(lab, root):
    """Yield path and bytes of the lab's notebook, if the file is not the same already."""
    path = root / "notebooks" / f"{lab.name}.ipynb"
    text = notebook_text(release_notebook(lab, root)).encode()
    if not path.is_file() or path.read_bytes() != text:
        yield path, text


def _orphans(root):
    sources = {path.stem for path in lab_paths(root=root)}
    return [path for path in sorted((root / "notebooks").glob("*.ipynb")) if path.stem not in sources]


def _put(path, text, check, root):
    if check:
        print(f"{path.relative_to(root)} is stale: run python -m autograder build")
        return
    path.parent.mkdir(exist_ok=True)
    if path.is_file() and worked_in(path.read_bytes()):
        kept = keep(path)
        print(f"{path.relative_to(root)} holds somebody's work: kept as {kept.relative_to(root)}")
    path.write_bytes(text)
    print(f"wrote {path.relative_to(root)}")


def worked_in(data: str) -> bool:
    """Did somebody run this notebook or fill in an exercise? True also for a file that cannot be read."""
    try:
        cells = json.loads(data)["cells"]
        return any(_is_run(cell) or _is_filled(cell) for cell in cells)
    except (ValueError, KeyError, TypeError, AttributeError):
        return bool(data.strip())


def _is_run(cell):
    return bool(cell.get("outputs")) or cell.get("execution_count") is not None


def _is_filled(cell):
    nbgrader = cell["metadata"].get("nbgrader", {})
    source = "".join(cell["source"])
    if not nbgrader.get("solution"):
        return False
    return not is_empty_answer(source) if cell["cell_type"] == "markdown" else not _is_open(source)


def _is_open(source):
    try:
        return bool(open_names(parse(source)))
    except UNREADABLE:
        return False


def keep(path: Path) -> Path | None:
    """Move a notebook aside, under a name that nothing else has."""
    folder = path.parent / "kept"
    folder.mkdir(exist_ok=True)
    number = 1
    while (target := folder / f"{path.stem}-{number}.ipynb").exists():
        number += 1
    return path.rename(target)


def summary(labs: Sequence[Lab], written: int) -> str:
    """The last line: labs, points, and how many of them are judged inside the student's process."""
    points, inside = sum(lab.points for lab in labs), sum(inside_points(lab).total for lab in labs)
    share = 100 * inside / points if points else 0
    fresh = f", {len(labs) - written} already fresh" if written < len(labs) else ""
    return (
        f"{len(labs)} {'lab' if len(labs) == 1 else 'labs'}{fresh}; {points:g} points, {points - inside:g} of them "
        f"judged outside the student's process, {inside:g} inside ({share:.1f} %, at most {100 * MOST:g} %)"
    )
