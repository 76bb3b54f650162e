"""What a member was told, for programs."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from backend.domain.notifications import actions, queries
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.events import sentence
from backend.kit.looking import look_over
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/notifications", tags=["notifications"])


class NotificationAnswer(BaseModel):
    id: UUID
    event: str
    sentence: str
    path: str
    told_at: datetime
    is_new: bool


class NotificationsAnswer(BaseModel):
    items: list[NotificationAnswer]
    next: str | None


@router.get("", name="api.notifications:list")
def told(ask: SignedIn, after: str = "") -> NotificationsAnswer:
    page = queries.told(ask.db, ask.me, after=after)
    look_over(ask, [one.subject for one in page.items])
    items = [
        NotificationAnswer(
            id=one.id,
            event=one.event,
            sentence=sentence(one.event, one.facts),
            path=ask.addresses.of(one.subject),
            told_at=one.told_at,
            is_new=one.is_new,
        )
        for one in page.items
    ]
    return NotificationsAnswer(items=items, next=page.next_key)


@router.post("/reading", name="api.notifications:read", status_code=204)
def read(ask: SignedIn) -> None:
    actions.read_all(ask.db, ask.me)
