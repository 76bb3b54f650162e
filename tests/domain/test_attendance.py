"""Who was there: checked in on the day, marked by conveners, told of in groups."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Denied, Rejected
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.roundtables import attendance_rules, attending, company, ledger, page, queries
from backend.domain.roundtables.attendance import (
    CheckInDraft,
    PresenceDraft,
    TakenDraft,
    collapsed,
)
from backend.domain.roundtables.filters import Filters
from backend.domain.roundtables.models import BorneHours, Roundtable
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
START = NOON + 3 * DAY


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def convener(make: Make) -> Member:
    return make.convener()


@pytest.fixture
def table(meetings: Meetings, convener: Member) -> Roundtable:
    return meetings.planned(convener, capacity=2)


@pytest.fixture
def people(make: Make, meetings: Meetings, table: Roundtable) -> list[Member]:
    """The last of them waits for a seat."""
    found = [make.member(name, city_id=None) for name in ("Ana", "Ben", "Caro")]
    for one in found:
        meetings.answer(table, one)
    return found


def check_in(db: Session, me: Member, table: Roundtable, at: datetime, way: str = "") -> str:
    with clock.stopped(at):
        draft = CheckInDraft.model_validate({"way": way})
        return attending.check_in(db, me, table, draft).way


def mark(db: Session, me: Member, table: Roundtable, who: str, way: str = "online") -> None:
    with clock.stopped(START):
        attending.mark(db, me, table, PresenceDraft.model_validate({"member": who, "way": way}))


def take(db: Session, me: Member, table: Roundtable, *, again: bool = False) -> None:
    with clock.stopped(START + DAY):
        attending.take(db, me, table, TakenDraft(again=again))


def test_lists_count_who_was_there_once_everybody_is_marked(
    db: Session, convener: Member, table: Roundtable, people: list[Member]
) -> None:
    def coming() -> int | None:
        found = queries.listed(db, convener, Filters())
        return next(one.coming for one in found.items if one.id == table.id)

    mark(db, convener, table, people[2].slug)
    assert coming() == 3
    take(db, convener, table)
    assert coming() == 1


def test_who_was_asked_and_did_not_say_yes_is_offered_as_unexpected(
    db: Session, make: Make, meetings: Meetings, convener: Member, people: list[Member]
) -> None:
    city = make.city()
    asked = meetings.planned(convener, cities=[city])
    comes, quiet = make.member("Comes", city_id=city.id), make.member("Quiet", city_id=city.id)
    meetings.answer(asked, comes)
    meetings.answer(asked, people[0], "maybe")
    assert attending.others(db, convener, asked) == [people[0].slug, quiet.slug]


@pytest.mark.parametrize("minutes", [-30, 0, 90])
def test_people_check_in_from_half_an_hour_before_until_the_end(
    db: Session, table: Roundtable, people: list[Member], minutes: int
) -> None:
    assert check_in(db, people[0], table, START + minutes * MINUTE) == "online"
    assert attending.places(db, table).total == 1


@pytest.mark.parametrize(("minutes", "why"), [(-31, "half an hour before"), (91, "It is over")])
def test_nobody_checks_in_earlier_or_later(
    db: Session, table: Roundtable, people: list[Member], minutes: int, why: str
) -> None:
    with pytest.raises(Denied, match=why):
        check_in(db, people[0], table, START + minutes * MINUTE)


def test_who_waits_for_a_seat_does_not_check_in(
    db: Session, table: Roundtable, people: list[Member]
) -> None:
    with pytest.raises(Denied, match="have a seat"):
        check_in(db, people[2], table, START)


def test_at_a_hybrid_meeting_one_says_how_one_is_there(
    db: Session, make: Make, meetings: Meetings
) -> None:
    table = meetings.planned(place="hybrid", venue="City hall")
    who = make.member(city_id=None)
    meetings.answer(table, who)
    with pytest.raises(Rejected, match="in person or online"):
        check_in(db, who, table, START)
    assert check_in(db, who, table, START, "in_person") == "in_person"
    online = meetings.planned()
    meetings.answer(online, who)
    with pytest.raises(Rejected, match="this way"):
        check_in(db, who, online, START, "in_person")


def test_nobody_is_marked_in_a_way_in_which_nobody_comes(
    db: Session, make: Make, convener: Member, table: Roundtable
) -> None:
    walk_in = make.member("Dan", city_id=None)
    with pytest.raises(Rejected, match="this way"):
        mark(db, convener, table, walk_in.slug, "in_person")
    assert attending.expected(db, convener, table).items == []


def test_conveners_mark_who_is_there_with_a_seat_or_without(
    db: Session, make: Make, convener: Member, table: Roundtable, people: list[Member]
) -> None:
    walk_in = make.member("Dan", city_id=None)
    for who in (people[2].slug, f"https://network.example/people/{walk_in.slug}"):
        mark(db, convener, table, who)
    found = attending.expected(db, convener, table).items
    assert [(one.name, one.way, one.is_seated) for one in found] == [
        ("Ana", "", True),
        ("Ben", "", True),
        ("Caro", "online", True),
        ("Dan", "online", True),
    ]
    mark(db, convener, table, walk_in.slug, "absent")
    assert attending.places(db, table).total == 1
    with pytest.raises(Rejected, match="nobody of this address"):
        mark(db, convener, table, "nobody")
    with pytest.raises(Denied, match="those who run"):
        mark(db, people[0], table, people[1].slug)


def test_once_attendance_is_taken_those_came_who_were_there(
    db: Session, convener: Member, table: Roundtable, people: list[Member]
) -> None:
    mark(db, convener, table, people[1].slug)
    assert [one.name for one in company.people(db, convener, table)] == ["Ana", "Ben", "Caro"]
    take(db, convener, table)
    assert [one.name for one in company.people(db, convener, table)] == ["Ben"]
    assert [one.attended for one in page.sittings(db, table, knows_room=True)] == [1]


def test_the_ledger_counts_those_who_were_there_once_attendance_is_taken(
    db: Session, convener: Member, table: Roundtable, people: list[Member]
) -> None:
    def counted_after(later: timedelta) -> list[str]:
        with clock.stopped(START + later):
            ledger.write(db)
        names = select(Member.name).join(BorneHours, col(BorneHours.member_id) == col(Member.id))
        return list(db.exec(names.order_by(col(Member.name))))

    assert counted_after(DAY) == ["Ana", "Ben"]
    mark(db, convener, table, people[1].slug)
    assert counted_after(DAY) == ["Ana", "Ben"]
    take(db, convener, table)
    assert counted_after(DAY) == ["Ben"]
    take(db, convener, table, again=True)
    assert counted_after(DAY) == ["Ana", "Ben"]


def test_outside_of_the_room_nobody_is_told_of_a_chatham_house_meeting(
    db: Session, make: Make, meetings: Meetings, convener: Member
) -> None:
    table = meetings.planned(convener, chatham_house=True)
    inside, outside = make.member(city_id=None), make.member()
    meetings.answer(table, inside)
    for me, may in ((convener, True), (inside, True), (outside, False)):
        room = queries.room(db, me, table)
        found = attendance_rules.may_see_counts(me, table, room, START + DAY)
        assert bool(found) is may
    assert "stays among those who came" in str(found.reason)


def test_places_are_counted_by_city_and_by_region(
    db: Session, make: Make, meetings: Meetings, convener: Member
) -> None:
    lima = make.city("Lima", region="latin_america")
    table = meetings.planned(convener, cities=[lima])
    for city in (lima, lima, None):
        mark(db, convener, table, coming(make, city).slug)
    found = attending.places(db, table)
    assert (found.cities, found.regions) == ({"": 1, "Lima": 2}, {"": 1, "latin_america": 2})


def coming(make: Make, city: City | None) -> Member:
    return make.member(city_id=city.id if city else None)


@pytest.mark.parametrize(
    ("counts", "shown", "rest"),
    [
        ({"asia": 5, "africa": 3}, [("asia", 5), ("africa", 3)], 0),
        ({"asia": 5, "africa": 2, "europe": 1}, [("asia", 5)], 3),
        ({"asia": 5, "africa": 3, "europe": 1}, [("asia", 5)], 4),
        ({"asia": 5, "europe": 1}, [], 6),
        ({"asia": 1, "europe": 1}, [], 0),
        ({}, [], 0),
    ],
)
def test_groups_under_three_are_told_of_together_and_never_by_difference(
    counts: dict[str, int], shown: list[tuple[str, int]], rest: int
) -> None:
    assert collapsed(counts) == (shown, rest)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_who_is_there_takes_one_query(
    db: Session, connection: Connection, make: Make, meetings: Meetings, many: int
) -> None:
    convener, table = make.convener(), meetings.planned()
    for _number in range(many):
        meetings.answer(table, make.member(city_id=None))
    with counted(connection) as sent:
        assert len(attending.expected(db, convener, table).items) == many
    assert len(sent) == 1
