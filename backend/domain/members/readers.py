"""Whoever asks, as a select sees them that is made once rather than anew for each request.

To make a long select, and to know it again, takes longer than to run it. Whose it is only matters
where a rule tells members apart, so one is made for each such kind, with a stand-in for the member;
who it really is, is `given` when it runs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam

from backend.core.ids import new_id
from backend.domain.members.models import Actor, Member

READER = bindparam("reader", type_=Uuid())
READER_CITY = bindparam("reader_city", type_=Uuid())
KINDS = 64
"""Selects that are kept of one make: by kind of member, and by what else shapes them."""

Shape = ParamSpec("Shape")
Made = TypeVar("Made")

_HOSTED = bindparam("reader_hosts", type_=Uuid(), expanding=True)


@dataclass(frozen=True, slots=True)
class _StandIn:
    """What rules of sight ask of a member; anything else it doesn't know, and fails in tests."""

    moderates: bool
    has_city: bool
    is_lead: bool
    is_member: Literal[True] = True

    @property
    def id(self) -> BindParameter[UUID]:
        return READER

    @property
    def city_id(self) -> BindParameter[UUID] | None:
        return READER_CITY if self.has_city else None

    def leads(self, city_id: object) -> bool:
        return self.is_lead and city_id is READER_CITY

    def scopes(self, role: Literal["host"]) -> BindParameter[UUID]:
        return {"host": _HOSTED}[role]


def stand_in(me: Member) -> Member:
    """The same for all members for whom the rules of sight are the same; for selects alone."""
    return cast("Member", _StandIn(me.moderates, me.city_id is not None, me.leads(me.city_id)))


def any_member() -> tuple[Member, dict[str, Any]]:
    """For selects of what every member may see: one of no city and no duty, and what to give."""
    nobody = cast("Member", _StandIn(moderates=False, has_city=False, is_lead=False))
    return nobody, {"reader": new_id(), "reader_city": None, "reader_hosts": ()}


def reader(me: Actor) -> dict[str, Any]:
    """What a select made with a stand-in, or with READER and READER_CITY, is given."""
    return {"reader": me.id, "reader_city": me.city_id, "reader_hosts": me.scopes("host")}


def made_once(
    make: Callable[Concatenate[Actor, Shape], Made],
) -> Callable[Concatenate[Actor, Shape], Made]:
    """For what makes a select: one for each kind of member, to be run with `reader`.

    For who isn't a member it is made anew, with themself in it; to run it with `reader` is right
    for them, too.
    """
    kept: Callable[..., Made] = lru_cache(maxsize=KINDS)(make)

    @wraps(make)
    def made(me: Actor, /, *shape: Shape.args, **named: Shape.kwargs) -> Made:
        if isinstance(me, Member) and me.is_member:
            return kept(stand_in(me), *shape, **named)
        return make(me, *shape, **named)

    return made
