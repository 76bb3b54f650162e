"""On which days of the week a city's offices rest, where that is otherwise than in its country."""

from typing import Annotated

from pydantic import AfterValidator
from pydantic import Field as Limit
from sqlmodel import Field, Session, SQLModel

from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.domain.cities import policy
from backend.domain.cities.countries import weekend
from backend.domain.cities.models import City

MOST_DAYS = 6
"""Somebody works on one day at least."""

Weekday = Annotated[int, Limit(ge=0, le=6)]


def _in_order(days: list[int]) -> list[int]:
    return sorted(set(days))


class RestDaysDraft(SQLModel):
    """Days of the week, Monday being 0."""

    days: Annotated[list[Weekday], AfterValidator(_in_order)] = Field(
        default_factory=list, max_length=7
    )


def rest_days(city: City) -> list[int]:
    """Its own, or those of its country."""
    return sorted(map(int, city.rests_on)) or sorted(weekend(city.country))


def choose(db: Session, me: policy.Asker, city: City, draft: RestDaysDraft) -> list[int]:
    """Say on which days its offices rest; those of its country are kept by following it."""
    policy.may_edit(me, city).insist()
    if not draft.days or len(draft.days) > MOST_DAYS:
        raise Rejected({"days": _("Choose at least one day on which offices rest, and not all.")})
    usual = set(draft.days) == weekend(city.country)
    city.rests_on = "" if usual else "".join(map(str, draft.days))
    db.add(city)
    return rest_days(city)
