"""A lab whose source was changed after grading: what was graded is reported, exported and forgotten as before."""

import os
import shutil

import pytest
import tiny_course
from tiny_lab import RIGHT

from autograder import CourseError
from autograder.admin.forget import forget
from autograder.course import course as courses
from autograder.course.changes import Decisions
from autograder.course.course import Course
from autograder.export.export_grades import columns, export
from autograder.grade.grade import grade_class
from autograder.report.course_page import write_course_report
from autograder.report.lab_page import write_report

pytestmark = pytest.mark.sandbox

LAB = "90_tiny"
WRONG = RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n"}


def replaced(old, new):
    return lambda path: path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


SOUND = {
    "another title": replaced("# # Count and add", "# # Sums"),
    "another number": replaced("**Exercise 90.1**", "**Exercise 90.7**"),
    "other points": replaced('points=2 tests="mean"', 'points=5 tests="mean"'),
    "a renamed exercise": replaced('"mean"', '"average"'),
}
BROKEN = {
    "a syntax error": replaced("def add(a, b):", "def add(a, b:"),
    "a mark that is wrong": replaced('points=1 tests="add"', 'points=1 tests="sub"'),
    "no such file": lambda path: path.unlink(),
    "another name": lambda path: path.rename(path.with_name("90_small.py")),
    "no Python at all": lambda path: path.write_bytes(b"\xff\xfe\x00"),
}
EDITS = SOUND | BROKEN


@pytest.fixture(scope="module")
def graded_root(built, shared_base, tmp_path_factory):
    """A repository whose lab is graded: one student has it right, one wrong, one handed in what is no notebook."""
    root = shutil.copytree(built, tmp_path_factory.mktemp("graded") / "repository")
    course = Course(root / "grading", root=root)
    assignment = course.as_written(LAB)
    for student, answers in (("alice", RIGHT | {"why": "It shares."}), ("bob", WRONG), ("carl", RIGHT)):
        path = tiny_course.hand_in(course, assignment, student, answers)
    path.write_text("{", encoding="utf-8")
    with shared_base(assignment.lab.path.read_text(encoding="utf-8")) as zygote:
        grade_class(course, assignment, zygote=zygote, say=lambda text: None)
    return root


@pytest.fixture(scope="module")
def before(graded_root, tmp_path_factory):
    """What is reported and exported while nobody has touched the lab."""
    root = shutil.copytree(graded_root, tmp_path_factory.mktemp("before") / "repository")
    return made(Course(root / "grading", root=root))


@pytest.fixture
def root(graded_root, tmp_path):
    return shutil.copytree(graded_root, tmp_path / "repository")


@pytest.fixture
def course(root):
    return Course(root / "grading", root=root)


@pytest.fixture
def source(root):
    return root / "solutions" / f"{LAB}.py"


def made(course):
    """The bytes of every page and table about what was graded, and what was said with them."""
    said = []
    write_report(course, course.as_graded("90"))
    write_course_report(course)
    for form in ("csv", "canvas", "moodle", "gradescope"):
        export(course, form, [course.lab_name("90")], say=said.append)
    files = [path for part in ("reports", "exports") for path in (course.path / part).rglob("*") if path.is_file()]
    return {path.relative_to(course.path): path.read_bytes() for path in files}, said


def handed_out(course):
    """The files of `source/` and `release/`."""
    files = [path for part in ("source", "release") for path in (course.path / part).glob(f"{LAB}/**/*")]
    return {path: path.read_bytes() for path in files if path.is_file()}


def test_what_is_reported_and_exported_has_points_messages_title_and_numbers(before):
    files, said = before
    text = b"\n".join(files.values()).decode("utf-8", "replace")
    assert {path.name for path in files} >= {"90_tiny.html", "course.html", "grades.csv", "canvas.csv", "90_tiny.zip"}
    assert "looks like the absolute value" in text
    assert "Count and add" in text
    assert '"number": "90.1"' in text
    assert said[0] == "90_tiny: 1 written answer waits for a person and count as 0 points."


@pytest.mark.parametrize("edit", EDITS)
def test_what_was_graded_is_reported_and_exported_as_before(course, source, before, edit):
    EDITS[edit](source)
    assert made(course) == before


