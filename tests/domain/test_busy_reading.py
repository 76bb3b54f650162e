"""Busy spans of calendar files: only when somebody is busy, within limits, whatever the file says."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from backend.core.errors import Rejected
from backend.domain.roundtables.busy_reading import (
    AHEAD,
    MOST_BYTES,
    MOST_EVENTS,
    Span,
    spans,
)
from tests.support.places import at

NOW = at(2026, 10, 19)  # a Monday
LONDON = ZoneInfo("Europe/London")


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", "UID:one", *lines, "END:VEVENT"])


def read(*parts: str) -> list[Span]:
    file = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""])
    return spans(file.encode(), NOW, LONDON)


def starts(*parts: str) -> list[datetime]:
    return [start for start, _end in read(*parts)]


def test_events_with_times_days_and_lengths_are_busy() -> None:
    assert read(
        event("DTSTART:20261020T090000Z", "DTEND:20261020T100000Z"),
        event("DTSTART;TZID=America/Bogota:20261021T090000", "DURATION:PT30M"),
        event("DTSTART;VALUE=DATE:20261026"),
        event("DTSTART:20261022T170000", "DTEND:20261022T180000"),
    ) == [
        (at(2026, 10, 20, 9), at(2026, 10, 20, 10)),
        (at(2026, 10, 21, 14), at(2026, 10, 21, 14, 30)),
        (at(2026, 10, 22, 16), at(2026, 10, 22, 17)),  # a time without a zone is the reader's
        (at(2026, 10, 26), at(2026, 10, 27)),
    ]


@pytest.mark.parametrize("line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"])
def test_what_is_free_or_cancelled_is_not_busy(line: str) -> None:
    assert read(event("DTSTART:20261020T090000Z", "DTEND:20261020T100000Z", line)) == []


def test_what_is_over_or_far_ahead_is_left_out_and_what_overlaps_is_one() -> None:
    assert read(
        event("DTSTART:20261001T090000Z", "DTEND:20261001T100000Z"),
        event("DTSTART:20280101T090000Z", "DTEND:20280101T100000Z"),
        event("DTSTART:20261020T090000Z", "DTEND:20261020T110000Z"),
        event("DTSTART:20261020T100000Z", "DTEND:20261020T120000Z"),
        event("DTSTART:20261018T220000Z", "DTEND:20261019T010000Z"),
    ) == [(NOW, at(2026, 10, 19, 1)), (at(2026, 10, 20, 9), at(2026, 10, 20, 12))]


def test_what_repeats_keeps_its_wall_clock_and_its_exceptions() -> None:
    weekly = event(
        "DTSTART;TZID=Europe/London:20261005T090000",
        "DTEND;TZID=Europe/London:20261005T100000",
        "RRULE:FREQ=WEEKLY;COUNT=6",
        "EXDATE;TZID=Europe/London:20261102T090000",
    )
    moved = event(
        "RECURRENCE-ID;TZID=Europe/London:20261026T090000",
        "DTSTART;TZID=Europe/London:20261027T150000",
        "DTEND;TZID=Europe/London:20261027T160000",
    )
    assert starts(weekly, moved) == [
        at(2026, 10, 19, 8),
        at(2026, 10, 27, 15),
        at(2026, 11, 9, 9),
    ]


def test_free_busy_files_are_read_as_well() -> None:
    assert read(
        "BEGIN:VFREEBUSY",
        "UID:two",
        "FREEBUSY;FBTYPE=BUSY:20261020T090000Z/20261020T100000Z",
        "FREEBUSY;FBTYPE=FREE:20261021T090000Z/20261021T100000Z",
        "FREEBUSY:20261022T090000Z/PT2H",
        "END:VFREEBUSY",
    ) == [
        (at(2026, 10, 20, 9), at(2026, 10, 20, 10)),
        (at(2026, 10, 22, 9), at(2026, 10, 22, 11)),
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=1",
        "FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=0,1,2,3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=FORTNIGHTLY",
    ],
)
def test_rules_that_could_run_on_are_refused(rule: str) -> None:
    with pytest.raises(Rejected):
        read(event("DTSTART:20261020T090000Z", "DTEND:20261020T100000Z", f"RRULE:{rule}"))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=WE",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9",
    ],
)
def test_rules_that_never_come_true_end(rule: str) -> None:
    assert starts(event("DTSTART:20261020T090000Z", "DURATION:PT1H", f"RRULE:{rule}")) == []


def test_rules_that_begun_long_ago_and_count_are_few() -> None:
    daily = event("DTSTART:19700105T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    assert len(starts(daily)) == 120
    counted = event("DTSTART:00010101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=9")
    with pytest.raises(Rejected, match="repeats too much"):
        read(counted)


def rule_of(luck: random.Random) -> str:
    often = luck.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={often}", f"INTERVAL={luck.choice([1, 1, 2, 3])}"]
    if luck.random() < 0.4:
        parts.append(f"BYMONTH={luck.choice(['10', '11,12', '1,10,11'])}")
    if often in {"MONTHLY", "YEARLY"} and luck.random() < 0.4:
        parts.append(f"BYMONTHDAY={luck.choice(['1', '-1', '13,20,31'])}")
    elif luck.random() < 0.6:
        plain, ordinal = ["MO", "TU,TH", "SA,SU"], ["2TU", "-1FR", "1MO,3MO"]
        parts.append(f"BYDAY={luck.choice(plain + (ordinal if often == 'MONTHLY' else []))}")
    if often == "MONTHLY" and "BYDAY" in parts[-1] and luck.random() < 0.4:
        parts.append(f"BYSETPOS={luck.choice(['1', '-1', '2'])}")
    end = luck.choice(["", f"COUNT={luck.randint(1, 9)}", "UNTIL=20261224T090000Z"])
    return ";".join([*parts, end]).rstrip(";")


@pytest.mark.parametrize("seed", range(60))
def test_what_repeats_is_what_another_library_finds(seed: int) -> None:
    luck = random.Random(seed)
    first = date(2026, 9, 1) + timedelta(days=luck.randrange(70))
    one = event(f"DTSTART:{first:%Y%m%d}T090000Z", "DURATION:PT1H", f"RRULE:{rule_of(luck)}")
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{one}\r\nEND:VCALENDAR\r\n"
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(NOW, NOW + AHEAD)
    theirs = {each["DTSTART"].dt for each in found}
    day_one = datetime(first.year, first.month, first.day, 9, tzinfo=UTC)
    assert set(starts(one)) - {day_one} == theirs - {day_one}, one


def test_the_rules_of_zones_in_a_file_are_not_followed() -> None:
    bomb = (
        "BEGIN:VTIMEZONE",
        "TZID:Nowhere",
        "BEGIN:STANDARD",
        "DTSTART:16010101T000000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000",
        "RRULE:FREQ=SECONDLY",
        "END:STANDARD",
        "END:VTIMEZONE",
    )
    nowhere = event("DTSTART;TZID=Nowhere:20261020T090000", "DURATION:PT1H")
    assert starts(*bomb, nowhere) == [at(2026, 10, 20, 8)]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"not a calendar",
        b"\x00\xff" * 20,
        b"A" * (MOST_BYTES + 1),
    ],
)
def test_what_is_no_calendar_is_refused(sent: bytes) -> None:
    with pytest.raises(Rejected) as refusal:
        spans(sent, NOW, LONDON)
    assert list(refusal.value.problems) == ["file"]


def test_an_event_that_can_not_be_read_is_left_out_or_the_file_refused() -> None:
    with pytest.raises(Rejected):
        read(event("DTSTART:soon"))


def test_single_events_of_years_gone_by_are_not_even_read() -> None:
    old = event("DTSTART:19990101T090000Z", "DURATION:PT1H")
    assert read(*[old] * 3_000, event("DTSTART:20261020T090000Z", "DURATION:PT1H")) == [
        (at(2026, 10, 20, 9), at(2026, 10, 20, 10))
    ]


def test_too_many_events_are_refused() -> None:
    one = event("DTSTART:20261020T090000Z")
    with pytest.raises(Rejected, match="too many"):
        read(*[one] * (MOST_EVENTS + 1))


def test_an_event_that_ends_before_it_begins_is_nothing() -> None:
    assert read(event("DTSTART:20261020T090000Z", "DTEND:20261020T080000Z")) == []
    assert read(event("DTSTART:20261020T090000Z")) == []


@pytest.mark.parametrize("part", ["VTIMEZONE", "VEVENT"])
def test_parts_that_begin_and_never_end_are_looked_through_once(part: str) -> None:
    line = f"BEGIN:{part}\n"
    with pytest.raises(Rejected):
        spans((line * (MOST_BYTES // len(line))).encode(), NOW, LONDON)


def test_a_part_that_begins_twice_ends_with_the_first_end() -> None:
    torn = "BEGIN:VEVENT\r\nUID:torn\r\nDTSTART:20200101T090000Z"
    later = event("DTSTART:20261020T090000Z", "DTEND:20261020T100000Z")
    assert starts(event("DTSTART:20200101T090000Z"), later) == [at(2026, 10, 20, 9)]
    assert starts(torn, event("DTSTART:20200101T100000Z"), later) == [at(2026, 10, 20, 9)]


@pytest.mark.parametrize(
    "lines",
    [
        # Busy for two thousand years, every day anew.
        ["DTSTART:00020101T000000Z", "DTEND:20261020T000000Z", "RRULE:FREQ=DAILY"],
        # Many rules of one event, which count.
        ["DTSTART:19700101T000000Z", *["RRULE:FREQ=YEARLY;COUNT=90000;BYMONTHDAY=31"] * 100],
        ["DTSTART:20261020T000000Z", *["RRULE:FREQ=YEARLY;BYMONTHDAY=31"] * 9_000],
    ],
)
def test_rules_that_ask_about_too_many_days_are_refused(lines: list[str]) -> None:
    with pytest.raises(Rejected, match="repeats too much"):
        read(event(*lines))


def test_rules_that_list_very_much_are_refused() -> None:
    days = ",".join(["MO"] * 1_000)
    with pytest.raises(Rejected, match="repeats in a way"):
        read(event("DTSTART:20261020T090000Z", f"RRULE:FREQ=WEEKLY;BYDAY={days}"))
