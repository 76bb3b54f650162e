"""At which table everybody sits in breakouts: proposed from a convener's wish, changed, kept.

Only those who have a seat are placed; what isn't theirs to show to a convener (languages, city)
counts for nothing, and their level is what they told who runs this meeting. Who knows whom is taken from what conveners see anyway: one city, or a seat at
the same roundtable before; never from anybody's conversations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import RowMapping, func
from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col, delete

from backend.core.db import rows
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.domain.cities.filters import size_of
from backend.domain.cities.models import City
from backend.domain.members.audience import known_as, shows
from backend.domain.members.models import Actor, Member, MemberLanguage
from backend.domain.members.queries import taking_part
from backend.domain.roundtables import breakout_reasons, policy
from backend.domain.roundtables.breakouts import Guest, Known, Wish, propose
from backend.domain.roundtables.models import BorneHours, Roundtable, Seat
from backend.domain.roundtables.registration import Registration

MOST_PLACED = 400
MOST_TABLES = 200
Mix: TypeAlias = Literal["region", "level", "size", "language", "newness", "none"]
MIXES: Sequence[Mix] = ("region", "level", "size", "language", "newness")


class BreakoutPlace(SQLModel, table=True):
    """Somebody's table; it counts as long as they have a seat."""

    __tablename__ = "breakout_place"

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    number: int
    """From 1."""


class Wished(BaseModel):
    """A convener's wish, as an address asks for it."""

    sitting: Annotated[int, Field(ge=0, le=1)] = 0
    smallest: Annotated[int, Field(ge=2, le=50)] = 4
    largest: Annotated[int, Field(ge=2, le=50)] = 6
    mix: list[Mix] = list(MIXES)
    """By what tables mix; "none": by nothing."""
    known: Known = "apart"
    anew: bool = False
    """Propose, even where tables are kept."""

    def wish(self) -> Wish:
        return Wish(
            min(self.smallest, self.largest),
            max(self.smallest, self.largest),
            by_region="region" in self.mix,
            by_level="level" in self.mix,
            by_size="size" in self.mix,
            by_language="language" in self.mix,
            by_newness="newness" in self.mix,
            known=self.known,
        )


class PlaceDraft(SQLModel):
    person: UUID
    number: int = Field(ge=0, le=MOST_TABLES)
    """0: at no table."""


class PlacesDraft(SQLModel):
    sitting: int = Field(default=0, ge=0, le=1)
    places: list[PlaceDraft] = Field(default_factory=list, max_length=MOST_PLACED)


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody with a seat, as the reader may know them, and their table; 0: none yet."""

    id: UUID
    slug: str
    name: str
    city: str
    number: int
    guest: Guest


@dataclass(frozen=True, slots=True)
class BreakoutTable:
    number: int
    people: Sequence[Placed]
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Breakouts:
    """All tables of a sitting: kept, or only proposed."""

    tables: Sequence[BreakoutTable]
    without: Sequence[Placed]
    """Who has a seat, but no table."""
    unmet: Sequence[str]
    is_kept: bool


def arranged(db: Session, me: Member, table: Roundtable, wished: Wished) -> Breakouts:
    """What is kept; or, where nothing is or another is wished, what is proposed."""
    policy.may_set_tables(me, table).insist()
    people, wish = seated(db, me, table, wished.sitting), wished.wish()
    is_kept = any(one.number for one in people) and not wished.anew
    if is_kept:
        numbers = sorted({one.number for one in people if one.number})
        found = [(n, [one for one in people if one.number == n]) for n in numbers]
    else:
        by_key = {one.guest.key: one for one in people}
        proposed = propose([one.guest for one in people], wish).tables
        found = [(n, [by_key[key] for key in keys]) for n, keys in enumerate(proposed, start=1)]
    return Breakouts(
        [
            BreakoutTable(n, those, breakout_reasons.reasons([one.guest for one in those], wish))
            for n, those in found
        ],
        [one for one in people if is_kept and not one.number],
        breakout_reasons.unmet(
            {n: [one.guest for one in those] for n, those in found},
            wish,
            {one.guest.key: one.name for one in people},
        ),
        is_kept,
    )


def keep(db: Session, me: Member, table: Roundtable, draft: PlacesDraft) -> Roundtable:
    """Put these places in those of the sitting's before; everybody sees their own."""
    policy.may_set_tables(me, table).insist()
    here = {one.id for one in seated(db, me, table, draft.sitting)}
    chosen = {one.person: one.number for one in draft.places}
    if chosen.keys() - here:
        raise Rejected({"places": _("Somebody of these has no seat any more. Please look again.")})
    db.exec(
        delete(BreakoutPlace).where(
            col(BreakoutPlace.roundtable_id) == table.id, col(BreakoutPlace.member_id).in_(here)
        )
    )
    db.add_all(
        BreakoutPlace(roundtable_id=table.id, member_id=one, number=number)
        for one, number in chosen.items()
        if number
    )
    db.flush()
    return table


