"""Who sees which resources and adoptions, as SQL. Every read starts here; none can forget the rule.

`policy.may_see` and `policy.may_see_adoption` state the same for one; a test holds them together.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, true
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.members.models import Actor
from backend.domain.resources.adoptions import USING, Adoption
from backend.domain.resources.models import Resource

EXCERPT = 200


def visible_to(me: Actor) -> ColumnElement[bool]:
    """The condition on the resource table under which this person sees a resource."""
    if me.moderates:
        return true()
    on_view = col(Resource.hidden_at).is_(None)
    if not me.is_member:
        return and_(on_view, col(Resource.visibility) == "public")
    return or_(on_view, col(Resource.author_id) == me.id)


def said_to(me: Actor) -> ColumnElement[bool]:
    """The same for the adoptions of a resource that this person is known to see."""
    if me.moderates:
        return true()
    on_view = col(Adoption.hidden_at).is_(None)
    return or_(on_view, col(Adoption.author_id) == me.id) if me.is_member else on_view


def adoptions_visible_to(me: Actor) -> ColumnElement[bool]:
    """The condition on the adoption table under which this person sees an adoption."""
    of_resource = (
        columns(col(Resource.id))
        .where(col(Resource.id) == col(Adoption.resource_id), visible_to(me))
        .correlate(Adoption)
        .exists()
    )
    return and_(of_resource, said_to(me))


def used_by(city_id: Any) -> ColumnElement[bool]:
    """The condition on the resource table that this city uses it, as everybody may know."""
    said = columns(col(Adoption.resource_id)).where(
        col(Adoption.city_id) == city_id,
        col(Adoption.state).in_(USING),
        col(Adoption.hidden_at).is_(None),
    )
    return col(Resource.id).in_(said)


def users() -> Any:
    """How many cities use a resource, as everybody may know."""
    return (
        columns(func.count())
        .select_from(Adoption)
        .where(
            col(Adoption.resource_id) == col(Resource.id),
            col(Adoption.state).in_(USING),
            col(Adoption.hidden_at).is_(None),
        )
        .correlate(Resource)
        .scalar_subquery()
    )


def _glance_of_resources() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Resource.id),
        col(Resource.title),
        col(Resource.slug),
        col(Resource.author_id),
        func.substr(Resource.description, 1, EXCERPT).label("excerpt"),
        col(Resource.hidden_at),
    )


def _glance_of_adoptions() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Adoption.id),
        col(Resource.title),
        col(Resource.slug),
        col(Adoption.author_id),
        func.substr(Adoption.words, 1, EXCERPT).label("excerpt"),
        col(Adoption.hidden_at),
    ).join(Resource, col(Resource.id) == col(Adoption.resource_id))


subjects.register(
    subjects.Kind(
        "resource", N_("resource"), Resource, visible_to, _glance_of_resources, N_("Resources")
    )
)
subjects.register(
    subjects.Kind(
        "adoption",
        N_("adoption"),
        Adoption,
        adoptions_visible_to,
        _glance_of_adoptions,
        N_("Adoptions"),
    )
)
