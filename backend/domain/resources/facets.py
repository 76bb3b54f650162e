"""How many resources each choice of a filter would show, beside what else is chosen: one query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, literal, union_all
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.cities.models import City
from backend.domain.members.models import Actor
from backend.domain.resources.filters import Filters
from backend.domain.resources.models import Resource, ResourceTopic
from backend.domain.resources.narrowing import Condition, conditions
from backend.domain.resources.sight import used_by
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import Tree


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts by filter and choice; choices that would show nothing are left out."""

    all: int = 0
    """Of the list as it is."""
    ours: int = 0
    topic: Mapping[str, int] = field(default_factory=dict)
    kind: Mapping[str, int] = field(default_factory=dict)
    language: Mapping[str, int] = field(default_factory=dict)
    licence: Mapping[str, int] = field(default_factory=dict)
    region: Mapping[str, int] = field(default_factory=dict)


def facets(db: Session, me: Actor, filters: Filters, topics: Tree) -> Facets:
    """Counts over what this person sees."""
    rules = conditions(me, filters, topics)
    counted = [
        _counted("all", literal(""), rules),
        _counted("ours", literal(""), {**rules, "ours": used_by(me.city_id)}, keep="ours"),
        _by_topic(rules),
        *(
            _counted(name, col(getattr(Resource, name)), rules)
            for name in ("kind", "language", "licence")
        ),
        _counted("region", func.coalesce(col(City.region), ""), rules),
    ]
    found: dict[str, dict[str, int]] = {}
    listed = union_all(*counted).subquery("counted")
    for name, choice, count in rows(db, columns(*listed.c)):
        found.setdefault(name, {})[choice] = count
    return Facets(
        all=sum(found.pop("all", {}).values()),
        ours=sum(found.pop("ours", {}).values()),
        **{name: _without_nothing(counts) for name, counts in found.items()},
    )


def _counted(
    name: str, choice: Any, rules: Mapping[str, Condition], *, keep: str = ""
) -> Select[*tuple[Any, ...]]:
    """How many there are of each choice, under all rules but the filter's own."""
    return (
        columns(literal(name), choice, func.count())
        .select_from(Resource)
        .outerjoin(City, col(City.id) == col(Resource.city_id))
        .where(*(rule for of, rule in rules.items() if of != name or of == keep))
        .group_by(literal(name), choice)
    )


def _by_topic(rules: Mapping[str, Condition]) -> Select[*tuple[Any, ...]]:
    """A resource counts for its topics and for those that they hang on."""
    kin = (
        columns(col(Topic.id).label("below"), col(Topic.id).label("above"))
        .where(col(Topic.retired_at).is_(None))
        .cte("kin", recursive=True)
    )
    parent = aliased(Topic)
    kin = kin.union_all(
        columns(kin.c.below, col(parent.parent_id))
        .join(parent, col(parent.id) == kin.c.above)
        .where(col(parent.parent_id).is_not(None))
    )
    above = aliased(Topic)
    return (
        columns(literal("topic"), col(above.slug), func.count(col(Resource.id).distinct()))
        .select_from(Resource)
        .join(ResourceTopic, col(ResourceTopic.resource_id) == col(Resource.id))
        .join(kin, kin.c.below == col(ResourceTopic.topic_id))
        .join(above, col(above.id) == kin.c.above)
        .outerjoin(City, col(City.id) == col(Resource.city_id))
        .where(*(rule for of, rule in rules.items() if of != "topic"))
        .group_by(col(above.slug))
    )


def _without_nothing(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {choice: count for choice, count in counts.items() if choice and count}
