"""A class in which most files are made to stop who reads them: the others get their points, and all get a result."""

from contextlib import closing
from dataclasses import replace

import pytest
from hostile_files import SHAPES
from tiny_lab import RIGHT

from autograder.authoring.build import fill, notebook_text
from autograder.collect.collect import collect
from autograder.course.result import read_result
from autograder.grade.grade import grade_class
from autograder.reading import reader
from autograder.sandbox.limits import limits

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

LAB = "90_tiny"
HONEST, HOSTILE, SIZE = 20, 50, 100_000
TOO_LONG, SECONDS = 3_000_000, 2  # bytes that take longer than this


def write(folder, student, data):
    (folder / student).mkdir(parents=True)
    (folder / student / f"{LAB}.ipynb").write_bytes(data)


@pytest.fixture(autouse=True)
def quick_reader(monkeypatch):
    """Files are read with a bound that some of the hostile ones reach in a test's time."""
    with closing(reader.Reader(bounds=replace(limits(), reading_seconds=SECONDS))) as quick:
        monkeypatch.setattr(reader, "_shared", quick)
        yield


def test_50_hostile_files_in_a_class_of_20_honest_ones(course, assignment, shared_base, monkeypatch, tmp_path):
    monkeypatch.setattr("autograder.grade.grade.base", shared_base)
    folder = tmp_path / "class"
    for number in range(HONEST):
        answers = RIGHT | {"why": f"A mean shares the sum, says {number}."}
        write(folder, f"honest{number}", notebook_text(fill(assignment.release, answers)).encode())
    for number, name in enumerate([*SHAPES][:: len(SHAPES) // HOSTILE][: HOSTILE - 2]):
        write(folder, f"hostile{number}", SHAPES[name](SIZE))
    for number, name in enumerate(("many f-strings", "unicode names")):
        write(folder, f"slow{number}", SHAPES[name](TOO_LONG))
    found = collect(course, assignment, [folder], lambda line: None)
    assert len(found.records) == HONEST + HOSTILE
    for name in ("slow0", "slow1"):
        assert found.records[name]["problem"].startswith(f"Reading the file took more than {SECONDS} seconds")
    results = grade_class(course, assignment, say=lambda line: None)
    assert len(results) == HONEST + HOSTILE
    honest = [one for one in results if one.student.startswith("honest")]
    assert [(one.score, one.status, one.flags, one.repairs) for one in honest] == [(6, "graded", [], [])] * HONEST
    for one in results:
        assert not any("grader" in flag for flag in one.flags), (one.student, one.flags)
        assert one.status != "failed" or one.flags[0].endswith("."), (one.student, one.flags)
        assert one.student[:4] != "slow" or "seconds of processor time" in one.flags[0]
        assert read_result(course.result(one.student, LAB))[0].status == one.status
