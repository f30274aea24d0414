"""The exporter's name on nbgrader's command line: `--exporter=autograder.nbgrader_export.CourseTable`."""

from autograder.course.course_table import CourseTable

__all__ = ["CourseTable"]
