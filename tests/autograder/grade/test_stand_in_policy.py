"""Whether stand-ins keep their points is one setting of the course."""

import pytest
import tiny_course

from autograder import CourseError
from autograder.course.course import Course
from autograder.grade.grade import grade_class

pytestmark = pytest.mark.sandbox
LAB = "91_stand_ins"
SOURCE = '''\
# %% [markdown]
# # Two small functions
#
# What you will do: count, double.

# %% [markdown]
# **Exercise 91.1**. Complete `count_different`.

# %% solution="count_different"
def count_different(W):
    """How many columns of W differ from each other."""
    ### BEGIN SOLUTION
    return len(set(zip(*W)))
    ### END SOLUTION


# %% points=1 tests="count_different"
assert count_different([[1.0, 2.0, 1.0]]) == 2

# %% hidden="count_different" points=1
# Hidden check: two rows.
assert count_different([[1.0, 1.0], [1.0, 2.0]]) == 2

# %% [markdown]
# **Exercise 91.2**. Complete `double`.


# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% points=1 tests="double"
assert double(2) == 4

# %% hidden="double" points=1
# Hidden check: a negative number.
assert double(-1) == -2
'''
ANSWERS = {
    "count_different": "help_me = stand_in\ncount_different = help_me('count' + '_different')",
    "double": "def double(x):\n    return x + x\n",
}
SETTING = "\nc.Course.stand_ins = {}\n"


@pytest.fixture
def course(tmp_path):
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / f"{LAB}.py").write_text(SOURCE, encoding="utf-8")
    return Course(tmp_path / "grading", root=tmp_path)


@pytest.fixture
def class_of_one(course, monkeypatch):
    monkeypatch.setattr(tiny_course, "LAB", LAB)
    tiny_course.hand_in(course, course.as_written(LAB), "ann", ANSWERS)
    return course


def say_in_config(course, value):
    with open(course.path / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(SETTING.format(value))


def graded(course):
    (result,) = grade_class(course, course.as_written(LAB), say=lambda _: None)
    return {one.id: one.score for one in result.exercises}, result


def test_by_default_points_stay_and_a_person_is_told(class_of_one):
    points, result = graded(class_of_one)
    assert points == {"count_different": 2.0, "double": 2.0}
    assert result.status == "needs-review"
    assert "count_different: the student's code asked for the stand-in in cell" in " ".join(result.flags)


def test_where_they_cost_points_a_graded_class_is_graded_anew(class_of_one):
    graded(class_of_one)
    say_in_config(class_of_one, '"cost"')
    points, result = graded(class_of_one)
    assert points == {"count_different": 0.0, "double": 2.0}
    assert "costs its points" in result.exercises[0].message
    grades = class_of_one.gradebook.grades(LAB)["ann"]
    assert sorted(one.score for one in grades) == [0.0, 0.0, 1.0, 1.0]


def test_any_other_setting_is_refused_with_the_place(class_of_one):
    say_in_config(class_of_one, '"free"')
    with pytest.raises(
        CourseError, match=r"c\.Course\.stand_ins in .*: expected \"flag\" or \"cost\", received 'free'"
    ):
        class_of_one.as_written(LAB)
