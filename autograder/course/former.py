"""What a lab looked like before it was changed, so that a hand-in made from an earlier release is understood.

`former/LAB/HASH.json` holds the student's notebook of that time, what became of its grade ids in the next one, and the
hash of that next one. Nothing of a student's is in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from autograder import CourseError
from autograder.authoring.build import notebook_text
from autograder.intake.earlier import Earlier
from autograder.intake.match_cells import Release
from autograder.util.files import write_atomically

if TYPE_CHECKING:
    from nbformat import NotebookNode


FOLDER = "former"


def keep(course: Path, lab: str, old: NotebookNode, new: NotebookNode, moved: Mapping[str, str | None]) -> None:
    """Write down a release that another one takes the place of.

    Args:
        course: The course directory.
        lab: The lab's name.
        old: The student's notebook until now.
        new: The student's notebook from now on.
        moved: What became of the grade ids that are not what they were; None for one that is gone.
    """
    if _hash(old) == _hash(new):
        return
    kept = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "next": _hash(new), "moved": dict(moved)}
    text = json.dumps(kept | {"release": old}, indent=1, ensure_ascii=False) + "\n"
    write_atomically(course / FOLDER / lab / f"{_hash(old)}.json", text)


def read(course: Path, lab: str, release: NotebookNode) -> list[Earlier]:
    """The earlier releases of a lab, the newest first, with what became of their grade ids until now.

    Args:
        course: The course directory.
        lab: The lab's name.
        release: The student's notebook as it is now.

    Raises:
        CourseError: A file in `former/` cannot be read.
    """
    kept = {path.stem: _read(path) for path in sorted((course / FOLDER / lab).glob("*.json"))}
    kept.pop(_hash(release), None)
    newest = sorted(kept, key=lambda name: kept[name]["at"], reverse=True)
    return [Earlier(Release(kept[name]["release"]), _until_now(name, kept)) for name in newest]


def packed(earlier: Iterable[Earlier]) -> str:
    """Earlier releases as a text, to send to another machine."""
    return json.dumps([{"release": one.release.notebook, "moved": dict(one.moved)} for one in earlier])


def unpacked(text: str) -> tuple[Earlier, ...]:
    """The earlier releases that `packed` made a text of."""
    found = json.loads(text)
    return tuple(Earlier(Release(nbformat.from_dict(one["release"])), one["moved"]) for one in found)


def _until_now(name, kept):
    """The steps from one release to the next, taken together: the grade ids that are another one now."""
    cells = kept[name]["release"].cells
    now = {one: one for one in (cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells) if one}
    seen = set()
    while name in kept and name not in seen:
        seen.add(name)
        step = kept[name]["moved"]
        now = {old: new and step.get(new, new) for old, new in now.items()}
        name = kept[name]["next"]
    return {old: new for old, new in now.items() if old != new}


def _read(path):
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        release = nbformat.from_dict(kept["release"])
        release.metadata.course["lab"]
        return {"at": str(kept["at"]), "next": str(kept["next"]), "moved": dict(kept["moved"]), "release": release}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CourseError(
            f"{path} cannot be read ({error}): delete it, hand-ins are compared without it then"
        ) from None


def _hash(release):
    return hashlib.sha256(notebook_text(release).encode()).hexdigest()[:16]
