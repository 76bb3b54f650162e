from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import sessions_for
from backend.core.errors import Conflict
from backend.domain.joining import actions, queries
from backend.domain.joining.models import Application, LinkDraft
from backend.domain.members.models import Member
from tests.conftest import NOON
from tests.support.joining import (
    ADDRESS,
    HOME,
    bristol,
    joins,
    letters,
    token_for,
    wishes_to_join,
)
from tests.support.make import Make
from tests.support.queries import counted
from tests.support.races import at_once


@pytest.mark.parametrize("admitted", [True, False])
def test_asking_costs_the_same_for_known_and_unknown_addresses(
    db: Session, settings: Settings, make: Make, connection: Connection, *, admitted: bool
) -> None:
    """The same statements in the same order: no clock can tell them apart either."""
    bristol(db)
    make.member(email=ADDRESS, admitted_at=NOON if admitted else None)
    sent: list[list[str]] = []
    for address in (ADDRESS, "nobody@bristol.gov.uk"):
        db.expire_all()
        with counted(connection) as for_a_link:
            actions.ask_for_link(db, settings, HOME, LinkDraft(email=address))
            db.flush()
        db.expire_all()
        with counted(connection) as for_joining:
            actions.apply(db, settings, HOME, wishes_to_join(email=address))
            db.flush()
        sent.append([*for_a_link, *for_joining])
    assert sent[0] == sent[1]


def test_an_unknown_address_is_told_how_to_join_and_gets_no_token(
    db: Session, settings: Settings
) -> None:
    actions.ask_for_link(db, settings, HOME, LinkDraft(email=ADDRESS))
    db.flush()
    (letter,) = letters(db)
    assert (letter.event, letter.facts["token"]) == ("not_known_here", "")


def test_a_member_who_asks_to_join_again_gets_a_link_and_stays_as_they_are(
    db: Session, settings: Settings, make: Make
) -> None:
    ben = make.member("Ben", email=ADDRESS)
    entered = joins(db, settings)
    assert (entered.id, entered.name, entered.is_member) == (ben.id, "Ben", True)
    assert [letter.event for letter in letters(db, ADDRESS)] == ["sign_in"]
    assert queries.mine(db, ben) is None


def test_a_suspended_member_may_come_in_and_nothing_more(
    db: Session, settings: Settings, make: Make
) -> None:
    ben = make.member(email=ADDRESS, suspended_at=NOON)
    actions.ask_for_link(db, settings, HOME, LinkDraft(email=ADDRESS), "/challenges")
    db.flush()
    entry = actions.enter(db, settings, token_for(db, ADDRESS), browser=HOME.browser)
    assert (entry.member.id, entry.member.is_member, entry.leads_to) == (
        ben.id,
        False,
        "/challenges",
    )


def test_whoever_left_meanwhile_does_not_come_in(
    db: Session, settings: Settings, make: Make
) -> None:
    ben = make.member(email=ADDRESS)
    actions.ask_for_link(db, settings, HOME, LinkDraft(email=ADDRESS))
    ben.erased_at = NOON
    db.add(ben)
    db.flush()
    with pytest.raises(Conflict):
        actions.enter(db, settings, token_for(db, ADDRESS), browser=HOME.browser)


def test_what_nobody_proved_is_forgotten_after_two_days(db: Session, settings: Settings) -> None:
    actions.apply(db, settings, HOME, wishes_to_join(email="unproven@bristol.gov.uk"))
    amina = joins(db, settings)
    with clock.stopped(NOON + timedelta(days=2)):
        assert actions.forget_unproven(db) == 0
    with clock.stopped(NOON + timedelta(days=2, seconds=1)):
        assert actions.forget_unproven(db) == 3
    assert [one.member_id for one in db.exec(select(Application))] == [amina.id]


def test_of_ten_links_to_one_new_address_used_at_once_one_member_is_made(
    lasting_engine: Engine, settings: Settings
) -> None:
    with sessions_for(lasting_engine)() as db:
        for n in range(10):
            with clock.stopped(NOON - timedelta(hours=9 - n)):
                long = settings.model_copy(update={"link_minutes": 60 * 24})
                actions.apply(db, long, HOME, wishes_to_join())
        db.commit()
        found = [str(letter.facts["token"]) for letter in letters(db, ADDRESS)]
    tokens = iter(found)

    def enter(db: Session) -> actions.Entry:
        return actions.enter(db, settings, next(tokens), browser=HOME.browser)

    assert at_once(lasting_engine, enter, clients=10) == ["Entry"] * 10
    with sessions_for(lasting_engine)() as db:
        assert len(db.exec(select(Member)).all()) == 1
        waiting = [one for one in db.exec(select(Application)) if one.member_id]
        assert len(waiting) == 1
