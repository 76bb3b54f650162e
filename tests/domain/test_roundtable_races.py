"""Many answer at once, for real: each client has its own connection, and they start together."""

from collections.abc import Callable
from threading import Barrier, Thread
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import Sessions, open_engine, sessions_for
from backend.domain.members.models import Member
from backend.domain.notifications.models import Notification
from backend.domain.roundtables import seating
from backend.domain.roundtables.drafts import ReplyDraft
from backend.domain.roundtables.models import Roundtable, Seat
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings

CLIENTS = 100
CAPACITY = 10


def together(jobs: list[Callable[[], None]]) -> None:
    """Do all of them at the same time; the first to fail speaks for all."""
    begin, failed = Barrier(len(jobs)), list[BaseException]()

    def run(job: Callable[[], None]) -> None:
        begin.wait()
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - told to the test below
            failed.append(error)

    threads = [Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def answering(
    sessions: Sessions, table_id: UUID, member_id: UUID, draft: ReplyDraft
) -> Callable[[], None]:
    def answer() -> None:
        with clock.stopped(NOON), sessions() as db:
            table, me = db.get_one(Roundtable, table_id), db.get_one(Member, member_id)
            seating.answer(db, me, table, draft)
            db.commit()

    return answer


def line(db: Session, table_id: UUID) -> list[Seat]:
    """Everybody who says yes, in the order of their turns."""
    found = select(Seat).where(col(Seat.roundtable_id) == table_id, col(Seat.answer) == "yes")
    return list(db.exec(found.order_by(col(Seat.turn))))


def test_many_at_once_get_the_seats_there_are_in_the_order_of_their_turns(
    lasting_engine: Engine,
) -> None:
    everybody_in = open_engine(str(lasting_engine.url), pool_size=CLIENTS)
    sessions = sessions_for(everybody_in)
    with sessions() as db:
        make = Make(db)
        table_id = Meetings(db, make).planned(capacity=CAPACITY).id
        members = [make.member(city_id=None).id for _ in range(CLIENTS)]
    yes, no = ReplyDraft(answer="yes"), ReplyDraft(answer="no")

    together([answering(sessions, table_id, one, yes) for one in members])
    with sessions() as db:
        everybody = line(db, table_id)
        assert [seat.turn for seat in everybody] == list(range(1, CLIENTS + 1))
        assert [seat.is_seated for seat in everybody] == [
            place < CAPACITY for place in range(CLIENTS)
        ]
        leaving = [seat.member_id for seat in everybody[:CAPACITY]]
        next_in_line = [seat.member_id for seat in everybody[CAPACITY : 2 * CAPACITY]]

    # All who have a seat give it up, while some of those who wait press their button once more.
    staying = next_in_line
    together(
        [answering(sessions, table_id, one, no) for one in leaving]
        + [answering(sessions, table_id, one, yes) for one in staying]
    )
    with sessions() as db:
        seated = [seat.member_id for seat in line(db, table_id) if seat.is_seated]
        assert seated == next_in_line
        told = db.exec(
            select(Notification.recipient_id).where(col(Notification.event) == "roundtable.seated")
        ).all()
        assert sorted(told) == sorted(next_in_line)
    everybody_in.dispose()
