from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Rejected
from backend.core.i18n import Language, speaking
from backend.domain.cities.models import City
from backend.domain.joining import actions, queries
from backend.domain.joining.models import Application, JoinDraft
from backend.domain.members.models import Member, MemberTopic
from tests.conftest import NOON
from tests.support.joining import (
    ADDRESS,
    HOME,
    application_of,
    bristol,
    events,
    joins,
    letters,
    verdict,
    wishes_to_join,
)
from tests.support.make import Make


def test_nobody_is_made_before_the_address_is_proven(db: Session, settings: Settings) -> None:
    actions.apply(db, settings, HOME, wishes_to_join())
    db.flush()
    assert db.exec(select(Member)).all() == []
    assert db.exec(select(City)).all() == []
    assert [letter.event for letter in letters(db)] == ["confirm_address"]


def test_an_official_domain_admits_at_once(db: Session, settings: Settings, make: Make) -> None:
    city, convener = bristol(db, "bristol.gov.uk"), make.convener()
    lead, elsewhere = make.member(city_id=city.id, is_lead=True), make.member(is_lead=True)
    amina = joins(db, settings, would_convene=True)
    assert amina.is_member
    assert (amina.city_id, amina.organisation, amina.zone) == (city.id, "", "Europe/London")
    assert (amina.slug, amina.title, amina.would_convene) == ("amina-mensah", "Head of data", True)
    assert amina.email_proven_at == amina.admitted_at == NOON
    application = application_of(db, amina)
    assert (application.admitted, application.decided_at, application.decided_by_id) == (
        True,
        NOON,
        None,
    )
    assert events(db, amina) == ["application.admitted"]
    assert events(db, convener) == events(db, lead) == ["application.arrived"]
    assert events(db, elsewhere) == []


def test_a_pattern_of_domains_admits_too(db: Session, settings: Settings) -> None:
    bristol(db, "*.gov.uk")
    assert joins(db, settings).is_member


def test_an_installation_may_admit_everybody_by_hand(db: Session, settings: Settings) -> None:
    bristol(db, "bristol.gov.uk")
    by_hand = settings.model_copy(update={"admit_by_domain": False})
    amina = joins(db, by_hand)
    assert not amina.is_member
    assert application_of(db, amina).waits_for == "by_hand"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"email": "amina@bath.gov.uk"}, "unknown_domain"),
        ({"email": "amina@mail.bristol.gov.uk"}, "unknown_domain"),
        ({"email": "amina@gmail.com"}, "free_mail"),
        ({"email": "amina@bristoi.gov.uk"}, "look_alike"),
        ({"email": "amina@bristol.gov.uk.evil.example"}, "look_alike"),
        ({"city": "Little Snoring", "place": "other"}, "other_city"),
        ({"city": "Porto, Portugal"}, "unknown_domain"),
    ],
)
def test_whoever_waits_hears_it_and_so_do_those_who_decide(
    db: Session, settings: Settings, make: Make, given: dict[str, str], reason: str
) -> None:
    city, convener = bristol(db, "bristol.gov.uk"), make.convener()
    lead = make.member(city_id=city.id, is_lead=True)
    amina = joins(db, settings, **given)
    application = application_of(db, amina)
    assert not amina.is_member
    assert (application.waits_for, application.decided_at) == (reason, None)
    assert events(db, amina) == ["application.received"]
    assert events(db, convener) == ["application.waiting"]
    assert events(db, lead) == (["application.waiting"] if "city" not in given else [])


def test_free_mail_never_admits_whatever_a_city_has_entered(
    db: Session, settings: Settings
) -> None:
    bristol(db, "gmail.com")
    assert not joins(db, settings, email="amina@gmail.com").is_member


def test_a_city_comes_to_be_with_its_first_member(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    before = len(db.exec(select(City)).all())
    amina = joins(db, settings, city="Porto, Portugal")
    assert len(db.exec(select(City)).all()) == before
    assert queries.one(db, convener, amina.slug).where == "Porto, Portugal"
    actions.decide(db, convener, application_of(db, amina), verdict())
    db.commit()
    porto = db.get_one(City, amina.city_id)
    assert (porto.slug, porto.country, porto.zone) == ("porto-pt", "PT", "Europe/Lisbon")
    assert (amina.zone, amina.organisation) == ("Europe/Lisbon", "")
    assert queries.one(db, convener, amina.slug).where == "Porto"


def test_topics_and_language_are_kept_with_the_member(
    db: Session, settings: Settings, make: Make
) -> None:
    data, housing = make.topic("Open data"), make.topic("Housing")
    with speaking(Language("es", "Español")):
        amina = joins(db, settings, can_help=["open-data"], looking_for=["housing", "open-data"])
    kept = {(one.side, one.topic_id) for one in db.exec(select(MemberTopic))}
    assert kept == {("can_help", data.id), ("looking_for", data.id), ("looking_for", housing.id)}
    assert amina.language == "es"
    assert [letter.language for letter in letters(db, ADDRESS)] == ["es", "es"]


def test_unknown_topics_and_unclear_cities_are_refused_before_anything_is_written(
    db: Session, settings: Settings
) -> None:
    for given, field in (
        ({"can_help": ["alchemy"]}, "can_help"),
        ({"looking_for": ["alchemy"]}, "looking_for"),
        ({"city": "San José", "email": "a@example.org"}, "city"),
        ({"city": "Qwxyzk"}, "city"),
    ):
        with pytest.raises(Rejected) as refused:
            actions.apply(db, settings, HOME, wishes_to_join(**given))
        assert list(refused.value.problems) == [field]
    assert letters(db) == []
    assert db.exec(select(Application)).all() == []


def test_whoever_waits_may_say_it_all_anew_in_the_same_application(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    amina = joins(db, settings, email="amina@gmail.com", name="Amna Mensa")
    again = joins(db, settings, email="amina@gmail.com", city="Porto, Portugal")
    assert (again.id, again.name) == (amina.id, "Amina Mensah")
    assert queries.one(db, convener, amina.slug).where == "Porto, Portugal"
    assert len(queries.waiting(db, convener).items) == 1
    assert events(db, convener) == ["application.waiting"]


def test_whoever_was_refused_may_apply_again(db: Session, settings: Settings, make: Make) -> None:
    convener = make.convener()
    amina = joins(db, settings, email="amina@gmail.com")
    actions.decide(db, convener, application_of(db, amina), verdict(admit=False))
    db.commit()
    with clock.stopped(NOON + timedelta(hours=1)):
        joins(db, settings, email="amina@gmail.com")
        mine = queries.mine(db, amina)
    assert mine
    assert mine.admitted is None
    assert [row.admitted for row in queries.decided(db, convener).items] == [False]


def test_what_is_missing_is_named_field_by_field() -> None:
    with pytest.raises(ValidationError) as refused:
        JoinDraft.model_validate({"email": "", "name": " ", "city": "x" * 121})
    assert {error["loc"][0]: error["type"] for error in refused.value.errors()} == {
        "name": "string_too_short",
        "email": "string_too_short",
        "title": "missing",
        "city": "string_too_long",
        "code_of_conduct": "not_accepted",
    }
