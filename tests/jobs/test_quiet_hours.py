"""Letters wait for the end of their readers' quiet hours, on whichever night."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, delete, select

from backend.adapters.mail import Smtp
from backend.core import clock
from backend.core.db import Sessions
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.notifications.actions import tell, write_to
from backend.domain.notifications.models import Letter, QuietHours
from backend.domain.notifications.quiet_hours import QuietDraft, choose
from backend.domain.notifications.urgency import AT_ANY_HOUR, BEFORE_IT_BEGINS, MAY_WAIT
from backend.domain.roundtables.models import Sitting
from backend.jobs.letters import LEASE, deliver
from backend.jobs.writing import Desk
from backend.kit.events import SENTENCES
from tests.support.mailbox import Mailbox
from tests.support.make import Make
from tests.support.meetings import Meetings

NIGHT = datetime(2026, 11, 28, 23, tzinfo=UTC)
MORNING = datetime(2026, 11, 29, 7, tzinfo=UTC)
TEMPLATES = Path("templates/letters")


def asleep(db: Session, make: Make, zone: str = "Europe/London") -> Member:
    member = make.member("Ana", zone=zone)
    db.add(QuietHours(member_id=member.id, starts=time(22), ends=time(7)))
    db.commit()
    return member


def news(db: Session, member: Member) -> None:
    tell(db, {member.id}, "member.name_stands", ("member", member.id), {"after": "Ana"})
    db.commit()


def test_every_letter_is_sorted_into_one_list() -> None:
    lists = (AT_ANY_HOUR, BEFORE_IT_BEGINS, MAY_WAIT)
    own = {one.name.removesuffix(".txt") for one in TEMPLATES.glob("*.txt")} - {"event"}
    assert frozenset().union(*lists) == SENTENCES.keys() | own
    assert sum(map(len, lists)) == len(SENTENCES.keys() | own)


@pytest.mark.parametrize(
    ("zone", "evening", "morning"),
    [
        ("Europe/London", (2026, 3, 28, 22, 0), (2026, 3, 29, 6, 0)),
        ("Europe/London", (2026, 10, 24, 21, 0), (2026, 10, 25, 7, 0)),
        ("Pacific/Kiritimati", (2026, 11, 28, 8, 0), (2026, 11, 28, 17, 0)),
        ("Pacific/Pago_Pago", (2026, 11, 29, 9, 0), (2026, 11, 29, 18, 0)),
    ],
)
def test_what_is_told_in_the_evening_comes_once_when_the_night_is_over(
    sessions: Sessions,
    db: Session,
    make: Make,
    desk: Desk,
    mailbox: Mailbox,
    zone: str,
    evening: tuple[int, int, int, int, int],
    morning: tuple[int, int, int, int, int],
) -> None:
    starts, ends = datetime(*evening, tzinfo=UTC), datetime(*morning, tzinfo=UTC)
    with clock.stopped(starts):
        news(db, asleep(db, make, zone))
    for moment in (starts, ends - timedelta(seconds=1), ends, ends + timedelta(hours=1)):
        with clock.stopped(moment):
            deliver(sessions, desk, Smtp(mailbox.url))
        assert len(mailbox.messages) == int(moment >= ends)


def test_what_keeps_an_account_safe_comes_at_night(
    sessions: Sessions, db: Session, make: Make, desk: Desk, mailbox: Mailbox
) -> None:
    with clock.stopped(NIGHT):
        member = asleep(db, make)
        write_to(db, member.email, "way_in.unlinked", {"name": "Bristol", "warns": True})
        db.commit()
        assert deliver(sessions, desk, Smtp(mailbox.url)).sent == 1


def test_a_letter_to_the_address_of_a_member_waits_too(
    sessions: Sessions, db: Session, make: Make, desk: Desk, mailbox: Mailbox
) -> None:
    with clock.stopped(NIGHT):
        write_to(db, asleep(db, make).email, "report.made", {"title": "Quieter streets"})
        db.commit()
        assert deliver(sessions, desk, Smtp(mailbox.url)).held == 1


def test_a_letter_that_failed_in_the_evening_is_not_tried_at_night(
    sessions: Sessions, db: Session, make: Make, desk: Desk, mailbox: Mailbox
) -> None:
    mailbox.refuse = True
    with clock.stopped(NIGHT - timedelta(hours=1, seconds=30)):
        news(db, asleep(db, make))
        assert deliver(sessions, desk, Smtp(mailbox.url)).failed == 1
    mailbox.refuse = False
    with clock.stopped(NIGHT):
        assert deliver(sessions, desk, Smtp(mailbox.url)).held == 1
    letter = db.exec(select(Letter)).one()
    assert (letter.due_at, letter.attempts) == (MORNING, 1)


def test_a_letter_whose_worker_died_is_not_sent_at_night(
    sessions: Sessions, db: Session, make: Make, desk: Desk, mailbox: Mailbox
) -> None:
    with clock.stopped(NIGHT):
        news(db, asleep(db, make))
        letter = db.exec(select(Letter)).one()
        letter.leased_until, letter.attempts = NIGHT + LEASE, 1
        db.commit()
    with clock.stopped(NIGHT + 2 * LEASE):
        assert deliver(sessions, desk, Smtp(mailbox.url)).held == 1
    with clock.stopped(MORNING):
        assert deliver(sessions, desk, Smtp(mailbox.url)).sent == 1


def test_who_ends_their_quiet_hours_gets_at_once_what_was_held(
    sessions: Sessions, db: Session, make: Make, desk: Desk, mailbox: Mailbox
) -> None:
    with clock.stopped(NIGHT):
        member = asleep(db, make)
        news(db, member)
        deliver(sessions, desk, Smtp(mailbox.url))
        choose(db, member, QuietDraft())
        db.commit()
        assert deliver(sessions, desk, Smtp(mailbox.url)).sent == 1


@pytest.mark.parametrize(("hours", "comes"), [(1, True), (8.5, True), (9.5, False), (24, False)])
def test_a_reminder_comes_at_night_only_if_the_morning_is_too_late(
    sessions: Sessions,
    db: Session,
    make: Make,
    desk: Desk,
    mailbox: Mailbox,
    hours: float,
    *,
    comes: bool,
) -> None:
    with clock.stopped(NIGHT):
        member, meetings = asleep(db, make), Meetings(db, make)
        table = meetings.planned(cities=[db.get_one(City, member.city_id)])
        sitting = db.exec(select(Sitting)).one()
        sitting.starts_at = NIGHT + timedelta(hours=hours)
        sitting.ends_at = sitting.starts_at + timedelta(hours=1)
        db.exec(delete(Letter))
        tell(db, {member.id}, "roundtable.soon", ("roundtable", table.id), {"title": table.title})
        db.commit()
        done = deliver(sessions, desk, Smtp(mailbox.url))
    assert (done.sent, done.held) == (int(comes), int(not comes))
