"""A check or an exercise is added, removed or renamed after grading: what persons gave stays, or is named first."""

import json
import os
import shutil
import sqlite3
from datetime import timedelta

import nbformat
import pytest
import tiny_course
from tiny_lab import RIGHT, TINY_LAB

from autograder import CourseError
from autograder.admin.forget import forget, remains
from autograder.course import backups, former, new_form
from autograder.course import course as courses
from autograder.course.changes import Decisions
from autograder.course.course import Course
from autograder.export.export_grades import export
from autograder.grade.grade import grade_class
from autograder.report.lab_page import write_report

pytestmark = pytest.mark.sandbox

LAB = "90_tiny"
WRONG = RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n"}
HIDDEN = TINY_LAB[TINY_LAB.index('# %% hidden="add"') : TINY_LAB.index("# %% [markdown]\n# **Exercise 90.2**")]
NEW = '# %% hidden="add" points=1\n# Hidden check: floats.\nassert add(0.5, 0.5) == 1, "expected add(0.5, 0.5) = 1"\n\n'
CHECKED = (
    '# %% solution="why"\n### BEGIN SOLUTION\nwhy = 2\n### END SOLUTION\n\n# %% tests="why" points=2\nassert why == 2\n'
)


@pytest.fixture(scope="module")
def graded_root(built, shared_base, tmp_path_factory):
    """A graded class of four, in which persons have given points, extra credit, comments and more time."""
    root = shutil.copytree(built, tmp_path_factory.mktemp("graded") / "repository")
    course = Course(root / "grading", root=root)
    assignment = course.as_written(LAB)
    for student, answers in (("alice", RIGHT | {"why": "It shares."}), ("bob", WRONG), ("carl", RIGHT), ("dora", {})):
        path = tiny_course.hand_in(course, assignment, student, answers)
    (course.submitted("alice", LAB) / "timestamp.txt").write_text("2026-03-02 12:00 UTC\n")
    assert path.exists()
    with shared_base(assignment.lab.path.read_text(encoding="utf-8")) as zygote:
        grade_class(course, assignment, zygote=zygote, say=lambda text: None)
    with course.gradebook.open() as book:
        book.update_or_create_assignment(LAB, duedate="2026-03-01 12:00 UTC")
        book.grant_extension(LAB, "alice", hours=48)
        grade(book, "alice", "why").manual_score = 2
        grade(book, "bob", "hidden_add").manual_score = 1.5
        grade(book, "carl", "test_mean").extra_credit = 0.5
        book.find_comment("add", LAB, LAB, "bob").manual_comment = "Try a negative number."
        book.find_comment("why", LAB, LAB, "alice").manual_comment = "Well said."
        book.db.commit()
    return root


@pytest.fixture
def course(graded_root, tmp_path):
    root = shutil.copytree(graded_root, tmp_path / "repository")
    return Course(root / "grading", root=root)


@pytest.fixture
def grade_again(course, shared_base):
    """`grade_again(**decisions)` returns the results by student and what was said."""

    def run(renamed=None, dropped=()):
        said = []
        assignment = course.as_written(LAB, said.append, Decisions(renamed or {}, frozenset(dropped)))
        with shared_base(assignment.lab.path.read_text(encoding="utf-8")) as zygote:
            results = grade_class(course, assignment, zygote=zygote, say=said.append)
        return {one.student: one for one in results}, said

    return run


def grade(book, student, cell):
    return book.find_grade(cell, LAB, LAB, student)


def edit(course, *pairs):
    path = course.root / "solutions" / f"{LAB}.py"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def by_persons(course):
    """What persons gave, and the times: (student, cell, …)."""
    with course.gradebook.open() as book:
        submissions = book.find_assignment(LAB).submissions
        points = {
            (one.student_id, grade.name, grade.manual_score, grade.extra_credit)
            for one in submissions
            for grade in one.notebooks[0].grades
            if grade.manual_score is not None or grade.extra_credit
        }
        comments = {
            (one.student_id, comment.name, comment.manual_comment)
            for one in submissions
            for comment in one.notebooks[0].comments
            if comment.manual_comment
        }
        times = {(one.student_id, str(one.timestamp), one.extension) for one in submissions}
        return points, comments, times, str(book.find_assignment(LAB).duedate)


