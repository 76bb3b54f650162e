"""Who can help with some topics, and why: what they say they can help with, what they answered.

A declared topic counts 2, each challenge answered on the topics 1, each answer that helped the
asking city 3; that peers endorse somebody for one of them 1 more. Equals stand by name, so that the same question has the same answer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, String, Uuid, case, cast, func, null, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.i18n import _, ngettext
from backend.core.speech import listed
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, ChallengeTopic
from backend.domain.challenges.sight import answers_visible_to
from backend.domain.cities.models import City
from backend.domain.endorsements.models import Endorsement
from backend.domain.endorsements.sight import counted_for
from backend.domain.members.blocks import heard_by
from backend.domain.members.models import Actor, Member, MemberTopic
from backend.domain.members.profiles import Person, person, person_columns
from backend.domain.members.queries import in_lists, shown, visible_to
from backend.domain.topics.queries import Tree

DECLARED, ANSWERED, HELPED, ENDORSED = 2, 1, 3, 1
MOST_ANSWERS = 2_000
"""Answers on the topics that are looked at, the newest first."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody who may help, with the reasons in words."""

    person: Person
    score: int
    reasons: Sequence[str]


@dataclass(slots=True)
class _Record:
    """What speaks for one member."""

    declared: set[UUID] = field(default_factory=set)
    answered: set[UUID] = field(default_factory=set)
    helped: dict[UUID, str] = field(default_factory=dict)
    """The challenges whose city said that this member's answer helped, with the city's name."""
    endorsed: dict[UUID, int] = field(default_factory=dict)
    """How many peers endorse this member, by topic."""

    @property
    def score(self) -> int:
        return (
            DECLARED * len(self.declared)
            + ANSWERED * len(self.answered)
            + HELPED * len(self.helped)
            + ENDORSED * bool(self.endorsed)
        )


def who_can_help(
    db: Session,
    me: Actor,
    topic_ids: Collection[UUID],
    topics: Tree,
    *,
    besides: Iterable[UUID] = (),
    limit: int = 3,
) -> list[Peer]:
    """Members who can help with any of these topics, the likeliest first: two queries.

    Only members find members; `besides` are left out (the author, who has answered), as am I.
    """
    if not me.is_member or not topic_ids:
        return []
    records = _records(db, me, topic_ids)
    for member_id in {me.id, *besides}:
        records.pop(member_id, None)
    best = sorted(records, key=lambda one: (-records[one].score, one))[: limit * 4]
    people = _people(db, me, best, records, topics)
    return sorted(people, key=lambda one: (-one.score, one.person.name))[:limit]


def _records(db: Session, me: Actor, topic_ids: Collection[UUID]) -> dict[UUID, _Record]:
    """What speaks for whom: declared topics, visible answers, endorsements, in one query.

    An endorsement counts only while its topic is declared, so that it names nobody by itself.
    """
    records: dict[UUID, _Record] = {}
    speaks = union_all(_declared(me, topic_ids), _answered(me, topic_ids), _endorsed(me, topic_ids))
    for member_id, topic_id, challenge_id, helped, peers in rows(db, columns(*speaks.subquery().c)):
        record = records.setdefault(member_id, _Record())
        if peers is not None:
            record.endorsed[topic_id] = peers
        elif topic_id is not None:
            record.declared.add(topic_id)
        else:
            record.answered.add(challenge_id)
            if helped is not None:
                record.helped[challenge_id] = helped
    return {one: record for one, record in records.items() if record.declared or record.answered}


def _declared(me: Actor, topic_ids: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    nothing = null()
    return (
        columns(
            col(MemberTopic.member_id).label("member_id"),
            col(MemberTopic.topic_id).label("topic_id"),
            cast(nothing, Uuid).label("challenge_id"),
            cast(nothing, String).label("helped"),
            cast(nothing, Integer).label("peers"),
        )
        .join(Member, col(Member.id) == col(MemberTopic.member_id))
        .where(
            col(MemberTopic.side) == "can_help",
            col(MemberTopic.topic_id).in_(topic_ids),
            in_lists(),
            shown("can_help", me),
        )
    )


def _answered(me: Actor, topic_ids: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    """Answers on the topics; `helped` is the name of the asking city, where it said so."""
    on_topic = columns(col(ChallengeTopic.challenge_id)).where(
        col(ChallengeTopic.topic_id).in_(topic_ids)
    )
    newest = (
        columns(
            col(Answer.author_id).label("member_id"),
            cast(null(), Uuid).label("topic_id"),
            col(Answer.challenge_id).label("challenge_id"),
            case((col(Answer.helped_at).is_not(None), col(City.name))).label("helped"),
            cast(null(), Integer).label("peers"),
        )
        .join(Challenge, col(Challenge.id) == col(Answer.challenge_id))
        .outerjoin(City, col(City.id) == col(Challenge.city_id))
        .where(
            col(Answer.parent_id).is_(None),
            col(Answer.challenge_id).in_(on_topic),
            answers_visible_to(me),
        )
        .order_by(col(Answer.id).desc())
        .limit(MOST_ANSWERS)
        .subquery()
    )
    return columns(*newest.c)


def _endorsed(me: Actor, topic_ids: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    """How many peers endorse whom, by topic."""
    return (
        columns(
            col(Endorsement.member_id).label("member_id"),
            col(Endorsement.topic_id).label("topic_id"),
            cast(null(), Uuid).label("challenge_id"),
            cast(null(), String).label("helped"),
            func.count().label("peers"),
        )
        .where(col(Endorsement.topic_id).in_(topic_ids), counted_for(me))
        .group_by(col(Endorsement.member_id), col(Endorsement.topic_id))
    )


def _people(
    db: Session,
    me: Actor,
    ids: Sequence[UUID],
    records: Mapping[UUID, _Record],
    topics: Tree,
) -> list[Peer]:
    found = (
        columns(*person_columns())
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .where(col(Member.id).in_(ids), in_lists(), visible_to(me), heard_by(me, col(Member.id)))
    )
    return [
        Peer(
            person(one, me, topics), records[one["id"]].score, _reasons(records[one["id"]], topics)
        )
        for one in rows(db, found).mappings()
    ]


def _reasons(record: _Record, topics: Tree) -> list[str]:
    reasons: list[str] = []
    if record.answered:
        answered = ngettext(
            "Answered {count} challenge on this.",
            "Answered {count} challenges on this.",
            len(record.answered),
        )
        reasons.append(answered)
    if record.helped:
        reasons.append(_("Helped {cities}.", cities=listed(sorted(set(record.helped.values())))))
    if record.declared:
        labels = [topic.label for topic in topics.of(record.declared)]
        reasons.append(_("Can help with {topics}.", topics=listed(labels)))
    for topic in topics.of(list(record.endorsed)):
        said = ngettext(
            "{count} peer endorses them for {topic}.",
            "{count} peers endorse them for {topic}.",
            record.endorsed[topic.id],
            topic=topic.label,
        )
        reasons.append(said)
    return reasons
