"""Due dates, extensions and penalties by commands, where nbgrader itself finds them."""

from datetime import datetime, timedelta

import pytest
from tiny_lab import RIGHT

from autograder import CourseError
from autograder.course import due_dates
from autograder.grade.grade import grade_class
from autograder.report.lab_summary import summarize

LAB = "90_tiny"


@pytest.fixture
def zone(course):
    with (course.path / "nbgrader_config.py").open("a") as config:
        config.write('c.Course.timezone = "Europe/Berlin"\n')


def test_a_due_date_lands_in_nbgrader_s_own_table(course, assignment, zone):
    due_dates.set_due(course, LAB, "2026-03-01 23:59")
    with course.gradebook.open() as book:
        assert book.find_assignment(LAB).duedate == datetime(2026, 3, 1, 22, 59)
    assert due_dates.lines(course, LAB)[0] == "90_tiny is due 2026-03-01 23:59 (Europe/Berlin)."
    due_dates.set_due(course, LAB, "none")
    assert due_dates.lines(course, LAB)[0] == "90_tiny has no due date."


@pytest.mark.parametrize("text", ["01.03.2026", "2026-03-01 12:00 PST", "2026-03-29 02:30", "soon"])
def test_a_time_that_cannot_be_read_for_sure_sets_nothing(course, assignment, zone, text):
    with pytest.raises(CourseError, match="TIME: "):
        due_dates.set_due(course, LAB, text)
    assert course.gradebook.due(LAB) is None


def test_a_course_without_a_zone_is_told_so(course, assignment):
    with pytest.raises(CourseError, match="the course has none set"):
        due_dates.set_due(course, LAB, "2026-03-01 12:00")
    assert 'c.Course.timezone = "Europe/Berlin"' in due_dates.lines(course, LAB)[-1]
    with (course.path / "nbgrader_config.py").open("a") as config:
        config.write('c.Course.timezone = "Berlin"\n')
    with pytest.raises(CourseError, match='there is no time zone "Berlin"'):
        course.zone()


@pytest.mark.sandbox
def test_an_extension_given_before_and_one_given_after_grading_hold(course, assignment, zone, hand_in):
    due_dates.set_due(course, LAB, "2026-03-01 12:00")
    due_dates.set_penalty(course.path, "10% a day")
    said = due_dates.extend(course, LAB, "early", 48)
    assert "the extension holds from then on" in said[-1]
    for student in ("early", "after", "none"):
        hand_in(student, RIGHT).with_name("timestamp.txt").write_text("2026-03-02 12:00 Europe/Berlin")
    grade_class(course, assignment, say=lambda text: None)
    assert due_dates.extend(course, LAB, "after", 24)[-1] == "after has 24 hours more for 90_tiny."
    late = summarize(course, assignment).late
    assert sorted(late) == ["none"]
    assert late["none"].penalty == pytest.approx(0.6)  # one day of 10 % of 6 points
    with course.gradebook.open() as book:
        assert book.find_submission(LAB, "early").extension == timedelta(hours=48)
    assert course.gradebook.extended(LAB) == {"early": 48, "after": 24}
    course.gradebook.forget(LAB, "early")
    assert course.gradebook.extended(LAB) == {"early": 48, "after": 24}


@pytest.mark.parametrize(
    ("text", "cost"), [("none", 0), ("all", 6), ("10% a day", 1.2), ("60 % a day", 6), ("2.5 a day", 0.3)]
)
def test_what_being_late_costs(course, text, cost):
    from traitlets.config import Config

    from autograder.course.late_penalty import CoursePenalty

    due_dates.set_penalty(course.path, text)
    config = Config()
    config.CourseDirectory.root = str(course.path)
    plugin = CoursePenalty(config=config)
    assert plugin.late_submission_penalty("s", 6.0, 86400 + 1) == pytest.approx(cost)
    assert due_dates.penalty_words(course.path)


@pytest.mark.parametrize("text", ["", "10", "-5% a day", "110% a day", "zero"])
def test_a_penalty_that_is_none_gets_a_sentence(course, text):
    with pytest.raises(CourseError, match="--penalty: expected none, all or such as"):
        due_dates.set_penalty(course.path, text)