def cells(course):
    """The cells of each of nbgrader's tables, and those of every submission."""
    with course.gradebook.open() as book:
        notebook = book.find_notebook(LAB, LAB)
        theirs = [
            (sorted(one.name for one in part.grades), sorted(one.name for one in part.comments))
            for part in notebook.submissions
        ]
        own = sorted(one.name for one in notebook.grade_cells), sorted(one.name for one in notebook.solution_cells)
        assert all(one == own for one in theirs)
        assert [one.name for one in notebook.source_cells] == in_order(course)
        return own


def in_order(course):
    """nbgrader's cells in the order of the release."""
    notebook = json.loads((course.path / "release" / LAB / f"{LAB}.ipynb").read_text(encoding="utf-8"))
    ids = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in notebook["cells"]]
    return [one for one in ids if one]


def tables(course):
    """Everything in the gradebook."""
    with sqlite3.connect(course.path / "gradebook.db") as base:
        return sorted(base.iterdump())


def test_a_new_check_is_graded_and_all_that_persons_gave_stays(course, grade_again):
    before = by_persons(course)
    edit(course, (HIDDEN, NEW + HIDDEN))  # before the other one, which thereby gets another number
    results, said = grade_again()
    points, comments, times, due = by_persons(course)
    assert points == {("alice", "why", 2, None), ("bob", "hidden_add_2", 1.5, None), ("carl", "test_mean", None, 0.5)}
    assert (comments, times, due) == before[1:]
    assert ("alice", "2026-03-02 12:00:00", timedelta(hours=48)) in times
    assert {name: one.score for name, one in results.items()} == {"alice": 9, "bob": 6.5, "carl": 7.5, "dora": 0}
    assert cells(course)[0] == ["hidden_add", "hidden_add_2", "test_add", "test_mean", "test_prediction_sum", "why"]
    assert said[2:4] == ["hidden_add is hidden_add_2 now: its points go along.", "hidden_add is new."]
    with course.gradebook.open() as book:
        assert grade(book, "bob", "hidden_add_2").needs_manual_grade  # for another look


def test_the_gradebook_is_copied_before_anything_is_changed(course, grade_again):
    before = tables(course)
    edit(course, (HIDDEN, HIDDEN + NEW))
    _, said = grade_again()
    (copy,) = backups.copies(course.path)
    assert said[1] == f"The gradebook is copied to backups/{copy.name}."
    with sqlite3.connect(copy) as base:
        assert sorted(base.iterdump()) == before


def test_a_check_that_is_gone_and_on_which_nobody_gave_anything_goes_by_itself(course, grade_again):
    with course.gradebook.open() as book:
        grade(book, "bob", "hidden_add").manual_score = None
        book.db.commit()
    before = by_persons(course)
    edit(course, (HIDDEN, ""))
    results, said = grade_again()
    assert by_persons(course) == before
    assert "hidden_add is gone." in said
    assert {name: one.max_score for name, one in results.items()} == dict.fromkeys(results, 6)
    assert results["bob"].score == 4


def test_what_would_be_lost_is_named_and_nothing_is_changed(course, grade_again):
    before, files = tables(course), everything(course)
    edit(course, (HIDDEN, ""), ('answer="why" points=2', 'answer="why" points=1'))
    with pytest.raises(CourseError) as caught:
        grade_again()
    assert str(caught.value).splitlines() == [
        "90_tiny has changed since it was graded, and not all that persons gave has a place in it:",
        "  alice: 2 points on why, which gives at most 1 now",
        "  bob: 1.5 points on hidden_add, which the lab no longer has",
        "Nothing was changed. Grade again and say for each",
        "  where it belongs now: --renamed hidden_add=NEW",
        "  or that it may go:    --drop hidden_add --drop why",
    ]
    assert tables(course) == before
    assert everything(course) == files
    results, _ = grade_again(dropped=["hidden_add", "why"])
    assert by_persons(course)[0] == {("alice", "why", 1, None), ("carl", "test_mean", None, 0.5)}
    assert results["alice"].score == 5


