"""What somebody who leaves had in hand goes to colleagues, one thing at a time."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import sessions_for
from backend.core.errors import Denied, NotFound, Rejected
from backend.domain.affiliations import handing, handovers, moving, policy
from backend.domain.affiliations.models import Affiliation, Handover, OfferDraft
from backend.domain.challenges import policy as challenges
from backend.domain.challenges.models import Challenge, Facing
from backend.domain.cities.models import City
from backend.domain.members import blocks
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.notifications.queries import follows
from backend.domain.resources import policy as resources
from backend.domain.resources.adoptions import Adoption
from tests.conftest import NOON
from tests.support.joining import events, letters
from tests.support.make import Make
from tests.support.queries import counted
from tests.support.races import at_once
from tests.support.works import BECAUSE


@pytest.fixture
def city(make: Make) -> City:
    return make.city("Bristol")


@pytest.fixture
def ana(make: Make, city: City) -> Member:
    member = make.member("Ana", city_id=city.id)
    make.affiliation(member)
    return member


@pytest.fixture
def joe(make: Make, city: City) -> Member:
    return make.member("Joe", city_id=city.id)


def leaves(db: Session, me: Member) -> list[Handover]:
    main = db.exec(select(Affiliation).where(col(Affiliation.member_id) == me.id)).one()
    moving.leave(db, me, main)
    db.commit()
    return list(db.exec(select(Handover).order_by(col(Handover.kind))))


def test_everything_in_hand_for_the_city_is_listed_and_nothing_else(
    db: Session, make: Make, ana: Member, joe: Member, city: City
) -> None:
    mine = make.challenge(ana, title="Paint on roads")
    theirs = make.challenge(title="Late trams")
    make.facing(theirs, ana)
    make.facing(mine, ana)
    plan = make.resource(ana, title="The plan")
    used = make.resource(title="Used by us")
    make.adoption(used, ana)
    make.challenge(ana, closed_at=NOON)
    make.challenge(ana, hidden_at=NOON)
    make.challenge(ana, city_id=None)
    make.challenge(joe)
    make.answer(theirs, ana)
    make.resource(ana, city_id=make.city().id)
    make.facing(make.challenge(), joe)
    left = leaves(db, ana)
    assert [(one.kind, one.title, one.slug) for one in left] == [
        ("adoption", "Used by us", used.slug),
        ("challenge", "Paint on roads", mine.slug),
        ("facing", "Late trams", theirs.slug),
        ("resource", "The plan", plan.slug),
    ]
    assert {one.city_id for one in left} == {city.id}


def test_who_takes_it_over_keeps_it_and_the_byline_stays(
    db: Session, make: Make, ana: Member, joe: Member
) -> None:
    challenge, resource = make.challenge(ana), make.resource(ana)
    theirs = make.challenge()
    make.facing(theirs, ana, "Here too.")
    make.adoption(make.resource(), ana)
    left = leaves(db, ana)
    assert challenges.may_steer(ana, challenge)
    for item in left:
        handing.take(db, joe, item)
        db.commit()
    assert (challenge.author_id, challenge.keeper_id) == (ana.id, joe.id)
    for may in (challenges.may_edit, challenges.may_steer):
        assert may(joe, challenge)
        assert not may(ana, challenge)
    assert resources.may_edit(joe, resource)
    assert not resources.may_edit(ana, resource)
    assert follows(db, joe.id, "challenge", challenge.id)
    said = db.exec(select(Facing)).one()
    assert (said.said_by_id, said.words) == (joe.id, "Here too.")
    assert db.exec(select(Adoption)).one().author_id == joe.id
    assert events(db, ana).count("handover.taken") == 4


def test_who_keeps_something_hands_it_on_when_they_leave(
    db: Session, make: Make, ana: Member, joe: Member, city: City
) -> None:
    challenge = make.challenge(ana)
    handing.take(db, joe, leaves(db, ana)[0])
    db.commit()
    make.affiliation(joe)
    last = make.member("Last", city_id=city.id)
    item = next(one for one in leaves(db, joe) if one.member_id == joe.id)
    handing.take(db, last, item)
    assert challenge.keeper_id == last.id


def test_it_is_offered_to_one_colleague_who_declines_or_takes_it(
    db: Session, make: Make, ana: Member, joe: Member, city: City
) -> None:
    other = make.member("Other", city_id=city.id)
    make.challenge(ana)
    item = leaves(db, ana)[0]
    handing.offer(db, ana, item, OfferDraft(to=joe.slug))
    db.commit()
    handing.offer(db, ana, item, OfferDraft(to=joe.slug))
    db.commit()
    assert events(db, joe).count("handover.offered") == 1
    assert "offered to somebody else" in (policy.may_take(other, item).reason or "")
    with pytest.raises(Denied):
        handing.decline(db, other, item)
    handing.decline(db, joe, item)
    db.commit()
    assert item.offered_to_id is None
    assert "handover.declined" in events(db, ana)
    assert policy.may_take(other, item)


@pytest.mark.parametrize("who", ["elsewhere", "gone", "oneself", "nobody"])
def test_it_is_offered_to_colleagues_alone(
    db: Session, make: Make, ana: Member, city: City, who: str
) -> None:
    slugs = {
        "elsewhere": make.member().slug,
        "gone": make.member(city_id=city.id, suspended_at=NOON).slug,
        "oneself": ana.slug,
        "nobody": "nobody-at-all",
    }
    make.challenge(ana)
    item = leaves(db, ana)[0]
    with pytest.raises(Rejected, match="from the list"):
        handing.offer(db, ana, item, OfferDraft(to=slugs[who]))


def test_what_nobody_takes_goes_to_the_lead(
    db: Session, make: Make, ana: Member, joe: Member, city: City
) -> None:
    lead = make.member("Lea", city_id=city.id, is_lead=True)
    challenge = make.challenge(ana)
    item = leaves(db, ana)[0]
    assert letters(db, lead.email, "handover.opened")
    assert not letters(db, joe.email, "handover.opened")
    assert events(db, joe) == ["handover.opened"]
    with clock.stopped(NOON + timedelta(days=13)):
        assert handing.pass_to_leads(db) == 0
    with clock.stopped(NOON + handing.PATIENCE):
        assert [handing.pass_to_leads(db), handing.pass_to_leads(db)] == [1, 0]
    db.commit()
    assert (item.taken_by_id, challenge.keeper_id) == (lead.id, lead.id)
    assert "handover.fell" in events(db, lead)


def test_without_a_lead_conveners_hear_once_and_it_stays_open(
    db: Session, make: Make, ana: Member, joe: Member
) -> None:
    convener = make.convener()
    challenge = make.challenge(ana)
    item = leaves(db, ana)[0]
    with clock.stopped(NOON + handing.PATIENCE):
        assert [handing.pass_to_leads(db), handing.pass_to_leads(db)] == [1, 0]
        db.commit()
        assert events(db, convener).count("handover.unclaimed") == 1
        assert challenges.may_edit(convener, challenge)
        assert [one.id for one in handovers.open_ones(db, convener).items] == [item.id]
        joe.is_lead = True
        db.add(joe)
        db.flush()
        assert handing.pass_to_leads(db) == 1
    assert challenge.keeper_id == joe.id


def test_what_somebody_had_who_was_removed_is_out_of_their_hands_at_once(
    db: Session, make: Make, ana: Member, joe: Member
) -> None:
    convener = make.convener()
    challenge = make.challenge(ana)
    moving.remove(db, convener, db.exec(select(Affiliation)).one(), BECAUSE)
    db.commit()
    assert not challenges.may_edit(ana, challenge)
    item = db.exec(select(Handover)).one()
    assert (item.is_open, challenge.keeper_id) == (True, convener.id)
    handing.take(db, joe, item)
    assert challenge.keeper_id == joe.id


def test_what_is_listed_is_exactly_what_may_be_seen(
    db: Session, make: Make, ana: Member, joe: Member, city: City
) -> None:
    make.challenge(ana)
    item = leaves(db, ana)[0]
    askers: list[Actor] = [
        Guest(),
        ana,
        joe,
        make.member(),
        make.member(city_id=None),
        make.member(city_id=city.id, suspended_at=NOON),
        make.convener(),
    ]
    seen = [bool(db.exec(select(Handover).where(handovers.visible_to(me))).all()) for me in askers]
    assert seen == [bool(policy.may_see_handover(me, item)) for me in askers]
    assert seen == [False, True, True, False, False, False, True]
    with pytest.raises(NotFound):
        handovers.entity(db, make.member(), item.id, item.affiliation_id)
    with pytest.raises(NotFound):
        handovers.left_with(db, make.member(), item.affiliation_id)


def test_only_colleagues_take_over(db: Session, make: Make, ana: Member, joe: Member) -> None:
    make.challenge(ana)
    item = leaves(db, ana)[0]
    for nobody in (ana, make.member(), make.convener(), Guest()):
        assert not policy.may_take(nobody, item)
    handing.take(db, joe, item)
    with pytest.raises(Denied, match="already"):
        handing.take(db, joe, item)
    assert not policy.may_offer(ana, item)


def test_an_organisation_has_nothing_to_hand_over(db: Session, make: Make) -> None:
    partner = make.member(city_id=None, organisation="Open Data Institute")
    make.affiliation(partner)
    make.challenge(partner)
    assert leaves(db, partner) == []


@pytest.mark.parametrize("many", [1, 3])
def test_lists_are_one_query(db: Session, make: Make, ana: Member, joe: Member, many: int) -> None:
    for _ in range(many):
        make.challenge(ana)
    left = leaves(db, ana)
    with counted(db.connection()) as sent:
        assert len(handovers.open_ones(db, joe).items) == many
        assert len(handovers.left_with(db, joe, left[0].affiliation_id)) == many
    assert len(sent) == 2


def test_of_two_colleagues_who_take_it_at_once_one_gets_it(lasting_engine: Engine) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        city = make.city("Bristol")
        ana = make.member("Ana", city_id=city.id)
        make.affiliation(ana)
        make.challenge(ana)
        colleagues = [make.member(city_id=city.id).id for _ in range(10)]
        leaves(db, ana)

    def take(db: Session) -> Handover:
        me = db.get_one(Member, colleagues.pop())
        return handing.take(db, me, db.exec(select(Handover)).one())

    got = at_once(lasting_engine, take, clients=10)
    assert got.count("Handover") == 1
    assert set(got) <= {"Handover", "Conflict", "Denied"}
    with sessions_for(lasting_engine)() as db:
        item = db.exec(select(Handover)).one()
        assert db.exec(select(Challenge)).one().keeper_id == item.taken_by_id


def test_who_is_asked_is_somebody_whom_one_would_find_there(
    db: Session, make: Make, ana: Member, joe: Member, city: City
) -> None:
    among_us = make.member("Among us", city_id=city.id, audience={"city": "city"})
    unasked = [
        make.member("Unlisted", city_id=city.id, unlisted=True),
        make.member("Private", city_id=city.id, audience={"city": "nobody"}),
        make.member("Apart", city_id=city.id),
    ]
    blocks.block(db, unasked[-1], ana)
    make.challenge(ana)
    item = leaves(db, ana)[0]
    for me, names in ((ana, ["Joe"]), (joe, ["Among us", "Apart"])):
        found = handovers.colleagues(db, me, city.id, joe.id if me is joe else ana.id)
        assert [name for _slug, name in found] == names
    for one in (among_us, *unasked):
        with pytest.raises(Rejected, match="from the list"):
            handing.offer(db, ana, item, OfferDraft(to=one.slug))
