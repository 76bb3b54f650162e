"""Who vouches for where a member works, for how long, and what is lost when nobody does."""

from datetime import timedelta
from uuid import UUID

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy import select as columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from backend.core import clock, migrations
from backend.core.config import Settings
from backend.core.db import rows, sessions_for
from backend.core.errors import Denied, NotFound
from backend.domain.affiliations import actions, policy, queries, validity
from backend.domain.affiliations.models import Affiliation, ReasonDraft
from backend.domain.challenges import policy as challenges
from backend.domain.challenges import sight
from backend.domain.challenges.models import Challenge
from backend.domain.cities.models import City
from backend.domain.joining import actions as joining
from backend.domain.joining.models import Application
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.resources import policy as resources
from backend.domain.roundtables import policy as roundtables
from backend.domain.roundtables.policy import Room
from tests.conftest import NOON
from tests.support.joining import application_of, bristol, events, joins, verdict
from tests.support.log import decided_by
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted

YEAR = 365
BECAUSE = ReasonDraft(reason="I rang the city hall and asked.")


def lapses(db: Session, days: int = YEAR) -> None:
    """Warned in time, and not renewed."""
    with clock.stopped(NOON + timedelta(days=days - 30)):
        actions.warn(db, YEAR)
    with clock.stopped(NOON + timedelta(days=days)):
        actions.lapse(db, YEAR)
    db.commit()


@pytest.fixture
def city(make: Make) -> City:
    return make.city("Bristol")


@pytest.fixture
def ana(make: Make, city: City) -> Member:
    member = make.member("Ana", city_id=city.id)
    make.affiliation(member)
    return member


def test_whoever_is_admitted_by_the_domain_is_vouched_for_by_their_address(
    db: Session, settings: Settings
) -> None:
    bristol(db, "bristol.gov.uk")
    amina = joins(db, settings)
    begun = queries.mine(db, amina, YEAR)
    assert [(one.body, one.verified, one.is_main) for one in begun] == [
        ("Bristol", "by the e-mail address", True)
    ]
    assert begun[0].until == NOON + timedelta(days=YEAR)


def test_whoever_is_admitted_by_somebody_is_vouched_for_by_them(
    db: Session, settings: Settings, make: Make
) -> None:
    city = bristol(db)
    lead = make.member("Lea", city_id=city.id, is_lead=True)
    amina = joins(db, settings)
    joining.decide(db, lead, application_of(db, amina), verdict())
    db.commit()
    assert [one.verified for one in queries.mine(db, amina, YEAR)] == ["by the city’s lead Lea"]


def test_a_member_has_one_open_main_affiliation(make: Make, ana: Member) -> None:
    with pytest.raises(IntegrityError):
        make.affiliation(ana, city_id=None, body="The county")


def test_a_month_before_the_end_its_member_is_warned_once(db: Session, ana: Member) -> None:
    with clock.stopped(NOON + timedelta(days=YEAR - 31)):
        assert actions.warn(db, YEAR) == 0
    with clock.stopped(NOON + timedelta(days=YEAR - 30)):
        assert [actions.warn(db, YEAR), actions.warn(db, YEAR)] == [1, 0]
    db.commit()
    assert events(db, ana) == ["affiliation.ending"]


def test_nobody_loses_their_standing_without_a_months_notice(db: Session, ana: Member) -> None:
    """Though the worker was down, or the setting became shorter."""
    late = NOON + timedelta(days=YEAR + 100)
    with clock.stopped(late):
        assert [actions.lapse(db, YEAR), actions.warn(db, YEAR), actions.lapse(db, YEAR)] == [
            0,
            1,
            0,
        ]
        until = queries.mine(db, ana, YEAR)[0].until
        assert until == late + validity.NOTICE
    with clock.stopped(late + validity.NOTICE):
        assert actions.lapse(db, YEAR) == 1


def test_what_lapses_takes_the_city_away_and_its_member_hears_of_it(
    db: Session, ana: Member, city: City
) -> None:
    assert ana.city_id == city.id
    lapses(db)
    assert [ana.city_id, ana.unverified_since] == [None, NOON + timedelta(days=YEAR)]
    assert events(db, ana) == ["affiliation.ending", "affiliation.lapsed"]
    row = queries.mine(db, ana, YEAR)[0]
    assert (row.holds, row.until, row.lapsed_at) == (False, None, ana.unverified_since)


