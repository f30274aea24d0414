"""Files of which nobody says whose they are: kept in `unclear/LAB/` until a person does."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

from autograder import CourseError
from autograder.util.files import safe_name, write_atomically
from autograder.util.imported_table import read_sheet
from autograder.util.spreadsheet import safe_cell

FOLDER = "unclear"
INDEX = ".index.json"
TABLE = "unclear.csv"
COLUMNS = ("file", "student", "came from", "why")


def keep(course_path: Path, lab: str, name: str, data: bytes, origin: str, why: str, collection: int) -> str:
    """Keep a file; the name that it has in `unclear/LAB/`."""
    name = f"{hashlib.sha256(data).hexdigest()[:8]}-{safe_name(name)}"
    folder = course_path / FOLDER / lab
    write_atomically(folder / name, data)
    index = _index(course_path, lab)
    index[name] = {"origin": origin, "why": why, "collection": collection}
    _write(course_path, lab, index)
    return name


def write_table(course_path: Path, lab: str) -> None:
    """Write `unclear.csv`, in which a person fills in who the students are; nothing unclear, no table."""
    index, folder = _index(course_path, lab), course_path / FOLDER / lab
    if not index:
        (folder / TABLE).unlink(missing_ok=True)
        return
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for name, one in sorted(index.items()):
        table.writerow([safe_cell(part) for part in (name, "", one["origin"], one["why"])])
    write_atomically(folder / TABLE, text.getvalue())


def read_table(course_path: Path, lab: str, path: Path) -> dict[str, list[Path]]:
    """Who a person says that the students are: student -> files of `unclear/LAB/`; rows without a student are left.

    Raises:
        CourseError: A column is missing, or a file is not in `unclear/LAB/`.
    """
    sheet, found, index = read_sheet(path), dict[str, list[Path]](), _index(course_path, lab)
    files, students = sheet.column("file"), sheet.column("student")
    if files is None or students is None:
        raise CourseError(f"{path}: expected the columns file and student, found {', '.join(sheet.header)[:200]}")
    for row in range(1, len(sheet.rows)):
        name, student = sheet.cell(row, files), sheet.cell(row, students)
        if student and name not in index:
            raise CourseError(f"{path}, row {row + 1}: there is no {name} in {course_path / FOLDER / lab}")
        if student:
            found.setdefault(checked(student), []).append(course_path / FOLDER / lab / name)
    return found


def checked(student: str, argument: str = "--as") -> str:
    """A student's id as a person wrote it.

    Raises:
        CourseError: It cannot be the name of a folder.
    """
    if student != safe_name(student):
        raise CourseError(
            f"{argument}: expected a student's id of letters, digits and . _ @ -, "
            f'got "{student}" (try {safe_name(student)})'
        )
    return student


def settled(course_path: Path, lab: str, origins: list[str]) -> None:
    """Files that a person has assigned are unclear no longer."""
    index, folder = _index(course_path, lab), course_path / FOLDER / lab
    for name, one in list(index.items()):
        if one["origin"] in origins or str(folder / name) in origins or str((folder / name).absolute()) in origins:
            (folder / name).unlink(missing_ok=True)
            del index[name]
    _write(course_path, lab, index)


def undo(course_path: Path, lab: str, collection: int) -> int:
    """Take back what one `collect` left unclear; how many files these were."""
    index, folder = _index(course_path, lab), course_path / FOLDER / lab
    gone = [name for name, one in index.items() if one["collection"] == collection]
    for name in gone:
        (folder / name).unlink(missing_ok=True)
        del index[name]
    _write(course_path, lab, index)
    write_table(course_path, lab)
    return len(gone)


def waiting(course_path: Path, lab: str) -> list[tuple[str, str]]:
    """`(where it came from, why it is unclear)` of each file that waits for a person."""
    return [(one["origin"], one["why"]) for _, one in sorted(_index(course_path, lab).items())]


def last_collection(course_path: Path, lab: str) -> int:
    """The number of the last `collect` that left something unclear; 0 where there is none."""
    return max((one["collection"] for one in _index(course_path, lab).values()), default=0)


def _index(course_path, lab):
    path = course_path / FOLDER / lab / INDEX
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _write(course_path, lab, index):
    path = course_path / FOLDER / lab / INDEX
    if index or path.exists():
        write_atomically(path, json.dumps(index, indent=1, ensure_ascii=False))