def everything(course):
    """The files of the course directory, the database left out."""
    files = [path for path in course.path.rglob("*") if path.is_file() and path.suffix != ".db"]
    return {path: path.read_bytes() for path in files}


def test_an_exercise_that_is_gone_stands_for_all_its_cells(course, grade_again):
    a, b = (
        TINY_LAB.index("# %% [markdown]\n# **Exercise 90.1**"),
        TINY_LAB.index("# %% [markdown]\n# **Exercise 90.2**"),
    )
    edit(course, (TINY_LAB[a:b], ""), ("print(add(1, 2))", "print(3)"))
    with pytest.raises(CourseError) as caught:
        grade_again()
    assert str(caught.value).splitlines()[1:] == [
        '  bob: the comment "Try a negative number." on add, which the lab no longer has',
        "  bob: 1.5 points on hidden_add, which the lab no longer has",
        "Nothing was changed. Grade again and say for each",
        "  where it belongs now: --renamed add=NEW",
        "  or that it may go:    --drop add",
    ]
    results, _ = grade_again(dropped=["add"])
    assert results["bob"].max_score == 5
    assert all(one.flags == [] or "add is no exercise of the lab" in one.flags[0] for one in results.values())


def test_points_on_a_check_whose_number_another_one_has_now_are_named_and_can_be_kept(course, grade_again):
    edit(course, (HIDDEN, HIDDEN + NEW))
    grade_again()
    other = "# Hidden check: anything else.\nfor number in range(9):\n    assert add(number, 0) == number\n\n"
    edit(course, (HIDDEN + NEW, '# %% hidden="add" points=2\n' + other))
    with pytest.raises(CourseError, match="bob: 1.5 points on hidden_add, which is another check now"):
        grade_again()
    grade_again({"hidden_add": "hidden_add"})
    assert ("bob", "hidden_add", 1.5, None) in by_persons(course)[0]


def test_a_former_release_that_cannot_be_read_is_said_with_a_way_on(course, grade_again):
    edit(course, ("two small things", "a few small things"))
    grade_again()
    (path,) = (course.path / "former" / LAB).glob("*.json")
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(CourseError, match=r"former/90_tiny/\w+\.json cannot be read .*: delete it"):
        grade_again()
    path.unlink()
    assert grade_again()[0]["alice"].score == 8


def test_a_copy_brings_back_what_was(course, grade_again):
    before, given = scores(course), by_persons(course)
    edit(course, (HIDDEN, ""))
    grade_again(dropped=["hidden_add"])
    (copy,) = backups.copies(course.path)
    shutil.copy(copy, course.path / "gradebook.db")
    (course.root / "solutions" / f"{LAB}.py").write_text(TINY_LAB, encoding="utf-8")
    grade_again()
    assert (scores(course), by_persons(course)) == (before, given)


def scores(course):
    return {(who, one.grade_id): one.score for who, cells in course.gradebook.grades(LAB).items() for one in cells}


def test_a_comment_that_would_be_lost_is_named(course, grade_again):
    edit(course, (TINY_LAB[TINY_LAB.index('# %% [markdown] answer="why"') :], ""))
    with pytest.raises(CourseError, match='alice: the comment "Well said." on why, which the lab no longer has'):
        grade_again()


def test_a_decision_that_names_no_cell_is_refused_and_one_that_came_true_is_not(course, grade_again):
    edit(course, (HIDDEN, ""))
    with pytest.raises(CourseError, match="--drop hiden_add: the lab had no hiden_add; it had add, hidden_add, mean"):
        grade_again(dropped=["hiden_add"])
    grade_again(dropped=["hidden_add"])
    _, said = grade_again(dropped=["hidden_add"])
    assert said[0] == "Nothing of 90_tiny is to be renamed or dropped: the gradebook has its form."


def test_a_renamed_exercise_keeps_points_and_comments_and_its_answers_are_graded(course, grade_again):
    edit(
        course,
        ('solution="add"', 'solution="plus"'),
        ('tests="add"', 'tests="plus"'),
        ('hidden="add"', 'hidden="plus"'),
    )
    results, said = grade_again()
    assert "The exercise add is called plus now: its points and comments go along." in said
    assert ("bob", "hidden_plus", 1.5, None) in by_persons(course)[0]
    assert ("bob", "plus", "Try a negative number.") in by_persons(course)[1]
    assert {name: one.score for name, one in results.items()} == {"alice": 8, "bob": 5.5, "carl": 6.5, "dora": 0}
    for one in results.values():
        assert one.status == "graded"
        assert one.flags == []
        assert set(one.repairs) <= {"made from an earlier release of the lab: graded as the lab is now"}


