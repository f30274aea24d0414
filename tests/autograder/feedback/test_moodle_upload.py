"""Feedback of a class of twelve goes back through Moodle's forms.

Moodle does not run here. `moodle` does with the names in an archive what Moodle's importer does, read in its public
source (mod/assign/feedback/file/importziplib.php) and written anew; `worksheet` the same for
mod/assign/feedback/offline/importgradeslib.php and locallib.php.
"""

import csv
import io
import re
import shutil
import zipfile
from pathlib import PurePosixPath

import pytest
from tiny_lab import RIGHT

from autograder import CourseError
from autograder.authoring.build import fill, notebook_text
from autograder.course.course import Course
from autograder.feedback.feedback import feedback
from autograder.feedback.student_work import class_feedback

pytestmark = pytest.mark.sandbox

LAB = "90_tiny"
WRONG = RIGHT | {"mean": "def mean(values):\n    return sum(values)\n", "why": "<script>alert(1)</script>"}
PLUGINS = {("assignsubmission", "file"), ("assignsubmission", "onlinetext"), ("assignfeedback", "file")}
CLASS = {  # participant -> full name; Moodle writes a space for an underscore
    101: "Jane Doe", 102: "Richard Roe", 103: "Zoë Müller", 104: "O'Neil Ann-Marie", 105: "李 明", 106: "Jane Doe",
    107: "van der Berg Jan", 108: "Émile 🦊 Fox", 109: "Ann B.", 110: "Max 12", 111: "Per_Son", 112: "Ida \u202eLee",
}  # fmt: skip


def moodle(archive, participants):
    """What Moodle stores of an archive: participant's number -> {path in their feedback files: bytes}."""
    found = {}
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            owner, path = moodle_name(name, participants)
            if owner is not None:
                found.setdefault(owner, {})[path] = opened.read(name)
    return found


def moodle_name(name, participants):
    """The participant that a name belongs to and what is left as the file's own; None, "" where it is ignored."""
    if PurePosixPath(name).name[0] in ".~":
        return None, ""
    parts = ["", "import", *name.split("/")]
    while parts:
        fields = parts.pop(0).split("_", 4)
        if len(fields) < 4 or not fields[1].isdecimal() or int(fields[1]) not in participants:
            continue
        if (fields[2], fields[3]) in PLUGINS:
            return int(fields[1]), "/".join([*fields[4:], *parts])
    return None, ""


def worksheet(path, enrolled):
    """What Moodle takes from a worksheet: participant's number -> (grade, comments)."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    at = {name: head.index(name) for name in ("Identifier", "Grade", "Last modified (grade)", "Feedback comments")}
    numbers = {int(row[at["Identifier"]][len("Participant ") :]): row for row in rows}
    return {n: (row[at["Grade"]], row[at["Feedback comments"]]) for n, row in numbers.items() if n in enrolled}


def grading_worksheet(comments=None):
    """As Moodle writes it for "Download grading worksheet"."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    head = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Grade can be changed"]
    table.writerow([*head, "Last modified (submission)", "Last modified (grade)", "Feedback comments"])
    for number, name in CLASS.items():
        row = [f"Participant {number}", name, f"p{number}@example.edu", "Submitted for grading - ", "", "8.00", "Yes"]
        table.writerow([*row, "-", "-", (comments or {}).get(number, "")])
    return text.getvalue()


def archive(assignment, path):
    """What "Download all submissions" gives for the class: two of one name, one PDF, one in a folder of their own."""
    with zipfile.ZipFile(path, "w") as opened:
        for number, name in CLASS.items():
            folder = f"{name.replace('_', ' ')}_{number}_assignsubmission_file_"
            text = notebook_text(fill(assignment.release, WRONG if number % 2 else RIGHT))
            if number == 104:
                opened.writestr(f"{folder}/homework.pdf", b"%PDF-1.7")
            else:
                opened.writestr(f"{folder}/{'my work/' if number == 107 else ''}{LAB}.ipynb", text)
    return path


@pytest.fixture(scope="module")
def class_root(small_course, graded_class, tmp_path_factory):
    course = small_course()
    path = archive(course.as_written(LAB), tmp_path_factory.mktemp("moodle") / "class.zip")
    return graded_class(course, path)


@pytest.fixture
def klass(class_root, tmp_path):
    """The class, collected from the archive and graded."""
    root = shutil.copytree(class_root, tmp_path / "repository")
    return Course(root / "grading", root=root)


def test_every_student_gets_their_own_page_back(klass, tmp_path):
    said = []
    (path,) = feedback(klass, klass.as_graded(LAB), form="moodle", to=tmp_path / "out", say=said.append)
    back = moodle(path, CLASS)
    assert {number: list(files) for number, files in back.items()} == {number: [f"{LAB}.html"] for number in CLASS}
    pages = {number: files[f"{LAB}.html"].decode() for number, files in back.items()}
    assert "is no notebook" in pages[104]
    assert "What to do now" in pages[104]
    assert all(("received 6" in page) == (number % 2 == 1) for number, page in pages.items() if number != 104)
    whose = {number: re.search(rf'content="{LAB}/([^"]*)"', page)[1] for number, page in pages.items()}
    assert (whose[101], whose[106]) == ("Jane_Doe_101", "Jane_Doe_106")
    assert len(set(whose.values())) == len(CLASS)
    assert not [row for row in said if "not in the archive" in row]


