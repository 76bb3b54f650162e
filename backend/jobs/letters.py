"""Letters that are due: claimed, written in the reader's language, sent, and noted as sent.

A letter is leased before it is sent and marked after. A worker that dies in between leaves a
lease that runs out, and the letter goes again under the same Message-ID, by which mail servers
know it: nothing is lost, and what the network can't know is at least recognisable.
"""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

import structlog
from sqlmodel import Session, col, or_, select

from backend.core import clock
from backend.core.db import Sessions
from backend.core.letters import Post
from backend.domain import subjects
from backend.domain.members.models import Member
from backend.domain.notifications import digests, wishes
from backend.domain.notifications.models import Letter
from backend.jobs.quiet import goes_at
from backend.jobs.writing import Desk

AT_ONCE = 20
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
TRIES = 12
"""With waits that double up to six hours, a mail server may be down for about two days."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of work did."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0
    held: int = 0
    """Put off until their readers' quiet hours end."""

    @property
    def took(self) -> int:
        return self.sent + self.failed + self.dropped + self.held


def deliver(sessions: Sessions, desk: Desk, post: Post, *, forget: bool = True) -> Round:
    """Send the letters that are due, at most a handful; says what became of them.

    With `forget`, what a letter said is wiped once it is sent: sign-in links are secrets.
    No transaction is open while a mail server is waited for: SQLite has only one writer.
    """
    outcomes = [
        "held" if _hold(sessions, one) else _deliver(sessions, one, desk, post, forget=forget)
        for one in _claim(sessions)
    ]
    return Round(*(outcomes.count(one) for one in ("sent", "failed", "dropped", "held")))


def _hold(sessions: Sessions, letter_id: UUID) -> bool:
    """Leave a letter until its reader's quiet hours end, which is no failed try."""
    now = clock.now()
    with sessions() as db:
        db.connection(execution_options={"writes": False})
        until = goes_at(db, db.get_one(Letter, letter_id), now)
    if until == now:
        return False
    with sessions() as db:
        letter = db.get_one(Letter, letter_id)
        letter.leased_until, letter.due_at = None, until
        letter.attempts -= 1
        db.commit()
    return True


def _deliver(sessions: Sessions, letter_id: UUID, desk: Desk, post: Post, *, forget: bool) -> str:
    with sessions() as db:
        db.connection(execution_options={"writes": False})
        letter = db.get_one(Letter, letter_id)
        message = desk.write(db, letter) if may_be_read(db, letter) else None
    error = _post(message, post) if message else ""
    with sessions() as db:
        letter = db.get_one(Letter, letter_id)
        letter.leased_until = None
        if message is None:
            letter.gave_up_at, letter.error = clock.now(), "no longer for this reader"
        elif error:
            letter.error = error
            _later(letter, clock.now())
        else:
            letter.sent_at, letter.error = clock.now(), ""
            if forget:
                letter.facts = {}
                # Who gets a letter without being a member is nobody whom we need to remember.
                letter.address = letter.address if letter.recipient_id else ""
        db.commit()
    if message is None:
        return "dropped"
    return "failed" if error else "sent"


def wait_before(attempt: int) -> timedelta:
    """How long to wait after this many failures: a minute, doubling, six hours at most."""
    doubled: timedelta = FIRST_WAIT * 2 ** (attempt - 1)
    return min(doubled, LONGEST_WAIT)


def _claim(sessions: Sessions) -> Sequence[UUID]:
    now = clock.now()
    with sessions() as db:
        due = db.exec(
            select(Letter)
            .where(
                col(Letter.sent_at).is_(None),
                col(Letter.gave_up_at).is_(None),
                col(Letter.due_at) <= now,
                or_(col(Letter.leased_until).is_(None), col(Letter.leased_until) < now),
            )
            .order_by(col(Letter.due_at), col(Letter.id))
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        for letter in due:
            letter.leased_until = now + LEASE
            letter.attempts += 1
        db.commit()
        return [letter.id for letter in due]


def may_be_read(db: Session, letter: Letter) -> bool:
    """Whether the reader may still see what the letter is about, and still wants to hear of it."""
    if letter.recipient_id is None:
        return True
    reader = db.get_one(Member, letter.recipient_id)
    if reader.erased_at is not None or not wishes.wants(db, letter):
        return False
    if letter.kind == digests.EVENT:
        return bool(digests.contents(db, letter))
    if letter.subject_id is None or letter.kind not in subjects.kinds():
        return True
    about = (letter.kind, letter.subject_id)
    return about in subjects.glances(db, reader, [about])


def _post(message: EmailMessage, post: Post) -> str:
    """Hand the message over; what kind of error stopped it, or nothing."""
    try:
        post.send(message)
    except (OSError, smtplib.SMTPException) as error:
        # The type alone: what a server answers may repeat the address.
        log.warning("letter not sent", letter=message["Message-ID"], error=type(error).__name__)
        return type(error).__name__
    return ""


def _later(letter: Letter, now: datetime) -> None:
    if letter.attempts >= TRIES:
        letter.gave_up_at = now
    else:
        letter.due_at = now + wait_before(letter.attempts)
