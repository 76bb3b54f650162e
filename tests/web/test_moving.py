"""Renewing, moving, leaving and handing over, in a browser."""

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from backend.domain.affiliations.models import Affiliation, Handover
from backend.domain.cities import gazetteer
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from tests.conftest import SignIn
from tests.support.browser import Browser, landed_on
from tests.support.joining import bristol, letters
from tests.support.make import Make
from tests.support.queries import counted
from tests.support.works import city_at, letter_for

ADDRESS = "ana@york.gov.uk"
BECAUSE = "I rang the city hall and asked."


@pytest.fixture
def city(db: Session, make: Make) -> City:
    return city_at(db, make, "York", "york.gov.uk")


@pytest.fixture
def ana(make: Make, city: City, sign_in: SignIn) -> Member:
    member = make.member("Ana", city_id=city.id)
    sign_in(member)
    return member


@pytest.fixture
def hers(make: Make, ana: Member) -> Affiliation:
    return make.affiliation(ana)


def test_a_letter_is_sent_and_its_link_shows_a_button_that_renews(
    browser: Browser, db: Session, hers: Affiliation
) -> None:
    sent = browser.send(f"/affiliations/{hers.id}/renewal", address=ADDRESS)
    assert landed_on(sent) == "/settings/affiliation"
    letter = letters(db, ADDRESS, "affiliation_proof")[0]
    path = f"/settings/affiliation/{letter.facts['token']}"
    assert letter.facts["body"] == "York"
    for _ in range(2):
        page = browser.get(path)
        assert (page.status_code, "Yes, I work there" in page.text) == (200, True)
    assert landed_on(browser.send(path)) == "/settings/affiliation"
    db.expire_all()
    assert (hers.how, hers.address) == ("mail", ADDRESS)
    assert browser.get(path).status_code == 410
    assert browser.send(path).status_code == 404


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Please fill this in."),
        ("not an address", "e-mail address"),
        ("ana@gmail.com", "one of York’s own"),
    ],
)
def test_an_address_that_will_not_do_is_said_and_kept(
    browser: Browser, db: Session, hers: Affiliation, address: str, sentence: str
) -> None:
    refused = browser.send(f"/affiliations/{hers.id}/renewal", address=address)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert f'value="{address}"' in refused.text
    assert letters(db, event="affiliation_proof") == []


def test_a_claim_whose_address_will_not_do_is_not_kept(
    browser: Browser, db: Session, hers: Affiliation
) -> None:
    place = str(gazetteer.find("Bristol", country="GB")[0].id)
    address = "ana@gmail.com"
    refused = browser.send("/settings/affiliation", city="Bristol", place=place, address=address)
    assert (refused.status_code, "one of Bristol’s own" in refused.text) == (422, True)
    assert db.exec(select(Affiliation)).all() == [hers]


def test_who_opens_the_link_unknown_is_asked_to_sign_in_and_comes_back(
    browser: Browser, db: Session, ana: Member, hers: Affiliation
) -> None:
    token = letter_for(db, ana, hers, ADDRESS)
    browser.client.cookies.clear()
    page = browser.get(f"/settings/affiliation/{token}")
    assert page.status_code == 401
    assert f"/sign-in?next=%2Fsettings%2Faffiliation%2F{token}" in page.text
    assert browser.send(f"/settings/affiliation/{token}").status_code == 401


def test_another_member_cannot_use_the_link(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ana: Member, hers: Affiliation
) -> None:
    token = letter_for(db, ana, hers, ADDRESS)
    sign_in(make.member())
    assert browser.get(f"/settings/affiliation/{token}").status_code == 410
    assert browser.send(f"/settings/affiliation/{token}").status_code == 404


@pytest.mark.usefixtures("hers")
def test_a_move_by_letter(browser: Browser, db: Session, ana: Member) -> None:
    there = bristol(db, "bristol.gov.uk")
    assert "I have moved there" in browser.get("/settings/affiliation/new").text
    sent = browser.send(
        "/settings/affiliation",
        city="Bristol, United Kingdom",
        title="Head of data",
        address="ana@bristol.gov.uk",
        moves="yes",
    )
    assert landed_on(sent) == "/settings/affiliation"
    assert "Waits to be verified" in browser.get("/settings/affiliation").text
    token = letters(db, "ana@bristol.gov.uk", "affiliation_proof")[0].facts["token"]
    browser.send(f"/settings/affiliation/{token}")
    db.expire_all()
    assert ana.city_id == there.id
    assert "Until May 2026" in browser.get(f"/people/{ana.slug}").text


