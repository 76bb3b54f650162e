"""To whom each field of a profile shows: the rule, its SQL and the directory say the same."""

from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import Rejected
from backend.domain.directory.filters import Filters
from backend.domain.directory.queries import Found, of_city, people, who_can_help
from backend.domain.matching import peers
from backend.domain.members import actions, audience, queries
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.search.facets import Chosen
from backend.domain.search.queries import search
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make

TO = ("public", "members", "city", "nobody")
FIELDS = [field for field in audience.FIELDS if field != "name"]
NOT_MEMBERS = ("guest", "applicant", "suspended", "suspended colleague")
MEMBERS = ("stranger", "lead", "convener", "partner")
COLLEAGUES = ("colleague", "convening colleague", "themself")


@dataclass
class Scene:
    ana: Member
    readers: dict[str, Actor]
    helps: Topic
    seeks: Topic


@pytest.fixture
def scene(make: Make) -> Scene:
    """Ana, with something in every field, and everybody who might read it."""
    city = make.city(
        "Ushuaia", country="AR", region="latin_america", zone="America/Argentina/Ushuaia"
    )
    here: dict[str, Any] = {"city_id": city.id}
    ana = make.member(
        "Ana",
        pronunciation="AH-na",
        pronouns="she/her",
        title="Beekeeper",
        department="Apiary",
        bio="Keeps drones.",
        zone="America/Argentina/Ushuaia",
        would_convene=True,
        **here,
    )
    make.spoken(ana, "es")
    helps, seeks = make.topic("Hives"), make.topic("Nectar")
    make.skill(ana, helps)
    make.skill(ana, seeks, "looking_for")
    readers: dict[str, Actor] = {
        "guest": Guest(),
        "applicant": make.member(admitted_at=None, **here),
        "suspended": make.member(suspended_at=NOON),
        "suspended colleague": make.member(suspended_at=NOON, **here),
        "stranger": make.member(),
        "lead": make.member(is_lead=True),
        "convener": make.convener(),
        "partner": make.member(city_id=None, organisation="League of cities"),
        "colleague": make.member(**here),
        "convening colleague": make.convener(**here),
        "themself": ana,
    }
    for one in readers.values():
        if isinstance(one, Member) and one is not ana:
            # Only Ana is anywhere or does anything, as far as lists can tell.
            one.audience = dict.fromkeys(FIELDS, "nobody") | {"name": "public"}
    return Scene(ana, readers, helps, seeks)


def seen_by(to: str) -> set[str]:
    return {
        "public": {*NOT_MEMBERS, *MEMBERS, *COLLEAGUES},
        "members": {*MEMBERS, *COLLEAGUES},
        "city": {*COLLEAGUES},
        "nobody": set(),
    }[to]


def shows_only(db: Session, ana: Member, field: str, to: str) -> None:
    ana.audience = dict.fromkeys(FIELDS, "nobody") | {"name": "public", field: to}
    db.add(ana)
    db.commit()
    actions.make_findable(db, ana)
    db.commit()


@pytest.mark.parametrize(("field", "to"), list(product(FIELDS, TO)))
def test_the_rule_its_sql_and_the_profile_agree_for_everybody(
    db: Session, scene: Scene, field: str, to: str
) -> None:
    shows_only(db, scene.ana, field, to)
    known = tree(db)
    by_rule, by_query, by_profile = set(), set(), set()
    for name, me in scene.readers.items():
        shown = columns(col(Member.id)).where(
            col(Member.id) == scene.ana.id, queries.shown(field, me)
        )
        _member, profile = queries.page(db, me, scene.ana.slug, known)
        if audience.shows(scene.ana.audience, field, me, scene.ana.city_id):
            by_rule.add(name)
        if rows(db, shown).first():
            by_query.add(name)
        value = profile.zone if field == "hours" else getattr(profile, field)
        if value:
            by_profile.add(name)
    assert by_rule == by_query == by_profile == seen_by(to)


ASKED: dict[str, list[dict[str, Any]]] = {
    "title": [{"q": "beekeeper"}, {"q": "apiary"}],
    "bio": [{"q": "drones"}],
    "city": [
        {"q": "ushuaia"},
        {"region": ["latin_america"]},
        {"country": ["AR"]},
    ],
    "languages": [{"language": ["es"]}],
    "hours": [{"hours": "now"}, {"hours": "mine"}],
    "can_help": [{"q": "hives"}, {"can_help": ["hives"]}],
    "looking_for": [{"q": "nectar"}, {"looking_for": ["nectar"]}],
}
WORDS = {"title", "bio", "city"}
"""What only words find: the index keeps none that all members may not see."""


