"""The filters of a list as conditions, each under its name, so that counts can leave one out."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.plans import by_no_index, counted_to
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
        found["topic"] = col(Resource.id).in_(_of_topics(branches)) if few else about(branches)
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
    every = _of_topics(_branches(topics, filters.topic))
    return bool(rows(db, columns(counted_to(FEW + 1, every))).scalar_one() <= FEW)


def _of_topics(topic_ids: Iterable[UUID]) -> Select[UUID]:
    """The resources of any of these topics, along the index."""
    its = col(ResourceTopic.topic_id).in_(set(topic_ids))
    return columns(col(ResourceTopic.resource_id)).where(its)


def _branches(topics: Tree, slugs: Iterable[str]) -> set[UUID]:
    """These topics and all that hang on them; the tree names parents first."""
    if any(slug not in topics.by_slug for slug in slugs):
        raise NotFound(_("There is no such topic."))
    branches = {topics.by_slug[slug].id for slug in slugs}
    for row in topics.rows:
        if row.parent_id in branches:
            branches.add(row.id)
    return branches
