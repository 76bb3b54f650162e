"""Conversations, for programs."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from backend.api.saying import Said
from backend.api.shapes import Shape
from backend.core import clock
from backend.core.choices import Question
from backend.domain.conversations import (
    answering,
    asking,
    learning,
    meeting,
    offers,
    queries,
    standing,
    talking,
    thread,
)
from backend.domain.conversations.drafts import (
    AcceptanceDraft,
    LaterDraft,
    LearningDraft,
    MeetingDraft,
    MessageDraft,
    RequestDraft,
    TimesDraft,
)
from backend.domain.conversations.models import Conversation
from backend.domain.conversations.queries import Opened, Show
from backend.domain.conversations.standing import State
from backend.domain.members import queries as members
from backend.domain.members.policy import may_list
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["conversations"])


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


class Asked(BaseModel):
    show: Show = "asked"
    after: Question = ""


@router.post("/people/{slug}/conversations", name="api.conversations:ask", status_code=201)
def ask_to_talk(ask: SignedIn, slug: str, draft: RequestDraft) -> ConversationShape:
    """Ask somebody to talk. Limits answer with 409 and 429."""
    other = members.one(ask.db, ask.me, slug)
    made = asking.ask(ask.db, ask.me, other, draft, ask.settings)
    return _shown(ask, made)


@router.get("/conversations", name="api.conversations:list")
def index(ask: SignedIn, asked: Annotated[Asked, Query()]) -> LinesShape:
    may_list(ask.me).insist()
    page = queries.listed(ask.db, ask.me, asked.show, asked.after)
    items = [
        LineShape(
            slug=one.slug,
            path=ask.path_for("conversations:show", slug=one.slug),
            other=OtherShape.model_validate(one.other),
            asked_by_me=one.is_author,
            state=one.state,
            purpose=one.purpose,
            asked_at=one.asked_at,
            stirred_at=one.stirred_at,
            starts_at=one.starts_at,
            unread=one.unread,
        )
        for one in page.items
    ]
    return LinesShape(items=items, next=page.next_key)


@router.get("/conversations/{slug}", name="api.conversations:show")
def show(ask: SignedIn, slug: str) -> ConversationShape:
    return _shape(ask, queries.opened(ask.db, ask.me, slug))


@router.post("/conversations/{slug}/acceptance", name="api.conversations:accept")
def accept(ask: SignedIn, slug: str, draft: AcceptanceDraft) -> ConversationShape:
    return _shown(ask, answering.accept(ask.db, ask.me, _one(ask, slug), draft))


@router.post("/conversations/{slug}/times", name="api.conversations:propose")
def propose(ask: SignedIn, slug: str, draft: TimesDraft) -> ConversationShape:
    return _shown(ask, answering.propose(ask.db, ask.me, _one(ask, slug), draft))


@router.post("/conversations/{slug}/postponement", name="api.conversations:put_off")
def put_off(ask: SignedIn, slug: str, draft: LaterDraft) -> ConversationShape:
    return _shown(ask, answering.put_off(ask.db, ask.me, _one(ask, slug), draft))


@router.post("/conversations/{slug}/refusal", name="api.conversations:decline", status_code=204)
def decline(ask: SignedIn, slug: str) -> None:
    """Decline silently: who asked isn't told."""
    answering.decline(ask.db, ask.me, _one(ask, slug))


@router.post("/conversations/{slug}/withdrawal", name="api.conversations:withdraw", status_code=204)
def withdraw(ask: SignedIn, slug: str) -> None:
    answering.withdraw(ask.db, ask.me, _one(ask, slug))


@router.post("/conversations/{slug}/meeting", name="api.conversations:move")
def move(ask: SignedIn, slug: str, draft: MeetingDraft) -> ConversationShape:
    return _shown(ask, meeting.move(ask.db, ask.me, _one(ask, slug), draft))


@router.post("/conversations/{slug}/cancellation", name="api.conversations:cancel")
def cancel(ask: SignedIn, slug: str) -> ConversationShape:
    return _shown(ask, meeting.cancel(ask.db, ask.me, _one(ask, slug)))


@router.get("/conversations/{slug}/messages", name="api.conversations:messages")
def messages(ask: SignedIn, slug: str, before: Annotated[Question, Query()] = "") -> MessagesShape:
    page = thread.messages(ask.db, ask.me, _one(ask, slug), before)
    items = [
        MessageShape(
            id=one.id,
            by_me=one.author_id == ask.me.id,
            body=one.body,
            language=one.language,
            posted_at=one.posted_at,
        )
        for one in page.items
    ]
    return MessagesShape(items=items, next=page.next_key)


@router.post("/conversations/{slug}/messages", name="api.conversations:write", status_code=201)
def write(ask: SignedIn, slug: str, draft: MessageDraft) -> MessageShape:
    made = talking.write(ask.db, ask.me, _one(ask, slug), draft)
    return MessageShape(
        id=made.id,
        by_me=True,
        body=made.body,
        language=made.language,
        posted_at=made.posted_at,
    )


@router.post("/conversations/{slug}/reading", name="api.conversations:read", status_code=204)
def read(ask: SignedIn, slug: str) -> None:
    talking.read(ask.db, ask.me, _one(ask, slug))


@router.post("/conversations/{slug}/address", name="api.conversations:share_email")
def share_email(ask: SignedIn, slug: str, sent: Said) -> Said:
    """Show the other my e-mail address in this conversation, or hide it again."""
    talking.share_email(ask.db, ask.me, _one(ask, slug), said=sent.said)
    return sent


@router.post("/conversations/{slug}/learning", name="api.conversations:learn", status_code=204)
def learn(ask: SignedIn, slug: str, draft: LearningDraft) -> None:
    learning.learn(ask.db, ask.me, _one(ask, slug), draft)


def _one(ask: SignedIn, slug: str) -> Conversation:
    return queries.one(ask.db, ask.me, slug)


def _shown(ask: SignedIn, one: Conversation) -> ConversationShape:
    return _shape(ask, queries.opened(ask.db, ask.me, one.slug))


def _shape(ask: SignedIn, opened: Opened) -> ConversationShape:
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
