"""What a notebook's own name says, once what copying and downloading add is taken off."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_COPY = re.compile(r"^(copy of |kopie von |копия )+|( ?\(\d+\)|-copy\d*)+$", re.I)
_DOWNLOAD = re.compile(r" ?\((\d{1,6})\)$")


def stem_of(path: PurePosixPath | str) -> str:
    """A file's name without its ending and without what copying adds."""
    return _COPY.sub("", _COPY.sub("", _plain(path))).strip()


def download_number(path: PurePosixPath | str) -> int:
    """The number that a browser adds to a file that it downloads again; 0 where there is none."""
    number = _DOWNLOAD.search(_plain(path))
    return int(number[1]) if number else 0


def named_student(path: PurePosixPath | str, lab: str) -> str:
    """The student in `STUDENT_LAB.ipynb` or `LAB-STUDENT.ipynb`; "" where the name has another form."""
    inside = re.fullmatch(rf"(.+?)[ _.-]+{re.escape(lab)}|{re.escape(lab)}[ _.-]+(.+)", stem_of(path))
    return (inside[1] or inside[2]) if inside else ""


def _plain(path):
    name = PurePosixPath(path).name
    return re.sub(r"\.ipynb(\.txt|\.json)?$|\.\w{1,5}$", "", name, flags=re.I)
