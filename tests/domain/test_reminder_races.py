"""Several workers at once, for real: nobody is reminded twice, and no hour is counted twice."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import sessions_for
from backend.domain.notifications.models import Letter
from backend.domain.roundtables import ledger, reminding
from backend.domain.roundtables.models import BorneHours
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.races import at_once

WORKERS = 6
TABLES = 3


def test_however_many_workers_there_are_everything_is_done_once(lasting_engine: Engine) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        meetings, who = Meetings(db, make), make.member(city_id=None)
        for _ in range(TABLES):
            with clock.stopped(NOON - timedelta(days=2)):
                soon = meetings.planned(at=[NOON + timedelta(minutes=50)], reminders=[60])
                meetings.answer(soon, who)
            with clock.stopped(NOON - timedelta(days=9)):
                over = meetings.planned(at=[NOON - timedelta(days=1)])
                meetings.answer(over, who)

    def work(db: Session) -> int:
        return reminding.send(db) + ledger.write(db)

    at_once(lasting_engine, work, WORKERS)
    with sessions_for(lasting_engine)() as db:
        sent = db.exec(select(Letter).where(col(Letter.event) == "roundtable.soon")).all()
        assert len(sent) == TABLES
        assert len(db.exec(select(BorneHours)).all()) == TABLES
        assert work(db) == 0
