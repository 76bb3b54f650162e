"""What is related to a thing: in one query.

Each kind is asked by its own rule of sight. Of the newest of each that share a topic, those that
share most are looked at; which of them is nearest, `nearness` says.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    Subquery,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    literal,
    union_all,
)
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import ids
from backend.core.db import rows
from backend.core.i18n import _, ngettext
from backend.core.speech import listed
from backend.domain import subjects
from backend.domain.challenges.models import Challenge, Facing
from backend.domain.matching.likeness import rarity
from backend.domain.matching.models import TopicRarity
from backend.domain.members.models import Actor, Member
from backend.domain.members.readers import reader, stand_in
from backend.domain.relations.nearness import Nearness, nearness, stems_of
from backend.domain.relations.things import TOPICS, Thing
from backend.domain.resources.adoptions import USING, Adoption
from backend.domain.resources.models import Resource
from backend.domain.resources.sight import adoptions_visible_to
from backend.domain.roundtables.models import Roundtable
from backend.domain.subjects import Glance
from backend.domain.topics.newest import newest_on
from backend.domain.topics.queries import Tree

NEWEST = 40
"""Of each kind and topic, so many are known, the newest: a topic may have thousands."""
NEAREST = 40
"""Of each kind, so many are looked at."""
SHOWN, MOST = 4, 20

KINDS = tuple(TOPICS)


@dataclass(frozen=True, slots=True)
class Related:
    """Something related, and why."""

    subject: Glance
    points: int
    reasons: Sequence[str]


def related(
    db: Session,
    me: Actor,
    thing: Thing,
    topics: Tree,
    *,
    limit: int = SHOWN,
    kinds: Sequence[str] = KINDS,
    besides: Collection[UUID] = (),
) -> list[Related]:
    """The nearest things of these kinds that this person may see, the nearest first.

    `besides` are left out: they stand on the same page already.
    """
    if not thing.topics:
        return []
    asks_from = stand_in(me) if isinstance(me, Member) and me.is_member else None
    wanted = (_kept if asks_from else _near)(asks_from or me, tuple(kinds), thing.kind)
    given = reader(me) | {"topics": list(thing.topics), "thing": thing.id}
    own = stems_of(thing.title, thing.language)
    found: list[tuple[Nearness, Glance]] = []
    for one in rows(db, wanted, given).mappings():
        if one["id"] in besides:
            continue
        shared, rare = _shared(one["shared"])
        words = stems_of(one["title"], one["language"])
        near = nearness(shared, own, one["cities"], rare, other=words)
        glance = Glance(one["kind"], one["id"], one["title"], one["slug"], excerpt=one["excerpt"])
        found.append((near, glance))
    found.sort(key=lambda one: (-one[0].points, -one[1].id.int))
    return [Related(glance, near.points, _reasons(near, topics)) for near, glance in found[:limit]]


_THING = bindparam("thing", type_=Uuid())
_NAMED: BindParameter[Any] = bindparam("topics", expanding=True)


def _near(me: Actor, kinds: Sequence[str], of: str) -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(*(columns(_of_kind(me, kind, of).subquery()) for kind in kinds))


@lru_cache(maxsize=64)
def _kept(me: Any, kinds: tuple[str, ...], of: str) -> CompoundSelect[*tuple[Any, ...]]:
    """Made once for each kind of member."""
    return _near(me, kinds, of)


def _of_kind(me: Actor, kind: str, of: str) -> Select[*tuple[Any, ...]]:
    """Those of one kind that are near to a thing of another, or of the same.

    First which they are, along indexes; what is shown of them is read of those few alone.
    """
    nearest = _nearest(me, kind, of)
    link, link_id = TOPICS[kind]
    known = subjects.kind(kind)
    line: ColumnElement[str] = cast(col(link.topic_id), String)
    for number in (TopicRarity.faced, TopicRarity.facing):
        line = line + ":" + cast(func.coalesce(col(number), 0), String)
    shared = (
        columns(func.aggregate_strings(line, ","))
        .outerjoin(TopicRarity, col(TopicRarity.topic_id) == col(link.topic_id))
        .where(col(link_id) == nearest.c.id, col(link.topic_id).in_(_NAMED))
        .correlate(nearest)
        .scalar_subquery()
    )
    glance = known.glance().subquery()
    return (
        columns(
            literal(kind).label("kind"),
            nearest.c.id,
            glance.c.title,
            glance.c.slug,
            glance.c.excerpt,
            col(known.model.language).label("language"),
            shared.label("shared"),
            _same_cities(me, kind, of).label("cities"),
        )
        .select_from(nearest)
        .join(known.model, col(known.model.id) == nearest.c.id)
        .join(glance, glance.c.id == nearest.c.id)
    )


def _nearest(me: Actor, kind: str, of: str) -> Subquery:
    """Which of one kind share most topics with a thing, as far as this person sees them in lists."""
    link, link_id = TOPICS[kind]
    known = subjects.kind(kind)
    known_things = columns(newest_on(link, link_id.key, _NAMED, NEWEST).c.thing)
    near = (
        columns(col(link_id).label("thing"), func.count().label("topics"))
        .where(col(link_id).in_(known_things), col(link.topic_id).in_(_NAMED))
        .group_by(col(link_id))
        .subquery()
    )
    seen = (
        columns(col(known.model.id))
        .join(near, near.c.thing == col(known.model.id))
        .where(known.listed_for(me), col(known.model.hidden_at).is_(None))
        .order_by(near.c.topics.desc(), col(known.model.id).desc())
        .limit(NEAREST)
    )
    if kind == "roundtable":
        seen = seen.where(
            col(Roundtable.planned_at).is_not(None), col(Roundtable.cancelled_at).is_(None)
        )
    # Without an id, only its topics count, and it is none of them.
    itself = and_(_THING.is_not(None), col(known.model.id) == _THING)
    return (seen.where(~itself) if kind == of else seen).subquery()


def _same_cities(me: Actor, kind: str, of: str) -> Any:
    """How many cities that face the challenge face that one too, or say that they use that resource.

    Who is at a roundtable may be nobody's business, so nothing is counted there.
    """
    if of != "challenge" or kind == "roundtable":
        return cast(literal(0), Integer)
    ours = columns(col(Facing.city_id)).where(col(Facing.challenge_id) == _THING)
    if kind == "challenge":
        counted = (
            columns(func.count())
            .select_from(Facing)
            .where(col(Facing.challenge_id) == col(Challenge.id), col(Facing.city_id).in_(ours))
        )
        return counted.correlate(Challenge).scalar_subquery()
    counted = (
        columns(func.count())
        .select_from(Adoption)
        .where(
            col(Adoption.resource_id) == col(Resource.id),
            col(Adoption.state).in_(USING),
            adoptions_visible_to(me),
            col(Adoption.hidden_at).is_(None),
            col(Adoption.city_id).in_(ours),
        )
    )
    return counted.correlate(Resource).scalar_subquery()


def _shared(lines: str) -> tuple[set[UUID], dict[UUID, int]]:
    """The topics in common, and what each weighs."""
    rare: dict[UUID, int] = {}
    for line in lines.split(","):
        topic, faced, facing = line.split(":")
        rare[ids.read(topic)] = rarity(int(faced), int(facing))
    return set(rare), rare


def _reasons(near: Nearness, topics: Tree) -> list[str]:
    labels = [topic.label for topic in topics.of(near.topics)]
    said = [_("Also on {topics}.", topics=listed(labels))] if labels else []
    if near.words:
        said.append(_("Speaks of the same: {words}.", words=", ".join(near.words[:3])))
    if near.cities:
        sentence = ngettext(
            "{count} city is behind both.", "{count} cities are behind both.", near.cities
        )
        said.append(sentence)
    return said
