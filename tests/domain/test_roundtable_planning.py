"""A roundtable's cities as participants: their hours, their debts, and who else might come."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from backend.domain.cities.models import City, CityName, CityPriority
from backend.domain.members.models import Member, MemberTopic
from backend.domain.roundtables import planning, proposal_evidence, proposals
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings

NINE, FIVE = time(9), time(17)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def wellington(make: Make) -> City:
    return make.city("Wellington", country="NZ", zone="Pacific/Auckland", region="oceania")


@pytest.fixture
def me(make: Make) -> Member:
    return make.convener()


def works(make: Make, city: City, first: int, last: int, **given: Any) -> Member:
    usual: dict[str, Any] = {
        "city_id": city.id,
        "zone": city.zone,
        "work_starts": time(first),
        "work_ends": time(last),
    }
    return make.member(**usual | given)


def test_a_city_keeps_the_hours_in_the_middle_of_those_of_its_people(
    db: Session, meetings: Meetings, make: Make, me: Member, wellington: City
) -> None:
    for first, last in ((7, 15), (8, 16), (10, 20)):
        works(make, wellington, first, last)
    works(make, wellington, 22, 6)
    works(make, wellington, 1, 2, suspended_at=NOON)
    works(make, wellington, 1, 2, admitted_at=None)
    works(make, wellington, 1, 2, zone="Europe/London")
    works(make, wellington, 1, 2, audience={"hours": "nobody"})
    quiet = make.city("Quito")
    found = planning.participants(db, me, meetings.timed(cities=[wellington, quiet]))
    assert [(one.label, one.works_from, one.works_until) for one in found] == [
        ("Quito", NINE, FIVE),
        ("Wellington", time(8), time(16)),
    ]


def test_fair_times_are_found_for_its_length_from_a_week_ahead(
    db: Session, meetings: Meetings, make: Make, me: Member, wellington: City
) -> None:
    table = meetings.timed(cities=[wellington, make.city("Bristol")], minutes=60)
    people = planning.participants(db, me, table)
    assert planning.first_day() == date(2026, 5, 11)
    found = planning.fairest(people, table, planning.first_day(), 14)
    assert found.singles[0].starts[0].date() >= date(2026, 5, 11)
    assert found.singles[0].ends[0] - found.singles[0].starts[0] == timedelta(minutes=60)


def test_cities_are_proposed_for_what_they_face_value_and_can_help_with(
    db: Session, meetings: Meetings, make: Make
) -> None:
    topic, other = make.topic(), make.topic()
    facing, valuing, helping, invited, elsewhere = (
        make.city(name) for name in ("Facing", "Valuing", "Helping", "Invited", "Elsewhere")
    )
    for place, (city, about) in enumerate(((valuing, topic), (invited, topic), (elsewhere, other))):
        db.add(CityPriority(city_id=city.id, topic_id=about.id, position=place))
    helper = make.member("Hana", city_id=helping.id)
    for hidden in ({"unsuggested": True}, {"audience": {"city": "nobody"}}):
        make.skill(make.member(city_id=elsewhere.id, **hidden), topic)
    for side, about in (("can_help", topic), ("looking_for", topic), ("can_help", other)):
        db.add(MemberTopic(member_id=helper.id, topic_id=about.id, side=side))
    speaker = make.member(city_id=facing.id)
    faced = [make.challenge(topics=[topic]) for _ in range(3)]
    for challenge in faced:
        make.facing(challenge, speaker)
    make.facing(make.challenge(topics=[topic], hidden_at=NOON), speaker)
    me = make.convener()
    table = meetings.timed(me, topics=[topic.slug], cities=[invited])
    label = tree(db).by_id[topic.id].label
    found = proposals.proposed(db, me, table)
    assert [(city.name, [why.words for why in city.reasons]) for city in found] == [
        ("Facing", ["Faces 3 challenges on this."]),
        ("Valuing", [f"Has {label} among its priorities."]),
        ("Helping", [f"Hana can help. Can help with {label}."]),
    ]
    records = [(one.kind, one.slug) for city in found for one in city.reasons[0].records]
    assert records == [
        *(("challenge", one.slug) for one in sorted(faced, key=lambda one: one.id)[:0:-1]),
        ("city", valuing.slug),
        ("member", helper.slug),
    ]


def test_of_very_many_challenges_the_newest_say_who_is_proposed_and_all_are_counted(
    db: Session, meetings: Meetings, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposal_evidence, "NEWEST", 2)
    topics = [make.topic(), make.topic()]
    before, often, other = (make.member(city_id=make.city(name).id) for name in ("A", "B", "C"))
    three = sorted((make.challenge(topics=topics[:1]) for _ in range(3)), key=lambda one: one.id)
    for challenge in three:
        make.facing(challenge, often)
    make.facing(three[0], before)
    make.facing(make.challenge(topics=topics[1:]), other)
    make.challenge(topics=topics[:1], hidden_at=NOON)
    me = make.convener()
    table = meetings.draft(me, topics=[topic.slug for topic in topics])
    assert [
        (city.name, [why.words for why in city.reasons])
        for city in proposals.proposed(db, me, table)
    ] == [("B", ["Faces 3 challenges on this."]), ("C", ["Faces 1 challenge on this."])]


def test_who_comes_from_where_nobody_is_invited_is_proposed_before_equals(
    db: Session, meetings: Meetings, make: Make
) -> None:
    topic = make.topic()
    near, far = make.city("Aachen"), make.city("Wellington", region="oceania", country="NZ")
    for place, city in enumerate((near, far)):
        db.add(CityPriority(city_id=city.id, topic_id=topic.id, position=place))
    me = make.convener()
    table = meetings.draft(me, topics=[topic.slug])

    def names(*there: str) -> list[str]:
        return [city.name for city in proposals.proposed(db, me, table, there)]

    assert names() == ["Aachen", "Wellington"]
    assert names("europe") == ["Wellington", "Aachen"]
    assert names("europe", "oceania") == ["Aachen", "Wellington"]
    said = proposals.proposed(db, me, table, ["europe"])[0].reasons[-1]
    assert (said.words, said.region) == ("Nobody is invited from Oceania yet.", "oceania")


def test_cities_are_found_by_any_name_but_those_that_are_chosen(
    db: Session, meetings: Meetings, make: Make
) -> None:
    vienna, chosen = make.city("Vienna"), make.city("Vientiane")
    db.add(CityName(city_id=vienna.id, words="Wien", folded="wien"))
    db.flush()
    table = meetings.timed(cities=[chosen])

    def found(words: str, region: str = "") -> list[str]:
        return [one.name for one in proposals.called(db, table, words, region)[0]]

    assert found("vie") == found("WIEN") == found("vie", vienna.region) == ["Vienna"]
    assert found("%") == found(" ") == found("vie", "oceania") == []


def test_regions_that_are_missing_are_named() -> None:
    assert proposals.missing_regions(["africa", "asia", "europe", "africa"]) == [
        "latin_america",
        "northern_america",
        "oceania",
    ]
