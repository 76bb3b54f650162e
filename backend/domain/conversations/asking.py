"""Asking a peer to talk: within limits that hold however many requests are sent at once."""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import rows
from backend.core.errors import Conflict, Rejected, TooMany
from backend.core.i18n import _, ngettext
from backend.core.links import checked
from backend.core.locks import alone
from backend.domain import subjects
from backend.domain.conversations import offers, policy, standing, telling
from backend.domain.conversations.drafts import RequestDraft
from backend.domain.conversations.models import Conversation
from backend.domain.conversations.queries import of_two
from backend.domain.members import blocks, pace
from backend.domain.members.models import Member

DAY = timedelta(days=1)
OCCASIONS = frozenset({"challenge", "answer", "resource", "roundtable", "topic"})
"""What a request can be about."""


def ask(
    db: Session, me: Member, other: Member, draft: RequestDraft, settings: Settings
) -> Conversation:
    """Ask somebody to talk, offering times on my clock. They hear of it; nobody sees an address."""
    # One at a time for each asker and each pair: what is counted below stays true until the end.
    alone(db, f"asking {me.id}")
    alone(db, "talking " + " ".join(sorted((me.id.hex, other.id.hex))))
    policy.may_ask(me, other, blocks.distance(db, me, other.id)).insist()
    kept = offers.offered(draft, me.zone)
    link = checked(draft.link) if draft.link else ""
    _check_occasion(db, me, other, draft)
    _check_pair(db, me, other)
    check_limits(db, me, settings)
    now = clock.now()
    made = Conversation(
        slug=secrets.token_hex(8),
        author_id=me.id,
        asked_id=other.id,
        purpose=draft.purpose,
        language=draft.language,
        minutes=draft.minutes,
        link=link,
        occasion_kind=draft.occasion_kind if draft.occasion_id else "",
        occasion_id=draft.occasion_id if draft.occasion_kind else None,
        offers=kept,
        offers_zone=me.zone,
        until=now + standing.ANSWERABLE,
    )
    db.add(made)
    db.flush()
    telling.tell(db, made, me, other, "conversation.asked")
    return made


def check_limits(db: Session, me: Member, settings: Settings) -> None:
    """Refuse who has asked often enough for today, or has too many requests open."""
    now = clock.now()
    a_day = settings.talks_a_day_new if pace.is_new(me) else settings.talks_a_day
    lately = (
        columns(col(Conversation.asked_at))
        .where(col(Conversation.author_id) == me.id, col(Conversation.asked_at) > now - DAY)
        .order_by(col(Conversation.asked_at).desc())
        .limit(a_day)
    )
    times = list(rows(db, lately).scalars())
    if len(times) >= a_day:
        again_in = int((times[-1] + DAY - now).total_seconds()) + 1
        raise TooMany(
            ngettext(
                "You can ask {count} person a day. Please go on tomorrow.",
                "You can ask {count} people a day. Please go on tomorrow.",
                a_day,
            ),
            again_in,
        )
    opened = columns(func.count()).where(col(Conversation.author_id) == me.id, _is_open())
    if rows(db, opened).scalar_one() >= settings.talks_open:
        raise Conflict(
            ngettext(
                "{count} request of yours waits for an answer. Please wait for it, or withdraw it.",
                "{count} requests of yours wait for an answer. Please wait for some, or withdraw them.",
                settings.talks_open,
            )
        )


def _check_pair(db: Session, me: Member, other: Member) -> None:
    """One request or conversation between two people at a time."""
    wanted = (
        columns(col(Conversation.accepted_at), col(Conversation.author_id))
        .where(of_two(me.id, other.id, clock.now()))
        .limit(1)
    )
    found = rows(db, wanted).first()
    if found is None:
        return
    accepted_at, author_id = found
    if accepted_at is not None:
        raise Conflict(_("You are in a conversation already. You find it under Conversations."))
    if author_id == me.id:
        raise Conflict(_("You have asked this person already. Please wait for an answer."))
    raise Conflict(_("This person has asked you already. You find it under Conversations."))


def _check_occasion(db: Session, me: Member, other: Member, draft: RequestDraft) -> None:
    """Only about what both of us may see: a request must not tell of what is hidden from one."""
    if not draft.occasion_kind or draft.occasion_id is None:
        return
    about = (draft.occasion_kind, draft.occasion_id)
    seen = draft.occasion_kind in OCCASIONS and all(
        about in subjects.glances(db, one, [about]) for one in (me, other)
    )
    if not seen:
        raise Rejected(
            {"occasion_id": _("Not both of you can see what this is about, so it can’t be named.")}
        )


def occasion(db: Session, me: Member, kind: str, subject_id: UUID | None) -> subjects.Glance | None:
    """What a request is about, as far as I may see it."""
    if kind not in OCCASIONS or subject_id is None:
        return None
    return subjects.glances(db, me, [(kind, subject_id)]).get((kind, subject_id))


def _is_open() -> ColumnElement[bool]:
    """As its author knows it: one that was declined counts like every other."""
    return and_(
        col(Conversation.accepted_at).is_(None),
        col(Conversation.withdrawn_at).is_(None),
        col(Conversation.until) > clock.now(),
    )