@pytest.mark.parametrize("edit", ["other points", "a syntax error", "no such file"])
def test_a_student_is_forgotten_and_the_pages_are_made_anew_without_them(course, source, edit):
    made(course)
    EDITS[edit](source)
    said = []
    assert forget(course, "bob", said.append) == []
    assert {"made anew: reports/90_tiny.html", "made anew: reports/course.html"} <= set(said)
    assert "looks like the absolute value" not in (course.path / "reports/90_tiny.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("edit", BROKEN)
def test_a_lab_that_cannot_be_made_anew_keeps_its_source_and_its_release(course, source, edit):
    before = handed_out(course)
    EDITS[edit](source)
    for _ in range(2):
        with pytest.raises(CourseError):
            course.as_written(LAB)
        assert handed_out(course) == before


def test_an_edit_that_is_undone_gives_the_points_that_there_were(course, source):
    text, points = source.read_text(encoding="utf-8"), course.gradebook.grades(LAB)
    EDITS["a renamed exercise"](source)
    course.as_written(LAB, lambda text: None)
    source.write_text(text, encoding="utf-8")
    grade_class(course, course.as_written(LAB, lambda text: None), say=lambda text: None)
    assert course.gradebook.grades(LAB) == points


def killed_in(course, place, name, call=1):
    """`as_written` in a process that ends without a word at the first, second … call of `place.name`."""
    child = os.fork()
    if not child:
        work, calls = getattr(place, name), iter(range(1, 100))
        setattr(place, name, lambda *given: os._exit(9) if next(calls) == call else work(*given))
        try:
            course.as_written(LAB, lambda text: None)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_a_run_that_is_killed_while_the_release_is_made_leaves_a_whole_one_and_the_next_makes_the_new(
    course, source, before
):
    from nbgrader.preprocessors import ClearHiddenTests

    old = handed_out(course)
    SOUND["another number"](source)
    killed_in(course, ClearHiddenTests, "preprocess")
    assert handed_out(course) == old
    killed_in(course, courses, "_replace")
    assert handed_out(course) == old
    killed_in(course, courses, "write_atomically", call=2)  # the source comes after the release
    assert handed_out(course).keys() == old.keys()
    assert made(course) == before
    course.as_written(LAB, lambda text: None)
    new = handed_out(course)
    assert new.keys() == old.keys()
    assert all(new[path] != old[path] for path in old)
    assert [path.name for path in (course.path / "release").iterdir()] == [LAB]


def test_an_edit_that_was_undone_after_a_kill_leaves_no_points_of_it_in_the_gradebook(course, source):
    before, text = course.gradebook.grades(LAB), source.read_text(encoding="utf-8")
    EDITS["other points"](source)
    killed_in(course, courses, "_replace")
    assert course.gradebook.grades(LAB) != before
    source.write_text(text, encoding="utf-8")
    course.as_written(LAB)
    assert course.gradebook.grades(LAB) == before


def test_the_instructor_s_own_files_beside_the_source_are_handed_out_and_stay(course, source):
    data = course.path / "source" / LAB / "data" / "numbers.csv"
    data.parent.mkdir()
    data.write_text("1,2\n", encoding="utf-8")
    old = course.path / "release" / LAB / "old.csv"
    old.write_text("gone from the source", encoding="utf-8")
    EDITS["other points"](source)
    course.as_written(LAB, lambda text: None)
    assert (course.path / "release" / LAB / "data" / "numbers.csv").read_text(encoding="utf-8") == "1,2\n"
    assert data.exists()
    assert not old.exists()


def test_a_lab_that_was_never_made_here_is_taken_as_it_is_written(tmp_path):
    course = tiny_course.make(tmp_path / "new")
    assert course.as_graded("90").title == "Count and add"
    with pytest.raises(CourseError, match="there is no lab 77"):
        course.as_graded("77")


def test_the_two_doors_agree_on_a_lab_that_has_not_changed(course):
    graded, written = course.as_graded(LAB), course.as_written(LAB)
    for part in ("name", "title", "numbers", "solutions", "release"):
        assert getattr(graded, part) == getattr(written, part)


def test_a_column_is_found_for_a_lab_that_has_no_source_any_more(course, source):
    source.unlink()
    assert columns(course, ["90=Lab 1"]) == {LAB: "Lab 1"}


def test_a_source_that_nobody_can_read_gets_a_sentence(course):
    (course.path / "source" / LAB / f"{LAB}.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(CourseError, match="source/90_tiny/90_tiny.ipynb cannot be read"):
        course.as_graded(LAB)


def test_a_decision_is_looked_at_where_nothing_was_graded_yet(tiny_root):
    course = Course(tiny_root / "grading", root=tiny_root)
    EDITS["a renamed exercise"](tiny_root / "solutions" / f"{LAB}.py")
    with pytest.raises(CourseError, match="--renamed men=average: the lab had no men"):
        course.as_written(LAB, lambda text: None, Decisions({"men": "average"}))
    said = []
    course.as_written(LAB, said.append, Decisions({"mean": "average"}))
    assert said == ["The source of 90_tiny has changed since it was last graded here: it is rebuilt."]
    assert not (course.path / "backups").exists()
