"""Every right answer of `tests/answers/` behind the walls: the judge gives what plain Python gives.

A lab's students hand in one form of each exercise, the next student the next forms, until all have been there. Forms of
two exercises need not fit together, so what each student deserves is worked out by running the author's cells.
"""

import pytest
from lab_files import LABS, ROOT

from autograder.admin import demo
from autograder.authoring.build import fill, notebook_text
from autograder.course.course import Course
from autograder.grade.grade import grade_class
from autograder.probe.answers import read_answers

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]
GRADED = [lab for lab in LABS if not lab.startswith("00")]


def forms(lab):
    """How many students it takes until every form was handed in."""
    found = {}
    for answer in read_answers(ROOT / "tests" / "answers" / f"{lab}.py"):
        if answer.expect == "right":
            found[answer.exercise] = found.get(answer.exercise, 0) + 1
    return max(found.values())


@pytest.mark.parametrize("lab", GRADED)
def test_the_judge_takes_every_right_form(lab, tmp_path, monkeypatch, full_zygote):
    monkeypatch.setattr(demo, "KINDS", ("full marks, another form",))
    course = Course(tmp_path / "course")
    assignment, students = course.as_written(lab, lambda text: None), demo.sample_class(course, lab, forms(lab))
    for student in students:
        path = course.submitted(student.name, lab) / f"{lab}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(notebook_text(fill(assignment.release, student.work)), encoding="utf-8")
    graded = grade_class(course, assignment, zygote=full_zygote, say=lambda text: None)
    results = {result.student: result for result in graded}
    lost = {name: [one for one in result.exercises if one.message] for name, result in results.items()}
    assert {name: result.score for name, result in results.items()} == {
        student.name: student.deserved for student in students
    }, lost
