from datetime import UTC, datetime, timedelta

import pytest

from backend.core import clock
from backend.core.i18n import Language, speaking
from backend.kit import moments

THEN = datetime(2026, 12, 3, 15, 0, tzinfo=UTC)


def test_a_day_names_its_year_only_where_it_is_not_this_one() -> None:
    assert moments.day(THEN, "Europe/London") == "3 December"
    assert moments.day(THEN.replace(year=2025), "Europe/London") == "3 December 2025"


def test_a_moment_is_told_on_the_reader_s_clock_with_the_place() -> None:
    assert moments.when(THEN, "Europe/London", "Bristol") == "Thu 3 December, 15:00 in Bristol"
    assert moments.local_time(THEN, "America/Bogota", "Bogotá") == "10:00 in Bogotá"
    assert moments.when(THEN, "Pacific/Auckland", "Wellington") == (
        "Fri 4 December, 04:00 in Wellington"
    )


def test_a_meeting_is_told_from_its_start_to_its_end() -> None:
    end = THEN + timedelta(minutes=90)
    assert moments.span(THEN, end, "Europe/London", "Bristol") == (
        "Thu 3 December, 15:00–16:30 in Bristol"
    )


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=50), "50 minutes ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=2, hours=1), "2 days ago"),
        (timedelta(days=7), "27 April"),
        (timedelta(days=-1), "5 May"),
    ],
)
def test_ages_are_relative_only_under_a_week(passed: timedelta, told: str) -> None:
    assert moments.ago(clock.now() - passed, "UTC") == told


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", "3 December 2026, 15:00"),
        ("es", "3 de diciembre de 2026, 15:00"),
        ("pt", "3 de dezembro de 2026, 15:00"),
        ("fr", "3 décembre 2026, 15:00"),
        ("ar", "3 ديسمبر 2026, 15:00"),
        ("xx", "3 December 2026, 15:00"),
    ],
)
def test_days_are_written_in_the_language_being_spoken(code: str, told: str) -> None:
    with speaking(Language(code, code)):
        assert moments.full(THEN, "UTC") == told


def test_a_zone_is_called_after_its_city_in_the_readers_language() -> None:
    with speaking(Language("es", "Español")):
        assert moments.place_of("Europe/London") == "Londres"
    assert moments.place_of("UTC") == "UTC"


@pytest.mark.parametrize(
    ("zone", "is_over"), [("Europe/London", True), ("Pacific/Honolulu", False)]
)
def test_a_day_is_over_once_it_is_over_where_the_reader_is(zone: str, *, is_over: bool) -> None:
    with clock.stopped(datetime(2026, 12, 4, 1, 0, tzinfo=UTC)):
        assert moments.has_passed(THEN, zone) == is_over
        assert not moments.has_passed(THEN + timedelta(days=1), zone)
