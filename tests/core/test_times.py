import zoneinfo
from datetime import UTC, date, datetime, time

import pytest

from backend.core.errors import Rejected
from backend.core.times import moment, zone, zones


def test_a_wall_clock_becomes_a_moment() -> None:
    assert moment(date(2026, 7, 1), time(9), "Europe/London") == datetime(2026, 7, 1, 8, tzinfo=UTC)
    ahead = moment(date(2026, 7, 1), time(9), "Pacific/Chatham")
    assert ahead == datetime(2026, 6, 30, 20, 15, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(Rejected) as refusal:
        moment(date(2026, 3, 29), time(1, 30), "Europe/London")
    assert refusal.value.problems == {"time": "Clocks in Europe/London skip this hour that day."}


def test_the_first_is_meant_of_an_hour_that_comes_twice() -> None:
    twice = moment(date(2026, 10, 25), time(1, 30), "Europe/London")
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["Atlantic/Atlantis", "", "Europe", "../etc/passwd", "a\x00b", "é"]
)
def test_an_unknown_zone_is_refused_by_name(name: str) -> None:
    with pytest.raises(Rejected) as refusal:
        zone(name)
    assert refusal.value.problems == {"zone": f"There is no time zone called {name}."}


def test_the_rules_come_from_the_package_and_never_from_the_system() -> None:
    assert zoneinfo.TZPATH == ()
    assert "Europe/London" in zones()
