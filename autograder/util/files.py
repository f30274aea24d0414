"""Write files that are whole or not there; open what students handed in."""

import errno
import os
import re
import shutil
import tempfile
from pathlib import Path


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write text or bytes so that a reader, or the next run after a crash, never sees half a file."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def remove(path: Path) -> None:
    """Delete a file or a folder with all that is in it, if it is there; of a link, only the link."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def open_to_read(path: Path, *, links: bool = False) -> int:
    """Open a file of a student as bytes: a pipe does not block, and a link is followed only where `links` says so.

    Raises OSError. Windows has neither of the two flags; there a link is refused by looking first.
    """
    if not links and not hasattr(os, "O_NOFOLLOW") and Path(path).is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    follow = 0 if links else getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | follow)


MOST_NAME = 150  # bytes, of the 255 that a file system takes: more is put before and behind such names


def safe_name(name: object) -> str:
    """A name that is a plain folder name everywhere, and no pattern to nbgrader."""
    plain = re.sub(r"[^\w.@-]+", "_", str(name)).strip("._")[:100]
    return plain.encode("utf-8", "replace")[:MOST_NAME].decode("utf-8", "ignore") or "unnamed"