def test_a_renamed_function_is_judged_under_its_new_name_and_a_person_looks(course, grade_again):
    edit(course, ('"add"', '"plus"'), ("add(", "plus("), ("`add`", "`plus`"))
    results, _ = grade_again()
    assert results["carl"].score == 6.5
    assert results["carl"].status == "needs-review"
    assert results["carl"].flags == [
        "plus: the lab asks for plus now; when this notebook was handed out it asked for add: "
        "check that the student's add may be judged as plus, as it was"
    ]
    assert results["dora"].flags == []  # nothing of hers would be judged


def test_a_written_answer_becomes_an_exercise_with_checks_and_its_points_go_where_they_are_sent(course, grade_again):
    written = TINY_LAB[TINY_LAB.index('# %% [markdown] answer="why"') :]
    edit(course, (written, CHECKED))
    with pytest.raises(CourseError, match="alice: 2 points on why, which is graded by checks now"):
        grade_again()
    results, said = grade_again({"why": "test_why"})
    assert ("alice", "test_why", 2, None) in by_persons(course)[0]
    assert ("alice", "why", "Well said.") in by_persons(course)[1]
    assert "why was a written answer and is graded by checks now." in said
    assert results["alice"].score == 8
    assert results["alice"].flags == ["why: it was a written answer when this notebook was handed out: read the answer"]
    edit(course, (CHECKED, written))
    results, _ = grade_again({"test_why": "why"})
    assert ("alice", "why", 2, None) in by_persons(course)[0]
    assert results["alice"].score == 8


def test_other_points_are_taken_over_and_a_person_s_stay(course, grade_again):
    before = by_persons(course)
    edit(course, ('hidden="add" points=2', 'hidden="add" points=4'))
    results, said = grade_again()
    assert by_persons(course) == before
    assert "hidden_add gives at most 4 now, 2 before." in said
    assert (results["carl"].score, results["carl"].max_score) == (8.5, 10)
    assert [one.repairs for one in results.values()] == [
        ["made from an earlier release of the lab: graded as the lab is now"]
    ] * 4


def test_another_word_in_a_text_is_no_change_of_the_gradebook_and_no_repair(course, grade_again):
    before = by_persons(course)
    edit(course, ("two small things", "a few small things"), ("print(add(1, 2))", "print(add(2, 2))"))
    results, said = grade_again()
    assert by_persons(course) == before
    assert backups.copies(course.path) == []
    assert [one.repairs + one.flags for one in results.values()] == [[]] * 4
    assert len(list((course.path / "former" / LAB).glob("*.json"))) == 1


STEPS = {
    "before the copy": (backups, "copy"),
    "after the copy": (new_form, "rebuild"),
    "while the tables are changed": (new_form, "_add"),
    "before they are done": (new_form, "_write_sources"),
    "before nbgrader makes the release": (courses.Gradebook, "make_assignment"),
    "before the release is in its place": (courses, "_replace"),
    "before the former release is kept": (former, "keep"),
}


def killed(course, place, name):
    child = os.fork()
    if not child:
        setattr(place, name, lambda *given, **more: os._exit(9))
        try:
            course.as_written(LAB, lambda text: None)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_is_killed_is_completed_by_the_next_or_undone_with_the_edit(course, grade_again, step):
    text, before = (course.root / "solutions" / f"{LAB}.py").read_text(encoding="utf-8"), course.gradebook.grades(LAB)
    given = by_persons(course)
    edit(course, (HIDDEN, NEW + HIDDEN), ('"mean"', '"average"'))
    killed(course, *STEPS[step])
    assert backups.forget(course.path, "nobody") == []  # half a copy is none
    edit(course, (NEW, ""), ('"average"', '"mean"'))
    assert (course.root / "solutions" / f"{LAB}.py").read_text(encoding="utf-8") == text
    grade_again()
    assert (course.gradebook.grades(LAB), by_persons(course)) == (before, given)
    edit(course, (HIDDEN, NEW + HIDDEN), ('"mean"', '"average"'))
    killed(course, *STEPS[step])
    results, _ = grade_again()
    assert {name: one.score for name, one in results.items()} == {"alice": 9, "bob": 6.5, "carl": 7.5, "dora": 0}
    assert ("carl", "test_average", None, 0.5) in by_persons(course)[0]
    assert cells(course)[1] == ["add", "average", "prediction_sum", "why"]


