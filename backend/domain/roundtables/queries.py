"""Lists of roundtables, and one of them to act on. What is not in `sight` is not found here."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    tuple_,
)
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import UtcDateTime, rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.pages import MOST_NEW, PAGE, Page, as_key, cut
from backend.domain.members.models import Actor, Member
from backend.domain.members.readers import made_once
from backend.domain.roundtables.filters import Filters
from backend.domain.roundtables.models import (
    Note,
    Roundtable,
    RoundtableCity,
    RoundtableTopic,
    Seat,
    Sitting,
)
from backend.domain.roundtables.policy import Room
from backend.domain.roundtables.rows import RoundtableRow, made, wanted
from backend.domain.roundtables.sight import invites, of_city, visible_to
from backend.domain.topics.queries import Tree, tree

Condition = ColumnElement[bool]
Found = Select[*tuple[Any, ...]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_LARGEST = 2**53


def listed(
    db: Session, me: Actor, filters: Filters, topics: Tree | None = None
) -> Page[RoundtableRow]:
    """One page of the roundtables that this person sees: the next first, or the latest held."""
    known = topics or tree(db)
    found = wanted(me).where(visible_to(me), *_conditions(me, filters, known))
    found = _ordered(found, filters.show, filters.after).limit(PAGE + 1)
    return cut(made(db, me, found, known), _by_id if filters.show == "drafts" else _by_start)


def next_for(db: Session, me: Member, topics: Tree | None = None) -> RoundtableRow | None:
    """The next one that this member is invited to or has answered, unless they said no."""
    first = made(db, me, _next_for(me), topics)
    return first[0] if first else None


@made_once
def _next_for(me: Actor) -> Found:
    """When it is now, `made` says."""
    declined = exists().where(
        col(Seat.roundtable_id) == col(Roundtable.id),
        col(Seat.member_id) == me.id,
        col(Seat.answer) == "no",
    )
    found = wanted(me).where(
        visible_to(me), *_coming(bindparam("now")), _IS_ON, invites(me), ~declined
    )
    return _ordered(found, "coming", "").limit(1)


def new_since(db: Session, me: Member, filters: Filters, since: datetime) -> Sequence[UUID]:
    """Which of those asked for others have planned since."""
    begun = func.coalesce(col(Roundtable.planned_at), col(Roundtable.made_at))
    found = (
        wanted(me)
        .with_only_columns(col(Roundtable.id), maintain_column_froms=True)
        .where(
            visible_to(me),
            begun > since,
            col(Roundtable.author_id) != me.id,
            *_conditions(me, filters, tree(db)),
        )
    )
    return rows(db, found.order_by(col(Roundtable.id).desc()).limit(MOST_NEW)).scalars().all()


def by_city(
    db: Session, me: Actor, city_id: UUID, limit: int = 5, topics: Tree | None = None
) -> list[RoundtableRow]:
    """Those to which this city is invited, the latest first, as far as that may be known."""
    found = wanted(me).where(visible_to(me), of_city(me, city_id))
    return made(db, me, _ordered(found, "past", "").limit(limit), topics)


def by_topic(
    db: Session, me: Actor, topic_id: UUID, limit: int = 5, topics: Tree | None = None
) -> list[RoundtableRow]:
    """Those on this topic, the latest first."""
    about = exists().where(
        col(RoundtableTopic.roundtable_id) == col(Roundtable.id),
        col(RoundtableTopic.topic_id) == topic_id,
    )
    found = wanted(me).where(visible_to(me), _IS_ON, about)
    return made(db, me, _ordered(found, "past", "").limit(limit), topics)


def one(db: Session, me: Actor, slug: str) -> Roundtable:
    """The roundtable itself; NotFound for what may not be seen and for what is not there alike."""
    found = db.exec(select(Roundtable).where(col(Roundtable.slug) == slug, visible_to(me))).first()
    if found is None:
        raise NotFound(_("There is no such roundtable."))
    return found


def room(db: Session, me: Actor, table: Roundtable) -> Room:
    """Who is asked, and what I answered."""
    invited = select(RoundtableCity.city_id).where(col(RoundtableCity.roundtable_id) == table.id)
    mine = db.get(Seat, (table.id, me.id), populate_existing=True) if me.id else None
    return Room(frozenset(db.exec(invited)), mine)


def sittings(db: Session, table: Roundtable) -> list[Sitting]:
    """When it is held, the first sitting first."""
    found = select(Sitting).where(col(Sitting.roundtable_id) == table.id)
    return list(db.exec(found.order_by(col(Sitting.number))))


def has_note(db: Session, table: Roundtable) -> bool:
    """Whether a note of it is published."""
    found = select(Note.id).where(
        col(Note.roundtable_id) == table.id, col(Note.published_at).is_not(None)
    )
    return db.exec(found.limit(1)).first() is not None


_IS_ON = and_(col(Roundtable.planned_at).is_not(None), col(Roundtable.cancelled_at).is_(None))


def _coming(now: Any) -> list[Condition]:
    return [col(Roundtable.planned_at).is_not(None), col(Roundtable.ends_at) > now]


def _conditions(me: Actor, filters: Filters, topics: Tree) -> list[Condition]:
    shown: dict[str, list[Condition]] = {
        "coming": _coming(clock.now()),
        "past": [col(Roundtable.planned_at).is_not(None), col(Roundtable.ends_at) <= clock.now()],
        "drafts": [or_(col(Roundtable.planned_at).is_(None), col(Roundtable.starts_at).is_(None))],
    }
    conditions = shown[filters.show]
    if filters.topic:
        branch = _branch(topics, filters.topic)
        about = exists().where(
            col(RoundtableTopic.roundtable_id) == col(Roundtable.id),
            col(RoundtableTopic.topic_id).in_(branch),
        )
        conditions.append(about)
    if filters.format:
        conditions.append(col(Roundtable.format) == filters.format)
    if filters.mine:
        conditions.append(or_(invites(me), col(Roundtable.author_id) == me.id))
    return conditions


def _ordered(found: Found, show: str, after: str) -> Found:
    """The next first, the latest held first, or the newest draft first; from where a page ended."""
    if show == "drafts":
        if key := as_key(after):
            found = found.where(col(Roundtable.id) < key)
        return found.order_by(col(Roundtable.id).desc())
    place = tuple_(col(Roundtable.starts_at), col(Roundtable.id))
    if after:
        last = _place(after)
        found = found.where(place > last if show == "coming" else place < last)
    if show == "coming":
        return found.order_by(col(Roundtable.starts_at), col(Roundtable.id))
    return found.order_by(col(Roundtable.starts_at).desc(), col(Roundtable.id).desc())


def _by_start(row: RoundtableRow) -> str:
    return f"{((row.starts_at or _EPOCH) - _EPOCH) // _TICK}.{row.id.hex}"


def _by_id(row: RoundtableRow) -> str:
    return str(row.id)


def _place(after: str) -> Any:
    number, _dot, last = after.partition(".")
    try:
        ticks, last_id = int(number), UUID(last)
    except ValueError:
        ticks, last_id = -1, UUID(int=0)
    if not 0 <= ticks < _LARGEST:
        raise NotFound(_("This list has no such page."))
    return tuple_(literal(_EPOCH + ticks * _TICK, UtcDateTime()), literal(last_id, Uuid()))


def _branch(topics: Tree, slug: str) -> set[UUID]:
    """A topic and all that hang on it; the tree names parents first."""
    if slug not in topics.by_slug:
        raise NotFound(_("There is no such topic."))
    branch = {topics.by_slug[slug].id}
    for row in topics.rows:
        if row.parent_id in branch:
            branch.add(row.id)
    return branch
