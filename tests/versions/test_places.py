"""The table of versions: what it shows, what it runs again, and that a failure does not end it."""

import threading
import time

import pytest
from lab_files import LABS
from versions.environments import NotInstalled, alone, python_of
from versions.places import places
from versions.run_notebook import main as run_notebook
from versions.sets import Outcome, last_line

FOUND = {"Python": "3.11.7", "tensorflow": "2.17.0", "numpy": "1.26.0"}
FIRST, SECOND = LABS[:2]


@pytest.fixture
def trial(tmp_path):
    """`trial(sets, …)` makes the table from invented runs; `ran` lists them, `page` is the table."""

    class Trial:
        page, ran, lines, versions = tmp_path / "versions.md", [], [], dict(FOUND)
        problems = {}

        def __call__(self, sets, labs=(FIRST, SECOND), **more):
            where = {"page": self.page, "kept": tmp_path / "places.json", "say": self.lines.append}
            return places(labs, sets, run=self.run, find=self.find, **where, **more)

        def find(self, name):
            if name in self.problems:
                raise NotInstalled(self.problems[name])
            return name, self.versions

        def run(self, lab, program, folder):
            self.ran.append((program, lab))
            assert not list(folder.iterdir())
            return Outcome(34.4, self.problems.get(lab, ""))

        def row(self, name):
            return next(line for line in self.page.read_text("utf-8").splitlines() if line.startswith(f"| {name} |"))

    return Trial()


def test_a_run_is_a_cell_with_its_seconds_and_what_did_not_run_says_so(trial):
    assert trial(["floor", "newest"])
    assert trial.row(FIRST) == f"| {FIRST} | ran in 34 s | not run | ran in 34 s |"
    assert trial.row("TensorFlow") == "| TensorFlow | 2.17.0 | – | 2.17.0 |"
    assert trial.lines[0] == f"Floors  {FIRST}  ran in 34 s"


def test_a_failure_is_shown_and_the_others_run(trial):
    trial.problems[FIRST] = "TypeError: cannot add a | to b"
    assert not trial(["colab"])
    assert trial.row(FIRST) == f"| {FIRST} | not run | TypeError: cannot add a \\| to b | not run |"
    assert trial.ran == [("colab", FIRST), ("colab", SECOND)]


def test_a_set_that_does_not_install_is_shown_and_the_others_run(trial):
    trial.problems["floor"] = "ERROR: no matching distribution\nERROR: and more"
    assert not trial(["floor", "newest"])
    assert trial.row(FIRST) == f"| {FIRST} | not installed: ERROR: no matching distribution | not run | ran in 34 s |"


def test_what_has_not_changed_runs_once(trial):
    trial(["floor"])
    trial(["floor"])
    assert len(trial.ran) == 2
    trial(["floor"], labs=[FIRST], fresh=True)
    assert len(trial.ran) == 3


def test_other_versions_make_the_runs_of_a_set_stale(trial):
    trial(["floor"])
    trial.versions = FOUND | {"numpy": "2.0.0"}
    trial(["floor"], labs=[FIRST])
    assert trial.row("NumPy") == "| NumPy | 2.0.0 | – | – |"
    assert trial.row(SECOND) == f"| {SECOND} | not run | not run | not run |"


def test_every_lab_has_a_row_and_the_page_says_how_it_was_made(trial):
    trial(["floor"])
    text = trial.page.read_text("utf-8")
    assert all(f"| {lab} |" in text for lab in LABS)
    assert "Written by `make versions` (`tests/versions/places.py`) on 2" in text
    assert "| Lab | Floors | Colab's list | Newest |" in text


def test_the_last_line_is_the_errors_first_line(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        run_notebook([str(tmp_path / "none.ipynb"), str(tmp_path / "result.ipynb")])
    assert str(ended.value).startswith("FileNotFoundError: [Errno 2] No such file")
    assert "Traceback" in capsys.readouterr().err
    assert last_line("Traceback\n  more\nKeyError: 'a'\n\n") == "KeyError: 'a'"
    assert last_line("") == "it ended without a word"


def test_an_environment_has_its_python_where_the_system_puts_it(tmp_path):
    assert python_of(tmp_path, "linux") == python_of(tmp_path, "darwin") == tmp_path / "bin/python"
    assert python_of(tmp_path, "win32") == tmp_path / "Scripts" / "python.exe"


def test_one_process_makes_an_environment_while_the_others_wait(tmp_path):
    order = []

    def another():
        with alone(tmp_path / "floor"):
            order.append("the other")

    with alone(tmp_path / "floor"):
        thread = threading.Thread(target=another)
        thread.start()
        time.sleep(0.2)
        order.append("the first")
    thread.join()
    assert order == ["the first", "the other"]