@pytest.mark.parametrize(("field", "to"), list(product(ASKED, TO)))
def test_a_field_finds_counts_and_explains_for_those_alone_who_see_it(
    db: Session, scene: Scene, field: str, to: str
) -> None:
    shows_only(db, scene.ana, field, to)
    for name in (*MEMBERS, *COLLEAGUES):
        me = scene.readers[name]
        assert isinstance(me, Member)
        sees = name in seen_by(to)
        for asked in ASKED[field]:
            found = people(db, me, Filters(**asked))
            listed = [match.person.id for match in found.page.items]
            by_words = "q" in asked and field in WORDS and to == "city"
            assert (scene.ana.id in listed) is (sees and not by_words), (name, asked)
        everybody = people(db, me, Filters())
        assert facets(everybody) == ({field} if sees and field in COUNTED else set()), name
        if not sees:
            assert not any(one.reasons for one in everybody.page.items), name


COUNTED = {"city", "languages", "hours", "can_help", "looking_for"}


def facets(found: Found) -> set[str]:
    """In which facets anybody is counted, by the field behind them."""
    behind = {"region": "city", "country": "city", "language": "languages"}
    return {behind.get(name, name) for name, counts in found.facets.items() if any(counts.values())}


def test_what_only_the_city_sees_is_not_in_the_searched_text(db: Session, scene: Scene) -> None:
    shows_only(db, scene.ana, "bio", "city")
    for name in (*MEMBERS, *COLLEAGUES):
        assert not search(db, scene.readers[name], "drones").hits, name


@pytest.mark.parametrize("to", TO)
def test_colleagues_are_listed_on_their_citys_page_for_who_may_know(
    db: Session, scene: Scene, to: str
) -> None:
    shows_only(db, scene.ana, "city", to)
    known, city_id = tree(db), scene.ana.city_id
    assert city_id is not None
    by_list, by_count = set(), set()
    for name, me in scene.readers.items():
        if scene.ana.id in {one.id for one in of_city(db, me, city_id, known)}:
            by_list.add(name)
        if queries.counts_by_city(db, me, [city_id]).get(city_id):
            by_count.add(name)
    assert by_list == by_count == seen_by(to)


@pytest.mark.parametrize("to", TO)
def test_a_peer_is_suggested_only_by_what_one_may_see(db: Session, scene: Scene, to: str) -> None:
    shows_only(db, scene.ana, "can_help", to)
    known, wanted = tree(db), {scene.helps.id}
    on_topic, suggested = set(), set()
    for name, me in scene.readers.items():
        if who_can_help(db, me, wanted, known):
            on_topic.add(name)
        if peers.who_can_help(db, me, wanted, known):
            suggested.add(name)
    assert on_topic == seen_by(to)
    assert suggested == seen_by(to) - {*NOT_MEMBERS, "themself"}


def test_who_works_for_no_city_has_no_colleagues_to_show_a_field_to(
    db: Session, make: Make
) -> None:
    partner, official = make.member(city_id=None), make.member()
    draft = queries.mine(db, partner).model_copy(update={"bio_to": "city", "bio": "Keeps bees."})
    with pytest.raises(Rejected) as refusal:
        actions.edit(db, partner, draft)
    assert set(refusal.value.problems) == {"bio_to"}
    assert partner.bio == ""
    actions.edit(db, official, draft)
    assert official.audience["bio"] == "city"


def test_two_without_a_city_are_no_colleagues(db: Session, make: Make) -> None:
    left = make.member("Ana", city_id=None, bio="Drones.", audience={"bio": "city"})
    reader = make.member(city_id=None)
    _member, profile = queries.page(db, reader, left.slug, tree(db))
    in_sql = columns(col(Member.id)).where(col(Member.id) == left.id, queries.shown("bio", reader))
    assert profile.bio == ""
    assert rows(db, in_sql).first() is None


def test_who_is_unlisted_is_found_nowhere_and_takes_part_as_before(
    db: Session, scene: Scene, make: Make
) -> None:
    ana, known = scene.ana, tree(db)
    lead = scene.readers["lead"]
    assert isinstance(lead, Member)
    challenge = make.challenge(lead, topics=[scene.helps])
    make.answer(challenge, ana)
    before = people(db, ana, Filters()).people
    actions.edit(db, ana, queries.mine(db, ana).model_copy(update={"unlisted": True}))
    db.commit()
    assert ana.city_id is not None
    for name in (*MEMBERS, *COLLEAGUES):
        me = scene.readers[name]
        assert isinstance(me, Member)
        found = people(db, me, Filters())
        assert found.people == before - 1, name
        assert facets(found) == set(), name
        assert all(match.person.id != ana.id for match in found.page.items)
        for asked in ("Ana", "hives", "ushuaia", "drones"):
            assert not people(db, me, Filters(q=asked)).page.items, asked
            assert not search(db, me, asked, Chosen(kind="member")).hits, asked
        assert not of_city(db, me, ana.city_id, known)
        assert not queries.counts_by_city(db, me, [ana.city_id])
        assert not who_can_help(db, me, {scene.helps.id}, known)
        assert not peers.who_can_help(db, me, {scene.helps.id}, known)
        assert queries.one(db, me, ana.slug) is ana
    assert ana.is_member
    actions.edit(db, ana, queries.mine(db, ana).model_copy(update={"unlisted": False}))
    db.commit()
    stranger = scene.readers["stranger"]
    assert [hit.subject.title for hit in search(db, stranger, "hives").hits] == ["Ana"]
