"""README.md and CONTRIBUTING.md claim nothing that is not there."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from lab_files import ROOT

PAGES = ("README.md", "CONTRIBUTING.md")


@cache
def text(page):
    return (ROOT / page).read_text(encoding="utf-8")


def every(pattern):
    """All finds of a pattern, with the page that has it."""
    return sorted({(page, found) for page in PAGES for found in re.findall(pattern, text(page))})


def requirement(name):
    line = next(line for line in (ROOT / "requirements.txt").read_text().splitlines() if line.startswith(name))
    return line.partition(">=")[2]


@pytest.mark.parametrize(("page", "path"), every(r"\]\((?!https?:)([^)#]+)\)"))
def test_every_link_leads_somewhere(page, path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize(("page", "path"), every(r"`([a-z_]+/(?:[\w./-]*\w)?)`"))
def test_every_path_exists(page, path):
    made_later = path.startswith(("grading/", "artefacts/"))  # git-ignored, made on first use
    pattern = path.replace("NN_name", "[0-9]*")
    assert made_later or list(ROOT.glob(pattern))


@pytest.mark.parametrize(("page", "target"), every(r"\bmake ([a-z-]+)(?=[`\n ]*[`#\n])"))
def test_every_make_target_exists(page, target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.M)


@pytest.mark.parametrize(("page", "command"), every(r"python -m autograder (\w+)"))
def test_every_command_exists(page, command):
    from autograder.cli import app

    assert command in {entry.name or entry.callback.__name__ for entry in app.registered_commands}


def test_the_table_of_markers_is_the_builds():
    from autograder.authoring.percent_script import KEYS

    table = set(re.findall(r"^\| `(?:\[markdown\] )?(\w+)=", text("CONTRIBUTING.md"), re.MULTILINE))
    assert table | {"points"} == set(KEYS)
    assert "`points=0`" in text("CONTRIBUTING.md")


def test_the_versions_are_those_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"Python {project['requires-python'].removeprefix('>=')} or newer" in text("README.md")
    assert f"TensorFlow {requirement('tensorflow')}" in text("README.md")


@pytest.mark.parametrize("name", ["live-figure", "check"])
def test_the_pictures_are_small_and_have_words(name):
    assert Path(ROOT / "docs" / f"{name}.png").stat().st_size < 150_000
    assert len(re.search(rf"!\[([^\]]+)\]\(docs/{name}\.png\)", text("README.md")).group(1)) > 80
