"""Profiles: who is seen by whom, field by field, and what their member may make of them."""

from datetime import time
from typing import Any

import pytest
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import Denied, NotFound, Rejected
from backend.core.i18n import Language, speaking
from backend.domain import subjects
from backend.domain.members import actions, audience, policy, queries
from backend.domain.members.drafts import ProfileDraft
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.search.queries import search
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make

Cast = dict[str, Actor]


@pytest.fixture
def readers(make: Make) -> Cast:
    return {
        "guest": Guest(),
        "applicant": make.member(admitted_at=None),
        "suspended": make.member(suspended_at=NOON),
        "member": make.member(),
        "lead": make.member(is_lead=True),
        "convener": make.convener(),
    }


MEMBERS = {"member", "lead", "convener"}
EVERYONE = MEMBERS | {"guest", "applicant", "suspended"}


@pytest.mark.parametrize(
    ("what", "seen_by"),
    [
        ({}, EVERYONE),
        ({"audience": {"name": "public"}}, EVERYONE),
        ({"audience": {"name": "members"}}, MEMBERS),
        ({"suspended_at": NOON}, MEMBERS),
        ({"admitted_at": None}, set()),
        ({"erased_at": NOON}, set()),
    ],
)
def test_a_profile_is_seen_by_whom_it_is_for(
    db: Session, make: Make, readers: Cast, what: dict[str, Any], seen_by: set[str]
) -> None:
    ana = make.member("Ana", **what)
    seen = columns(col(Member.id)).where(col(Member.id) == ana.id)
    by_rule = {name for name, me in readers.items() if policy.may_see(me, ana)}
    by_query = {
        name for name, me in readers.items() if rows(db, seen.where(queries.visible_to(me))).first()
    }
    assert by_rule == by_query == seen_by


@pytest.mark.parametrize("what", [{"admitted_at": None}, {"suspended_at": NOON}])
def test_people_always_see_themselves(db: Session, make: Make, what: dict[str, Any]) -> None:
    ana = make.member("Ana", audience={"name": "members"}, **what)
    assert policy.may_see(ana, ana)
    assert queries.one(db, ana, ana.slug) is ana


def test_who_is_gone_is_gone_even_for_themselves(db: Session, make: Make) -> None:
    ana = make.member("Ana", erased_at=NOON)
    assert not policy.may_see(ana, ana)
    with pytest.raises(NotFound, match="no such person"):
        queries.page(db, ana, ana.slug, tree(db))


@pytest.mark.parametrize("field", [field for field in audience.FIELDS if field != "name"])
@pytest.mark.parametrize(
    ("chosen", "seen_by"), [("public", EVERYONE), ("members", MEMBERS), ("nobody", set())]
)
def test_each_field_shows_to_its_audience_and_to_nobody_else(
    db: Session, make: Make, readers: Cast, field: str, chosen: str, seen_by: set[str]
) -> None:
    member = make.member(
        "Ana",
        pronunciation="AH-na",
        pronouns="she/her",
        title="Head of data",
        department="Chief executive's office",
        organisation="League of cities",
        bio="Opened the budget.",
        would_convene=True,
        audience=dict.fromkeys(audience.FIELDS, "nobody") | {"name": "public", field: chosen},
    )
    make.spoken(member, "es")
    make.skill(member, make.topic("Data trusts"))
    make.skill(member, make.topic("Housing"), "looking_for")
    everything = [
        ("pronouns", "she/her"),
        ("title", "Head of data"),
        ("city", True),
        ("bio", "Opened the budget."),
        ("languages", ["es"]),
        ("hours", "Europe/London"),
        ("can_help", ["Data trusts"]),
        ("looking_for", ["Housing"]),
        ("would_convene", True),
    ]
    for name, me in readers.items():
        _member, profile = queries.page(db, me, member.slug, tree(db))
        seen = {
            "pronouns": profile.pronouns,
            "title": profile.title,
            "city": profile.city is not None,
            "bio": profile.bio,
            "languages": list(profile.languages),
            "hours": profile.zone,
            "can_help": [topic.label for topic in profile.can_help],
            "looking_for": [topic.label for topic in profile.looking_for],
            "would_convene": profile.would_convene,
        }
        shown = {one for one, value in everything if seen[one] == value}
        assert shown == ({field} if name in seen_by else set()), name
        in_sql = columns(col(Member.id)).where(col(Member.id) == member.id)
        assert bool(rows(db, in_sql.where(queries.shown(field, me))).first()) is (name in seen_by)


def test_at_first_everybody_sees_name_and_city_and_members_the_rest() -> None:
    first = {field: audience.at_first(field) for field in audience.FIELDS}
    assert {field for field, to in first.items() if to == "public"} == {"name", "city"}
    assert set(first.values()) == {"public", "members"}


def draft(**given: Any) -> ProfileDraft:
    usual: dict[str, Any] = {"name": "Ana Gómez", "zone": "America/Bogota"}
    return ProfileDraft.model_validate(usual | given)


