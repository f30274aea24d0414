import json

import pytest
from tiny_lab import RIGHT
from typer.testing import CliRunner

from autograder import CourseError, commands
from autograder.authoring import lab
from autograder.cli import app


@pytest.fixture
def run(tiny_root, course, monkeypatch):
    """`run("grade", "90")` runs a command on the tiny course and returns (exit code, output)."""
    monkeypatch.setattr(lab.lab_paths, "__defaults__", (None, tiny_root))
    monkeypatch.setattr("autograder.course.course.Course.__init__.__defaults__", (tiny_root,), raising=False)

    def call(*arguments):
        done = CliRunner().invoke(app, [*map(str, arguments)])
        if isinstance(done.exception, CourseError):
            return 1, str(done.exception)
        return done.exit_code, done.output

    return call


def test_probe_prints_a_line_per_answer_and_writes_json(run, tiny_root, tmp_path):
    code, text = run("probe", "90", tiny_root / "tests/answers/90_tiny.py", "--json", tmp_path / "f.json")
    assert code == 0
    assert text.splitlines()[-1] == "4 answers, 0 problems"
    assert json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))[0]["score"] == 1


def test_probe_exits_1_where_an_answer_is_judged_wrongly(run, tmp_path):
    (tmp_path / "answers.py").write_text('# %% exercise="mean" expect="right"\nmean = len\n', encoding="utf-8")
    code, text = run("probe", "90", tmp_path / "answers.py")
    assert code == 1
    assert text.splitlines()[-1] == "1 answers, 1 problem"


@pytest.mark.sandbox
def test_collect_grade_report_and_export_in_their_order(run, course, hand_in, tmp_path):
    path = hand_in("alice", RIGHT)
    path.rename(tmp_path / "alice.ipynb")
    path.parent.rmdir()
    place = ("--course", course.path)
    assert run("collect", "90", tmp_path / "alice.ipynb", *place)[0] == 0
    code, text = run("grade", "90", *place, "--workers", 4, "--json", tmp_path / "f.json")
    assert code == 0
    assert "alice  6/8" in text
    (result,) = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    assert (result["student"], result["score"], result["status"]) == ("alice", 6.0, "graded")
    assert "The report lies in" in run("report", "90", *place)[1]
    assert "The grades lie in" in run("export", "csv", *place)[1]
    assert "1 page: " in run("feedback", "90", *place)[1]
    assert "alice: not in the archive, their file did not come from Canvas." in run(
        "feedback", "90", "--for", "canvas", "--to", tmp_path / "out", *place
    )[1]  # fmt: skip


@pytest.mark.sandbox
def test_grade_is_told_what_became_of_a_check(run, course, tiny_root, hand_in):
    hand_in("alice", RIGHT)
    place = ("--course", course.path)
    assert run("grade", "90", *place)[0] == 0
    with course.gradebook.open() as book:
        book.find_grade("test_mean", "90_tiny", "90_tiny", "alice").manual_score = 1.5
        book.db.commit()
    source = tiny_root / "solutions" / "90_tiny.py"
    source.write_text(source.read_text(encoding="utf-8").replace('tests="mean"', 'hidden="mean"').replace(
        'assert mean(numbers) == 2, f"expected mean([1, 2, 3]) = 2, received {mean(numbers)}"',
        "# Hidden check: four numbers.\nassert mean([1, 1, 1, 5]) == 2"), encoding="utf-8")  # fmt: skip
    code, text = run("grade", "90", *place)
    assert code == 1
    assert "  alice: 1.5 points on test_mean, which the lab no longer has" in text.splitlines()
    assert run("grade", "90", *place, "--renamed", "test_mean")[1].startswith("--renamed needs OLD=NEW, as in")
    code, text = run("grade", "90", *place, "--renamed", "test_mean=hidden_mean")
    assert code == 0
    assert "test_mean is hidden_mean now: its points go along." in text
    assert "alice  5.5/8" in text


def test_an_unknown_lab_gets_a_sentence_from_every_command(run, course):
    for arguments in (("probe", "77", "x.py"), ("grade", "77", "--course", course.path)):
        assert run(*arguments) == (1, "there is no lab 77; the labs are: 90_tiny")


@pytest.mark.sandbox
def test_every_form_is_written_and_the_course_has_a_page(run, course, hand_in, tmp_path):
    hand_in("alice", RIGHT)
    place = ("--course", course.path)
    assert run("grade", "90", *place)[0] == 0
    gradebook = tmp_path / "canvas.csv"
    gradebook.write_text("Student,ID,SIS Login ID,Section,Lab 90 (7)\n    Points Possible,,,,8\nA,1,alice,S,\n")
    assert "exports/canvas.csv" in run("export", "canvas", "90", "--into", gradebook, *place)[1]
    assert (course.path / "exports" / "canvas.csv").read_text().endswith("A,1,alice,S,6\n")
    assert "exports/moodle.csv" in run("export", "moodle", *place)[1]
    assert "exports/gradescope/90_tiny.zip" in run("export", "gradescope", *place)[1]
    assert "exports/grades-no-names.csv" in run("export", "csv", "--no-names", *place)[1]
    assert "reports/course.html" in run("report", *place)[1]


def test_nothing_graded_gets_a_sentence_from_every_form(run, course):
    for form in ("csv", "canvas", "moodle", "gradescope"):
        assert "nothing has been graded" in run("export", form, "--course", course.path)[1]
    assert "nothing has been graded" in run("report", "--course", course.path)[1]


def test_doctor_lists_what_it_saw(run, course):
    code, text = run("doctor", "--course", course.path)
    assert code == 0
    assert "ok    nbgrader" in text


def test_the_commands_are_those_of_the_design():
    names = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert names == {
        "build",
        "publish",
        "new",
        "forget",
        "probe",
        "collect",
        "history",
        "inside",
        "roster",
        "due",
        "extend",
        "grade",
        "report",
        "export",
        "feedback",
        "demo",
        "doctor",
    }
    assert commands.COURSE.name == "grading"
