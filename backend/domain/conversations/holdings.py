"""What two people said to each other, and what becomes of it when one of them goes.

Private words go with who wrote them, whatever they choose about their contributions; what the
other wrote stays with the other.
"""

from sqlmodel import Session, col, delete, select, update

from backend.core import clock
from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.conversations import meeting
from backend.domain.conversations.models import Conversation, Learning, Message
from backend.domain.holdings import Holding, Leaving
from backend.domain.members.models import Member

_OF_THE_ASKER = (
    "id",
    "slug",
    "asked_id",
    "purpose",
    "language",
    "minutes",
    "link",
    "occasion_kind",
    "occasion_id",
    "asked_at",
    "withdrawn_at",
    "accepted_at",
    "starts_at",
    "ends_at",
    "cancelled_at",
    "author_shares_email",
)
"""Not whether it was declined: who asked is never told."""

_OF_THE_ASKED = (
    "id",
    "slug",
    "author_id",
    "asked_at",
    "put_off_until",
    "declined_at",
    "accepted_at",
    "starts_at",
    "ends_at",
    "cancelled_at",
    "asked_shares_email",
)


def _forget_messages(db: Session, leaving: Leaving) -> None:
    theirs = list(db.exec(select(Message.id).where(col(Message.author_id) == leaving.id)))
    db.exec(delete(Message).where(col(Message.author_id) == leaving.id))
    subjects.gone(db, "message", theirs)


def _forget_asked(db: Session, leaving: Leaving) -> None:
    """Requests of theirs that were agreed on stay for the other, without a word; others go."""
    mine = col(Conversation.author_id) == leaving.id
    _call_off(db, leaving)
    alone = list(
        db.exec(select(Conversation.id).where(mine, col(Conversation.accepted_at).is_(None)))
    )
    db.exec(delete(Conversation).where(col(Conversation.id).in_(alone)))
    subjects.gone(db, "conversation", alone)
    blank = {"purpose": "", "link": "", "author_shares_email": False, "author_read_at": None}
    db.exec(update(Conversation).where(mine).values(**blank))


def _forget_asking(db: Session, leaving: Leaving) -> None:
    """Requests to them end as if nobody had answered."""
    _call_off(db, leaving)
    theirs = update(Conversation).where(col(Conversation.asked_id) == leaving.id)
    db.exec(
        theirs.values(
            asked_shares_email=False, asked_read_at=None, declined_at=None, remind_at=None
        )
    )


def _call_off(db: Session, leaving: Leaving) -> None:
    me = db.get_one(Member, leaving.id)
    coming = select(Conversation).where(
        (col(Conversation.author_id) == me.id) | (col(Conversation.asked_id) == me.id),
        col(Conversation.cancelled_at).is_(None),
        col(Conversation.starts_at) > clock.now(),
    )
    for one in db.exec(coming).all():
        meeting.call_off(db, me, one)


HOLDINGS = (
    Holding(Learning, "member_id", N_("What you learned from talking"), "removed"),
    Holding(
        Message, "author_id", N_("Private messages you wrote"), "removed", erase=_forget_messages
    ),
    Holding(
        Conversation,
        "author_id",
        N_("People you asked to talk"),
        "removed",
        erase=_forget_asked,
        only=_OF_THE_ASKER,
    ),
    Holding(
        Conversation,
        "asked_id",
        N_("Requests to talk that you got"),
        "unnamed",
        erase=_forget_asking,
        only=_OF_THE_ASKED,
        called="conversation_asked_of_me",
    ),
)
