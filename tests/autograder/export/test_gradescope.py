"""Gradescope: results in its published form, handed out by the archive's own two files."""

import json
import os
import stat
import subprocess
import sys
import zipfile

import pytest
from tiny_lab import RIGHT

from autograder.course.gradebook import Lateness
from autograder.course.result import Result
from autograder.export.gradescope import results_json, write_gradescope
from autograder.export.pseudonyms import pseudonyms
from autograder.report.lab_summary import LabSummary
from autograder.util.exercise_result import ExerciseResult

LAB = "90_tiny"
SPECIFIED = {
    **{"score": (int, float), "execution_time": int, "output": str, "output_format": str, "visibility": str},
    **{"stdout_visibility": str, "tests": list},
}
TEST = {
    **{"score": (int, float), "max_score": (int, float), "name": str, "number": str, "status": str, "output": str},
    **{"output_format": str, "visibility": str},
}


def result(student="alice", **more):
    exercises = [
        ExerciseResult("add", 3.0, 3.0, ""),
        ExerciseResult("mean", 0.0, 2.0, "looks like <b>a sum</b>"),
        ExerciseResult("why", 0.0, 2.0, ""),
    ]
    return Result(student, LAB, score=3.0, max_score=7.0, exercises=exercises, seconds=1.6, **more)


def told(one, **late):
    return results_json(LabSummary(LAB, "", [(one, ["why"])], late), one, ["why"], {"add": "90.1"})


def test_a_result_has_the_keys_and_types_of_the_specification():
    found = told(result())
    assert all(isinstance(found[key], kind) for key, kind in SPECIFIED.items())
    assert set(found) == set(SPECIFIED)
    for test in found["tests"]:
        assert set(test) == set(TEST)
        assert all(isinstance(test[key], kind) for key, kind in TEST.items())
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] in ("visible", "hidden", "after_due_date", "after_published")


def test_points_messages_and_numbers_are_those_of_the_course():
    add, mean, why = told(result())["tests"]
    assert (add["name"], add["number"], add["score"], add["status"]) == ("add", "90.1", 3.0, "passed")
    assert (mean["output"], mean["output_format"], mean["status"]) == ("looks like <b>a sum</b>", "text", "failed")
    assert why["output"] == "This answer waits for a person."


def test_a_penalty_is_taken_off_the_score_and_said():
    found = told(result(), alice=Lateness(3600.0, 1.5))
    assert found["score"] == 1.5
    assert "late: 1.5 points taken off" in found["output"]


def test_a_failed_hand_in_says_why():
    found = told(result(status="failed", flags=["The file is empty."]))
    assert (found["tests"], found["output"]) == ([], "The file is empty.")


def test_what_is_flagged_for_a_person_leaves_this_machine_only_as_the_reason_of_a_failure():
    flags = ["also handed in: alice/private.ipynb", "f: a stand-in was handed in as the answer"]
    assert told(result(flags=flags))["output"] == ""
    assert told(result(flags=flags, status="needs-review"))["output"].startswith("A person will look")
    assert told(result(flags=["The file is empty.", *flags], status="failed"))["output"] == "The file is empty."


@pytest.fixture
def archive(course, assignment, hand_in):
    """The archive of a class with one hand-in, and the hand-in."""
    path = hand_in("alice", RIGHT)
    found = LabSummary(LAB, "", [(result(), []), (result("submission_77"), [])])
    return write_gradescope(course, found, {}), path


@pytest.fixture
def harness(archive, tmp_path):
    """`harness(files, metadata)` does what Gradescope does with an archive and a hand-in; returns results.json."""
    place = tmp_path / "autograder"
    with zipfile.ZipFile(archive[0]) as opened:
        opened.extractall(place / "source")
        modes = {entry.filename: entry.external_attr >> 16 for entry in opened.infolist()}
    for name in ("setup.sh", "run_autograder"):
        assert stat.S_IMODE(modes[name]) == 0o755
        os.chmod(place / "source" / name, 0o755)

    def run(files, metadata=None):
        (place / "submission").mkdir()
        for name, data in files.items():
            (place / "submission" / name).write_bytes(data)
        if metadata is not None:
            (place / "submission_metadata.json").write_text(metadata)
        subprocess.run([sys.executable, place / "source" / "run_autograder", place], check=True, capture_output=True)
        return json.loads((place / "results" / "results.json").read_text())

    return run


def test_the_same_file_gets_its_result_back(harness, archive):
    assert harness({"any name.ipynb": archive[1].read_bytes()})["score"] == 3.0


def test_gradescope_s_number_of_the_submission_is_enough(harness):
    assert harness({"x.ipynb": b"other"}, '{"id": 77}')["score"] == 3.0


@pytest.mark.parametrize("metadata", [None, "", "{", "[]", '{"id": "../../etc/passwd"}', '{"id": 78}'])
def test_an_unknown_hand_in_is_told_that_it_will_be_graded(harness, metadata):
    found = harness({"x.ipynb": b"new"}, metadata)
    assert found["score"] == 0
    assert "graded with the next run" in found["output"]


def test_setup_is_a_shell_script_that_runs(archive, tmp_path):
    with zipfile.ZipFile(archive[0]) as opened:
        assert opened.namelist()[:2] == ["setup.sh", "run_autograder"]
        (tmp_path / "setup.sh").write_bytes(opened.read("setup.sh"))
    subprocess.run(["bash", tmp_path / "setup.sh"], check=True)


def test_no_name_is_in_the_archive_and_the_same_grades_give_the_same_bytes(course, archive):
    first = archive[0].read_bytes()
    found = LabSummary(LAB, "", [(result(), []), (result("submission_77"), [])])
    assert write_gradescope(course, found, {}).read_bytes() == first
    with zipfile.ZipFile(archive[0]) as opened:
        assert not [name for name in opened.namelist() if "alice" in name or b"alice" in opened.read(name)]


def test_each_student_has_a_folder_with_or_without_their_name(course, archive):
    folder = course.path / "exports" / "gradescope" / LAB
    assert json.loads((folder / "alice" / "results.json").read_text())["score"] == 3.0
    write_gradescope(course, LabSummary(LAB, "", [(result(), [])]), {}, pseudonyms(course))
    assert (folder / pseudonyms(course)("alice") / "results.json").exists()
