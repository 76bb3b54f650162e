"""The ledger of hours: who bore early, late and night hours, and what that gives them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Denied
from backend.domain.cities import resting
from backend.domain.cities.models import City
from backend.domain.cities.resting import RestDaysDraft
from backend.domain.members.models import Member
from backend.domain.roundtables import ledger, planning
from backend.domain.roundtables.ledger import Share
from backend.domain.roundtables.models import BorneHours, Roundtable
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.places import at

EVENING = at(2026, 4, 1, 8)  # 21:00–22:30 in Wellington, 09:00 in Bristol


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def wellington(make: Make) -> City:
    return make.city("Wellington", country="NZ", zone="Pacific/Auckland", region="oceania")


@pytest.fixture
def bristol(make: Make) -> City:
    return make.city("Bristol", country="GB", zone="Europe/London")


def person(make: Make, city: City) -> Member:
    return make.member(city_id=city.id, zone=city.zone)


def held(meetings: Meetings, *came: Member, cities: list[City], **given: Any) -> Roundtable:
    """A meeting that was held in the evening of the first, by Wellington's clock."""
    with clock.stopped(EVENING - timedelta(days=9)):
        table = meetings.planned(cities=cities, at=[EVENING], **given)
        for who in came:
            meetings.answer(table, who)
    return table


def test_when_it_is_over_everybody_who_had_a_seat_gets_a_line_by_their_own_clock(
    db: Session, meetings: Meetings, make: Make, wellington: City, bristol: City
) -> None:
    late, fine = person(make, wellington), person(make, bristol)
    held(meetings, late, fine, cities=[wellington, bristol])
    waiting = person(make, bristol)
    held(meetings, late, waiting, cities=[wellington, bristol], capacity=1)
    assert (ledger.write(db), ledger.write(db)) == (2, 0)
    lines = db.exec(select(BorneHours).order_by(col(BorneHours.night).desc())).all()
    assert [(one.member_id, one.late, one.night, one.off) for one in lines] == [
        (late.id, 60, 30, 0),
        (late.id, 60, 30, 0),
        (fine.id, 0, 0, 0),
    ]
    assert {one.points for one in lines} == {60 * 4 + 30 * 6, 0}


def test_what_is_to_come_or_was_cancelled_is_in_no_ledger(
    db: Session, meetings: Meetings, make: Make, bristol: City
) -> None:
    who = person(make, bristol)
    meetings.answer(meetings.planned(cities=[bristol]), who)
    held(meetings, who, cities=[bristol]).cancelled_at = NOON
    db.flush()
    assert ledger.write(db) == 0


def test_a_city_bears_the_mean_of_those_who_came_for_it_and_is_owed_for_it(
    db: Session, meetings: Meetings, make: Make, wellington: City, bristol: City
) -> None:
    rises_early = make.member(city_id=wellington.id, zone="Europe/London")
    came = [person(make, wellington), rises_early, person(make, bristol)]
    held(meetings, *came, cities=[wellington, bristol])
    ledger.write(db)
    table = meetings.timed(cities=[wellington, bristol], minutes=60)
    assert ledger.of_invited(db, table) == [
        Share(bristol.slug, "Bristol", 1, 0, 0, 0, 0),
        Share(wellington.slug, "Wellington", 1, 0, 30, 15, 0),
    ]
    people = planning.participants(db, make.convener(), table)
    assert [(one.label, one.debt) for one in people] == [("Bristol", 0), ("Wellington", 210)]
    found = planning.fairest(people, table, planning.first_day(), 14)
    assert found.notes == (
        "Wellington bore more of the hard hours before, so it is spared first today.",
    )
    with clock.stopped(EVENING + ledger.REMEMBERED):
        people = planning.participants(db, make.convener(), table)
        assert [one.debt for one in people] == [0, 0]


def test_oneself_sees_ones_own_hours_and_conveners_every_citys(
    db: Session, meetings: Meetings, make: Make, wellington: City
) -> None:
    me = person(make, wellington)
    for _ in range(3):
        held(meetings, me, cities=[wellington])
    ledger.write(db)
    assert [(one.late, one.night) for one in ledger.own(db, me)] == [(60, 30)] * 3
    assert ledger.own(db, person(make, wellington)) == []
    with pytest.raises(Denied):
        ledger.of_network(db, me)
    (share,) = ledger.of_network(db, make.convener()).items
    assert (share.meetings, share.late) == (3, 180)


def test_a_city_may_rest_on_other_days_than_its_country(
    db: Session, make: Make, meetings: Meetings, bristol: City
) -> None:
    lead = make.member(city_id=bristol.id, is_lead=True)
    assert resting.rest_days(bristol) == [5, 6]
    assert resting.choose(db, lead, bristol, RestDaysDraft(days=[6, 4, 4])) == [4, 6]
    table = meetings.timed(cities=[bristol])
    (who,) = planning.participants(db, make.convener(), table)
    assert who.weekend == frozenset({4, 6})
    assert resting.choose(db, lead, bristol, RestDaysDraft(days=[5, 6])) == [5, 6]
    assert bristol.rests_on == ""
    with pytest.raises(Denied):
        resting.choose(db, person(make, bristol), bristol, RestDaysDraft(days=[4]))
