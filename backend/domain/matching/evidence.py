"""What speaks for members on some topics; only what its reader may see counts.

One row for each record of a member who may be suggested. Who comes first of them, and where their
records are read, `shortlist` says.
"""

from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    Uuid,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    union_all,
)
from sqlalchemy import select as columns
from sqlmodel import col

from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, ChallengeTopic
from backend.domain.challenges.sight import answers_listed_for
from backend.domain.endorsements.models import Endorsement
from backend.domain.endorsements.sight import counted_for
from backend.domain.members.blocks import heard_by
from backend.domain.members.models import Member, MemberTopic
from backend.domain.members.queries import in_lists, shown, visible_to
from backend.domain.resources.adoptions import USING, Adoption
from backend.domain.resources.models import Resource, ResourceTopic
from backend.domain.resources.sight import adoptions_visible_to

NEWEST = 2_000
"""Records of each kind that are looked at, the newest first."""

_NO_ID = cast(null(), Uuid)

Rows = Select[*tuple[Any, ...]]
Topics: TypeAlias = "BindParameter[Any] | Select[UUID]"


def records(me: Member, topic_ids: Topics, mentioning: ColumnElement[bool] | None = None) -> CTE:
    """One row for each record: whose it is, of what kind, and about which thing.

    `number` says by how many somebody is endorsed, and of an answer whether it helped.
    """
    kinds = [
        _declared(me, topic_ids),
        _endorsed(me, topic_ids),
        _answered(me, topic_ids),
        _adopted(me, topic_ids),
    ]
    if mentioning is not None:
        kinds.append(_mentioning(mentioning))
    return union_all(*(columns(*one.subquery().c) for one in kinds)).cte("records")


def may_be_suggested(me: Member) -> ColumnElement[bool]:
    """Who takes part, is in lists, has not opted out, and from whom I am not apart."""
    return and_(
        in_lists(),
        col(Member.unsuggested).is_(False),
        visible_to(me),
        heard_by(me, col(Member.id)),
    )


def _row(
    member_id: Any, what: str, thing: Any, *, record: Any = _NO_ID, number: Any = None
) -> Rows:
    return columns(
        member_id.label("member_id"),
        literal(what).label("what"),
        thing.label("thing"),
        record.label("record"),
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
            may_be_suggested(me),
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
    """Answers on the topics, and whether the city that asked said that it helped."""
    on_topic = columns(col(ChallengeTopic.challenge_id)).where(
        col(ChallengeTopic.topic_id).in_(topic_ids)
    )
    return (
        _row(
            col(Answer.author_id),
            "answered",
            col(Answer.challenge_id),
            record=col(Answer.id),
            number=case((col(Answer.helped_at).is_not(None), 1), else_=0),
        )
        .select_from(Answer)
        .join(Challenge, col(Challenge.id) == col(Answer.challenge_id))
        .where(
            col(Answer.parent_id).is_(None),
            col(Answer.challenge_id).in_(on_topic),
            col(Answer.hidden_at).is_(None),
            col(Challenge.hidden_at).is_(None),
            answers_listed_for(me),
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
