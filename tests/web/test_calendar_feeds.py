"""Feeds for calendars: the public ones, and a member's own at a secret address."""

import re
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from backend.core import clock, tokens
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.roundtables import actions, feeds, queries
from backend.domain.roundtables.drafts import CancelDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_feed import CalendarFeed
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser
from tests.support.calendars import read
from tests.support.make import Make
from tests.support.meetings import LINK, Meetings
from tests.support.queries import counted

OWN = "/settings/calendar"


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def tui(make: Make) -> Member:
    wellington = make.city("Wellington", zone="Pacific/Auckland", country="NZ")
    return make.member("Tui Walker", city_id=wellington.id, zone=wellington.zone)


@pytest.fixture
def theirs(db: Session, meetings: Meetings, make: Make, tui: Member) -> dict[str, Roundtable]:
    """A roundtable for each answer, each with Tui's city invited."""
    found, city = {}, db.get_one(City, tui.city_id)
    for answer in ("yes", "maybe", "no", "none", "waits"):
        seats = 1 if answer == "waits" else None
        found[answer] = meetings.planned(cities=[city], capacity=seats)
    meetings.answer(found["waits"], make.member(city_id=tui.city_id))
    for answer in ("yes", "maybe", "no", "waits"):
        meetings.answer(found[answer], tui, "yes" if answer == "waits" else answer)
    return found


def known(versions: str) -> dict[str, Any]:
    """What a calendar says of the versions that it has."""
    return {"If-None-Match": versions}


def spoken(tongue: str) -> dict[str, Any]:
    """What says in which language somebody reads."""
    return {"Accept-Language": tongue}


def secret(browser: Browser) -> str:
    """Make an address at the page, and copy it."""
    made = re.search(
        r"<code>http://localhost:8000(/calendars/[\w-]+\.ics)</code>", browser.send(OWN).text
    )
    assert made
    return made[1]


