import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.domain.joining import admission, queries
from backend.domain.joining.models import Application
from backend.domain.members import naming
from backend.domain.members.models import Member
from backend.kit.render import environment
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.joining import bristol, letters, wishes_to_join
from tests.support.make import Make
from tests.support.queries import counted

BECAUSE = "We know her from the workshop."
INDEX = "/moderation/members"
AMINA = f"{INDEX}/amina-mensah"
DECISION = f"{AMINA}/decision"


@pytest.fixture
def cara(make: Make, sign_in: SignIn) -> Member:
    """A convener, signed in."""
    cara = make.convener(name="Cara")
    sign_in(cara)
    return cara


def applies(db: Session, settings: Settings, **given: str) -> Member:
    member = admission.receive(db, settings, wishes_to_join(**given))
    db.commit()
    return member


@pytest.fixture
def amina(db: Session, settings: Settings, make: Make) -> Member:
    make.topic("Open data")
    return applies(db, settings, email="amina@gmail.com", can_help=["open-data"])  # type: ignore[arg-type]


@pytest.mark.usefixtures("cara", "amina")
def test_a_convener_reads_what_waits_and_why(browser: Browser) -> None:
    listed = browser.get(INDEX).text
    assert AMINA in listed
    assert "from a provider that anybody can use" in listed
    page = browser.get(AMINA).text
    for words in ("amina@gmail.com", "Bristol, England, United Kingdom", "Open data", "Admit"):
        assert words in page
    assert "remember_domain" not in page


def test_admitting_leads_back_and_says_so(
    browser: Browser, db: Session, cara: Member, amina: Member
) -> None:
    sent = browser.send(DECISION, admit="yes", reason=BECAUSE)
    assert landed_on(sent) == INDEX
    shown = browser.get(INDEX).text
    assert "Amina Mensah is a member now, and was told." in shown
    assert "Nobody waits" in shown
    db.refresh(amina)
    assert amina.is_member
    decided = browser.get(f"{INDEX}?show=decided").text
    assert f"Decided by {cara.name}" in decided
    assert BECAUSE in browser.get(AMINA).text


@pytest.mark.usefixtures("cara")
def test_a_no_is_told_with_its_reason(
    browser: Browser, app: FastAPI, db: Session, amina: Member
) -> None:
    browser.send(DECISION, admit="no", reason=BECAUSE)
    assert "Amina Mensah was told that this is a no, and why." in browser.get(INDEX).text
    (letter,) = letters(db, amina.email, "application.refused")
    message = app.state.desk.write(db, letter)
    assert message["Subject"] == "Your application to join was not accepted."
    for kind in ("plain", "html"):
        said = message.get_body((kind,)).get_content()
        assert BECAUSE in said
        assert "http://localhost:8000/moderation/members/amina-mensah" in said
        assert "because you asked to join Open Cities" in said


@pytest.mark.usefixtures("cara", "amina")
def test_a_decision_needs_a_reason_and_keeps_what_was_typed(browser: Browser, db: Session) -> None:
    sent = browser.send(DECISION, admit="yes", reason="Fine.")
    assert (sent.status_code, 'id="decision"' in sent.text) == (422, True)
    assert ("<html" in sent.text) != browser.htmx
    assert "Please write at least 10 characters." in sent.text
    assert ">\nFine.</textarea>" in sent.text
    assert db.exec(select(Application.decided_at)).one() is None


@pytest.mark.usefixtures("cara")
def test_a_typed_in_city_is_found_with_the_decision(
    browser: Browser, db: Session, settings: Settings
) -> None:
    amina = applies(db, settings, city="The Hague, in Holland", place="other")
    assert "Which city is meant?" in browser.get(AMINA).text
    unclear = browser.send(DECISION, admit="yes", reason=BECAUSE, city="San José")
    assert unclear.status_code == 422
    places = re.findall(r'name="place"\s+value="(\d+)"', unclear.text)
    assert len(places) == 8
    sent = browser.send(DECISION, admit="yes", reason=BECAUSE, city="San José", place=places[0])
    assert landed_on(sent) == INDEX
    db.refresh(amina)
    assert amina.city_id


@pytest.mark.usefixtures("cara")
def test_an_unknown_domain_can_be_remembered(
    browser: Browser, db: Session, settings: Settings
) -> None:
    applies(db, settings)
    assert "an address of bristol.gov.uk" in browser.get(AMINA).text
    browser.send(DECISION, admit="yes", reason=BECAUSE, remember_domain="yes")
    assert applies(db, settings, email="ben@bristol.gov.uk", name="Ben").is_member


def test_the_applicant_reads_how_it_stands_and_decides_nothing(
    browser: Browser, sign_in: SignIn, db: Session, amina: Member
) -> None:
    sign_in(amina)
    page = browser.get(AMINA).text
    assert "You hear from us by e-mail." in page
    assert "Do not admit" not in page
    assert browser.get(INDEX).status_code == 403
    assert browser.send(DECISION, admit="yes", reason=BECAUSE).status_code == 403
    assert db.exec(select(Application.decided_at)).one() is None


@pytest.mark.usefixtures("amina")
def test_others_find_nothing_there(browser: Browser, sign_in: SignIn, make: Make) -> None:
    assert browser.get(INDEX).status_code == 401
    assert browser.get(AMINA).status_code == 401
    sign_in(make.member())
    assert browser.get(INDEX).status_code == 403
    for path in (AMINA, f"{INDEX}/nobody"):
        assert browser.get(path).status_code == 404
    assert browser.send(DECISION, admit="yes", reason=BECAUSE).status_code == 404


