"""The files of folders and zip archives, each read only when it is asked for; links, bombs and rubbish stop nothing."""

from __future__ import annotations

import io
import os
import re
import stat
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from autograder.intake.read_notebook import MOST_BYTES
from autograder.util.files import open_to_read

if TYPE_CHECKING:
    from contextlib import ExitStack


MOST_FILES = 20_000
MOST_INNER_FILES = 1000
MOST_INNER_BYTES = 50 * 2**20
MOST_DIRECTORY_BYTES = 2**20  # of the table of contents of an archive that a student made
WANTED = "hand in the .ipynb file"
BROKEN = (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error, KeyError)
_NOTEBOOK = re.compile(r"\.ipynb(\.txt|\.json)?$", re.I)
_PACKED = re.compile(r"\.(tar|tgz|gz|bz2|xz|zst|7z|rar)$", re.I)
_OUTSIDE = re.compile(r"^(/|[A-Za-z]:)|(^|/)\.\.(/|$)|\0")


class Unreadable(Exception):
    """A file that cannot be read; the text is a sentence."""


@dataclass
class Found:
    """One file.

    Attributes:
        path: Its path below the folder or archive that was given.
        origin: Where it lies, for a person.
        load: Gives its bytes, or raises `Unreadable`.
        when: When it was last changed, in seconds; it tells nothing about when it was handed in.
        problem: Why it cannot be read, where that is known already.
        within: The folder in which it lies in an archive of the student's own, whose folders name nobody.
    """

    path: PurePosixPath
    origin: str
    load: Callable[[], bytes]
    when: float = 0.0
    problem: str = ""
    within: PurePosixPath = PurePosixPath()

    @property
    def is_notebook(self) -> bool:
        return bool(_NOTEBOOK.search(self.path.name))

    @property
    def why_no_notebook(self) -> str:
        return self.problem or f"{self.path.name} is no notebook: {WANTED}."


def files_of(path: Path, say: Callable[[str], object], opened: ExitStack) -> Iterator[Found]:
    """Yield the files of one folder, archive or file; what cannot be read gets a sentence and stops nothing.

    Args:
        path: The folder, archive or file.
        say: Receives the sentences.
        opened: An `ExitStack`; the files can be read until it is closed.
    """
    if path.is_dir():
        yield from _folder(path)
    elif not path.exists():
        say(f"{path}: there is no such file or folder, or a link that leads nowhere.")
    elif not path.is_file():
        say(f"{path}: this is neither a file nor a folder.")
    elif path.suffix.lower() == ".zip":
        try:
            archive = opened.enter_context(zipfile.ZipFile(path))
            yield from _entries(lambda: archive, PurePosixPath(), str(path), MOST_FILES, say)
        except BROKEN as error:
            say(f"{path}: the archive cannot be read ({error}).")
    elif _PACKED.search(path.name):
        say(f"{path}: only .zip archives are read: unpack it, and collect the folder.")
    else:
        yield _on_disk(path, PurePosixPath(path.name), links=True)


def _folder(path):
    """The files below a folder; links are not followed. An archive in it is looked into."""
    for place, folders, names in os.walk(path):
        odd = [name for name in folders if _NOTEBOOK.search(name) or Path(place, name).is_symlink()]
        folders[:] = sorted(set(folders) - set(odd))
        for name in sorted([*names, *(name for name in odd if _NOTEBOOK.search(name))]):
            file = Path(place, name)
            below = PurePosixPath(file.relative_to(path).as_posix())
            if _ignored(below):
                continue
            if file.suffix.lower() == ".zip" and file.is_file() and not file.is_symlink():
                yield from _inner_archive(_on_disk(file, below))
            else:
                yield _on_disk(file, below)


def _on_disk(file, below, *, links=False):
    try:
        when = file.stat(follow_symlinks=links).st_mtime
    except OSError:
        when = 0.0
    return Found(PurePosixPath(readable(str(below))), readable(str(file)), lambda: _bytes(file, links), when)


def readable(text: str) -> str:
    """The text without half characters, which neither a screen nor a file can hold."""
    return text.encode("utf-8", "replace").decode()


