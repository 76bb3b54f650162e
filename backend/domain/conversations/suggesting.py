"""Times to offer: good for both, as far as each lets the other know when they work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.domain.cities.models import City
from backend.domain.conversations.hours import Worker, good_starts
from backend.domain.members.audience import shows
from backend.domain.members.models import Member

MOST = 5


def suggested(db: Session, me: Member, other: Member, minutes: int) -> Sequence[datetime]:
    """The best times of the coming two weeks; one query."""
    people = [me]
    if shows(other.audience, "hours", me, other.city_id):
        people.append(other)
    asked = columns(col(City.id), col(City.country)).where(
        col(City.id).in_({one.city_id for one in people if one.city_id})
    )
    countries = {city_id: country for city_id, country in rows(db, asked)}  # noqa: C416 - a Row is no pair
    workers = [
        Worker(
            one.zone,
            one.work_starts,
            one.work_ends,
            countries.get(one.city_id, "") if one.city_id else "",
        )
        for one in people
    ]
    return good_starts(workers, clock.now(), minutes, MOST)
