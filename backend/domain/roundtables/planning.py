"""Fair times for one roundtable: its cities as participants, with their hours and their debts.

A city keeps the hours that are usual among its people: the middle one of their beginnings and the
middle one of their ends (as the first comes before the last for each, so it does in the middle).
People who live by another clock than their city's are left out, and a city without any keeps 9–17.

What a city bore in hard hours lately is in the ledger; above whoever bore least, it is a debt to it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
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
from backend.domain.roundtables import fair_times, ledger
from backend.domain.roundtables.debts import debts
from backend.domain.roundtables.fair_times import FairTimes
from backend.domain.roundtables.models import Roundtable, RoundtableCity
from backend.domain.roundtables.participants import Participant, weekend_from

Hours: TypeAlias = tuple[time, time]

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
            col(City.rests_on),
        )
        .join(RoundtableCity, col(RoundtableCity.city_id) == col(City.id))
        .where(col(RoundtableCity.roundtable_id) == table.id)
        .order_by(col(City.folded), col(City.id)),
    )
    cities = {
        city_id: Participant(slug, name, zone, country, part, weekend_from(rests_on))
        for city_id, slug, name, zone, country, part, rests_on in found
    }
    for city_id, (first, last) in usual_hours(db, me, cities).items():
        cities[city_id] = replace(cities[city_id], works_from=first, works_until=last)
    bore = dict.fromkeys(cities, 0) | ledger.points(db, cities)
    owed = debts(bore, table.minutes)
    return [replace(city, debt=owed[city_id]) for city_id, city in cities.items()]


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
