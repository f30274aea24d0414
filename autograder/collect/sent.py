"""A file and who sent it; a listing of files and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.collect.archives import Found
from autograder.collect.platforms import Sender


@dataclass
class Sent:
    """A file with its sender.

    Attributes:
        file: The `Found`.
        senders: Who sent it, several for a group; empty where nobody tells.
        why: Why nobody tells; "" for a side file of the platform's.
    """

    file: Found
    senders: list[Sender] = field(default_factory=list)
    why: str = ""


@dataclass
class Layout:
    """A listing as it was understood.

    Attributes:
        platform: One of `PLATFORMS`.
        sent: Each file with its sender.
        notes: What a person should know about how it was read.
    """

    platform: str
    sent: list[Sent]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What is known before a listing is read.

    Attributes:
        lab: The lab's name.
        labs: The names of all labs.
        own_folders: Folders of the course's own layout, which name no student: the lab, `notebooks`, the repository.
        students: Everybody whom the course or its class list knows, as folder names and logins.
        listed: Is there a class list?
    """

    lab: str
    labs: frozenset[str]
    own_folders: frozenset[str]
    students: frozenset[str] = frozenset()
    listed: bool = False
