"""The select of one page of people, in the order of a list: who comes first, then by name.

Whom peers endorse for what was chosen come before the others who can help with it. Both are asked
for apart, each in the order of their names, so that a page needs no more of either than it shows.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, literal, or_, tuple_, union_all
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.pages import PAGE, as_key
from backend.domain.directory.asked import (
    CAN_HELP,
    ENDORSED,
    LOOKING_FOR,
    NAMED,
    OTHERWISE,
    Question,
    rank,
)
from backend.domain.directory.filters import Condition, met_by, with_city
from backend.domain.directory.indexes import Ways
from backend.domain.endorsements.sight import endorsed
from backend.domain.members.models import Actor, Member
from backend.domain.members.profiles import person_columns, topics_of
from backend.domain.members.queries import shown
from backend.domain.members.readers import READER, made_once

Rows = Select[*tuple[Any, ...]]

_RANKS = {str(rank): rank for rank in (NAMED, ENDORSED, CAN_HELP, LOOKING_FOR, OTHERWISE)}
"""As they stand in the address of a page."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of those who are listed, all of one rank or each with theirs."""

    rank: ColumnElement[int]
    wanted: Sequence[Condition]
    only: int | None = None
    """The one rank that there is in it."""
    along: Sequence[Condition] = ()
    """By which they are looked up, where they aren't walked by name."""


@made_once
def everybody(me: Actor) -> Rows:
    """The first page of all: what most ask for."""
    return page(me, [Part(literal(NAMED), (), NAMED)], "")


def by_words(
    me: Actor, asked: Question, wanted: Sequence[Condition], helps: Collection[UUID]
) -> list[Part]:
    """Whom the words find: who comes first is told of each."""
    return [Part(rank(me, asked, helps), wanted)]


def by_choice(
    me: Actor, chosen: Mapping[str, Condition], ways: Ways, helps: Collection[UUID]
) -> list[Part]:
    """Whoever fits what was chosen; in two parts, where it was chosen what they can help with."""
    wanted, others = list(chosen.values()), ways.to_list(chosen)
    if not helps:
        return [Part(literal(NAMED), wanted, NAMED, others)]
    if ways.is_empty("endorsed"):
        return [Part(literal(CAN_HELP), wanted, CAN_HELP, others)]
    supported = and_(shown("can_help", me), endorsed(me, helps))
    first = ways.to_list([*chosen, "endorsed"])
    parts = [Part(literal(ENDORSED), [*wanted, supported], ENDORSED, first)]
    if "endorsed" not in chosen:
        parts.append(Part(literal(CAN_HELP), [*wanted, ~supported], CAN_HELP, others))
    return parts


def just(those: Condition) -> list[Part]:
    """Those who were found already."""
    return [Part(literal(NAMED), (), NAMED, [those])]


def page(me: Actor, parts: Sequence[Part], after: str) -> Rows:
    """First who they are, then all that is shown of those few alone."""
    found = [_of_part(me, part, after) for part in parts]
    if len(found) == 1:
        first = found[0].subquery()
    else:
        both = union_all(*(columns(*one.subquery().c) for one in found)).subquery()
        order = (both.c.rank, both.c.folded, both.c.id)
        first = columns(both).order_by(*order).limit(PAGE + 1).subquery()
    shown_of = with_city(columns(*person_columns(), topics_of(READER).label("mine")), me)
    shown_of = shown_of.add_columns(first.c.rank).join(first, first.c.id == Member.id)
    return shown_of.order_by(first.c.rank, col(Member.folded), col(Member.id))


def _of_part(me: Actor, part: Part, after: str) -> Rows:
    """The next of them after the last one who was seen."""
    rank = part.rank.label("rank")
    found = with_city(columns(col(Member.id), rank, col(Member.folded)), me)
    found = found.where(*met_by(me), *part.along, *part.wanted, *_beyond(part, after))
    by_name: tuple[Any, Any] = (col(Member.folded), col(Member.id))
    if part.along:
        # Told apart from their order, or PostgreSQL walks everybody by name all the same.
        few = found.cte().prefix_with("MATERIALIZED")
        found = columns(few)
        by_name = (few.c.folded, few.c.id)
    # By its name, or SQLite would work it out twice.
    by_rank = [] if part.only is not None else [rank]
    return found.order_by(*by_rank, *by_name).limit(PAGE + 1)


def _beyond(part: Part, after: str) -> Iterator[Condition]:
    rank_seen, _dot, last = after.partition(".")
    key, seen = as_key(last), _RANKS.get(rank_seen)
    if key is None or seen is None:
        return
    name = columns(col(Member.folded)).where(col(Member.id) == key).scalar_subquery()
    later = tuple_(col(Member.folded), col(Member.id)) > tuple_(name, literal(key))
    if part.only is None:
        yield or_(part.rank > seen, and_(part.rank == seen, later))
    elif part.only == seen:
        yield later
    elif part.only < seen:
        yield false()
