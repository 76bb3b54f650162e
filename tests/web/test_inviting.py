import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.domain.joining import inviting
from backend.domain.joining.invitations import Invitation
from backend.domain.joining.models import Application
from backend.domain.members.models import Member
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.inviting import INVITED, invites, letters_of_invitation, link
from tests.support.joining import bristol, joins, letters, token_for, wish
from tests.support.make import Make
from tests.support.queries import counted

MINE, EVERY = "/invitations", "/moderation/invitations"


@pytest.fixture
def ben(make: Make, sign_in: SignIn) -> Member:
    """A member, signed in."""
    ben = make.member("Ben")
    sign_in(ben)
    return ben


@pytest.fixture
def stranger(app: FastAPI, browser: Browser) -> Browser:
    """Somebody else's browser."""
    return Browser(app, htmx=browser.htmx)


@pytest.mark.usefixtures("ben")
def test_a_member_invites_somebody_who_then_joins(
    browser: Browser, stranger: Browser, db: Session
) -> None:
    assert "You have invited nobody yet" in browser.get(MINE).text
    assert "Language of the letter" in browser.get(f"{MINE}/new").text
    sent = browser.send(
        MINE, email="Amina@Gmail.com", name="Amina", city="Bristol, United Kingdom", language="pt"
    )
    assert landed_on(sent) == MINE
    listed = browser.get(MINE).text
    assert "An invitation to amina@gmail.com is on its way." in listed
    assert "Waits for an answer" in listed

    page = stranger.get(link(db)).text
    assert "Ben asks you to join Open Cities." in page
    assert re.search(r'id="name"[^>]*value="Amina"', page, re.DOTALL)
    assert re.search(r'name="place"\s+value="2654675" checked', page)
    assert 'name="email"' not in page
    answered = stranger.send(link(db), **wish(email="somebody.else@evil.example"))
    assert landed_on(answered) == "/sign-in/sent"
    assert letters(db, "somebody.else@evil.example") == []
    assert landed_on(stranger.send(f"/sign-in/{token_for(db, INVITED)}")) == "/"
    amina = db.exec(select(Member).where(Member.email == INVITED)).one()
    assert (amina.admitted_at, "Has asked to join" in browser.get(MINE).text) == (None, True)