def test_what_was_decided_stays_decided(
    browser: Browser, db: Session, cara: Member, amina: Member
) -> None:
    browser.send(DECISION, admit="yes", reason=BECAUSE)
    again = browser.send(DECISION, admit="no", reason=BECAUSE)
    assert (again.status_code, "This has been decided already." in again.text) == (403, True)
    db.refresh(amina)
    assert amina.is_member
    assert cara.is_convener


def test_an_applicant_takes_it_back(
    browser: Browser, sign_in: SignIn, db: Session, make: Make, amina: Member
) -> None:
    sign_in(amina)
    assert "Take it back" in browser.get("/").text
    assert "Take it back" in browser.get(AMINA).text
    assert landed_on(browser.send(f"{AMINA}/withdrawal")) == "/"
    assert "You have taken your application back" in browser.get("/").text
    assert browser.send(f"{AMINA}/withdrawal").status_code == 403
    sign_in(make.convener())
    assert "Taken back by the applicant" in browser.get(f"{INDEX}?show=decided").text
    assert "Taken back" in browser.get(AMINA).text
    assert db.exec(select(Application.admitted)).one() is False


@pytest.mark.usefixtures("cara", "amina")
def test_what_waits_too_long_stands_out_and_the_desk_counts_it(browser: Browser) -> None:
    assert "for less than a day" in browser.get(INDEX).text
    with clock.stopped(NOON + timedelta(days=3)):
        listed = browser.get(INDEX).text
        desk = browser.get("/").text
    assert "Waits too long" in listed
    assert "for 3 days" in listed
    assert "1 application waits" in desk
    assert "4 May" in desk


@pytest.mark.usefixtures("cara")
def test_a_look_alike_is_held_and_says_whom_it_imitates(
    browser: Browser, db: Session, settings: Settings
) -> None:
    bristol(db, "bristol.gov.uk")
    applies(db, settings, email="amina@bristol.gov.uk.evil.example")
    assert "Take care" in browser.get(INDEX).text
    page = browser.get(AMINA).text
    assert "looks like a city’s own, but is another" in page
    assert "It begins with bristol.gov.uk, but ends elsewhere." in page


def test_an_applicant_may_ask_again(browser: Browser, sign_in: SignIn, amina: Member) -> None:
    sign_in(amina)
    assert browser.get("/join").status_code == 200


def test_each_standing_is_said_to_whom_it_concerns(
    db: Session, make: Make, settings: Settings, amina: Member
) -> None:
    piece = environment.get_template("applications/_mine.html")

    class Paths:
        caller = None

        def path_for(self, name: str, **_given: str) -> str:
            return f"/{name}"

    def said(member: Member) -> str:
        mine = queries.mine(db, member)
        return piece.render(me=member, application=mine, ask=Paths())

    assert "Your application waits" in said(amina)
    assert "Bristol, England, United Kingdom" in said(amina)
    refused = applies(db, settings, email="ben@gmail.com", name="Ben")
    application = queries.entity(db, refused, refused.slug)
    application.decided_at, application.admitted, application.reason = NOON, False, BECAUSE
    db.flush()
    assert "Your application was not accepted" in said(refused)
    assert BECAUSE in said(refused)
    suspended = make.member(suspended_at=NOON, suspended_reason="Shared a private number.")
    assert "Shared a private number." in said(suspended)
    assert said(make.member()).strip() == ""


@pytest.mark.usefixtures("cara")
@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_costs_the_same_however_many_wait(
    browser: Browser, db: Session, settings: Settings, connection: Connection, how_many: int
) -> None:
    for n in range(how_many):
        applies(db, settings, email=f"m{n}@gmail.com", name=f"Applicant {n}")
    with counted(connection) as for_the_list:
        assert browser.get(INDEX).text.count("/moderation/members/applicant-") == how_many
    with counted(connection) as for_one:
        browser.get(f"{INDEX}/applicant-0")
    # Two of them note the look: they find none of today, and write it down.
    assert (len(for_the_list), len(for_one)) == (3, 7)


def test_a_name_that_could_be_anothers_is_said_to_who_decides(
    browser: Browser, db: Session, settings: Settings, make: Make, sign_in: SignIn
) -> None:
    amina = make.convener(name="Amina Mensah")
    naming.remember(db, amina)
    applies(db, settings, email="m1@gmail.com", name="Аmina Mensah")
    applies(db, settings, email="m2@gmail.com", name="Ben Silva")
    sign_in(amina)
    page = browser.get(f"{INDEX}/amina-mensah").text
    assert "Letters of several scripts that look alike" in page
    assert f'href="/people/{amina.slug}"' in page
    assert "look alike" not in browser.get(f"{INDEX}/ben-silva").text


@pytest.mark.usefixtures("cara")
def test_a_convener_asks_for_more_and_the_applicant_answers_on_their_page(
    browser: Browser, amina: Member, sign_in: SignIn
) -> None:
    path = f"{INDEX}/{amina.slug}"
    assert "Ask for more before you decide" in browser.get(path).text
    short = browser.send(f"{path}/questions", words="Why?")
    assert (short.status_code, "Why?</textarea>" in short.text) == (422, True)
    assert landed_on(browser.send(f"{path}/questions", words="Which department is it?")) == path
    assert "Ask for more" not in browser.get(path).text
    assert "asked on" in browser.get(INDEX).text
    sign_in(amina)
    assert "has a question for you" in browser.get("/").text
    assert "Which department is it?" in browser.get(path).text
    assert browser.send(f"{path}/answers", words="It.").status_code == 422
    assert landed_on(browser.send(f"{path}/answers", words="That of **mobility**.")) == path
    assert "<strong>mobility</strong>" in browser.get(path).text
    assert "has a question" not in browser.get("/").text
    assert browser.send(f"{path}/answers", words="Once more, please.").status_code == 409
