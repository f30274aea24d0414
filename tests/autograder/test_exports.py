import csv

import pytest
from tiny_lab import RIGHT

from autograder import CourseError
from autograder.exports import csv_text, harmless, write_csv
from autograder.grade import grade_class
from autograder.results import Result

pytestmark = pytest.mark.sandbox


def rows(text):
    return list(csv.DictReader(text.splitlines()))


def result(student, lab, **scores):
    exercises = [{"id": name, "score": score, "max_score": 3.0, "message": ""} for name, score in scores.items()]
    return Result(student, lab, score=sum(scores.values()), max_score=3.0 * len(scores), exercises=exercises)


def test_a_row_has_student_lab_points_and_a_column_per_exercise():
    text = csv_text([result("alice", "01", sigmoid=2.5, xor=3.0)])
    assert text == "student,lab,score,max_score,sigmoid,xor\nalice,01,5.5,6,2.5,3\n"


def test_two_labs_share_the_table_and_a_missing_exercise_is_empty():
    first, second = rows(csv_text([result("alice", "01", xor=1.0), result("alice", "02", relu=2.0)]))
    assert (first["xor"], first["relu"]) == ("1", "")
    assert (second["xor"], second["relu"]) == ("", "2")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1"])
def test_no_spreadsheet_takes_a_name_for_a_formula(name):
    assert harmless(name) == f"'{name}"
    assert rows(csv_text([result(name, "01", xor=1.0)]))[0]["student"] == f"'{name}"


def test_commas_and_quotes_in_names_survive():
    assert rows(csv_text([result('Zoë "Z", junior', "01", xor=1.0)]))[0]["student"] == 'Zoë "Z", junior'


def test_the_table_of_a_graded_course_holds_everyone(course, assignment, hand_in):
    hand_in("alice", RIGHT)
    hand_in("bob", {}).write_text("{", encoding="utf-8")
    grade_class(course, assignment, say=lambda text: None)
    alice, bob = rows(write_csv(course, course.labs()).read_text(encoding="utf-8"))
    assert (alice["student"], alice["score"], alice["add"]) == ("alice", "6", "3")
    assert (bob["score"], bob["max_score"]) == ("0", "8")


def test_nothing_graded_gets_a_sentence(course):
    with pytest.raises(CourseError, match="nothing has been graded"):
        write_csv(course, [])
    with pytest.raises(CourseError, match="90_tiny has not been graded"):
        write_csv(course, ["90_tiny"])
