"""What members want to hear, and how: in the settings, for programs, and as it is kept to."""

from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.domain.members.models import Member
from backend.domain.notifications.actions import tell
from backend.domain.notifications.kinds import CHOSEN, OF_A_THING, OF_ONE_S_OWN
from backend.domain.notifications.models import KINDS, Letter, Notification
from backend.domain.notifications.urgency import AT_ANY_HOUR, BEFORE_IT_BEGINS, MAY_WAIT
from tests.conftest import Connect, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted

PAGE = "/settings/notifications"
AT_FIRST: dict[str, Any] = {
    **dict.fromkeys(("talks", "contributions", "roundtables", "duties"), "at_once"),
    "follows": "daily",
    "network": "weekly",
    "hour": 7,
    "letters": "as_chosen",
}


@pytest.fixture
def ana(make: Make, sign_in: SignIn) -> Member:
    member = make.member("Ana", zone="Pacific/Auckland")
    sign_in(member)
    return member


def test_every_event_is_of_one_kind_or_comes_in_any_case() -> None:
    lists = [AT_ANY_HOUR, BEFORE_IT_BEGINS, OF_ONE_S_OWN, OF_A_THING, *CHOSEN.values()]
    every = AT_ANY_HOUR | BEFORE_IT_BEGINS | MAY_WAIT - {"digest"}
    assert frozenset().union(*lists) == every
    assert sum(map(len, lists)) == len(every)
    assert tuple(CHOSEN) == KINDS


@pytest.mark.usefixtures("ana")
def test_what_concerns_oneself_comes_at_once_and_what_one_follows_once_a_day(
    connect: Connect, ana: Member
) -> None:
    assert connect(ana).get("/me/notifications").json() == AT_FIRST


@pytest.mark.usefixtures("ana")
def test_what_is_chosen_is_kept_and_the_next_digest_told_by_ones_own_clock(
    browser: Browser, connect: Connect, ana: Member
) -> None:
    chosen = AT_FIRST | {"talks": "nothing", "hour": "8"}
    assert landed_on(browser.send(PAGE, **chosen)) == PAGE
    page = browser.get(PAGE).text
    assert '<option value="nothing" selected>' in page
    assert "08:00 in Auckland" in page
    assert connect(ana).get("/me/notifications").json() == chosen | {"hour": 8}


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("field", "wrong"),
    [("talks", "by pigeon"), ("hour", "24"), ("hour", "-1"), ("hour", "noon"), ("letters", "")],
)
def test_what_makes_no_sense_is_said_and_what_was_kept_stays(
    browser: Browser, connect: Connect, ana: Member, field: str, wrong: str
) -> None:
    answer = browser.send(PAGE, **AT_FIRST | {"follows": "weekly", field: wrong})
    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
    assert '<option value="weekly" selected>' in answer.text
    program = connect(ana)
    assert program.get("/me/notifications").json() == AT_FIRST
    assert program.post("/me/notifications", AT_FIRST | {field: wrong}).status_code == 422


@pytest.mark.parametrize(
    ("how", "letters", "comes"),
    [
        ("at_once", "as_chosen", (1, "", 1)),
        ("daily", "as_chosen", (1, "follows", 0)),
        ("weekly", "as_chosen", (1, "follows", 0)),
        ("here", "as_chosen", (1, "", 0)),
        ("nothing", "as_chosen", (0, "", 0)),
        ("at_once", "none", (1, "", 0)),
        ("daily", "none", (1, "", 0)),
        ("nothing", "none", (0, "", 0)),
    ],
)
def test_it_is_told_as_chosen(
    connect: Connect,
    db: Session,
    ana: Member,
    make: Make,
    how: str,
    letters: str,
    comes: tuple[int, str, int],
) -> None:
    connect(ana).post("/me/notifications", AT_FIRST | {"follows": how, "letters": letters})
    about = make.challenge()
    tell(db, {ana.id}, "challenge.posted", ("challenge", about.id), {"title": about.title})
    told = db.exec(select(Notification)).all()
    waits = "".join(one.waits_as for one in told)
    assert (len(told), waits, len(db.exec(select(Letter)).all())) == comes


def test_what_keeps_an_account_or_a_meeting_comes_whatever_was_chosen(
    connect: Connect, db: Session, ana: Member
) -> None:
    nothing = dict.fromkeys(KINDS, "nothing")
    connect(ana).post("/me/notifications", AT_FIRST | nothing | {"letters": "none"})
    always = AT_ANY_HOUR | BEFORE_IT_BEGINS | OF_ONE_S_OWN
    for event in always:
        tell(db, {ana.id}, event, ("member", ana.id))
    assert {one.event for one in db.exec(select(Letter))} == always


def test_to_whom_a_thing_belongs_it_concerns_what_they_contributed(
    db: Session, ana: Member, make: Make
) -> None:
    about, follower = make.challenge(ana), make.member()
    both, facts = {ana.id, follower.id}, {"title": about.title, "by": "Ben"}
    tell(db, both, "challenge.answered", ("challenge", about.id), facts, owner=ana.id)
    assert [one.recipient_id for one in db.exec(select(Letter))] == [ana.id]
    waiting = {one.recipient_id: one.waits_as for one in db.exec(select(Notification))}
    assert waiting == {ana.id: "", follower.id: "follows"}


def test_what_waits_for_a_digest_waits_no_more_where_none_is_wanted(
    connect: Connect, db: Session, ana: Member, make: Make
) -> None:
    about = make.challenge()
    tell(db, {ana.id}, "challenge.posted", ("challenge", about.id), {"title": about.title})
    program = connect(ana)
    for how, waits in (("weekly", "follows"), ("at_once", "follows"), ("here", "")):
        program.post("/me/notifications", AT_FIRST | {"follows": how})
        db.expire_all()
        assert db.exec(select(Notification)).one().waits_as == waits


@pytest.mark.usefixtures("ana")
def test_the_page_asks_little_of_the_database(browser: Browser, connection: Connection) -> None:
    with counted(connection) as statements:
        browser.get(PAGE)
    assert len(statements) <= 8
