"""Late hand-ins by nbgrader's own means: `timestamp.txt`, due dates, extensions, and its plugin for penalties."""

import csv
from datetime import timedelta

import pytest
from tiny_lab import RIGHT

from autograder import CourseError
from autograder.course.late import handed_in_at
from autograder.grade.grade import grade_class
from autograder.report.lab_summary import summarize

PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin

class PointPerHour(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {answer}

c.AssignLatePenalties.plugin_class = PointPerHour
"""
DUE, TWO_HOURS_LATE = "2026-03-01 12:00:00 UTC", "2026-03-01 14:00:00 UTC"


@pytest.fixture
def late_class(course, assignment, hand_in):
    """`late_class(answer)` grades alice, two hours late, and bob, in time, under a plugin that gives this answer."""

    def grade(answer="total_seconds_late / 3600"):
        with (course.path / "nbgrader_config.py").open("a", encoding="utf-8") as file:
            file.write(PLUGIN.format(answer=answer))
        with course.gradebook.open() as book:
            book.update_or_create_assignment(assignment.name, duedate=DUE)
        hand_in("bob", RIGHT)
        hand_in("alice", RIGHT).with_name("timestamp.txt").write_text(TWO_HOURS_LATE)
        grade_class(course, assignment, say=lambda text: None)
        return summarize(course, assignment)

    return grade


@pytest.mark.sandbox
def test_nbgrader_s_plugin_says_what_being_late_costs(late_class):
    found = late_class()
    assert (found.late["alice"].seconds, found.late["alice"].penalty) == (7200, 2)
    assert [(one.student, one.score, found.score(one)) for one in found.results] == [("alice", 6, 4), ("bob", 6, 6)]


@pytest.mark.sandbox
@pytest.mark.parametrize(("answer", "penalty"), [("100", 6), ("-3", 0), ("None", 0)])
def test_a_penalty_stays_between_nothing_and_the_score(late_class, answer, penalty):
    assert late_class(answer).penalty("alice") == penalty


@pytest.mark.sandbox
def test_an_extension_given_later_takes_the_penalty_back(late_class, course, assignment):
    late_class()
    with course.gradebook.open() as book:
        book.find_submission(assignment.name, "alice").extension = timedelta(hours=3)
        book.db.commit()
    assert summarize(course, assignment).late == {}


@pytest.mark.sandbox
def test_a_time_that_is_written_down_later_counts_without_grading_again(late_class, course, assignment):
    late_class()
    (course.submitted("bob", assignment.name) / "timestamp.txt").write_text("2026-03-01 13:00:00 UTC")
    assert summarize(course, assignment).penalty("bob") == 1


@pytest.mark.sandbox
def test_nbgrader_export_takes_off_the_same(late_class, course, assignment, tmp_path):
    late_class()
    course.gradebook.export(tmp_path / "grades.csv", [assignment.name])
    with (tmp_path / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert rows["alice"]["late_submission_penalty"] == "2.0"
    assert (rows["alice"]["score"], rows["bob"]["score"]) == ("4.0", "6.0")
    assert rows["alice"]["timestamp"] == "2026-03-01 14:00:00"


@pytest.mark.sandbox
def test_a_plugin_that_does_not_exist_gets_a_sentence(late_class, course, assignment):
    late_class()
    with (course.path / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("\nc.AssignLatePenalties.plugin_class = 'nowhere.Plugin'\n")
    with pytest.raises(CourseError, match="the plugin for late hand-ins in nbgrader_config.py cannot be used"):
        summarize(course, assignment)


@pytest.mark.parametrize("text", ["", "soon", "9" * 500, "\0", "2026-13-45 99:00:00 UTC"])
def test_a_time_that_cannot_be_read_is_no_time(tmp_path, text):
    (tmp_path / "timestamp.txt").write_text(text)
    assert handed_in_at(tmp_path) is None


def test_a_link_and_a_missing_file_are_no_time(tmp_path):
    assert handed_in_at(tmp_path) is None
    (tmp_path / "real").write_text(DUE)
    (tmp_path / "timestamp.txt").symlink_to(tmp_path / "real")
    assert handed_in_at(tmp_path) is None
