"""Who sees which twinnings, as SQL. Every read starts here."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, true
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import col

from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.cities.models import City
from backend.domain.members.models import Actor
from backend.domain.twinnings.models import Twinning

EXCERPT = 200
BETWEEN = " – "
"""Between the names of the two cities."""

Asking = aliased(City, name="asking")
Asked = aliased(City, name="asked")


def visible_to(me: Actor) -> ColumnElement[bool]:
    """The condition on the twinning table: the same rule as `policy.may_see`."""
    if me.moderates:
        return true()
    if not me.is_member:
        return false()
    shown: ColumnElement[bool] = col(Twinning.agreed_at).is_not(None)
    if me.leads(me.city_id):
        shown = or_(shown, of_city(me.city_id))
    unhidden = col(Twinning.hidden_at).is_(None)
    return or_(and_(unhidden, shown), col(Twinning.author_id) == me.id)


def of_city(city_id: Any) -> ColumnElement[bool]:
    """Whether a city is one of the two."""
    return or_(col(Twinning.city_id) == city_id, col(Twinning.other_id) == city_id)


def agreed_on(city_id: Any) -> ColumnElement[bool]:
    """Whether a city has agreed on it, and it was not called off."""
    return and_(
        of_city(city_id),
        col(Twinning.agreed_at).is_not(None),
        col(Twinning.withdrawn_at).is_(None),
    )


def title() -> ColumnElement[str]:
    name: ColumnElement[str] = col(Asking.name) + BETWEEN + col(Asked.name)
    return name


def _glance() -> Select[*tuple[Any, ...]]:
    return (
        columns(
            col(Twinning.id).label("id"),
            title().label("title"),
            col(Twinning.slug).label("slug"),
            col(Twinning.author_id).label("author_id"),
            func.substr(col(Twinning.purpose), 1, EXCERPT).label("excerpt"),
            col(Twinning.hidden_at).label("hidden_at"),
        )
        .join(Asking, col(Asking.id) == col(Twinning.city_id))
        .join(Asked, col(Asked.id) == col(Twinning.other_id))
    )


subjects.register(
    subjects.Kind("twinning", N_("twinning"), Twinning, visible_to, _glance, N_("Twinnings"))
)
