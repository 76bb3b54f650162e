"""Lists of resources, and one of them to act on. What is not in `sight` is not found here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, literal, tuple_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.pages import MOST_NEW, PAGE, Page, as_key, cut
from backend.domain.members.blocks import heard_by
from backend.domain.members.models import Actor, Member
from backend.domain.resources.adoptions import Adoption
from backend.domain.resources.filters import Filters
from backend.domain.resources.models import Resource, ResourceVersion, StoredFile
from backend.domain.resources.narrowing import conditions
from backend.domain.resources.rows import ResourceRow, made, wanted
from backend.domain.resources.sight import visible_to
from backend.domain.topics.queries import Tree, tree

_SORTED_BY = {"newest": "posted_at", "used": "used_by"}


def listed(
    db: Session, me: Actor, filters: Filters, topics: Tree, *, few: bool = False
) -> Page[ResourceRow]:
    """One page of the resources that this person sees, as asked for; `few` as `are_few` says."""
    found = wanted().where(*conditions(me, filters, topics, few=few).values())
    found = _ordered(found, filters.sort, filters.after).limit(PAGE + 1)
    return cut(made(db, found, topics), lambda row: str(row.id))


def new_since(db: Session, me: Member, filters: Filters, since: datetime) -> Sequence[UUID]:
    """Which of those asked for others have added since, as far as this member hears of them."""
    found = (
        wanted()
        .with_only_columns(col(Resource.id), maintain_column_froms=True)
        .where(
            col(Resource.posted_at) > since,
            col(Resource.author_id) != me.id,
            heard_by(me, col(Resource.author_id)),
            *conditions(me, filters, tree(db)).values(),
        )
    )
    return rows(db, _ordered(found, "newest", "").limit(MOST_NEW)).scalars().all()


def by_member(
    db: Session, me: Actor, member_id: UUID, topics: Tree, limit: int = 5
) -> list[ResourceRow]:
    """What this member has added, the newest first."""
    found = wanted().where(visible_to(me), col(Resource.author_id) == member_id)
    return made(db, _ordered(found, "newest", "").limit(limit), topics)


def one(db: Session, me: Actor, slug: str) -> Resource:
    """The resource itself; NotFound for what may not be seen and for what is not there alike."""
    found = db.exec(select(Resource).where(col(Resource.slug) == slug, visible_to(me))).first()
    if found is None:
        raise NotFound(_("There is no such resource."))
    return found


def adoption_of(db: Session, resource: Resource, city_id: UUID | None) -> Adoption | None:
    """What a city has said about using this resource."""
    return db.exec(
        select(Adoption).where(
            col(Adoption.resource_id) == resource.id, col(Adoption.city_id) == city_id
        )
    ).first()


def file_of(db: Session, me: Actor, slug: str, version: int) -> StoredFile:
    """The file of a version of what this person sees; NotFound where there is none."""
    found = db.exec(
        select(StoredFile)
        .join(ResourceVersion, col(ResourceVersion.file_id) == col(StoredFile.id))
        .join(Resource, col(Resource.id) == col(ResourceVersion.resource_id))
        .where(col(Resource.slug) == slug, col(ResourceVersion.number) == version, visible_to(me))
    ).first()
    if found is None:
        raise NotFound(_("There is no such file."))
    return found


def _ordered(found: Select[*tuple[Any, ...]], sort: str, after: str) -> Select[*tuple[Any, ...]]:
    """In this order, from behind the resource that a page before ended with."""
    by = col(getattr(Resource, _SORTED_BY[sort]))
    if after:
        last_id = as_key(after)
        if last_id is None:
            raise NotFound(_("This list has no such page."))
        last = aliased(Resource)
        place = (
            columns(col(getattr(last, _SORTED_BY[sort])))
            .where(col(last.id) == last_id)
            .scalar_subquery()
        )
        found = found.where(tuple_(by, col(Resource.id)) < tuple_(place, literal(last_id, Uuid())))
    return found.order_by(by.desc(), col(Resource.id).desc())
