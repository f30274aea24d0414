import pytest

from autograder.course.result import Result
from autograder.report.item_analysis import common_messages, discrimination, items
from autograder.util.exercise_result import ExerciseResult


def result(student, add, mean, message=""):
    exercises = [
        ExerciseResult("add", add, 3.0, message),
        ExerciseResult("mean", mean, 2.0, ""),
    ]
    return Result(student, "90_tiny", score=add + mean, max_score=5.0, exercises=exercises)


def klass(pairs):
    return [(result(f"s{number}", *pair), []) for number, pair in enumerate(pairs)]


def test_difficulty_is_the_share_of_the_points():
    add, mean = items(klass([(3.0, 0.0), (0.0, 0.0), (3.0, 2.0)]))
    assert (add.share, add.full, add.students) == (pytest.approx(2 / 3), 2, 3)
    assert mean.share == pytest.approx(1 / 3)


def test_an_exercise_that_agrees_with_the_rest_discriminates_and_one_that_contradicts_is_negative():
    agrees, contradicts = klass([(3.0, 2.0), (0.0, 0.0)] * 6), klass([(3.0, 0.0), (0.0, 2.0)] * 6)
    assert items(agrees)[0].discrimination == pytest.approx(1)
    assert items(contradicts)[0].discrimination == pytest.approx(-1)


def test_an_exercise_s_own_points_do_not_count_in_the_rest():
    scores = [{"add": add, "mean": mean} for add in (0.0, 3.0) for mean in (0.0, 2.0)] * 3
    assert discrimination(scores, "add") == pytest.approx(0)


@pytest.mark.parametrize("scores", [[{"a": 1.0, "b": 2.0}] * 9, [{"a": 1.0, "b": float(n)} for n in range(20)], []])
def test_where_discrimination_cannot_be_told_it_is_not_told(scores):
    assert discrimination(scores, "a") is None


def test_answers_that_wait_for_a_person_count_neither_as_an_item_nor_as_rest():
    current = [(one, ["mean"]) for one, _ in klass([(3.0, 2.0), (0.0, 0.0)] * 6)]
    add, mean = items(current)
    assert add.discrimination is None
    assert (mean.discrimination, mean.waiting) == (None, 12)


def test_failed_hand_ins_are_not_counted():
    current = klass([(3.0, 2.0)])
    current.append((Result("eve", "90_tiny", status="failed"), []))
    assert items(current)[0].students == 1


def test_messages_that_differ_only_in_the_students_numbers_count_together():
    messages = ["looks like a lost sign: expected 1, received 2", "looks like a lost sign: expected 1, received 5", "x"]
    assert common_messages(messages) == [("looks like a lost sign", 2), ("x", 1)]


def test_an_exercise_that_was_not_begun_is_called_so():
    assert common_messages(["NotImplementedError: Exercise 1.2: sigmoid"]) == [("not done yet", 1)]
