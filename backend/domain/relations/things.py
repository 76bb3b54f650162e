"""What has a page of its own, as far as something can be related to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain import subjects
from backend.domain.challenges.models import ChallengeTopic
from backend.domain.cities.queries import mark
from backend.domain.glossary.queries import ConceptRow, concept
from backend.domain.members.models import Actor
from backend.domain.members.profiles import Profile
from backend.domain.members.queries import page
from backend.domain.resources.models import ResourceTopic
from backend.domain.roundtables.models import RoundtableTopic
from backend.domain.topics.queries import Tree
from backend.domain.twinnings.queries import TwinningRow
from backend.domain.twinnings.queries import one as twinning

TOPICS: Mapping[str, tuple[Any, Any]] = {
    "challenge": (ChallengeTopic, ChallengeTopic.challenge_id),
    "resource": (ResourceTopic, ResourceTopic.resource_id),
    "roundtable": (RoundtableTopic, RoundtableTopic.roundtable_id),
}
"""Of those that can be related to others, where their topics stand."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What something is to be related to; without an id, only its topics count."""

    kind: str
    id: UUID | None
    title: str
    language: str
    topics: Collection[UUID]


def of_person(profile: Profile) -> Thing:
    """By the topics that they show to who asks."""
    about = {topic.id for topic in (*profile.can_help, *profile.looking_for)}
    return Thing("member", None, "", "", sorted(about))


def of_twinning(row: TwinningRow) -> Thing:
    return Thing("twinning", row.id, "", "", [topic.id for topic in row.topics])


def of_concept(word: ConceptRow, topics: Tree) -> Thing:
    """By the topic that it belongs to, with all under it."""
    topic = topics.by_id.get(word.topic_id) if word.topic_id else None
    return Thing("concept", None, "", "", topics.branch(topic.slug) if topic else ())


def of(db: Session, me: Actor, kind: str, slug: str, topics: Tree) -> Thing:
    """The thing of this slug with its topics; NotFound for what may not be seen."""
    if kind == "topic":
        row = topics.by_slug.get(slug)
        if row is None:
            raise NotFound(_("There is no such topic."))
        return Thing(kind, row.id, "", "", topics.branch(slug))
    if kind == "city":
        city = mark(db, slug, topics)[1]
        return Thing(kind, city.id, "", "", [topic.id for topic in city.priorities])
    if kind == "member":
        return of_person(page(db, me, slug, topics)[1])
    if kind == "twinning":
        return of_twinning(twinning(db, me, slug, topics)[1])
    if kind == "concept":
        return of_concept(concept(db, slug), topics)
    return _titled(db, me, kind, slug)


def _titled(db: Session, me: Actor, kind: str, slug: str) -> Thing:
    known, (link, link_id) = subjects.kind(kind), TOPICS[kind]
    asked = columns(col(known.model.id), col(known.model.title), col(known.model.language)).where(
        col(known.model.slug) == slug, known.visible_to(me)
    )
    found = rows(db, asked).first()
    if found is None:
        raise NotFound(_("There is no such thing here."))
    named = columns(col(link.topic_id)).where(col(link_id) == found.id)
    return Thing(kind, found.id, found.title, found.language, list(rows(db, named).scalars()))
