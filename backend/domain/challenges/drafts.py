"""Words kept before they are posted: one's own, and nobody else's business."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict, NotFound, Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain.challenges import policy
from backend.domain.challenges.models import (
    CLOSED,
    Challenge,
    ChallengeDraft,
    DraftWords,
    KeptDraft,
)
from backend.domain.members.models import Member

MOST = 50
"""Drafts that one member may keep."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    id: UUID
    title: str
    saved_at: datetime


def mine(db: Session, me: Member) -> list[DraftRow]:
    """My drafts, the last saved first."""
    found = rows(
        db,
        columns(col(KeptDraft.id), col(KeptDraft.title), col(KeptDraft.saved_at))
        .where(col(KeptDraft.author_id) == me.id)
        .order_by(col(KeptDraft.saved_at).desc(), col(KeptDraft.id)),
    )
    return [DraftRow(*one) for one in found]


def one(db: Session, me: Member, draft_id: UUID) -> KeptDraft:
    """A draft of mine; NotFound for anybody else's."""
    kept = db.get(KeptDraft, draft_id)
    if kept is None or kept.author_id != me.id:
        raise NotFound(_("There is no such draft."))
    return kept


def save(db: Session, me: Member, draft_id: UUID, words: DraftWords) -> KeptDraft | None:
    """Keep what is written so far, and of what was kept what isn't sent.

    Nothing written and nothing kept before: None, nothing kept.
    """
    policy.may_post(me).insist()
    kept = db.get(KeptDraft, draft_id)
    if kept is not None and kept.author_id != me.id:
        raise NotFound(_("There is no such draft."))
    if db.get(Challenge, draft_id) is not None:
        raise Conflict(_("This has been posted already."))
    if kept is None and not (words.title or words.context or words.tried or words.help_wanted):
        return None
    if kept is None:
        _check_room(db, me)
        kept = KeptDraft(id=draft_id, author_id=me.id)
    kept.sqlmodel_update(words.model_dump(exclude_unset=True))
    kept.saved_at = clock.now()
    db.add(kept)
    return kept


def as_kept(draft: ChallengeDraft, kept: KeptDraft | None) -> ChallengeDraft:
    """Where it isn't said who sees it, and few should by the words that were kept: those few."""
    if kept is None or "visibility" in draft.model_fields_set or kept.visibility not in CLOSED:
        return draft
    few = {"visibility": kept.visibility, "cities": draft.cities or kept.cities}
    return draft.model_copy(update=few)


def remove(db: Session, me: Member, draft_id: UUID) -> None:
    db.delete(one(db, me, draft_id))


def _check_room(db: Session, me: Member) -> None:
    alone(db, f"drafts of {me.id}")
    kept = columns(func.count()).select_from(KeptDraft).where(col(KeptDraft.author_id) == me.id)
    if rows(db, kept).scalar_one() >= MOST:
        raise Rejected(
            {"": _("You keep {most} drafts already. Please remove one first.", most=MOST)}
        )
