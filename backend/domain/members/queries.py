"""One member's profile, and who may be seen at all. Lists of people are the directory's."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, true, tuple_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import N_, _
from backend.core.pages import PAGE, Page, as_key, cut
from backend.domain import subjects
from backend.domain.cities.models import City
from backend.domain.members.audience import FIELDS, at_first, audience_of, known_as
from backend.domain.members.drafts import ProfileDraft
from backend.domain.members.models import Actor, Member, MemberLanguage
from backend.domain.members.profiles import (
    Profile,
    person_columns,
    profile,
    sides,
    topics_of,
)
from backend.domain.members.readers import READER, reader
from backend.domain.topics.queries import Tree, tree


def visible_to(me: Actor) -> ColumnElement[bool]:
    """The members whose profile this person may open: the same rule as `policy.may_see`."""
    admitted = and_(col(Member.admitted_at).is_not(None), col(Member.erased_at).is_(None))
    if not me.is_member:
        takes_part = col(Member.suspended_at).is_(None)
        admitted = and_(admitted, takes_part, shown("name", me))
    if me.id is None:
        return admitted
    return or_(admitted, and_(col(Member.id) == me.id, col(Member.erased_at).is_(None)))


def taking_part() -> ColumnElement[bool]:
    """Members in good standing: admitted, neither suspended nor gone."""
    return and_(
        col(Member.admitted_at).is_not(None),
        col(Member.suspended_at).is_(None),
        col(Member.erased_at).is_(None),
    )


def convenes() -> ColumnElement[bool]:
    """Who keeps the network: asked of the few who do, and not of everybody."""
    one = aliased(Member)
    return col(Member.id).in_(columns(col(one.id)).where(col(one.is_convener)))


def conveners(db: Session, me: Actor, after: str = "") -> Page[tuple[UUID, str, str]]:
    """The conveners whom this person may see: id, name and slug, by name."""
    wanted = columns(col(Member.id), col(Member.name), col(Member.slug)).where(
        convenes(), taking_part(), visible_to(me)
    )
    if key := as_key(after):
        name = columns(col(Member.folded)).where(col(Member.id) == key).scalar_subquery()
        by_name = tuple_(col(Member.folded), col(Member.id))
        wanted = wanted.where(by_name > tuple_(name, literal(key)))
    ordered = wanted.order_by(col(Member.folded), col(Member.id)).limit(PAGE + 1)
    found = [(one, name, slug) for one, name, slug in rows(db, ordered)]
    return cut(found, lambda one: str(one[0]))


def deciders(db: Session, city_id: UUID | None) -> set[UUID]:
    """The conveners, and the leads of this city: those in good standing."""
    role = convenes()
    if city_id is not None:
        role = or_(role, and_(col(Member.city_id) == city_id, col(Member.is_lead)))
    return set(db.exec(select(Member.id).where(role, taking_part())))


def shown(field: str, me: Actor) -> ColumnElement[bool]:
    """Whether this person sees that field of a member: `audience.shows` in SQL."""
    chosen: Any = col(Member.audience)
    audience = func.coalesce(chosen[field].as_string(), at_first(field))
    if not me.is_member:
        return audience == "public"
    to_members = audience.in_(("public", "members"))
    if me.city_id is None:
        return to_members
    return or_(to_members, and_(audience == "city", col(Member.city_id) == me.city_id))


def in_lists() -> ColumnElement[bool]:
    """Members to be listed, counted and suggested: who takes part and is not out of the lists."""
    return and_(taking_part(), col(Member.unlisted).is_(False))


def found_by(me: Actor) -> ColumnElement[bool]:
    """The members whom this person finds by their words: none, for who isn't a member.

    Search keeps one text of each listed profile, with all that every member sees in it.
    """
    return visible_to(me) if me.is_member else false()


def one(db: Session, me: Actor, slug: str) -> Member:
    """The member; NotFound for whom one may not see and for who isn't there alike."""
    found = db.exec(select(Member).where(col(Member.slug) == slug, visible_to(me))).first()
    if found is None:
        raise NotFound(_("There is no such person here."))
    return found


