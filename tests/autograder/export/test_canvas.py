"""Canvas's gradebook file: the form of its own exporter, and the rules of its own importer."""

import csv
import re

import pytest

from autograder import CourseError
from autograder.course.result import Result
from autograder.export.canvas import write_canvas
from autograder.report.lab_summary import LabSummary
from autograder.util.imported_table import read_sheet

# As Canvas writes it: an id in each assignment's header, a row for manual posting, the points, then students.
GRADEBOOK = """\
Student,ID,SIS User ID,SIS Login ID,Section,Notes,\
90 Count and add (4711),Other homework (4712),Current Score,Final Score
,,,,,,Manual Posting,,,
    Points Possible,,,,,,8.00,10.00,(read only),(read only)
"Doe, Jane",12345,u1,jane@example.edu,CS 1,"says ""hi"", often",,7.00,70.00,35.00
"Roe, Richard",12346,u2,rroe@example.edu,CS 1 and CS 2,,3.00,N/A,,
"Müller, Zoë",12347,u3,zoe@example.edu,CS 1,,EX,,,
"Student, Test",99,,abc123,CS 1,,,,,
"""
LAB = "90_tiny"


def lab_summary(**scores):
    results = [Result(student, LAB, score=score, max_score=8.0) for student, score in scores.items()]
    return LabSummary(LAB, "Count and add", [(result, []) for result in results])


@pytest.fixture
def fill(course, tmp_path):
    """`fill({student: points}, text)` exports into a file of Canvas's; returns the rows by id and what was said."""

    def run(scores, text=GRADEBOOK, **more):
        path, said = tmp_path / "Grades-CS_1.csv", []
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        made = write_canvas(course, [lab_summary(**scores)], path, say=said.append, **more)
        return {row[1]: row for row in read_sheet(made).rows}, said

    return run


