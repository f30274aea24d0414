"""`publish DIR`: write the students' edition as a git repository with a tag for each release; `--check` proves it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from autograder import ROOT, CourseError
from autograder.authoring.build import build
from autograder.authoring.lab import lab_paths, read_lab
from autograder.authoring.setup_cell import public_lines, students_place
from autograder.publish import edition as editions
from autograder.publish.edition import Sources
from autograder.publish.look import Finding, findings, in_text
from autograder.publish.repository import FILE, Repository
from autograder.publish.withheld import Withheld

MOST_NAMED = 20
CURE = "Write them otherwise, or name a line that may be known in pyproject.toml: [tool.course], public = ['LINE']"


def publish(folder: Path, say: Callable[[str], None], root: Path = ROOT) -> str:
    """Write the edition into a folder, commit it, and give it a tag. Nothing is pushed.

    Args:
        folder: Where the edition lies, or shall lie.
        say: Prints a line.
        root: The instructors' repository.

    Returns:
        The tag of the release that lies there now.

    Raises:
        CourseError: Where something is in the way; nothing is written then.
    """
    repository = _repository(folder, root)
    sources = _sources(repository, root)
    _refuse_stale(root)
    before = repository.release()
    made = editions.make(sources, before, _next_number(repository))
    _refuse_foreign(repository, made, before)
    if _is_there(repository, before, sources):
        return _again(repository, before["release"], say)
    withheld = _withheld(sources)
    _refuse_leaks(list(findings(made.files, withheld)))
    _write(repository, made, before, say)
    _tell(repository, made, sources, withheld, say)
    return made.release


def check(folder: Path, say: Callable[[str], None], root: Path = ROOT) -> list[Finding]:
    """Look through the files and all commits of an edition for what no student may have.

    Args:
        folder: The edition.
        say: Prints a line.
        root: The instructors' repository, with the solutions to look for.

    Returns:
        What was found.
    """
    repository = Repository(Path(folder))
    if not repository.release():
        raise CourseError(f"{folder} holds no students' edition: python -m autograder publish {folder} writes one")
    withheld = _withheld(_sources(repository, root))
    files = list(repository.working_files())
    found = list(findings(files, withheld))
    commits, size = set(), 0
    for commit, path, data in repository.history():
        commits.add(commit)
        size += bool(path)
        text = data.decode("utf-8", "replace")
        new = findings([(path, data)], withheld) if path else in_text("message", text, withheld)
        found += [Finding(f"commit {commit}, {place}", what) for place, what in new]
    found += [Finding(f"tag {tag}", "a lab's first cell fetches it, but it is not there") for tag in _lost(repository)]
    for finding in found:
        say(str(finding))
    say(
        f"{len(withheld.lines)} lines of solutions and hidden checks were looked for in {len(files)} files and in "
        f"{_count(len(commits), 'commit')} with {size} different ones: {_count(len(found), 'finding')}. "
        f"{withheld.shown} more stand in the notebooks themselves or are declared public."
    )
    return found


def _lost(repository):
    return sorted(set(repository.release()["labs"].values()) - set(repository.tags()))


# ---------------------------------------------------------------------------------------------- before anything is done


def _repository(folder, root):
    """The folder, where an edition may be written: its own repository, and no part of the instructors'."""
    path, root = Path(folder).resolve(), Path(root).resolve()
    if path == root or path in root.parents:
        raise CourseError(f"{path} holds the instructors' repository: name a folder of its own for the edition")
    if root in path.parents and not _is_ignored(path, root):
        raise CourseError(f"{path} lies in {root}, and git does not ignore it: name a folder outside")
    if path.exists() and not path.is_dir():
        raise CourseError(f"{path} is a file: name a folder")
    repository = Repository(path)
    if (path / ".git").exists() and not repository.exists():
        raise CourseError(f"{path} is a worktree or a submodule of another repository: name a folder of its own")
    inside = [one.name for one in path.iterdir() if one.name != ".git"] if path.is_dir() else []
    if (inside or repository.tracked() if repository.exists() else inside) and not repository.release():
        raise CourseError(f"{path} is not empty, and no edition: begin with an empty folder or an empty repository")
    repository.check_identity()
    return repository


