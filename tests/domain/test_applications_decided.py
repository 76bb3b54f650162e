from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import sessions_for
from backend.core.errors import Denied, Rejected
from backend.domain.cities.models import City, CityDomain
from backend.domain.first_steps import queries as first_steps
from backend.domain.joining import actions, policy, queries
from backend.domain.joining.models import Application
from backend.domain.members.models import Guest, Member
from backend.domain.moderation.models import LogEntry
from tests.conftest import NOON
from tests.support.joining import (
    ADDRESS,
    BECAUSE,
    application_of,
    bristol,
    events,
    joins,
    letters,
    verdict,
)
from tests.support.log import decided_by
from tests.support.make import Make
from tests.support.races import at_once


def test_a_decision_is_told_logged_and_final(db: Session, settings: Settings, make: Make) -> None:
    city, convener, other = bristol(db), make.convener(name="Cara"), make.convener()
    lead = make.member(city_id=city.id, is_lead=True)
    amina = joins(db, settings)
    application = application_of(db, amina)
    actions.decide(db, lead, application, verdict())
    db.commit()
    assert amina.admitted_at == NOON
    row = queries.one(db, convener, amina.slug)
    assert (row.decided_by, row.admitted, row.reason) == (lead.name, True, BECAUSE)
    assert events(db, amina) == ["application.admitted", "application.received"]
    for told in (convener, other, lead):
        assert events(db, told) == ["application.others_admitted", "application.waiting"]
    assert letters(db, ADDRESS, "application.admitted")[0].facts["reason"] == BECAUSE
    assert decided_by(db) == [("admit", lead.id, BECAUSE)]
    with pytest.raises(Denied, match="decided already"):
        actions.decide(db, convener, application, verdict(admit=False))


