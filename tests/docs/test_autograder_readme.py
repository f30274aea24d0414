"""autograder/README.md names only files, commands, options and settings that exist."""

import re

from lab_files import ROOT

from autograder.admin import forget
from autograder.commands import Format
from autograder.course import course_table
from autograder.export import csv_tables
from autograder.report import lab_page, similarity

TEXT = (ROOT / "autograder" / "README.md").read_text(encoding="utf-8")


def section(title):
    return re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", TEXT, re.M | re.S).group(1)


def test_every_file_of_the_table_lies_in_its_folder():
    rows = re.findall(r"^\| `(\w+)/` \|.*?\| (.*) \|$", section("Which folder does what"), re.M)
    named = [(folder, name) for folder, text in rows for name in re.findall(r"`([\w.]+)/?`", text)]
    assert len(named) > 25
    assert [one for one in named if not (ROOT / "autograder" / one[0] / one[1]).exists()] == []


def test_every_command_exists():
    from autograder.cli import app

    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert set(re.findall(r"python -m autograder (\w+)", TEXT)) <= known


def test_every_form_of_export_has_a_row_with_the_file_that_it_makes():
    rows = re.findall(r"^\| `(csv|canvas|moodle|gradescope)\b.*$", TEXT, re.M)
    assert rows == [form.value for form in Format]
    assert all(f"`{name}`" in TEXT for name in ("grades.csv", "nbgrader.csv", "course.csv", "gradescope/LAB.zip"))


def test_every_place_that_is_forgotten_is_told_of():
    told = section("What is stored where, and how to forget a student")
    assert [name for name in (*forget.FOLDERS, *forget.RECORDS) if f"`{name}/`" not in told] == []
    assert ".pseudonyms" in told


def test_numbers_and_settings_of_the_prose_are_those_of_the_code():
    assert f"below {lab_page.WEAK} the page says" in TEXT
    assert "best" in course_table.CourseTable.class_trait_names()
    assert "c.CourseTable.best = 8" in TEXT
    assert (similarity.USUAL, csv_tables.HEAD[0]) == (1 / 20, "student")