def titles(browser: Browser, address: str) -> dict[str, str]:
    """What a calendar without cookies finds there: the title and the standing of each entry."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return {str(one["SUMMARY"]): str(one["STATUS"]) for one in read(answer.text)}


def test_a_members_feed_holds_what_they_come_to_and_what_waits_for_their_answer(
    browser: Browser, sign_in: SignIn, db: Session, tui: Member, theirs: dict[str, Roundtable]
) -> None:
    sign_in(tui)
    address = secret(browser)
    assert address.split("/")[-1].removesuffix(".ics") not in browser.get(OWN).text
    kept = db.exec(select(CalendarFeed)).one()
    assert kept.token_hash == tokens.hashed(address.split("/")[-1].removesuffix(".ics"))
    browser.send("/sign-out")
    found = browser.get(address)
    assert titles(browser, address) == {
        theirs["yes"].title: "CONFIRMED",
        theirs["maybe"].title: "TENTATIVE",
        theirs["none"].title: "TENTATIVE",
        theirs["waits"].title: "TENTATIVE",
    }
    links = [LINK in str(one["DESCRIPTION"]) for one in read(found.text)]
    assert sorted(links) == [False, False, False, True]
    assert found.headers["Cache-Control"] == "private, no-cache"
    db.refresh(kept)
    assert kept.seen_at == NOON


def test_what_may_not_be_seen_any_more_leaves_the_feed_at_once(
    browser: Browser, sign_in: SignIn, db: Session, tui: Member, theirs: dict[str, Roundtable]
) -> None:
    sign_in(tui)
    address = secret(browser)
    version = browser.get(address).headers["ETag"]
    same = browser.get(address, **known(f'"other", W/{version}'))
    assert (same.status_code, same.content) == (304, b"")
    theirs["yes"].hidden_at = clock.now()
    ruth = db.get_one(Member, theirs["none"].author_id)
    actions.cancel(db, ruth, theirs["none"], CancelDraft(reason="The convener is ill."))
    db.commit()
    left = browser.get(address, **known(version))
    assert left.status_code == 200
    assert titles(browser, address) == {
        theirs["maybe"].title: "TENTATIVE",
        theirs["none"].title: "CANCELLED",
        theirs["waits"].title: "TENTATIVE",
    }


def test_a_secret_ends_when_another_is_made_when_it_is_ended_and_while_its_owner_is_out(
    browser: Browser, sign_in: SignIn, db: Session, tui: Member
) -> None:
    never = browser.get("/calendars/never-made.ics")
    sign_in(tui)
    first, second = secret(browser), secret(browser)
    statuses = [browser.get(one).status_code for one in (first, second)]
    assert statuses == [404, 200]
    for out in ({"suspended_at": NOON}, {"suspended_at": None, "erased_at": NOON}):
        db.refresh(tui)
        tui.sqlmodel_update(out)
        db.commit()
        assert browser.get(second).status_code == 404
    tui.erased_at = None
    db.commit()
    assert browser.get(second).status_code == 200
    browser.send(f"{OWN}/removal")
    assert browser.get(second).status_code == 404
    assert never.status_code == 404
    assert db.exec(select(CalendarFeed).where(col(CalendarFeed.member_id) == tui.id)).all() == []


def test_who_is_suspended_makes_none_and_roles_do_not_work_in_it(
    browser: Browser, sign_in: SignIn, db: Session, make: Make, meetings: Meetings
) -> None:
    ruth = make.convener()
    hidden = meetings.planned()
    hidden.hidden_at = NOON
    db.commit()
    sign_in(ruth)
    meetings.answer(meetings.planned(format="webinar"), ruth)
    address = secret(browser)
    assert hidden.title not in titles(browser, address)
    ruth.suspended_at = NOON
    db.commit()
    assert browser.send(OWN).status_code == 403


def test_public_feeds_hold_what_a_guest_may_see_whoever_asks(
    browser: Browser, sign_in: SignIn, db: Session, make: Make, meetings: Meetings, tui: Member
) -> None:
    city, topic = db.get_one(City, tui.city_id), make.topic("Mobility")
    about: dict[str, Any] = {"cities": [city], "topics": [topic.slug]}
    open_ = meetings.planned(visibility="public", **about)
    quiet = meetings.planned(visibility="public", chatham_house=True, **about)
    meetings.planned(**about)
    meetings.draft(visibility="public")
    meetings.answer(open_, tui)
    sign_in(tui)
    both = {open_.title: "CONFIRMED", quiet.title: "CONFIRMED"}
    assert titles(browser, "/roundtables.ics") == both
    assert titles(browser, "/topics/mobility/roundtables.ics") == both
    assert titles(browser, f"/cities/{city.slug}/roundtables.ics") == {open_.title: "CONFIRMED"}
    text = browser.get("/roundtables.ics").text.replace("\r\n ", "")
    assert not any(word in text for word in (LINK, "Tui Walker", "Wellington", "ATTENDEE"))
    for unknown in ("topics", "cities"):
        assert browser.get(f"/{unknown}/nowhere/roundtables.ics").status_code == 404


def test_public_feeds_hold_the_next_and_the_last_that_ended(
    browser: Browser, meetings: Meetings, make: Make
) -> None:
    ruth = make.convener()
    over, ahead = meetings.held(ruth, visibility="public"), meetings.planned(visibility="public")
    with clock.stopped(clock.now() - 2 * feeds.KEPT):
        meetings.planned(ruth, visibility="public")
    assert list(titles(browser, "/roundtables.ics")) == [over.title, ahead.title]


def test_a_public_feed_tells_of_what_is_just_under_way_and_speaks_to_each_reader(
    browser: Browser, db: Session, meetings: Meetings
) -> None:
    table = meetings.planned(visibility="public")
    (sitting,) = queries.sittings(db, table)
    with clock.stopped(sitting.starts_at + (sitting.ends_at - sitting.starts_at) / 2):
        assert titles(browser, "/roundtables.ics") == {table.title: "CONFIRMED"}
        english, other = (
            browser.get("/roundtables.ics", **spoken("en")).text,
            browser.get("/roundtables.ics", **spoken("ar-XB")).text,
        )
    assert "Begins at" in english
    assert "Begins at" not in other


def test_pages_lead_to_their_feeds(browser: Browser, db: Session, make: Make, tui: Member) -> None:
    city, topic = db.get_one(City, tui.city_id), make.topic("Mobility")
    for page, feed in (
        ("/roundtables", "/roundtables.ics"),
        (f"/topics/{topic.slug}", "/topics/mobility/roundtables.ics"),
        (f"/cities/{city.slug}", f"/cities/{city.slug}/roundtables.ics"),
    ):
        assert f'href="{feed}"' in browser.get(page).text


@pytest.mark.parametrize("how_many", [1, 3])
def test_feeds_take_the_same_few_queries_however_much_there_is(
    browser: Browser,
    sign_in: SignIn,
    db: Session,
    make: Make,
    meetings: Meetings,
    connection: Connection,
    tui: Member,
    how_many: int,
) -> None:
    city, topic = db.get_one(City, tui.city_id), make.topic("Mobility")
    for _ in range(how_many):
        meetings.planned(visibility="public", cities=[city], topics=[topic.slug])
    sign_in(tui)
    own = secret(browser)
    browser.send("/sign-out")
    browser.get(own)
    needed = {}
    for path in (
        "/roundtables.ics",
        f"/topics/{topic.slug}/roundtables.ics",
        f"/cities/{city.slug}/roundtables.ics",
        own,
    ):
        with counted(connection) as asked:
            assert len(read(browser.get(path).text)) == how_many
        needed[path] = len(asked)
    assert list(needed.values()) == [1, 2, 2, 2]
