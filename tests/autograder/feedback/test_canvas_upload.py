"""Feedback goes back through Canvas's "Upload Submissions".

Canvas does not run here. `canvas` does with the names in an archive what Canvas does with them, read in its public
source (lib/content_zipper.rb, which names the files, and app/models/abstract_assignment.rb, which reads the names) and
written anew.
"""

import io
import re
import shutil
import zipfile

import nbformat
import pytest
from tiny_lab import RIGHT

from autograder.authoring.build import fill, notebook_text
from autograder.course.course import Course
from autograder.feedback.feedback import feedback

pytestmark = pytest.mark.sandbox

LAB = "90_tiny"
WRONG = RIGHT | {"mean": "def mean(values):\n    return sum(values)\n"}
CLASS = {  # user -> (name as Canvas writes it, late, file's number, the student's own name of it)
    11: ("doejane", False, 501, f"{LAB}.ipynb"),
    12: ("roerichard", True, 502, f"{LAB}-1.ipynb"),
    13: ("müllerzoë", False, 503, f"Copy of {LAB} (2).ipynb"),
    14: ("oneilann", False, 504, "homework.pdf"),
    15: ("明李", False, 505, "2026_02_lab.ipynb"),
    16: ("doejane", False, 506, f"{LAB}.ipynb"),
    17: ("bergjan", True, 507, "work_1234_5678.zip"),
    18: ("foxemile", False, 508, "anon_x_11_501.ipynb"),
    19: ("smithbo", False, 509, f"11_501_{LAB}.ipynb"),
    20: ("leeida", False, 510, "page.html"),
    21: ("novakeva", False, 511, f"{LAB}.IPYNB"),
    22: ("kimmin", False, 512, f"{LAB}_link.ipynb"),
}


def canvas(archive, submitted):
    """What Canvas gives back: user -> [(the name that the student sees, bytes)], and the names that it ignored."""
    found, ignored = {}, []
    with zipfile.ZipFile(archive) as opened:
        for path in opened.namelist():
            user, file_number = canvas_numbers(path.rpartition("/")[2])
            name = submitted.get(user, {}).get(file_number)
            if name is None:
                ignored.append(path)
            else:
                found.setdefault(user, []).append((name, opened.read(path)))
    return found, ignored


def canvas_numbers(name):
    """The user and the file of a name; None for a file that Canvas does not look for."""
    parts = [part for part in name.split("_") if part != "LATE"]
    if parts[0] == "anon":
        user, number = (parts[1:3] + ["", ""])[:2]
    else:
        user, number = ([int(part) for part in parts if re.fullmatch(r"[0-9]+", part)] + [None, None])[:2]
    if parts[-1].startswith("link") or name.startswith("._"):
        return user, None
    return user, int(number) if number and str(number).isdecimal() else None


SUBMITTED = {user: {number: own} for user, (_, _, number, own) in CLASS.items()}


def downloaded(user):
    """The name that Canvas gives to a student's file."""
    name, late, number, own = CLASS[user]
    return f"{name}_{'LATE_' if late else ''}{user}_{number}_{own}"


def archive(assignment, path):
    """What "Download Submissions" gives for the class."""
    with zipfile.ZipFile(path, "w") as opened:
        for user in CLASS:
            text = notebook_text(fill(assignment.release, WRONG if user % 2 else RIGHT))
            data = io.BytesIO()
            with zipfile.ZipFile(data, "w") as inner:
                inner.writestr(f"{LAB}.ipynb", text)
            contents = {14: b"%PDF-1.7", 17: data.getvalue(), 20: b"<html>no</html>"}
            opened.writestr(downloaded(user), contents.get(user, text.encode()))
    return path


@pytest.fixture(scope="module")
def class_root(small_course, graded_class, tmp_path_factory):
    course = small_course()
    return graded_class(course, archive(course.as_written(LAB), tmp_path_factory.mktemp("canvas") / "submissions.zip"))


@pytest.fixture
def klass(class_root, tmp_path):
    """The class, collected from the archive and graded."""
    root = shutil.copytree(class_root, tmp_path / "repository")
    return Course(root / "grading", root=root)


def returned(klass, said=None):
    path = feedback(
        klass, klass.as_graded(LAB), form="canvas", say=(lambda text: None) if said is None else said.append
    )[0]
    return canvas(path, SUBMITTED)


def test_everybody_gets_theirs_back_and_canvas_ignores_nothing(klass):
    said = []
    back, ignored = returned(klass, said)
    assert ignored == []
    assert sorted(back) == sorted(set(CLASS) - {14, 22})
    assert all(len(files) == 1 for files in back.values())
    assert any(row.startswith("oneilann_14: not in the archive, Canvas would show a page under") for row in said)
    beside = klass.path / "exports" / "feedback" / f"{LAB}-canvas-unplaced"
    assert sorted(path.stem for path in beside.iterdir()) == ["kimmin_22", "oneilann_14"]


def test_a_file_is_what_the_name_promises_under_which_the_student_sees_it(klass):
    back, _ = returned(klass)
    for user, [(name, data)] in back.items():
        if name.lower().endswith(".ipynb"):
            found = nbformat.reads(data.decode(), as_version=4)
            text = "".join(cell.source for cell in found.cells)
            assert ("received 6" in data.decode()) == (user % 2 == 1)
            assert "your feedback" in text
        elif name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(data)) as inner:
                assert b"your feedback" in inner.read(f"{LAB}.html")
        else:
            assert b"could not be graded" in data


def test_the_names_are_those_that_canvas_gave(klass):
    path = feedback(klass, klass.as_graded(LAB), form="canvas", say=lambda text: None)[0]
    with zipfile.ZipFile(path) as opened:
        assert sorted(opened.namelist()) == sorted(downloaded(user) for user in CLASS if user not in (14, 22))


def test_who_did_not_come_from_canvas_is_named(klass, came_as):
    came_as(klass, "doejane_11", "mail", "doejane_11_501_x.ipynb")
    said = []
    back, ignored = returned(klass, said)
    assert (11 in back, ignored) == (False, [])
    assert any("doejane_11: not in the archive, their file did not come from Canvas" in row for row in said)
