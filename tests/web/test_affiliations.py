"""Where one works and who vouches for it, in a browser."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.core import clock
from backend.domain.affiliations import actions
from backend.domain.affiliations.models import Affiliation
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted

BECAUSE = "I rang the city hall and asked."


@pytest.fixture
def city(make: Make) -> City:
    return make.city("Bristol")


@pytest.fixture
def ana(make: Make, city: City) -> Member:
    return make.member("Ana", city_id=city.id)


@pytest.fixture
def hers(make: Make, ana: Member) -> Affiliation:
    return make.affiliation(ana, title="Head of data")


def lapsed(db: Session, ana: Member) -> None:
    with clock.stopped(NOON - timedelta(days=40)):
        actions.warn(db, 31)
    with clock.stopped(NOON - timedelta(days=9)):
        actions.lapse(db, 31)
    db.commit()
    assert ana.city_id is None


def test_a_profile_says_who_vouches_for_the_city_and_until_when(
    browser: Browser, ana: Member, hers: Affiliation
) -> None:
    page = browser.get(f"/people/{ana.slug}").text
    assert "Verified by the e-mail address on 4 May, until 4 May 2027" in page
    assert hers.address not in page


def test_a_profile_keeps_the_history(browser: Browser, make: Make, ana: Member) -> None:
    york = make.city("York")
    make.affiliation(
        ana, city_id=york.id, is_main=False, ended_at=NOON - timedelta(days=60), ended_why="moved"
    )
    page = browser.get(f"/people/{ana.slug}").text
    assert f'<a href="/cities/{york.slug}"><bdi>York</bdi></a>' in page
    assert "Until March 2026" in page


@pytest.mark.usefixtures("hers")
def test_where_the_city_is_not_shown_the_history_is_not_either(
    browser: Browser, db: Session, ana: Member
) -> None:
    ana.audience = {"city": "members"}
    db.add(ana)
    db.commit()
    page = browser.get(f"/people/{ana.slug}").text
    assert "Bristol" not in page
    assert "Verified" not in page


def test_a_claim_is_on_no_profile(browser: Browser, make: Make, ana: Member) -> None:
    make.affiliation(ana, city_id=make.city("York").id, is_main=False, verified_at=None, how="")
    assert "York" not in browser.get(f"/people/{ana.slug}").text


def test_a_lapse_shows_wherever_the_city_does(
    browser: Browser, db: Session, make: Make, ana: Member
) -> None:
    with clock.stopped(NOON - timedelta(days=50)):
        make.affiliation(ana)
    challenge = make.challenge(visibility="public")
    make.answer(challenge, ana)
    make.facing(challenge, ana)
    page = browser.get(f"/challenges/{challenge.slug}").text
    assert "at that time" not in page
    assert "to be confirmed" not in page
    lapsed(db, ana)
    page = browser.get(f"/challenges/{challenge.slug}").text
    assert "Bristol (at that time)" in page
    assert "(to be confirmed by the city)" in page
    page = browser.get(f"/people/{ana.slug}").text
    assert "Not verified since 25 April" in page


@pytest.mark.usefixtures("hers")
def test_ones_own_page_says_how_it_stands(
    browser: Browser, make: Make, sign_in: SignIn, ana: Member
) -> None:
    sign_in(ana)
    page = browser.get("/settings/affiliation").text
    assert "You act for it" in page
    assert "Head of data" in page
    sign_in(make.member(city_id=None))
    assert "Nobody vouches for you yet" in browser.get("/settings/affiliation").text


@pytest.mark.usefixtures("hers")
def test_one_chooses_for_whom_one_acts(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ana: Member
) -> None:
    york = make.city("York")
    other = make.affiliation(ana, city_id=york.id, is_main=False)
    sign_in(ana)
    assert landed_on(browser.send(f"/affiliations/{other.id}/main")) == "/settings/affiliation"
    db.expire_all()
    assert ana.city_id == york.id
    assert browser.send(f"/affiliations/{other.id}/main").status_code == 403


def test_a_lead_finds_and_vouches_for_a_colleague(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ana: Member, city: City
) -> None:
    with clock.stopped(NOON - timedelta(days=50)):
        hers = make.affiliation(ana)
    lapsed(db, ana)
    sign_in(make.member(city_id=city.id, is_lead=True))
    page = browser.get("/moderation/affiliations").text
    assert f"/affiliations/{hers.id}" in page
    address = f"/affiliations/{hers.id}/confirmation"
    refused = browser.send(address, reason="Yes")
    assert refused.status_code == 422
    assert "at least 10 characters" in refused.text
    assert "Yes</textarea>" in refused.text
    assert landed_on(browser.send(address, reason=BECAUSE)) == "/moderation/affiliations"
    db.expire_all()
    assert ana.city_id == city.id
    assert "Nothing to look at" in browser.get("/moderation/affiliations").text


def test_what_is_somebody_elses_is_not_there(
    browser: Browser, make: Make, sign_in: SignIn, city: City, hers: Affiliation
) -> None:
    sign_in(make.member(city_id=city.id))
    missing = browser.get("/affiliations/019b0000-0000-7000-8000-000000000000")
    page = browser.get(f"/affiliations/{hers.id}")
    assert (page.status_code, page.text.replace(str(hers.id), "")) == (
        404,
        missing.text.replace("019b0000-0000-7000-8000-000000000000", ""),
    )
    for verb in ("confirmation", "main"):
        sent = browser.send(f"/affiliations/{hers.id}/{verb}", reason=BECAUSE)
        assert sent.status_code == 404
    assert browser.get("/moderation/affiliations").status_code == 403


@pytest.mark.parametrize("many", [1, 3])
def test_pages_take_few_queries(
    browser: Browser,
    make: Make,
    sign_in: SignIn,
    connection: Connection,
    ana: Member,
    hers: Affiliation,
    many: int,
) -> None:
    for _ in range(many):
        make.affiliation(ana, city_id=make.city().id, is_main=False, lapsed_at=NOON)
    ana.is_convener = True
    sign_in(ana)
    for address, most in (
        ("/settings/affiliation", 2),
        ("/moderation/affiliations", 3),
        (f"/affiliations/{hers.id}", 2),
    ):
        with counted(connection) as sent:
            assert browser.get(address).status_code == 200
        assert len(sent) == most, address
