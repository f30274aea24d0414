"""Moodle's grading worksheet and gradebook: the columns of its own exporter, the rules of its own importer."""

import csv
import json

import pytest

from autograder import CourseError
from autograder.course.result import Result
from autograder.export.moodle import write_moodle
from autograder.report.lab_summary import LabSummary
from autograder.util.imported_table import read_sheet

# As Moodle writes it for "Download grading worksheet".
WORKSHEET = """\
Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 123","Jane Doe",s1,jane@example.edu,"Submitted for grading - ",,8.00,Yes,"Sunday, 1 March 2026, 9:00 AM",-,
"Participant 124","Richard Roe",s2,rroe@example.edu,"Submitted for grading - Graded",3.00,8.00,Yes,\
"Sunday, 1 March 2026, 9:05 AM","Monday, 2 March 2026, 8:00 AM","Well done, ""R"" too"
"Participant 125","Zoë Müller",s3,zoe@example.edu,"No submission - ",,8.00,No,-,-,
"""
GRADEBOOK = """\
"First name","Last name","ID number","Email address","Assignment: Lab 90 (Real)","Course total (Real)"
Jane,Doe,s1,jane@example.edu,-,50.00
Richard,Roe,s2,rroe@example.edu,3.00,40.00
"""
LAB = "90_tiny"


def lab_summary(lab=LAB, **scores):
    results = [Result(student, lab, score=score, max_score=8.0) for student, score in scores.items()]
    return LabSummary(lab, "Count and add", [(result, []) for result in results])


@pytest.fixture
def fill(course, tmp_path):
    """`fill({student: points}, text)` exports into a file that Moodle made; returns its rows and what was said."""

    def run(scores, text=WORKSHEET, **more):
        path, said = tmp_path / "Grades.csv", []
        path.write_text(text, encoding="utf-8")
        made = write_moodle(course, [lab_summary(**scores)], path, say=said.append, **more)
        return {row[0]: row for row in read_sheet(made).rows}, said

    return run


def imported(path):
    """What Moodle's importer takes from a worksheet, by its own rules: participant's number -> grade."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    columns = {name: head.index(name) for name in ("Identifier", "Grade", "Last modified (grade)")}
    return {row[columns["Identifier"]][len("Participant ") :]: row[columns["Grade"]] for row in rows}


def test_the_grade_goes_to_the_participant_and_nothing_else_changes(fill, course):
    rows, said = fill({"Jane_Doe": 6.5})
    before = {row[0]: row for row in csv.reader(WORKSHEET.splitlines())}
    assert rows["Participant 123"][5] == "6.5"
    rows["Participant 123"][5] = ""
    assert (rows, said) == (before, [])
    assert imported(course.path / "exports" / "moodle.csv") == {"123": "6.5", "124": "3.00", "125": ""}


@pytest.mark.parametrize("student", ["Jane_Doe", "Jane_Doe_123", "s1", "jane@example.edu", "jane"])
def test_a_student_is_found_by_number_address_or_full_name(fill, student):
    rows, said = fill({student: 5.0})
    assert (rows["Participant 123"][5], said) == ("5", [])


def test_the_number_in_the_hand_in_s_own_name_decides(fill, course):
    record = course.record("J_D", LAB)
    record.parent.mkdir(parents=True)
    record.write_text(json.dumps({"file": "x.zip:J D_124_assignsubmission_file_/90_tiny.ipynb"}))
    rows, said = fill({"J_D": 5.0})
    assert (rows["Participant 124"][5], said) == ("5", [])


def test_a_student_whom_moodle_does_not_know_loses_nothing(fill, course):
    _, said = fill({"eve": 5.0})
    assert said[0] == "eve was not filled in: no row of the file is theirs."
    assert "eve,90_tiny,5,8," in (course.path / "exports" / "moodle-unmatched.csv").read_text()


def test_an_old_list_of_lost_grades_goes_when_all_were_found(fill, course):
    fill({"eve": 5.0})
    fill({"jane": 5.0})
    assert not (course.path / "exports" / "moodle-unmatched.csv").exists()


def test_a_grade_that_moodle_has_locked_is_left_and_said(fill):
    rows, said = fill({"zoe": 5.0})
    assert rows["Participant 125"][5] == ""
    assert "their grade cannot be changed" in said[0]


def test_other_points_in_moodle_are_said(fill):
    _, said = fill({"jane": 6.0}, WORKSHEET.replace("8.00", "100.00"))
    assert said == ["90_tiny has 8 points here and 100.00 in Moodle: set them in Moodle."]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,points\nx,1\n", "is no table of Moodle's"),
        (WORKSHEET.replace("Grade,", "Mark,", 1), "lacks the column Grade"),
        (WORKSHEET.replace("Last modified (grade)", "Changed"), r"or Last modified \(grade\)"),
        (WORKSHEET.replace('"ID number"', "Grade"), "has 2 columns called Grade"),
    ],
)
def test_a_column_that_is_missing_gets_a_sentence_and_nothing_is_written(fill, course, text, says):
    with pytest.raises(CourseError, match=says):
        fill({"jane": 6.0}, text)
    assert not (course.path / "exports").exists()


def test_a_worksheet_takes_one_lab(course, tmp_path):
    (tmp_path / "w.csv").write_text(WORKSHEET)
    with pytest.raises(CourseError, match="a grading worksheet belongs to one assignment"):
        write_moodle(course, [lab_summary(jane=1.0), lab_summary("91_more", jane=1.0)], tmp_path / "w.csv")


def test_an_exported_gradebook_is_filled_in_the_lab_s_column(fill):
    rows, said = fill({"jane": 6.0, "rroe": 7.5}, GRADEBOOK)
    assert (rows["Jane"][4], rows["Richard"][4], said) == ("6", "7.5", [])
    assert rows["Jane"][5] == "50.00"


def test_without_a_file_there_is_a_table_for_the_import(course):
    with course.gradebook.open() as book:
        book.update_or_create_student("jane", email="jane@example.edu")
    path = write_moodle(course, [lab_summary(jane=6.0), lab_summary("91_more", eve=1.0)])
    assert path.read_text() == "Username,Email address,90_tiny,91_more\neve,,,1\njane,jane@example.edu,6,\n"