def _bytes(file, links):
    """The bytes of a plain file; neither a link nor a pipe nor a folder is opened for reading."""
    try:
        handle = open_to_read(file, links=links)
    except OSError as error:
        kind = "is a link: hand in the file itself" if file.is_symlink() else f"cannot be read: {error.strerror}"
        raise Unreadable(f"{file.name} {kind}.") from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise Unreadable(f"{file.name} is {'a folder' if stat.S_ISDIR(mode) else 'no ordinary file'}: {WANTED}.")
    with os.fdopen(handle, "rb") as stream:
        return _bounded(stream, file.name, MOST_BYTES)


def _bounded(stream, name, most):
    data = stream.read(most + 1)
    if len(data) > most:
        raise Unreadable(f"{name} is larger than {most >> 20} MB.")
    return data


def _inner_archive(found):
    """The files of an archive that a student made; one that cannot be read stands for itself."""

    def opened():
        data = found.load()
        if len(data) > MOST_INNER_BYTES or _directory_bytes(data) > MOST_DIRECTORY_BYTES:
            raise Unreadable(f"{found.path.name} is too large an archive: {WANTED}.")
        return zipfile.ZipFile(io.BytesIO(data))

    below = found.path.with_suffix("") if len(found.path.parts) == 1 else found.path.parent
    try:
        inside = list(_entries(opened, below, found.origin, MOST_INNER_FILES))
        found.problem = f"{found.path.name} holds no notebook: {WANTED}."
    except (Unreadable, *BROKEN) as error:
        sentence = f"{found.path.name} is a damaged archive: {WANTED}."
        inside, found.problem = [], str(error) if isinstance(error, Unreadable) else sentence
    notebooks = [one for one in inside if one.is_notebook]
    if len(found.path.parts) > 1 or len({one.path.parent for one in notebooks}) == 1:
        for one in notebooks:  # one student's: folders inside tell nothing
            one.within, one.path = one.path.parent, below / one.path.name
    yield from notebooks or [found]


def _directory_bytes(data):
    """The size of an archive's table of contents, as its end says; archives beyond 4 GB say it elsewhere."""
    end = data.rfind(b"PK\x05\x06")
    return (
        MOST_BYTES
        if b"PK\x06\x07" in data[max(0, end - 20) : end]
        else int.from_bytes(data[end + 12 : end + 16], "little")
    )


def _failing(sentence):
    def load():
        raise Unreadable(sentence)

    return load


def _entries(opened, below, origin, most, say=None):
    """Yield the files of an archive, notebooks first, bounded in number.

    Args:
        opened: Gives the `ZipFile`.
        below: The folder that the archive stands for.
        origin: The archive's path, for a person.
        most: The number of files that are looked at.
        say: Receives sentences; with it, archives in the archive are looked into.
    """
    say, outermost = say or (lambda _: None), say is not None
    entries = [entry for entry in opened().infolist() if not entry.is_dir()]
    entries.sort(key=lambda entry: not _NOTEBOOK.search(entry.filename))
    if len(entries) > most:
        say(f"{origin}: {len(entries) - most} of its {len(entries)} files were not looked at, {most} is the limit.")
    for entry in entries[:most]:
        name = entry.filename.replace("\\", "/")
        if _OUTSIDE.search(name):
            say(f"{origin}: {_shown(name)} leads outside the archive; it is left out.")
            continue
        path = below / name
        if _ignored(path):
            continue
        found = Found(path, f"{origin}:{name}", _loader(opened, entry, path.name), _when(entry))
        if outermost and path.suffix.lower() == ".zip":
            yield from _inner_archive(found)
        else:
            yield found


def _loader(opened, entry, name):
    if (entry.external_attr >> 16) & 0o170000 == stat.S_IFLNK:
        return _failing(f"{name} is a link: hand in the file itself.")

    def load():
        try:
            with opened().open(entry) as stream:
                return _bounded(stream, name, MOST_BYTES)
        except BROKEN:
            raise Unreadable(f"{name} is damaged or encrypted in the archive.") from None

    return load


def _when(entry):
    try:
        return time.mktime((*entry.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0


def _shown(name):
    return re.sub(r"[^\w./@ -]", "?", name)[:100]


def _ignored(below):
    """Is it in a hidden folder, or a hidden file other than a notebook of its own (which editors keep for a moment)?"""
    *folders, name = below.parts
    hidden = name.startswith((".~", "._")) or (name.startswith(".") and not _NOTEBOOK.search(name))
    return hidden or any(part.startswith((".", "__MACOSX")) for part in folders)
