"""What a member saved, and what it has found for them."""

from sqlalchemy import select as columns
from sqlmodel import Session, col, delete

from backend.core.i18n import N_
from backend.domain.holdings import Holding, Leaving
from backend.domain.saved_searches.models import SavedSearch, SavedSearchMatch


def _forget(db: Session, leaving: Leaving) -> None:
    theirs = columns(col(SavedSearch.id)).where(col(SavedSearch.member_id) == leaving.id)
    db.exec(delete(SavedSearchMatch).where(col(SavedSearchMatch.search_id).in_(theirs)))
    db.exec(delete(SavedSearch).where(col(SavedSearch.member_id) == leaving.id))


HOLDINGS = (
    Holding(
        SavedSearch,
        "member_id",
        N_("Searches that you saved"),
        "removed",
        erase=_forget,
        only=("name", "kind", "query", "alert", "shared_at", "made_at", "looked_at"),
    ),
)
