import pytest
from tiny_lab import RIGHT

from autograder.report.similarity import hints, normalised, shared

ODD = '''
def add(a, b):
    """My own words."""
    total = 0
    for step in (a, b):  # one after the other
        total = total + step * 2
    result = [total / 2, a, b]
    if result[0] > a:
        result = [result[0] + 1 - 1]
    return result[0]
'''
SAME = """
def add(first, second):
    sum_of_all = 0
    for it in (first, second):
        sum_of_all = sum_of_all + it * 2
    out = [sum_of_all / 2, first, second]
    if out[0] > first:
        out = [out[0] + 1 - 1]
    return out[0]
"""
USUAL = "def add(a, b):\n    return a + b\n"


def klass(number=20, **others):
    return {f"s{n}": {"add": USUAL} for n in range(number)} | {name: {"add": code} for name, code in others.items()}


def test_names_comments_docstrings_annotations_and_imports_do_not_tell_solutions_apart():
    assert normalised(ODD) == normalised(SAME) == normalised("import os\n" + ODD.replace("a, b", "a: int, b", 1))


def test_other_numbers_other_operations_and_library_names_do():
    for old, new in (("* 2", "* 3"), ("/ 2", "// 2"), ("result[0]", "max(result)")):
        assert normalised(ODD) != normalised(ODD.replace(old, new))
    assert normalised("def f(x):\n    return np.sum(x)") != normalised("def f(x):\n    return np.prod(x)")


@pytest.mark.parametrize("code", ["def add(:", "x = " + "(" * 500, "\0", "x" * 30_000, "-" * 15_000 + "1", ""])
def test_what_is_no_python_or_too_large_is_no_evidence(code):
    assert normalised(code) == ""
    assert shared(klass(eve=code, mallory=code)) == []


def test_two_students_with_the_same_unusual_solution_are_a_hint_with_evidence():
    (hint,) = shared(klass(eve=ODD, mallory=SAME))
    assert hint.students == ("eve", "mallory")
    assert (hint.evidence[0].exercise, hint.evidence[0].count, hint.evidence[0].of) == ("add", 2, 22)
    assert "v1" in hint.evidence[0].code


def test_what_many_wrote_or_everybody_was_given_is_no_hint():
    assert shared(klass(eve=ODD, mallory=SAME, trent=SAME)) == []
    assert shared(klass(eve=ODD, mallory=SAME), usual={("add", normalised(ODD))}) == []


def test_short_solutions_look_alike_by_themselves():
    short = "def add(a, b):\n    return b + a\n"
    assert shared(klass(eve=short, mallory=short)) == []


def test_in_a_small_class_nothing_is_unusual():
    assert shared(klass(4, eve=ODD, mallory=SAME)) == []


@pytest.mark.sandbox
def test_the_graded_notebooks_are_compared_without_being_run(course, assignment, hand_in):
    from autograder.grade.grade import grade_class

    for number in range(9):
        hand_in(f"s{number}", RIGHT)
    hand_in("eve", RIGHT | {"add": ODD})
    hand_in("mallory", RIGHT | {"add": SAME})
    grade_class(course, assignment, say=lambda text: None)
    found = hints(course, assignment, course.students(assignment.name))
    assert [hint.students for hint in found] == [("eve", "mallory")]
