"""One's own profile as a form."""

from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.members import queries
from backend.domain.members.audience import FIELDS
from backend.domain.members.models import Member
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted

BARE: dict[str, Any] = {
    "name": "Ana",
    **dict.fromkeys((f"{field}_to" for field in FIELDS), "members"),
    **dict.fromkeys(("pronunciation", "pronouns", "title", "department"), ""),
    **dict.fromkeys(("organisation", "bio", "language"), ""),
    "zone": "Europe/London",
    "work_starts": "09:00",
    "work_ends": "17:00",
}
SENT: dict[str, Any] = {
    **BARE,
    "name": "Ana Gómez",
    "title": "Head of data",
    "bio": "Opened the budget.",
    "bio_to": "nobody",
    "zone": "America/Bogota",
    "work_starts": "07:30",
    "work_ends": "15:30",
    "languages": ["es", "en"],
    "can_help": ["data-trusts"],
    "would_convene": "yes",
    "language": "es",
}


@pytest.fixture
def ana(make: Make, sign_in: SignIn) -> Member:
    make.topic("Data trusts")
    member = make.member("Ana", work_ends=NOON.time().replace(hour=16, minute=45))
    sign_in(member)
    return member


def test_the_form_shows_what_is_kept(browser: Browser, ana: Member) -> None:
    page = browser.get("/settings").text
    assert 'value="Ana"' in page
    assert 'value="16:45"' in page
    assert '<option value="Europe/London" selected>' in page
    assert ana.email not in page


def test_saving_leads_to_the_profile(browser: Browser, db: Session, ana: Member) -> None:
    sent = browser.send("/settings", **SENT)
    assert landed_on(sent) == f"/people/{ana.slug}"
    db.expire_all()
    kept = queries.mine(db, ana)
    assert (kept.name, kept.name_to, kept.bio_to) == ("Ana Gómez", "members", "nobody")
    assert (kept.languages, kept.can_help, kept.would_convene) == (
        ["en", "es"],
        ["data-trusts"],
        True,
    )
    assert f"{kept.work_starts:%H:%M}–{kept.work_ends:%H:%M}" == "07:30–15:30"
    assert 'lang="es"' in browser.get("/settings").text


def test_what_is_left_empty_is_taken_away(browser: Browser, db: Session, ana: Member) -> None:
    browser.send("/settings", **SENT)
    browser.send("/settings", **BARE)
    db.expire_all()
    kept = queries.mine(db, ana)
    assert (kept.title, kept.languages, kept.can_help) == ("", [], [])
    assert kept.would_convene is False
    assert kept.language == ""


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("name", "…", "Please give a name with at least one letter."),
        ("name", "Ana\u200b", "There are invisible signs in this name"),
        ("name", "\u202eanA", "signs in this name that turn the reading direction"),
        ("name", "Ana\x07", "There are control characters in this name."),
        ("name", "A\u0301\u0301\u0301\u0301\u0301\u0301na", "more marks in this name"),
        ("name", "Ana\ue000", "signs in this name that others cannot see"),
        ("name", "x" * 81, "Please keep this under 80 characters."),
        ("zone", "Europe/Bristol", "Please choose a time zone from the list."),
        ("zone", "../../etc/passwd", "Please choose a time zone from the list."),
        ("work_ends", "07:30", "The working day should end after it starts."),
        ("work_ends", "late", "Please give a time, such as 09:30."),
        ("can_help", "unheard-of", "Please choose topics from the list."),
        ("languages", "tlh", "Please check this."),
        ("bio_to", "friends", "Please choose one of the list."),
        ("language", "tlh", "Please choose a language from the list."),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(
    browser: Browser, db: Session, ana: Member, field: str, value: str, sentence: str
) -> None:
    sent = browser.send("/settings", **{**SENT, field: value})
    assert sent.status_code == 422
    assert sentence in sent.text
    assert "Opened the budget." in sent.text
    db.expire_all()
    assert ana.name == "Ana"


@pytest.mark.parametrize("what", [{"admitted_at": None}, {"suspended_at": NOON}])
def test_settings_are_for_members(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, what: dict[str, Any]
) -> None:
    assert browser.get("/settings").status_code == 401
    member = make.member("Ben", **what)
    sign_in(member)
    assert browser.get("/settings").status_code == 403
    assert browser.send("/settings", **SENT).status_code == 403
    db.expire_all()
    assert member.name == "Ben"


def test_the_form_takes_few_queries(browser: Browser, ana: Member, connection: Connection) -> None:
    with counted(connection) as sent:
        assert browser.get("/settings").status_code == 200
    assert ana.is_member
    assert len(sent) <= 8


def test_a_field_can_be_for_the_own_city(browser: Browser, db: Session, ana: Member) -> None:
    assert '<option value="city">My city</option>' in browser.get("/settings").text
    browser.send("/settings", **SENT | {"bio_to": "city"})
    db.expire_all()
    assert ana.audience["bio"] == "city"
    assert '<option value="city" selected>My city</option>' in browser.get("/settings").text


def test_who_works_for_no_city_is_not_offered_one(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    partner = make.member("Ben", city_id=None)
    make.topic("Data trusts")
    sign_in(partner)
    assert "My city" not in browser.get("/settings").text
    sent = browser.send("/settings", **SENT | {"bio_to": "city"})
    assert sent.status_code == 422
    assert "please choose who else sees this" in sent.text
    db.expire_all()
    assert partner.bio == ""


def test_leaving_the_lists_of_people_and_coming_back(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ana: Member
) -> None:
    browser.send("/settings", **SENT | {"unlisted": "yes", "language": ""})
    db.expire_all()
    assert ana.unlisted
    assert 'value="yes" checked' in browser.get("/settings").text
    sign_in(make.member("Ben"))
    assert ana.name not in browser.get("/people").text
    assert ana.name in browser.get(f"/people/{ana.slug}").text
    sign_in(ana)
    browser.send("/settings", **SENT | {"language": ""})
    db.expire_all()
    assert not ana.unlisted


def test_the_address_of_a_profile_follows_a_new_name(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    ana = make.member("Ana Gómez", slug="ana-gomez", audience={"name": "members"})
    sign_in(ana)
    make.topic("Data trusts")
    assert "Let it follow my name" not in browser.get("/settings").text
    browser.send("/settings", **SENT | {"name": "Ana Ruiz", "language": ""})
    assert "Let it follow my name" in browser.get("/settings").text
    assert landed_on(browser.send("/settings/address")) == "/people/ana-ruiz"
    moved = browser.get("/people/ana-gomez")
    assert (moved.status_code, moved.headers["location"]) == (301, "/people/ana-ruiz")
    assert browser.send("/settings/address").status_code == 409
    browser.client.cookies.clear()
    # Strangers, for whom her profile isn't, hear as little of the old address as of any other.
    gone, nowhere = browser.get("/people/ana-gomez"), browser.get("/people/nobody-here")
    assert gone.status_code == 404
    assert gone.text.replace("ana-gomez", "nobody-here") == nowhere.text
