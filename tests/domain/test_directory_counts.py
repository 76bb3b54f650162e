"""The directory against brute force: whom each reader finds, and every count beside a filter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import cycle
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import literal
from sqlalchemy import select as columns
from sqlmodel import Session

from backend.core import clock
from backend.core.db import rows
from backend.domain.cities.models import City
from backend.domain.directory.at_work import fitting
from backend.domain.directory.filters import Filters, Fitting, conditions
from backend.domain.directory.indexes import COUNTED, LISTED, MANY, Ways, ways
from backend.domain.directory.listing import by_choice, page
from backend.domain.directory.office_hours import SHARED, Clock, Place, is_open, minutes_shared
from backend.domain.directory.queries import Found, people
from backend.domain.members.audience import FIELDS, shows
from backend.domain.members.models import Member
from backend.domain.members.readers import reader
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make

WEEKEND = [datetime(2026, 3, day, hour, tzinfo=UTC) for day in (6, 7, 8, 9) for hour in (9, 19)]
"""Midday and night, from a Friday to a Monday: in some of the zones it is another day already."""
TO = ("public", "members", "members", "city", "nobody")
ZONES = ("America/Bogota", "Asia/Kathmandu", "Asia/Kolkata", "Europe/London", "Pacific/Chatham")
PLACES = (("CO", "latin_america"), ("EG", "africa"), ("GB", "europe"), ("IN", "asia_pacific"))


@dataclass
class Known:
    """What brute force knows of a member."""

    member: Member
    city: City | None
    languages: set[str] = field(default_factory=set)
    topics: dict[str, set[str]] = field(default_factory=dict)
    endorsed: set[str] = field(default_factory=set)
    """The topics for which a peer who takes part says that they can help."""


@dataclass
class Town:
    everybody: list[Known]
    below: dict[str, set[str]]
    """The topics that choosing one of them chooses."""


@pytest.fixture
def town(make: Make) -> Town:
    chance = Random(7)
    top = make.topic("Data")
    middle = make.topic("Data sharing", parent_id=top.id)
    low = make.topic("Data trusts", parent_id=middle.id)
    topics = [top, middle, low, make.topic("Housing"), make.topic("Mobility")]
    cities = [
        make.city(f"City {n}", country=country, region=region)
        for n, (country, region) in enumerate(PLACES * 2)
    ]
    everybody = [_somebody(make, chance, cities, topics, n) for n in range(60)]
    for one in everybody:
        _some_say(make, chance, one, everybody, topics)
    below = {one.slug: {one.slug} for one in topics}
    below[top.slug] |= {middle.slug, low.slug}
    below[middle.slug] |= {low.slug}
    return Town(everybody, below)


def _somebody(make: Make, chance: Random, cities: list[City], topics: list[Topic], n: int) -> Known:
    city = chance.choice([*cities, None])
    begins = chance.randrange(6, 14)
    chosen = {one: chance.choice(TO) for one in FIELDS if one != "name" and chance.random() < 0.7}
    member = make.member(
        f"M {n:02}",
        city_id=city.id if city else None,
        zone=chance.choice(ZONES),
        work_starts=time(begins, chance.choice((0, 30))),
        work_ends=time(begins + chance.choice((1, 4, 8)), 45),
        audience=chosen,
        unlisted=chance.random() < 0.1,
        suspended_at=NOON if chance.random() < 0.1 else None,
    )
    known = Known(member, city)
    for language in chance.sample(("en", "es", "ne"), 2):
        make.spoken(member, language)
        known.languages.add(language)
    for side in ("can_help", "looking_for"):
        some = chance.sample(topics, 2)
        known.topics[side] = {one.slug for one in some}
        for topic in some:
            make.skill(member, topic, side)
    return known


def _some_say(
    make: Make, chance: Random, known: Known, everybody: list[Known], topics: list[Topic]
) -> None:
    by_slug = {one.slug: one for one in topics}
    for slug in known.topics["can_help"]:
        for peer in chance.sample(everybody, chance.choice((0, 0, 1, 2))):
            if peer is known:
                continue
            taken_back = NOON if chance.random() < 0.3 else None
            make.endorsement(known.member, by_slug[slug], peer.member, withdrawn_at=taken_back)
            if not taken_back and not peer.member.suspended_at:
                known.endorsed.add(slug)


def values(
    known: Known, me: Member, below: dict[str, set[str]], helps: set[str]
) -> dict[str, set[str]]:
    """In every facet the values under which this reader finds somebody; `helps` were chosen."""
    member, city = known.member, known.city

    def seen(name: str) -> bool:
        return shows(member.audience, name, me, member.city_id)

    place = city if city and seen("city") else None
    found: dict[str, set[str]] = {
        "region": {place.region} if place else set(),
        "country": {place.country} if place else set(),
        "city": {place.slug} if place else set(),
        "language": known.languages if seen("languages") else set(),
        "hours": set(),
        "endorsed": set(),
    }
    support = known.endorsed & helps if helps else known.endorsed
    if support and seen("can_help"):
        found["endorsed"].add("yes")
    for side, named in known.topics.items():
        found[side] = {one for one, all_ in below.items() if all_ & named} if seen(side) else set()
    if seen("hours"):
        there = Place(member.zone, place.country if place else "")
        theirs = Clock(there, member.work_starts, member.work_ends)
        mine = Clock(Place(me.zone), me.work_starts, me.work_ends)
        if is_open(theirs, clock.now()):
            found["hours"].add("now")
        if minutes_shared(theirs, clock.now(), mine) >= SHARED:
            found["hours"].add("mine")
    return found


def chosen_by(chance: Random, town: Town) -> Iterator[dict[str, Any]]:
    pools: dict[str, list[str]] = {
        "can_help": list(town.below),
        "looking_for": list(town.below),
        "region": [region for _country, region in PLACES],
        "country": [country for country, _region in PLACES],
        "city": [one.city.slug for one in town.everybody if one.city],
        "language": ["en", "es", "ne"],
    }
    yield {}
    for _ in range(14):
        names = chance.sample(sorted(pools), chance.choice((1, 1, 2, 3)))
        asked: dict[str, Any] = {name: chance.sample(pools[name], 2) for name in names}
        if chance.random() < 0.3:
            asked["endorsed"] = ["yes"]
        if chance.random() < 0.4:
            asked["hours"] = chance.choice(("now", "mine"))
        yield asked


def _place(one: tuple[Member, dict[str, set[str]], set[str]], helps: set[str]) -> Any:
    """By name; among those who can help with what was chosen, first whom peers endorse for it."""
    member, has, _misses = one
    return (not has["endorsed"] if helps else 0, member.name)


@pytest.mark.parametrize("who", ["member", "convener", "lead", "partner"])
def test_everybody_finds_and_counts_what_brute_force_does(
    db: Session, make: Make, town: Town, who: str
) -> None:
    here = next(one.city for one in town.everybody if one.city)
    about: dict[str, dict[str, Any]] = {
        "member": {"city_id": here.id, "zone": "Asia/Kathmandu"},
        "convener": {"city_id": here.id, "is_convener": True},
        "lead": {"is_lead": True, "work_starts": time(6), "work_ends": time(22)},
        "partner": {"city_id": None, "zone": "America/Bogota"},
    }
    me = make.member("Zoe", **about[who], unlisted=True)
    for asked, moment in zip(chosen_by(Random(who), town), cycle(WEEKEND), strict=False):
        with clock.stopped(moment):
            _agree_about(db, me, town, asked)


def _agree_about(db: Session, me: Member, town: Town, asked: dict[str, Any]) -> None:
    wanted = {name: {asked[name]} if name == "hours" else set(asked[name]) for name in asked}
    helps = {below for one in asked.get("can_help", ()) for below in town.below[one]}
    listed = [
        (one.member, values(one, me, town.below, helps))
        for one in town.everybody
        if not one.member.unlisted and not one.member.suspended_at
    ]
    fits = [
        (member, has, {name for name, any_of in wanted.items() if not has[name] & any_of})
        for member, has in listed
    ]
    found = people(db, me, Filters(**asked))
    expected = [
        member.name
        for member, has, misses in sorted(fits, key=lambda one: _place(one, helps))
        if not misses
    ]
    assert [one.person.name for one in found.page.items] == expected[:20], asked
    assert _all_pages(db, me, asked, found) == expected, asked
    assert found.people == len(expected), asked
    cities = {slug for _m, has, misses in fits if not misses for slug in has["city"]}
    assert found.cities == len(cities), asked
    for name, counts in found.facets.items():
        brute: dict[str, int] = {}
        for _member, has, misses in fits:
            if misses <= {name}:
                for value in has[name]:
                    brute[value] = brute.get(value, 0) + 1
        assert dict(counts) == brute, (name, asked)


def _all_pages(db: Session, me: Member, asked: dict[str, Any], first: Found) -> list[str]:
    """The names on every page of a list, of which this is the first."""
    pages = [first.page]
    while pages[-1].next_key:
        pages.append(people(db, me, Filters(**asked, after=pages[-1].next_key)).page)
    return [one.person.name for page in pages for one in page.items]


def test_walked_or_looked_up_along_an_index_the_same_people_are_listed(
    db: Session, make: Make, town: Town
) -> None:
    me, known = make.member("Zoe", unlisted=True), tree(db)
    for asked in chosen_by(Random("ways"), town):
        filters = Filters(**asked | {"hours": ""})
        fits = conditions(filters, me, known, Fitting())
        helps = known.branches_of(filters.can_help)
        walked, along = (
            rows(db, page(me, by_choice(me, fits, found, helps), ""), reader(me)).all()
            for found in (Ways(), ways(db, filters, known, Fitting()))
        )
        assert walked == along, asked


@pytest.mark.usefixtures("town")
def test_on_a_day_of_rest_the_same_people_are_at_work_whether_named_or_told_by_their_clocks(
    db: Session, make: Make
) -> None:
    me, known = make.member("Zoe", unlisted=True), tree(db)
    filters = Filters(hours="now")
    numbers = []
    for moment in WEEKEND:
        named, described = (
            fitting(db, me, "now", moment, words=False, most=most) for most in (len(ZONES) * 100, 0)
        )
        found = [
            rows(
                db,
                page(me, by_choice(me, conditions(filters, me, known, fits), way, ()), ""),
                reader(me),
            )
            for fits in (named, Fitting(named.windows))
            for way in (Ways(), ways(db, filters, known, fits))
        ]
        who = {frozenset(one.id for one in some) for some in found}
        assert len(who) == 1, moment
        numbers.append(len(*who))
        if named.those is not None:
            assert who == {frozenset(map(UUID, named.those))}, moment
            assert described.those == (None if named.those else [])
    assert 0 in numbers
    assert max(numbers) > 1


def test_whoever_is_at_work_on_a_day_of_rest_is_listed_page_by_page_by_name(
    db: Session, make: Make
) -> None:
    cairo = make.city("Cairo", slug="cairo", country="EG", zone="Africa/Cairo")
    me = make.member("Zoe", unlisted=True)
    names = [f"Official {letter}{n}" for n in range(3) for letter in "SAKBTEQCL"]
    made = [make.member(name, city_id=cairo.id, zone=cairo.zone) for name in names]
    asked = {"hours": "now"}
    with clock.stopped(WEEKEND[4]):
        first = people(db, me, Filters(**asked))
        assert _all_pages(db, me, asked, first) == sorted(names)
        assert (first.people, first.is_more, first.facets["city"]) == (27, False, {"cairo": 27})
        newest = people(db, me, Filters(**asked), most=5)
        assert (newest.people, newest.is_more, newest.facets["country"]) == (5, True, {"EG": 5})
        # Who was last on the page before has gone home.
        made[names.index(sorted(names)[19])].work_ends = time(10)
        db.flush()
        [*rest] = people(db, me, Filters(**asked, after=first.page.next_key)).page.items
        assert [one.person.name for one in rest] == sorted(names)[20:]


def test_who_fits_is_looked_up_where_fewest_are_unless_they_are_many() -> None:
    sizes = {"a": COUNTED, "b": LISTED, "c": 0, "d": COUNTED + 1}
    found = Ways({name: columns(literal(name)) for name in sizes}, sizes)
    assert found.shortest("abd", LISTED) == found.shortest("abd", COUNTED) == ["b", "a"]
    assert (found.shortest("ad", LISTED), found.shortest("ad", COUNTED)) == ([], ["a"])
    assert found.shortest("d", COUNTED) == found.shortest(["unknown"], COUNTED) == []
    both = Ways({}, sizes, times=2)
    assert both.shortest("abd", 2 * LISTED) == ["b", "a", "d"]
    assert (both.shortest("ad", 2 * COUNTED), both.shortest("d", 2 * COUNTED)) == (["a", "d"], [])
    assert (found.is_empty("c"), found.is_empty("b"), found.is_empty("unknown")) == (1, 0, 0)
    assert (len(found.to_list("abd")), found.to_list("ad")) == (1, [])


@pytest.mark.parametrize(
    ("named", "are_many"),
    [({"a": MANY}, False), ({"a": MANY + 1}, True), ({"a": MANY + 1, "b": 1}, False), ({}, False)],
)
def test_fewer_are_counted_only_where_every_choice_names_many(
    named: dict[str, int], *, are_many: bool
) -> None:
    assert Ways({}, named | {"not chosen": 0}).are_many(named) == are_many


def test_of_too_many_the_newest_are_counted_and_never_more_than_there_are(
    db: Session, make: Make, town: Town
) -> None:
    me = make.member("Zoe", city_id=town.everybody[0].member.city_id, unlisted=True)
    for asked in chosen_by(Random("many"), town):
        exact, capped = (people(db, me, Filters(**asked), most=most) for most in (100, 12))
        assert [one.person for one in capped.page.items] == [one.person for one in exact.page.items]
        assert (exact.is_more, capped.is_more) == (False, exact.people > 12)
        assert capped.people == min(12, exact.people)
        for name, counts in capped.facets.items():
            assert all(number <= exact.facets[name][value] for value, number in counts.items())
            if exact.people <= 12:
                chosen = set(asked.get(name, ())) & exact.facets[name].keys()
                assert {one: counts.get(one) for one in chosen} == {
                    one: exact.facets[name][one] for one in chosen
                }, (name, asked)