def my_table(db: Session, me: Member, table: Roundtable, seat: Seat) -> BreakoutTable | None:
    """The table at which somebody sits, and with whom; nothing while none is kept for them."""
    people = seated(db, me, table, seat.sitting)
    number = next((one.number for one in people if one.id == me.id), 0)
    return BreakoutTable(number, [p for p in people if p.number == number], []) if number else None


def seated(db: Session, me: Actor, table: Roundtable, sitting: int) -> list[Placed]:
    """Those who have a seat at this sitting, in the order in which they said yes."""
    languages = (
        columns(func.aggregate_strings(col(MemberLanguage.language), ","))
        .where(col(MemberLanguage.member_id) == col(Member.id))
        .correlate(Member)
        .scalar_subquery()
    )
    found = rows(
        db,
        columns(
            col(Member.id),
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
            col(Member.city_id),
            col(Seat.turn),
            func.coalesce(col(City.name), col(Member.organisation)).label("city"),
            func.coalesce(col(City.region), "").label("region"),
            func.coalesce(size_of(col(City.population)), "").label("size"),
            func.coalesce(col(Registration.level), "").label("level"),
            func.coalesce(languages, "").label("languages"),
            func.coalesce(col(BreakoutPlace.number), 0).label("number"),
        )
        .join(Seat, col(Seat.member_id) == col(Member.id))
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .outerjoin(
            Registration,
            (col(Registration.member_id) == col(Member.id))
            & (col(Registration.roundtable_id) == table.id),
        )
        .outerjoin(
            BreakoutPlace,
            (col(BreakoutPlace.member_id) == col(Member.id))
            & (col(BreakoutPlace.roundtable_id) == table.id),
        )
        .where(
            col(Seat.roundtable_id) == table.id,
            col(Seat.sitting) == sitting,
            col(Seat.seated_at).is_not(None),
            taking_part(),
        )
        .order_by(col(Seat.turn))
        .limit(MOST_PLACED),
    ).mappings()
    came = _came(db, table, sitting)
    return [_placed(me, one, came.get(one["id"], frozenset())) for one in found]


def _came(db: Session, table: Roundtable, sitting: int) -> dict[UUID, frozenset[str]]:
    """At which roundtables before each of them had a seat."""
    here = columns(col(Seat.member_id)).where(
        col(Seat.roundtable_id) == table.id,
        col(Seat.sitting) == sitting,
        col(Seat.seated_at).is_not(None),
    )
    wanted = columns(col(BorneHours.member_id), col(BorneHours.roundtable_id)).where(
        col(BorneHours.member_id).in_(here), col(BorneHours.roundtable_id) != table.id
    )
    found: dict[UUID, set[str]] = {}
    for member_id, roundtable_id in rows(db, wanted):
        found.setdefault(member_id, set()).add(str(roundtable_id))
    return {member_id: frozenset(before) for member_id, before in found.items()}


def _placed(me: Actor, one: RowMapping, came: frozenset[str]) -> Placed:
    def seen(field: str) -> bool:
        return shows(one["audience"], field, me, one["city_id"])

    name, slug = known_as(one["name"], one["slug"], one["audience"], me)
    at_home = seen("city")
    circles = came | {f"city {one['city_id']}"} if at_home and one["city_id"] else came
    guest = Guest(
        f"{one['turn']:06}",
        one["region"] if at_home else "",
        frozenset(filter(None, one["languages"].split(","))) if seen("languages") else frozenset(),
        is_new=not came,
        circles=circles,
        level=one["level"],
        size=one["size"] if at_home else "",
    )
    return Placed(one["id"], slug, name, one["city"] if at_home else "", one["number"], guest)
