"""How long a session holds, and ending it."""

from datetime import timedelta

import pytest
from sqlalchemy import literal
from sqlmodel import Session, select

from backend.core import clock
from backend.core.errors import Conflict, NotFound
from backend.core.ids import new_id
from backend.domain.joining import programs
from backend.domain.joining.programs import TokenDraft
from backend.domain.members import callers, policy, sessions
from backend.domain.members.models import BrowserSession, Guest, Member
from backend.domain.members.sessions import Device
from tests.conftest import NOON
from tests.support.make import Make

FORTNIGHT = timedelta(days=14)


def holds(db: Session, token: str, idle: timedelta = FORTNIGHT) -> bool:
    return callers.by_cookie(db, token, literal(0), idle) is not None


def started(db: Session, member: Member, *, days: int = 30) -> str:
    token = sessions.start(db, member, days=days)
    db.flush()
    return token


def note(db: Session, token: str) -> None:
    caller = callers.by_cookie(db, token, literal(0), FORTNIGHT)
    assert caller
    callers.note(db, caller, "203.0.113.0/24")
    db.expire_all()


def test_a_session_that_nobody_uses_ends_by_itself(db: Session, make: Make) -> None:
    token = started(db, make.member())
    with clock.stopped(NOON + FORTNIGHT - timedelta(seconds=1)):
        assert holds(db, token)
    with clock.stopped(NOON + FORTNIGHT):
        assert not holds(db, token)


def test_a_session_that_is_used_every_day_ends_all_the_same(db: Session, make: Make) -> None:
    token = started(db, make.member())
    for day in range(1, 30):
        with clock.stopped(NOON + timedelta(days=day)):
            note(db, token)
    with clock.stopped(NOON + timedelta(days=30, seconds=-1)):
        assert holds(db, token)
    with clock.stopped(NOON + timedelta(days=30)):
        assert not holds(db, token)


def test_a_use_is_noted_once_in_five_minutes(db: Session, make: Make) -> None:
    token = started(db, make.member())
    for minutes, due in ((0, False), (4, False), (5, True)):
        with clock.stopped(NOON + timedelta(minutes=minutes)):
            caller = callers.by_cookie(db, token, literal(0), FORTNIGHT)
        with clock.stopped(NOON + timedelta(minutes=minutes)):
            assert caller
            assert caller.is_to_be_noted is due


def test_only_who_signed_in_a_moment_ago_may_change_how_they_sign_in(
    db: Session, make: Make
) -> None:
    ana = make.member()
    token = started(db, ana)
    for minutes, fresh in ((0, True), (29, True), (30, False)):
        with clock.stopped(NOON + timedelta(minutes=minutes)):
            caller = callers.by_cookie(db, token, literal(0), FORTNIGHT)
            assert caller
            assert caller.is_fresh(30) is fresh
    assert policy.may_change_ways(ana, fresh=True)
    assert not policy.may_change_ways(ana, fresh=False)
    assert not policy.may_change_ways(Guest(), fresh=True)
    ana.suspended_at = NOON
    assert not policy.may_change_ways(ana, fresh=True)


def test_a_program_is_never_fresh(db: Session, make: Make) -> None:
    token = sessions.grant(db, make.member(), "write")
    db.flush()
    caller = callers.by_bearer(db, token)
    assert caller
    assert not caller.is_fresh(30)


def test_one_sees_and_ends_only_ones_own(db: Session, make: Make) -> None:
    ana, ben = make.member(), make.member()
    started(db, ana)
    sessions.start(db, ben, device=Device("Firefox/145.0", "203.0.113.0/24"))
    db.flush()
    (theirs,) = sessions.mine(db, ben, FORTNIGHT)
    assert (theirs.device, theirs.network) == ("Firefox/145.0", "203.0.113.0/24")
    for session_id in (theirs.id, new_id()):
        with pytest.raises(NotFound):
            sessions.end_mine(db, ana, session_id)
    sessions.end_mine(db, ben, theirs.id)
    assert sessions.mine(db, ben, FORTNIGHT) == []
    assert len(sessions.mine(db, ana, FORTNIGHT)) == 1
    with pytest.raises(NotFound):
        sessions.end_mine(db, ben, theirs.id)


def test_all_others_are_ended_at_once_and_this_one_stays(db: Session, make: Make) -> None:
    ana, ben = make.member(), make.member()
    this, *others = [started(db, ana) for _ in range(3)]
    bens = started(db, ben)
    caller = callers.by_cookie(db, this, literal(0), FORTNIGHT)
    assert caller
    assert sessions.end_others(db, ana, caller.session_id) == 2
    assert [holds(db, token) for token in (this, *others, bens)] == [True, False, False, True]
    assert sessions.end_others(db, ana, None) == 1
    assert not holds(db, this)


def test_the_longest_unused_of_too_many_is_signed_out(db: Session, make: Make) -> None:
    ana = make.member()
    tokens = []
    for minute in range(sessions.MOST + 1):
        with clock.stopped(NOON - timedelta(hours=1) + timedelta(minutes=minute)):
            tokens.append(started(db, ana))
    assert [holds(db, token) for token in tokens] == [False] + [True] * sessions.MOST
    ended = db.exec(select(BrowserSession).where(BrowserSession.ended_at.is_not(None))).all()  # type: ignore[union-attr]
    assert len(ended) == 1


def test_tokens_are_made_listed_and_ended(db: Session, make: Make) -> None:
    ana, ben = make.member(), make.member()
    token = programs.make(db, ana, TokenDraft(name="Our portal", scope="write", days=30))
    db.flush()
    assert callers.by_bearer(db, token)
    (kept,) = programs.mine(db, ana)
    assert (kept.name, kept.scope, kept.expires_at) == (
        "Our portal",
        "write",
        NOON + timedelta(days=30),
    )
    assert programs.mine(db, ben) == []
    with pytest.raises(NotFound):
        programs.end(db, ben, kept.id)
    programs.end(db, ana, kept.id)
    assert callers.by_bearer(db, token) is None
    assert programs.mine(db, ana) == []
    with pytest.raises(NotFound):
        programs.end(db, ana, kept.id)


def test_nobody_has_more_tokens_than_a_list_can_show(db: Session, make: Make) -> None:
    ana = make.member()
    for n in range(programs.MOST):
        programs.make(db, ana, TokenDraft(name=f"Program {n}"))
        db.flush()
    with pytest.raises(Conflict, match="You have 20 tokens already"):
        programs.make(db, ana, TokenDraft(name="One more"))
