from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest

from backend.core.errors import Rejected
from backend.domain.roundtables.calendars import DayOff
from backend.domain.roundtables.fair_times import FairTimes, Offer, find
from backend.domain.roundtables.hours import DAY_OFF
from backend.domain.roundtables.hours_strip import strip
from backend.domain.roundtables.participants import Participant
from backend.domain.roundtables.seats import seat
from backend.domain.roundtables.sentences import tally, why
from backend.domain.roundtables.timelines import Window, costs
from tests.support.places import EIGHT, at, cities, city

HOUR = timedelta(hours=1)


def ask(participants: Sequence[Participant], first: date, **more: int) -> FairTimes:
    return find(participants, first, 14, HOUR, **more)


def clocks(offer: Offer) -> dict[str, str]:
    return {seat.label: f"{seat.starts:%a %H:%M}" for seat in offer.seats}


def test_a_poll_asks_about_them_on_days_of_their_own() -> None:
    found = ask(cities("Bogotá", "Bristol", "Nairobi"), date(2026, 11, 30))
    assert len({one.starts[0].date() for one in found.singles}) < len(found.singles)
    asked = found.over_days(UTC)
    assert len({one.date() for one in asked}) == len(found.singles)
    assert asked == sorted(asked)
    assert {one.time() for one in asked} == {one.starts[0].time() for one in found.singles}
    one_day = FairTimes(tuple(replace(one, also=()) for one in found.singles), (), ())
    assert set(one_day.over_days(UTC)) == {one.starts[0] for one in found.singles}


def test_cities_of_five_zones_on_three_continents_get_a_waking_hour() -> None:
    five = cities("Bogotá", "New York", "Bristol", "Gothenburg", "Nairobi")
    best = ask(five, date(2026, 11, 30)).singles[0]
    assert best.starts == (at(2026, 11, 30, 13, 30),)
    assert best.ends == (at(2026, 11, 30, 14, 30),)
    assert clocks(best) == {
        "Bogotá": "Mon 08:30",
        "New York": "Mon 08:30",
        "Bristol": "Mon 13:30",
        "Gothenburg": "Mon 14:30",
        "Nairobi": "Mon 16:30",
    }
    assert best.why == "All 5 cities meet between 08:30 and 17:30."
    assert best.tally == "5 of 5 cities within waking hours"
    assert (best.awake, best.in_office) == (5, 2)
    assert [seat.fit for seat in best.seats] == [
        "outside",
        "outside",
        "office",
        "office",
        "outside",
    ]


def test_two_sittings_give_every_city_its_office_hours() -> None:
    five = cities("Bogotá", "New York", "Bristol", "Gothenburg", "Nairobi")
    best = ask(five, date(2026, 11, 30)).pairs[0]
    assert best.starts == (at(2026, 11, 30, 6), at(2026, 11, 30, 14))
    assert [seat.sitting for seat in best.seats] == [1, 1, 1, 1, 0]
    assert best.why == "Every city gets one of the two sittings in office hours."
    assert best.tally == "5 of 5 cities within office hours"


def test_an_offer_says_who_would_be_in_bed_and_who_early_or_late() -> None:
    found = ask(EIGHT, date(2026, 11, 30))
    assert [offer.why for offer in found.singles[:2]] == [
        (
            "In the night: Melbourne 06:00, Nairobi 22:00. "
            "Early or late: Gothenburg 20:00, Bristol 19:00."
        ),
        (
            "In the night: Wellington 23:30, Mexico City 04:30, Bogotá 05:30 and 1 more. "
            "Early or late: São Paulo 07:30."
        ),
    ]
    assert found.singles[0].tally == "6 of 8 cities within waking hours"
    assert found.pairs[0].why == "All 8 cities meet between 08:30 and 17:30."
    assert found.notes == ()


def test_one_city_is_spoken_of_as_one() -> None:
    best = ask(cities("Bristol"), date(2026, 11, 30)).singles[0]
    assert best.why == "The city meets between 09:00 and 10:00."
    assert best.tally == "1 of 1 city within office hours"


