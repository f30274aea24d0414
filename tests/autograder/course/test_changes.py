"""What became of a lab's graded cells: recognised where it is unambiguous, never guessed."""

import pytest

from autograder import CourseError
from autograder.course.cell_forms import CellForm, RawCell, forms
from autograder.course.changes import compare

A = "# Hidden check: negative numbers.\nassert add(-1, -2) == -3, 'looks like the absolute value'"
B = "# Hidden check: zero.\nfor other in range(5):\n    assert add(0, other) == other"
C = "# Hidden check: floats, lists and whatever else there is.\nchecks.close(add(0.5, 0.25), 0.75, 'add')"
TASK = 'def {0}(a, b):\n    """The sum of two numbers, whatever they are."""\n    raise NotImplementedError("{0}")'


def lab(*exercises):
    """The forms of a lab: (name, kind, visible checks, hidden checks), a check as text or (text, points)."""
    found = []
    for name, text, visible, hidden in exercises:
        kind = "answer" if visible is None else "solution"
        found.append(CellForm(name, kind, name, 2.0 if kind == "answer" else 0.0, text))
        for word, some in (("test", visible or []), ("hidden", hidden)):
            for number, one in enumerate(some, start=1):
                source, points = one if isinstance(one, tuple) else (one, 1.0)
                grade_id = f"{word}_{name}" + (f"_{number}" if number > 1 else "")
                found.append(CellForm(grade_id, "tests" if word == "test" else "hidden", name, points, source))
    return found


def add(visible=("assert add(1, 2) == 3",), hidden=(A, B), name="add", task=TASK):
    return name, task.format(name), list(visible), list(hidden)


FIRST = ("first", "first = todo('Exercise 1.0: first')", ["assert first in range(10)"], [])
LAST = ("last", "last = todo('Exercise 1.9: last')", ["assert last in range(10)"], [])


@pytest.mark.parametrize(
    ("before", "after", "points"),
    [
        ((A, B), (A, B), {"hidden_add": "hidden_add", "hidden_add_2": "hidden_add_2"}),
        ((A, B), (B,), {"hidden_add_2": "hidden_add"}),
        ((A,), (A,), {"hidden_add": "hidden_add"}),
        ((A,), (B,), {"hidden_add": "hidden_add"}),  # one check before, one after: it is that one
        ((A, B), (B, A), {"hidden_add": "hidden_add_2", "hidden_add_2": "hidden_add"}),
        ((A,), (B, A), {"hidden_add": "hidden_add_2"}),
        ((A, B), (A.replace("negative", "small"), B), {"hidden_add": "hidden_add", "hidden_add_2": "hidden_add_2"}),
        ((A, B), (B.replace("zero", "nought"),), {"hidden_add_2": "hidden_add"}),
        ((A, B), (A, C), {"hidden_add": "hidden_add", "hidden_add_2": "hidden_add_2"}),
        ((A, B), (C,), {}),
        ((A, A), (A,), {"hidden_add": "hidden_add"}),
        ((A,), (), {}),
    ],
)
def test_the_checks_of_one_exercise_are_told_apart_by_their_text_not_by_their_number(before, after, points):
    change = compare(lab(add(hidden=before)), lab(add(hidden=after)))
    assert {old: new for old, new in change.points.items() if old != "test_add"} == points
    assert change.comments == {"add": "add"}


def test_a_check_that_takes_the_number_of_one_that_is_gone_is_another_check():
    change = compare(lab(add(hidden=[A, B])), lab(add(hidden=[C])))
    assert change.needed
    assert set(change.sentences()) == {"hidden_add is another check now.", "hidden_add_2 is gone."}


