"""For whom members work and who vouches for it, for programs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from backend.api.shapes import Shape
from backend.domain.affiliations import actions, moving, proving, queries
from backend.domain.affiliations.models import AddressDraft, Affiliation, ClaimDraft, ReasonDraft
from backend.domain.affiliations.queries import AffiliationRow
from backend.domain.joining import places
from backend.domain.members import queries as members
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["affiliations"])


class AffiliationShape(Shape):
    """For whom somebody works, or has worked."""

    id: UUID
    member: str
    member_slug: str
    body: str
    city_slug: str
    title: str
    department: str
    verified: str
    """By what, in words; empty for a claim."""
    verified_at: datetime | None
    until: datetime | None
    lapsed_at: datetime | None
    began_at: datetime
    ended_at: datetime | None
    is_main: bool


class ProofSent(BaseModel):
    token: str = Field(max_length=100)


class AffiliationsShape(Shape):
    items: list[AffiliationShape]
    next: str | None


@router.get("/people/{slug}/affiliations", name="api.people:affiliations")
def of_member(ask: Ask, slug: str) -> AffiliationsShape:
    """Those that were verified, the main one first; none to whom the city isn't shown."""
    member, profile = members.page(ask.db, ask.me, slug, tree(ask.db))
    found: Sequence[AffiliationRow] = ()
    if profile.shows_city:
        found = queries.of_member(ask.db, ask.me, member.id, ask.settings.affiliation_days)
    return _shapes(found)


@router.get("/me/affiliations", name="api.me:affiliations")
def mine(ask: SignedIn) -> AffiliationsShape:
    return _shapes(queries.mine(ask.db, ask.me, ask.settings.affiliation_days))


@router.get("/affiliations", name="api.affiliations:list")
def index(ask: SignedIn, after: Annotated[str, Query(max_length=40)] = "") -> AffiliationsShape:
    """What somebody should look at: claims, what lapsed, what soon will."""
    page = queries.needing(ask.db, ask.me, ask.settings.affiliation_days, after)
    return AffiliationsShape(items=_shapes(page.items).items, next=page.next_key)


@router.get("/affiliations/{affiliation_id}", name="api.affiliations:show")
def show(ask: SignedIn, affiliation_id: UUID) -> AffiliationShape:
    return _shape(ask, queries.entity(ask.db, ask.me, affiliation_id))


@router.post("/affiliations/{affiliation_id}/confirmation", name="api.affiliations:confirm")
def confirm(ask: SignedIn, affiliation_id: UUID, draft: ReasonDraft) -> AffiliationShape:
    one = queries.entity(ask.db, ask.me, affiliation_id)
    return _shape(ask, actions.confirm(ask.db, ask.me, one, draft))


@router.post("/affiliations/{affiliation_id}/refusal", name="api.affiliations:refuse")
def refuse(ask: SignedIn, affiliation_id: UUID, draft: ReasonDraft) -> AffiliationShape:
    one = queries.entity(ask.db, ask.me, affiliation_id)
    return _shape(ask, moving.refuse(ask.db, ask.me, one, draft))


@router.post("/affiliations/{affiliation_id}/removal", name="api.affiliations:remove")
def remove(ask: SignedIn, affiliation_id: UUID, draft: ReasonDraft) -> AffiliationShape:
    one = queries.entity(ask.db, ask.me, affiliation_id)
    return _shape(ask, moving.remove(ask.db, ask.me, one, draft))


@router.post("/me/affiliations", name="api.me:claim", status_code=201)
def claim(ask: SignedIn, draft: ClaimDraft) -> AffiliationShape:
    """Say for whom one works too or, with `moves`, now. A letter or somebody's word proves it."""
    place = places.meant(draft.city, draft.place, draft.address or ask.me.email)
    return _shape(ask, moving.claim(ask.db, ask.me, draft, place))


@router.post("/me/affiliations/proof", name="api.me:prove")
def prove(ask: SignedIn, sent: ProofSent) -> AffiliationShape:
    """Use the link of a letter, by the token in its address."""
    return _shape(ask, proving.use(ask.db, ask.me, sent.token))


@router.post("/affiliations/{affiliation_id}/renewal", name="api.affiliations:renew")
def renew(ask: SignedIn, affiliation_id: UUID, draft: AddressDraft) -> AffiliationShape:
    """Have a letter sent to the official address."""
    one = queries.entity(ask.db, ask.me, affiliation_id)
    proving.ask(ask.db, ask.me, one, draft)
    return _shape(ask, one)


@router.post("/affiliations/{affiliation_id}/departure", name="api.affiliations:leave")
def leave(ask: SignedIn, affiliation_id: UUID) -> AffiliationShape:
    one = queries.entity(ask.db, ask.me, affiliation_id)
    return _shape(ask, moving.leave(ask.db, ask.me, one))


@router.post("/affiliations/{affiliation_id}/main", name="api.affiliations:choose")
def choose(ask: SignedIn, affiliation_id: UUID) -> AffiliationShape:
    one = queries.entity(ask.db, ask.me, affiliation_id)
    return _shape(ask, actions.choose(ask.db, ask.me, one))


def _shape(ask: Asking, one: Affiliation) -> AffiliationShape:
    ask.db.flush()
    row = queries.one(ask.db, ask.me, one.id, ask.settings.affiliation_days)
    return AffiliationShape.model_validate(row)


def _shapes(found: Sequence[AffiliationRow]) -> AffiliationsShape:
    items = [AffiliationShape.model_validate(one) for one in found]
    return AffiliationsShape(items=items, next=None)
