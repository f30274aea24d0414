"""The students' git repository: what lies in it, what may be written over, one commit and one tag for each release."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder import CourseError

FILE = "release.json"
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE")


class Repository:
    """A folder with the students' edition, which is a git repository of its own.

    Attributes:
        path: The folder; it need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def git(self, *words: str, data: bytes | None = None) -> bytes:
        """What a git command prints, run in this repository and in no other.

        Raises:
            CourseError: With what git says.
        """
        done = self._run(words, data)
        if done.returncode:
            told = done.stderr.decode("utf-8", "replace").strip()
            raise CourseError(
                f"git {' '.join(words[:2])} in {self.path} says: {told or f'exit code {done.returncode}'}"
            )
        return done.stdout

    def text(self, *words: str) -> str:
        """The same as text, without white space around it; "" where git fails."""
        done = self._run(words, None)
        return "" if done.returncode else done.stdout.decode("utf-8", "replace").strip()

    def _run(self, words, data):
        environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
        command = ["git", f"--git-dir={self.path / '.git'}", f"--work-tree={self.path}", *words]
        options = {"input": data} if data is not None else {"stdin": subprocess.DEVNULL}
        try:
            return subprocess.run(command, cwd=self.path, env=environment, capture_output=True, **options)
        except FileNotFoundError:
            raise CourseError("git is missing: install it, for example with apt install git") from None

    # ------------------------------------------------------------------ what lies there

    def exists(self) -> bool:
        """Is there a git repository?"""
        return (self.path / ".git").is_dir()

    def release(self) -> dict[str, Any]:
        """`release.json` of the last commit; {} where there is none."""
        try:
            found = json.loads(self.text("show", f"HEAD:{FILE}") or "{}") if self.exists() else {}
        except ValueError:
            return {}
        return found if isinstance(found, dict) and isinstance(found.get("labs"), dict) else {}

    def branch(self) -> str:
        """The branch that is checked out; `main` for a repository that is still to be made."""
        if not self.exists():
            return "main"
        found = self.text("symbolic-ref", "--short", "HEAD")
        if not found:
            raise CourseError(f"{self.path} is on no branch: git -C {self.path} switch main")
        return found

    def tags(self) -> list[str]:
        """The releases that have a tag."""
        return self.text("tag", "--list", "release-*").split() if self.exists() else []

    def tracked(self) -> list[str]:
        """The files of the last commit."""
        return _split(self.git("ls-tree", "-r", "-z", "--name-only", "HEAD")) if self.text("rev-parse", "HEAD") else []

    def differing(self) -> list[str]:
        """The files that are not as in the last commit, new ones too; what git ignores does not count."""
        found = _split(self.git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"))
        return [entry[3:] for entry in found]

    def foreign(self, files: Mapping[str, bytes], old: Iterable[str]) -> list[str]:
        """What somebody has in the folder and has not committed; what an interrupted `write` left is not meant.

        Args:
            files: What is going to be written.
            old: What the edition before had.
        """
        known = set(self.tracked())
        beside = [path for path in files if path not in known and os.path.lexists(self.path / path)]
        return sorted({path for path in {*self.differing(), *beside} if not self._is_ours(path, files, set(old))})

    def _is_ours(self, path, files, old):
        file = self.path / path
        if file.is_symlink():
            return False
        return file.read_bytes() == files.get(path) if file.is_file() else path in old and path not in files

    def changed_since(self, tag: str, paths: Iterable[str]) -> list[str]:
        """Which of these files somebody has committed since a tag."""
        changed = set(_split(self.git("diff", "--name-only", "-z", "--no-renames", tag, "HEAD")))
        return sorted(changed & set(paths))

    def history(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield commit, path and bytes of each file of each commit that a push could send; the same file comes once.

        A commit's message comes with the path "".
        """
        seen = set()
        for commit in self.text("rev-list", "--all").split():
            yield commit[:10], "", self.git("log", "-1", "--format=%an%n%B", commit)
            for entry in _split(self.git("ls-tree", "-r", "-z", commit)):
                about, _, path = entry.partition("\t")
                kind, name = about.split()[1:3]
                if kind == "blob" and (name, path) not in seen:
                    seen.add((name, path))
                    yield commit[:10], path, self.git("cat-file", "blob", name)

    def working_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each file that lies there and that git does not ignore."""
        for path in _split(self.git("ls-files", "-z", "--cached", "--others", "--exclude-standard")):
            file = self.path / path
            if file.is_symlink():
                yield path, os.readlink(file).encode()
            elif file.is_file():
                yield path, file.read_bytes()

    # ------------------------------------------------------------------ writing

    def make(self) -> None:
        """Make the folder and the repository where they are not there yet."""
        self.path.mkdir(parents=True, exist_ok=True)
        if not self.exists():
            self.git("init", "--quiet", "--initial-branch=main")

    def check_identity(self) -> None:
        """Refuse before anything is written where git does not know who commits."""
        folder = self.path if self.exists() else next(one for one in self.path.parents if one.is_dir())
        done = subprocess.run(["git", "-C", str(folder), "var", "GIT_COMMITTER_IDENT"], capture_output=True)
        if done.returncode:
            raise CourseError(
                'git does not know who commits: git config --global user.name "YOUR NAME", and the same with user.email'
            )

    def check_plain(self, paths: Iterable[str]) -> None:
        """Refuse where a file that would be written or deleted is reached through a link, out of the folder."""
        for path in paths:
            steps = [self.path / part for part in [path, *map(str, Path(path).parents)] if part != "."]
            if link := next((step for step in steps if step.is_symlink()), None):
                raise CourseError(f"{link} is a link; an edition has none: delete it, and publish again")

    def write(self, files: Mapping[str, bytes], old: Iterable[str]) -> None:
        """Write the files of an edition, and delete those that only the one before had."""
        for path in sorted(set(old) - set(files)):
            (self.path / path).unlink(missing_ok=True)
            self._tidy((self.path / path).parent)
        for path, data in files.items():
            file = self.path / path
            if not file.is_file() or file.read_bytes() != data:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)

    def _tidy(self, folder):
        while folder != self.path and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def commit(self, files: Iterable[str], old: Iterable[str], message: str, tag: str) -> None:
        """Commit the files of an edition and nothing else, and give the commit its tag."""
        known = set(self.tracked())
        paths = sorted({*files, *(path for path in old if path in known)})
        listed = "\0".join(paths).encode()
        words = ("--all", "--force", "--pathspec-from-file=-", "--pathspec-file-nul")
        self.git("--literal-pathspecs", "add", *words, data=listed)
        self.git("commit", "--quiet", "--no-verify", "-m", message)
        self.set_tag(tag)

    def set_tag(self, tag: str) -> None:
        """Give the last commit a tag."""
        self.git("tag", "--no-sign", tag)


def _split(data):
    return [one for one in data.decode("utf-8", "surrogateescape").split("\0") if one]
