from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from itertools import product
from random import Random
from zoneinfo import ZoneInfo

import pytest

from backend.domain.cities.countries import USUAL_WEEKEND, weekend
from backend.domain.directory.office_hours import (
    SHARED,
    Clock,
    Place,
    Window,
    is_open,
    minutes_shared,
    now,
    shared,
)

MONDAY_NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
SUNDAY_NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
BRISTOL = Place("Europe/London", "GB")
BOGOTA = Place("America/Bogota", "CO")
CAIRO = Place("Africa/Cairo", "EG")
WELLINGTON = Place("Pacific/Auckland", "NZ")
NINE, FIVE = time(9), time(17)


def works(windows: Mapping[Window, list[str]], clock: Clock) -> bool:
    """Whether somebody with this clock is in one of the windows."""
    rest = weekend(clock.place.country) if clock.place.country else USUAL_WEEKEND
    return any(
        clock.place.zone in zones
        and clock.starts <= window.starts_by
        and clock.ends >= window.ends_from
        and window.weekday not in rest
        for window, zones in windows.items()
    )


def at_work(*places: Place, moment: datetime = MONDAY_NOON) -> list[Place]:
    windows = now([place.zone for place in places], moment)
    return [place for place in places if works(windows, Clock(place, NINE, FIVE))]


def overlapping(*places: Place, mine: Clock) -> list[Place]:
    windows = shared([place.zone for place in places], MONDAY_NOON, mine)
    return [place for place in places if works(windows, Clock(place, NINE, FIVE))]


def test_at_noon_in_utc_londons_offices_are_open_and_bogotas_not_yet() -> None:
    assert at_work(BRISTOL, BOGOTA, WELLINGTON) == [BRISTOL]


def test_the_last_minute_of_the_day_counts_and_the_end_does_not() -> None:
    last = datetime(2026, 5, 4, 15, 59, tzinfo=UTC)
    over = datetime(2026, 5, 4, 16, 0, tzinfo=UTC)
    assert at_work(BRISTOL, moment=last) == [BRISTOL]
    assert at_work(BRISTOL, moment=over) == []


def test_sunday_is_a_working_day_in_cairo() -> None:
    assert at_work(BRISTOL, CAIRO, moment=SUNDAY_NOON) == [CAIRO]


def test_without_a_country_saturday_and_sunday_are_free() -> None:
    assert at_work(Place("Africa/Cairo"), moment=SUNDAY_NOON) == []


def test_somebody_who_works_past_the_last_minute_is_found_until_then() -> None:
    minute_to_midnight = datetime(2026, 5, 4, 22, 59, tzinfo=UTC)
    last = Window(time(23, 59), time(23, 59), weekday=0)
    assert now([BRISTOL.zone], minute_to_midnight) == {last: [BRISTOL.zone]}


def test_days_overlap_when_two_hours_are_shared() -> None:
    mine = Clock(BRISTOL, NINE, FIVE)
    assert overlapping(BRISTOL, BOGOTA, WELLINGTON, mine=mine) == [BRISTOL, BOGOTA]


@pytest.mark.parametrize(("ends", "overlap"), [(time(16, 59), []), (time(17), [BOGOTA])])
def test_less_than_two_hours_are_no_overlap(ends: time, overlap: list[Place]) -> None:
    # Bogotá is six hours behind London in summer: its nine o'clock is three in the afternoon.
    assert overlapping(BOGOTA, mine=Clock(BRISTOL, NINE, ends)) == overlap


def test_my_afternoon_is_somebody_elses_morning_of_the_next_day() -> None:
    mine = Clock(Place("Pacific/Honolulu"), time(12), FIVE)
    assert overlapping(WELLINGTON, mine=mine) == [WELLINGTON]


ZONES = (
    "Africa/Cairo",
    "America/Bogota",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Europe/London",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Honolulu",
)
"""With and without summer time, half hours, quarter hours, and half an hour of summer time."""
MOMENTS = (
    datetime(2026, 1, 15, 3, 20, tzinfo=UTC),
    # An hour before and after clocks change: in London, in New York's zone, on Lord Howe Island.
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2026, 3, 8, 7, 30, tzinfo=UTC),
    datetime(2026, 4, 4, 15, 30, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
)


def minutes_of(clock: Clock, moment: datetime) -> set[datetime]:
    """Every minute that somebody works on the days around a moment, by the clock as it stands."""
    ahead = moment.astimezone(ZoneInfo(clock.place.zone)).utcoffset()
    assert ahead is not None
    midnight = datetime.combine((moment + ahead).date(), time(), UTC) - ahead
    first = clock.starts.hour * 60 + clock.starts.minute
    last = clock.ends.hour * 60 + clock.ends.minute
    return {
        midnight + timedelta(days=day, minutes=minute)
        for day in (-2, -1, 0, 1, 2)
        for minute in range(first, last)
    }


def longest(minutes: set[datetime]) -> int:
    """The longest stretch without a gap."""
    best = run = 0
    before = None
    for one in sorted(minutes):
        run = run + 1 if before is not None and one - before == timedelta(minutes=1) else 1
        best, before = max(best, run), one
    return best


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_shared_is_what_counting_every_minute_gives(moment: datetime) -> None:
    chance = Random(moment.isoformat())
    for zone, other in product(ZONES, ZONES):
        starts = chance.randrange(0, 20 * 60, 15)
        clocks = [
            Clock(Place(one), time(begin // 60, begin % 60), time(end // 60, end % 60))
            for one, begin, end in (
                (zone, starts, min(starts + chance.randrange(30, 600, 15), 23 * 60 + 45)),
                (other, 9 * 60, 17 * 60),
            )
        ]
        theirs, mine = clocks
        # My own day once, against theirs on every day around it.
        today = {
            one for one in minutes_of(mine, moment) if abs(one - moment) <= timedelta(hours=30)
        }
        expected = longest(minutes_of(theirs, moment) & today)
        found = minutes_shared(theirs, moment, mine)
        assert found == expected, clocks
        fits = works(shared([theirs.place.zone], moment, mine), theirs)
        assert (fits and theirs.minutes >= SHARED) is (found >= SHARED), clocks


@pytest.mark.parametrize("moment", MOMENTS)
def test_who_is_at_work_is_who_reads_a_working_hour_on_their_clock(moment: datetime) -> None:
    for zone, country in product(ZONES, ("", "EG", "GB")):
        clock = Clock(Place(zone, country), time(8, 30), time(16, 45))
        local = moment.astimezone(ZoneInfo(zone))
        rest = {4, 5} if country == "EG" else {5, 6}
        expected = local.weekday() not in rest and clock.starts <= local.time() < clock.ends
        assert is_open(clock, moment) is expected
        assert works(now([zone], moment), clock) is expected
