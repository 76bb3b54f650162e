"""What a member said of peers, and what peers said of them."""

from sqlmodel import Session, col, delete, select

from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.endorsements.models import Endorsement
from backend.domain.holdings import Holding, Leaving, unname


def _take_back(db: Session, leaving: Leaving) -> None:
    """An endorsement is a person's word, and goes with the person; nobody's words name them."""
    theirs = col(Endorsement.author_id) == leaving.id
    ids = list(db.exec(select(Endorsement.id).where(theirs)))
    db.exec(delete(Endorsement).where(theirs))
    subjects.gone(db, "endorsement", ids)
    leaving = leaving.in_others_words
    naming = select(Endorsement).where(leaving.mentioned(Endorsement.words))
    for one in unname(leaving, db.exec(naming), "words"):
        one.words = one.words[:200]
        db.add(one)


def _lose(db: Session, leaving: Leaving) -> None:
    theirs = col(Endorsement.member_id) == leaving.id
    ids = list(db.exec(select(Endorsement.id).where(theirs)))
    db.exec(delete(Endorsement).where(theirs))
    subjects.gone(db, "endorsement", ids)


HOLDINGS = (
    Holding(Endorsement, "author_id", N_("Whom you endorsed"), "removed", erase=_take_back),
    Holding(
        Endorsement,
        "member_id",
        N_("What peers endorsed you for"),
        "removed",
        erase=_lose,
        only=("topic_id", "words", "made_at"),
    ),
)
