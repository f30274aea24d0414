"""A grading run that is killed at any moment, and one that is repeated, end in the same gradebook.

`COURSE_KILLS=50 python -m pytest -m slow tests/autograder/grade/test_killed.py` kills at 50 random moments.
"""

import os
import random
import signal
import subprocess
import sys
import time

import psutil
import pytest
from tiny_lab import RIGHT

LAB = "90_tiny"
KILLS = int(os.environ.get("COURSE_KILLS", "6"))
STUDENTS = 12
CODE = """
import sys
from pathlib import Path
from autograder.course.course import Course
from autograder.grade.grade import grade_class
course = Course(sys.argv[1], root=Path(sys.argv[2]))
grade_class(course, course.as_written("90", lambda text: None), say=lambda text: None)
"""

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]


@pytest.fixture
def hand_ins(hand_in):
    """A class in which no two neighbours get the same points."""
    forms = [
        RIGHT,
        RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n"},
        {},
        RIGHT | {"mean": "import os\n\ndef mean(values):\n    os._exit(1)\n"},
        RIGHT | {"why": "A mean shares."},
    ]
    for number in range(STUDENTS):
        hand_in(f"s{number:02}", forms[number % len(forms)])


def start(course, tiny_root):
    """A grading run in a process group of its own."""
    words = [sys.executable, "-c", CODE, str(course.path), str(tiny_root)]
    return subprocess.Popen(words, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def finish(course, tiny_root):
    began = time.monotonic()
    assert start(course, tiny_root).wait(timeout=120) == 0
    return time.monotonic() - began


def gradebook(course):
    """Everything that the gradebook says, without the database's own numbering."""
    return {
        student: sorted((one.grade_id, one.score, one.max_score, one.waiting) for one in cells)
        for student, cells in course.gradebook.grades(LAB).items()
    }


def forget_everything(course):
    for student in list(course.gradebook.grades(LAB)):
        course.gradebook.forget(LAB, student)
    for path in course.path.glob(f"results/{LAB}/*"):
        path.unlink()


def descendants():
    return {one.pid for one in psutil.Process().children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE}


def test_a_run_that_is_killed_and_resumed_gives_the_same_gradebook(hand_ins, course, assignment, tiny_root):
    seconds = finish(course, tiny_root)
    expected = gradebook(course)
    assert len(expected) == STUDENTS
    moments = random.Random(4)
    for _ in range(KILLS):
        forget_everything(course)
        run, before = start(course, tiny_root), descendants()
        time.sleep(moments.uniform(0.1, seconds))
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        finish(course, tiny_root)
        assert gradebook(course) == expected
        assert not descendants() - before


def test_ten_runs_give_ten_equal_gradebooks(hand_ins, course, assignment, tiny_root):
    found = []
    for _ in range(10 if KILLS > 10 else 3):
        forget_everything(course)
        finish(course, tiny_root)
        found.append(gradebook(course))
    assert found == [found[0]] * len(found)
