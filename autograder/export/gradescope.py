"""Gradescope: a `results.json` per student, and the archive that hands them out there.

Gradescope's containers cannot build the sandbox, and hidden tests would lie beside a student's code. So grading stays
here: `run_autograder` looks a hand-in up by the SHA-256 of its file, and no name leaves this machine.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.sent_as import hashes_of, submissions
from autograder.util.archive import zipped
from autograder.util.files import write_atomically

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.course.result import Result
    from autograder.report.lab_summary import LabSummary


LOOK = "A person will look at this hand-in before its points are final."
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
    results = {result.student: results_json(found, result, waiting, labels) for result, waiting in found.current}
    for student, one in results.items():
        write_atomically(folder / found.lab / (alias(student) if alias else student) / "results.json", _text(one))
    write_atomically(folder / f"{found.lab}.zip", archive(course, found.lab, results))
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
    """What holds for the whole hand-in: why it failed, what was repaired, what being late costs; no flags."""
    late = found.penalty(result.student)
    told = result.flags[:1] if result.status == "failed" else [LOOK] if result.status == "needs-review" else []
    told += [*result.repairs, *([f"late: {late:g} points taken off"] if late else [])]
    return "\n".join(told)


def keys(course: Course, student: str, lab: str) -> list[str]:
    """What Gradescope may know a student's hand-ins by: the SHA-256 of the files, and its own numbers."""
    graded = course.submitted(student, lab) / f"{lab}.ipynb"
    files = [graded] if graded.is_file() and not graded.is_symlink() else []
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    own = [student] if SUBMISSION.fullmatch(student) else []
    return list(dict.fromkeys([*hashes_of(course, student, lab), *hashes, *submissions(course, student, lab), *own]))


def archive(course: Course, lab: str, results: Mapping[str, dict[str, Any]], without: Collection[str] = ()) -> bytes:
    """What Gradescope takes as an autograder: it hands out results that were made here.

    Args:
        course: The `Course`.
        lab: The lab's name.
        results: Student -> their `results_json`.
        without: Keys that shall find nothing.
    """
    by_key = {key: _text(one) for student, one in results.items() for key in keys(course, student, lab)}
    by_key = {key: text for key, text in by_key.items() if key not in without}
    programs = {"setup.sh": "gradescope_setup.sh", "run_autograder": "gradescope_run"}
    files = {name: (TEMPLATES / template).read_text(encoding="utf-8") for name, template in programs.items()}
    return zipped(files | {f"results/{key}.json": text for key, text in sorted(by_key.items())}, programs)


def _text(result):
    return json.dumps(result, indent=2, ensure_ascii=False) + "\n"
