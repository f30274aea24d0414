"""A student's page: one HTML file that needs nothing else, runs nothing, and prints.

Every text is escaped by the template; code goes through Pygments, which escapes as well.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup, escape

from autograder.feedback import wording
from autograder.util.spreadsheet import number

if TYPE_CHECKING:
    from autograder.feedback.own_cells import Cell
    from autograder.feedback.student_work import StudentFeedback


TEMPLATES = Path(__file__).with_name("templates")
MOST_HIGHLIGHTED = 300  # characters in a row: a longer one is no code that anybody reads


def page(one: StudentFeedback) -> str:
    """The page as text.

    Args:
        one: The `StudentFeedback`.
    """
    return _environment().get_template("page.html").render(one=one, words=wording, shown=shown, style=_style())


def shown(cell: Cell, what: str) -> Markup:
    """A student's cell and what it printed."""
    about = escape(what)
    if cell.is_code:
        text = Markup('<pre tabindex="0" role="group" aria-label="Your code {}"><code>{}</code></pre>').format(
            about, highlighted(cell.source)
        )
    else:
        text = Markup('<pre class="answer" tabindex="0" role="group" aria-label="Your answer {}">{}</pre>').format(
            about, cell.source or "(empty)"
        )
    if cell.output:
        text += Markup('<p class="quiet">It printed, or ended with:</p>')
        text += Markup(
            '<pre class="output" tabindex="0" role="group" aria-label="Output of the code {}">{}</pre>'
        ).format(about, cell.output)
    return text


def highlighted(source: str) -> Markup:
    """Python code with spans for its parts; code with a row of unusual length stays plain."""
    from pygments import highlight
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexers.python import PythonLexer

    if any(len(row) > MOST_HIGHLIGHTED for row in source.split("\n")):
        return escape(source)
    return Markup(highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)))


@cache
def _environment():
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    found.filters["points"] = number
    found.filters["breakable"] = _breakable
    return found


def _breakable(name):
    """A name that a narrow page may break behind an underscore."""
    return Markup(str(escape(name)).replace("_", "_<wbr>"))


@cache
def _style():
    return Markup((TEMPLATES / "page.css").read_text(encoding="utf-8"))