def test_a_refusal_leaves_the_applicant_outside_with_the_reason(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    amina = joins(db, settings)
    actions.decide(db, convener, application_of(db, amina), verdict(admit=False))
    db.commit()
    mine = queries.mine(db, amina)
    assert mine
    assert (amina.admitted_at, mine.admitted, mine.reason) == (None, False, BECAUSE)
    assert events(db, amina) == ["application.received", "application.refused"]
    (letter,) = letters(db, ADDRESS, "application.refused")
    assert letter.facts["reason"] == BECAUSE
    assert events(db, convener) == ["application.others_refused", "application.waiting"]


def test_a_convener_finds_the_city_that_was_typed_in(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    amina = joins(db, settings, city="The Hague, in Holland", place="other")
    application = application_of(db, amina)
    with pytest.raises(Rejected):
        actions.decide(db, convener, application, verdict(city="Qwxyzk"))
    actions.decide(db, convener, application, verdict(city="Den Haag, Netherlands"))
    db.commit()
    assert db.get_one(City, amina.city_id).slug == "the-hague-nl"


def test_a_partner_without_a_city_is_admitted_under_their_organisation(
    db: Session, settings: Settings, make: Make
) -> None:
    amina = joins(db, settings, city="The Open Data Institute", place="other")
    actions.decide(db, make.convener(), application_of(db, amina), verdict())
    assert (amina.is_member, amina.city_id, amina.organisation) == (
        True,
        None,
        "The Open Data Institute",
    )


def test_a_domain_that_is_remembered_admits_the_next(
    db: Session, settings: Settings, make: Make
) -> None:
    bristol(db)
    amina = joins(db, settings)
    actions.decide(db, make.convener(), application_of(db, amina), verdict(remember_domain=True))
    db.commit()
    assert joins(db, settings, email="ben@bristol.gov.uk", name="Ben").is_member


def test_a_lead_admits_and_makes_no_domain_the_citys_own(
    db: Session, settings: Settings, make: Make
) -> None:
    lead = make.member(city_id=bristol(db).id, is_lead=True)
    amina = joins(db, settings)
    with pytest.raises(Denied, match="Only conveners can change"):
        actions.decide(db, lead, application_of(db, amina), verdict(remember_domain=True))
    assert db.exec(select(CityDomain)).all() == []
    actions.decide(db, lead, application_of(db, amina), verdict())
    assert amina.is_member


def test_a_domain_that_anybody_can_use_is_not_remembered(
    db: Session, settings: Settings, make: Make
) -> None:
    amina = joins(db, settings, email="amina@gmail.com")
    with pytest.raises(Denied, match="cannot be taken for the city’s own"):
        actions.decide(
            db, make.convener(), application_of(db, amina), verdict(remember_domain=True)
        )
    other = joins(db, settings, email="ben@odi.example", city="The ODI", place="other")
    with pytest.raises(Denied):
        actions.decide(
            db, make.convener(), application_of(db, other), verdict(remember_domain=True)
        )


def test_a_domain_where_anybody_can_have_a_name_is_not_remembered(
    db: Session, settings: Settings, make: Make
) -> None:
    bristol(db)
    amina = joins(db, settings, email="amina@github.io")
    with pytest.raises(Rejected, match="Anybody can have a name under"):
        actions.decide(
            db, make.convener(), application_of(db, amina), verdict(remember_domain=True)
        )


def test_a_domain_is_remembered_for_a_city_or_not_at_all(
    db: Session, settings: Settings, make: Make
) -> None:
    convener, city = make.convener(), bristol(db)
    amina = joins(db, settings)
    ben = joins(db, settings, email="ben@bristol.gov.uk", name="Ben")
    nowhere = verdict(remember_domain=True, city="The ODI", place="other")
    with pytest.raises(Rejected, match="whose domain this is"):
        actions.decide(db, convener, application_of(db, amina), nowhere)
    for applicant in (amina, ben):
        actions.decide(db, convener, application_of(db, applicant), verdict(remember_domain=True))
        db.flush()
    kept = db.exec(select(CityDomain)).all()
    assert [(one.city_id, one.domain) for one in kept] == [(city.id, "bristol.gov.uk")]


def test_a_lead_admits_to_their_own_city_and_to_no_other(
    db: Session, settings: Settings, make: Make
) -> None:
    city = bristol(db)
    lead = make.member(city_id=city.id, is_lead=True)
    amina = joins(db, settings)
    with pytest.raises(Denied, match="Only conveners can choose the city"):
        actions.decide(db, lead, application_of(db, amina), verdict(city="Porto, Portugal"))
    actions.decide(db, lead, application_of(db, amina), verdict())
    assert amina.city_id == city.id


def test_nobody_decides_without_being_asked_to(db: Session, settings: Settings, make: Make) -> None:
    city = bristol(db)
    amina = joins(db, settings)
    application = application_of(db, amina)
    for me in (make.member(city_id=city.id), make.member(is_lead=True), amina):
        with pytest.raises(Denied, match="Only conveners and the city’s lead"):
            actions.decide(db, me, application, verdict())
    amina.is_convener, amina.admitted_at = True, NOON
    assert policy.may_decide(amina, application, amina).reason == (
        "You cannot decide your own application."
    )
    assert policy.may_decide(Guest(), application, amina).reason


def test_an_application_that_waits_too_long_is_brought_up_again_every_week(
    db: Session, settings: Settings, make: Make
) -> None:
    city, convener = bristol(db), make.convener()
    lead, elsewhere = make.member(city_id=city.id, is_lead=True), make.member(is_lead=True)
    amina = joins(db, settings)
    found = []
    for waited in (
        timedelta(days=3),
        timedelta(days=3, seconds=1),
        timedelta(days=4),
        timedelta(days=10, seconds=1),
        timedelta(days=10, seconds=2),
        timedelta(days=17, seconds=3),
    ):
        with clock.stopped(NOON + waited):
            found.append(actions.remind(db, days=3))
            db.flush()
    assert found == [0, 1, 0, 0, 1, 1]
    late = ["application.late"] * 3
    assert events(db, convener) == events(db, lead) == [*late, "application.waiting"]
    assert events(db, elsewhere) == []
    assert events(db, amina) == ["application.received"]


def test_how_long_is_too_long_is_a_setting_and_nobody_is_reminded_of_what_is_decided(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    amina = joins(db, settings)
    with clock.stopped(NOON + timedelta(days=5)):
        assert actions.remind(db, days=7) == 0
        actions.decide(db, convener, application_of(db, amina), verdict())
        db.commit()
    with clock.stopped(NOON + timedelta(days=30)):
        assert actions.remind(db, days=7) == 0


def test_whoever_says_it_all_anew_has_waited_since_the_first_time(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    joins(db, settings)
    with clock.stopped(NOON + timedelta(days=2)):
        amina = joins(db, settings, title="Head of everything")
        assert queries.one(db, convener, amina.slug).days == 2
        for me, known in ((convener, [1, NOON]), (amina, [0, None])):
            assert first_steps.mine(db, me, *queries.desk(me)).beside == known


def test_an_application_can_be_taken_back_until_it_is_decided(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    amina = joins(db, settings)
    application = application_of(db, amina)
    for other in (convener, make.member(), Guest()):
        assert policy.may_withdraw(other, application).reason
    actions.withdraw(db, amina, application)
    db.commit()
    row = queries.one(db, convener, amina.slug)
    assert (row.withdrawn, row.admitted, amina.admitted_at) == (True, False, None)
    assert queries.waiting(db, convener).items == []
    assert events(db, convener) == ["application.waiting", "application.withdrawn"]
    with pytest.raises(Denied, match="decided already"):
        actions.withdraw(db, amina, application)
    with clock.stopped(NOON + timedelta(hours=1)):
        joins(db, settings)
        assert not queries.one(db, convener, amina.slug).withdrawn


def test_of_ten_who_decide_at_once_one_does(lasting_engine: Engine, settings: Settings) -> None:
    with sessions_for(lasting_engine)() as db:
        convener = Make(db).convener()
        amina = joins(db, settings)
        slug, me = amina.slug, convener.id

    def decide(db: Session) -> Application:
        convener = db.get_one(Member, me)
        return actions.decide(db, convener, queries.entity(db, convener, slug), verdict())

    got = at_once(lasting_engine, decide, clients=10)
    assert got.count("Application") == 1
    assert set(got) <= {"Application", "Conflict", "Denied"}
    with sessions_for(lasting_engine)() as db:
        assert len(db.exec(select(LogEntry)).all()) == 1