def test_a_profile_becomes_what_its_member_sent(db: Session, make: Make) -> None:
    ana = make.member("Ana")
    trusts, housing = make.topic("Data trusts"), make.topic("Housing")
    make.skill(ana, housing)
    sent = draft(
        title="Head of data",
        bio="Opened the budget.",
        languages=["es", "en", "es"],
        work_starts="07:30",
        work_ends="15:30",
        can_help=[trusts.slug],
        looking_for=[housing.slug],
        bio_to="nobody",
        would_convene=True,
    )
    actions.edit(db, ana, sent)
    assert queries.mine(db, ana) == sent.model_copy(update={"languages": ["en", "es"]})
    assert ana.slug.startswith("ana-")
    assert ana.folded == "ana gomez"


def test_a_member_of_a_city_cannot_name_another_organisation(db: Session, make: Make) -> None:
    official, partner = make.member(), make.member(city_id=None)
    actions.edit(db, official, draft(organisation="Other people's town hall"))
    actions.edit(db, partner, draft(organisation="League of cities"))
    assert (official.organisation, partner.organisation) == ("", "League of cities")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"suspended_at": NOON}, "Only members themselves"),
        ({"admitted_at": None}, "as soon as you have been admitted"),
    ],
)
def test_who_does_not_take_part_changes_nothing(
    db: Session, make: Make, what: dict[str, Any], words: str
) -> None:
    ana = make.member("Ana", **what)
    with pytest.raises(Denied, match=words):
        actions.edit(db, ana, draft())


def test_a_day_that_ends_before_it_starts_is_refused(db: Session, make: Make) -> None:
    with pytest.raises(Rejected) as refusal:
        actions.edit(db, make.member(), draft(work_starts=time(17), work_ends=time(9)))
    assert set(refusal.value.problems) == {"work_ends"}


def test_topics_must_be_of_the_tree(db: Session, make: Make) -> None:
    ana = make.member("Ana")
    with pytest.raises(Rejected) as refusal:
        actions.edit(db, ana, draft(looking_for=["unheard-of"]))
    assert set(refusal.value.problems) == {"looking_for"}
    assert ana.name == "Ana"


@pytest.mark.parametrize(
    "name",
    ["Sukarno", "محمد العلي", "田中さくら", "ᏣᎳᎩ", "O'Neill-Ó Súilleabháin", "نیلوفر‌پور"],
)
def test_names_of_any_script_and_single_names_are_names(name: str) -> None:
    assert draft(name=name).name == name


@pytest.mark.parametrize("name", ["", "  ", "\u200b\u200d", "…", "\u202e", "123", "x" * 81])
def test_what_nobody_can_read_or_print_is_no_name(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        draft(name=name)


def test_direction_overrides_never_reach_a_profile() -> None:
    with pytest.raises(ValueError, match="name"):
        draft(name="Ana \u202ezemog")
    assert draft(name="Ana", title="Head \u202eatad fo\x00").title == "Head atad fo"


def test_members_find_each_other_by_what_members_may_see(db: Session, make: Make) -> None:
    ana = make.member("Ana")
    trusts = make.topic("Data trusts")
    sent = draft(
        title="Cartographer",
        bio="Keeps bees.",
        bio_to="nobody",
        can_help=[trusts.slug],
        title_to="public",
    )
    actions.edit(db, ana, sent)
    reader = make.member()

    def found(words: str, me: Actor = reader) -> bool:
        return bool(search(db, me, words).hits)

    assert found("Gomez")
    assert found("cartographer")
    assert found("data trust")
    assert not found("bees")
    assert not found("cartographer", Guest())
    assert not found("Gomez", make.member(suspended_at=NOON))


def test_a_member_can_be_told_about_as_a_subject(db: Session, make: Make) -> None:
    ana, key = make.member("Ana"), "member"
    seen = subjects.glances(db, make.member(), [(key, ana.id)])
    assert seen[key, ana.id].title == "Ana"
    assert subjects.glances(db, Guest(), [(key, ana.id)]) == {}


def test_a_member_follows_others_but_not_themselves(make: Make) -> None:
    ana, ben = make.member(), make.member()
    assert policy.may_follow(ana, ben)
    assert policy.may_follow(ana, ana).reason == "This is you."
    assert not policy.may_follow(Guest(), ben)


def test_each_who_may_not_list_people_hears_why(make: Make) -> None:
    assert policy.may_list(make.member())
    reasons = [
        policy.may_list(me).reason
        for me in (Guest(), make.member(admitted_at=None), make.member(suspended_at=NOON))
    ]
    assert len(set(reasons)) == 3
    assert None not in reasons


def test_labels_of_a_profile_are_in_the_readers_language(db: Session, make: Make) -> None:
    ana = make.member("Ana")
    make.skill(ana, make.topic("Housing"))
    with speaking(Language("fr", "Français")):
        _member, profile = queries.page(db, make.member(), ana.slug, tree(db))
    assert [topic.label for topic in profile.can_help] == ["Housing"]


def test_people_are_counted_by_city_where_it_shows(db: Session, make: Make) -> None:
    city = make.city()
    make.member(city_id=city.id)
    make.member(city_id=city.id, audience={"city": "members"})
    make.member(city_id=city.id, audience={"city": "nobody"})
    make.member(city_id=city.id, suspended_at=NOON)
    assert queries.counts_by_city(db, make.member(), [city.id]) == {city.id: 2}
    assert queries.counts_by_city(db, Guest(), [city.id]) == {city.id: 1}
