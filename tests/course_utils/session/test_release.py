"""What a notebook says about its release: in a folder of the course, in Colab, without a connection."""

import json
import subprocess

import pytest

import course_utils
from course_utils.session import release, runtime

OLD, NEW = "release-1-aaaaaaaa", "release-12-bbbbbbbb"
WHERE = "https://colab.research.google.com/github/a/b/blob/main/notebooks/LAB.ipynb"


def written(folder, tag, **others):
    """`release.json` of a course that has one lab."""
    about = {"branch": "main", "open": WHERE, "labs": {"01_a": tag}} | others
    folder.mkdir(exist_ok=True)
    (folder / release.FILE).write_text(json.dumps(about), encoding="utf-8")
    return folder


def git(folder, *words):
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path):
    """A shallow clone of the old release, while the course has the new one."""
    origin = written(tmp_path / "origin", OLD)
    git(origin, "init", "--quiet", "--initial-branch=main")
    for tag in (OLD, NEW):
        written(origin, tag)
        git(origin, "add", ".")
        git(origin, "commit", "--quiet", "-m", tag)
        git(origin, "tag", tag)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"--branch={OLD}", origin.as_uri(), str(tmp_path / "clone"))
    return tmp_path / "clone"


def test_the_release_of_the_class_needs_no_word(tmp_path):
    assert release.sentence("01_a", NEW, written(tmp_path, NEW)) == ""


def test_an_older_copy_is_told_where_the_new_one_is(tmp_path):
    assert release.sentence("01_a", OLD, written(tmp_path, NEW)) == (
        f"This copy is older than what the class is graded with: it is from {OLD}, the newest is {NEW}. It goes on "
        f"working. For the new one, open {WHERE.replace('LAB', '01_a')} and copy your answers into it."
    )


def test_a_notebook_that_is_newer_than_the_folder_asks_for_git_pull(tmp_path):
    told = release.sentence("01_a", NEW, written(tmp_path, OLD))
    assert told == f"This notebook is from {NEW}, newer than the course's folder, {OLD}: run git pull there."


def test_a_lab_that_the_course_has_no_more_says_so(tmp_path):
    told = release.sentence("02_b", OLD, written(tmp_path, NEW))
    assert told == "The lab 02_b is no longer part of the course. This copy goes on working."


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"labs": 3}', '{"labs": {"01_a": 7}}'])
def test_a_folder_that_does_not_say_its_release_is_no_crash(tmp_path, text):
    if text is not None:
        (tmp_path / release.FILE).write_text(text)
    told = release.sentence("01_a", OLD, tmp_path)
    assert told == f"This notebook is from {OLD}; the course in {tmp_path} does not say which release it is."


def test_in_colab_the_course_s_address_is_asked(clone):
    assert release.sentence("01_a", OLD, clone) == ""
    assert f"it is from {OLD}, the newest is {NEW}." in release.sentence("01_a", OLD, clone, ask=True)


def test_asking_leaves_the_helpers_of_the_old_release_in_place(clone):
    release.sentence("01_a", OLD, clone, ask=True)
    assert json.loads((clone / release.FILE).read_text())["labs"] == {"01_a": OLD}


def test_without_a_connection_one_short_line_says_so(clone, tmp_path):
    (tmp_path / "origin").rename(tmp_path / "away")
    told = release.sentence("01_a", OLD, clone, ask=True)
    assert told == (
        "Whether there is a newer release of this notebook could not be found out: the course's address did not answer."
    )


def test_a_server_that_hangs_costs_seconds_and_no_more(clone, monkeypatch):
    monkeypatch.setattr(release, "SECONDS", 0.0001)
    told = release.sentence("01_a", OLD, clone, ask=True)
    assert told.endswith("could not be found out: no answer within 0.0001 seconds.")


def test_start_names_the_release_and_tells_of_a_newer_one(monkeypatch, capsys):
    monkeypatch.setattr(runtime, "grading", lambda: False)
    monkeypatch.setattr(release, "sentence", lambda lab, tag, ask: f"{lab} {tag} {ask}")
    course_utils.start(lab="01_a", release=OLD)
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith(f" profile · {OLD}")
    assert second == f"01_a {OLD} False"


def test_the_grader_asks_nobody(monkeypatch, capsys):
    monkeypatch.setenv("COURSE_GRADING", "1")
    monkeypatch.setattr(release, "sentence", None)
    course_utils.start(lab="01_a", release=OLD)
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_an_instructor_s_notebook_has_no_release_and_says_nothing_of_it(capsys):
    course_utils.start()
    assert "release" not in capsys.readouterr().out
