"""The gradebook in a real PostgreSQL server, which starts and stops with this file."""

import csv
import json
import os
import subprocess
import sys
from datetime import timedelta

import postgresql_server
import pytest
from tiny_lab import RIGHT

from autograder import ROOT, CourseError
from autograder.admin.doctor import database
from autograder.admin.forget import forget
from autograder.course import backups
from autograder.course.course import Course
from autograder.grade.grade import grade_class

LAB = "90_tiny"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def one_server():
    with postgresql_server.running() as server:
        yield server


@pytest.fixture
def server(one_server):
    """The server with an empty database."""
    from sqlalchemy import create_engine, text

    engine = create_engine(one_server.url)
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        connection.commit()
    engine.dispose()
    return one_server


@pytest.fixture
def there(server, course):
    """The course, told to keep its gradebook in the server; the one that it had is gone."""
    (course.path / "gradebook.db").unlink()
    keep_in(server.url, course)
    return course


def keep_in(url, course):
    """Let the course's own settings say where its gradebook lies."""
    with (course.path / "nbgrader_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {url!r}\n")


def graded(course, **options):
    grade_class(course, course.as_written(LAB), say=lambda text: None, **options)
    return {student: sorted(map(repr, cells)) for student, cells in course.gradebook.grades(LAB).items()}


@pytest.mark.sandbox
def test_a_class_has_the_same_points_in_postgresql_and_in_sqlite(server, course, hand_in):
    hand_in("alice", RIGHT | {"why": "A mean shares."})
    hand_in("bob", RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n"})
    hand_in("x" * 100, {})
    sqlite = graded(course)
    keep_in(server.url, course)
    assert course.gradebook.grades(LAB) == {}
    assert graded(course) == sqlite
    assert len(sqlite) == 3


@pytest.mark.sandbox
def test_what_a_person_does_and_what_stock_nbgrader_exports_lies_in_the_server(there, hand_in):
    hand_in("alice", RIGHT | {"why": "A mean shares."})
    hand_in("bob", RIGHT)
    graded(there)
    with there.gradebook.open() as book:
        book.find_grade("why", LAB, LAB, "alice").manual_score = 2
        book.db.commit()
    graded(there, fresh=True)
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "nbgrader", "export", "--to=grades.csv"]
    subprocess.run(words, cwd=there.path, env=environ, check=True, capture_output=True)
    with (there.path / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert rows == {"alice": 8, "bob": 6}
    assert there.gradebook.remove("bob")
    assert set(there.gradebook.grades(LAB)) == {"alice"}
    assert not (there.path / "gradebook.db").exists()


@pytest.mark.sandbox
def test_a_lab_that_is_changed_is_changed_in_the_server_and_its_rows_are_copied_as_json(there, hand_in):
    hand_in("alice", RIGHT | {"why": "A mean shares."})
    hand_in("bob", RIGHT)
    graded(there)
    with there.gradebook.open() as book:
        book.find_grade("hidden_add", LAB, LAB, "bob").manual_score = 1.5
        book.find_comment("mean", LAB, LAB, "bob").manual_comment = "Good."
        book.grant_extension(LAB, "bob", hours=2)
        book.db.commit()
    source = there.root / "solutions" / f"{LAB}.py"
    check = '# %% hidden="add"'
    more = f'{check} points=1\n# Hidden check: floats.\nassert add(0.5, 0.5) == 1, "floats"\n\n{check}'
    text = source.read_text(encoding="utf-8").replace(check, more).replace('"mean"', '"average"')
    source.write_text(text, encoding="utf-8")
    graded(there)
    with there.gradebook.open() as book:
        assert book.find_grade("hidden_add_2", LAB, LAB, "bob").manual_score == 1.5
        assert book.find_grade("hidden_add", LAB, LAB, "bob").auto_score == 1
        assert book.find_comment("average", LAB, LAB, "bob").manual_comment == "Good."
        assert book.find_submission(LAB, "bob").extension == timedelta(hours=2)
    (copy,) = backups.copies(there.path)
    table = json.loads(copy.read_text(encoding="utf-8"))
    assert sorted(one["student_id"] for one in table["submitted_assignment"]) == ["alice", "bob"]
    assert [one["manual_score"] for one in table["grade"] if one["manual_score"] is not None] == [1.5]
    assert {one["name"] for one in table["grade_cell"]} >= {"hidden_add", "test_mean", "why"}
    assert [one["extension"] for one in table["submitted_assignment"] if one["extension"]] == [7200.0]
    forget(there, "bob", lambda text: None)
    table = json.loads(copy.read_text(encoding="utf-8"))
    assert "bob" not in copy.read_text(encoding="utf-8")
    assert "Good." not in copy.read_text(encoding="utf-8")
    assert len(table["grade"]) == 5


def test_the_environment_says_where_the_gradebook_lies_and_the_courses_file_wins(server, tiny_root, tmp_path):
    os.environ["COURSE_GRADEBOOK"] = server.url
    fresh = Course(tmp_path / "grading", root=tiny_root)
    fresh.as_written(LAB)
    assert fresh.gradebook.knows(LAB)
    assert not (fresh.path / "gradebook.db").exists()
    keep_in(f"sqlite:///{tmp_path}/x.db", fresh)
    assert not fresh.gradebook.knows(LAB)


def test_a_wrong_password_and_a_stopped_server_get_a_sentence_without_the_password(there, server):
    wrong = server.url.replace(postgresql_server.PASSWORD, "a-wrong-one")
    keep_in(wrong, there)
    place = r"postgresql\+psycopg://course:\*\*\*@127.0.0.1:\d+/postgres"
    with pytest.raises(CourseError, match=f"^the gradebook {place} cannot be opened: .*password") as caught:
        there.gradebook.grades(LAB)
    assert "a-wrong-one" not in str(caught.value)
    assert "does not answer. " in str(database(there.path))
    server.stop()
    try:
        with pytest.raises(CourseError, match=f"^the gradebook {place} cannot be opened: .*refused"):
            there.gradebook.grades(LAB)
    finally:
        server.start()


def test_doctor_says_that_the_server_answers(there):
    assert str(database(there.path)).startswith("ok    the gradebook postgresql+psycopg://course:***@127.0.0.1:")
