from datetime import date

import pytest

from backend.core.i18n import Language, speaking
from backend.domain.cities.countries import weekend
from backend.domain.roundtables.calendars import (
    DayOff,
    day_off,
    holidays_of,
    is_day_off,
)


def reason(day: date, country: str, subdivision: str = "") -> str | None:
    rest = day_off(day, country, subdivision)
    return rest.reason if rest else None


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("EG", {4, 5}),
        ("SA", {4, 5}),
        ("BD", {4, 5}),
        ("IR", {4}),
        ("AE", {5, 6}),
        ("NZ", {5, 6}),
        ("IN", {5, 6}),
        ("BN", {4, 6}),
        ("AQ", {5, 6}),
        ("", {5, 6}),
        ("not a country", {5, 6}),
    ],
)
def test_every_country_has_its_own_weekend(country: str, days: set[int]) -> None:
    assert weekend(country) == days


def test_a_holiday_is_named_with_its_country() -> None:
    assert reason(date(2026, 2, 6), "NZ") == "Waitangi Day, New Zealand"
    assert is_day_off(date(2026, 2, 6), "NZ")


def test_a_holiday_on_a_weekend_is_both() -> None:
    name = "Waitangi Day, New Zealand"
    assert [day_off(date(year, 2, 6), "NZ") for year in (2026, 2027)] == [
        DayOff(name, is_holiday=True, is_weekend=False),
        DayOff(name, is_holiday=True, is_weekend=True),
    ]


def test_a_subdivision_keeps_its_own_holidays_too() -> None:
    anniversary = date(2026, 1, 19)
    assert reason(anniversary, "NZ") is None
    assert reason(anniversary, "NZ", "WGN") == "Wellington Anniversary Day, New Zealand"
    assert reason(anniversary, "NZ", "NZ-WGN") == "Wellington Anniversary Day, New Zealand"


def test_an_unknown_subdivision_keeps_those_of_its_country() -> None:
    assert holidays_of("NZ", "nowhere", 2026) == holidays_of("NZ", "", 2026)


def test_names_come_in_english_where_they_are_translated() -> None:
    assert holidays_of("BR", "", 2026)[date(2026, 4, 21)] == "Tiradentes' Day"
    assert holidays_of("EG", "", 2026)[date(2026, 7, 23)] == "July 23 Revolution Day"


def test_two_holidays_on_one_day_are_both_named() -> None:
    both = holidays_of("KR", "", 2025)[date(2025, 5, 5)]
    assert both == "Buddha's Birthday, Children's Day"


def test_a_country_without_a_calendar_has_its_weekends() -> None:
    assert holidays_of("XX", "", 2026) == {}
    assert reason(date(2026, 2, 7), "XX") == "Weekend, XX"
    assert reason(date(2026, 2, 7), "") == "Weekend"
    assert reason(date(2026, 2, 9), "XX") is None


def test_countries_are_named_in_the_language_that_is_spoken() -> None:
    with speaking(Language("es", "Español")):
        assert reason(date(2026, 2, 7), "NZ") == "Weekend, Nueva Zelanda"
    with speaking(Language("pt-PT", "Português")):
        assert reason(date(2026, 2, 7), "DE") == "Weekend, Alemanha"
    with speaking(Language("xx-strange", "Strange")):
        assert reason(date(2026, 2, 7), "NZ") == "Weekend, New Zealand"
