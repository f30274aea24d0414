"""A course with the tiny lab, and a way to hand something in."""

import contextlib
import shutil
from pathlib import Path

import pytest
from tiny_lab import TINY_ANSWERS, TINY_LAB

LAB = "90_tiny"


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A repository that holds nothing but the tiny lab and its answers, with a course in it; made once."""
    from autograder.course.course import Course

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
    from autograder.course.course import Course

    return Course(tiny_root / "grading", root=tiny_root)


@pytest.fixture
def assignment(course):
    return course.as_written(LAB)


@pytest.fixture(scope="session")
def shared_base():
    """`base` for tests: the process for labs without TensorFlow is started once, behind its walls, for all classes."""
    from autograder.sandbox.base_process import TENSORFLOW, base, check_machine

    with contextlib.ExitStack() as stack:
        started = []

        def one(source, walls=True):
            if not walls or any(word in source for word in TENSORFLOW):
                return base(source, walls)
            check_machine(walls)
            if not started:
                started.append(stack.enter_context(base(source)))
            return contextlib.nullcontext(started[0])

        yield one


@pytest.fixture
def hand_in(course, assignment, shared_base, monkeypatch):
    """`hand_in(student, answers)` puts a notebook into submitted/ and returns its path.

    The class is then graded from a process that the tests share; that `grade` starts and ends its own is what
    test_demo.py and test_commands.py go through.
    """
    from autograder.authoring.build import fill, notebook_text

    monkeypatch.setattr("autograder.grade.grade.base", shared_base)

    def put(student, answers, edit=lambda notebook: None, name=f"{LAB}.ipynb"):
        notebook = fill(assignment.release, answers)
        edit(notebook)
        path = Path(course.submitted(student, LAB), name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(notebook_text(notebook), encoding="utf-8")
        return path

    return put
