from datetime import date

import pytest

from backend.core.errors import Rejected
from backend.core.i18n import Language, speaking
from backend.domain.roundtables.calendars import DayOff
from backend.domain.roundtables.hours_strip import strip
from tests.support.places import EIGHT, at, cities


def test_the_strip_shows_the_hours_of_the_drawing() -> None:
    rows = strip(EIGHT, date(2026, 12, 3))
    assert [row.label for row in rows] == [who.label for who in EIGHT]
    assert {len(row.cells) for row in rows} == {24}
    at_eight = [(f"{row.cells[20].local:%H}", row.cells[20].fit) for row in rows]
    assert at_eight == [
        ("09", "office"),
        ("07", "early_late"),
        ("23", "night"),
        ("21", "early_late"),
        ("20", "early_late"),
        ("17", "outside"),
        ("15", "office"),
        ("14", "office"),
    ]
    assert rows[0].cells[20].starts == at(2026, 12, 3, 20)
    assert {cell.day_off for row in rows[2:] for cell in row.cells} == {None}


def test_an_hour_of_the_strip_is_as_fit_as_its_worst_part() -> None:
    row = strip(cities("Kathmandu"), date(2026, 11, 30))[0]
    assert [(f"{cell.local:%H:%M}", cell.fit) for cell in row.cells[:5]] == [
        ("05:45", "night"),
        ("06:45", "night"),
        ("07:45", "early_late"),
        ("08:45", "outside"),
        ("09:45", "office"),
    ]


def test_the_strip_of_a_day_that_has_an_hour_twice() -> None:
    row = strip(cities("Bristol"), date(2026, 10, 25))[0]
    assert [cell.local.hour for cell in row.cells[:4]] == [1, 1, 2, 3]
    assert {cell.day_off.reason for cell in row.cells if cell.day_off} == {
        "Weekend, United Kingdom"
    }


def test_countries_are_named_in_the_language_that_is_spoken() -> None:
    with speaking(Language("es", "Español")):
        row = strip(cities("Wellington"), date(2026, 2, 5))[0]
    waitangi = DayOff("Waitangi Day, Nueva Zelanda", is_holiday=True, is_weekend=False)
    assert row.cells[23].day_off == waitangi


def test_the_strip_of_nobody_is_refused() -> None:
    with pytest.raises(Rejected, match="Choose at least one city"):
        strip([], date(2026, 11, 30))