def test_while_it_lapsed_its_member_cannot_speak_for_the_city_and_is_told_how_to_renew(
    db: Session, make: Make, ana: Member
) -> None:
    theirs, resource = make.challenge(), make.resource()
    adoption = make.adoption(resource, ana)
    assert challenges.may_face(ana, theirs)
    assert resources.may_adopt(ana, resource)
    lapses(db)
    for verdict_ in (
        challenges.may_face(ana, theirs),
        resources.may_adopt(ana, resource),
        resources.may_withdraw(ana, adoption),
    ):
        assert "Renew your affiliation" in (verdict_.reason or "")
    assert challenges.may_answer(ana, theirs)
    assert challenges.may_post(ana)


def test_a_lapse_opens_no_room_that_was_closed_to_the_city(
    db: Session, make: Make, ana: Member
) -> None:
    table = Meetings(db, make).planned()
    room = Room(cities=[make.city().id])
    assert "invited" in (roundtables.may_answer(ana, table, room, NOON).reason or "")
    lapses(db)
    assert "Renew" in (roundtables.may_answer(ana, table, room, NOON).reason or "")


def test_what_only_the_citys_people_see_is_gone_with_the_lapse_but_not_ones_own(
    db: Session, make: Make, ana: Member, city: City
) -> None:
    for_us = make.challenge(cities=[city])
    ours = make.challenge(make.member(city_id=city.id), cities=[make.city()])
    own = make.challenge(ana, cities=[make.city()])
    chosen = {for_us.id: {city.id}}

    def seen() -> tuple[set[UUID], set[UUID]]:
        listed = {one.id for one in db.exec(select(Challenge).where(sight.visible_to(ana)))}
        every = db.exec(select(Challenge)).all()
        judged = {
            one.id for one in every if challenges.may_see(ana, one, chosen.get(one.id, set()))
        }
        return listed, judged

    assert seen() == ({for_us.id, ours.id, own.id},) * 2
    lapses(db)
    assert seen() == ({own.id},) * 2


def test_a_lead_whose_affiliation_lapses_leads_no_more_and_conveners_hear_of_it(
    db: Session, make: Make, ana: Member, city: City
) -> None:
    convener = make.convener()
    ana.is_lead = True
    db.add(ana)
    lapses(db)
    assert ana.is_lead is False
    assert events(db, convener) == ["city.leadless"]
    assert not ana.leads(city.id)


def test_nobody_hears_of_a_lead_less_while_there_is_another(
    db: Session, make: Make, ana: Member, city: City
) -> None:
    convener = make.convener()
    make.member(city_id=city.id, is_lead=True)
    ana.is_lead = True
    db.add(ana)
    lapses(db)
    assert events(db, convener) == []


def test_somebody_who_vouches_brings_the_city_back(
    db: Session, make: Make, ana: Member, city: City
) -> None:
    lead = make.member("Lea", city_id=city.id, is_lead=True)
    lapses(db)
    later = NOON + timedelta(days=YEAR + 5)
    with clock.stopped(later):
        actions.confirm(db, lead, db.exec(select(Affiliation)).one(), BECAUSE)
    db.commit()
    assert (ana.city_id, ana.unverified_since) == (city.id, None)
    row = queries.mine(db, ana, YEAR)[0]
    assert (row.verified, row.verified_at, row.reason) == (
        "by the city’s lead Lea",
        later,
        BECAUSE.reason,
    )
    assert "affiliation.confirmed" in events(db, ana)
    assert decided_by(db) == [("affiliation_confirmed", lead.id, BECAUSE.reason)]


def test_only_another_who_decides_may_vouch(
    db: Session, make: Make, ana: Member, city: City
) -> None:
    one = db.exec(select(Affiliation)).one()
    colleague = make.member(city_id=city.id)
    elsewhere = make.member(is_lead=True)
    for nobody in (Guest(), colleague, elsewhere):
        assert not policy.may_confirm(nobody, one)
    ana.is_convener = True
    assert policy.may_confirm(ana, one).reason == "Somebody else has to vouch for you."
    with pytest.raises(Denied):
        actions.confirm(db, colleague, one, BECAUSE)


def test_what_is_listed_is_exactly_what_may_be_seen(
    db: Session, make: Make, ana: Member, city: City
) -> None:
    other = make.member()
    make.affiliation(other)
    askers: list[Actor] = [
        Guest(),
        ana,
        other,
        make.member(),
        make.member(city_id=city.id),
        make.member(city_id=city.id, is_lead=True),
        make.convener(),
        make.convener(suspended_at=NOON),
    ]
    every = db.exec(select(Affiliation)).all()
    for me in askers:
        listed = {one.id for one in db.exec(select(Affiliation).where(queries.visible_to(me)))}
        assert listed == {one.id for one in every if policy.may_see(me, one)}
        for one in every:
            if one.id not in listed:
                with pytest.raises(NotFound):
                    queries.entity(db, me, one.id)


