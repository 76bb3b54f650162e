"""The filters of a list as conditions, each under its name, so that counts can leave one out."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, literal
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.plans import by_no_index
from backend.domain.members.models import Actor
from backend.domain.resources.filters import Filters
from backend.domain.resources.models import Resource, ResourceTopic
from backend.domain.resources.sight import used_by, visible_to
from backend.domain.topics.queries import Tree

Condition = ColumnElement[bool]


FEW = 500
"""So many of a topic are put in order sooner than a page of them is met by walking."""


def conditions(
    me: Actor, filters: Filters, topics: Tree, *, few: bool = False
) -> Mapping[str, Condition]:
    """What a row must meet; that it may be seen is one of them, and never left out.

    `few` where few are of the topics that were asked for: they are looked up, not walked to.
    """
    found = {"": visible_to(me)}
    if filters.topic:
        branches = _branches(topics, filters.topic)
        found["topic"] = _among(branches) if few else about(branches)
    if filters.kind:
        found["kind"] = col(Resource.kind).in_(filters.kind)
    if filters.language:
        found["language"] = col(Resource.language).in_(filters.language)
    if filters.licence:
        found["licence"] = col(Resource.licence).in_(filters.licence)
    if filters.region:
        found["region"] = col(Resource.region).in_(filters.region)
    if filters.ours:
        found["ours"] = used_by(me.city_id)
    return found


def about(topic_ids: Iterable[UUID]) -> Condition:
    """Of any of these topics."""
    # A resource has few topics, and a topic with all below it many resources.
    return exists().where(
        col(ResourceTopic.resource_id) == col(Resource.id),
        by_no_index(col(ResourceTopic.topic_id)).in_(set(topic_ids)),
    )


def are_few(db: Session, filters: Filters, topics: Tree) -> bool:
    """Whether no more than `FEW` are of the topics that were asked for; one query, if any were."""
    if not filters.topic:
        return False
    its = _of(_branches(topics, filters.topic))
    some = columns(literal(1)).select_from(ResourceTopic).where(its).limit(FEW + 1).subquery()
    return bool(rows(db, columns(func.count()).select_from(some)).scalar_one() <= FEW)


def _among(topic_ids: Iterable[UUID]) -> Condition:
    """The same as `about`, along the index."""
    return col(Resource.id).in_(columns(col(ResourceTopic.resource_id)).where(_of(topic_ids)))


def _of(topic_ids: Iterable[UUID]) -> Condition:
    return col(ResourceTopic.topic_id).in_(set(topic_ids))


def _branches(topics: Tree, slugs: Iterable[str]) -> set[UUID]:
    """These topics and all that hang on them; the tree names parents first."""
    if any(slug not in topics.by_slug for slug in slugs):
        raise NotFound(_("There is no such topic."))
    branches = {topics.by_slug[slug].id for slug in slugs}
    for row in topics.rows:
        if row.parent_id in branches:
            branches.add(row.id)
    return branches