def test_offers_are_hours_apart_and_name_the_other_days_that_are_as_good() -> None:
    found = ask(cities("Bristol"), date(2026, 11, 30), singles=8)
    hours = sorted(offer.starts[0].hour for offer in found.singles)
    assert all(later - sooner >= 3 for sooner, later in pairwise(hours))
    weekdays = (1, 2, 3, 4, 7, 8, 9, 10, 11)
    assert found.singles[0].starts == (at(2026, 11, 30, 9),)
    assert found.singles[0].also == tuple((at(2026, 12, day, 9),) for day in weekdays)


def test_the_hour_moves_when_clocks_change_inside_the_window() -> None:
    """Bristol's clocks go back on 25 October 2026, New York's on 1 November."""
    found = ask(cities("Bristol", "New York"), date(2026, 10, 19))
    best, later = found.singles[:2]
    assert best.starts == (at(2026, 10, 19, 13),)
    assert clocks(best) == {"Bristol": "Mon 14:00", "New York": "Mon 09:00"}
    assert later.starts == (at(2026, 10, 26, 16),)
    assert clocks(later) == {"Bristol": "Mon 16:00", "New York": "Mon 12:00"}
    same_hour = [start.day for (start,) in best.also]
    assert same_hour == [20, 21, 22, 23, 26, 27, 28, 29, 30]


def test_the_days_as_good_end_where_the_clocks_change() -> None:
    best = ask(cities("Bristol"), date(2026, 10, 19)).singles[0]
    assert best.starts == (at(2026, 10, 19, 8),)
    assert [start.day for (start,) in best.also] == [20, 21, 22, 23]


def test_an_hour_that_the_clocks_repeat_costs_both_times() -> None:
    """Bristol has 01:00 to 02:00 twice on 25 October 2026: from 01:00 to 04:00 are four hours."""
    early = city("Bristol", works_from=time(1), works_until=time(4))
    window = Window(date(2026, 10, 19), days=14, duration=4 * 60, step=30)
    assert window.start_of(288) == at(2026, 10, 25)
    assert costs(early, window)[288] == 4 * 60 * DAY_OFF


@pytest.mark.parametrize(
    ("name", "start", "local"),
    [
        ("Kathmandu", at(2026, 11, 30, 3, 15), "Mon 09:00"),
        ("Waitangi", at(2026, 11, 30, 19, 15), "Tue 09:00"),
        ("Kiritimati", at(2026, 11, 30, 19), "Tue 09:00"),
        ("Pago Pago", at(2026, 11, 30, 20), "Mon 09:00"),
    ],
)
def test_the_working_day_of_far_zones_begins_to_the_quarter(
    name: str, start: datetime, local: str
) -> None:
    found = find(cities(name), date(2026, 11, 30), 14, 8 * HOUR, step=15, singles=1)
    begun = [found.singles[0].starts[0], *(when for (when,) in found.singles[0].also)]
    assert start in begun
    offer = found.singles[0]
    assert f"{start.astimezone(offer.seats[0].starts.tzinfo):%a %H:%M}" == local
    assert (offer.worst, offer.in_office) == (0, 1)


def test_the_ends_of_the_world_meet_on_two_dates() -> None:
    best = ask(cities("Kiritimati", "Pago Pago"), date(2026, 12, 1)).singles[0]
    assert clocks(best) == {"Kiritimati": "Tue 14:00", "Pago Pago": "Mon 13:00"}


def test_cairo_rests_on_friday_and_works_on_sunday() -> None:
    found = ask(cities("Cairo"), date(2026, 11, 26)).singles[0]
    days = [found.starts[0], *(when for (when,) in found.also)]
    assert [f"{day:%a}" for day in days] == [
        "Thu",
        *["Sun", "Mon", "Tue", "Wed", "Thu"],
        *["Sun", "Mon", "Tue", "Wed"],
    ]


