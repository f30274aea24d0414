"""nbgrader's exchange directory, as on a hub: a teacher and two students, each with an account of their own."""

import pwd
import re
import sys

import nbformat
import pytest
import tiny_course
from accounts import accounts
from tiny_lab import RIGHT

from autograder.authoring.build import fill, notebook_text
from autograder.grade.grade import grade_class

LAB = tiny_course.LAB

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]


@pytest.fixture
def hub():
    """Three accounts whose settings name one exchange directory, which everybody may write to."""
    with accounts("teacher", "alice", "bob") as hub:
        exchange = hub.folder / "exchange"
        exchange.mkdir()
        exchange.chmod(0o777)
        hub.give(exchange, "teacher")
        for name in hub.names:
            settings = f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\nc.CourseDirectory.course_id = 'dl'\n"
            hub.give(hub.home(name))
            (hub.home(name) / ".jupyter").mkdir()
            (hub.home(name) / ".jupyter/nbgrader_config.py").write_text(settings)
            hub.give(hub.home(name), name)
        yield hub


def ok(done):
    assert done.returncode == 0, done.stdout
    return done.stdout


def work(hub, name, answers):
    """A student fills the fetched notebook in; what they wrote there is theirs."""
    path = hub.home(name) / LAB / f"{LAB}.ipynb"
    hub.give(hub.home(name))
    path.chmod(0o644)
    path.write_text(notebook_text(fill(nbformat.read(path, as_version=4), answers)), encoding="utf-8")
    hub.give(hub.home(name), name)


def test_release_fetch_submit_collect_grade_and_feedback_between_accounts(hub):
    course = tiny_course.make(hub.folder / "repository")
    assignment = course.as_written(LAB, lambda text: None)
    hub.give(course.path, "teacher")
    ok(hub.nbgrader("teacher", "release_assignment", LAB, cwd=course.path))

    for name, answers in {"alice": RIGHT, "bob": RIGHT | {"mean": "def mean(values):\n    return 0\n"}}.items():
        ok(hub.nbgrader(name, "fetch_assignment", LAB))
        work(hub, name, answers)
        ok(hub.nbgrader(name, "submit", LAB))

    spy = "import os, sys; os.setuid(int(sys.argv[2])); print(os.listdir(sys.argv[1]))"
    assert "PermissionError" in as_account(hub, "bob", spy, hub.folder / "exchange/dl/inbound")

    said = ok(hub.nbgrader("teacher", "collect", LAB, cwd=course.path))
    assert "cheating attempt" not in said
    hub.give(course.path)
    results = {one.student: one for one in grade_class(course, assignment, say=lambda text: None)}
    alice, bob = (hub.names[name] for name in ("alice", "bob"))
    assert {student: one.score for student, one in results.items()} == {alice: 6, bob: 4}
    assert (course.submitted(alice, LAB) / "timestamp.txt").exists()

    hub.give(course.path, "teacher")
    ok(hub.nbgrader("teacher", "generate_feedback", LAB, cwd=course.path))
    ok(hub.nbgrader("teacher", "release_feedback", LAB, cwd=course.path))
    ok(hub.nbgrader("bob", "fetch_feedback", LAB))
    (page,) = (hub.home("bob") / LAB / "feedback").glob(f"*/{LAB}.html")
    text = page.read_text(encoding="utf-8")
    assert "expected mean([1, 2, 3]) = 2, received 0" in text
    assert re.search(r"Score: 4\.0 / 8", text)
    assert "add(-1, -2) ==" not in text


def as_account(hub, name, code, path):
    """What Python code says that runs as one of the accounts."""
    return hub.run(sys.executable, "-c", code, path, pwd.getpwnam(hub.names[name]).pw_uid, cwd=hub.folder).stdout
