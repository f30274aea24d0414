"""The name under which nbgrader's command line knows the exporter: `--exporter=autograder.nbgrader_export.CourseTable`."""

from autograder.course.course_table import CourseTable

__all__ = ["CourseTable"]
