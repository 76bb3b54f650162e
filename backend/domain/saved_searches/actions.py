"""Keeping searches under names. Checks come first, writes last."""

from uuid import UUID

from sqlmodel import Session, col, delete, func, select, update

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.i18n import _
from backend.core.ids import new_id
from backend.core.locks import alone
from backend.domain import subjects
from backend.domain.members.models import Actor, Member
from backend.domain.saved_searches import kinds, policy
from backend.domain.saved_searches.drafts import SavedDraft, SearchDraft
from backend.domain.saved_searches.models import SavedSearch, SavedSearchMatch


def save(db: Session, me: Member, draft: SearchDraft) -> SavedSearch:
    """Keep a list as it is asked for; what is new in it from now on is told."""
    policy.may_save(me).insist()
    if draft.share:
        policy.may_share(me).insist()
    kind, query = kinds.read(draft.of)
    alone(db, f"saved searches of {me.id}")
    _insist_on_room(db, me, kind, query)
    key = new_id()
    saved = SavedSearch(
        id=key,
        slug=key.hex,
        member_id=me.id,
        name=draft.name,
        kind=kind,
        query=query,
        alert=draft.alert,
        shared_at=clock.now() if draft.share else None,
    )
    db.add(saved)
    db.flush()
    return saved


def change(db: Session, me: Member, saved: SavedSearch, draft: SavedDraft) -> SavedSearch:
    """Call it otherwise, hear of it otherwise, share it or not."""
    policy.may_save(me).insist()
    if draft.share:
        policy.may_share(me).insist()
    if saved.alert == "off" and draft.alert != "off":
        # What came while nobody wanted to hear of it is not told now.
        saved.made_at = saved.checked_at = clock.now()
    saved.name, saved.alert = draft.name, draft.alert
    if policy.may_share(me) or not me.is_convener:
        # A convener whose passkey is awaited decides about that later.
        saved.shared_at = (saved.shared_at or clock.now()) if draft.share else None
    db.add(saved)
    return saved


def remove(db: Session, me: Member, saved: SavedSearch) -> None:
    policy.may_save(me).insist()
    _forget_matches(db, {saved.id})
    subjects.gone(db, "saved_search", {saved.id})
    db.delete(saved)


def looked(db: Session, me: Actor, saved: SavedSearch) -> None:
    """Its owner runs it: what was found so far is no news any more."""
    if saved.member_id != me.id:
        return
    saved.looked_at = clock.now()
    db.add(saved)
    seen = update(SavedSearchMatch).where(
        col(SavedSearchMatch.search_id) == saved.id, col(SavedSearchMatch.settled_at).is_(None)
    )
    db.exec(seen.values(settled_at=clock.now()))


def _insist_on_room(db: Session, me: Member, kind: str, query: str) -> None:
    known = db.exec(
        select(SavedSearch.name).where(
            col(SavedSearch.member_id) == me.id,
            col(SavedSearch.kind) == kind,
            col(SavedSearch.query) == query,
        )
    ).first()
    if known is not None:
        raise Conflict(_("You have saved this list already, as “{name}”.", name=known))
    count = select(func.count()).where(col(SavedSearch.member_id) == me.id)
    if db.exec(count).one() >= policy.MOST:
        raise Conflict(
            _("You have saved {count} searches. Please remove one first.", count=policy.MOST)
        )


def _forget_matches(db: Session, searches: set[UUID]) -> None:
    db.exec(delete(SavedSearchMatch).where(col(SavedSearchMatch.search_id).in_(searches)))


def _forget(db: Session, kind: str, ids: set[UUID]) -> None:
    """Nobody has found what is gone."""
    gone = (col(SavedSearchMatch.kind) == kind, col(SavedSearchMatch.subject_id).in_(ids))
    db.exec(delete(SavedSearchMatch).where(*gone))


subjects.forget_with(_forget)
