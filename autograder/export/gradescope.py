"""Gradescope: a `results.json` per student, and the archive that hands them out there.

Gradescope's containers cannot build the sandbox, and hidden tests would lie beside a student's code. So grading stays
here: `run_autograder` looks a hand-in up by the SHA-256 of its file, and no name leaves this machine.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.hand_ins import read_history
from autograder.util.files import write_atomically

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.course.result import Result
    from autograder.report.lab_summary import LabSummary


MADE = (1980, 1, 1, 0, 0, 0)  # the same archive for the same grades
SUBMISSION = re.compile(r"submission_\d+")

TEMPLATES = Path(__file__).with_name("templates")


def write_gradescope(
    course: Course, found: LabSummary, labels: Mapping[str, str], alias: Callable[[str], str] | None = None
) -> Path:
    """Write `exports/gradescope/LAB/STUDENT/results.json` and `exports/gradescope/LAB.zip`.

    Args:
        course: The `Course`.
        found: The lab's `LabSummary`.
        labels: Exercise -> its number in the lab.
        alias: A function from student to pseudonym, for the names of the folders.

    Returns:
        The path of the archive: in Gradescope, Configure Autograder, upload it, and rerun.
    """
    folder = course.path / "exports" / "gradescope"
    by_key: dict[str, str] = {}
    for result, waiting in found.current:
        text = json.dumps(results_json(found, result, waiting, labels), indent=2, ensure_ascii=False) + "\n"
        name = alias(result.student) if alias else result.student
        write_atomically(folder / found.lab / name / "results.json", text)
        by_key |= dict.fromkeys(_keys(course, result.student, found.lab), text)
    write_atomically(folder / f"{found.lab}.zip", _archive(by_key))
    return folder / f"{found.lab}.zip"


def results_json(
    found: LabSummary, result: Result, waiting: Collection[str], labels: Mapping[str, str]
) -> dict[str, Any]:
    """One result in Gradescope's form; see gradescope-autograders.readthedocs.io, "Autograder Specifications"."""
    tests = [_test(one, one.id in waiting, labels) for one in result.exercises]
    return {
        "score": round(found.score(result), 2),
        "execution_time": round(result.seconds),
        "output": _words(found, result),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests if result.status != "failed" else [],
    }


def _test(one, waits, labels):
    full = one.score >= one.max_score and not one.message
    return {
        "name": one.id,
        "number": labels.get(one.id, ""),
        "score": round(one.score, 2),
        "max_score": one.max_score,
        "status": "passed" if full else "failed",
        "output": "This answer waits for a person." if waits else one.message,
        "output_format": "text",
        "visibility": "visible",
    }


def _words(found, result):
    """What holds for the whole hand-in: why it failed, what was repaired, what being late costs."""
    late = found.penalty(result.student)
    flags = [flag for flag in result.flags if not flag.startswith("also handed in")]  # those name files and folders
    told = [*flags, *result.repairs, *([f"late: {late:g} points taken off"] if late else [])]
    return "\n".join(told)


def _keys(course, student, lab):
    """The SHA-256 of the file that counts, as it came, and of the notebook that was graded; Gradescope's own number."""
    counts, _, _ = read_history(course.path, student, lab).counting(course.zone())
    graded = course.submitted(student, lab) / f"{lab}.ipynb"
    hashes = [counts.sha256] if counts and counts.sha256 else []
    if graded.is_file() and not graded.is_symlink():
        hashes.append(hashlib.sha256(graded.read_bytes()).hexdigest())
    return hashes + ([student] if SUBMISSION.fullmatch(student) else [])


def _archive(by_key):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, mode in (("setup.sh", "gradescope_setup.sh"), ("run_autograder", "gradescope_run")):
            _put(archive, name, (TEMPLATES / mode).read_text(encoding="utf-8"), 0o755)
        for key, text in sorted(by_key.items()):
            _put(archive, f"results/{key}.json", text, 0o644)
    return data.getvalue()


def _put(archive, name, text, mode):
    entry = zipfile.ZipInfo(name, MADE)
    entry.external_attr, entry.compress_type = (0o100000 | mode) << 16, zipfile.ZIP_DEFLATED
    archive.writestr(entry, text)
