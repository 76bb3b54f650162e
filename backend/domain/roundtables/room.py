"""Who is in the room: those with a seat, who lead a part or speak, and who called it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.text import slugify
from backend.domain.cities.models import City, CityName
from backend.domain.members.models import Member
from backend.domain.roundtables.chatham import Present
from backend.domain.roundtables.models import AgendaItem, AgendaSpeaker, Roundtable, Seat


def seated(table: Roundtable) -> Select[UUID]:
    """The ids of those with a seat, for other selects."""
    seats = columns(col(Seat.member_id))
    return seats.where(col(Seat.roundtable_id) == table.id, col(Seat.seated_at).is_not(None))


def present(db: Session, table: Roundtable) -> Present:
    """All of them, by every name that could tell of them."""
    led = columns(col(AgendaItem.lead), col(AgendaItem.lead_id)).where(
        col(AgendaItem.roundtable_id) == table.id
    )
    spoke = columns(col(AgendaSpeaker.name), col(AgendaSpeaker.member_id)).where(
        col(AgendaSpeaker.roundtable_id) == table.id
    )
    parts = list(rows(db, led.union_all(spoke)))
    leads = {lead_id for _lead, lead_id in parts if lead_id} | {table.author_id}
    guests = [lead for lead, lead_id in parts if lead and lead_id is None]
    return _named(db, or_(col(Member.id).in_(seated(table)), col(Member.id).in_(leads)), guests)


def arrived(db: Session, people: Collection[UUID]) -> Present:
    """The same of a few who have only now taken a seat."""
    return _named(db, col(Member.id).in_(people))


def _named(db: Session, who: ColumnElement[bool], guests: Collection[str] = ()) -> Present:
    others = (
        columns(func.aggregate_strings(col(CityName.words), "\n"))
        .where(col(CityName.city_id) == col(City.id))
        .correlate(City)
    )
    people: list[str] = list(guests)
    places: list[str] = []
    titles: list[str] = []
    spellings: set[str] = set()
    for name, slug, title, organisation, city, spelt in rows(
        db,
        columns(
            col(Member.name),
            col(Member.slug),
            col(Member.title),
            col(Member.organisation),
            col(City.name),
            others.scalar_subquery(),
        )
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .where(who)
        .order_by(col(Member.folded)),
    ):
        people += [name] if name else []  # who has gone since has none
        people += [slug] if name and slugify(name) != slug else []
        titles += [title] if title else []
        places += [place for place in (city, organisation) if place]
        spellings |= set((spelt or "").splitlines())
    return Present(people, places, sorted(spellings), titles)
