"""Two people, or one with many windows, at the same moment: for real, on both databases."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, func, select

from backend.core.db import sessions_for
from backend.domain.conversations import answering, asking, meeting
from backend.domain.conversations.drafts import AcceptanceDraft
from backend.domain.conversations.models import Conversation
from backend.domain.members.models import Member
from tests.conftest import NOON, settings_in
from tests.support.make import Make
from tests.support.races import at_once
from tests.support.talks import SOON, Talks

REQUESTS = 20


def test_twenty_requests_at_once_are_five(lasting_engine: Engine, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        me = make.member(admitted_at=NOON - timedelta(days=99)).id
        others = iter([make.member().id for _ in range(REQUESTS)])
        draft = Talks(db, settings).draft()

    def ask(db: Session) -> Conversation:
        other = db.get_one(Member, next(others))
        return asking.ask(db, db.get_one(Member, me), other, draft, settings)

    got = at_once(lasting_engine, ask, REQUESTS)
    assert got == ["Conversation"] * 5 + ["TooMany"] * (REQUESTS - 5)
    with sessions_for(lasting_engine)() as db:
        assert db.exec(select(func.count()).select_from(Conversation)).one() == 5


def test_two_who_ask_each_other_at_once_have_one_request(
    lasting_engine: Engine, tmp_path: Path
) -> None:
    settings = settings_in(tmp_path)
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        pair = [make.member().id, make.member().id]
        turns = iter([(pair[n % 2], pair[(n + 1) % 2]) for n in range(8)])
        draft = Talks(db, settings).draft()

    def ask(db: Session) -> Conversation:
        me, other = (db.get_one(Member, one) for one in next(turns))
        return asking.ask(db, me, other, draft, settings)

    assert at_once(lasting_engine, ask, 8) == ["Conflict"] * 7 + ["Conversation"]


def test_accepting_and_withdrawing_at_once_is_one_of_the_two(
    lasting_engine: Engine, tmp_path: Path
) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        ana, ben = make.member(), make.member()
        one = Talks(db, settings_in(tmp_path)).asked(ana, ben).id
        sides = iter([ana.id, ben.id] * 4)

    def act(db: Session) -> Conversation:
        me, talk = db.get_one(Member, next(sides)), db.get_one(Conversation, one)
        if talk.is_author(me.id):
            return answering.withdraw(db, me, talk)
        return answering.accept(db, me, talk, AcceptanceDraft(starts_at=SOON))

    assert at_once(lasting_engine, act, 8) == ["Conversation"] + ["Denied"] * 7
    with sessions_for(lasting_engine)() as db:
        talk = db.get_one(Conversation, one)
        assert (talk.accepted_at is None) != (talk.withdrawn_at is None)


def test_both_cancel_at_once_and_calendars_hear_once(
    lasting_engine: Engine, tmp_path: Path
) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        ana, ben = make.member(), make.member()
        one = Talks(db, settings_in(tmp_path)).agreed(ana, ben).id
        sides = iter([ana.id, ben.id] * 4)

    def cancel(db: Session) -> Conversation:
        return meeting.cancel(db, db.get_one(Member, next(sides)), db.get_one(Conversation, one))

    assert at_once(lasting_engine, cancel, 8) == ["Conversation"] + ["Denied"] * 7
    with sessions_for(lasting_engine)() as db:
        assert db.get_one(Conversation, one).sequence == 1
