"""A conversation as a list shows it, and who the other is, as far as their profile shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, case, func, literal
from sqlalchemy import or_ as either
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.domain.cities.models import City
from backend.domain.conversations import standing
from backend.domain.conversations.models import Conversation, Message
from backend.domain.conversations.sight import mine
from backend.domain.conversations.standing import State
from backend.domain.members.audience import called, known_as, shows
from backend.domain.members.blocks import between
from backend.domain.members.models import Actor, Member
from backend.domain.members.readers import reader


@dataclass(frozen=True, slots=True)
class Peer:
    """The other one, as far as their profile shows them; empty is what isn't for me."""

    id: UUID
    name: str
    slug: str
    title: str
    city: str
    country: str
    zone: str
    """Where their clock stands."""
    place: str
    """What that clock is called after, if it is their city's."""


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation in a list."""

    id: UUID
    slug: str
    other: Peer
    is_author: bool
    """Whether I asked."""
    purpose: str
    state: State
    starts_at: datetime | None
    put_off_until: datetime | None
    asked_at: datetime
    stirred_at: datetime
    unread: int


PEER: tuple[Any, ...] = (
    col(Member.id).label("other_id"),
    col(Member.name),
    col(Member.slug).label("other_slug"),
    col(Member.title),
    col(Member.zone).label("other_zone"),
    col(Member.audience),
    col(Member.city_id),
    col(Member.erased_at),
    col(City.name).label("city"),
    col(City.country),
    col(City.zone).label("city_zone"),
)


def other_id(me: Actor) -> Any:
    return case(
        (col(Conversation.author_id) == me.id, col(Conversation.asked_id)),
        else_=col(Conversation.author_id),
    )


def with_other(me: Actor, *wanted: Any) -> Select[*tuple[Any, ...]]:
    return (
        columns(*wanted)
        .select_from(Conversation)
        .join(Member, col(Member.id) == other_id(me))
        .outerjoin(City, col(City.id) == col(Member.city_id))
    )


def closed(me: Actor) -> ColumnElement[bool]:
    gone = either(
        col(Member.suspended_at).is_not(None),
        col(Member.erased_at).is_not(None),
        col(Member.admitted_at).is_(None),
    )
    return either(gone, between(literal(me.id, Uuid()), col(Member.id)))


def rows_of(me: Actor) -> Select[*tuple[Any, ...]]:
    read_at = case(
        (col(Conversation.author_id) == me.id, col(Conversation.author_read_at)),
        else_=col(Conversation.asked_read_at),
    )
    unread = (
        columns(func.count())
        .select_from(Message)
        .where(
            col(Message.conversation_id) == col(Conversation.id),
            col(Message.author_id) != me.id,
            col(Message.hidden_at).is_(None),
            either(read_at.is_(None), col(Message.posted_at) > read_at),
        )
        .correlate(Conversation)
        .scalar_subquery()
    )
    return with_other(
        me,
        col(Conversation.id),
        col(Conversation.slug),
        col(Conversation.author_id),
        case(
            (col(Conversation.hidden_at).is_(None), func.substr(Conversation.purpose, 1, 200)),
            else_="",
        ).label("purpose"),
        col(Conversation.accepted_at),
        col(Conversation.withdrawn_at),
        col(Conversation.declined_at),
        col(Conversation.cancelled_at),
        col(Conversation.put_off_until),
        col(Conversation.starts_at),
        col(Conversation.ends_at),
        col(Conversation.until),
        col(Conversation.offered_by_asked),
        col(Conversation.asked_at),
        col(Conversation.stirred_at),
        unread.label("unread"),
        *PEER,
    ).where(mine(me))


def made(db: Session, me: Actor, wanted: Select[*tuple[Any, ...]]) -> list[ConversationRow]:
    now = clock.now()
    given = reader(me) | {"now": now}
    return [_row(found, me, now) for found in rows(db, wanted, given)]


def _row(found: Any, me: Actor, now: datetime) -> ConversationRow:
    is_author = found.author_id == me.id
    return ConversationRow(
        id=found.id,
        slug=found.slug,
        other=peer(found, me),
        is_author=is_author,
        purpose=found.purpose,
        state=standing.state(found, now, is_author=is_author),
        starts_at=found.starts_at,
        put_off_until=found.put_off_until,
        asked_at=found.asked_at,
        stirred_at=found.stirred_at,
        unread=found.unread,
    )


def peer(found: Any, me: Actor) -> Peer:
    chosen, city_id = found.audience, found.city_id
    if found.erased_at is not None:
        return Peer(found.other_id, called(""), "", "", "", "", "", "")
    name, slug = known_as(found.name, found.other_slug, chosen, me)
    has_city = bool(found.city) and shows(chosen, "city", me, city_id)
    has_hours = shows(chosen, "hours", me, city_id)
    at_home = has_city and has_hours and found.city_zone == found.other_zone
    return Peer(
        id=found.other_id,
        name=name,
        slug=slug,
        title=found.title if shows(chosen, "title", me, city_id) else "",
        city=found.city if has_city else "",
        country=found.country if has_city else "",
        zone=found.other_zone if has_hours else "",
        place=found.city if at_home else "",
    )
