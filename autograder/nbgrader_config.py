"""The name under which a course directory's `nbgrader_config.py` asks for this course's settings."""

from autograder.course.nbgrader_settings import configure

__all__ = ["configure"]
