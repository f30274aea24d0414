"""A course with a time zone, notebooks that can be told apart, and `gather`."""

import pytest
from tiny_lab import RIGHT

from autograder.authoring.build import fill, notebook_text
from autograder.collect.collect import collect


@pytest.fixture
def work(assignment):
    """`work(text)` is a right notebook with the text in it."""

    def one(text):
        return notebook_text(fill(assignment.release, RIGHT | {"why": f"A mean shares, says {text}."}))

    return one


@pytest.fixture
def gather(course, assignment):
    """`gather(*paths, **options)` collects; returns the `Collected` and the lines."""

    def run(*paths, **options):
        lines = []
        found = collect(course, assignment, paths, lines.append, **options)
        assert len(found.fates) == sum(found.count(fate) for fate in ("taken", "superseded", "unclear", "other"))
        return found, lines

    return run


@pytest.fixture
def zone(course):
    with (course.path / "nbgrader_config.py").open("a") as config:
        config.write('c.Course.timezone = "Europe/Berlin"\n')


@pytest.fixture
def handed_in(course, assignment):
    """`handed_in(student)` is what lies in `submitted/`, as text; "" where nothing does."""

    def read(student):
        path = course.submitted(student, assignment.name) / f"{assignment.name}.ipynb"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    return read
