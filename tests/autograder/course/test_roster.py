"""The class list, from three systems, and who has not handed in."""

import pytest
from archives import pack, unpack
from tiny_lab import RIGHT

from autograder import CourseError
from autograder.authoring.build import fill, notebook_text
from autograder.course.gradebook import Person
from autograder.course.roster import read_roster, take_roster
from autograder.report.hand_ins_of_lab import hand_ins_of_lab
from autograder.report.lab_page import lab_page
from autograder.report.lab_summary import LabSummary

LAB = "90_tiny"
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Lab 1 (9)
    Points Possible,,,,,24
"Doe, Jane",12345,u1,jdoe,A,
"Roe, Rick",12346,u2,rroe,A,
"Student, Test",99,,,A,
"""
MOODLE = "First name,Last name,Email address\nJane,Doe,jdoe@x.edu\nZoë,Köhler,zoe@x.edu\n"
WORKSHEET = "Identifier,Full name,Email address,Grade\nParticipant 7,Jane van Doe,jdoe@x.edu,\n"


@pytest.fixture
def take(course, tmp_path):
    """`take(text)` takes a class list; returns it and what was said."""

    def run(text):
        path, said = tmp_path / "list.csv", []
        path.write_text(text, encoding="utf-8")
        return take_roster(course, path, said.append), said

    return run


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (CANVAS, [Person("Test_Student", "Test", "Student", "", "99"), Person("jdoe", "Jane", "Doe", "", "12345"),
                  Person("rroe", "Rick", "Roe", "", "12346")]),
        (MOODLE, [Person("jdoe", "Jane", "Doe", "jdoe@x.edu"), Person("zoe", "Zoë", "Köhler", "zoe@x.edu")]),
        (WORKSHEET, [Person("jdoe", "Jane van", "Doe", "jdoe@x.edu")]),
        ("id,email\na.b,x@y.z\n", [Person("a.b", "", "", "x@y.z")]),
        ("id;first_name\nb;Bo\n", [Person("b", "Bo")]),
    ],
)  # fmt: skip
def test_a_class_list_of_each_system_is_read(take, course, text, people):
    assert sorted(take(text)[0].values(), key=lambda one: one.id) == people
    assert sorted(read_roster(course.path).values(), key=lambda one: one.id) == people
    assert course.gradebook.people()[people[0].id] == people[0]


def test_who_is_known_keeps_their_id_and_changes_are_named(take, course):
    take(CANVAS)
    people, said = take(MOODLE)
    assert sorted(people) == ["jdoe", "zoe"]
    assert said == ["new: zoe", "no longer on it: Test_Student, rroe", "2 students are on the class list."]
    assert course.gradebook.people()["jdoe"].lms_user_id == "12345"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "is no class list: expected Canvas's exported gradebook"),
        ("id,email\n", "has a header and no students"),
        ("id,email\na/b,\n", "row 2: expected an id of letters"),
        ("id,email\na,\na,\n", "would both be a"),
        ("First name,Last name,Email address\n,,\n,,x\nA,B,\nA,B,\n", "would both be A_B"),
    ],
)
def test_a_table_that_is_none_gets_a_sentence_and_changes_nothing(take, course, text, words):
    take(CANVAS)
    with pytest.raises(CourseError, match=words):
        take(text)
    assert len(read_roster(course.path)) == 3


def test_the_report_names_who_has_not_handed_in_and_who_is_on_no_list(take, course, assignment, hand_in):
    take(CANVAS)
    hand_in("jdoe", RIGHT)
    hand_in("late.joiner", RIGHT)
    found = hand_ins_of_lab(course, LAB, course.students(LAB))
    assert found.missing == ["Rick Roe (rroe)", "Test Student (Test_Student)"]
    assert found.unlisted == ["late.joiner"]
    text = lab_page(LabSummary(LAB, "Tiny", hand_ins=found))
    assert "2 of 3 on the class list have not handed in: Rick Roe (rroe), Test Student (Test_Student)." in text
    assert "Not on the class list: late.joiner." in text


def test_a_lab_with_a_due_date_says_whose_time_is_unknown(course, assignment, hand_in):
    hand_in("alice", RIGHT)
    hand_in("bob", RIGHT).with_name("timestamp.txt").write_text("2026-03-01 12:00 PST")
    hand_in("cy", RIGHT).with_name("timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    assert hand_ins_of_lab(course, LAB, course.students(LAB)).untimed == []
    with course.gradebook.open() as book:
        book.update_or_create_assignment(LAB, duedate="2026-03-01 12:00:00 UTC")
    assert hand_ins_of_lab(course, LAB, course.students(LAB)).untimed == ["alice", "bob"]


def test_who_handed_in_before_there_was_a_list_keeps_their_id(course, assignment, tmp_path):
    from autograder.collect.collect import collect
    from autograder.collect.identities import people_seen

    text = notebook_text(fill(assignment.release, RIGHT))
    names = dict(enumerate(("Jane Doe", "Rick Roe", "Al Two", "Al Two")))
    moodle = {f"{name}_{number}_assignsubmission_file_/{LAB}.ipynb": text for number, name in names.items()}
    moodle = pack(tmp_path / "m.zip", moodle)
    canvas = pack(tmp_path / "c.zip", {f"koehlerzoe_7_900_{LAB}.ipynb": text})
    collect(course, assignment, [moodle, canvas, unpack(tmp_path / "f", {f"bo/{LAB}.ipynb": text})], lambda line: None)
    table = tmp_path / "list.csv"
    table.write_text(
        "id,first_name,last_name,email,lms_user_id\njdoe,Jane,Doe,,\nroe1,Rick,Roe,,\nroe2,Rick,Roe,,\nzk,Zoe,K,,7\n"
        "Bo,B,Bee,,\ntwo,Al,Two,,\n"
    )
    people = take_roster(course, table, lambda line: None, seen=people_seen(course))
    assert sorted(people) == ["Jane_Doe", "bo", "koehlerzoe_7", "roe1", "roe2", "two"]
