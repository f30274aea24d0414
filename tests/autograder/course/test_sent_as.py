"""Which name of a hand-in a platform wrote, and which a student."""

import hashlib
import json
import os

import pytest

from autograder.course.hand_ins import HandIn, History, write_history
from autograder.course.sent_as import canvas_name, hashes_of, moodle_sender, own_name, submissions

LAB = "90_tiny"


@pytest.fixture
def kept(course):
    """`kept(student, hand_ins)` writes a history of (platform, path) or (platform, path, True) for an undone one."""

    def write(student, hand_ins):
        found = [
            HandIn(number, student, LAB, platform, name, undone=bool(undone))
            for number, (platform, name, *undone) in enumerate(hand_ins, start=1)
        ]
        write_history(course.path, student, LAB, History(found))

    return write


@pytest.fixture
def recorded(course):
    """`recorded(student, file)` writes what `collect` wrote before there were histories."""

    def write(student, file):
        course.record(student, LAB).parent.mkdir(parents=True, exist_ok=True)
        course.record(student, LAB).write_text(json.dumps({"file": file}), encoding="utf-8")

    return write


def test_the_history_tells_whatever_the_student_is_called_here(course, kept):
    kept("s0815", [("canvas", "doejane_11_501_x.ipynb"), ("canvas", "doejane_LATE_11_601_x-1.ipynb")])
    assert canvas_name(course, "s0815", LAB) == "doejane_LATE_11_601_x-1.ipynb"
    assert moodle_sender(course, "s0815", LAB) == ("", "")


def test_the_newest_of_canvas_is_that_of_the_highest_number_and_an_undone_one_is_none(course, kept):
    undone = ("canvas", "doejane_11_900_x.ipynb", True)
    kept("jane", [("canvas", "doejane_11_601_x.ipynb"), ("canvas", "doejane_11_501_x.ipynb"), undone])
    assert canvas_name(course, "jane", LAB) == "doejane_11_601_x.ipynb"


def test_what_stands_below_the_platforms_own_name_is_the_students(course, kept):
    kept("jane", [("moodle", "Jane Doe_101_assignsubmission_file_/Eve_102_assignsubmission_file_x.ipynb")])
    assert moodle_sender(course, "jane", LAB) == ("Jane Doe", "101")


@pytest.mark.parametrize(
    ("student", "file", "name"),
    [
        ("doejane_11", "a.zip:doejane_11_501_x.ipynb", "doejane_11_501_x.ipynb"),
        ("doejane_11", "/home/dl_2026_02_labs/doejane_LATE_11_501_x.ipynb", "doejane_LATE_11_501_x.ipynb"),
        ("mallory_66", "a.zip:mallory_66_601_doejane_11_501_x.ipynb", "mallory_66_601_doejane_11_501_x.ipynb"),
        ("mallory_66", "a.zip:mallory_66_601_x.zip:doejane_11_501_x.ipynb", "mallory_66_601_x.zip"),
        ("mallory_66", "a.zip:doejane_11_501_x.ipynb", ""),
        ("anon_Xy12Z", "a.zip:anon_Xy12Z_501_x.ipynb", "anon_Xy12Z_501_x.ipynb"),
        ("alice", "alice/90_tiny.ipynb", ""),
    ],
)
def test_without_a_history_the_record_tells_what_canvas_wrote(course, recorded, student, file, name):
    recorded(student, file)
    assert canvas_name(course, student, LAB) == name


@pytest.mark.parametrize(
    ("file", "known"),
    [
        ("a.zip:Ann B._109_assignsubmission_file_/Jane Doe_101_assignsubmission_file_x.ipynb", True),
        ("a.zip:bob/Ann B._109_assignsubmission_file_x.ipynb", True),
        ("a.zip:Jane Doe_101_assignsubmission_file_/Ann B._109_assignsubmission_file_x.ipynb", False),
        ("a.zip:Ann B./109_assignsubmission_file_x.ipynb", False),
        ("", False),
    ],
)
def test_without_a_history_the_record_tells_what_moodle_wrote(course, recorded, file, known):
    recorded("Ann_B", file)
    assert moodle_sender(course, "Ann_B", LAB) == (("Ann B.", "109") if known else ("", ""))


def test_a_file_that_did_not_come_from_the_platform_never_looks_like_one_that_did(course, kept):
    kept("mallory", [("folders", "mallory/doejane_11_501_x.ipynb"), ("person", "doejane_11_501_x.ipynb")])
    assert canvas_name(course, "mallory", LAB) == ""


def test_two_numbers_of_moodles_for_one_student_are_not_chosen_between(course, kept):
    kept("jane", [("moodle", f"Jane Doe_{number}_assignsubmission_file_/x.ipynb") for number in (1, 2)])
    assert moodle_sender(course, "jane", LAB) == ("", "")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"hand_ins": 3}', '{"hand_ins": [3, {"platform": "canvas"}]}'])
def test_a_damaged_history_tells_nothing(course, kept, text):
    kept("jane", [])
    (course.path / "originals" / "jane" / LAB / "history.json").write_text(text, encoding="utf-8")
    assert canvas_name(course, "jane", LAB) == ""


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/t/class.zip:doejane_LATE_11_501_my work.ipynb", "my work.ipynb"),
        ("class.zip:Jane Doe_101_assignsubmission_file_/sub/x.ipynb", "x.ipynb"),
        ("class.zip:Jane Doe_101_assignsubmission_file_x.ipynb", "x.ipynb"),
        ("C:\\\\teacher\\\\alice.ipynb", "alice.ipynb"),
        ("alice/90_tiny.ipynb", "90_tiny.ipynb"),
        ("", ""),
    ],
)
def test_a_student_sees_the_name_that_they_gave(path, name):
    assert own_name(path) == name


def test_gradescope_knows_each_attempt_by_its_number_and_its_file(course, kept):
    kept("ann", [("gradescope", "submission_77/x.ipynb"), ("gradescope", "submission_78/submission_79.ipynb")])
    assert submissions(course, "ann", LAB) == ["submission_77", "submission_78"]
    kept("eve", [("folders", "submission_77/x.ipynb")])
    assert submissions(course, "eve", LAB) == []


def test_without_a_history_the_newest_file_counts_and_no_other(course):
    folder = course.path / "originals" / "ann" / LAB
    folder.mkdir(parents=True)
    (folder / "old.ipynb").write_bytes(b"old")
    (folder / "new.ipynb").write_bytes(b"new")
    os.utime(folder / "old.ipynb", (1, 1))
    assert hashes_of(course, "ann", LAB) == [hashlib.sha256(b"new").hexdigest()]
