"""The setup cell: finds the helpers in a repository, fetches them on Colab, says a sentence when it cannot."""

import re
import subprocess
import sys

import pytest
from small_sources import LAB, repository

import course_utils
from autograder import ROOT
from autograder.authoring.build import build, colab_link, setup_source
from autograder.authoring.setup_cell import SETUP_NAMES, START, Place

COLAB = "import sys, types; sys.modules['google.colab'] = types.ModuleType('google.colab')\n"
NAMES = f"print('has', *[name for name in {SETUP_NAMES} if name in globals()])\n"
HELPERS = " = ".join(SETUP_NAMES) + " = 1\ndef start(): print('started')\n"
TOLD = f"started\nhas {' '.join(SETUP_NAMES)}\n"


def run(code, folder):
    """Run code like a kernel in that folder, on a Python that does not know the project."""
    hide = "import sys; sys.path = [p for p in sys.path if p]\n"
    hide += f"sys.path = [p for p in sys.path if p != {str(ROOT)!r}]\n"
    hide += "sys.meta_path = [f for f in sys.meta_path if 'editable' not in repr(f)]\n"
    return subprocess.run(
        [sys.executable, "-c", hide + code + "\n" + NAMES], cwd=folder, capture_output=True, text=True
    )


def helpers(root):
    """A repository with small `course_utils` and a `notebooks` folder."""
    (root / "course_utils").mkdir(parents=True)
    (root / "course_utils/__init__.py").write_text(HELPERS)
    (root / "notebooks").mkdir()
    return root


@pytest.fixture
def colab(tmp_path):
    """The setup cell of a course that lies in a git repository, with Colab's content folder under tmp_path."""
    origin = helpers(tmp_path / "origin" / "a-course")
    git = ["git", "-C", str(origin), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git[:3], "init", "--quiet", "--initial-branch=trunk"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "--quiet", "-m", "a"], check=True)
    repository(tmp_path)
    source = setup_source(tmp_path).replace("https://github.com/someone/a-course", origin.as_uri())
    return COLAB + source.replace('"/content/', f'"{tmp_path}/content/')


def test_the_setup_cell_is_short_plain_python(tmp_path):
    source = setup_source(repository(tmp_path))
    compile(source, "setup", "exec")
    assert sum(bool(line.strip()) for line in source.split("\n")) <= 15
    assert max(map(len, source.split("\n"))) <= 120


def test_the_cell_ends_as_the_package_says(tmp_path):
    assert setup_source(repository(tmp_path)).endswith(f"\n{START}")
    assert course_utils.__doc__.rstrip().endswith(f"\n\n{START}")


def test_the_names_that_the_cell_brings_are_public_ones_of_the_course():
    assert set(SETUP_NAMES) <= set(course_utils.__all__)


def test_contributing_names_what_the_cell_brings():
    text = " ".join((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    told = re.search(r"After the setup cell (.+?) are there", text).group(1)
    assert tuple(re.findall(r"`(\w+)`", told)) == SETUP_NAMES


def test_the_address_comes_from_pyproject(tmp_path):
    root = repository(tmp_path)
    assert "--branch=trunk https://github.com/someone/a-course " in setup_source(root)
    assert colab_link("01_a", root).endswith("/github/someone/a-course/blob/trunk/notebooks/01_a.ipynb")


def test_in_the_notebooks_folder_the_repository_s_root_is_found(tmp_path):
    root = helpers(tmp_path / "course")
    told = run(setup_source(repository(tmp_path)), root / "notebooks")
    assert told.stdout == TOLD, told.stderr


def test_where_the_helpers_can_be_imported_the_path_stays_as_it_is(tmp_path):
    root = helpers(tmp_path / "course")
    prepare = f"sys.path.insert(0, {str(root)!r}); before = list(sys.path)\n"
    told = run(prepare + setup_source(repository(tmp_path)) + "\nassert sys.path == before", tmp_path)
    assert told.stdout.startswith("started\n"), told.stderr


def test_a_notebook_alone_gets_a_sentence(tmp_path):
    helpers(tmp_path / "course")
    (tmp_path / "course/elsewhere").mkdir()
    told = run(setup_source(repository(tmp_path)), tmp_path / "course/elsewhere")
    assert told.stderr.rstrip().split("\n")[-1] == (
        "ImportError: The course's helpers are missing. On Colab, check the connection and run this cell again; "
        "elsewhere, keep this notebook in the course's notebooks folder."
    )


def test_on_colab_the_helpers_are_fetched_once(colab, tmp_path):
    for _ in range(2):
        told = run(colab, tmp_path)
        assert told.stdout == TOLD, told.stderr
    log = subprocess.check_output(
        ["git", "-C", tmp_path / "content/a-course", "rev-list", "--count", "HEAD"], text=True
    )
    assert log == "1\n"


def test_on_colab_without_a_connection_a_sentence_says_so_and_a_second_run_tries_again(colab, tmp_path):
    origin, away = tmp_path / "origin", tmp_path / "away"
    origin.rename(away)
    assert (
        "ImportError: The course's helpers are missing. On Colab, check the connection" in run(colab, tmp_path).stderr
    )
    away.rename(origin)
    assert run(colab, tmp_path).stdout.startswith("started\n")


@pytest.mark.parametrize(
    "address", ["https://github.com/a/b", "https://github.com/a/b.git", "http://www.github.com/a/b/"]
)
def test_a_repository_on_github_opens_in_colab(address):
    link = "https://colab.research.google.com/github/a/b/blob/main/notebooks/01_x.ipynb"
    assert Place(address).colab_link("01_x") == link
    assert Place(address).without_colab() == ""


@pytest.mark.parametrize(
    "address", ["https://gitlab.com/a/b", "https://codeberg.org/a/b", "https://example.org/github.com/a/b"]
)
def test_no_other_repository_does_and_the_build_says_so(tmp_path, address, capsys):
    root = repository(tmp_path, lab_01_small=LAB)
    (root / "pyproject.toml").write_text(f'[tool.course]\nrepository = "{address}"\n', encoding="utf-8")
    build(root=root)
    told = capsys.readouterr().out
    assert f"{address} is not on GitHub, from where alone Colab opens notebooks: no links to Colab are made\n" in told
    assert "colab.research" not in (root / "notebooks" / "01_small.ipynb").read_text(encoding="utf-8")
    assert colab_link("01_small", root) is None
