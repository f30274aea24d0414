import os
import sys

import pytest

from autograder import CourseError
from autograder.admin.doctor import database


def say(course, url):
    with (course.path / "nbgrader_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {url!r}\n")


def test_without_the_driver_there_is_a_sentence_with_the_cure(course, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    say(course, "postgresql+psycopg://me:mine@127.0.0.1/grades")
    with pytest.raises(CourseError, match=r"me:\*\*\*@127.0.0.1/grades cannot be opened .*pip install -e '\.\[postg"):
        course.gradebook.grades("90_tiny")
    assert database(course.path).required


def test_an_address_that_is_none_gets_a_sentence(course):
    say(course, "my database")
    with pytest.raises(CourseError, match="whose address is no database URL cannot be opened"):
        course.gradebook.grades("90_tiny")


def test_doctor_looks_at_what_the_environment_says_for_a_course_that_is_still_to_be_made(tmp_path):
    os.environ["COURSE_GRADEBOOK"] = f"nonsense://{tmp_path}/x"
    assert "postgresql+psycopg://USER@HOST/DATABASE" in str(database(tmp_path / "grading"))
