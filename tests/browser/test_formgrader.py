"""Formgrader in a real browser on a graded course: a person's points and words reach the export and the feedback."""

import csv
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
import tiny_course
from tiny_lab import RIGHT

from autograder import ROOT
from autograder.export.csv_tables import write_csv
from autograder.grade.grade import grade_class
from autograder.util.quiet import no_standard_error

LAB = tiny_course.LAB

pytestmark = [pytest.mark.browser, pytest.mark.sandbox]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A class of two, graded: alice wrote an answer, bob made a mistake and left his empty."""
    course = tiny_course.make(tmp_path_factory.mktemp("formgrader") / "repository")
    with no_standard_error():
        assignment = course.as_written(LAB, lambda text: None)
    tiny_course.hand_in(
        course, assignment, "alice", RIGHT | {"why": "Shared out. <script>document.title = 'x'</script>"}
    )
    wrong = "def add(a, b):\n    return abs(a) + abs(b)\n"
    tiny_course.hand_in(course, assignment, "bob", RIGHT | {"add": wrong})
    grade_class(course, assignment, say=lambda text: None)
    return course


@pytest.fixture(scope="module")
def formgrader(course):
    """The address of Formgrader, on a Jupyter server that was started in the course directory."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--allow-root", f"--port={port}"]
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    with (course.path / "server.log").open("w") as log:
        process = subprocess.Popen(
            [*words, "--IdentityProvider.token="], cwd=course.path, env=environ, stdout=log, stderr=log
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/formgrader/manage_assignments", process, course.path / "server.log")
        yield f"http://127.0.0.1:{port}/formgrader"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address, process, log, seconds=90):
    for _ in range(seconds * 5):
        assert process.poll() is None, f"the server ended at once:\n{log.read_text()[-2000:]}"
        try:
            return urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"Formgrader did not answer within {seconds} s:\n{log.read_text()[-2000:]}")


def exported(course):
    """Score by student, as `export csv` writes it and as `nbgrader export` does."""
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "nbgrader", "export", "--to=all.csv"]
    subprocess.run(words, cwd=course.path, env=environ, check=True, capture_output=True)
    ours, theirs = rows(write_csv(course, [LAB], say=lambda text: None)), rows(course.path / "all.csv")
    return scores(ours, "student"), scores(theirs, "student_id")


def scores(table, name):
    return {row[name]: float(row["score"]) for row in table}


def rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def open_work_of(page, formgrader, student):
    """From the list of a lab's submissions to a student's work, with the names shown."""
    page.goto(f"{formgrader}/gradebook/{LAB}/{LAB}")
    page.locator(".reveal .name-hidden").first.wait_for()
    for eye in page.locator(".reveal .name-hidden").all():
        eye.click()
    page.get_by_role("link", name=student, exact=True).press("Enter")  # a tooltip lies in the way of the mouse
    page.locator("#why").wait_for()
    page.wait_for_function("formgrader.grades?.loaded && formgrader.comments?.loaded")


def write(page, place, text):
    """Write into a field of Formgrader, and wait until the server has it."""
    with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        page.locator(place).fill(text)
        page.locator(place).blur()
    assert saved.value.ok


def feedback(page, formgrader, course, student):
    """Press the button that makes a student's feedback, and read it."""
    page.goto(f"{formgrader}/manage_submissions/{LAB}")
    page.locator("tr", has_text=student).locator(".generate-feedback a").click()
    page.get_by_text(f"Successfully generated feedback for '{LAB}' for student '{student}'.").wait_for(timeout=120_000)
    return (course.path / "feedback" / student / LAB / f"{LAB}.html").read_text(encoding="utf-8")


def test_points_and_words_given_in_formgrader_arrive_in_export_and_feedback(page, course, formgrader):
    assert exported(course) == ({"alice": 6, "bob": 4},) * 2
    open_work_of(page, formgrader, "alice")
    assert page.title() == LAB  # no script of hers has run
    write(page, "#why", "1.5")
    write(page, "#why-comment", "Say what is shared among what.")
    assert exported(course) == ({"alice": 7.5, "bob": 4},) * 2
    text = feedback(page, formgrader, course, "alice")
    assert "Say what is shared among what." in text
    assert re.search(r"Score: 7\.5 / 8", text)
    open_work_of(page, formgrader, "alice")
    write(page, "#why-comment", "Now it is clear.")
    write(page, "#why", "2")
    text = feedback(page, formgrader, course, "alice")
    assert "Now it is clear." in text
    assert "Say what is shared" not in text
    assert exported(course)[0]["alice"] == 8
    assert not [one for one in page.problems if "MathJax" not in one]  # which nbgrader fetches from the net


def test_feedback_has_messages_and_neither_hidden_checks_nor_scripts_of_students(page, course, formgrader):
    text = feedback(page, formgrader, course, "bob")
    assert "looks like the absolute value" in text
    assert "add(-1, -2) ==" not in text
    assert "<script>document.title" not in feedback(page, formgrader, course, "alice")


def test_grading_again_keeps_what_a_person_gave(page, course, formgrader):
    open_work_of(page, formgrader, "bob")
    write(page, "#why", "0.5")
    grade_class(course, course.as_written(LAB, lambda text: None), fresh=True, say=lambda text: None)
    assert exported(course)[0]["bob"] == 4.5
