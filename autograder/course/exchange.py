"""What nbgrader's exchange writes beside a hand-in, and asks for when feedback goes back."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from autograder.util.files import open_to_read

TIME, SECRET = "timestamp.txt", "submission_secret.txt"
NOTES = {TIME: r"[\d :.+A-Z-]+\s*", SECRET: r"[0-9a-f]+\s*"}
MOST_NOTE = 500  # bytes; what is cut off there is no note of the exchange's


def exchange_notes(folder: Path) -> dict[str, str]:
    """What nbgrader's exchange wrote beside a hand-in; its `release_feedback` asks for it. No link is followed."""
    found = {}
    for name, form in NOTES.items():
        with contextlib.suppress(OSError, UnicodeDecodeError):
            handle = open_to_read(folder / name)
            with os.fdopen(handle, "rb") as file:
                text = file.read(MOST_NOTE).decode("ascii")
            if re.fullmatch(form, text):
                found[name] = text
    return found
