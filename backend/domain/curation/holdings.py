"""What a member proposed, and what they decided about others' proposals."""

from sqlmodel import Session, col, select

from backend.core.i18n import N_
from backend.domain.curation.models import TopicProposal
from backend.domain.holdings import Holding, Leaving, unname


def _unname(db: Session, leaving: Leaving) -> None:
    """What came of it is the network's; but it may be signed."""
    theirs = select(TopicProposal).where(col(TopicProposal.author_id) == leaving.id)
    unname(leaving, db.exec(theirs), "why")


HOLDINGS = (
    Holding(
        TopicProposal,
        "author_id",
        N_("Topics that you proposed"),
        "unnamed",
        erase=_unname,
        leaves_out=("slug", "decided_by_id"),
    ),
    Holding(
        TopicProposal,
        "decided_by_id",
        N_("Proposed topics that you decided about"),
        "unnamed",
        only=("title", "verdict", "reason", "decided_at"),
        called="topic_decided",
    ),
)
