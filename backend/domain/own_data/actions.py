"""Asking for one's data and for being forgotten. Each action insists first and writes last."""

from datetime import timedelta

from sqlmodel import Session, col, update

from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain.members.models import ApiToken, BrowserSession, Member
from backend.domain.notifications.actions import write_to
from backend.domain.own_data import policy, queries
from backend.domain.own_data.models import Archive, Erasure, ErasureDraft


def ask_for_archive(db: Session, me: Member) -> Archive:
    """Have everything held on me put into one file; a letter says when it is there."""
    alone(db, f"archive {me.id}")
    policy.may_ask(me, queries.last_archive(db, me), clock.now()).insist()
    asked = Archive(member_id=me.id)
    db.add(asked)
    db.flush()
    return asked


def ask_for_erasure(db: Session, settings: Settings, me: Member, draft: ErasureDraft) -> Erasure:
    """Wish to be forgotten. I am signed out everywhere; signing in before the day takes it back."""
    alone(db, "last convener")
    policy.may_erase(me, queries.other_conveners(db, me)).insist()
    if draft.email.lower() != me.email:
        raise Rejected({"email": _("This is not the address that you have here.")})
    now = clock.now()
    wish = queries.erasure(db, me.id) or Erasure(member_id=me.id, takes_away=False, due_at=now)
    wish.takes_away = draft.choice == "take"
    wish.asked_at, wish.due_at = now, now + timedelta(days=settings.erasure_days)
    db.add(wish)
    for way_in in (BrowserSession, ApiToken):
        still = (col(way_in.member_id) == me.id, col(way_in.ended_at).is_(None))
        db.exec(update(way_in).where(*still).values(ended_at=now))
    if settings.erasure_days:
        facts = {"day": wish.due_at.isoformat(), "takes_away": wish.takes_away}
        letter = write_to(db, me.email, "erasure.asked", facts, language=me.language or "en")
        letter.recipient_id = me.id
    return wish
