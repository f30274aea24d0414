"""Markdown of students in which nothing acts, wherever it is shown: in nbgrader's pages, in Formgrader, in JupyterLab.

Nothing is replaced or encoded: what would begin a tag, a link, a picture or an entity is broken by an invisible letter
in its middle, so that the text looks as it was written, in code as well, and can be had back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

GUARD = "\N{WORD JOINER}"
_URL = r"https?://(?:[\w./?=%~+:@,#-]|&(?!#)){1,1000}"
_KEPT = rf"\]\((?:{_URL}|#[\w.-]{{0,200}})\)|!\[[\w .,-]{{0,200}}\]\(attachment:(?P<picture>[\w.%-]{{1,200}})\)"
_COMMANDS = "href|url|require|style|class|cssId|data|html|unicode|texttip|tooltip|mathtip|includegraphics"  # MathJax's
_ACTS = (
    r"<(?=[A-Za-z/!?])|\](?=[(\[:])|!(?=\[)|&(?=#|[A-Za-z][A-Za-z0-9]{0,40};)(?!(?:lt|gt|amp|quot|nbsp);)"
    rf"|\\(?=(?i:{_COMMANDS}))"
)
_EITHER = re.compile(rf"(?P<kept>{_KEPT})|(?P<acts>{_ACTS})")
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


def harmless(markdown: str, held: Collection[str] = ()) -> str:
    """Markdown with its emphasis, lists, mathematics and web links, but without other links, pictures and tags.

    Args:
        markdown: What a student wrote.
        held: The names of the pictures that the cell itself holds: only these are shown. One that is missing, as Colab
            leaves it, would stop nbconvert.
    """

    def broken(found):
        if found["acts"] or (found["picture"] and found["picture"] not in held):
            return found[0][0] + GUARD + harmless(found[0][1:])
        return found[0]

    return _EITHER.sub(broken, markdown)


def as_written(markdown: str) -> str:
    """The text as it was before `harmless`."""
    return markdown.replace(GUARD, "")


def pictures(attachments: object) -> dict[str, dict[str, str]]:
    """Those attachments of a cell that are nothing but pictures."""
    found = {}
    for name, forms in attachments.items() if isinstance(attachments, Mapping) else ():
        kept = {kind: forms[kind] for kind in _PICTURES if isinstance(forms, Mapping) and _is_data(forms.get(kind))}
        if kept:
            found[str(name)] = kept
    return found


def _is_data(value):
    return isinstance(value, str) and bool(_BASE64.fullmatch(value))