def imported(path):
    """What Canvas's importer takes from a file: (student id, assignment id) -> points, by its own rules."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if not re.fullmatch(r"[;, ]*", ",".join(row))]
    header = rows[0]
    assert "Student" in header[0]
    assert "ID" in header[1]
    assert re.search(r"SIS\s+User\s+ID", header[2])
    assert re.search(r"SIS\s+Login\s+ID", header[3])
    assert "Section" in header[4]
    totals = re.compile("Current Score|Current Points|Current Grade|Final Score|Final Points|Final Grade|Override")
    ids = {n: re.search(r"\((\d+)\)\s*$", text) for n, text in enumerate(header) if n > 4 and not totals.search(text)}
    students = [row for row in rows[1:] if "Points Possible" not in row[0] and row[1]]
    return {(row[1], found[1]): row[n] for row in students for n, found in ids.items() if found}


def test_points_go_to_the_student_s_row_in_the_lab_s_column_and_nothing_else_changes(fill):
    rows, said = fill({"jane": 6.5})
    before = {row[1]: row for row in csv.reader(GRADEBOOK.splitlines())}
    assert rows["12345"][6] == "6.5"
    rows["12345"][6] = ""
    assert (rows, said) == (before, [])


def test_canvas_s_importer_reads_what_was_filled_in(fill, course):
    fill({"jane": 6.5, "rroe": 8.0})
    found = imported(course.path / "exports" / "canvas.csv")
    assert found[("12345", "4711")] == "6.5"
    assert found[("12346", "4711")] == "8"
    assert found[("12345", "4712")] == "7.00"


@pytest.mark.parametrize(
    ("student", "row"),
    [
        ("doejane_12345", "12345"),  # as Canvas calls the file of a hand-in
        ("müllerzoë_12347", "12347"),
        ("u2", "12346"),
        ("rroe@example.edu", "12346"),
        ("rroe", "12346"),
        ("12346", "12346"),
        ("Jane_Doe", "12345"),
        ("zoe", "12347"),
    ],
)
def test_a_student_is_found_by_file_name_login_address_or_full_name(fill, student, row):
    rows, said = fill({student: 5.0})
    assert rows[row][6] == "5"
    assert said == []


@pytest.mark.parametrize("student", ["doejane_12346", "jan", "Doe", "student-12345", "99999"])
def test_nobody_is_guessed_and_no_grade_is_lost(fill, course, student):
    rows, said = fill({student: 5.0, "rroe": 2.0})
    assert [row[6] for row in rows.values()].count("5") == 0
    assert said[0] == f"{student} was not filled in: no row of the file is theirs."
    lost = (course.path / "exports" / "canvas-unmatched.csv").read_text()
    assert lost.splitlines()[1].startswith(f"{student},90_tiny,5,8,")


def test_the_gradebook_s_own_id_of_the_student_decides(fill, course):
    with course.gradebook.open() as book:
        book.update_or_create_student("anon7", lms_user_id="12347")
    rows, said = fill({"anon7": 4.0})
    assert (rows["12347"][6], said) == ("4", [])


def test_two_students_who_would_get_one_row_get_none(fill):
    rows, said = fill({"rroe@example.edu": 1.0, "u2": 2.0, "jane": 3.0})
    assert rows["12345"][6] == "3"
    assert rows["12346"][6] == "3.00"
    assert "the same row could be rroe@example.edu, u2" in said[0]


def test_who_is_known_more_surely_has_the_row(fill):
    rows, said = fill({"rroe": 1.0, "u2": 2.0})
    assert rows["12346"][6] == "2"
    assert said[0] == "rroe was not filled in: the row that could be theirs is that of u2, who is known more surely."


def test_two_people_of_one_name_are_not_told_apart_by_it(fill):
    twins = GRADEBOOK + '"Doe, Jane",12399,u9,jd9@example.edu,CS 1,,,,,\n'
    rows, said = fill({"Jane_Doe": 6.0}, twins)
    assert (rows["12345"][6], rows["12399"][6]) == ("", "")
    assert "2 rows of the file could be theirs" in said[0]


@pytest.mark.parametrize(
    "name", ["90_tiny", "Lab 90", "90", "90: whatever", "Week 3: count and add", "Assignment 90 - sums"]
)
def test_the_column_is_found_by_name_number_or_title(fill, name):
    rows, _ = fill({"jane": 6.0}, GRADEBOOK.replace("90 Count and add", name))
    assert rows["12345"][6] == "6"


def test_a_missing_or_ambiguous_column_gets_a_sentence_and_nothing_is_written(fill, course):
    for old, new, says in (
        (
            "90 Count and add",
            "190 sums",
            r'no column of .* fits 90_tiny: "Notes", "190 sums \(4711\)", "Other homework',
        ),
        ("Other homework", "Lab 90", r"2 columns of .* fit 90_tiny"),
    ):
        with pytest.raises(CourseError, match=says):
            fill({"jane": 6.0}, GRADEBOOK.replace(old, new))
        assert not (course.path / "exports").exists()
    rows, _ = fill({"jane": 6.0}, GRADEBOOK.replace("90 Count and add", "x"), columns={LAB: "x (4711)"})
    assert rows["12345"][6] == "6"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is no table"),
        ("student,points\njane,3\n", "is no gradebook that Canvas exported"),
        ("Student,ID,Login,90_tiny\n", "is no gradebook that Canvas exported"),
        (GRADEBOOK.encode("utf-16"), "is no UTF-8 text"),
        ('Student,ID,Section,90_tiny\n"Doe', "is no table of comma-separated values"),
    ],
)
def test_a_file_that_canvas_did_not_make_gets_a_sentence(fill, text, says):
    with pytest.raises(CourseError, match=says):
        fill({"jane": 6.0}, text)


def test_a_missing_file_gets_a_sentence(course, tmp_path):
    with pytest.raises(CourseError, match="cannot read .*nowhere.csv: No such file"):
        write_canvas(course, [lab_summary(jane=1.0)], tmp_path / "nowhere.csv")


def test_semicolons_a_byte_order_mark_and_windows_line_ends_stay(fill, course):
    text = "\ufeff" + GRADEBOOK.replace('"says ""hi"", often"', "").replace(", ", "|").replace(",", ";").replace(
        "|", ", "
    )
    fill({"jane": 6.5}, text.replace("\n", "\r\n").encode())
    data = (course.path / "exports" / "canvas.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfStudent;ID;")
    assert data.count(b"\r\n") == data.count(b"\n") == 7
    assert "Doe, Jane;12345;u1;jane@example.edu;CS 1;;6.5;7.00" in data.decode("utf-8-sig")


def test_other_points_in_canvas_are_said_and_left(fill):
    rows, said = fill({"jane": 6.0}, GRADEBOOK.replace("8.00", "100.00"))
    assert said == ["90_tiny has 8 points here and 100.00 in Canvas: set them in Canvas."]
    assert rows[""][6] == "100.00"


def test_first_and_last_names_in_columns_of_their_own(fill):
    text = "LastName,FirstName,ID,SIS Login ID,Section,90_tiny (1)\nDoe,Jane,5,jd,S,\n"
    rows, said = fill({"doejane_5": 6.0}, text)
    assert rows["Jane"][5] == "6"


def test_without_a_file_canvas_gets_logins_and_new_columns(course):
    said = []
    path = write_canvas(course, [lab_summary(jane=6.0, rroe=2.5)], say=said.append)
    assert path.read_text() == (
        "Student,ID,SIS User ID,SIS Login ID,Section,90_tiny Count and add\n"
        "    Points Possible,,,,,8\n"
        "jane,,,jane,,6\nrroe,,,rroe,,2.5\n"
    )
    assert "Without --into" in said[0]
