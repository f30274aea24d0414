"""Pages lie where nbgrader looks for them or where the teacher says; what nobody needs goes, what is not ours stays."""

import json
import zipfile

import pytest

from autograder import CourseError
from autograder.admin.forget import forget
from autograder.course.exchange import SECRET, TIME
from autograder.feedback.feedback import feedback
from autograder.feedback.pages import file_names, places, whose

pytestmark = pytest.mark.sandbox

LAB = "90_tiny"
CLASS = ["alice", "bob", "carl", "dora", "lena", "zoe"]


def test_every_page_lies_where_nbgrader_has_it(course, graded, said):
    paths = feedback(course, graded, say=said.say)
    assert paths == [course.path / "feedback" / name / LAB / f"{LAB}.html" for name in CLASS]
    assert [whose(path) for path in paths] == [(LAB, name) for name in CLASS]
    assert said.rows[-1].startswith("6 pages: ")
    assert "answers that wait for a person" in said.rows[0]


def test_the_page_of_a_student_without_a_result_goes_and_nbgraders_own_stays(course, graded, said):
    feedback(course, graded, say=said.say)
    course.result("bob", LAB).unlink()
    theirs = course.feedback("olga", LAB) / f"{LAB}.html"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("<html>nbgrader's</html>", encoding="utf-8")
    feedback(course, graded, say=said.say)
    assert not course.feedback("bob", LAB).exists()
    assert theirs.exists()
    assert "bob has no result any more: their old page was deleted." in said.rows
    assert "bob: handed in and not graded yet, so there is nothing to tell: run `grade` first." in said.rows


def test_a_folder_gets_a_page_each_and_is_kept_in_step(course, graded, said, tmp_path):
    out = tmp_path / "out"
    paths = feedback(course, graded, to=out, say=said.say)
    assert paths == [out / f"{name}.html" for name in CLASS]
    course.result("bob", LAB).unlink()
    (out / "notes.html").write_text("mine", encoding="utf-8")
    feedback(course, graded, to=out, say=said.say)
    assert {path.stem for path in out.iterdir()} == {*CLASS, "notes"} - {"bob"}
    assert places(course) == [out]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<p>mine</p>", "is no page of feedback and would be overwritten"),
        ('<meta name="course-feedback" content="91_more/alice">', "is the page of alice for 91_more"),
        ('<meta name="course-feedback" content="90_tiny/bob">', "is the page of bob for 90_tiny"),
    ],
)
def test_nothing_that_is_not_this_students_page_is_overwritten(course, graded, tmp_path, text, says):
    (tmp_path / "alice.html").write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=says):
        feedback(course, graded, to=tmp_path)
    assert (tmp_path / "alice.html").read_text(encoding="utf-8") == text
    assert not (tmp_path / "bob.html").exists()


def test_names_are_plain_and_none_are_the_same_on_any_file_system():
    names = file_names(["alice", "Alice", "../x", "a/b", "a_b", "🦊", "\u202ebob", "x" * 300])
    assert names["alice"] == "alice"
    assert len({name.casefold() for name in names.values()}) == 8
    assert all(name.replace("_", "").replace("-", "").isalnum() for name in names.values())
    assert all(len(name) < 120 for name in names.values())


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"form": "email"}, "--for email: expected one of moodle, canvas, gradescope"),
        ({"into": "w.csv"}, "it needs --for moodle"),
        ({"form": "canvas", "into": "w.csv"}, "it needs --for moodle"),
    ],
)
def test_what_does_not_fit_together_gets_a_sentence(course, graded, options, says):
    with pytest.raises(CourseError, match=says):
        feedback(course, graded, **options)


def test_a_lab_that_was_not_graded_gets_a_sentence(course, graded):
    for name in CLASS:
        course.result(name, LAB).unlink()
    with pytest.raises(CourseError, match="has not been graded in"):
        feedback(course, graded)


def test_a_file_in_the_place_of_the_folder_gets_a_sentence(course, graded, tmp_path):
    (tmp_path / "out").touch()
    with pytest.raises((CourseError, OSError)):
        feedback(course, graded, to=tmp_path / "out")


def test_forget_knows_every_place(course, graded, tmp_path):
    feedback(course, graded, say=lambda text: None)
    feedback(course, graded, to=tmp_path / "out", say=lambda text: None)
    for form in ("moodle", "canvas", "gradescope"):
        feedback(course, graded, form=form, say=lambda text: None)
        feedback(course, graded, form=form, to=tmp_path / "archives", say=lambda text: None)
    said = []
    assert forget(course, "bob", said.append) == []
    left = [path for folder in (course.path, tmp_path / "out", tmp_path / "archives") for path in folder.rglob("*bob*")]
    assert left == []
    assert (tmp_path / "out" / "alice.html").exists()
    assert any("archives/90_tiny-gradescope.zip, which feedback was written to, may hold" in row for row in said)


def test_notes_of_the_exchange_come_along_and_who_handed_in_elsewhere_stops_nobody(course, graded, said):
    feedback(course, graded, say=said.say)
    assert not (course.feedback("alice", LAB) / SECRET).exists()
    (course.submitted("alice", LAB) / TIME).write_text("2026-03-01 11:00:00 UTC")
    (course.submitted("alice", LAB) / SECRET).write_text("ab12")
    (course.submitted("bob", LAB) / SECRET).symlink_to("/etc/hostname")
    feedback(course, graded, say=said.say)
    assert (course.feedback("alice", LAB) / SECRET).read_text() == "ab12"
    secrets = {(course.feedback(name, LAB) / SECRET).read_text() for name in CLASS}
    assert len(secrets) == len(CLASS)
    assert all((course.feedback(name, LAB) / TIME).exists() for name in CLASS)
    assert "bob, carl, dora, lena, zoe: handed in outside nbgrader's exchange" in "\n".join(said.rows)


def test_two_who_handed_gradescope_the_same_file_never_read_each_others_comments(course, graded, said, tmp_path):
    path = course.submitted("zoe", LAB) / f"{LAB}.ipynb"
    path.write_bytes((course.submitted("alice", LAB) / f"{LAB}.ipynb").read_bytes())
    (made, beside) = feedback(course, graded, form="gradescope", to=tmp_path, say=said.say)
    with zipfile.ZipFile(made) as opened:
        assert not [name for name in opened.namelist() if b"Nearly!" in opened.read(name)]
    assert sorted(one.stem for one in beside.iterdir()) == ["alice", "zoe"]
    assert "alice, zoe: not in the archive, another student handed in the very same file." in said.rows


def test_gradescope_hears_the_same_words(course, graded, said, tmp_path):
    (path,) = feedback(course, graded, form="gradescope", to=tmp_path, say=said.say)
    with zipfile.ZipFile(path) as opened:
        texts = [json.loads(opened.read(name)) for name in opened.namelist() if name.endswith(".json")]
        assert opened.getinfo("run_autograder").external_attr >> 16 == 0o100755
        assert not [name for name in opened.namelist() if "alice" in name or b"alice" in opened.read(name)]
    outputs = sorted(one["output"].split("\n")[0] for one in texts)
    assert outputs[:2] == ["4 of 8 points so far.", "4 of 8 points."]
    assert outputs[-1].startswith("Your file could not be graded and counts as 0 points: The file is no notebook")
    tests = [test for one in texts for test in one["tests"]]
    assert all(test["output_format"] == "text" for test in tests)
    assert [test["output"] for test in tests if test["output"].startswith("Comment by a person: Nearly!")]
    assert "Hidden check: negative numbers.: looks like the absolute value" in "\n".join(t["output"] for t in tests)
