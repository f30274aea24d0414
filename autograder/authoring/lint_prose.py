"""What must hold for a lab's prose: headings in order, pictures with words, details that close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from autograder.authoring.solution_regions import BEGIN, END

if TYPE_CHECKING:
    from autograder.authoring.lab import Lab
    from autograder.authoring.percent_script import Cell, Problem


_HEADING = re.compile(r"(#{1,6}) +\S")
_UNREAD = re.compile(r"^ *(```|~~~).*?(^ *\1|\Z)|<pre\b.*?(</pre>|\Z)|<!--.*?-->|(?<!`)`[^`\n]+`", re.M | re.S | re.I)
_PICTURE = re.compile(r"!\[\s*\]\(|<img\b[^>]*>?", re.I)
_ALT = re.compile(r"""\balt\s*=\s*(?:"[^"]*[^"\s][^"]*"|'[^']*[^'\s][^']*'|[^\s"'>]+)""", re.I)
_DETAILS = re.compile(r"<(/?)details\b", re.I)


def problems_of(cell: Cell) -> Iterator[Problem]:
    """Pictures without alt text and details blocks that do not close, in one markdown cell."""
    text = read_text(cell.source)
    for found in _PICTURE.finditer(text):
        if not _ALT.search(found.group()):
            yield cell.problem("a picture without alt text: say what it shows", _row(text, found))
    opened = []
    for found in _DETAILS.finditer(text):
        if not found.group(1):
            opened.append(found)
        elif opened:
            opened.pop()
        else:
            yield cell.problem("</details> without <details>", _row(text, found))
    for found in opened:
        yield cell.problem("<details> is not closed: add </details> in the same cell", _row(text, found))


def headings(lab: Lab) -> Iterator[Problem]:
    """One H1, the title; below it no level is left out."""
    level = 0
    for cell in lab.cells:
        for row, line in enumerate(read_text(cell.source).split("\n") if not cell.is_code else ()):
            found = _HEADING.match(line)
            if not found:
                continue
            now = len(found.group(1))
            if now == 1 and level:
                yield cell.problem("a second H1: a lab has one title, its sections begin with ##", row)
            elif level and now > level + 1:
                yield cell.problem(f"the heading jumps from level {level} to {now}: use {'#' * (level + 1)}", row)
            level = now


def read_text(source: str) -> str:
    """What a reader sees as markdown: code, comments and solution marks blanked, every line in its place."""
    rows = ["" if row.strip() in (BEGIN, END) else row for row in source.split("\n")]
    return _UNREAD.sub(lambda found: re.sub(r"[^\n]", "", found.group()), "\n".join(rows))


def _row(text, found):
    return text.count("\n", 0, found.start())
