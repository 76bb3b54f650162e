"""What those who left had in hand, for programs of those who take it over."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.api.shapes import Shape
from backend.domain.affiliations import handing, handovers
from backend.domain.affiliations.handovers import HandoverRow
from backend.domain.affiliations.models import OfferDraft
from backend.kit import errors
from backend.kit.asking import Asking, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/hand-overs", tags=["affiliations"])


class HandoverShape(Shape):
    id: UUID
    affiliation_id: UUID
    kind: str
    title: str
    path: str
    left_by: str
    city: str
    due_at: datetime
    offered_to: str
    taken_by: str
    taken_at: datetime | None


class HandoversShape(Shape):
    items: list[HandoverShape]
    next: str | None


@router.get("", name="api.handovers:list")
def index(ask: SignedIn, after: Annotated[str, Query(max_length=40)] = "") -> HandoversShape:
    """What still waits for somebody to take it over, the oldest first."""
    page = handovers.open_ones(ask.db, ask.me, after)
    return HandoversShape(items=[_shape(ask, one) for one in page.items], next=page.next_key)


@router.get("/{affiliation_id}", name="api.handovers:show")
def show(ask: SignedIn, affiliation_id: UUID) -> HandoversShape:
    return _all(ask, affiliation_id)


@router.post("/{affiliation_id}/items/{item_id}/taking", name="api.handovers:take")
def take(ask: SignedIn, affiliation_id: UUID, item_id: UUID) -> HandoversShape:
    item = handovers.entity(ask.db, ask.me, item_id, affiliation_id)
    handing.take(ask.db, ask.me, item)
    return _all(ask, affiliation_id)


@router.post("/{affiliation_id}/items/{item_id}/refusal", name="api.handovers:decline")
def decline(ask: SignedIn, affiliation_id: UUID, item_id: UUID) -> HandoversShape:
    item = handovers.entity(ask.db, ask.me, item_id, affiliation_id)
    handing.decline(ask.db, ask.me, item)
    return _all(ask, affiliation_id)


@router.post("/{affiliation_id}/items/{item_id}/offer", name="api.handovers:offer")
def offer(ask: SignedIn, affiliation_id: UUID, item_id: UUID, draft: OfferDraft) -> HandoversShape:
    item = handovers.entity(ask.db, ask.me, item_id, affiliation_id)
    handing.offer(ask.db, ask.me, item, draft)
    return _all(ask, affiliation_id)


def _all(ask: SignedIn, affiliation_id: UUID) -> HandoversShape:
    ask.db.flush()
    found = handovers.left_with(ask.db, ask.me, affiliation_id)
    return HandoversShape(items=[_shape(ask, one) for one in found], next=None)


def _shape(ask: Asking, row: HandoverRow) -> HandoverShape:
    return HandoverShape(
        id=row.id,
        affiliation_id=row.affiliation_id,
        kind=row.handover.kind,
        title=row.about.title,
        path=ask.addresses.of(row.about),
        left_by=row.left_by,
        city=row.city,
        due_at=row.due_at,
        offered_to=row.offered_to,
        taken_by=row.taken_by,
        taken_at=row.taken_at,
    )
