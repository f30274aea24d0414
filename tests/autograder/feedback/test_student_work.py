"""What a student hears comes from the gradebook as it is now, the student's own cells, and nothing hidden."""

import json
from dataclasses import replace

import pytest

from autograder.feedback import wording
from autograder.feedback.page import page
from autograder.feedback.student_work import class_feedback

pytestmark = pytest.mark.sandbox

LAB = "90_tiny"


def exercise(one, name):
    return next(it for it in one.exercises if it.name == name)


def test_everybody_hears_something_who_failed_included(heard):
    assert {name: (one.status, one.total) for name, one in heard.items()} == {
        "alice": ("graded", 6),
        "bob": ("graded", 4),
        "carl": ("failed", 0),
        "dora": ("needs-review", 6),
        "lena": ("graded", 4),
        "zoe": ("graded", 7.5),
    }


def test_points_messages_and_code_of_an_exercise_stand_together(heard):
    add = exercise(heard["bob"], "add")
    assert add.label == "Exercise 90.1: add"
    assert [(check.label, check.score, check.message) for check in add.checks] == [
        ("The check in your notebook", 1, ""),
        ("Hidden check: negative numbers.", 0, "looks like the absolute value: expected add(-1, -2) = -3"),
    ]
    assert [cell.source for cell in add.cells] == ["import math\ndef add(a, b):\n    return abs(a) + abs(b)"]


def test_a_persons_points_and_words_are_there(heard):
    why = exercise(heard["zoe"], "why")
    assert (why.score, why.waits, why.by_person) == (1.5, False, True)
    assert why.comments[0].startswith("Nearly! <script>")
    assert why.cells[0].source == "Zoë says: <b>both</b> & neither."
    assert heard["zoe"].name == "Zoë Müller"


def test_what_waits_for_a_person_is_said_and_an_empty_answer_is_none(heard):
    assert exercise(heard["alice"], "why").waits
    assert wording.waiting(heard["alice"]).startswith("why waits for a person to read it.")
    assert exercise(heard["dora"], "why").is_empty
    assert not exercise(heard["alice"], "why").is_empty


def test_being_late_is_told_with_its_time_its_cost_and_the_extension(heard):
    assert wording.late(heard["lena"]) == (
        "2 hours late: 2 of your 6 points were taken off. It came on 1 March 2026, 15:00 UTC and was due on "
        "1 March 2026, 13:00 UTC, your extension of 1 hour included."
    )
    assert (heard["lena"].points, heard["lena"].total) == (6, 4)
    assert wording.late(heard["alice"]) == ""


def test_times_are_told_in_the_courses_own_zone(course, graded):
    with (course.path / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write('\nc.Course.timezone = "Europe/Berlin"\n')
    lena = next(one for one in class_feedback(course, graded) if one.student == "lena")
    assert "came on 1 March 2026, 16:00 CET and was due on 1 March 2026, 14:00 CET" in wording.late(lena)


def test_who_failed_hears_why_which_file_and_what_to_do(heard):
    text = page(heard["carl"])
    for words in ("The file is no notebook: it is not JSON, or cut off.", "90_tiny.ipynb", "What to do now", ".ipynb"):
        assert words in text
    assert "/home/t" not in text
    assert "class.zip" not in text


def test_who_is_to_be_looked_at_is_accused_of_nothing(heard):
    assert any("imports course_utils.labs" in flag for flag in heard["dora"].flags)
    text = page(heard["dora"])
    assert "A person will look at this hand-in" in text
    assert "imports course_utils.labs" not in text.partition("<pre")[0]
    assert not [word for word in ("suspicious", "cheat", "flag") if word in text.lower().partition("<body")[2]]


def test_no_code_of_a_hidden_check_is_on_any_page(heard):
    for one in heard.values():
        assert "add(-1, -2) ==" not in page(one)
        assert "hidden_add" not in page(one)


def test_nor_where_stock_nbgrader_graded_and_left_hidden_code_and_tracebacks(course, graded):
    path = course.autograded("bob", LAB) / f"{LAB}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "hidden_add":
            cell["source"] = "# Hidden check\nassert SECRET_CODE"
            cell["outputs"][0]["traceback"] = ["assert SECRET_CODE"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    text = next(page(one) for one in class_feedback(course, graded) if one.student == "bob")
    assert "looks like the absolute value" in text
    assert "SECRET_CODE" not in text


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", '{"cells": 3}', '{"cells": [1, {}, {"metadata": 7}]}', "[" * 99999]
)
def test_without_a_notebook_points_and_the_first_message_stay(course, graded, text):
    path = course.autograded("bob", LAB) / f"{LAB}.ipynb"
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    bob = next(one for one in class_feedback(course, graded) if one.student == "bob")
    assert bob.total == 4
    assert "looks like the absolute value" in exercise(bob, "add").checks[1].message
    assert bob.has_work == (text == '{"cells": [1, {}, {"metadata": 7}]}')


def test_points_that_come_later_count(course, graded):
    with course.gradebook.open() as book:
        grade = book.find_grade("why", LAB, LAB, "alice")
        grade.manual_score, grade.needs_manual_grade = 2, False
        book.db.commit()
    alice = next(one for one in class_feedback(course, graded) if one.student == "alice")
    assert (alice.total, alice.waiting) == (8, [])


@pytest.mark.parametrize(
    "why",
    [
        "an earlier file was taken, for the newest cannot be graded: The file is empty.",
        "the newest hand-in cannot be graded (The file is empty.), so an earlier one counts: ask for it again",
    ],
)
def test_an_earlier_file_that_was_taken_is_told_and_where_else_files_lay_is_not(course, graded, why):
    path = course.result("alice", LAB)
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["result"]["flags"] = [why, "also handed in: bob/x.ipynb", "graded without the sandbox"]
    path.write_text(json.dumps(kept), encoding="utf-8")
    alice = next(one for one in class_feedback(course, graded) if one.student == "alice")
    assert len(wording.notes(alice)) == 1
    assert "(The file is empty.) An earlier one was graded instead." in page(alice)
    assert "bob" not in page(alice)
    assert "sandbox" not in page(alice)


def test_a_limit_is_told_and_what_a_person_shall_do_about_it_is_not(heard):
    rest = ": read the code, and give the points by hand if it deserves them"
    flags = [
        f"add: a call took the 10 seconds that it may take{rest}",
        f"add: the code died{rest}",
        "x: look for forgery",
    ]
    told = wording.notes(replace(heard["alice"], flags=[*flags, "cell 7 took the 60 seconds that it may take: look"]))
    assert told == [
        "add: a call took the 10 seconds that it may take.",
        "One of your cells took the 60 seconds that it may take.",
    ]


def test_the_graders_own_failure_is_nobodys_fault_and_shows_no_path(course, graded):
    path = course.result("carl", LAB)
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["result"]["flags"] = ["The grader itself stopped: OSError: /home/teacher/x"]
    path.write_text(json.dumps(kept), encoding="utf-8")
    carl = next(one for one in class_feedback(course, graded) if one.student == "carl")
    assert "That is not your fault" in page(carl)
    assert "/home/teacher" not in page(carl)
    assert wording.summary(carl) == [wording.OURS]