def test_waitangi_day_is_avoided_and_named() -> None:
    best = ask(cities("Wellington"), date(2026, 2, 1)).singles[0]
    assert best.starts == (at(2026, 2, 1, 20),)
    assert at(2026, 2, 5, 20) not in [when for (when,) in best.also]
    row = strip(cities("Wellington"), date(2026, 2, 5))[0]
    rests = [cell.day_off for cell in row.cells[10:12]]
    assert rests == [None, DayOff("Waitangi Day, New Zealand", is_holiday=True, is_weekend=False)]
    assert row.cells[10].local.hour == 23


def test_a_day_off_is_told() -> None:
    offered = seat(city("Wellington"), 0, at(2026, 2, 5, 20), 60, 480)
    assert why([offered], 1) == (
        "The city meets between 09:00 and 10:00. Day off: Wellington (Waitangi Day, New Zealand)."
    )
    assert tally([offered]) == "1 of 1 city within waking hours"


def test_debts_move_the_burden() -> None:
    first = date(2026, 11, 30)

    def best(wellington: int, bristol: int) -> dict[str, str]:
        both = [city("Wellington", debt=wellington), city("Bristol", debt=bristol)]
        return clocks(ask(both, first).singles[0])

    assert best(0, 0) == {"Wellington": "Tue 08:00", "Bristol": "Mon 19:00"}
    assert best(240, 0) == {"Wellington": "Tue 09:00", "Bristol": "Mon 20:00"}
    assert best(0, 240) == {"Wellington": "Mon 21:00", "Bristol": "Mon 08:00"}


def test_debts_are_explained() -> None:
    owed = [
        city("Wellington", debt=180),
        *(city(name, debt=720) for name in ("Bogotá", "Nairobi", "Cairo")),
        city("Bristol"),
    ]
    assert ask(owed, date(2026, 11, 30)).notes == (
        (
            "Bogotá, Nairobi, Cairo and 1 more bore more of the hard hours before, "
            "so they are spared first today."
        ),
    )
    assert ask([city("Bristol", debt=1)], date(2026, 11, 30)).notes == (
        "Bristol bore more of the hard hours before, so it is spared first today.",
    )


def test_a_meeting_counts_whole_and_not_only_by_its_start() -> None:
    found = find(cities("Bristol"), date(2026, 11, 30), 14, 8 * HOUR, singles=1)
    assert found.singles[0].starts == (at(2026, 11, 30, 9),)
    late = seat(city("Bristol"), 0, at(2026, 11, 30, 16, 30), 60, 30)
    assert (late.fit, late.is_in_office) == ("outside", False)


@pytest.mark.parametrize(
    ("wrong", "problems"),
    [
        ({"participants": []}, {"participants": "Choose at least one city."}),
        (
            {"participants": [Participant("x", "Atlantis", "Atlantic/Atlantis")]},
            {"participants": "There is no time zone called Atlantic/Atlantis."},
        ),
        (
            {"participants": [city("Bristol", works_from=time(17), works_until=time(9))]},
            {"participants": "Bristol: working hours must begin before they end."},
        ),
        ({"days": 13}, {"days": "Choose between 14 and 28 days."}),
        ({"days": 29}, {"days": "Choose between 14 and 28 days."}),
        ({"first": date(9999, 12, 31)}, {"days": "Choose days between 2000 and 2099."}),
        (
            {"duration": timedelta(), "step": 7},
            {
                "duration": "A meeting lasts between 15 minutes and 8 hours.",
                "step": "Times can be offered every 15 or every 30 minutes.",
            },
        ),
    ],
)
def test_what_can_not_be_asked_is_refused_with_a_sentence(
    wrong: dict[str, Any], problems: dict[str, str]
) -> None:
    asked: dict[str, Any] = {
        "participants": cities("Bristol"),
        "first": date(2026, 11, 30),
        "days": 14,
        "duration": HOUR,
    }
    with pytest.raises(Rejected) as refusal:
        find(**asked | wrong)
    assert refusal.value.problems == problems
