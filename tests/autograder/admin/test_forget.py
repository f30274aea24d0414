"""One student is deleted from everything, nobody else loses anything, and what is left is said."""

import json

import pytest
from tiny_lab import RIGHT

from autograder import CourseError
from autograder.admin.forget import forget, remains, students
from autograder.collect.collect import collect
from autograder.course import extensions
from autograder.course.gradebook import Person
from autograder.course.roster import read_roster, write_roster
from autograder.export.export_grades import export
from autograder.grade.grade import grade_class
from autograder.report.course_page import write_course_report
from autograder.report.lab_page import write_report

NAMES = ("alice", "alice-2", "malice", "bob")


@pytest.fixture
def klass(course, assignment, hand_in, tmp_path):
    """A graded class of four whose names hold one another, with reports and every export."""
    for name in NAMES:
        hand_in(name, RIGHT).rename((tmp_path / name).with_suffix(".ipynb"))
    collect(course, assignment, [tmp_path / f"{name}.ipynb" for name in NAMES], lambda text: None)
    grade_class(course, assignment, say=lambda text: None)
    write_report(course, assignment)
    write_course_report(course)
    write_roster(course.path, [Person(name) for name in NAMES])
    course.gradebook.extend("90_tiny", "nobody", 24)
    extensions.wait(course.path, "91_next", "alice", 48)
    for form in ("csv", "canvas", "moodle", "gradescope"):
        export(course, form, course.labs(), say=lambda text: None)
    (course.path / "feedback" / "alice" / "90_tiny").mkdir(parents=True)
    return course


def everything(course, *, but):
    """Every file that is not made from others, with its bytes."""
    files = [path for path in course.path.rglob("*") if path.is_file() and "gradebook.db" not in path.name]
    kept = [path for path in files if but not in path.parts and path.stem != but]
    lists = ("senders.json", "roster.csv", "extensions.json")
    kept = [path for path in kept if path.name not in lists and not {"reports", "exports"} & set(path.parts)]
    return {path: path.read_bytes() for path in kept}


@pytest.mark.sandbox
def test_a_student_is_deleted_from_everything_and_nobody_else_is_touched(klass):
    assert remains(klass, "alice")
    before, grades, said = everything(klass, but="alice"), klass.gradebook.grades("90_tiny"), []
    assert forget(klass, "alice", said.append) == []
    assert everything(klass, but="alice") == before
    assert klass.gradebook.grades("90_tiny") == {name: grades[name] for name in NAMES if name != "alice"}
    assert students(klass) == ["alice-2", "bob", "malice", "nobody"]
    assert sorted(read_roster(klass.path)) == ["alice-2", "bob", "malice"]
    senders = json.loads((klass.path / "senders.json").read_text(encoding="utf-8"))
    assert sorted(one["student"] for one in senders.values()) == ["alice-2", "bob", "malice"]
    assert klass.gradebook.extended("91_next") == {}
    assert {"deleted from roster.csv", "deleted from senders.json", "deleted from extensions.json"} <= set(said)
    assert "Outside the course directory nothing was touched" in said[-1]


@pytest.mark.sandbox
def test_no_page_of_the_database_keeps_the_name_in_it(klass):
    data = (klass.path / "gradebook.db").read_bytes()
    assert b"bob" in data
    forget(klass, "bob", lambda text: None)
    assert b"bob" not in (klass.path / "gradebook.db").read_bytes()


@pytest.mark.sandbox
def test_reports_are_made_anew_and_exports_are_said_to_be_gone(klass):
    said = []
    forget(klass, "bob", said.append)
    page = (klass.path / "reports" / "90_tiny.html").read_text(encoding="utf-8")
    assert "<b>3</b> handed in" in page
    assert "bob" not in page + (klass.path / "reports" / "course.html").read_text(encoding="utf-8")
    assert not list((klass.path / "exports").glob("*"))
    assert "deleted exports/canvas.csv" in said


@pytest.mark.sandbox
def test_a_file_of_the_instructor_s_that_names_the_student_is_left_and_said(klass):
    (klass.path / "exports" / "notes.txt").write_text("Talk to bob; malice is fine.")
    said = []
    assert forget(klass, "bob", said.append) == [klass.path / "exports" / "notes.txt"]
    assert "exports/notes.txt still has the name bob in it: look whether it is theirs" in said


@pytest.mark.parametrize("name", ["", ".", "..", "../..", "submitted/alice", "/etc", "*"])
def test_a_name_that_is_no_student_s_deletes_nothing(course, hand_in, name):
    path = hand_in("alice", RIGHT)
    with pytest.raises(CourseError, match="there is no student"):
        forget(course, name, lambda text: None)
    assert path.exists()


def test_a_misspelt_name_gets_a_suggestion(course, hand_in):
    hand_in("alice", RIGHT)
    with pytest.raises(CourseError, match="there is no student alcie in .*: did you mean alice?"):
        forget(course, "alcie", lambda text: None)


def test_a_link_in_the_place_of_a_folder_is_removed_and_not_followed(course, hand_in, tmp_path):
    path = hand_in("alice", RIGHT)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").touch()
    (course.path / "feedback").mkdir()
    (course.path / "feedback" / "alice").symlink_to(elsewhere)
    forget(course, "alice", lambda text: None)
    assert not path.exists()
    assert not (course.path / "feedback" / "alice").is_symlink()
    assert (elsewhere / "precious").exists()


def test_who_is_only_in_the_gradebook_is_forgotten_too(course):
    with course.gradebook.open() as book:
        book.update_or_create_student("zoe", email="zoe@example.edu")
    forget(course, "zoe", lambda text: None)
    assert course.gradebook.people() == {}
