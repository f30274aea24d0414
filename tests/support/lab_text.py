"""A lab as the tests of its text see it: its cells, its prose, its code, and the names that its solved cells make."""

import re
from functools import cache
from typing import NamedTuple

from lab_files import ROOT

import course_utils
from autograder.authoring.percent_script import read_cells


class LabText(NamedTuple):
    """A lab's cells; its prose with single spaces; its code; and a function that runs its solved cells once."""

    cells: list
    prose: str
    code: str
    solved: object


def lab_text(name):
    """The text of the lab with this name."""
    cells, _ = read_cells((ROOT / "solutions" / f"{name}.py").read_text(encoding="utf-8"))
    prose = re.sub(r"\s+", " ", "\n".join(cell.source for cell in cells if not cell.is_code))
    code = "\n".join(cell.source for cell in cells if cell.is_code)

    @cache
    def solved():
        """A namespace in which every given cell and every reference solution was run."""
        names = {"checks": course_utils.checks, "stand_in": course_utils.stand_in}
        for cell in cells:
            if cell.kind in ("given", "shared", "solution"):
                exec(cell.source, names)
        return names

    return LabText(cells, prose, code, solved)
