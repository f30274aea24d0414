"""A course directory: an ordinary nbgrader course, made on first use and kept in step with the labs' sources."""

import hashlib
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat

from autograder import ROOT, CourseError
from autograder.authoring.build import instructor_notebook, lab_paths, notebook_text, read_lab, release_notebook
from autograder.course.gradebook import Gradebook
from autograder.intake.match_cells import Release

CONFIG = """\
# Stock nbgrader's settings for this course; `nbgrader autograde`, `generate_feedback`, `export` and `formgrader`
# run here as in any other course. Your own settings go below the last line.
from autograder.nbgrader_config import configure

c = configure(get_config())  # noqa: F821
"""


@dataclass(frozen=True)
class Assignment:
    """A lab in a course directory: its source is in nbgrader's `source/`, its release in `release/`."""

    name: str
    lab: object
    release: nbformat.NotebookNode
    fingerprint: str

    @cached_property
    def released(self):
        """The release as the intake looks at it."""
        return Release(self.release)


class Course:
    """A course directory and where its parts lie."""

    def __init__(self, path, root=ROOT):
        self.path, self.root = Path(path).absolute(), Path(root)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            for folder in ("source", "release", "submitted"):
                (self.path / folder).mkdir(exist_ok=True)
            config = self.path / "nbgrader_config.py"
            if not config.exists():
                config.write_text(CONFIG, encoding="utf-8")
        except OSError as error:
            raise CourseError(f"cannot make the course directory {self.path}: {error.strerror}") from None
        self.gradebook = Gradebook(self.path)

    def lab_name(self, lab):
        """The full name of a lab given by name or number."""
        return lab_paths([lab], self.root)[0].stem

    def lab_names(self):
        """The full names of all labs that have a source."""
        return [path.stem for path in lab_paths(root=self.root)]

    def assignment(self, lab, say=print):
        """The lab as an nbgrader assignment, made or made anew where its source has changed.

        Args:
            lab: Its name or number.
            say: Receives a sentence where something was rebuilt.

        Raises:
            CourseError: The lab does not exist, its source is not sound, or nbgrader cannot make the release.
        """
        found = read_lab(lab_paths([lab], self.root)[0])
        text = notebook_text(instructor_notebook(found))
        source = self.path / "source" / found.name / f"{found.name}.ipynb"
        release = self.path / "release" / found.name / f"{found.name}.ipynb"
        changed = source.exists() and source.read_text(encoding="utf-8") != text
        if changed:
            say(f"The source of {found.name} has changed since it was last graded here: it is rebuilt.")
        if changed or not release.exists() or not self.gradebook.knows(found.name):
            self._make(found.name, source, text)
        return Assignment(found.name, found, release_notebook(found), hashlib.sha256(text.encode()).hexdigest())

    def _make(self, name, source, text):
        """Write nbgrader's source and let nbgrader make the release; no half-made state is taken for a whole one."""
        shutil.rmtree(self.path / "release" / name, ignore_errors=True)
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(text, encoding="utf-8")
        self.gradebook.make_assignment(name)

    def students(self, lab):
        """All who handed something in for a lab, whether it can be graded or not."""
        folders = {path.parent.name for path in self.path.glob(f"submitted/*/{lab}") if path.is_dir()}
        records = {path.stem for path in self.path.glob(f"collected/{lab}/*.json")}
        return sorted(folders | records)

    def submitted(self, student, lab):
        return self.path / "submitted" / student / lab

    def record(self, student, lab):
        """Where `collect` wrote down what it found."""
        return self.path / "collected" / lab / f"{student}.json"

    def result(self, student, lab):
        return self.path / "results" / lab / f"{student}.json"

    def labs(self):
        """The names of the labs for which there are results."""
        return sorted(path.name for path in self.path.glob("results/*") if any(path.glob("*.json")))
