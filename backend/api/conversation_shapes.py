"""What programs are told of conversations."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.core import clock
from backend.domain.conversations import offers, standing, thread
from backend.domain.conversations.queries import Opened
from backend.domain.conversations.standing import State
from backend.kit.asking import SignedIn


class OtherShape(Shape):
    """The other one, as far as their profile shows them."""

    slug: str
    name: str
    title: str
    city: str
    country: str
    zone: str


class LineShape(BaseModel):
    """A conversation in a list."""

    slug: str
    path: str
    other: OtherShape
    asked_by_me: bool
    state: State
    purpose: str
    asked_at: datetime
    stirred_at: datetime
    starts_at: datetime | None
    unread: int


class LinesShape(BaseModel):
    items: list[LineShape]
    next: str | None
    """What to send as `after` for the page that follows."""


class LearnedShape(BaseModel):
    by_me: bool
    words: str
    telling: Literal["no", "unattributed", "named"] | None
    """One's own alone."""


class ConversationShape(BaseModel):
    slug: str
    path: str
    other: OtherShape
    asked_by_me: bool
    state: State
    purpose: str
    language: str
    minutes: int
    link: str
    offers: list[datetime]
    """The times that can be chosen, while it isn't agreed."""
    may_choose: bool
    """Whether it is for me to choose among them."""
    put_off_until: datetime | None
    until: datetime | None
    """How long a request can be answered."""
    starts_at: datetime | None
    ends_at: datetime | None
    is_closed: bool
    """Whether nothing more can be written."""
    email: str
    """The other's address, if they show it here."""
    shares_email: bool
    learned: list[LearnedShape]


class MessageShape(BaseModel):
    id: UUID
    by_me: bool
    body: str
    language: str
    posted_at: datetime


class MessagesShape(BaseModel):
    items: list[MessageShape]
    next: str | None
    """What to send as `before` for older ones."""


def shape(ask: SignedIn, opened: Opened) -> ConversationShape:
    one, me, now = opened.conversation, ask.me, clock.now()
    is_author = one.is_author(me.id)
    is_agreed = one.accepted_at is not None
    return ConversationShape(
        slug=one.slug,
        path=ask.path_for("conversations:show", slug=one.slug),
        other=OtherShape.model_validate(opened.other),
        asked_by_me=is_author,
        state=standing.state(one, now, is_author=is_author),
        purpose="" if one.hidden_at else one.purpose,
        language=one.language,
        minutes=one.minutes,
        link="" if opened.is_closed else one.link,
        offers=[] if is_agreed else offers.moments_of(one.offers),
        may_choose=standing.is_open(one, now) and standing.has_turn(one, is_author=is_author),
        put_off_until=None if is_agreed else one.put_off_until,
        until=None if is_agreed else one.until,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        is_closed=is_agreed and opened.is_closed,
        email=opened.email,
        shares_email=one.author_shares_email if is_author else one.asked_shares_email,
        learned=[
            LearnedShape(
                by_me=said.member_id == me.id,
                words=said.words,
                telling=said.telling if said.member_id == me.id else None,
            )
            for said in (thread.learned(ask.db, me, one) if is_agreed else ())
        ],
    )