def test_whom_a_convener_invites_is_in_with_one_letter_more(
    browser: Browser, stranger: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    sign_in(make.convener(name="Cara"))
    browser.send(MINE, email=INVITED, language="en", words="Come and *see*.")
    page = stranger.get(link(db)).text
    assert "Come and <em>see</em>." in page
    assert "With the link in that letter you are in." in page
    stranger.send(link(db), **wish())
    assert landed_on(stranger.send(f"/sign-in/{token_for(db, INVITED)}")) == "/"
    assert "Has joined" in browser.get(MINE).text
    assert stranger.get(link(db)).headers["Location"] == "/"
    assert browser.get("/moderation/members?show=decided").text.count("Decided by Cara") == 1
    assert "on the word of Cara, by an invitation" in browser.get("/moderation/log").text


def test_opening_the_link_changes_nothing_however_often(
    stranger: Browser, db: Session, settings: Settings, make: Make
) -> None:
    invites(db, settings, make.convener())
    before = db.exec(select(Invitation)).one().model_dump()
    for _ in range(3):
        assert stranger.get(link(db)).status_code == 200
    db.expire_all()
    assert db.exec(select(Invitation)).one().model_dump() == before
    assert db.exec(select(Application)).all() == []


def test_nothing_is_taken_without_the_code_of_conduct_and_what_was_typed_stays(
    stranger: Browser, db: Session, settings: Settings, make: Make
) -> None:
    invites(db, settings, make.convener())
    sent = stranger.send(link(db), name="Amina <b>", title="Head", city="Porto, Portugal")
    assert (sent.status_code, sent.text.startswith('<div id="join">')) == (422, stranger.htmx)
    assert "Please read this and accept it." in sent.text
    assert 'value="Amina &lt;b&gt;"' in sent.text
    assert db.exec(select(Application)).all() == []


def test_a_link_that_has_ended_says_so(
    browser: Browser, stranger: Browser, db: Session, settings: Settings, make: Make
) -> None:
    cara = make.convener()
    sent = invites(db, settings, cara)
    address = link(db)
    inviting.withdraw(db, cara, sent)
    db.commit()
    for path in (address, f"{MINE}/nonsense"):
        for answer in (stranger.get(path), stranger.send(path, **wish())):
            assert answer.status_code == 410
            assert "This invitation has ended" in answer.text
    assert browser.get(f"{MINE}/new").status_code == 401


def test_the_letter_says_who_invites_and_where_to_go(
    app: FastAPI, db: Session, settings: Settings, make: Make
) -> None:
    city = make.city("Porto")
    invites(
        db, settings, make.member("Ben", city_id=city.id), name="Amina", words="See you <there>"
    )
    (letter,) = letters_of_invitation(db)
    message = app.state.desk.write(db, letter)
    assert message["Subject"] == "Ben invites you to Open Cities"
    address = f"http://localhost:8000{link(db)}"
    for kind, words in (("plain", "See you <there>"), ("html", "See you &lt;there&gt;")):
        said = message.get_body((kind,)).get_content()
        assert said.count(address) == 1
        assert words in said
        assert "Ben from Porto thinks" in said
        assert "Dear Amina," in said
        assert "counts for 14 days" in said


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(browser: Browser, ben: Member) -> None:
    sent = browser.send(MINE, email="amina@gmail", city="San José", language="xx", words="W" * 1001)
    assert (sent.status_code, sent.text.startswith('<div id="invitation">')) == (422, browser.htmx)
    for words in (
        "3 things need mending",
        "Please give an e-mail address",
        "Please choose one of the list.",
        "Please keep this under 1000 characters.",
        'value="San José"',
    ):
        assert words in sent.text
    own = browser.send(MINE, email=ben.email, language="en")
    assert "This is your own address." in own.text
    unclear = browser.send(MINE, email=INVITED, language="en", city="San José")
    assert "Please choose your city from the list below." in unclear.text


def test_withdrawing_and_sending_again(
    browser: Browser, db: Session, settings: Settings, ben: Member
) -> None:
    sent = invites(db, settings, ben)
    assert "Send it again" not in browser.get(MINE).text
    assert browser.send(f"{MINE}/{sent.id}/renewal").status_code == 403
    with clock.stopped(NOON + timedelta(days=1)):
        assert "Send it again" in browser.get(MINE).text
        assert landed_on(browser.send(f"{MINE}/{sent.id}/renewal")) == MINE
        assert landed_on(browser.send(f"{MINE}/{sent.id}/withdrawal")) == MINE
        assert "Withdrawn" in browser.get(MINE).text
    assert browser.send(f"{MINE}/{sent.id}/withdrawal").status_code == 403
    assert browser.send(f"{MINE}/{NOON:%Y}/withdrawal").status_code == 404


def test_conveners_read_everybodys_and_say_which_admit(
    browser: Browser, db: Session, settings: Settings, make: Make, sign_in: SignIn
) -> None:
    sent = invites(db, settings, make.member("Ben"))
    sign_in(make.convener(name="Cara"))
    listed = browser.get(EVERY).text
    assert "Recommends; the city’s domain or a convener decides" in listed
    said = browser.send(f"{EVERY}/{sent.id}/vouching", admits="yes")
    assert landed_on(said) == EVERY
    listed = browser.get(EVERY).text
    assert "is admitted at once, on your word" in listed
    assert "Let it only recommend" in listed
    assert "Cara admits whom “Ben” has invited" in browser.get("/moderation/log").text
    assert INVITED in browser.get(f"{EVERY}?show=open").text
    assert "No invitations here" in browser.get(f"{EVERY}?show=used").text
    back = browser.send(f"{MINE}/{sent.id}/withdrawal", back=EVERY)
    assert landed_on(back) == EVERY


def test_a_look_alike_that_a_convener_invites_is_pointed_out(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    bristol(db, "bristol.gov.uk")
    sign_in(make.convener())
    browser.send(MINE, email="amina@brist0l.gov.uk", language="en")
    assert "waits for your decision" in browser.get(MINE).text


def test_others_find_nothing_there(
    browser: Browser, db: Session, settings: Settings, make: Make, sign_in: SignIn
) -> None:
    sent = invites(db, settings, make.member())
    assert browser.get(MINE).status_code == 401
    sign_in(make.member())
    assert INVITED not in browser.get(MINE).text
    for deed in ("withdrawal", "renewal"):
        assert browser.send(f"{MINE}/{sent.id}/{deed}").status_code == 404
    assert browser.send(f"{EVERY}/{sent.id}/vouching", admits="yes").status_code == 404
    assert browser.get(EVERY).status_code == 403
    sign_in(make.member(admitted_at=None))
    for answer in (browser.get(MINE), browser.get(f"{MINE}/new"), browser.send(MINE, email=INVITED, language="en")):  # fmt: skip
        assert answer.status_code == 403


def test_an_invited_applicant_is_shown_with_who_invited_them(
    browser: Browser, db: Session, settings: Settings, make: Make, sign_in: SignIn
) -> None:
    invites(db, settings, make.member("Ben"))
    amina = joins(db, settings, email=INVITED)
    sign_in(make.convener())
    assert "Invited by Ben." in browser.get("/moderation/members").text
    page = browser.get(f"/moderation/members/{amina.slug}").text
    assert re.search(r"Invited by</dt>\s*<dd><a [^>]*>Ben</a>", page)


@pytest.mark.parametrize("how_many", [1, 3])
def test_pages_cost_the_same_however_many_are_invited(
    browser: Browser,
    db: Session,
    settings: Settings,
    make: Make,
    sign_in: SignIn,
    connection: Connection,
    how_many: int,
) -> None:
    cara = make.convener()
    for n in range(how_many):
        invites(db, settings, cara, email=f"m{n}@gmail.com")
    sign_in(cara)
    counts = []
    for path in (MINE, EVERY, f"{MINE}/new"):
        with counted(connection) as queries:
            shown = browser.get(path)
        counts.append(len(queries))
        assert shown.status_code == 200
    browser.client.cookies.clear()
    address = link(db, "m0@gmail.com")
    with counted(connection) as queries:
        browser.get(address)
    assert [*counts, len(queries)] == [2, 3, 1, 4]
