"""How many resources each choice of a filter would show, beside what else is chosen: one query.

Looked at are the newest few hundred that fit, so that a large library costs no more than that.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, String, Subquery, cast, func, literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.members.models import Actor
from backend.domain.resources.filters import Filters
from backend.domain.resources.models import Resource, ResourceTopic
from backend.domain.resources.narrowing import Condition, conditions
from backend.domain.resources.sight import used_by
from backend.domain.topics.queries import Tree, kin

LOOKED_AT, OF_MANY = 500, 200
"""Resources that are counted at most; and of topics with very many, of which so few tell as much."""

OWN = ("kind", "language", "licence", "region")
"""Filters by what a resource has one of."""

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts by filter and choice; choices that would show nothing are left out."""

    all: int = 0
    """Of the list as it is."""
    is_whole: bool = True
    """Whether everything was looked at, or only the newest."""
    ours: int = 0
    topic: Counts = field(default_factory=dict)
    kind: Counts = field(default_factory=dict)
    language: Counts = field(default_factory=dict)
    licence: Counts = field(default_factory=dict)
    region: Counts = field(default_factory=dict)


def facets(db: Session, me: Actor, filters: Filters, topics: Tree, *, few: bool = False) -> Facets:
    """Counts over what this person sees; `few` as `are_few` says."""
    rules = conditions(me, filters, topics, few=few)
    most = OF_MANY if filters.topic and not few else LOOKED_AT
    groups: list[tuple[Sequence[str], int]] = []
    of_topic: dict[str, int] = {}
    ours = 0
    for name, *group, count in rows(db, _asked(me, rules, most)):
        if name == "own":
            groups.append((group, count))
        elif name == "topic":
            of_topic[group[0]] = count
        else:
            ours = count
    every, own = _summed(groups, [set(getattr(filters, name)) for name in OWN])
    return Facets(
        all=every,
        is_whole=sum(count for _group, count in groups) < most,
        ours=ours,
        topic=topics.by_slugs(of_topic),
        **dict(zip(OWN, own, strict=True)),
    )


def _summed(
    groups: Iterable[tuple[Sequence[str], int]], chosen: Sequence[set[str]]
) -> tuple[int, list[Counts]]:
    """How many fit all that is chosen; by filter, how many each of its choices would show."""
    every, found = 0, [Counter[str]() for _filter in chosen]
    narrowed = [(place, of) for place, of in enumerate(chosen) if of]
    for group, count in groups:
        wrong = [place for place, of in narrowed if group[place] not in of]
        if not wrong:
            every += count
        # Where it is one filter that leaves it out, it counts for the choices of that one.
        if len(wrong) <= 1:
            for place in wrong or range(len(chosen)):
                found[place][group[place]] += count
    return every, [{choice: count for choice, count in of.items() if choice} for of in found]


def _asked(me: Actor, rules: Mapping[str, Condition], most: int) -> Select[*tuple[Any, ...]]:
    """Counts by all that resources have one of, by topic, and of what my city uses."""
    narrowed = _newest((rule for name, rule in rules.items() if name not in OWN), most)
    untopical = _newest((rule for name, rule in rules.items() if name != "topic"), LOOKED_AT)
    whole = union_all(
        columns(literal("own"), *(narrowed.c[name] for name in OWN), func.count()).group_by(
            *(narrowed.c[name] for name in OWN)
        ),
        _by_topic(untopical),
        _ours(me, rules),
    ).subquery()
    return columns(*whole.c)


def _newest(rules: Iterable[Condition], most: int) -> Subquery:
    return (
        columns(
            col(Resource.id),
            col(Resource.kind),
            col(Resource.language),
            col(Resource.licence),
            col(Resource.region),
        )
        .where(*rules)
        .order_by(col(Resource.posted_at).desc(), col(Resource.id).desc())
        .limit(most)
        .subquery()
    )


def _by_topic(newest: Subquery) -> Select[*tuple[Any, ...]]:
    """A resource counts once for each of its topics, and once for those that they hang on."""
    line = kin()
    return (
        columns(
            literal("topic"),
            cast(line.c.above, String),
            *(literal("") for _name in OWN[1:]),
            func.count(newest.c.id.distinct()),
        )
        .join(ResourceTopic, col(ResourceTopic.resource_id) == newest.c.id)
        .join(line, line.c.below == col(ResourceTopic.topic_id))
        .group_by(line.c.above)
    )


def _ours(me: Actor, rules: Mapping[str, Condition]) -> Select[*tuple[Any, ...]]:
    mine = {**rules, "ours": used_by(me.city_id)}
    return (
        columns(literal("ours"), *(literal("") for _name in OWN), func.count())
        .select_from(Resource)
        .where(*mine.values())
    )
