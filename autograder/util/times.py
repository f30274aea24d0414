"""Times as platforms and people write them: exact, with a zone, or refused with a sentence."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EXAMPLES = '"2026-03-01 23:59", "2026-03-01 23:59 UTC" or "2026-03-01 23:59+01:00"'
_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s*"
    r"(?P<zone>Z|UTC|[+-]\d\d:?\d\d|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+|[A-Z]{2,5})?"
)


class NoTime(ValueError):
    """A text that is no exact time; the message is a sentence."""


def zone_named(name: str) -> ZoneInfo:
    """A time zone by its name in the IANA database, such as Europe/Berlin.

    Raises:
        NoTime: There is no zone of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NoTime(f'there is no time zone "{name}": expected a name such as Europe/Berlin or UTC') from None


def read_time(text: str, zone: ZoneInfo | None) -> datetime:
    """A time with its zone.

    Args:
        text: Year-month-day hour:minute, with seconds or without, with UTC, an offset or an IANA zone or without.
        zone: The course's zone, which a time without a zone is in.

    Raises:
        NoTime: It is written in another way, it is in no known zone, there is no such moment, or there are two.
    """
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise NoTime(f'"{text}" is no time that can be read without guessing: write {EXAMPLES}')
    numbers = [int(part or 0) for part in found.groups()[:6]]
    try:
        plain = datetime(*numbers)  # type: ignore[arg-type]
    except ValueError as error:
        raise NoTime(f'"{text}" is no time: {error}') from None
    return _in_zone(plain, found["zone"] or "", zone, text)


def _in_zone(plain, name, zone, text):
    if name in ("Z", "UTC"):
        return plain.replace(tzinfo=ZoneInfo("UTC"))
    if name[:1] in ("+", "-") and name:
        return datetime.fromisoformat(f"{plain.isoformat()}{name[:3]}:{name[-2:]}")
    if "/" in name:
        zone = zone_named(name)
    elif name and (zone is None or plain.replace(tzinfo=zone).tzname() != name):
        raise NoTime(f'"{text}": {name} is no zone that everybody understands alike: write {EXAMPLES}')
    if zone is None:
        raise NoTime(f'"{text}" has no time zone, and the course has none set: write {EXAMPLES.partition(", ")[2]}')
    return _the_one_moment(plain, zone, text)


def _the_one_moment(plain, zone, text):
    """Clocks that are put forward leave times out; clocks that are put back show times twice."""
    first, second = plain.replace(tzinfo=zone), plain.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    utc = ZoneInfo("UTC")
    if first.astimezone(utc).astimezone(zone).replace(tzinfo=None) != plain:
        raise NoTime(f'"{text}" does not exist in {zone.key}: clocks are put forward that night')
    offsets = " or ".join(_offset(one.utcoffset()) for one in (first, second))
    raise NoTime(f'"{text}" comes twice in {zone.key}, since clocks are put back: say which, with {offsets} behind it')


def _offset(delta: timedelta) -> str:
    minutes = int(delta.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def as_utc(moment: datetime) -> str:
    """A moment as nbgrader writes it into `timestamp.txt`: "2026-03-01 22:59:00 UTC"."""
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S UTC")


def shown(moment: datetime, zone: ZoneInfo | None) -> str:
    """A moment for people, in the course's zone: "2026-03-01 23:59 (Europe/Berlin)"."""
    zone = zone or ZoneInfo("UTC")
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key})"