def page(db: Session, me: Actor, slug: str, topics: Tree) -> tuple[Member, Profile]:
    """The member, for policies to judge, and what this person sees of them; one query."""
    member, its_profile, _other = page_with(db, me, slug, topics, true())
    return member, its_profile


def page_with(
    db: Session, me: Actor, slug: str, topics: Tree, other: ColumnElement[Any]
) -> tuple[Member, Profile, Any]:
    """The same with something else of the member that a page asks for, such as who follows them."""
    wanted = (
        columns(*person_columns(), Member, other.label("other"))
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .where(col(Member.slug) == slug, visible_to(me))
    )
    found = rows(db, wanted).mappings().first()
    if found is None:
        raise NotFound(_("There is no such person here."))
    return found["Member"], profile(found, me, topics), found["other"]


def mine(db: Session, me: Member, topics: Tree | None = None) -> ProfileDraft:
    """My own profile as I sent it, whole, to be changed."""
    known = topics or tree(db)
    of_side = my_topics(db, me)
    spoken = select(MemberLanguage.language).where(col(MemberLanguage.member_id) == me.id)
    kept: dict[str, Any] = {name: getattr(me, name) for name in _KEPT}
    audiences: dict[str, Any] = {f"{field}_to": audience_of(me.audience, field) for field in FIELDS}
    topic_slugs: dict[str, Any] = {
        side: [one.slug for one in known.of(ids)] for side, ids in of_side.items()
    }
    whole = kept | audiences | topic_slugs | {"languages": sorted(db.exec(spoken))}
    return ProfileDraft.model_construct(None, **whole)


def my_topics(db: Session, me: Member) -> dict[str, set[UUID]]:
    """What I said I can help with, and what I am looking for help with, by side."""
    return sides(rows(db, _TOPICS_OF_READER, reader(me)).scalar_one())


def names(db: Session, me: Actor, ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """What these members are called in a list, and their slugs where their name shows to me."""
    wanted = columns(
        col(Member.id), col(Member.name), col(Member.slug), col(Member.audience)
    ).where(col(Member.id).in_(set(ids)))
    return {
        member_id: known_as(name, slug, audience, me)
        for member_id, name, slug, audience in rows(db, wanted)
    }


def counts_by_city(db: Session, me: Actor, city_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many people take part for each of these cities, of those whose city may be known."""
    counted = (
        columns(col(Member.city_id), func.count())
        .where(col(Member.city_id).in_(set(city_ids)), in_lists(), shown("city", me))
        .group_by(col(Member.city_id))
    )
    return {city_id: count for city_id, count in rows(db, counted) if city_id is not None}


_TOPICS_OF_READER = columns(topics_of(READER))
_KEPT = (
    "name",
    "pronunciation",
    "pronouns",
    "title",
    "department",
    "organisation",
    "bio",
    "zone",
    "work_starts",
    "work_ends",
    "would_convene",
    "unlisted",
    "unsuggested",
    "language",
)


def _each_zone() -> Select[str]:
    first = columns(func.min(col(Member.zone)).label("zone")).cte("zones", recursive=True)
    following = (
        columns(func.min(col(Member.zone))).where(col(Member.zone) > first.c.zone).scalar_subquery()
    )
    each = first.union_all(columns(following).where(first.c.zone.is_not(None)))
    return columns(each.c.zone).where(each.c.zone.is_not(None))


ZONES_IN_USE = _each_zone()
"""The time zones that members have: each is looked up in turn along their index."""


def _glance() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Member.id).label("id"),
        col(Member.name).label("title"),
        col(Member.slug).label("slug"),
        col(Member.id).label("author_id"),
        literal("").label("excerpt"),
        subjects.NEVER.label("hidden_at"),
    )


subjects.register(subjects.Kind("member", N_("member"), Member, found_by, _glance, N_("People")))
