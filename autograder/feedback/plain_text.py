"""Text of students, checks and graders as a page can show it: no control character, and a bounded length."""

from __future__ import annotations

import re

MOST_ON_PAGE = 300_000  # characters of other people's text
MOST_CODE, MOST_WORDS = 20_000, 4_000  # of one cell; of one message, comment or output
LEFT_OUT = "[left out: this page would become too long]"
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: object) -> str:
    """Text in which nothing acts: no terminal escapes, no control characters, no lone surrogates.

    Marks that turn the direction of writing are shown by their number: they would make code or a name read as another.
    """
    shown = str(text).replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    shown = _CONTROL.sub("", _ESCAPES.sub("", shown))
    return _DIRECTION.sub(lambda found: f"[U+{ord(found[0]):04X}]", shown)


def cut(text: str, most: int) -> str:
    """At most so many characters; what is left out is said."""
    return text if len(text) <= most else f"{text[:most]}\n… [{len(text) - most} more characters]"


class Room:
    """How much text a page still takes."""

    def __init__(self, left: int = MOST_ON_PAGE) -> None:
        self.left = left

    def take(self, text: object, most: int = MOST_WORDS) -> str:
        """The text, clean and no longer than `most` characters, as far as there is room for it."""
        raw = str(text)
        shown = cut(clean(raw[:most]).rstrip(), most)
        if len(raw) > most:
            shown += f"\n… [{len(raw) - most} more characters]"
        if len(shown) > self.left:
            return LEFT_OUT
        self.left -= len(shown)
        return shown
