import re

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.domain.cities.models import City, CityDomain
from backend.domain.joining.models import Application
from backend.domain.members.models import Member
from tests.conftest import SignIn
from tests.support.browser import Browser, landed_on
from tests.support.joining import letters, token_for, wish
from tests.support.make import Make
from tests.support.queries import counted

ADDRESS = "amina@bristol.gov.uk"
BRISTOL = 2654675


@pytest.fixture
def bristol(make: Make, db: Session) -> City:
    city = make.city("Bristol", geonames_id=BRISTOL)
    db.add(CityDomain(city_id=city.id, domain="bristol.gov.uk"))
    db.commit()
    return city


def test_an_official_joins_and_is_admitted_by_the_address(
    browser: Browser, db: Session, bristol: City
) -> None:
    assert "Ask to join" in browser.get("/join").text
    assert landed_on(browser.send("/join", **wish())) == "/sign-in/sent"
    assert "Look in your mail" in browser.get("/sign-in/sent").text
    address = f"/sign-in/{token_for(db, ADDRESS)}"
    assert browser.get(address).status_code == 200
    assert db.exec(select(Member)).all() == []
    assert landed_on(browser.send(address)) == "/"
    amina = db.exec(select(Member)).one()
    assert (amina.name, amina.city_id, amina.is_member) == ("Amina Mensah", bristol.id, True)
    assert "You are signed in, Amina Mensah." in browser.get("/about").text


def test_an_applicant_who_waits_is_signed_in_all_the_same(browser: Browser, db: Session) -> None:
    browser.send("/join", **wish(email="amina@gmail.com"))
    assert landed_on(browser.send(f"/sign-in/{token_for(db, 'amina@gmail.com')}")) == "/"
    assert db.exec(select(Application.waits_for)).one() == "free_mail"
    assert "Sign out" in browser.get("/about").text


def test_what_is_missing_is_said_and_what_was_typed_is_kept(browser: Browser, db: Session) -> None:
    sent = browser.send(
        "/join", name="Amina <b>", email="amina@bristol", city="Bristol", would_convene="yes"
    )
    assert (sent.status_code, sent.text.startswith('<div id="join">')) == (422, browser.htmx)
    assert 'value="Amina &lt;b&gt;"' in sent.text
    assert 'value="amina@bristol"' in sent.text
    for sentence in (
        "4 things need mending",
        "Please choose your city from the list below.",
        "Please give an e-mail address, such as amina@bristol.gov.uk.",
        "Please fill this in.",
        "Please read this and accept it.",
    ):
        assert sentence in sent.text
    assert letters(db) == []


def test_the_topics_that_were_ticked_stay_ticked(browser: Browser, make: Make) -> None:
    make.topic("Open data")
    make.topic("Housing")
    sent = browser.send("/join", can_help=["housing"], looking_for=[])
    ticked = re.findall(r'name="(\w+)"\s+value="([\w-]+)" checked', sent.text)
    assert ticked == [("can_help", "housing")]
    folds = re.findall(r'<details class="fold"( open)?>', sent.text)
    assert folds == [" open", ""]


def test_a_city_that_may_be_several_is_asked_for(browser: Browser, db: Session) -> None:
    sent = browser.send("/join", **wish(email="amina@example.org", city="Bristol"))
    assert sent.status_code == 422
    assert "Please choose your city from the list below." in sent.text
    options = re.findall(r'name="place"\s+value="(\w+)"', sent.text)
    assert (options[0], options[-1]) == (str(BRISTOL), "other")
    assert "Bristol, England, United Kingdom" in sent.text
    assert "Bristol, Connecticut, United States" in sent.text
    chosen = browser.send(
        "/join", **wish(email="amina@example.org", city="Bristol", place=str(BRISTOL))
    )
    assert landed_on(chosen) == "/sign-in/sent"
    assert db.exec(select(Application)).one().draft["place"] == str(BRISTOL)


def test_a_choice_for_other_words_is_not_taken(browser: Browser) -> None:
    sent = browser.send("/join", **wish(city="San José", place=str(BRISTOL), email="a@example.org"))
    assert sent.status_code == 422
    assert "Costa Rica" in sent.text


def test_a_city_that_is_not_in_the_list_can_be_typed_in(browser: Browser) -> None:
    unknown = browser.send("/join", **wish(city="Qwxyzk"))
    assert "We found no city of this name." in unknown.text
    assert "None of these; take “Qwxyzk” as I typed it" in unknown.text
    taken = browser.send("/join", **wish(city="Qwxyzk", place="other"))
    assert landed_on(taken) == "/sign-in/sent"


def test_places_are_suggested_while_one_types(browser: Browser) -> None:
    found = browser.get("/join/places?city=m%C3%BCnch", piece=True)
    assert found.status_code == 200
    assert "Munich (München), Bavaria, Germany" in found.text
    assert found.text.lstrip().startswith("<fieldset") == browser.htmx
    assert 'name="place"' not in browser.get("/join/places?city=", piece=True).text


def test_the_only_place_of_its_name_is_chosen_already(browser: Browser) -> None:
    found = browser.get("/join/places?city=Reykjav%C3%ADk", piece=True).text
    assert re.search(r'name="place"\s+value="3413829" checked', found)


def test_what_a_stranger_sees_is_the_same_for_members(
    browser: Browser, app: FastAPI, db: Session, make: Make
) -> None:
    make.member(email=ADDRESS)
    other = Browser(app, htmx=browser.htmx)
    seen = []
    for reader, address in ((browser, ADDRESS), (other, "nobody@bristol.gov.uk")):
        answer = reader.send("/join", **wish(email=address))
        page = re.sub(r"\b\d{3} \d{3}\b", "", reader.get("/sign-in/sent").text)
        seen.append((answer.status_code, landed_on(answer), answer.text, page))
    assert seen[0] == seen[1]
    assert [letter.event for letter in letters(db, ADDRESS)] == ["sign_in"]


def test_members_are_not_asked_to_join(browser: Browser, sign_in: SignIn, make: Make) -> None:
    sign_in(make.member())
    assert browser.get("/join").headers["Location"] == "/"


def test_the_letter_that_confirms_an_address_says_where_to_go(
    browser: Browser, app: FastAPI, db: Session
) -> None:
    browser.send("/join", **wish())
    (letter,) = letters(db)
    message = app.state.desk.write(db, letter)
    assert message["Subject"] == "Confirm your address for Open Cities"
    link = f"http://localhost:8000/sign-in/{letter.facts['token']}"
    for kind in ("plain", "html"):
        assert message.get_body((kind,)).get_content().count(link) == 1


def test_a_form_from_another_site_is_refused(browser: Browser, db: Session) -> None:
    assert browser.send("/join", site="cross-site", **wish()).status_code == 403
    assert db.exec(select(Application)).all() == []


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_costs_two_queries_however_many_topics_there_are(
    browser: Browser, make: Make, connection: Connection, how_many: int
) -> None:
    for _ in range(how_many):
        make.topic()
    with counted(connection) as queries:
        browser.get("/join")
    assert len(queries) == 2