def test_an_exercise_under_another_name_is_recognised_with_its_checks():
    before = lab(FIRST, add(), LAST)
    after = lab(FIRST, add(visible=["assert plus(1, 2) == 3"], hidden=[one.replace("add(", "plus(") for one in (A, B)],
                           name="plus"), LAST)  # fmt: skip
    change = compare(before, after)
    assert change.comments == {"first": "first", "add": "plus", "last": "last"}
    assert change.points["hidden_add_2"] == "hidden_plus_2"
    assert change.sentences() == ["The exercise add is called plus now: its points and comments go along."]


OTHER = {
    "other points": lab(FIRST, add(name="plus", hidden=[(A.replace("add", "plus"), 3.0), B]), LAST),
    "another task": lab(
        FIRST, add(name="plus", task="def {0}(text):\n    # the length of a text\n    return todo()"), LAST
    ),
    "another place": lab(add(name="plus"), FIRST, LAST),
    "two of them": lab(FIRST, add(name="plus"), add(name="sum_of"), LAST),
}


@pytest.mark.parametrize("case", OTHER)
def test_an_exercise_that_could_be_another_one_is_not_guessed(case):
    change = compare(lab(FIRST, add(), LAST), OTHER[case])
    assert "add" not in change.comments
    assert "hidden_add" not in change.points
    assert {"add is gone.", "plus is new."} <= set(change.sentences())


def test_short_exercises_that_look_alike_are_not_taken_for_each_other():
    before, after = lab(add(), FIRST), lab(add(), LAST)
    assert "first" not in compare(before, after).comments
    assert "test_first" not in compare(before, after).points


def test_what_the_instructor_says_comes_first():
    change = compare(
        lab(FIRST, add()), lab(add(name="plus", hidden=[C]), FIRST), {"add": "plus", "hidden_add": "hidden_plus"}
    )
    assert change.comments == {"first": "first", "add": "plus"}
    assert change.points == {"test_first": "test_first", "test_add": "test_plus", "hidden_add": "hidden_plus"}


def test_a_hidden_check_that_became_visible_is_the_same_check():
    change = compare(lab(add(hidden=[A, B])), lab(add(visible=["assert add(1, 2) == 3", A], hidden=[B])))
    assert change.points == {"test_add": "test_add", "hidden_add": "test_add_2", "hidden_add_2": "hidden_add"}


def test_a_written_answer_that_checks_grade_now_keeps_its_comments_and_gives_its_points_only_where_it_is_said():
    before = lab(add(), ("why", "**Exercise 2**. Why is a sum no mean? Write two sentences.", None, []))
    after = lab(add(), ("why", "why = todo('Exercise 2: why')", [("assert why in range(4)", 2.0)], []))
    change = compare(before, after)
    assert change.comments["why"] == "why"
    assert "why" not in change.points
    assert "why was a written answer and is graded by checks now." in change.sentences()
    assert compare(before, after, {"why": "test_why"}).points["why"] == "test_why"
    assert compare(before, after, {"why": "test_why"}).comments["why"] == "why"


@pytest.mark.parametrize(
    ("renamed", "words"),
    [
        ({"sub": "plus"}, "--renamed sub=plus: the lab had no sub; it had add, hidden_add"),
        ({"add": "sub"}, "--renamed add=sub: the lab has no sub; it has hidden_plus"),
        ({"add": "test_plus"}, "--renamed add=test_plus: one gives points and the other does not; name the checks"),
        ({"hidden_add": "test_plus", "test_add": "test_plus"}, "gives the name test_plus to two"),
    ],
)
def test_a_name_that_is_not_there_is_said_with_those_that_are(renamed, words):
    with pytest.raises(CourseError, match=words):
        compare(lab(add()), lab(add(name="plus")), renamed)


def test_the_exercise_of_a_check_is_known_from_its_name_alone():
    cells = [RawCell("add", False, True, 0, ""), RawCell("add_2", False, True, 0, "")]
    cells += [RawCell(name, True, False, 1, "") for name in ("test_add", "test_add_2", "hidden_add_3", "test_add_2_2")]
    assert [one.exercise for one in forms(cells)] == ["add", "add_2", "add", "add_2", "add", "add_2"]
