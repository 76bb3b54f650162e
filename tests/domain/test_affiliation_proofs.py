"""A letter to an official address proves where somebody works."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import sessions_for
from backend.core.errors import Conflict, Denied, NotFound, Rejected, TooMany
from backend.domain.affiliations import actions, proving, queries
from backend.domain.affiliations.models import AddressDraft, Affiliation, AffiliationProof
from backend.domain.cities.models import City, CityDomain
from backend.domain.members.models import Member
from tests.conftest import NOON
from tests.support.joining import letters
from tests.support.make import Make
from tests.support.races import at_once
from tests.support.works import YEAR, city_at, letter_for

ADDRESS = "ana.gomez@bristol.gov.uk"


@pytest.fixture
def city(db: Session, make: Make) -> City:
    return city_at(db, make, "Bristol", "bristol.gov.uk")


@pytest.fixture
def ana(make: Make, city: City) -> Member:
    return make.member("Ana", city_id=city.id)


@pytest.fixture
def hers(make: Make, ana: Member) -> Affiliation:
    return make.affiliation(ana)


def test_a_used_link_renews_it_from_that_day_on(
    db: Session, ana: Member, hers: Affiliation, city: City
) -> None:
    lapsed = NOON + timedelta(days=YEAR)
    with clock.stopped(lapsed - timedelta(days=30)):
        actions.warn(db, YEAR)
    with clock.stopped(lapsed):
        actions.lapse(db, YEAR)
        assert ana.city_id is None
        token = letter_for(db, ana, hers, ADDRESS)
        proving.use(db, ana, token)
    db.commit()
    assert [ana.city_id, ana.unverified_since] == [city.id, None]
    row = queries.mine(db, ana, YEAR)[0]
    assert (row.verified, row.verified_at, row.until) == (
        "by a letter to the official address",
        lapsed,
        lapsed + timedelta(days=YEAR),
    )
    assert hers.address == ADDRESS


def test_looking_at_the_link_changes_nothing(db: Session, ana: Member, hers: Affiliation) -> None:
    token = letter_for(db, ana, hers, ADDRESS)
    before = hers.model_dump()
    for _ in range(3):
        assert proving.find(db, ana, token) is hers
    assert hers.model_dump() == before
    assert proving.use(db, ana, token) is hers


def test_a_letter_to_a_domain_that_is_the_citys_no_more_proves_nothing(
    db: Session, ana: Member, hers: Affiliation, city: City
) -> None:
    token = letter_for(db, ana, hers, ADDRESS)
    before = hers.model_dump()
    db.delete(db.get_one(CityDomain, (city.id, "bristol.gov.uk")))
    db.commit()
    for open_it in (proving.find, proving.use):
        with pytest.raises(NotFound):
            open_it(db, ana, token)
    assert hers.model_dump() == before


def test_a_link_works_once_for_a_week_and_for_nobody_else(
    db: Session, make: Make, ana: Member, hers: Affiliation
) -> None:
    token = letter_for(db, ana, hers, ADDRESS)
    for me, asked in ((make.member(), token), (ana, "another"), (ana, "")):
        with pytest.raises(NotFound):
            proving.use(db, me, asked)
    with clock.stopped(NOON + proving.LIFE), pytest.raises(NotFound):
        proving.use(db, ana, token)
    proving.use(db, ana, token)
    with pytest.raises(NotFound):
        proving.use(db, ana, token)


@pytest.mark.parametrize(
    "address",
    [
        "ana@gmail.com",
        "ana@evil-bristol.gov.uk",
        "ana@bristol.gov.uk.example.org",
        "ana@sub.bristol.gov.uk",
    ],
)
def test_only_an_address_of_the_citys_own_is_written_to(
    db: Session, ana: Member, hers: Affiliation, address: str
) -> None:
    with pytest.raises(Rejected, match="e-mail domain") as refused:
        proving.ask(db, ana, hers, AddressDraft(address=address))
    assert set(refused.value.problems) == {"address"}
    assert letters(db, address) == []


def test_nobody_is_flooded_with_letters(db: Session, ana: Member, hers: Affiliation) -> None:
    for _ in range(proving.MOST):
        letter_for(db, ana, hers, ADDRESS)
    with pytest.raises(TooMany):
        letter_for(db, ana, hers, "other@bristol.gov.uk")
    with clock.stopped(NOON + timedelta(days=1, minutes=1)):
        assert letter_for(db, ana, hers, ADDRESS)


def test_one_address_is_not_flooded_by_many(
    db: Session, make: Make, hers: Affiliation, ana: Member, city: City
) -> None:
    ben = make.member(city_id=city.id)
    his = make.affiliation(ben)
    for _ in range(proving.MOST):
        letter_for(db, ben, his, ADDRESS)
    assert letter_for(db, ana, hers, ADDRESS), "one alone keeps nobody from their letter"
    for _ in range(proving.MOST_TO_ONE - proving.MOST - 1):
        one = make.member(city_id=city.id)
        letter_for(db, one, make.affiliation(one), ADDRESS)
    with pytest.raises(TooMany):
        letter_for(db, ana, hers, ADDRESS)


def test_what_has_ended_is_proven_no_more(db: Session, ana: Member, hers: Affiliation) -> None:
    token = letter_for(db, ana, hers, ADDRESS)
    hers.ended_at = NOON
    db.add(hers)
    db.commit()
    with pytest.raises(NotFound):
        proving.use(db, ana, token)
    with pytest.raises(Denied):
        proving.ask(db, ana, hers, AddressDraft(address=ADDRESS))


def test_the_suspended_prove_nothing(db: Session, ana: Member, hers: Affiliation) -> None:
    token = letter_for(db, ana, hers, ADDRESS)
    ana.suspended_at = NOON
    with pytest.raises(Denied):
        proving.use(db, ana, token)


def test_old_links_are_forgotten(db: Session, ana: Member, hers: Affiliation) -> None:
    letter_for(db, ana, hers, ADDRESS)
    assert proving.forget_old(db) == 0
    with clock.stopped(NOON + timedelta(days=31)):
        assert proving.forget_old(db) == 1
    assert db.exec(select(AffiliationProof)).all() == []


def test_of_twenty_presses_at_once_one_counts(lasting_engine: Engine) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        city = city_at(db, make, "Bristol", "bristol.gov.uk")
        ana = make.member("Ana", city_id=city.id)
        token = letter_for(db, ana, make.affiliation(ana), ADDRESS)

    def press(db: Session) -> Affiliation:
        me = db.exec(select(Member).where(col(Member.name) == "Ana")).one()
        return proving.use(db, me, token)

    got = at_once(lasting_engine, press, clients=20)
    assert got.count("Affiliation") == 1
    assert set(got) <= {"Affiliation", Conflict.__name__, NotFound.__name__}
