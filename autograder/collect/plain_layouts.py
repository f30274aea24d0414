"""Listings without a platform's marks: cloned repositories, a folder for each student, files that bear their names.

A folder outranks a file's own name. Where two readings are possible, nobody is named: a person says whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from autograder.collect.archives import Found, Unreadable
from autograder.collect.file_names import named_student, stem_of
from autograder.collect.platforms import Sender
from autograder.collect.sent import Known, Layout, Sent

GROUPS = "if these are folders of groups, collect each of them on its own: collect LAB GROUP …"
MOST_TIME = 100  # bytes
CLONED = "-submissions"  # the folder that `gh classroom clone student-repos` makes


def plain(files: Sequence[Found], name: str, known: Known, platform: str | None = None) -> Layout:
    """Say who sent each file, by folders, and by names of files that lie in none.

    Args:
        files: All files of a folder or an archive.
        name: The name of the folder or archive.
        known: What is known.
        platform: "github", "nbgrader", "folders" or "files" where a person says so; else the shape of the whole tells.
    """
    rows = {id(file): _folders(file, known) for file in files}
    notebooks = [file for file in files if file.is_notebook] or list(files)
    in_folders = [] if platform == "files" else [file for file in notebooks if rows[id(file)]]
    if not in_folders:
        return Layout("files", [_by_name(file, name, known, len(notebooks)) for file in files])
    slug = _slug([rows[id(file)] for file in in_folders], in_folders, name, platform)
    layout = Layout("github" if slug else platform or "folders", [])
    if slug:
        layout.notes.append(f"repositories of the assignment {slug.rstrip('-')}: what follows {slug} is the login")
    student_of, doubts = _readers(files, in_folders, rows, slug, known)
    layout.notes += [GROUPS] if doubts else []
    for file in files:
        if rows[id(file)]:
            layout.sent.append(_in_folder(file, rows[id(file)], student_of, known))
        else:
            layout.sent.append(_by_name(file, name, known, len(notebooks)))
    if platform == "nbgrader":
        _tell_times(layout)
    return layout


def _tell_times(layout):
    """The times in `timestamp.txt`, which nbgrader writes beside a hand-in; elsewhere it could be a student's file."""
    times = {one.file.path.parent: _text(one.file) for one in layout.sent if one.file.path.name == "timestamp.txt"}
    for one in layout.sent:
        one.senders = [replace(sender, time=times.get(one.file.path.parent, "")) for sender in one.senders]
        if one.file.path.name == "timestamp.txt":
            one.senders = []


def _text(file):
    try:
        return file.load()[:MOST_TIME].decode(errors="replace").strip()
    except Unreadable:
        return ""


def _folders(file, known):
    """The folders of a path that may name a student."""
    return tuple(part for part in file.path.parts[:-1] if part not in known.own_folders)


def _slug(rows, files, name, platform):
    """What GitHub Classroom puts before each login: the assignment's name. "" where these are no such repositories."""
    if platform not in (None, "github"):
        return ""
    for outer, inner in {pair for row in rows for pair in zip((name, *row), row, strict=False)}:
        if outer.endswith(CLONED) and inner.startswith(outer.removesuffix("submissions")):
            return outer.removesuffix("submissions")
    tops = {row[_shared(rows)] for row in rows if len(row) > _shared(rows)}
    if len(tops) < 2 or not (platform == "github" or all(_in_a_repository(file) for file in files)):
        return ""
    first, last = min(tops), max(tops)
    same = next((at for at, letter in enumerate(first) if last[at : at + 1] != letter), len(first))
    return first[: first.rfind("-", 0, same) + 1]


def _in_a_repository(file):
    """Does it lie where the course's own repository has its notebooks?"""
    return file.path.parts[-2] == "notebooks"


def _shared(rows):
    """How many leading folders all rows share, the last one of each left out."""
    depth = 0
    while all(len(row) > depth + 1 for row in rows) and len({row[depth] for row in rows}) == 1:
        depth += 1
    return depth


def _readers(files, in_folders, rows, slug, known):
    """A function from a file's folders to `(student, why not)`, and the folders that may be a group's."""
    notebook_rows = [rows[id(file)] for file in in_folders]
    if slug:
        around = f"{slug}submissions"
        return lambda row: (_login(slug, [one for one in row if one != around]), ""), set()
    everybody = {row[0] for row in rows.values() if row}
    shared = _shared(notebook_rows) if len(everybody) == 1 else 0
    doubts = _doubts(in_folders, rows, shared, known)
    if len(set(notebook_rows)) == 1 and len(everybody) == 1 and not doubts:
        answer = _alone(in_folders, notebook_rows[0], known)
        return lambda row: answer, set()

    def student_of(row):
        if len(row) <= shared:
            return "", ""
        if row[shared] in doubts:
            return "", f"{known.lab} lies more than once in {row[shared]}: is that a student or a group?"
        return row[shared], ""

    return student_of, doubts


def _login(slug, row):
    return next((one.removeprefix(slug) for one in row if one.startswith(slug)), "")


def _alone(files, row, known):
    """Notebooks in one folder: a student's, or the class's? `(student, why not)`; both "" where the names tell."""
    names = {named_student(file.path, known.lab) for file in files}
    if "" not in names and (len(files) > 1 or names <= known.students):
        return "", ""
    if len(row) == 1 and "" in names and (len(files) == 1 or known.lab in {stem_of(file.path) for file in files}):
        return row[0], ""
    one_of = [*row, *sorted(names - {""})]
    return "", f"who of these is the student: {', '.join(one_of)}?"


def _doubts(files, rows, shared, known):
    """Folders in which the lab's notebook lies in several places, so that they may be a group's, not a student's."""
    places: dict[str, set] = {}
    for file in files:
        row = rows[id(file)]
        if stem_of(file.path) == known.lab and len(row) > shared:
            places.setdefault(row[shared], set()).add((row, file.within))
    return {top for top, found in places.items() if len(found) > 1}


def _in_folder(file, row, student_of, known):
    listed = [one for one in row if one in known.students]
    student, why = (listed[0], "") if len(listed) == 1 else student_of(row)
    if student:
        below = file.path.parts.index(row[0]) + 1
        return Sent(file, [Sender(login=student, inside=PurePosixPath(*file.path.parts[below:]))])
    if why or not file.is_notebook:
        return Sent(file, why=why if file.is_notebook else "")
    return _by_name(file, "", known, 0)


def _by_name(file, name, known, notebooks):
    """A file's own name tells, or that of the folder or archive in which it is the only notebook."""
    inside, stem = PurePosixPath(file.path.name), stem_of(file.path)
    student = named_student(file.path, known.lab)
    if not student and file.is_notebook and stem not in (known.lab, *known.labs):
        student = stem
    elif not student and file.is_notebook and notebooks == 1 and (name in known.students or not known.listed):
        student = name  # of the folder or archive that a person named, "" for a single file
    if not student:
        return Sent(file, why="neither a folder nor its name says whose it is" if file.is_notebook else "")
    if known.listed and student not in known.students:
        return Sent(file, why=f"{student} is not on the class list, and only the file's own name says whose it is")
    return Sent(file, [Sender(login=student, inside=inside)])
