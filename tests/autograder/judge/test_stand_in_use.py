"""What a person is told about finished answers that the student's own code asked for."""

import pytest

import course_utils
from autograder.judge.messages import CheckCell, StudentCell
from autograder.judge.stand_in_use import COST, after_cost, flags, given

SETUP = StudentCell(0, "from course_utils import checks, stand_in", "setup")

SEE = "see whether that answers the exercise"


def own(source):
    return StudentCell(1, source, "solution")


def test_a_stand_in_that_was_asked_for_is_named_with_the_place():
    told = flags([], [CheckCell(2, ("relu",), "")], asked={"relu": "in cell 4"})
    assert told == ["relu: the student's code asked for the stand-in in cell 4: decide what it is worth"]


def test_where_a_stand_in_costs_the_points_the_sentence_says_so():
    (told,) = flags([], [CheckCell(2, ("relu",), "")], asked={"relu": "in cell 4"}, policy="cost")
    assert told.endswith("in cell 4: its points are 0, as this course's setting says")


def test_only_the_exercise_whose_stand_in_was_asked_for_loses_its_points():
    tests = [CheckCell(1, ("relu",), ""), CheckCell(2, ("capstone",), ""), CheckCell(3, ("make_model",), "")]
    results = {1: (True, ""), 2: (True, ""), 3: (True, "")}
    assert after_cost(results, tests, {"capstone": "", "sigmoid": ""}) == results | {2: (False, COST)}


def test_the_stand_in_of_another_lab_is_named_as_well():
    told = flags([], [CheckCell(2, ("f",), "")], asked={"relu": "in cell 4"})
    assert told == ["the student's code asked for the stand-in relu in cell 4: see whether it answers an exercise here"]


def test_answers_that_come_with_another_one_are_named_beside_it():
    (told,) = flags([], [CheckCell(2, ("capstone", "make_model"), "")], asked={"capstone": "in cell 4"})
    assert "in cell 4, and make_model with it:" in told


def test_what_a_released_cell_asks_for_is_everybodys():
    cells = [SETUP, StudentCell(1, 'f = stand_in("relu")\ng = course_utils.stand_in(name="dense")', "given")]
    assert given([*cells, own('h = stand_in("sigmoid")')]) == {"relu", "dense"}


@pytest.mark.parametrize(
    ("source", "flagged"),
    [
        ("from course_utils.models.dense_net import forward as f", "models.dense_net"),
        ("import course_utils.labs.losses.stand_ins as it\nf = it.mse", "labs.losses.stand_ins"),
        ("from course_utils.models import dense_net", "models"),
        ("from course_utils import datasets, checks", ""),
        ("from course_utils.given_by_the_lab import f", ""),
        ("import numpy as np", ""),
    ],
)
def test_an_inner_module_of_the_course_in_a_solution_is_named(source, flagged):
    told = flags([own(source)], [], ["from course_utils.given_by_the_lab import f"])
    assert told == ([f"a solution imports course_utils.{flagged}: {SEE}"] if flagged else [])


def test_an_import_that_is_not_there_while_grading_is_said_to_be_so():
    told = flags([own("from course_utils.labs.losses.figures import anything")], [], seen={"course_utils"})
    module = "course_utils.labs.losses.figures"
    assert told == [f"a solution imports {module}, which is not there while grading: see what fails without it"]


@pytest.mark.parametrize("name", course_utils.__all__)
def test_every_public_name_of_the_course_may_be_imported(name):
    assert flags([own(f"from course_utils import {name}")], []) == []


def test_a_name_that_the_course_does_not_offer_is_named():
    told = flags([own("from course_utils import interactives, live, stand_ins")], [])
    assert told == [f"a solution imports course_utils.{name}: {SEE}" for name in ("interactives", "live", "stand_ins")]


def test_given_cells_may_import_what_they_like():
    assert flags([SETUP, StudentCell(1, "import course_utils.models.dense_net", "given")], []) == []
