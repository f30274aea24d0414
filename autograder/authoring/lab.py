"""A lab as the author wrote it: cells and exercises, read from `solutions/NN_name.py` and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import ROOT, CourseError
from autograder.authoring.percent_script import GRADED, read_cells
from autograder.util.python_names import bound_names

if TYPE_CHECKING:
    from autograder.authoring.percent_script import Cell, Problem


_NUMBER = re.compile(r"\*\*Exercise (\d+\.\d+)\b")
_TITLE = re.compile(r"^# (.+?)\s*$", re.M)


class BuildError(CourseError):
    """Everything that is wrong in one source, a line per problem: `solutions/01_x.py:123 (cell 14): …`."""

    def __init__(self, path: Path | str, problems: Iterable[Problem]) -> None:
        self.path, self.problems = Path(path), sorted(set(problems))
        place = f"{self.path.parent.name}/{self.path.name}"
        super().__init__("\n".join(f"{place}:{line} (cell {cell}): {text}" for line, cell, text in self.problems))


@dataclass(frozen=True)
class Exercise:
    """One exercise: its name, its number in the text, and the names that its solution cell binds."""

    name: str
    number: str
    names: tuple[str, ...] = ()
    points: float = 0
    written: bool = False

    @property
    def label(self) -> str:
        """What its stub says: "Exercise 1.2: sigmoid"."""
        return f"Exercise {self.number}: {self.name}"


@dataclass(frozen=True)
class Lab:
    """A lab's cells in order and its exercises by name."""

    path: Path
    title: str
    cells: tuple[Cell, ...]
    exercises: dict[str, Exercise]
    gpu: bool = False

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def points(self) -> float:
        return sum(cell.points for cell in self.cells)


def read_lab(path: Path | str, text: str | None = None) -> Lab:
    """Read and check the source of a lab.

    Args:
        path: `solutions/NN_name.py`; its stem is the lab's name.
        text: The source, where no such file is on this machine.

    Raises:
        BuildError: With all that is wrong in the source.
    """
    from autograder.authoring.lint import problems_of

    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig") if text is None else text.removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"cannot read {path}: {error}") from None
    cells, problems = read_cells(text)
    lab = Lab(path, _title(cells), tuple(cells), _exercises(path.stem, cells), any(cell.gpu for cell in cells))
    problems += problems_of(lab)
    if problems:
        raise BuildError(path, problems)
    return lab


def lab_paths(names: Iterable[object] | None = None, root: Path = ROOT) -> list[Path]:
    """The sources of the named labs (`01_perceptron` or `01`), or of all labs.

    Raises:
        CourseError: For a name that no lab has; the message lists the labs.
    """
    sources = {path.stem: path for path in sorted((Path(root) / "solutions").glob("[0-9]*.py"))}
    return [sources[_known(str(name), sources)] for name in names] if names else list(sources.values())


def find_lab(name: str | Path, labs: Iterable[str]) -> str | None:
    """The one of these labs' names that is meant by a name, a number or a file; None where there is none."""
    wanted = Path(name).name.removesuffix(".py").removesuffix(".ipynb")
    return next((lab for lab in labs if wanted in (lab, lab.split("_")[0])), None)


def exercise_numbers(lab: str, cells: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The number of each exercise; one holds for the first solution after it, as students read it.

    Args:
        lab: The lab's name; its number stands where there is no other.
        cells: For each cell in order its kind, its exercise and its text.
    """
    found: dict[str, str] = {}
    number = None
    for kind, name, text in cells:
        if kind == "markdown":
            number = ([number] + _NUMBER.findall(text))[-1]
        if kind in ("solution", "answer"):
            found.setdefault(name, number or lab.split("_")[0].lstrip("0") or "0")
        if kind == "solution":
            number = None
    return found


def _known(name, labs):
    found = find_lab(name, labs)
    if found is None:
        known = ", ".join(labs) or "none yet"
        raise CourseError(f"there is no lab {name}; the labs are: {known}")
    return found


def _exercises(lab, cells):
    """The exercises in order."""
    numbers, found = exercise_numbers(lab, [(cell.kind, cell.name, cell.source) for cell in cells]), {}
    for cell in cells:
        if cell.kind in ("solution", "answer") and cell.name not in found:
            found[cell.name] = Exercise(
                name=cell.name,
                number=numbers[cell.name],
                names=_own_names(cell),
                points=sum(other.points for other in cells if other.name == cell.name and other.kind in GRADED),
                written=cell.kind == "answer",
            )
    return found


def _own_names(cell):
    try:
        return tuple(bound_names(cell.source)) if cell.kind == "solution" else ()
    except SyntaxError:  # reported by the checks, with its line
        return ()


def _title(cells):
    found = _TITLE.search(cells[0].source) if cells else None
    return found.group(1) if found else ""
