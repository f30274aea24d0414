import re

import pytest

from autograder.report import common_messages, histogram, page, write_report
from autograder.results import Result

EVIL = "<script>alert(1)</script>"


def result(student, score, message="", **more):
    exercises = [{"id": "add", "score": score, "max_score": 3.0, "message": message}]
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


def test_messages_that_differ_only_in_the_students_numbers_count_together():
    messages = ["looks like a lost sign: expected 1, received 2", "looks like a lost sign: expected 1, received 5", "x"]
    assert common_messages(messages) == [("looks like a lost sign", 2), ("x", 1)]


def test_an_exercise_that_was_not_begun_is_called_so():
    assert common_messages(["NotImplementedError: Exercise 1.2: sigmoid"]) == [("not done yet", 1)]


@pytest.mark.parametrize(("most", "labels"), [(3, ["0", "1", "2", "3"]), (24, ["0–2", "3–5", "21–23", "24"])])
def test_the_bars_cover_all_points(most, labels):
    bars = histogram([0, most, most / 2], most)
    assert sum(bar["count"] for bar in bars) == 3
    assert [bar["label"] for bar in bars[:2] + bars[-2:]] == labels


@pytest.mark.sandbox
def test_the_report_takes_the_points_that_the_gradebook_has_now(course, assignment, hand_in):
    from nbgrader.api import Gradebook
    from tiny_lab import RIGHT

    from autograder.grade import grade_class

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
