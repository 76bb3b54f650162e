"""The filters of a list as conditions, each under its name, so that counts can leave one out."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlmodel import col

from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.plans import by_no_index
from backend.domain.members.models import Actor
from backend.domain.resources.filters import Filters
from backend.domain.resources.models import Resource, ResourceTopic
from backend.domain.resources.sight import used_by, visible_to
from backend.domain.topics.queries import Tree

Condition = ColumnElement[bool]


def conditions(me: Actor, filters: Filters, topics: Tree) -> Mapping[str, Condition]:
    """What a row must meet; that it may be seen is one of them, and never left out."""
    found = {"": visible_to(me)}
    if filters.topic:
        found["topic"] = about(_branches(topics, filters.topic))
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


def _branches(topics: Tree, slugs: Iterable[str]) -> set[UUID]:
    """These topics and all that hang on them; the tree names parents first."""
    if any(slug not in topics.by_slug for slug in slugs):
        raise NotFound(_("There is no such topic."))
    branches = {topics.by_slug[slug].id for slug in slugs}
    for row in topics.rows:
        if row.parent_id in branches:
            branches.add(row.id)
    return branches
