"""Conversations, for programs."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from backend.api.conversation_shapes import (
    ConversationShape,
    LineShape,
    LinesShape,
    MessageShape,
    MessagesShape,
    OtherShape,
    shape,
)
from backend.api.saying import Said
from backend.api.whole import Whole
from backend.core.choices import Question
from backend.domain.conversations import (
    answering,
    asking,
    learning,
    meeting,
    queries,
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
from backend.domain.conversations.queries import Show
from backend.domain.members import queries as members
from backend.domain.members.policy import may_list
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["conversations"])


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
    return shape(ask, queries.opened(ask.db, ask.me, slug))


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
def move(ask: SignedIn, slug: str, draft: Annotated[MeetingDraft, Whole()]) -> ConversationShape:
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
    return shape(ask, queries.opened(ask.db, ask.me, one.slug))
