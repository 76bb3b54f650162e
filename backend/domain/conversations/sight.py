"""Who sees which conversation and which message, as SQL. Every read starts here.

The two of them, and nobody else: no convener either. What one of the two reports, and that alone,
is seen by the conveners too.
"""

from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, exists, false, literal, or_
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.i18n import N_, _
from backend.domain import subjects
from backend.domain.conversations.models import Conversation, Message
from backend.domain.members.blocks import near
from backend.domain.members.models import Actor, Member
from backend.domain.moderation.models import Report

Condition: TypeAlias = ColumnElement[bool]


def mine(me: Actor) -> Condition:
    """My conversations. A request reaches who is asked only while its author may take part."""
    if not me.is_member:
        return false()
    takes_part = (
        exists()
        .where(
            col(Member.id) == col(Conversation.author_id),
            col(Member.suspended_at).is_(None),
            col(Member.erased_at).is_(None),
        )
        .correlate(Conversation)
    )
    reaches_me = or_(
        col(Conversation.accepted_at).is_not(None),
        and_(
            col(Conversation.withdrawn_at).is_(None),
            col(Conversation.hidden_at).is_(None),
            takes_part,
            near(me, col(Conversation.author_id)),
        ),
    )
    return or_(
        col(Conversation.author_id) == me.id,
        and_(col(Conversation.asked_id) == me.id, reaches_me),
    )


def visible_to(me: Actor) -> Condition:
    """For letters, notifications and reports."""
    return or_(mine(me), _reported_to(me, "conversation", col(Conversation.id)))


def messages_visible_to(me: Actor) -> Condition:
    return or_(
        and_(
            exists()
            .where(col(Conversation.id) == col(Message.conversation_id), mine(me))
            .correlate(Message),
            or_(col(Message.hidden_at).is_(None), col(Message.author_id) == me.id),
        ),
        _reported_to(me, "message", col(Message.id)),
    )


def _reported_to(me: Actor, kind: str, subject_id: Any) -> Condition:
    if not me.moderates:
        return false()
    return exists().where(col(Report.kind) == kind, col(Report.subject_id) == subject_id)


def _glance_of_conversations() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Conversation.id),
        literal(_("A request to talk")).label("title"),
        col(Conversation.slug),
        col(Conversation.author_id),
        col(Conversation.purpose).label("excerpt"),
        col(Conversation.hidden_at),
    )


def _glance_of_messages() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Message.id),
        literal(_("A private message")).label("title"),
        col(Conversation.slug),
        col(Message.author_id),
        col(Message.body).label("excerpt"),
        col(Message.hidden_at),
    ).join(Conversation, col(Conversation.id) == col(Message.conversation_id))


subjects.register(
    subjects.Kind(
        "conversation", N_("request to talk"), Conversation, visible_to, _glance_of_conversations
    )
)
subjects.register(
    subjects.Kind(
        "message", N_("private message"), Message, messages_visible_to, _glance_of_messages
    )
)
