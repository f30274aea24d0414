"""A class of the tiny lab, graded once: right, wrong, late, failed, to be looked at, with a person's words."""

import json
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
import tiny_course
from tiny_lab import RIGHT

from autograder.collect.collect import collect
from autograder.course.course import Course
from autograder.course.hand_ins import HandIn, History, write_history
from autograder.feedback.student_work import class_feedback
from autograder.grade.grade import grade_class

LAB = "90_tiny"
WRONG = RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n"}
HOSTILE = '<script>alert("x")</script>'
PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin

class PointPerHour(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 3600

c.AssignLatePenalties.plugin_class = PointPerHour
"""
IMPORT = "import course_utils.labs.perceptron.checks"
ANSWERS = {
    "alice": RIGHT | {"why": "A mean shares the sum out."},
    "bob": WRONG | {"why": HOSTILE},
    "carl": RIGHT,
    "dora": RIGHT | {"add": f"try:\n    {IMPORT}\nexcept ImportError:\n    pass\n\ndef add(a, b):\n    return a + b\n"},
    "lena": RIGHT,
    "zoe": RIGHT | {"why": "Zoë says: <b>both</b> & neither."},
}


@pytest.fixture(scope="session")
def small_course(built, tmp_path_factory):
    """`small_course()` makes a course of the tiny lab in a new repository."""

    def make():
        root = shutil.copytree(built, tmp_path_factory.mktemp("feedback") / "repository")
        return Course(root / "grading", root=root)

    return make


@pytest.fixture(scope="session")
def graded_class(shared_base):
    """`graded_class(course, archive)` collects an archive and grades it; returns the repository."""

    def run(course, archive):
        assignment = course.as_written(LAB)
        collect(course, assignment, [archive], lambda text: None)
        with shared_base(assignment.lab.path.read_text(encoding="utf-8")) as zygote:
            grade_class(course, assignment, zygote=zygote, say=lambda text: None)
        return course.root

    return run


@pytest.fixture(scope="session")
def graded_root(small_course, shared_base):
    course = small_course()
    with (course.path / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(PLUGIN)
    assignment = course.as_written(LAB)
    for student, answers in ANSWERS.items():
        tiny_course.hand_in(course, assignment, student, answers)
    course.submitted("carl", LAB).joinpath(f"{LAB}.ipynb").write_text("{", encoding="utf-8")
    course.submitted("lena", LAB).joinpath("timestamp.txt").write_text("2026-03-01 15:00:00 UTC")
    for student in ANSWERS:
        record = {"student": student, "file": f"/home/t/class.zip:{student}/{LAB}.ipynb", "problem": ""}
        course.record(student, LAB).parent.mkdir(parents=True, exist_ok=True)
        course.record(student, LAB).write_text(json.dumps(record), encoding="utf-8")
    with shared_base(assignment.lab.path.read_text(encoding="utf-8")) as zygote:
        grade_class(course, assignment, zygote=zygote, say=lambda text: None)
    by_hand(course)
    return course.root


def by_hand(course):
    """What a person does in Formgrader, and what `nbgrader db` enters."""
    with course.gradebook.open() as book:
        book.update_or_create_assignment(LAB, duedate="2026-03-01 12:00:00 UTC")
        book.update_or_create_student("zoe", first_name="Zoë", last_name="Müller")
        book.find_submission(LAB, "lena").extension = timedelta(hours=1)
        grade = book.find_grade("why", LAB, LAB, "zoe")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.find_comment("why", LAB, LAB, "zoe").manual_comment = f"Nearly! {HOSTILE}\nSee chapter 2."
        book.db.commit()


@pytest.fixture
def course(graded_root, tmp_path):
    root = shutil.copytree(graded_root, tmp_path / "repository")
    return Course(root / "grading", root=root)


@pytest.fixture
def graded(course):
    return course.as_graded(LAB)


@pytest.fixture
def heard(course, graded):
    """Student -> their `StudentFeedback`."""
    return {one.student: one for one in class_feedback(course, graded)}


@pytest.fixture
def came_as():
    """`came_as(course, student, platform, path)` lets the history say that this is how the student's file came."""

    def write(course, student, platform, path):
        write_history(course.path, student, LAB, History([HandIn(1, student, LAB, platform, path)]))

    return write


@pytest.fixture
def said():
    """A place for sentences: `said.append` as `say`, `said.text` as one text."""
    rows = []
    return SimpleNamespace(rows=rows, say=rows.append)
