"""Roles for one city, topic or roundtable, for programs of conveners."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.api.shapes import Shape
from backend.domain.roles import actions, queries
from backend.domain.roles.models import EndDraft, GrantDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/moderation/roles", tags=["moderation"])


class GrantShape(Shape):
    id: UUID
    member: str
    member_slug: str
    role: str
    holds: str
    """In words: whom or what it is for."""
    given_by: str
    granted_at: datetime
    ends_at: datetime | None


class GrantsShape(Shape):
    items: list[GrantShape]
    next: str | None


class GivenShape(Shape):
    id: UUID
    role: str
    ended_at: datetime | None


@router.get("", name="api.roles:list")
def index(ask: SignedIn, after: Annotated[str, Query(max_length=40)] = "") -> GrantsShape:
    page = queries.current(ask.db, ask.me, after)
    items = [GrantShape.model_validate(one) for one in page.items]
    return GrantsShape(items=items, next=page.next_key)


@router.post("", name="api.roles:grant", status_code=201)
def grant(ask: SignedIn, draft: GrantDraft) -> GivenShape:
    return GivenShape.model_validate(actions.grant(ask.db, ask.me, draft))


@router.post("/{grant_id}/ending", name="api.roles:end")
def end(ask: SignedIn, grant_id: UUID, draft: EndDraft) -> GivenShape:
    one = queries.entity(ask.db, ask.me, grant_id)
    return GivenShape.model_validate(actions.end(ask.db, ask.me, one, draft))
