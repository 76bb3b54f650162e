"""Letters end by one press of a button, without signing in, and by nothing less."""

import pytest
from fastapi import FastAPI
from httpx import Response
from sqlmodel import Session, select

from backend.adapters.mail import Smtp
from backend.core.db import Sessions
from backend.domain.members.models import Member
from backend.domain.notifications.actions import tell, write_to
from backend.domain.notifications.models import Letter, Wishes
from backend.jobs.letters import deliver
from backend.kit.unsubscribing import Unwanted, token_of
from tests.conftest import SECRET
from tests.support.browser import Browser
from tests.support.mailbox import mail_server
from tests.support.make import Make

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def ana(make: Make) -> Member:
    return make.member("Ana")


def address(member: Member, wish: str = "talks") -> str:
    return f"/unsubscribe/{token_of(SECRET, Unwanted(member.id, wish))}"


def one_click(browser: Browser, link: str) -> Response:
    """What a mail program sends by RFC 8058: a form from elsewhere."""
    return browser.send(link, "cross-site", None, **ONE_CLICK)


def chosen(db: Session, member: Member) -> dict[str, str]:
    kept = db.get(Wishes, member.id) or Wishes(member_id=member.id)
    names = ("talks", "roundtables", "follows", "network")
    return {name: getattr(kept, name) for name in names}


AT_FIRST = {"talks": "at_once", "roundtables": "at_once", "follows": "daily", "network": "weekly"}


def test_to_open_the_address_does_nothing(browser: Browser, db: Session, ana: Member) -> None:
    for _ in range(2):
        page = browser.get(address(ana))
        assert page.status_code == 200
    assert "Letters about conversations" in page.text
    assert "Ana" not in page.text
    assert chosen(db, ana) == AT_FIRST


@pytest.mark.parametrize(
    ("wish", "ended"),
    [
        ("talks", {"talks": "here"}),
        ("follows", {"follows": "here"}),
        ("daily", {"follows": "here"}),
        ("weekly", {"network": "here"}),
    ],
)
def test_a_mail_program_ends_what_a_letter_was_about_and_nothing_else(
    browser: Browser, db: Session, ana: Member, wish: str, ended: dict[str, str]
) -> None:
    for _ in range(2):
        answer = one_click(browser, address(ana, wish))
        assert answer.status_code == 200
    assert "They have ended" in answer.text
    assert chosen(db, ana) == AT_FIRST | ended


def test_everything_that_one_can_do_without_ends_by_the_other_button(
    browser: Browser, db: Session, ana: Member
) -> None:
    browser.send(address(ana), every="yes")
    assert db.get_one(Wishes, ana.id).no_letters_since is not None
    assert chosen(db, ana) == AT_FIRST


def test_nobody_makes_up_an_address(browser: Browser, db: Session, ana: Member) -> None:
    own = address(ana)
    wrong = (f"{own[:-1]}x", own.replace("talks", "follows"), own.replace("talks", "sign"))
    for one in (*wrong, f"/unsubscribe/{ana.id.hex}", "/unsubscribe/x-talks-y"):
        assert browser.get(one).status_code == 404
        assert one_click(browser, one).status_code == 404
    assert chosen(db, ana) == AT_FIRST


def test_who_has_gone_is_not_written_down_again(browser: Browser, db: Session, ana: Member) -> None:
    ana.erased_at = ana.joined_at
    db.commit()
    assert one_click(browser, address(ana)).status_code == 200
    assert db.exec(select(Wishes)).all() == []


def test_every_letter_that_one_can_do_without_says_how_it_ends(
    app: FastAPI, sessions: Sessions, browser: Browser, db: Session, ana: Member
) -> None:
    facts = {"by": "Ben"}
    tell(db, {ana.id}, "endorsement.more", ("member", ana.id), facts | {"count": 2})
    tell(db, {ana.id}, "member.role_given", ("member", ana.id), facts)
    write_to(db, ana.email, "way_in.unlinked", {"name": "Bristol", "warns": True})
    db.commit()
    with mail_server() as mailbox:
        deliver(sessions, app.state.desk, Smtp(mailbox.url))
    ends = [one for one in mailbox.messages if one["List-Unsubscribe"]]
    assert [one["Subject"].partition(":")[0] for one in ends] == [
        "Ben and others say what you can help with"
    ]
    assert ends[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = ends[0]["List-Unsubscribe"].strip("<>")
    assert all(link in str(part.get_content()) for part in ends[0].iter_parts())
    one_click(browser, link.removeprefix(app.state.site.origin))
    db.expire_all()
    assert db.get_one(Wishes, ana.id).contributions == "here"


def test_what_was_written_before_is_not_sent_after(
    app: FastAPI, sessions: Sessions, browser: Browser, db: Session, ana: Member
) -> None:
    facts = {"by": "Ben", "count": 2}
    tell(db, {ana.id}, "endorsement.more", ("member", ana.id), facts)
    db.commit()
    one_click(browser, address(ana, "contributions"))
    with mail_server() as mailbox:
        assert deliver(sessions, app.state.desk, Smtp(mailbox.url)).dropped == 1
    assert db.exec(select(Letter)).one().sent_at is None
