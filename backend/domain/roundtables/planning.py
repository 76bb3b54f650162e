"""Fair times for one roundtable: its cities as participants, with their hours and their debts.

A city keeps the hours that are usual among its people: the middle one of their beginnings and the
middle one of their ends (as the first comes before the last for each, so it does in the middle).
People who live by another clock than their city's are left out, and a city without any keeps 9–17.

A city is in debt to comfort for the hard hours that it kept in its last roundtables, one after the
other: those early or late, at night or on a day off, whichever of the sittings suited it best.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from statistics import median_low
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.members.queries import shown, taking_part
from backend.domain.roundtables import fair_times
from backend.domain.roundtables.fair_times import FairTimes
from backend.domain.roundtables.models import Roundtable, RoundtableCity, Sitting
from backend.domain.roundtables.participants import Participant
from backend.domain.roundtables.seats import look

Hours: TypeAlias = tuple[time, time]

REMEMBERED = timedelta(days=182)
MOST_DEBT = 2
LEAD_TIME = timedelta(days=7)
WINDOWS = (14, 21, 28)
"""Over how many days times can be looked for."""


def participants(db: Session, me: Member, table: Roundtable) -> list[Participant]:
    """The roundtable's cities by name, each by the hours of its people."""
    found = rows(
        db,
        columns(
            col(City.id),
            col(City.slug),
            col(City.name),
            col(City.zone),
            col(City.country),
            col(City.subdivision),
        )
        .join(RoundtableCity, col(RoundtableCity.city_id) == col(City.id))
        .where(col(RoundtableCity.roundtable_id) == table.id)
        .order_by(col(City.folded), col(City.id)),
    )
    cities = {
        city_id: Participant(slug, name, zone, country, subdivision)
        for city_id, slug, name, zone, country, subdivision in found
    }
    for city_id, (first, last) in usual_hours(db, me, cities).items():
        cities[city_id] = replace(cities[city_id], works_from=first, works_until=last)
    owed = _debts(db, table, cities)
    return [replace(city, debt=owed.get(city_id, 0)) for city_id, city in cities.items()]


def fairest(people: Sequence[Participant], table: Roundtable, first: date, days: int) -> FairTimes:
    """The fairest single times and pairs of sittings in these days."""
    return fair_times.find(people, first, days, timedelta(minutes=table.minutes))


def first_day() -> date:
    """From when on times are looked for: people need a week to make room."""
    return (clock.now() + LEAD_TIME).date()


def usual_hours(db: Session, me: Member, city_ids: Collection[UUID]) -> dict[UUID, Hours]:
    """When the people of these cities work, by what they show of it; nothing where nobody does."""
    known: dict[UUID, list[Hours]] = {}
    for city_id, begins, ends in rows(
        db,
        columns(col(Member.city_id), col(Member.work_starts), col(Member.work_ends))
        .join(City, col(City.id) == col(Member.city_id))
        .where(
            col(City.id).in_(city_ids),
            col(Member.zone) == col(City.zone),
            taking_part(),
            shown("hours", me),
        ),
    ):
        if city_id is not None and begins < ends:
            known.setdefault(city_id, []).append((begins, ends))
    return {city_id: _middle(hours) for city_id, hours in known.items()}


def people_in(db: Session, city_ids: Collection[UUID]) -> int:
    """How many people of these cities an invitation reaches."""
    found = columns(func.count()).select_from(Member)
    return rows(
        db,
        found.where(
            col(Member.city_id).in_(city_ids),
            taking_part(),
        ),
    ).scalar_one()


def _middle(hours: Iterable[Hours]) -> Hours:
    begins, ends = zip(*hours, strict=True)
    return median_low(begins), median_low(ends)


def _debts(
    db: Session, table: Roundtable, cities: Mapping[UUID, Participant]
) -> Mapping[UUID, int]:
    """How many hard hours each bore in a row, counted back from its last roundtable."""
    now = clock.now()
    held: dict[UUID, dict[UUID, list[tuple[datetime, int]]]] = {}
    for city_id, table_id, starts_at, minutes in rows(
        db,
        columns(
            col(RoundtableCity.city_id),
            col(Roundtable.id),
            col(Sitting.starts_at),
            col(Roundtable.minutes),
        )
        .join(Roundtable, col(Roundtable.id) == col(RoundtableCity.roundtable_id))
        .join(Sitting, col(Sitting.roundtable_id) == col(Roundtable.id))
        .where(
            col(RoundtableCity.city_id).in_(cities),
            col(Roundtable.id) != table.id,
            col(Roundtable.planned_at).is_not(None),
            col(Roundtable.cancelled_at).is_(None),
            col(Roundtable.starts_at) > now - REMEMBERED,
            col(Roundtable.ends_at) <= now,
        )
        .order_by(col(Roundtable.starts_at).desc(), col(Roundtable.id)),
    ):
        held.setdefault(city_id, {}).setdefault(table_id, []).append((starts_at, minutes))
    return {
        city_id: _in_a_row(cities[city_id], list(tables.values()))
        for city_id, tables in held.items()
    }


def _in_a_row(city: Participant, tables: Sequence[Sequence[tuple[datetime, int]]]) -> int:
    count = 0
    for sittings in tables[:MOST_DEBT]:
        if not all(_is_hard(city, start, minutes) for start, minutes in sittings):
            break
        count += 1
    return count


def _is_hard(city: Participant, start: datetime, minutes: int) -> bool:
    fit, day_off = look(city, start, minutes)
    return day_off is not None or fit in {"early_late", "night"}
