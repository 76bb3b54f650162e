"""One's own saved searches, and those that conveners share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import N_, _
from backend.domain import subjects
from backend.domain.members.audience import called
from backend.domain.members.models import Actor, Member
from backend.domain.saved_searches import policy
from backend.domain.saved_searches.models import SavedSearch, SavedSearchMatch

MOST_SHARED = 200

Sharing = aliased(Member, name="sharing")


@dataclass(frozen=True, slots=True)
class SavedRow:
    id: UUID
    slug: str
    name: str
    kind: str
    query: str
    alert: str
    made_at: datetime
    shared_at: datetime | None
    by: str
    by_slug: str
    found: int
    """What it has found since its owner ran it last."""


def visible_to(me: Any) -> ColumnElement[bool]:
    """One's own; for conveners also what another convener shares, as long as that is one."""
    mine: ColumnElement[bool] = col(SavedSearch.member_id) == me.id
    if not me.moderates:
        return mine
    by_convener = exists().where(
        col(Sharing.id) == col(SavedSearch.member_id), col(Sharing.is_convener)
    )
    return or_(mine, and_(col(SavedSearch.shared_at).is_not(None), by_convener))


def mine(db: Session, me: Member) -> list[SavedRow]:
    """The newest first."""
    wanted = _rows(me).where(col(SavedSearch.member_id) == me.id)
    return [_row(one) for one in rows(db, wanted.order_by(col(SavedSearch.id).desc())).mappings()]


def shared(db: Session, me: Actor) -> list[SavedRow]:
    """What conveners share with each other, by name."""
    policy.may_share(me).insist()
    wanted = _rows(me).where(visible_to(me), col(SavedSearch.shared_at).is_not(None))
    wanted = wanted.order_by(func.lower(col(SavedSearch.name)), col(SavedSearch.id))
    return [_row(one) for one in rows(db, wanted.limit(MOST_SHARED)).mappings()]


def one(db: Session, me: Actor, slug: str) -> SavedSearch:
    """One that this person may run; NotFound for others'."""
    found = db.exec(
        select(SavedSearch).where(col(SavedSearch.slug) == slug, visible_to(me))
    ).first()
    if found is None:
        raise NotFound(_("There is no such saved search."))
    return found


def own(db: Session, me: Member, slug: str) -> SavedSearch:
    """One's own, to change it; NotFound for others'."""
    found = one(db, me, slug)
    if found.member_id != me.id:
        raise NotFound(_("There is no such saved search."))
    return found


def _rows(me: Actor) -> Select[*tuple[Any, ...]]:
    """Found is what this reader may see now: something may have been hidden since."""
    seen = subjects.listed(me, col(SavedSearchMatch.kind), col(SavedSearchMatch.subject_id))
    news = (
        columns(func.count())
        .where(
            col(SavedSearchMatch.search_id) == col(SavedSearch.id),
            col(SavedSearchMatch.found_at) > col(SavedSearch.looked_at),
            seen,
        )
        .correlate(SavedSearch)
        .scalar_subquery()
    )
    plain = ("id", "slug", "name", "kind", "query", "alert", "made_at", "shared_at")
    return columns(
        *(col(getattr(SavedSearch, name)) for name in plain),
        col(Member.name).label("by"),
        col(Member.slug).label("by_slug"),
        news.label("found"),
        # Everybody of a search is there; joined so, it is never begun with all members.
    ).outerjoin(Member, col(Member.id) == col(SavedSearch.member_id))


def _row(one: Mapping[Any, Any]) -> SavedRow:
    return SavedRow(**{**one, "by": called(one["by"])})


def _glance() -> Select[*tuple[Any, ...]]:
    return columns(
        col(SavedSearch.id).label("id"),
        col(SavedSearch.name).label("title"),
        col(SavedSearch.slug).label("slug"),
        col(SavedSearch.member_id).label("author_id"),
        literal("").label("excerpt"),
        subjects.NEVER.label("hidden_at"),
    )


subjects.register(
    subjects.Kind("saved_search", N_("saved search"), SavedSearch, visible_to, _glance)
)
