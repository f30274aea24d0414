"""Extensions of students who have not handed in yet: nbgrader keeps them with a submission, and there is none."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.util.files import write_atomically

FILE = "extensions.json"


def wait(course_path: Path, lab: str, student: str, hours: float) -> None:
    """Keep an extension until there is a submission; 0 hours take it away."""
    found = _read(course_path)
    found.setdefault(lab, {}).pop(student, None)
    if hours:
        found[lab][student] = hours
    _write(course_path, found)


def waiting(course_path: Path, lab: str) -> dict[str, float]:
    """The hours of each student whose extension waits for a submission."""
    return dict(_read(course_path).get(lab, {}))


def take(course_path: Path, lab: str, student: str) -> float | None:
    """The hours of a student who has handed in now; they wait no longer. None where there are none."""
    found = _read(course_path)
    hours = found.get(lab, {}).pop(student, None)
    if hours is not None:
        _write(course_path, found)
    return hours


def forget(course_path: Path, student: str) -> bool:
    """Delete a student's extensions; were there any?"""
    found = _read(course_path)
    gone = [hours.pop(student) for hours in found.values() if student in hours]
    _write(course_path, found)
    return bool(gone)


def _read(course_path):
    path = course_path / FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _write(course_path, found):
    kept = {lab: hours for lab, hours in found.items() if hours}
    if kept:
        write_atomically(course_path / FILE, json.dumps(kept, indent=1))
    else:
        (course_path / FILE).unlink(missing_ok=True)
