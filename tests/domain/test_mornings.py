"""When digests are due, hour by hour beside what a clock on the wall shows."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.domain.cities.countries import weekend
from backend.domain.notifications.mornings import (
    Clock,
    Morning,
    daily,
    first_of_week,
    following,
    weekly,
)

QUARTER = timedelta(minutes=15)
NIGHTS = {
    "London, forward": ("Europe/London", datetime(2026, 3, 27, tzinfo=UTC)),
    "London, back": ("Europe/London", datetime(2026, 10, 23, tzinfo=UTC)),
    "Lord Howe, by half an hour": ("Australia/Lord_Howe", datetime(2026, 4, 3, tzinfo=UTC)),
    "Beirut, forward at midnight": ("Asia/Beirut", datetime(2026, 3, 27, tzinfo=UTC)),
    "Havana, back to midnight": ("America/Havana", datetime(2026, 10, 30, tzinfo=UTC)),
    "UTC+14": ("Pacific/Kiritimati", datetime(2026, 11, 27, tzinfo=UTC)),
    "UTC-11": ("Pacific/Pago_Pago", datetime(2026, 11, 27, tzinfo=UTC)),
    "Apia, without a Friday": ("Pacific/Apia", datetime(2011, 12, 28, tzinfo=UTC)),
}
MONDAY, SUNDAY = 0, 6


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("hour", [0, 1, 2, 7, 23])
def test_each_day_of_a_place_has_one_morning_when_its_clocks_first_show_the_hour(
    night: str, hour: int
) -> None:
    zone, begin = NIGHTS[night]
    expected: dict[date, datetime] = {}
    found: list[Morning] = []
    for n in range(5 * 24 * 4):
        now = begin + n * QUARTER
        wall = now.astimezone(ZoneInfo(zone))
        if wall.hour >= hour:
            expected.setdefault(wall.date(), now)
        if (one := daily(Clock(zone, hour), now)) is not None:
            assert one.at <= now
            found.append(one)
    # The day on which we began to look had its morning before, perhaps.
    days = dict.fromkeys(found)
    assert [one.day for one in days] == sorted(expected)
    assert {one.day: one.at for one in list(days)[1:]} == dict(list(expected.items())[1:])


def test_who_missed_a_morning_is_not_woken_before_the_next() -> None:
    clock = Clock("Europe/London", 7)
    assert daily(clock, datetime(2026, 12, 2, 3, tzinfo=UTC)) is None
    late = daily(clock, datetime(2026, 12, 2, 15, tzinfo=UTC))
    assert late == Morning(date(2026, 12, 2), datetime(2026, 12, 2, 7, tzinfo=UTC))


def test_a_week_has_one_morning_and_keeps_it_on_later_days_but_for_the_nights() -> None:
    clock = Clock("Europe/London", 7)
    monday = Morning(date(2026, 11, 30), datetime(2026, 11, 30, 7, tzinfo=UTC))
    hours = [monday.at + timedelta(hours=n) for n in range(7 * 24)]
    told = {now: weekly(clock, MONDAY, now) for now in hours}
    assert {one for one in told.values() if one} == {monday}
    assert {now.hour for now, one in told.items() if one is None} == set(range(7))


@pytest.mark.parametrize(
    ("country", "day"), [("GB", MONDAY), ("EG", SUNDAY), ("IL", SUNDAY), ("BR", MONDAY)]
)
def test_a_week_begins_when_offices_open_again(country: str, day: int) -> None:
    assert first_of_week(weekend(country)) == day


def test_the_next_morning_is_told_also_where_clocks_skip_it() -> None:
    evening = datetime(2026, 3, 28, 20, tzinfo=UTC)
    assert following(Clock("Europe/London", 1), evening, None) == Morning(
        date(2026, 3, 29), datetime(2026, 3, 29, 1, tzinfo=UTC)
    )
    assert following(Clock("Europe/London", 7), evening, MONDAY).day == date(2026, 3, 30)
