from datetime import UTC, datetime, time

import pytest

from backend.domain.directory.office_hours import Place, Window, now, shared

MONDAY_NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
SUNDAY_NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
BRISTOL = Place("Europe/London", "GB")
BOGOTA = Place("America/Bogota", "CO")
CAIRO = Place("Africa/Cairo", "EG")
WELLINGTON = Place("Pacific/Auckland", "NZ")
NINE, FIVE = time(9), time(17)


def works(windows: dict[Window, list[Place]], place: Place) -> bool:
    """Whether somebody there who works from nine to five is in one of the windows."""
    return any(
        place in places and window.starts_by >= NINE and window.ends_from <= FIVE
        for window, places in windows.items()
    )


def at_work(*places: Place, moment: datetime = MONDAY_NOON) -> list[Place]:
    windows = now(places, moment)
    return [place for place in places if works(windows, place)]


def overlapping(*places: Place, mine: tuple[str, time, time]) -> list[Place]:
    windows = dict(shared(places, MONDAY_NOON, mine))
    return [place for place in places if works(windows, place)]


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
    assert now([BRISTOL], minute_to_midnight) == {Window(time(23, 59), time(23, 59)): [BRISTOL]}


def test_days_overlap_when_an_hour_is_shared() -> None:
    mine = ("Europe/London", NINE, FIVE)
    assert overlapping(BRISTOL, BOGOTA, WELLINGTON, mine=mine) == [BRISTOL, BOGOTA]


@pytest.mark.parametrize(("ends", "overlap"), [(time(15, 59), []), (time(16), [BOGOTA])])
def test_less_than_an_hour_is_no_overlap(ends: time, overlap: list[Place]) -> None:
    # Bogotá is six hours behind London in summer: its nine o'clock is three in the afternoon.
    assert overlapping(BOGOTA, mine=("Europe/London", NINE, ends)) == overlap


def test_my_evening_is_somebody_elses_morning_of_the_next_day() -> None:
    mine = ("Europe/London", time(20), time(23))
    assert overlapping(WELLINGTON, mine=mine) == [WELLINGTON]
