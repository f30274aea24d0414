"""A course directory: an ordinary nbgrader course, made on first use and kept in step with the labs' sources."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import ROOT, CourseError
from autograder.authoring.build import lab_paths, notebook_text, read_lab
from autograder.authoring.lab import find_lab
from autograder.authoring.setup_cell import repository_names
from autograder.course import former
from autograder.course.alone import alone
from autograder.course.assignment import assignment_of, read_graded
from autograder.course.changes import Decisions, compare, settled
from autograder.course.gradebook import Gradebook
from autograder.util.files import remove, write_atomically

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from autograder.course.assignment import Assignment, GradedLab


CONFIG = """\
# Stock nbgrader's settings for this course; `nbgrader autograde`, `generate_feedback`, `export` and `formgrader`
# run here as in any other course. Your own settings go below the last line.
from autograder.nbgrader_config import configure

c = configure(get_config())  # noqa: F821
"""


class Course:
    """A course directory and where its parts lie."""

    def __init__(self, path: Path | str, root: Path | str = ROOT) -> None:
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

    def lab_name(self, lab: str) -> str:
        """The full name of a lab given by name or number: one that was made here, else one that has a source."""
        made = sorted(path.stem for path in self.path.glob("source/*/*.ipynb") if path.stem == path.parent.name)
        both = [name for name in self.lab_names() if name in made]
        return find_lab(lab, [*both, *made]) or lab_paths([lab], self.root)[0].stem

    def lab_names(self) -> list[str]:
        """The full names of all labs that have a source."""
        return [path.stem for path in lab_paths(root=self.root)]

    def own_folders(self, lab: str) -> list[str]:
        """Folders of the course's own layout, which name no student: the lab's, `notebooks`, the repositories'."""
        return [lab, "notebooks", *repository_names()]

    def known_students(self) -> list[str]:
        """Everybody of whom there is a folder, or a row in the gradebook."""
        folders = {path.name for name in ("submitted", "originals") for path in (self.path / name).glob("*")}
        return sorted({*folders, *self.gradebook.people()})

    def zone(self) -> ZoneInfo | None:
        """The course's time zone, `c.Course.timezone` in nbgrader_config.py; None where it is not set."""
        return self.gradebook.zone()

    def as_graded(self, lab: str) -> GradedLab:
        """The lab as it was last made here, whatever became of its source since: for reports and exports.

        Args:
            lab: Its name or number.

        Returns:
            A `GradedLab`. A lab that was never made here is taken as it is written.

        Raises:
            CourseError: There is no such lab, or its notebook in `source/` cannot be read.
        """
        name = self.lab_name(lab)
        source = self._source(name)
        return read_graded(name, source) if source.exists() else self.as_written(name)

    def as_written(
        self, lab: str, say: Callable[[str], object] = print, decisions: Decisions | None = None
    ) -> Assignment:
        """The lab as an nbgrader assignment, made or made anew where its source has changed: to collect and grade.

        Args:
            lab: Its name or number.
            say: Receives a sentence where something was rebuilt, and one for each check or exercise that has changed.
            decisions: What the instructor says about checks and exercises that have changed.

        Returns:
            An `Assignment`.

        Raises:
            CourseError: The lab does not exist, its source is not sound, nbgrader cannot make the release, or the
                change would lose what persons gave. What was made before is still there then.
        """
        found = assignment_of(read_lab(lab_paths([lab], self.root)[0]))
        text, source = notebook_text(found.source), self._source(found.name)
        changed = source.exists() and source.read_text(encoding="utf-8") != text
        release = self.path / "release" / found.name / source.name
        whole = source.exists() and release.exists() and not self._aside(found.name).exists()
        if changed or not whole or not self.gradebook.has_form(found.name, found.forms):
            with alone(self):
                self._make(found, text, say, decisions or Decisions())
        elif decisions:
            say(f"Nothing of {found.name} is to be renamed or dropped: the gradebook has its form.")
        policy = self.gradebook.stand_ins()
        mark = found.fingerprint if policy == "flag" else f"{found.fingerprint} {policy}"  # else all is graded anew
        earlier = tuple(former.read(self.path, found.name, found.release))
        return replace(found, earlier=earlier, stand_ins=policy, fingerprint=mark)

    def _source(self, name):
        return self.path / "source" / name / f"{name}.ipynb"

    def _aside(self, name):
        """Where a release is made. It stays there when that came to no end: the gradebook may know the new cells."""
        return self.path / "release" / f".{name}"

    def _make(self, found, text, say, decisions):
        """Let nbgrader make the release aside, and only then put it and its source in the place of the old ones."""
        name, aside = found.name, self._aside(found.name)
        old = self._source(name).parent
        before = self._before(name, say)
        change = settled(self.gradebook, found, before, decisions)
        if before and notebook_text(before.source) != text:
            say(f"The source of {name} has changed since it was last graded here: it is rebuilt.")
        shutil.rmtree(aside, ignore_errors=True)
        if old.is_dir():  # with the instructor's own files
            shutil.copytree(old, aside / "source" / name)
        write_atomically(aside / "source" / name / f"{name}.ipynb", text)
        if before:
            moved = compare(before.forms, found.forms, decisions.among(before.forms, found.forms)).moved
            former.keep(self.path, name, before.release, found.release, moved)
        if change:
            say(f"The gradebook is copied to {self.gradebook.copy(name).relative_to(self.path)}.")
            for sentence in change.sentences():
                say(sentence)
            self.gradebook.rebuild(found, change)
        self.gradebook.make_assignment(name, aside.relative_to(self.path))
        _replace(self.path / "release" / name, aside / "release" / name)
        write_atomically(self._source(name), text)
        shutil.rmtree(aside)

    def _before(self, name, say):
        """The lab as it was made here the last time, or None."""
        try:
            return read_graded(name, self._source(name)) if self._source(name).exists() else None
        except CourseError as error:
            say(f"Hand-ins made from the last release of {name} cannot be compared with it: {error}")
            return None

    def set_aside(self, lab: str, student: str) -> str:
        """Take the points and pages of a hand-in that counts no longer out of the course.

        Returns:
            Where a person's points and comments for it are kept, in a sentence; "" where there were none.
        """
        kept = self.gradebook.copy(lab) if self.gradebook.by_person(lab, student) else None
        for old in (self.autograded(student, lab), self.feedback(student, lab)):
            remove(old)
        self.gradebook.forget(lab, student)
        return f"a person's points and comments for it are kept in {kept.relative_to(self.path)}" if kept else ""

    def students(self, lab: str) -> list[str]:
        """All who handed something in for a lab, whether it can be graded or not."""
        folders = {path.parent.name for path in self.path.glob(f"submitted/*/{lab}") if path.is_dir()}
        records = {path.stem for path in self.path.glob(f"collected/{lab}/*.json")}
        return sorted(folders | records)

    def submitted(self, student: str, lab: str) -> Path:
        return self.path / "submitted" / student / lab

    def autograded(self, student: str, lab: str) -> Path:
        """Where the student's work lies with what the checks said."""
        return self.path / "autograded" / student / lab

    def feedback(self, student: str, lab: str) -> Path:
        """Where the student's page lies: nbgrader's place too, from which its exchange hands pages out."""
        return self.path / "feedback" / student / lab

    def record(self, student: str, lab: str) -> Path:
        """Where `collect` wrote down what it found."""
        return self.path / "collected" / lab / f"{student}.json"

    def result(self, student: str, lab: str) -> Path:
        return self.path / "results" / lab / f"{student}.json"

    def labs(self) -> list[str]:
        """The names of the labs for which there are results."""
        return sorted(path.name for path in self.path.glob("results/*") if any(path.glob("*.json")))


def _replace(old, new):
    """Put a folder in the place of an old one, a file at a time, so that no file of both is ever missing."""
    files = [path.relative_to(new) for path in sorted(new.rglob("*")) if path.is_file()]
    for file in files:
        (old / file).parent.mkdir(parents=True, exist_ok=True)
        os.replace(new / file, old / file)
    for path in old.rglob("*"):
        if path.is_file() and path.relative_to(old) not in files:
            path.unlink()