def _is_ignored(path, root):
    try:
        words = ["git", "-C", str(root), "check-ignore", "--quiet", f"{path}/"]
        return subprocess.run(words, stderr=subprocess.DEVNULL).returncode == 0
    except FileNotFoundError:
        return False


def _sources(repository, root):
    labs = [read_lab(path) for path in lab_paths(root=root)]
    if not labs:
        raise CourseError(f"{root} has no labs in solutions/: nothing to publish")
    return Sources(Path(root), labs, students_place(root, repository.branch()))


def _refuse_stale(root):
    if build(check=True, root=root):
        raise CourseError(
            "notebooks/ is not what the sources give: python -m autograder build, look at it, then publish"
        )


def _refuse_foreign(repository, made, before):
    if not repository.exists():
        return
    repository.check_plain([*made.files, *before.get("files", ())])
    foreign = repository.foreign(made.files, before.get("files", ()))
    if foreign:
        names = ", ".join(foreign[:MOST_NAMED]) + (" …" if len(foreign) > MOST_NAMED else "")
        raise CourseError(f"{repository.path} has changes that are not committed: {names}. Commit or undo them first")


def _refuse_leaks(found):
    if found:
        named = "\n".join(map(str, found))
        raise CourseError(f"{named}\n{_count(len(found), 'line')} would give away what students do not get. {CURE}")


# ---------------------------------------------------------------------------------------------- the release


def _next_number(repository):
    tags = [*repository.tags(), repository.release().get("release", "")]
    return 1 + max((int(found[1]) for tag in tags if (found := re.match(r"release-(\d+)-", tag))), default=0)


def _is_there(repository, before, sources):
    """Does the last commit hold this very content, as the last release left it?"""
    if not before or before["content"] != editions.content(sources)[0]:
        return False
    tag = before["release"]
    return tag not in repository.tags() or not repository.changed_since(tag, before["files"])


def _again(repository, release, say):
    if release not in repository.tags():
        repository.set_tag(release)
    say(f"{repository.path} holds {release} already; nothing has changed since")
    return release


def _write(repository, made, before, say):
    old, tag = before.get("files", []), before.get("release")
    if tag in repository.tags() and (changed := repository.changed_since(tag, old)):
        say(f"changed by hand since {tag}, and written anew; git keeps your version: {', '.join(changed)}")
    repository.make()
    kept = sorted(set(repository.tracked()) - set(old) - set(made.files))
    if kept:
        say(f"kept, though not made by publish: {', '.join(kept)}")
    repository.write(made.files, old)
    number = made.release.split("-")[1]
    repository.commit(made.files, old, f"Release {number}: {', '.join(made.changed) or 'no lab changes'}", made.release)


def _tell(repository, made, sources, withheld, say):
    place = sources.place
    say(f"wrote {made.release} into {repository.path}: {len(made.labs)} labs, {len(made.files)} files")
    say(f"labs with changes: {', '.join(made.changed) or 'none'}")
    say(f"left out of course_utils, since no student can reach it: {', '.join(sources.left_out) or 'nothing'}")
    say(f"{len(withheld.lines)} lines of solutions and hidden checks were looked for: none is in it")
    if sentence := place.without_colab():
        say(sentence)
    say(f"Nothing is sent anywhere. To give {FILE[:-5]} {made.release.split('-')[1]} to students:")
    if not repository.text("remote", "get-url", "origin"):
        say(f"  git -C {repository.path} remote add origin {place.repository}")
    say(f"  git -C {repository.path} push --tags origin {place.branch}")


def _withheld(sources):
    return Withheld(sources.labs, [*(source for _, source in sources.cells), *public_lines(sources.root)])


def _count(number, word):
    return f"{number} {word}{'' if number == 1 else 's'}"
