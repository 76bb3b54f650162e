"""What is kept of where somebody works, and of whom they vouched for."""

from sqlmodel import Session, col, delete, select

from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.affiliations import handing
from backend.domain.affiliations.models import Affiliation, AffiliationProof, Handover
from backend.domain.holdings import Holding, Leaving


def _forget(db: Session, leaving: Leaving) -> None:
    """The city's lead inherits what they had in hand for it; nothing else says that they were there."""
    for one in db.exec(
        select(Affiliation).where(
            col(Affiliation.member_id) == leaving.id, col(Affiliation.ended_at).is_(None)
        )
    ):
        handing.inherit(db, one)
    for model, kind in (
        (AffiliationProof, ""),
        (Handover, "handover"),
        (Affiliation, "affiliation"),
    ):
        theirs = col(model.member_id) == leaving.id
        every = set(db.exec(select(model.id).where(theirs)))
        db.exec(delete(model).where(theirs))
        subjects.gone(db, kind, every)


def _unsay(db: Session, leaving: Leaving) -> None:
    """What somebody was told stays theirs; it may be signed."""
    told = select(Affiliation).where(
        col(Affiliation.verified_by_id) == leaving.id, leaving.mentioned(Affiliation.reason)
    )
    for one in db.exec(told):
        one.reason = leaving.unnamed(one.reason)
        db.add(one)


HOLDINGS = (
    Holding(
        Affiliation,
        "member_id",
        N_("Where you work, and have worked"),
        "removed",
        erase=_forget,
        leaves_out=("place_id", "verified_by_id"),
    ),
    Holding(
        AffiliationProof,
        "member_id",
        N_("Letters that proved where you work"),
        "removed",
        leaves_out=("token_hash", "affiliation_id"),
    ),
    Holding(
        Handover,
        "member_id",
        N_("What you left to colleagues"),
        "removed",
        only=("id", "kind", "title", "opened_at", "taken_at"),
    ),
    Holding(
        Handover,
        "offered_to_id",
        N_("What you were asked to take over"),
        "unnamed",
        only=("id", "kind", "title"),
    ),
    Holding(
        Handover,
        "taken_by_id",
        N_("What you took over"),
        "unnamed",
        only=("id", "kind", "title", "taken_at"),
    ),
    Holding(
        Affiliation,
        "verified_by_id",
        N_("Affiliations that you vouch for"),
        "unnamed",
        erase=_unsay,
        only=("id", "verified_at", "reason"),
    ),
)
