"""More seats for those who wait, given by a convener's wish rather than by turn alone.

The seats are new: capacity grows by as many as are given, so nobody loses one. At the other
sitting, where there are as many more, they go to who has waited longest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import RowMapping, exists, func
from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.core.tongues import Tongue
from backend.domain.cities.filters import size_of
from backend.domain.cities.models import City
from backend.domain.members.audience import known_as, shows
from backend.domain.members.models import Member, MemberLanguage
from backend.domain.members.queries import taking_part
from backend.domain.roundtables import extra_seat_reasons, policy, seating
from backend.domain.roundtables.drafts import MOST_SEATS
from backend.domain.roundtables.extra_seats import SeatWish, Waiting, choose
from backend.domain.roundtables.models import BorneHours, Roundtable, Seat
from backend.domain.roundtables.registration import Registration

MOST_GIVEN = 100


class SeatsWished(BaseModel):
    """How many more seats there are and whom they are for, as an address asks for it."""

    sitting: Annotated[int, Field(ge=0, le=1)] = 0
    seats: Annotated[int, Field(ge=1, le=MOST_GIVEN)] = 3
    each_region: Annotated[int, Field(ge=0, le=20)] = 1
    each_size: Annotated[int, Field(ge=0, le=20)] = 0
    each_level: Annotated[int, Field(ge=0, le=20)] = 0
    new: Annotated[int, Field(ge=0, le=100)] = 0
    of_city: Annotated[int, Field(ge=0, le=20)] = 0
    language: Tongue | Literal[""] = ""
    speakers: Annotated[int, Field(ge=0, le=100)] = 0
    """How many should speak the language; of any, where none is named, nobody asks."""

    def wish(self) -> SeatWish:
        return SeatWish(
            self.each_region,
            self.new,
            self.of_city,
            self.speakers if self.language else 0,
            self.each_size,
            self.each_level,
        )


class ExtraSeatsDraft(SQLModel):
    """Who is given a seat, by their ids."""

    sitting: int = Field(default=0, ge=0, le=1)
    people: list[UUID] = Field(min_length=1, max_length=MOST_GIVEN)


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits, whether a seat is proposed for them, and why."""

    id: UUID
    slug: str
    name: str
    city: str
    place: int
    """In the line, from 1."""
    is_proposed: bool
    why: str


@dataclass(frozen=True, slots=True)
class ExtraSeats:
    line: Sequence[InLine]
    unmet: Sequence[str]


def proposed(db: Session, me: Member, table: Roundtable, wished: SeatsWished) -> ExtraSeats:
    """Who waits, with whom more seats should go to."""
    policy.may_arrange(me, table).insist()
    people = _people(db, me, table, wished)
    there = [one for one, _slug, _name, _city, is_seated in people if is_seated]
    line = [one for one, _slug, _name, _city, is_seated in people if not is_seated]
    found = choose(there, line, wished.seats, wished.wish())
    why = {one.key: extra_seat_reasons.why(one, wished.language) for one in found.seats}
    passed = set(found.passed_over)
    waiting = [one for one in people if not one[-1]]
    return ExtraSeats(
        [
            InLine(
                UUID(one.key),
                slug,
                name,
                city,
                place,
                one.key in why,
                why.get(one.key, _("Their city has its share.") if one.key in passed else ""),
            )
            for place, (one, slug, name, city, _seated) in enumerate(waiting, start=1)
        ],
        extra_seat_reasons.unmet(found.missing, wished.language, wished.seats - len(found.seats)),
    )


def give(db: Session, me: Member, table: Roundtable, draft: ExtraSeatsDraft) -> Roundtable:
    """Seat these people, on seats that there are from now on."""
    seating.hold(db, table)
    policy.may_arrange(me, table).insist()
    if table.capacity is None or policy.last_has_begun(table, clock.now()):
        raise Conflict(_("Nobody waits for a seat here."))
    wanted = set(draft.people)
    found = db.exec(
        select(Seat)
        .join(Member, col(Member.id) == col(Seat.member_id))
        .where(
            col(Seat.roundtable_id) == table.id,
            col(Seat.sitting) == draft.sitting,
            col(Seat.answer) == "yes",
            col(Seat.seated_at).is_(None),
            col(Seat.member_id).in_(wanted),
            taking_part(),
        )
        .order_by(col(Seat.turn))
    ).all()
    if len(found) != len(wanted):
        raise Rejected({"people": _("Somebody of these waits no longer. Please look again.")})
    if table.capacity + len(found) > MOST_SEATS:
        raise Rejected({"people": _("There can’t be so many seats.")})
    table.capacity += len(found)
    db.add(table)
    seating.move_up(db, table, found)
    seating.fill_all(db, table)
    return table


def _people(
    db: Session, me: Member, table: Roundtable, wished: SeatsWished
) -> list[tuple[Waiting, str, str, str, bool]]:
    """Everybody who said yes to a sitting, in their order, and whether they have a seat."""
    came = exists().where(
        col(BorneHours.member_id) == col(Member.id), col(BorneHours.roundtable_id) != table.id
    )
    speaks = exists().where(
        col(MemberLanguage.member_id) == col(Member.id),
        col(MemberLanguage.language) == wished.language,
    )
    wanted = (
        columns(
            col(Member.id),
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
            col(Member.city_id),
            func.coalesce(col(City.name), col(Member.organisation)).label("city"),
            func.coalesce(col(City.region), "").label("region"),
            func.coalesce(size_of(col(City.population)), "").label("size"),
            func.coalesce(col(Registration.level), "").label("level"),
            col(Seat.turn),
            col(Seat.seated_at),
            came.label("came"),
            speaks.label("speaks"),
        )
        .join(Seat, col(Seat.member_id) == col(Member.id))
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .outerjoin(
            Registration,
            (col(Registration.member_id) == col(Member.id))
            & (col(Registration.roundtable_id) == table.id),
        )
        .where(
            col(Seat.roundtable_id) == table.id,
            col(Seat.sitting) == wished.sitting,
            col(Seat.answer) == "yes",
            taking_part(),
        )
        .order_by(col(Seat.turn))
    )
    return [_person(me, one) for one in rows(db, wanted).mappings()]


def _person(me: Member, one: RowMapping) -> tuple[Waiting, str, str, str, bool]:
    audience, city_id = one["audience"], one["city_id"]
    shown = shows(audience, "city", me, city_id)
    name, slug = known_as(one["name"], one["slug"], audience, me)
    waiting = Waiting(
        str(one["id"]),
        one["region"] if shown else "",
        str(city_id) if shown and city_id else "",
        is_new=not one["came"],
        speaks=one["speaks"] and shows(audience, "languages", me, city_id),
        turn=one["turn"] or 0,
        size=one["size"] if shown else "",
        level=one["level"],
    )
    return waiting, slug, name, one["city"] if shown else "", one["seated_at"] is not None
