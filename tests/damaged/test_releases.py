"""Notebooks of an older release, and the instructor's own."""

import json

import pytest
from damaged.cases import Cases
from damaged.lab import code

case = Cases()


@pytest.mark.parametrize("one", case, ids=lambda one: one.make.__name__)
def test_another_release_gets_the_points_of_its_work(one, file, check):
    check(one, one.bytes(file))


def graded(grade_id, source, *, locked):
    more = {"grade": locked, "locked": locked, "solution": not locked, "schema_version": 3, "grade_id": grade_id}
    return code(source, metadata={"nbgrader": more | ({"points": 1} if locked else {})}, id=grade_id)


@case("test_old is no part of the lab as it is now: left out")
def a_test_that_is_no_more(file):
    file.cells.insert(8, graded("test_old", "raise SystemExit", locked=True))


@case(flags=("old is no exercise of the lab as it is now: kept, but not graded",))
def an_exercise_that_is_no_more(file):
    file.cells.insert(8, graded("old", "def old():\n    return 1", locked=False))


@case("made from an earlier release of the lab: graded as the lab is now",
      "nbgrader's metadata was missing or changed in 1 cell: put back",
      "norm: found by the names that it defines")  # fmt: skip
def an_exercise_of_another_name(file):
    text = json.dumps(file.raw).replace("91_damaged/norm", "91_damaged/length")
    for old, new in (('"norm"', '"length"'), ('"test_norm"', '"test_length"'), ("-norm", "-length")):
        text = text.replace(old, new)
    file.raw = json.loads(text)


@case("test_norm was edited: the course's own is used", "test_bends was missing: put back",
      "1 given cell was missing or changed: put back")  # fmt: skip
def tests_and_given_cells_that_have_changed_since(file):
    file.remove("test_bends")
    file.cell("test_norm")["source"] = "assert norm([0]) == 0"
    file.with_text("grid =").update(source="grid = None", id="0ld", metadata={"id": "0ld", "course": {"kind": "given"}})


def test_the_instructors_notebook_is_graded_and_flagged(lab, check):
    from damaged.cases import Case

    from autograder.authoring.build import instructor_notebook, notebook_text

    data = notebook_text(instructor_notebook(lab)).encode()
    flag = "this is the instructor's notebook, with the course's own solutions or checks: ask where it comes from"
    check(Case(None, ("hidden_norm was edited: the course's own is used",), (flag,)), data)
