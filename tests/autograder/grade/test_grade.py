import json
import time
from types import SimpleNamespace

import pytest
from tiny_lab import MEAN, RIGHT, TINY_LAB

from autograder import CourseError
from autograder.grade.grade import alone, grade_class, line
from autograder.grade.local import Desk
from autograder.sandbox.base_process import base
from autograder.util.exercise_result import ExerciseResult

pytestmark = pytest.mark.sandbox

LAB = "90_tiny"
KEYS = ["student", "lab", "status", "score", "max_score", "exercises", "repairs", "flags", "seconds"]


@pytest.fixture
def grade(course, assignment):
    """`grade()` grades the class and returns results by student and the lines that were printed."""

    def run(**options):
        lines = []
        results = grade_class(course, assignment, say=lines.append, **options)
        return {result.student: result for result in results}, lines

    return run


def points(result):
    return {one.id: one.score for one in result.exercises}


def test_a_class_with_broken_submissions_is_graded_to_the_end(hand_in, grade, course):
    hand_in("alice", RIGHT)
    hand_in("bob", RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n"})
    hand_in("carl", RIGHT).write_text("{", encoding="utf-8")
    hand_in("dora", {})
    course.submitted("eve", LAB).mkdir(parents=True)
    results, lines = grade()
    assert points(results["alice"]) == {"add": 3, "prediction_sum": 1, "mean": 2, "why": 0}
    assert (results["alice"].score, results["alice"].max_score, results["alice"].status) == (6, 8, "graded")
    assert results["bob"].exercises[0] == ExerciseResult(
        "add", score=1, max_score=3, message="looks like the absolute value: expected add(-1, -2) = -3"
    )
    assert (results["carl"].status, results["carl"].score, results["carl"].max_score) == ("failed", 0, 8)
    assert "not JSON" in line(results["carl"])
    assert results["dora"].score == 0
    assert results["dora"].exercises[2].message == "NotImplementedError: Exercise 90.3: mean"
    assert results["eve"].flags == ["There is no notebook in the hand-in."]
    assert lines[-1] == "90_tiny: 3 graded, 0 needs-review, 2 failed"


def test_the_gradebook_holds_the_points_of_every_student_from_the_first_to_the_last(hand_in, grade, course):
    hand_in("alice", RIGHT)
    hand_in("bob", RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n"})
    hand_in("dora", {})
    for _ in range(2):  # new to the gradebook, and known to it
        results, _ = grade(fresh=True)
        found = course.gradebook.grades(LAB)
        assert {student: sum(one.score for one in cells) for student, cells in found.items()} == {
            student: result.score for student, result in results.items()
        }
        assert {one.grade_id: one.score for one in found["bob"]} == {
            "test_add": 1, "hidden_add": 0, "test_prediction_sum": 1, "test_mean": 2, "why": 0,
        }  # fmt: skip
        assert {one.grade_id: one.max_score for one in found["alice"]} == {
            "test_add": 1, "hidden_add": 2, "test_prediction_sum": 1, "test_mean": 2, "why": 2,
        }  # fmt: skip
        with course.gradebook.open() as book:
            comments = {one.name: one.auto_comment for one in book.find_submission(LAB, "dora").notebooks[0].comments}
        assert "add" in comments
        assert set(comments.values()) == {"No response."}


def test_a_function_that_ends_its_process_costs_its_own_points_only(hand_in, grade):
    hand_in("alice", RIGHT | {"mean": "import os\n\ndef mean(values):\n    os._exit(1)\n"})
    hand_in("bob", RIGHT)
    results, _ = grade()
    assert points(results["alice"]) == {"add": 3, "prediction_sum": 1, "mean": 0, "why": 0}
    assert results["alice"].exercises[2].message == "the process of the student's code ended"
    assert results["bob"].score == 6


def test_what_is_graded_and_unchanged_is_kept(hand_in, grade, course):
    hand_in("alice", RIGHT)
    hand_in("bob", RIGHT)
    first, _ = grade()
    stamp = course.result("alice", LAB).stat().st_mtime_ns
    hand_in("bob", RIGHT | {"mean": "def mean(values):\n    return 0\n"})
    second, lines = grade()
    assert lines[0] == "1 of 2 are graded and unchanged."
    assert course.result("alice", LAB).stat().st_mtime_ns == stamp
    assert second["alice"] == first["alice"]
    assert second["bob"].score == 4
    assert not any("unchanged" in line for line in grade(fresh=True)[1])


def test_a_torn_result_file_is_graded_again(hand_in, grade, course):
    hand_in("alice", RIGHT)
    grade()
    course.result("alice", LAB).write_text('{"result": {', encoding="utf-8")
    results, lines = grade()
    assert results["alice"].score == 6
    assert not any("unchanged" in line for line in lines)


def test_a_submission_that_turned_bad_keeps_no_earlier_points(hand_in, grade, course):
    path = hand_in("alice", RIGHT)
    grade()
    path.write_text("{", encoding="utf-8")
    assert grade()[0]["alice"].status == "failed"
    assert course.gradebook.grades(LAB) == {}


def test_the_keys_are_those_that_scripts_rely_on(hand_in, grade, course):
    hand_in("alice", RIGHT)
    grade()
    kept = json.loads(course.result("alice", LAB).read_text(encoding="utf-8"))
    assert list(kept["result"]) == KEYS


def test_a_file_with_another_name_and_without_metadata_has_the_same_points(hand_in, grade):
    def strip(notebook):
        notebook.metadata.pop("course")
        for cell in notebook.cells:
            cell.metadata.pop("nbgrader", None)

    hand_in("alice", RIGHT, strip, name="Copy of 90_tiny.ipynb")
    results, _ = grade()
    assert results["alice"].score == 6
    assert "metadata was missing" in results["alice"].repairs[0]


def test_a_changed_lab_is_rebuilt_and_graded_again(hand_in, grade, course, assignment, tiny_root):
    hand_in("alice", RIGHT)
    grade()
    source = tiny_root / "solutions" / f"{LAB}.py"
    text = source.read_text(encoding="utf-8").replace('points=2 tests="mean"', 'points=5 tests="mean"')
    source.write_text(text, encoding="utf-8")
    said = []
    (result,) = grade_class(course, course.as_written(LAB, said.append), say=lambda text: None)
    assert "has changed" in said[0]
    assert (result.score, result.max_score) == (9, 11)


def test_a_written_answer_waits_for_a_person_and_an_untouched_one_does_not(hand_in, grade, course):
    hand_in("alice", RIGHT | {"why": "A mean shares the sum out."})
    hand_in("bob", RIGHT)
    results, _ = grade()
    waiting = {
        student: [one.grade_id for one in cells if one.waiting]
        for student, cells in course.gradebook.grades(LAB).items()
    }
    assert waiting == {"alice": ["why"], "bob": []}
    assert results["alice"].status == "graded"


def test_an_unknown_lab_gets_a_sentence_with_the_labs(course):
    with pytest.raises(CourseError, match="there is no lab 77; the labs are: 90_tiny"):
        course.as_written("77")


def test_the_students_file_is_never_changed(hand_in, grade):
    path = hand_in("alice", RIGHT, lambda notebook: notebook.cells.pop())
    before = path.read_bytes()
    grade()
    assert path.read_bytes() == before
    assert MEAN.split("\n")[0] in before.decode()


def test_a_failure_that_is_not_the_submissions_is_tried_again(hand_in, grade, course, monkeypatch):
    hand_in("alice", RIGHT)
    monkeypatch.setattr("autograder.grade.local.judge_notebook", lambda *a: 1 / 0)
    result = grade()[0]["alice"]
    assert (result.status, result.flags) == (
        "failed",
        ["The grader itself stopped: ZeroDivisionError: division by zero"],
    )
    monkeypatch.undo()
    assert grade()[0]["alice"].score == 6


def test_hand_ins_are_taken_in_while_the_base_process_imports_and_errors_wait_for_their_turn(assignment):
    def take(student):
        if student == "bob":
            raise OSError("the disk is tired")
        if student == "dora":
            base.ready = True
        return student.upper(), "fingerprint"

    base = SimpleNamespace(ready=False)
    desk = Desk(assignment, base, take, None, None)
    desk.look_ahead(["alice", "bob", "carl", "dora", "eve"])
    assert desk.ahead == {name: (name.upper(), "fingerprint") for name in ("alice", "carl", "dora")}
    assert "the disk is tired" in desk.graded("bob").result.flags[0]


def test_the_seconds_of_a_submission_are_its_own_and_not_those_of_the_base_process(hand_in, course, assignment):
    hand_in("alice", RIGHT)
    with base(TINY_LAB) as zygote:
        wait = zygote.wait
        zygote.wait = lambda: zygote.ready or (time.sleep(4), wait())
        (result,) = grade_class(course, assignment, say=list, zygote=zygote)
    assert result.score == 6
    assert 0 < result.seconds < 3.5


def test_one_run_at_a_time_writes_to_a_course(hand_in, grade, course):
    hand_in("alice", RIGHT)
    with alone(course), pytest.raises(CourseError, match="another run is grading .* now"):
        grade()


def test_without_the_sandbox_every_result_says_so(hand_in, grade):
    hand_in("alice", RIGHT)
    result = grade(walls=False)[0]["alice"]
    assert result.score == 6
    assert "graded without the sandbox" in result.flags


def test_a_machine_without_a_sandbox_is_refused_with_the_cure(hand_in, grade, monkeypatch):
    hand_in("alice", RIGHT)
    monkeypatch.setattr(
        "autograder.sandbox.isolation.problem", lambda: "bubblewrap is not installed: apt install bubblewrap"
    )
    with pytest.raises(CourseError, match="apt install bubblewrap. For a class that you trust, --no-sandbox"):
        grade()


def test_the_autograded_notebook_shows_work_and_messages_and_no_hidden_test(hand_in, grade, course):
    hand_in(
        "alice", RIGHT | {"add": "def add(a, b):\n    print('adding')\n    return abs(a) + abs(b)\n\nprint('ready')\n"}
    )
    grade()
    text = (course.path / "autograded/alice" / LAB / f"{LAB}.ipynb").read_text(encoding="utf-8")
    assert "looks like the absolute value" in text
    assert "ready" in text
    assert "add(-1, -2) == -3" not in text


def test_the_students_markup_is_text_in_the_autograded_notebook(hand_in, grade, course):
    hand_in("alice", RIGHT | {"why": "<script>alert(1)</script> a < b and <!-- exercise"})
    grade()
    text = (course.path / "autograded/alice" / LAB / f"{LAB}.ipynb").read_text(encoding="utf-8")
    assert "<\u2060script>alert(1)<\u2060/script> a < b and <\u2060!-- exercise" in text
    assert f"<!-- exercise: {LAB}/why (keep this line) -->" in text


def test_a_score_that_a_person_gave_stays(hand_in, grade, course):
    hand_in("alice", RIGHT)
    grade()
    with course.gradebook.open() as book:
        book.find_grade("test_mean", LAB, LAB, "alice").manual_score = 1.5
        book.db.commit()
    grade(fresh=True)
    (mean,) = [one for one in course.gradebook.grades(LAB)["alice"] if one.grade_id == "test_mean"]
    assert (mean.score, mean.waiting) == (1.5, True)


def test_an_empty_class_gets_a_sentence(grade):
    assert grade()[1][0].startswith("Nothing was handed in")


def test_an_nbgrader_config_that_cannot_be_read_gets_a_sentence(course):
    (course.path / "nbgrader_config.py").write_text("c = get_conf()", encoding="utf-8")
    with pytest.raises(CourseError, match="nbgrader_config.py cannot be used"):
        course.gradebook.grades(LAB)
