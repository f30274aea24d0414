"""A repository that holds nothing but the tiny lab, with a course and hand-ins in it."""

from pathlib import Path

from tiny_lab import TINY_LAB

LAB = "90_tiny"


def make(root):
    """A `Course` in a new repository at `root`."""
    from autograder.course.course import Course

    (root / "solutions").mkdir(parents=True)
    (root / "solutions" / f"{LAB}.py").write_text(TINY_LAB, encoding="utf-8")
    return Course(root / "grading", root=root)


def hand_in(course, assignment, student, answers):
    """Put a notebook with these answers into the course's `submitted/`."""
    from autograder.authoring.build import fill, notebook_text

    path = Path(course.submitted(student, LAB), f"{LAB}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook_text(fill(assignment.release, answers)), encoding="utf-8")
    return path