def test_one_acts_for_the_body_that_one_chose(db: Session, make: Make, ana: Member) -> None:
    york = make.city("York", zone="Europe/Paris")
    other = make.affiliation(ana, city_id=york.id, is_main=False)
    ana.is_lead = True
    db.add(ana)
    make.convener()
    actions.choose(db, ana, other)
    db.commit()
    assert (ana.city_id, ana.zone, ana.is_lead) == (york.id, "Europe/Paris", False)
    assert [(one.body, one.is_main) for one in queries.mine(db, ana, YEAR)] == [
        ("York", True),
        ("Bristol", False),
    ]


def test_one_cannot_act_for_what_nobody_vouches_for(db: Session, make: Make, ana: Member) -> None:
    claim = make.affiliation(ana, city_id=make.city().id, is_main=False, verified_at=None)
    lapsed = make.affiliation(ana, city_id=make.city().id, is_main=False, lapsed_at=NOON)
    ended = make.affiliation(ana, city_id=make.city().id, is_main=False, ended_at=NOON)
    for one in (claim, lapsed, ended):
        assert not policy.may_choose(ana, one)
    main = next(one for one in db.exec(select(Affiliation)) if one.is_main)
    assert policy.may_choose(ana, main).reason == "You act for it already."
    assert not policy.may_choose(make.member(), claim)


def test_an_organisation_lapses_too(db: Session, make: Make) -> None:
    partner = make.member(city_id=None, organisation="Open Data Institute")
    make.affiliation(partner)
    lapses(db)
    assert (partner.organisation, partner.unverified_since) == (
        "Open Data Institute",
        NOON + timedelta(days=YEAR),
    )


def test_those_who_decide_see_what_needs_looking_at(
    db: Session, make: Make, ana: Member, city: City
) -> None:
    lead = make.member(city_id=city.id, is_lead=True)
    make.affiliation(make.member("Fine", city_id=city.id))
    make.affiliation(make.member("Lapsed", city_id=city.id), lapsed_at=NOON)
    make.affiliation(make.member("Elsewhere"), warned_at=NOON)
    make.affiliation(lead, warned_at=NOON)
    assert [one.member for one in queries.needing(db, lead, YEAR).items] == ["Lapsed"]
    assert len(queries.needing(db, make.convener(), YEAR).items) == 3
    with pytest.raises(Denied):
        queries.needing(db, ana, YEAR)
    counts = [columns(queries.desk(me)) for me in (lead, make.convener(), ana)]
    assert [rows(db, one).scalar_one() for one in counts] == [1, 3, 0]


def test_who_was_a_member_before_affiliations_were_kept_has_one(lasting_engine: Engine) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        lead = make.member("Lea", is_lead=True)
        one = make.member("Ana", city_id=lead.city_id)
        make.member("Partner", city_id=None, organisation="Open Data Institute")
        make.member("Nobody yet", admitted_at=None)
        make.member("Of nothing", city_id=None)
        decided = Application(member_id=one.id, admitted=True, decided_by_id=lead.id)
        by_domain = Application(member_id=lead.id, admitted=True)
        db.add_all([decided, by_domain])
        db.commit()
    script = ScriptDirectory.from_config(migrations.config())
    before = next(
        one.down_revision for one in script.walk_revisions() if one.path.endswith("_affiliation.py")
    )
    with lasting_engine.connect() as connection:
        command.downgrade(migrations.config(connection), str(before))
        connection.commit()
    migrations.upgrade(lasting_engine)
    with sessions_for(lasting_engine)() as db:
        begun = db.exec(
            select(Member.name, Affiliation).join(
                Affiliation, col(Affiliation.member_id) == col(Member.id)
            )
        ).all()
    assert sorted((name, kept.how, kept.body, kept.is_main) for name, kept in begun) == [
        ("Ana", "lead", "", True),
        ("Lea", "domain", "", True),
        ("Partner", "operator", "Open Data Institute", True),
    ]
    assert {kept.verified_at for _name, kept in begun} == {NOON}


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_is_one_query(db: Session, make: Make, many: int) -> None:
    convener = make.convener()
    for _ in range(many):
        make.affiliation(make.member(), lapsed_at=NOON)
    with counted(db.connection()) as sent:
        assert len(queries.needing(db, convener, YEAR).items) == many
    assert len(sent) == 1
