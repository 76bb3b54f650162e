"""Muting and blocking somebody, in pages and for programs."""

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.members import blocks
from backend.domain.members.distance import Distance
from backend.domain.members.models import Member
from tests.conftest import NOON, Connect, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted


@pytest.fixture
def ana(make: Make) -> Member:
    return make.member("Ana")


@pytest.fixture
def ben(make: Make) -> Member:
    return make.member("Ben")


def test_a_page_says_what_it_means_before_it_is_done(
    browser: Browser, sign_in: SignIn, ana: Member, ben: Member
) -> None:
    sign_in(ana)
    assert f'href="/people/{ben.slug}/distance"' in browser.get(f"/people/{ben.slug}").text
    page = browser.get(f"/people/{ben.slug}/distance").text
    assert "this is a professional network" in page
    assert "They are not told" in page


def test_blocking_is_shown_to_me_alone_and_can_be_taken_back(
    browser: Browser, sign_in: SignIn, ana: Member, ben: Member
) -> None:
    before = {}
    for me, other in ((ben, ana),):
        sign_in(me)
        before[me.name] = browser.get(f"/people/{other.slug}/distance").text
    sign_in(ana)
    sent = browser.send(f"/people/{ben.slug}/block", said="true")
    assert landed_on(sent) == f"/people/{ben.slug}"
    page = browser.get(f"/people/{ben.slug}").text
    assert "You have blocked them" in page
    assert f"/people/{ben.slug}/following" not in page
    assert "Stop blocking" in browser.get("/settings/people").text
    sign_in(ben)
    theirs = browser.get(f"/people/{ana.slug}").text
    assert "locked" not in theirs
    assert browser.get(f"/people/{ana.slug}/distance").text.count("Stop") == 0
    assert "Ana" not in browser.get("/settings/people").text
    sign_in(ana)
    back = browser.send(f"/people/{ben.slug}/block", said="false", back="list")
    assert landed_on(back) == "/settings/people"
    assert "Nobody" in browser.get("/settings/people").text


def test_muting_is_shown_to_me_and_can_be_taken_back(
    browser: Browser, sign_in: SignIn, ana: Member, ben: Member
) -> None:
    sign_in(ana)
    browser.send(f"/people/{ben.slug}/mute", said="true")
    assert "You have muted them" in browser.get(f"/people/{ben.slug}").text
    assert "Hear of them again" in browser.get("/settings/people").text
    browser.send(f"/people/{ben.slug}/mute", said="false")
    assert "You have muted them" not in browser.get(f"/people/{ben.slug}").text


def test_who_is_blocked_is_refused_in_a_neutral_sentence(
    browser: Browser, sign_in: SignIn, db: Session, ana: Member, ben: Member
) -> None:
    blocks.block(db, ana, ben)
    sign_in(ben)
    refused = browser.send(f"/people/{ana.slug}/following", said="true")
    assert refused.status_code == 403
    assert "You can’t follow this person." in refused.text
    assert browser.send(f"/people/{ana.slug}/following", said="false").status_code in {204, 303}


def test_programs_block_and_mute_and_list_whom(
    connect: Connect, db: Session, ana: Member, ben: Member
) -> None:
    program = connect(ana)
    assert program.post(f"/people/{ben.slug}/block", {"said": True}).json() == {"said": True}
    assert program.post(f"/people/{ben.slug}/mute", {"said": True}).status_code == 200
    listed = program.get("/me/kept-away").json()
    assert listed == {
        "items": [{"slug": ben.slug, "name": "Ben", "blocked": True, "muted": True}],
        "next": None,
    }
    assert connect(ben).get("/me/kept-away").json()["items"] == []
    assert connect(ben).post(f"/people/{ana.slug}/following", {"said": True}).status_code == 403
    program.post(f"/people/{ben.slug}/block", {"said": False})
    program.post(f"/people/{ben.slug}/mute", {"said": False})
    db.expire_all()
    assert blocks.distance(db, ana, ben.id) == Distance()


def test_only_members_keep_away(
    browser: Browser, connect: Connect, sign_in: SignIn, make: Make, ana: Member
) -> None:
    assert connect().post(f"/people/{ana.slug}/block", {"said": True}).status_code == 401
    sign_in(make.member(suspended_at=NOON))
    assert browser.send(f"/people/{ana.slug}/block", said="true").status_code == 403
    sign_in(ana)
    assert browser.send(f"/people/{ana.slug}/mute", said="true").status_code == 403
    assert browser.get(f"/people/{ana.slug}/distance").status_code == 403
    assert browser.send("/people/nobody/block", said="true").status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_asks_little(
    browser: Browser,
    sign_in: SignIn,
    connection: Connection,
    db: Session,
    make: Make,
    ana: Member,
    how_many: int,
) -> None:
    for _ in range(how_many):
        blocks.block(db, ana, make.member())
    sign_in(ana)
    with counted(connection) as sent:
        browser.get("/settings/people")
    assert len(sent) == 2