def test_the_worksheet_takes_grades_and_comments_in_one_upload(klass, tmp_path):
    (tmp_path / "w.csv").write_text(grading_worksheet({101: "Well done, Jane."}), encoding="utf-8")
    made = feedback(klass, klass.as_graded(LAB), form="moodle", into=tmp_path / "w.csv", say=lambda text: None)
    assert [path.name for path in made] == [f"{LAB}-moodle.zip", f"{LAB}-moodle.csv"]
    taken = worksheet(made[1], CLASS)
    assert {number: grade for number, (grade, _) in taken.items()} == {
        number: "0" if number == 104 else "4" if number % 2 else "6" for number in CLASS
    }
    assert taken[101][1].startswith("Well done, Jane.<div")
    assert "could not be graded" in taken[104][1]
    assert f"{LAB}.html" in taken[102][1]
    assert "<script" not in "".join(comments for _, comments in taken.values())
    assert set(moodle(made[0], CLASS)) == set(CLASS)


def test_a_grade_that_moodle_has_locked_is_said_and_its_comment_goes_back(klass, tmp_path):
    locked = grading_worksheet().replace("p102@example.edu,Submitted for grading - ,,8.00,Yes", "p102@e,x,1.00,8.00,No")
    (tmp_path / "w.csv").write_text(locked, encoding="utf-8")
    said = []
    made = feedback(klass, klass.as_graded(LAB), form="moodle", into=tmp_path / "w.csv", say=said.append)
    assert worksheet(made[1], CLASS)[102][0] == "1.00"
    assert "6 of 8 points" in worksheet(made[1], CLASS)[102][1]
    assert "Richard_Roe: no grade was filled in, Moodle says that their grade cannot be changed." in said


def test_a_second_upload_replaces_what_the_first_brought_and_keeps_a_persons_words(klass, tmp_path):
    (tmp_path / "w.csv").write_text(grading_worksheet(), encoding="utf-8")
    first = feedback(klass, klass.as_graded(LAB), form="moodle", into=tmp_path / "w.csv", say=lambda text: None)
    again = {number: f"<p>Mine.</p>{text}" for number, (_, text) in worksheet(first[1], CLASS).items()}
    (tmp_path / "w.csv").write_text(grading_worksheet(again), encoding="utf-8")
    second = feedback(klass, klass.as_graded(LAB), form="moodle", into=tmp_path / "w.csv", say=lambda text: None)
    for _, text in worksheet(second[1], CLASS).values():
        assert text.startswith("<p>Mine.</p>")
        assert text.count("course-feedback") == 1


def test_the_worksheet_tells_who_is_who_where_files_came_another_way(klass, tmp_path, came_as):
    with klass.gradebook.open() as book:
        book.update_or_create_student("Max_12", email="p110@example.edu")
    came_as(klass, "Max_12", "mail", "max.ipynb")
    said = []
    feedback(klass, klass.as_graded(LAB), form="moodle", to=tmp_path / "alone", say=said.append)
    assert "Max_12: not in the archive, their file did not come from Moodle" in "\n".join(said)
    assert (tmp_path / "alone" / f"{LAB}-moodle-unplaced" / "Max_12.html").exists()
    (tmp_path / "w.csv").write_text(grading_worksheet(), encoding="utf-8")
    made = feedback(
        klass, klass.as_graded(LAB), form="moodle", to=tmp_path / "alone", into=tmp_path / "w.csv", say=said.append
    )
    assert set(moodle(made[0], CLASS)) == set(CLASS)
    assert not (tmp_path / "alone" / f"{LAB}-moodle-unplaced").exists()


def test_two_who_would_get_the_same_participant_get_neither_and_are_named(klass, tmp_path, came_as):
    came_as(klass, "Max_12", "moodle", "Max 12_109_assignsubmission_file_/x.ipynb")
    said = []
    made = feedback(klass, klass.as_graded(LAB), form="moodle", to=tmp_path / "out", say=said.append)
    assert set(moodle(made[0], CLASS)) == set(CLASS) - {109, 110}
    assert any("Ann_B, Max_12: not in the archive, another student has the same number" in row for row in said)


def test_a_worksheet_without_comments_gets_a_sentence_and_nothing_is_written(klass, tmp_path):
    (tmp_path / "w.csv").write_text(grading_worksheet().replace("Feedback comments", "Kommentar"), encoding="utf-8")
    with pytest.raises(CourseError, match="has no columns Identifier and Feedback comments"):
        feedback(klass, klass.as_graded(LAB), form="moodle", to=tmp_path / "o", into=tmp_path / "w.csv")
    assert not (tmp_path / "o").exists()


def test_the_same_feedback_gives_the_same_archive_so_that_moodle_notifies_nobody_twice(klass, tmp_path):
    graded = klass.as_graded(LAB)
    first, second = (
        feedback(klass, graded, form="moodle", to=tmp_path / name, say=lambda text: None)[0].read_bytes()
        for name in ("a", "b")
    )
    assert first == second
    assert len(list(class_feedback(klass, graded))) == len(CLASS)
