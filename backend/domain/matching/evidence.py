"""What speaks for members on some topics, in one query; only what its reader may see counts.

Each row is one record of one member who may be suggested, with the little that lists show of them.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    Uuid,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    union_all,
)
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core import clock
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, ChallengeTopic
from backend.domain.challenges.sight import answers_visible_to
from backend.domain.cities.models import City
from backend.domain.conversations.models import Conversation
from backend.domain.endorsements.models import Endorsement
from backend.domain.endorsements.sight import counted_for
from backend.domain.matching.helping import FREE
from backend.domain.matching.models import NotUseful
from backend.domain.members.blocks import heard_by
from backend.domain.members.models import Member, MemberLanguage, MemberTopic
from backend.domain.members.queries import in_lists, shown, visible_to
from backend.domain.resources.adoptions import USING, Adoption
from backend.domain.resources.models import Resource, ResourceTopic
from backend.domain.resources.sight import adoptions_visible_to

NEWEST = 2_000
"""Records of each kind that are looked at, the newest first."""
LATELY = timedelta(days=30)

_NO_ID = cast(null(), Uuid)
_NO_WORD = cast(null(), String)

Rows = Select[*tuple[Any, ...]]
Topics: TypeAlias = "Collection[UUID] | Select[UUID]"


def evidence(
    me: Member,
    topic_ids: Topics,
    besides: Iterable[UUID],
    about: tuple[str, UUID],
    mentioning: ColumnElement[bool] | None = None,
) -> Rows:
    """One row for each record; `about` is the thing for which somebody may not be useful."""
    kinds = [
        _declared(me, topic_ids),
        _endorsed(me, topic_ids),
        _answered(me, topic_ids),
        _adopted(me, topic_ids),
    ]
    if mentioning is not None:
        kinds.append(_mentioning(mentioning))
    found = union_all(*(columns(*one.subquery().c) for one in kinds)).subquery()
    load = _load()
    return (
        columns(
            *found.c,
            *_PERSON,
            _speaks_my_language(me).label("shares_language"),
            func.coalesce(load.c.asked, 0).label("asked"),
        )
        .join(Member, col(Member.id) == found.c.member_id)
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .outerjoin(load, load.c.member_id == col(Member.id))
        .where(
            _may_be_suggested(me),
            col(Member.id).not_in({me.id, *besides}),
            ~_is_not_useful(me, about),
        )
    )


_PERSON: tuple[Any, ...] = (
    col(Member.id),
    col(Member.slug).label("person_slug"),
    col(Member.name),
    col(Member.folded),
    col(Member.title).label("does"),
    col(Member.organisation),
    col(Member.audience),
    col(Member.city_id).label("works_for"),
    col(Member.zone),
    col(Member.work_starts),
    col(Member.work_ends),
    col(City.id).label("city_id"),
    col(City.slug).label("city_slug"),
    col(City.name).label("city"),
    col(City.country),
)


def _may_be_suggested(me: Member) -> ColumnElement[bool]:
    """Who takes part, is in lists, has not opted out, and from whom I am not apart."""
    return and_(
        in_lists(),
        col(Member.unsuggested).is_(False),
        visible_to(me),
        heard_by(me, col(Member.id)),
    )


def _is_not_useful(me: Member, about: tuple[str, UUID]) -> ColumnElement[bool]:
    kind, subject_id = about
    return exists().where(
        col(NotUseful.member_id) == me.id,
        col(NotUseful.other_id) == col(Member.id),
        col(NotUseful.kind) == kind,
        col(NotUseful.subject_id) == subject_id,
    )


def _speaks_my_language(me: Member) -> ColumnElement[bool]:
    mine = columns(col(MemberLanguage.language)).where(col(MemberLanguage.member_id) == me.id)
    theirs = exists().where(
        col(MemberLanguage.member_id) == col(Member.id), col(MemberLanguage.language).in_(mine)
    )
    return and_(shown("languages", me), theirs)


def _load() -> Subquery:
    """How often somebody was asked to talk lately, where that was more than costs nothing.

    However it was answered: to decline is silent, here too.
    """
    return (
        columns(col(Conversation.asked_id).label("member_id"), func.count().label("asked"))
        .where(
            col(Conversation.asked_at) > clock.now() - LATELY,
            col(Conversation.hidden_at).is_(None),
        )
        .group_by(col(Conversation.asked_id))
        .having(func.count() > FREE)
        .subquery()
    )


def _row(
    member_id: Any,
    what: str,
    thing: Any,
    *,
    record: Any = _NO_ID,
    slug: Any = _NO_WORD,
    label: Any = _NO_WORD,
    place: Any = _NO_WORD,
    number: Any = None,
) -> Rows:
    return columns(
        member_id.label("member_id"),
        literal(what).label("what"),
        thing.label("thing"),
        record.label("record"),
        cast(slug, String).label("slug"),
        cast(label, String).label("label"),
        cast(place, String).label("place"),
        cast(literal(1) if number is None else number, Integer).label("number"),
    )


def _declared(me: Member, topic_ids: Topics) -> Rows:
    return (
        _row(col(MemberTopic.member_id), "declared", col(MemberTopic.topic_id))
        .join(Member, col(Member.id) == col(MemberTopic.member_id))
        .where(
            col(MemberTopic.side) == "can_help",
            col(MemberTopic.topic_id).in_(topic_ids),
            shown("can_help", me),
            _may_be_suggested(me),
        )
        .order_by(col(MemberTopic.member_id).desc())
        .limit(NEWEST)
    )


def _endorsed(me: Member, topic_ids: Topics) -> Rows:
    topic = col(Endorsement.topic_id)
    said = _row(col(Endorsement.member_id), "endorsed", topic, number=func.count())
    return said.where(topic.in_(topic_ids), counted_for(me)).group_by(
        col(Endorsement.member_id), topic
    )


def _answered(me: Member, topic_ids: Topics) -> Rows:
    """Answers on the topics; `place` is the asking city's name, where it said that it helped."""
    on_topic = columns(col(ChallengeTopic.challenge_id)).where(
        col(ChallengeTopic.topic_id).in_(topic_ids)
    )
    helped = func.coalesce(col(City.name), "")
    return (
        _row(
            col(Answer.author_id),
            "answered",
            col(Answer.challenge_id),
            record=col(Answer.id),
            slug=col(Challenge.slug),
            label=col(Challenge.title),
            place=case((col(Answer.helped_at).is_not(None), helped)),
        )
        .select_from(Answer)
        .join(Challenge, col(Challenge.id) == col(Answer.challenge_id))
        .outerjoin(City, col(City.id) == col(Challenge.city_id))
        .where(
            col(Answer.parent_id).is_(None),
            col(Answer.challenge_id).in_(on_topic),
            col(Answer.hidden_at).is_(None),
            col(Challenge.hidden_at).is_(None),
            answers_visible_to(me),
        )
        .order_by(col(Answer.id).desc())
        .limit(NEWEST)
    )


def _adopted(me: Member, topic_ids: Topics) -> Rows:
    on_topic = columns(col(ResourceTopic.resource_id)).where(
        col(ResourceTopic.topic_id).in_(topic_ids)
    )
    return (
        _row(
            col(Adoption.author_id),
            "adopted",
            col(Adoption.resource_id),
            record=col(Adoption.id),
            slug=col(Resource.slug),
            label=col(Resource.title),
        )
        .select_from(Adoption)
        .join(Resource, col(Resource.id) == col(Adoption.resource_id))
        .where(
            col(Adoption.state).in_(USING),
            col(Adoption.resource_id).in_(on_topic),
            col(Adoption.hidden_at).is_(None),
            col(Resource.hidden_at).is_(None),
            adoptions_visible_to(me),
        )
        .order_by(col(Adoption.id).desc())
        .limit(NEWEST)
    )


def _mentioning(mentioning: ColumnElement[bool]) -> Rows:
    return _row(col(Member.id), "mentions", _NO_ID).where(mentioning).limit(NEWEST)
