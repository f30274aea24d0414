"""What a published notebook says otherwise than the instructor's: where the course lies, and which release it is."""

import re

SETUP = "# Setup: run this cell first."
"""How the setup cell begins."""

_LINK = re.compile(r"^\*\*\[Open in Colab\]\([^\s()]*\)\*\*\n\n", re.M)
_FETCHED = re.compile(r"(?<=--branch=)\S+ \S+|(?<=\"/content/)[\w.-]+(?=\")|(?<=^start\()[^()]*(?=\)$)", re.M)


def without_addresses(source: str) -> str:
    """A cell without the link to Colab; a setup cell without the address, the release and the folder that it fetches.

    Two cells that are equal afterwards are the same cell, whichever release of the course they come from.
    """
    if source.startswith(SETUP):
        return _FETCHED.sub("", source)
    return _LINK.sub("", source, count=1) if source.startswith("# ") else source
