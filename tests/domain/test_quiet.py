"""Quiet hours beside what a clock on the wall shows, minute by minute."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.notifications.quiet import Quiet, may_come

MINUTE = timedelta(minutes=1)
SOME_TIME = datetime(2024, 1, 1, tzinfo=UTC)
NIGHTS = {
    "Europe/London forward": ("Europe/London", datetime(2026, 3, 28, 12, tzinfo=UTC)),
    "Europe/London back": ("Europe/London", datetime(2026, 10, 24, 12, tzinfo=UTC)),
    "New York forward": ("America/New_York", datetime(2026, 3, 7, 12, tzinfo=UTC)),
    "Lord Howe, by half an hour": ("Australia/Lord_Howe", datetime(2026, 4, 4, 0, tzinfo=UTC)),
    "forward at midnight": ("Asia/Beirut", datetime(2026, 3, 28, 6, tzinfo=UTC)),
    "UTC+14": ("Pacific/Kiritimati", datetime(2026, 11, 28, tzinfo=UTC)),
    "UTC-11": ("Pacific/Pago_Pago", datetime(2026, 11, 28, tzinfo=UTC)),
    "a day that is skipped": ("Pacific/Apia", datetime(2011, 12, 29, 12, tzinfo=UTC)),
}
HOURS = [
    (time(22), time(7)),
    (time(2, 30), time(6)),
    (time(22), time(2, 30)),
    (time(1, 45), time(2, 15)),
    (time(3), time(2)),
    (time(0, 30), time(23, 30)),
    (time(12), time(14)),
]


def by_the_wall(zone: str, starts: time, ends: time, begin: datetime, minutes: int) -> list[bool]:
    """For each minute whether it is quiet: between the first start and the last end shown."""
    rules, margin = ZoneInfo(zone), 3 * 24 * 60
    first = begin - margin * MINUTE
    walls = [
        (first + n * MINUTE).astimezone(rules).replace(tzinfo=None, fold=0)
        for n in range(minutes + 2 * margin)
    ]
    latest, earliest = walls[:], walls[:]
    for n in range(1, len(walls)):
        latest[n] = max(latest[n], latest[n - 1])
        earliest[-n - 1] = min(earliest[-n - 1], earliest[-n])
    found = [False] * len(walls)
    day = walls[0].date()
    while day <= walls[-1].date() and starts != ends:
        opens, closes = datetime.combine(day, starts), datetime.combine(day, ends)
        closes += timedelta(days=int(ends < starts))
        for n in range(len(walls)):
            found[n] = found[n] or (latest[n] >= opens and earliest[n] < closes)
        day += timedelta(days=1)
    return found


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize(("starts", "ends"), HOURS)
def test_a_letter_may_come_at_the_first_minute_that_is_not_quiet(
    night: str, starts: time, ends: time
) -> None:
    zone, begin = NIGHTS[night]
    minutes, quiet = 30 * 60, Quiet(zone, starts, ends)
    wall = by_the_wall(zone, starts, ends, begin, minutes)[3 * 24 * 60 :]
    for n in range(0, minutes, 7):
        loud = next(m for m in range(n, len(wall)) if not wall[m])
        assert may_come(quiet, begin + n * MINUTE) == begin + loud * MINUTE, n


def test_the_hour_that_is_shown_twice_is_quiet_both_times() -> None:
    quiet = Quiet("Europe/London", time(1, 30), time(6))
    again = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 01:10 for the second time
    assert may_come(quiet, again) == datetime(2026, 10, 25, 6, tzinfo=UTC)


def test_the_same_hour_twice_is_no_quiet() -> None:
    noon = datetime(2026, 11, 28, 12, tzinfo=UTC)
    assert may_come(Quiet("UTC", time(12), time(12)), noon) == noon


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(zone for zone, _begin in NIGHTS.values())),
    st.times(),
    st.times(),
    st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: SOME_TIME + minutes * MINUTE),
)
def test_asking_again_when_it_may_come_changes_nothing(
    zone: str, starts: time, ends: time, moment: datetime
) -> None:
    quiet = Quiet(zone, starts, ends)
    come = may_come(quiet, moment)
    assert come >= moment
    assert may_come(quiet, come) == come