def test_no_copy_is_written_over_and_the_oldest_go(course, monkeypatch):
    monkeypatch.setattr(backups, "MOST", 3)
    made = [course.gradebook.copy(LAB) for _ in range(5)]
    assert len(set(made)) == 5
    assert backups.copies(course.path) == made[-3:]


def test_who_is_forgotten_is_in_no_copy_and_the_others_are(course, grade_again):
    edit(course, (HIDDEN, HIDDEN + NEW))
    grade_again()
    said = []
    assert forget(course, "bob", said.append) == []
    (copy,) = backups.copies(course.path)
    assert f"deleted from backups/{copy.name}, a copy of the gradebook" in said
    assert b"bob" not in copy.read_bytes()
    assert b"Try a negative number." not in copy.read_bytes()
    with sqlite3.connect(copy) as base:
        assert base.execute("SELECT COUNT(*) FROM submitted_assignment").fetchone() == (3,)
    assert remains(course, "bob") == []


def test_who_is_only_in_a_copy_can_be_forgotten_and_a_broken_copy_is_said(course):
    copy = course.gradebook.copy(LAB)
    course.gradebook.remove("bob")
    shutil.rmtree(course.path / "submitted" / "bob")
    course.result("bob", LAB).unlink()
    shutil.rmtree(course.path / "autograded" / "bob")
    forget(course, "bob", lambda text: None)
    assert b"bob" not in copy.read_bytes()
    copy.write_bytes(b"no database")
    with pytest.raises(CourseError, match=r"backups/.*\.db cannot be read .*; delete it, then try again"):
        forget(course, "alice", lambda text: None)


def test_formgrader_finds_every_cell_of_every_student(course, grade_again):
    edit(course, (HIDDEN, NEW + HIDDEN), ('"mean"', '"average"'))
    grade_again()
    with course.gradebook.open() as book:
        (notebook,) = book.find_assignment(LAB).notebooks
        assert notebook.max_score == 9
        shown = {one["student"]: one for one in book.notebook_submission_dicts(LAB, LAB)}
        assert {name: one["score"] for name, one in shown.items()} == {"alice": 9, "bob": 6.5, "carl": 7.5, "dora": 0}
        assert shown["bob"]["needs_manual_grade"]
        assert {one["score"] for one in book.submission_dicts(LAB)} == {9, 6.5, 7.5, 0}
        for student in shown:
            path = course.path / "autograded" / student / LAB / f"{LAB}.ipynb"
            for cell in nbformat.read(path, 4).cells:
                marks = cell.metadata.get("nbgrader", {})
                if marks.get("grade"):
                    assert grade(book, student, marks.grade_id).max_score == marks.points
                if marks.get("solution"):
                    assert book.find_comment(marks.grade_id, LAB, LAB, student)


def test_reports_and_exports_follow(course, grade_again):
    edit(course, (HIDDEN, NEW + HIDDEN))
    grade_again()
    page = write_report(course, course.as_graded(LAB)).read_text(encoding="utf-8")
    assert "missing or changed" not in page
    tables_written = [path.read_text(encoding="utf-8") for path in export(course, "csv", [LAB], say=lambda text: None)]
    assert any("alice" in text and "9" in text for text in tables_written)


def test_a_run_that_grades_at_the_same_time_is_waited_for(course):
    import fcntl

    edit(course, (HIDDEN, HIDDEN + NEW))
    before = tables(course)
    with (course.path / ".grading").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(CourseError, match="another run is grading"):
            course.as_written(LAB, lambda text: None)
    assert tables(course) == before
