import re

import pytest

from autograder import CourseError
from autograder.course.result import Result
from autograder.report.course_page import concern, course_page, hardest, write_course_report
from autograder.report.lab_summary import LabSummary
from autograder.util.exercise_result import ExerciseResult

EVIL = "<script>alert(1)</script>"


def lab(name, most=4.0, **scores):
    def result(student, score):
        exercises = [ExerciseResult("add", score, most, EVIL)]
        return Result(student, name, score=score, max_score=most, exercises=exercises, flags=[EVIL]), []

    return LabSummary(name, f"Title of {name}", [result(*one) for one in scores.items()])


def test_the_page_shows_every_lab_in_its_order_with_the_middle_half():
    text = course_page([lab("01_a", alice=4.0, bob=2.0, eve=3.0), lab("02_b", alice=1.0, bob=1.0)])
    assert "lab by lab: 01 75 %, 02 25 %" in text
    assert "62–88 %" in text


def test_a_lab_without_points_has_a_row_but_no_mark():
    text = course_page([lab("00_start", most=0.0, alice=0.0), lab("01_a", alice=4.0)])
    assert "lab by lab: 01 100 %" in text
    assert "00_start" in text


def test_a_student_s_row_has_a_dash_for_what_was_not_handed_in():
    text = course_page([lab("01_a", alice=4.0), lab("02_b", bob=2.0)], people=["zoe"])
    assert re.search(r"alice</td>\s*<td class=\"number\">100 %</td><td class=\"number\"><span class=\"quiet\">–", text)
    assert "<li>zoe has handed in nothing yet</li>" in text


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ([1.0, 0.9], ""),
        ([0.9, None], "did not hand in the last lab"),
        ([0.9, 0.9, 0.5], "has 50% of the last lab's points, 90% on average before"),
        ([None, None], "has handed in nothing yet"),
        ([None, 0.2], ""),
    ],
)
def test_a_teacher_learns_whom_to_speak_to(shares, says):
    assert concern(shares) == says


def test_the_hardest_exercise_comes_first():
    assert [name for name, _ in hardest([lab("01_a", alice=4.0), lab("02_b", alice=1.0)])] == ["02_b", "01_a"]


def test_the_page_is_escaped_self_contained_and_every_picture_has_words():
    text = course_page([lab("01_a", alice=4.0, **{EVIL: 1.0})], {"01_a": []}, [EVIL])
    assert not re.search(r"<script|<link|<img|src=|https?://|@import|url\(", text)
    assert text.count("<svg") == text.count('role="img" aria-label="')


def test_a_course_without_results_gets_a_sentence(course):
    with pytest.raises(CourseError, match="nothing has been graded"):
        write_course_report(course)
