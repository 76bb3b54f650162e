from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from backend.core.calendar_file import Entry, Method, calendar_text
from backend.core.zone_rules import rules_for
from tests.support.calendars import MEETING, times, times_elsewhere
from tests.support.places import at

HOUR = timedelta(hours=1)
ZONES = (
    *("Europe/London", "Europe/Dublin", "Europe/Stockholm", "Europe/Chisinau", "UTC"),
    *("Africa/Cairo", "Africa/Casablanca", "Africa/Nairobi", "Asia/Kathmandu", "Asia/Gaza"),
    *("Asia/Jerusalem", "Asia/Kolkata", "Australia/Lord_Howe", "Australia/Melbourne"),
    *("Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Pago_Pago"),
    *("America/New_York", "America/Havana", "America/Santiago", "America/Asuncion"),
    *("America/Sao_Paulo", "America/Nuuk", "America/St_Johns", "Antarctica/Troll"),
)


def in_zone(zone: str, starts: datetime) -> Entry:
    return replace(
        MEETING,
        uid=f"{zone} {starts}".replace(" ", "_"),
        zone=zone,
        starts=starts,
        ends=starts + HOUR,
    )


def test_both_readers_find_the_same_moments_in_every_zone_and_season() -> None:
    """The whole years of a feed, and the days on which clocks change."""
    months = [
        at(year, month, 1 + month * 2, 10, 30) for year in (2026, 2027) for month in range(1, 13)
    ]
    entries = [in_zone(zone, month) for zone in ZONES for month in months]
    truth = [(entry.starts, entry.ends) for entry in entries]
    text = calendar_text(entries, Method.PUBLISH)
    assert times(text) == truth
    assert times_elsewhere(text) == truth


@pytest.mark.parametrize("zone", ["Europe/London", "Africa/Cairo", "America/Santiago", "Asia/Gaza"])
def test_hours_beside_a_change_of_clocks_are_the_right_ones(zone: str) -> None:
    changes = (
        date(2026, 3, 29),
        date(2026, 4, 5),
        date(2026, 4, 24),
        date(2026, 9, 6),
        date(2026, 10, 25),
        date(2026, 10, 30),
    )
    for day in changes:
        hours = [at(day.year, day.month, day.day) + HOUR * n for n in range(-6, 30, 3)]
        truth = [(hour, hour + HOUR) for hour in hours]
        text = calendar_text([in_zone(zone, hour) for hour in hours], Method.PUBLISH)
        assert times(text) == truth
        assert times_elsewhere(text) == truth


def test_an_hour_that_the_clocks_show_twice_is_written_in_utc() -> None:
    first, second = (in_zone("Europe/London", at(2026, 10, 25, hour, 30)) for hour in (0, 1))
    lines = calendar_text([second], Method.PUBLISH).split("\r\n")
    assert "DTSTART:20261025T013000Z" in lines
    assert "BEGIN:VTIMEZONE" not in lines
    found = times_elsewhere(calendar_text([first, second], Method.PUBLISH))
    assert [begin for begin, _end in found] == [first.starts, second.starts]


@pytest.mark.parametrize("zone", ZONES)
def test_one_meeting_needs_no_more_rules_than_outlook_can_read(zone: str) -> None:
    """At most one part of each kind; two parts only with yearly rules by weekday."""
    for month in range(1, 13):
        starts = at(2027, month, 15, 12)
        parts = rules_for(zone, starts, starts + HOUR).subcomponents
        assert [part.name for part in parts] in (
            ["STANDARD"],
            ["DAYLIGHT", "STANDARD"],
            ["STANDARD", "DAYLIGHT"],
        )
        rules = [str(part.to_ical(), "utf-8").count("RRULE:FREQ=YEARLY;BYDAY=") for part in parts]
        assert rules == ([0] if len(parts) == 1 else [1, 1])
