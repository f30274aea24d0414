"""Mails that were saved as `.eml` files: the sender's address, the time at which the server got them, the notebooks."""

from __future__ import annotations

import email
import email.policy
import email.utils
from datetime import datetime
from email.message import EmailMessage
from pathlib import PurePosixPath

from autograder.collect.archives import Found, Unreadable, readable
from autograder.collect.platforms import Sender
from autograder.collect.sent import Sent
from autograder.util.times import as_utc

MOST_PARTS = 200


def is_mail(file: Found) -> bool:
    """Is it a saved mail?"""
    return file.path.suffix.lower() == ".eml"


def attachments(file: Found) -> list[Sent]:
    """The notebooks that are attached to a mail, each with the mail's sender; the mail itself where there is none.

    The address is what `From:` says: a mail server that does not check it can be told anything. The time is that of the
    topmost `Received:`, which the own server wrote; `Date:` is the sender's and is not taken.
    """
    try:
        mail = email.message_from_bytes(file.load(), policy=email.policy.default)
        address, name = _sender(mail)
        parts = [part for part in list(mail.walk())[:MOST_PARTS] if part.get_filename()]
    except Unreadable as reason:
        return [Sent(file, why=str(reason))]
    except Exception as error:  # the parser of mails trips over some headers
        file.problem = f"the mail cannot be read ({type(error).__name__})"
        return [Sent(file, why=file.problem)]
    if not address:
        found = [one for one in (_attachment(file, part) for part in parts) if one.is_notebook]
        return [Sent(one, why="the mail does not say who sent it") for one in found] or [Sent(file)]
    sender = Sender(name=name, login=address.partition("@")[0], email=address, time=_received(mail))
    found = [_attachment(file, part) for part in parts]
    notebooks = [one for one in found if one.is_notebook]
    return [Sent(one, [_inside(sender, one)]) for one in notebooks] or [Sent(file, [_inside(sender, file)])]


def _inside(sender, file):
    return Sender(sender.name, sender.login, "", sender.email, False, sender.time, inside=PurePosixPath(file.path.name))


def _sender(mail):
    header = mail["From"]
    addresses = header.addresses if header is not None else ()
    told = [(readable(one.addr_spec), readable(one.display_name)) for one in addresses]
    return told[0] if len(told) == 1 else ("", "")


def _received(mail: EmailMessage) -> str:
    lines = mail.get_all("Received") or []
    try:
        moment = email.utils.parsedate_to_datetime(str(lines[0]).rpartition(";")[2].strip()) if lines else None
    except ValueError:
        return ""
    return as_utc(moment) if isinstance(moment, datetime) and moment.tzinfo else ""


def _attachment(file, part):
    name = PurePosixPath(readable(str(part.get_filename())).replace("\\", "/")).name or "unnamed"
    return Found(file.path.parent / name, f"{file.origin}:{name}", lambda: part.get_payload(decode=True) or b"")
