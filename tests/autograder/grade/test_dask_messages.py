"""What comes home from a worker is believed only where it is a result of this submission."""

import json
from dataclasses import replace

import pytest
from tiny_lab import RIGHT

from autograder.authoring.build import fill
from autograder.course.course import Course
from autograder.course.result import new_result
from autograder.grade import dask_messages
from autograder.grade.local import Graded

LAB = "90_tiny"


@pytest.fixture(scope="module")
def assignment(built):
    """Only looked at, so one for all tests."""
    return Course(built / "grading", root=built).as_written(LAB)


@pytest.fixture
def sent(assignment):
    """A sound result as its parts, which a test may change."""
    result = new_result(assignment, "alice")
    result.exercises[0], result.score = replace(result.exercises[0], score=3.0), 3.0
    return json.loads(dask_messages.packed(Graded(result, "", fill(assignment.release, RIGHT), 0.5)))


@pytest.fixture
def arrive(assignment):
    return lambda data: dask_messages.unpacked(data, new_result(assignment, "alice"), assignment.release)


def test_a_sound_result_comes_home_as_it_was_sent(sent, arrive, assignment):
    found = arrive(json.dumps(sent).encode())
    assert (found.result.student, found.result.score, found.own_seconds) == ("alice", 3.0, 0.5)
    assert found.notebook == fill(assignment.release, RIGHT)


def test_a_worker_that_cannot_grade_says_why(arrive):
    assert arrive(dask_messages.refusal("no bubblewrap")) == "no bubblewrap"


CHANGES = {
    "another student": lambda one: one["result"].update(student="bob"),
    "more points than there are": lambda one: one["result"]["exercises"][0].update(score=9.0),
    "points that are no number": lambda one: one["result"]["exercises"][0].update(score=float("nan")),
    "a score that is not the sum": lambda one: one["result"].update(score=8.0),
    "another maximum": lambda one: one["result"].update(max_score=3.0),
    "an exercise less": lambda one: one["result"]["exercises"].pop(),
    "a truth value for a score": lambda one: one["result"]["exercises"][0].update(score=True),
    "an unknown status": lambda one: one["result"].update(status="perfect"),
    "a field more": lambda one: one["result"].update(more=1),
    "a part less": lambda one: one.pop("notebook"),
    "no notebook": lambda one: one.update(notebook=None),
    "a check with other points": lambda one: next(
        cell for cell in one["notebook"]["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")
    )["metadata"]["nbgrader"].update(points=99),
    "metadata that is a list": lambda one: one["notebook"]["cells"][0]["metadata"].update(nbgrader=[]),
    "a remark that is a dict": lambda one: one["result"]["flags"].append({}),
    "a failure without a reason": lambda one: one["result"].update(status="failed"),
    "negative time": lambda one: one.update(own_seconds=-1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_anything_else_is_damaged(change, sent, arrive):
    change(sent)
    with pytest.raises(dask_messages.Damaged):
        arrive(json.dumps(sent).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 10**6, "text", None, b"[]", b'{"refused": 3}'])
def test_what_is_no_json_of_a_result_is_damaged(data, arrive):
    with pytest.raises(dask_messages.Damaged):
        arrive(data)
