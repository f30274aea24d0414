"""What the students' edition holds: each file by its path, made in memory from the course's sources."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from autograder import HOME, CourseError
from autograder.authoring import readme
from autograder.authoring.build import notebook_text
from autograder.authoring.lab import Lab
from autograder.authoring.release import release_notebook
from autograder.authoring.setup_cell import Place, course_title
from autograder.publish.needed import PACKAGE, Package, without

TEMPLATES = Path(__file__).with_name("templates")
COPIED = (".gitattributes", "LICENSE")
IGNORED = ".venv/\n__pycache__/\n*.egg-info/\n.ipynb_checkpoints/\nbuild/\n*.keras\nnotebooks/kept/\n"


@dataclass(frozen=True)
class Sources:
    """The course that is published.

    Attributes:
        root: The instructors' repository.
        labs: Its labs.
        place: Where the edition will lie.
    """

    root: Path
    labs: Sequence[Lab]
    place: Place

    @cached_property
    def cells(self) -> list[tuple[str, str]]:
        """Kind and text of each released cell."""
        notebooks = (release_notebook(lab, self.root, self.place) for lab in self.labs)
        return [(cell.cell_type, cell.source) for notebook in notebooks for cell in notebook.cells]

    def notebook(self, lab: Lab, release: str) -> bytes:
        """The bytes of a lab's notebook as a release has it."""
        return notebook_text(release_notebook(lab, self.root, replace(self.place, release=release))).encode()

    @cached_property
    def _reached(self):
        """The package, its modules that a student can reach, and in each of these what none can."""
        home = self.root if (self.root / PACKAGE).is_dir() else HOME
        package = Package(home)
        modules = package.needed_modules([source for kind, source in self.cells if kind == "code"])
        return home, package, modules, package.unneeded_definitions([source for _, source in self.cells], modules)

    @cached_property
    def helpers(self) -> dict[str, bytes]:
        """`course_utils`, without what no student can reach."""
        home, package, modules, unneeded = self._reached
        texts = {name: without(package.modules[name], unneeded.get(name, ())) for name in sorted(modules)}
        found = {package.paths[name].as_posix(): text.encode() for name, text in texts.items()}
        for pattern in self.package_data:
            for path in sorted((home / PACKAGE).glob(pattern)):
                found[path.relative_to(home).as_posix()] = path.read_bytes()
        return found

    @property
    def left_out(self) -> list[str]:
        """What of `course_utils` is left out: modules, and functions or classes as `module.name`."""
        _, package, modules, unneeded = self._reached
        names = [f"{module}.{name}" for module, names in unneeded.items() for name in names]
        return sorted({*set(package.modules) - modules, *names})

    @cached_property
    def project(self) -> dict[str, Any]:
        """The instructors' pyproject.toml."""
        return tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))

    @property
    def package_data(self) -> list[str]:
        """Patterns of the files that belong to `course_utils` and are no code."""
        found = self.project.get("tool", {}).get("setuptools", {}).get("package-data", {})
        return found.get(PACKAGE, ["**/*.mplstyle", "**/*.js"])

    @cached_property
    def common(self) -> dict[str, bytes]:
        """Everything but notebooks and `release.json`."""
        found = dict(self.helpers)
        found |= {name: (self.root / name).read_bytes() for name in COPIED if (self.root / name).is_file()}
        found["requirements.txt"] = self._requirements()
        found["Makefile"] = (TEMPLATES / "Makefile").read_bytes()
        found[".gitignore"] = IGNORED.encode()
        found["README.md"] = self._readme()
        found["pyproject.toml"] = self._pyproject()
        badge = self.root / readme.BADGE
        if not self.place.without_colab() and badge.is_file():
            found[readme.BADGE] = badge.read_bytes()
        return found

    def _requirements(self):
        try:
            return (self.root / "requirements.txt").read_bytes()
        except OSError as error:
            raise CourseError(f"{self.root / 'requirements.txt'} cannot be read: {error.strerror}") from None

    def _readme(self):
        return _filled(
            "README.md.j2",
            title=course_title(self.root),
            table=readme.table(self.root, self.place),
            clone=readme.clone(self.root, self.place),
            colab=not self.place.without_colab(),
        )

    def _pyproject(self):
        project = self.project.get("project", {})
        return _filled(
            "pyproject.toml.j2",
            name=project.get("name", "course-labs"),
            version=project.get("version", "0.1.0"),
            description=project.get("description", course_title(self.root)),
            python=project.get("requires-python", ">=3.11"),
            data=self.package_data,
        )


@dataclass(frozen=True)
class Edition:
    """The files of one release.

    Attributes:
        release: Its tag.
        files: Path, with slashes, and bytes of each file.
        labs: The release of each lab: the last in which it, or what it imports, has changed.
    """

    release: str
    files: dict[str, bytes]
    labs: dict[str, str]

    @property
    def changed(self) -> list[str]:
        """The labs that this release changes."""
        return [lab for lab, release in self.labs.items() if release == self.release]


def content(sources: Sources) -> tuple[str, dict[str, str]]:
    """The SHA-256 of an edition before any release is written into it, and that of each lab with what it imports."""
    helpers = digest(sources.helpers)
    labs = {lab.name: digest({"": sources.notebook(lab, ""), PACKAGE: helpers.encode()}) for lab in sources.labs}
    everything = sources.common | {f"notebooks/{name}.ipynb": value.encode() for name, value in labs.items()}
    return digest(everything), labs


def make(sources: Sources, before: Mapping[str, Any], number: int) -> Edition:
    """The edition as a new release.

    Args:
        sources: The course.
        before: `release.json` of the release before, {} for the first.
        number: The number of this release.
    """
    whole, contents = content(sources)
    release = f"release-{number}-{whole[:8]}"
    known, old = before.get("labs", {}), before.get("contents", {})
    labs = {name: known[name] if name in known and old.get(name) == one else release for name, one in contents.items()}
    files = {f"notebooks/{lab.name}.ipynb": sources.notebook(lab, labs[lab.name]) for lab in sources.labs}
    files = dict(sorted((sources.common | files).items()))
    about = {"release": release, "content": whole, "branch": sources.place.branch, "open": _where(sources.place)}
    about |= {"labs": labs, "contents": contents, "files": [*files, "release.json"]}
    files["release.json"] = (json.dumps(about, indent=1, ensure_ascii=False) + "\n").encode()
    return Edition(release, files, labs)


def digest(parts: Mapping[str, bytes]) -> str:
    """A SHA-256 that changes with every name and every byte."""
    found = hashlib.sha256()
    for name in sorted(parts):
        found.update(f"{name}\0{len(parts[name])}\0".encode() + parts[name])
    return found.hexdigest()


def _where(place):
    """Where a student finds the newest notebook; LAB stands for the lab's name."""
    return place.colab_link("LAB") or f"notebooks/LAB.ipynb at {place.repository}"


def _filled(template, **values):
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), keep_trailing_newline=True)
    environment.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False)
    return environment.get_template(template).render(**values).encode()
