"""A course with the tiny lab, and a way to hand something in."""

import shutil
from pathlib import Path

import pytest
from tiny_lab import TINY_ANSWERS, TINY_LAB

LAB = "90_tiny"


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A repository that holds nothing but the tiny lab and its answers, with a course in it; made once."""
    from autograder.course import Course

    root = tmp_path_factory.mktemp("repository")
    for folder, text in (("solutions", TINY_LAB), ("tests/answers", TINY_ANSWERS)):
        (root / folder).mkdir(parents=True)
        (root / folder / f"{LAB}.py").write_text(text, encoding="utf-8")
    Course(root / "grading", root=root).as_written(LAB)
    return root


@pytest.fixture
def tiny_root(built, tmp_path):
    """A copy of it, for one test."""
    return shutil.copytree(built, tmp_path / "repository")


@pytest.fixture
def course(tiny_root):
    from autograder.course import Course

    return Course(tiny_root / "grading", root=tiny_root)


@pytest.fixture
def assignment(course):
    return course.as_written(LAB)


@pytest.fixture
def hand_in(course, assignment):
    """`hand_in(student, answers)` puts a notebook into submitted/ and returns its path."""
    from autograder.build import fill, notebook_text

    def put(student, answers, edit=lambda notebook: None, name=f"{LAB}.ipynb"):
        notebook = fill(assignment.release, answers)
        edit(notebook)
        path = Path(course.submitted(student, LAB), name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(notebook_text(notebook), encoding="utf-8")
        return path

    return put
