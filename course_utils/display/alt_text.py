"""The words around a live figure: alternative texts of several panels, and errors as one readable line."""

import traceback
from html import escape
from pathlib import Path

LONGEST_ALT = 900  # characters for all panels of a static picture together
LIBRARIES = (str(Path(__file__).parents[1]), "site-packages", "dist-packages")  # not where a student's mistake lies


def complaint(error, values):
    """Why there is no picture for these values, and in which of the student's lines it went wrong.

    Args:
        error: The exception.
        values: Label of each control -> its value.
    """
    now = ", ".join(f"{label} = {value}" for label, value in values.items())
    return f"No picture for {now}. {type(error).__name__}{students_line(error)}: {error}"


def students_line(error):
    """The innermost frame outside the libraries, as " in boundary, line 4"; empty when there is none."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if not any(library in frame.filename for library in LIBRARIES):
            return f" in {frame.name}, line {frame.lineno}"
    return ""


def error_html(text, height):
    look = f"min-height: {height}px; padding: 1em; background: white; color: #222222; border: 2px solid #D55E00"
    return f'<p role="alert" style="{look}">{escape(text)}</p>'


def join(alts):
    """One text for all panels; each is cut at a word where all of them together would be too long."""
    if len(alts) == 1:
        return _cut(alts[0], LONGEST_ALT)
    share = LONGEST_ALT // len(alts)
    panels = [f"Panel {number}: {_cut(alt, share)}" for number, alt in enumerate(alts, 1)]
    return f"{len(alts)} panels. " + " ".join(panels)


def _cut(text, length):
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
