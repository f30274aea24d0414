"""Times: exact, in a zone, or refused with a sentence."""

from zoneinfo import ZoneInfo

import pytest

from autograder.util.times import NoTime, as_utc, read_time, shown, zone_named

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-01 23:59", "2026-03-01 22:59:00 UTC"),
        ("2026-07-01 23:59:30", "2026-07-01 21:59:30 UTC"),
        ("2026-03-01T23:59Z", "2026-03-01 23:59:00 UTC"),
        ("2026-03-01 23:59 UTC", "2026-03-01 23:59:00 UTC"),
        ("2026-03-01 23:59-08:00", "2026-03-02 07:59:00 UTC"),
        ("2026-03-01 23:59:00.123456 +0530", "2026-03-01 18:29:00 UTC"),
        ("2026-03-01 23:59 America/New_York", "2026-03-02 04:59:00 UTC"),
        ("2026-03-01 23:59 CET", "2026-03-01 22:59:00 UTC"),
        ("2026-10-25 02:30+01:00", "2026-10-25 01:30:00 UTC"),
    ],
)
def test_a_time_that_can_be_read_for_sure(text, utc):
    assert as_utc(read_time(text, BERLIN)) == utc


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("01.03.2026", "without guessing"),
        ("03/01/2026 12:00", "without guessing"),
        ("2026-03-01", "without guessing"),
        ("tomorrow", "without guessing"),
        ("2026-03-01 12:00 PST", "PST is no zone that everybody understands"),
        ("2026-03-01 12:00 CEST", "CEST is no zone"),
        ("2026-03-01 12:00 Europe/Atlantis", 'no time zone "Europe/Atlantis"'),
        ("2026-02-30 12:00", "is no time: day is out of range"),
        ("2026-03-29 02:30", "does not exist in Europe/Berlin"),
        ("2026-10-25 02:30", "comes twice in Europe/Berlin, .* with \\+02:00 or \\+01:00"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(text, words):
    with pytest.raises(NoTime, match=words):
        read_time(text, BERLIN)


def test_a_time_without_a_zone_is_refused_where_the_course_has_none():
    with pytest.raises(NoTime, match="has no time zone, and the course has none set"):
        read_time("2026-03-01 12:00", None)


def test_zones_have_names_and_moments_are_shown_in_them():
    with pytest.raises(NoTime, match="expected a name such as Europe/Berlin"):
        zone_named("Berlin")
    assert shown(read_time("2026-03-01 23:59 UTC", None), BERLIN) == "2026-03-02 00:59 (Europe/Berlin)"
