import csv
import re
import subprocess
import sys

import pytest
from tiny_lab import RIGHT

from autograder import CourseError
from autograder.course.course_table import counting
from autograder.course.result import Result
from autograder.export.csv_tables import csv_text, write_csv
from autograder.export.export_grades import columns, export
from autograder.export.pseudonyms import pseudonyms
from autograder.grade.grade import grade_class
from autograder.util.exercise_result import ExerciseResult
from autograder.util.spreadsheet import number, safe_cell

pytestmark = pytest.mark.sandbox


def rows(text):
    return list(csv.DictReader(text.splitlines()))


def result(student, lab, **scores):
    exercises = [ExerciseResult(name, score, 3.0, "") for name, score in scores.items()]
    return Result(student, lab, score=sum(scores.values()), max_score=3.0 * len(scores), exercises=exercises)


def test_a_row_has_student_lab_points_and_a_column_per_exercise():
    text = csv_text([result("alice", "01", sigmoid=2.5, xor=3.0)])
    assert text == "student,lab,score,max_score,sigmoid,xor\nalice,01,5.5,6,2.5,3\n"


def test_two_labs_share_the_table_and_a_missing_exercise_is_empty():
    first, second = rows(csv_text([result("alice", "01", xor=1.0), result("alice", "02", relu=2.0)]))
    assert (first["xor"], first["relu"]) == ("1", "")
    assert (second["xor"], second["relu"]) == ("", "2")


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (2.5, "2.5"), (1 / 3, "0.33"), (0.0, "0"), (12345.0, "12345")])
def test_points_have_at_most_two_decimals_and_no_separators(value, text):
    assert number(value) == text


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1"])
def test_no_spreadsheet_takes_a_name_for_a_formula(name):
    assert safe_cell(name) == f"'{name}"
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


def test_a_late_hand_in_counts_less_in_every_table_and_nbgrader_agrees(course, assignment, hand_in):
    with (course.path / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with course.gradebook.open() as book:
        book.update_or_create_assignment(assignment.name, duedate="2026-03-01 12:00 UTC")
    hand_in("alice", RIGHT).with_name("timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    hand_in("bob", RIGHT)
    grade_class(course, assignment, say=lambda text: None)
    grades = {row["student"]: row["score"] for row in rows(write_csv(course, course.labs()).read_text())}
    exports = course.path / "exports"
    stock = {row["student_id"]: row["score"] for row in rows((exports / "nbgrader.csv").read_text())}
    totals = {row["student"]: row["score"] for row in rows((exports / "course.csv").read_text())}
    assert grades == totals == {"alice": "0", "bob": "6"}
    assert stock == {"alice": "0.0", "bob": "6.0"}


def test_without_names_there_is_no_name_and_the_same_pseudonym_every_time(course, assignment, hand_in):
    hand_in("alice", RIGHT)
    grade_class(course, assignment, say=lambda text: None)
    first = write_csv(course, course.labs(), pseudonyms(course)).read_text()
    again = write_csv(course, course.labs(), pseudonyms(course)).read_text()
    assert first == again
    assert re.search(r"^student-\w{10},90_tiny,6,8", first, re.M)
    assert not [path for path in (course.path / "exports").iterdir() if "alice" in path.read_text()]
    assert (course.path / ".pseudonyms").stat().st_mode & 0o777 == 0o600


def test_another_course_has_other_pseudonyms(course, tmp_path):
    from autograder.course.course import Course

    other = Course(tmp_path / "other", root=course.root)
    assert pseudonyms(course)("alice") != pseudonyms(other)("alice")


def test_a_damaged_key_gets_a_sentence(course):
    (course.path / ".pseudonyms").write_text("abc")
    with pytest.raises(CourseError, match="cannot read the key"):
        pseudonyms(course)


@pytest.mark.parametrize(
    ("best", "kept"), [(0, [(4, 4), (1, 2), (3, 10)]), (2, [(4, 4), (1, 2)]), (9, [(4, 4), (1, 2), (3, 10)])]
)
def test_the_best_labs_are_those_with_the_largest_share_and_labs_without_points_never_count(best, kept):
    assert counting([(0, 0), (1, 2), (3, 10), (4, 4)], best) == kept


def test_nbgrader_export_makes_the_same_table_of_the_course(course, assignment, hand_in, monkeypatch):
    hand_in("alice", RIGHT)
    hand_in("bob", RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n"})
    grade_class(course, assignment, say=lambda text: None)
    write_csv(course, course.labs())
    words = [sys.executable, "-m", "nbgrader", "export", "--exporter=autograder.nbgrader_export.CourseTable"]
    done = subprocess.run([*words, "--to", "mine.csv"], cwd=course.path, capture_output=True, text=True)
    assert (course.path / "mine.csv").exists(), done.stderr[-2000:]
    text = (course.path / "mine.csv").read_text()
    assert text == (course.path / "exports" / "course.csv").read_text()
    assert text == "student,90_tiny,counted,score,max_score\nalice,6,1,6,8\nbob,4,1,4,8\n"


def test_what_does_not_fit_together_gets_a_sentence(course):
    for form, more, says in (
        ("csv", {"into": "x.csv"}, "--into is for canvas and moodle"),
        ("canvas", {"no_names": True}, "canvas finds its students by their names"),
        ("canvas", {"columns": {"90_tiny": "x"}}, "--column names a column of the file given with --into"),
    ):
        with pytest.raises(CourseError, match=says):
            export(course, form, ["90_tiny"], **more)
    with pytest.raises(CourseError, match="expected LAB=HEADER"):
        columns(course, ["90"])
    with pytest.raises(CourseError, match="there is no lab 77"):
        columns(course, ["77=Lab"])
