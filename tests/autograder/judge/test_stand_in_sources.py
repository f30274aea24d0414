"""A stand-in travels alone: it works, and brings no other answer that it does not call."""

import pytest

from autograder.judge.stand_in_sources import answer, in_order, piece, pieces
from autograder.judge.student_stand_ins import made, module
from autograder.judge.visible import graph, is_finished, reached
from course_utils.stand_ins import finished, modules

SEEN = reached(frozenset())


def test_the_grader_knows_the_same_stand_ins_as_the_course():
    assert pieces() == modules()


@pytest.mark.parametrize("name", sorted(modules()))
def test_every_piece_can_be_run_and_defines_what_was_asked_for(name):
    space = vars(module(pieces()[name], piece(name).source))
    assert callable(space[name])
    assert set(space) & set(modules()) == set(piece(name).names)


def test_an_answer_that_calls_no_other_comes_alone():
    assert piece("relu").names == ("relu",)
    assert "def tanh" not in piece("relu").source


def test_an_argument_that_is_called_like_another_answer_brings_nothing():
    assert piece("nesterov").names == ("nesterov",)


def test_an_answer_brings_those_that_it_calls():
    assert piece("mlp_forward").names == ("dense", "mlp_forward")


def test_a_made_function_gives_what_the_courses_own_gives():
    assert made(answer("weighted_sum", SEEN))([1.0, 2.0], [3.0, 4.0], 0.5) == finished("weighted_sum")(
        [1.0, 2.0], [3.0, 4.0], 0.5
    )


def test_what_the_student_does_not_see_travels_along_and_nothing_else():
    assert answer("unbroadcast", SEEN).modules == ("course_utils.models.graph",)
    assert answer("unbroadcast", SEEN | {"course_utils.models.graph"}).modules == ()


def test_modules_come_after_those_that_they_import_and_hold_no_answers():
    found = in_order({"course_utils.labs.regularization.contest"})
    assert found.index("course_utils.models.digit_classifier") < found.index("course_utils.labs.regularization.contest")
    assert not any(is_finished(name) for name in found)
    assert set(found) <= set(graph().modules)


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match=r"expected one of .*relu.*, received 'wisdom'"):
        made(answer("wisdom", SEEN))
