"""README.md's table is made from the labs that exist."""

import pytest

from autograder import CourseError
from autograder.authoring.readme import clone, filled, table, update

EMPTY = "# A\n<!-- clone: begin -->\n<!-- clone: end -->\n<!-- labs: begin -->\nold\n<!-- labs: end -->\nThe end.\n"
COURSE = '[tool.course]\nrepository = "https://github.com/someone/a-course"\nbranch = "main"\n'


@pytest.fixture
def repository(tmp_path):
    """A repository with one lab and an empty README."""
    (tmp_path / "pyproject.toml").write_text(COURSE, encoding="utf-8")
    (tmp_path / "README.md").write_text(EMPTY, encoding="utf-8")
    (tmp_path / "solutions").mkdir()
    add_lab(tmp_path, "01_perceptron", "Build a perceptron", "Goes with 14:48–23:14 of the lecture.")
    return tmp_path


def add_lab(root, name, title, minutes=""):
    text = f"# %% [markdown]\n# # {title}\n#\n# {minutes}\n"
    (root / "solutions" / f"{name}.py").write_text(text, encoding="utf-8")


def test_a_lab_has_a_row_with_its_title_its_minutes_and_a_badge(repository):
    assert table(repository).splitlines()[2] == (
        "| 01 | [Build a perceptron](notebooks/01_perceptron.ipynb) | 14:48–23:14 | "
        "[![Open lab 01 in Colab](docs/open-in-colab.svg)]"
        "(https://colab.research.google.com/github/someone/a-course/blob/main/notebooks/01_perceptron.ipynb) |"
    )


def test_the_last_labs_minutes_may_end_with_a_word(repository):
    add_lab(repository, "10_together", "Put it together", "57:16–end")
    assert "| 57:16–end |" in table(repository)


def test_only_what_stands_between_the_marks_changes(repository):
    text = filled(EMPTY, repository)
    assert text.startswith("# A\n<!-- clone: begin -->\n```\ngit clone https://github.com/someone/a-course\n")
    assert text.endswith("<!-- labs: end -->\nThe end.\n")
    assert "old" not in text
    assert filled(text, repository) == text


def test_the_folder_of_a_clone_is_the_repositorys_name(repository):
    assert "\ncd a-course\n" in clone(repository)


def test_a_readme_without_marks_is_refused(repository):
    with pytest.raises(CourseError, match="README.md needs the lines <!-- labs: begin -->"):
        filled("# A\n", repository)


def test_check_names_a_stale_readme_and_writes_nothing(repository, capsys):
    assert update(repository, check=True) == [repository / "README.md"]
    assert capsys.readouterr().out == "README.md is stale: run python -m autograder build\n"
    assert (repository / "README.md").read_text(encoding="utf-8") == EMPTY


def test_a_second_update_is_silent_and_changes_nothing(repository, capsys):
    assert update(repository) == [repository / "README.md"]
    assert capsys.readouterr().out == "wrote README.md\n"
    assert update(repository) == update(repository, check=True) == []
    assert capsys.readouterr().out == ""


def test_a_repository_without_a_readme_is_left_alone(repository):
    (repository / "README.md").unlink()
    assert update(repository) == []
