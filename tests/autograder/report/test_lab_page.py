import re

import pytest

from autograder.course.gradebook import Lateness
from autograder.course.result import Result
from autograder.report.charts import histogram
from autograder.report.lab_page import lab_page, page, write_report
from autograder.report.lab_summary import LabSummary
from autograder.report.similarity import Hint
from autograder.util.exercise_result import ExerciseResult

EVIL = "<script>alert(1)</script>"


def result(student, score, message="", **more):
    exercises = [ExerciseResult("add", score, 3.0, message)]
    return Result(student, "90_tiny", score=score, max_score=3.0, exercises=exercises, **more), []


def shown(*current):
    return page("90_tiny", "Count and add", list(current))


def test_the_page_says_how_the_class_stands():
    text = shown(result("alice", 3.0), result("bob", 1.0, "wrong sign"), result("eve", 0.0, status="failed"))
    assert "<b>3</b> handed in" in text
    assert "<b>2 of 3</b> points on average" in text
    assert "1 × wrong sign" in text


def test_everything_from_students_is_escaped():
    text = shown(result(EVIL, 1.0, EVIL, repairs=[EVIL], flags=[EVIL], status="needs-review"))
    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 4


def test_the_page_is_self_contained_and_runs_nothing():
    text = shown(result("alice", 3.0))
    assert not re.search(r"<script|<link|<img|src=|https?://|@import|url\(", text)
    assert "default-src 'none'" in text


def test_every_picture_has_words():
    text = shown(result("alice", 3.0))
    assert text.count("<svg") == text.count('role="img"') == text.count('role="img" aria-label="')
    assert "Points of the class: 1 with 3 points" in text


def test_failed_and_unclear_submissions_are_listed_with_their_reasons():
    text = shown(result("eve", 0.0, status="failed", flags=["The file is empty."]))
    assert re.search(r'class="failed">eve</td>.*?The file is empty\.', text, re.DOTALL)
    assert "Nothing has been graded yet." in text


def test_messages_that_two_students_heard_are_for_the_next_lecture():
    text = shown(*(result(f"s{n}", 1.0, "dW was transposed") for n in range(3)), result("t", 1.0, "heard once"))
    assert re.search(r"For the next lecture.*dW was transposed</span>: 3 of 4", text, re.DOTALL)
    assert "heard once</span>" not in text


def test_a_late_hand_in_is_shown_with_what_it_costs():
    text = lab_page(LabSummary("90_tiny", "Count", [result("alice", 3.0)], {"alice": Lateness(7200.0, 1.5)}))
    assert "2.0 hours, −1.5 points" in text
    assert "1.5 of 3</td>" in text


def test_shared_work_is_a_hint_with_its_evidence():
    one = {"exercise": "add", "code": f"def add(v1):\n    return {EVIL!r}", "count": 2, "of": 40}
    text = lab_page(LabSummary("90_tiny", "Count", [result("alice", 3.0)]), [Hint(("alice", EVIL), (one,))])
    assert "A hint, no verdict." in text
    assert "add: the same code, which 2 of 40 students have" in text
    assert "<script" not in text


@pytest.mark.parametrize(("most", "labels"), [(3, ["0", "1", "2", "3"]), (24, ["0–2", "3–5", "21–23", "24"])])
def test_the_bars_cover_all_points(most, labels):
    bars = histogram([0, most, most / 2], most)
    assert sum(bar["count"] for bar in bars) == 3
    assert [bar["label"] for bar in bars[:2] + bars[-2:]] == labels


@pytest.mark.sandbox
def test_the_report_takes_the_points_that_the_gradebook_has_now(course, assignment, hand_in):
    from nbgrader.api import Gradebook
    from tiny_lab import RIGHT

    from autograder.grade.grade import grade_class

    hand_in("alice", RIGHT | {"why": "A mean shares the sum out."})
    grade_class(course, assignment, say=lambda text: None)
    assert "1 written answer waits for a person" in write_report(course, assignment).read_text(encoding="utf-8")
    with Gradebook(f"sqlite:///{course.path}/gradebook.db") as book:
        grade = book.find_grade("why", assignment.name, assignment.name, "alice")
        grade.manual_score, grade.needs_manual_grade = 2, False
        book.db.commit()
    text = write_report(course, assignment).read_text(encoding="utf-8")
    assert "<b>8 of 8</b> points on average" in text
    assert "wait for a person" not in text