@pytest.mark.usefixtures("hers", "ana")
def test_a_city_of_many_is_asked_for_and_the_words_stay(browser: Browser) -> None:
    refused = browser.send("/settings/affiliation", city="Springfield", title="Clerk")
    assert refused.status_code == 422
    assert "choose your city" in refused.text
    assert 'value="Springfield"' in refused.text
    assert 'value="Clerk"' in refused.text
    refused = browser.send("/settings/affiliation", city="")
    assert (refused.status_code, "Please fill this in." in refused.text) == (422, True)


def test_a_lead_says_no_to_a_claim_and_ends_it_for_who_has_left(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ana: Member, hers: Affiliation
) -> None:
    there = bristol(db)
    browser.send("/settings/affiliation", city="Bristol, United Kingdom")
    claim = db.exec(select(Affiliation).where(col(Affiliation.city_id) == there.id)).one()
    sign_in(make.member(city_id=there.id, is_lead=True))
    assert browser.send(f"/affiliations/{claim.id}/refusal", reason="No").status_code == 422
    assert browser.send(f"/affiliations/{hers.id}/removal", reason=BECAUSE).status_code == 404
    sent = browser.send(f"/affiliations/{claim.id}/refusal", reason=BECAUSE)
    assert landed_on(sent) == "/moderation/affiliations"
    sign_in(make.convener())
    sent = browser.send(f"/affiliations/{hers.id}/removal", reason=BECAUSE)
    assert landed_on(sent) == "/moderation/affiliations"
    db.expire_all()
    assert [claim.ended_why, hers.ended_why, ana.city_id] == ["refused", "removed", None]


def test_leaving_shows_first_what_is_handed_over(
    browser: Browser, db: Session, make: Make, ana: Member, hers: Affiliation
) -> None:
    make.challenge(ana, title="Paint on roads")
    page = browser.get(f"/affiliations/{hers.id}/departure").text
    assert "1 thing is handed over" in page
    assert "Paint on roads" in page
    sent = browser.send(f"/affiliations/{hers.id}/departure")
    assert landed_on(sent) == f"/hand-overs/{hers.id}"
    db.expire_all()
    assert ana.city_id is None
    assert "Paint on roads" in browser.get(f"/hand-overs/{hers.id}").text
    assert browser.get(f"/affiliations/{hers.id}/departure").status_code == 403


@pytest.mark.usefixtures("ana")
def test_who_has_nothing_in_hand_just_leaves(browser: Browser, hers: Affiliation) -> None:
    sent = browser.send(f"/affiliations/{hers.id}/departure")
    assert landed_on(sent) == "/settings/affiliation"
    assert browser.get(f"/hand-overs/{hers.id}").status_code == 404


def test_a_thing_is_offered_declined_and_taken_over(
    browser: Browser,
    db: Session,
    make: Make,
    sign_in: SignIn,
    ana: Member,
    city: City,
    hers: Affiliation,
) -> None:
    joe = make.member("Joe", city_id=city.id)
    make.challenge(ana, title="Paint on roads")
    browser.send(f"/affiliations/{hers.id}/departure")
    item = db.exec(select(Handover)).one()
    base = f"/hand-overs/{hers.id}/items/{item.id}"
    refused = browser.send(f"{base}/offer", to=ana.slug)
    assert (refused.status_code, "from the list" in refused.text) == (422, True)
    assert landed_on(browser.send(f"{base}/offer", to=joe.slug)) == f"/hand-overs/{hers.id}"
    assert browser.send(f"{base}/taking").status_code == 403
    sign_in(joe)
    assert "Left by Ana, York" in browser.get("/hand-overs").text
    page = browser.get(f"/hand-overs/{hers.id}").text
    assert "Joe was asked." in page
    browser.send(f"{base}/refusal")
    browser.send(f"{base}/taking")
    page = browser.get(f"/hand-overs/{hers.id}").text
    assert "Joe keeps it now." in page
    assert "Nothing to take over" in browser.get("/hand-overs").text
    sign_in(make.member())
    for path in ("taking", "refusal", "offer"):
        assert browser.send(f"{base}/{path}", to=joe.slug).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_pages_take_few_queries(
    browser: Browser,
    make: Make,
    sign_in: SignIn,
    connection: Connection,
    ana: Member,
    city: City,
    hers: Affiliation,
    many: int,
) -> None:
    for _ in range(many):
        make.challenge(ana)
    costs = []
    with counted(connection) as sent:
        browser.get(f"/affiliations/{hers.id}/departure")
        costs.append(len(sent))
    browser.send(f"/affiliations/{hers.id}/departure")
    for _ in range(many):
        sign_in(make.member(city_id=city.id))
    for address in ("/hand-overs", f"/hand-overs/{hers.id}"):
        with counted(connection) as sent:
            assert browser.get(address).status_code == 200
        costs.append(len(sent))
    assert costs == [7, 2, 3]
