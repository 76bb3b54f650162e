"""What speaks for members on some topics; only what its reader may see counts.

One row for each record. Who comes first of whose they are, and where they are read, `shortlist`
says. However large the network, no more records are looked at: of each topic the newest, and those of
whom most speaks for (see `best_known`).
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Subquery,
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

from backend.core.plans import by_no_index
from backend.domain.challenges import sight as challenges
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, ChallengeTopic
from backend.domain.endorsements.models import Endorsement
from backend.domain.endorsements.sight import counted_for
from backend.domain.matching.models import HelperRecord
from backend.domain.members.blocks import heard_by
from backend.domain.members.models import Member, MemberTopic
from backend.domain.members.queries import in_lists, shown, visible_to
from backend.domain.resources import sight as resources
from backend.domain.resources.adoptions import USING, Adoption
from backend.domain.resources.models import Resource, ResourceTopic
from backend.domain.topics.newest import Topics, newest_on

ASKED, SHARED, SAID = 40, 20, 40
"""Of each topic, the newest so many challenges, resources, and members who say that they can help."""
MOST = 2_000
"""Records of each kind that are looked at in all, the newest first."""

_NO_ID = cast(null(), Uuid)

Rows = Select[*tuple[Any, ...]]


def records(me: Member, topic_ids: Topics, mentioning: ColumnElement[bool] | None = None) -> CTE:
    """One row for each record: whose it is, of what kind, and about which thing.

    `number` says by how many somebody is endorsed, and of an answer whether it helped. A record
    may stand there twice.
    """
    asked = newest_on(ChallengeTopic, "challenge_id", topic_ids, ASKED)
    shared = newest_on(ResourceTopic, "resource_id", topic_ids, SHARED)
    said = newest_on(MemberTopic, "member_id", topic_ids, SAID, side="can_help")
    endorsed = newest_on(Endorsement, "id", topic_ids, SAID)
    known = columns(col(HelperRecord.member_id), col(HelperRecord.topic_id)).where(
        col(HelperRecord.topic_id).in_(topic_ids), col(HelperRecord.what) == "declared"
    )
    kinds = [
        _declared(me, columns(said).union(known).subquery()),
        _endorsed(me, topic_ids, _endorsed_members(endorsed).union(columns(known.subquery().c[0]))),
        _answered(me, _to(columns(asked.c.thing))).limit(MOST),
        _answered(me, col(Answer.id).in_(_best_known("answered", topic_ids))),
        _adopted(me, col(Adoption.resource_id).in_(columns(shared.c.thing))).limit(MOST),
        _adopted(me, col(Adoption.id).in_(_best_known("adopted", topic_ids))),
    ]
    if mentioning is not None:
        kinds.append(_mentioning(mentioning))
    return _united(kinds).cte("records")


def all_records(me: Member, topic_id: BindParameter[UUID]) -> CTE:
    """The same of one topic, whatever there is: for a job, which can wait.

    Only of those who may be suggested.
    """
    said = columns(col(MemberTopic.member_id), col(MemberTopic.topic_id)).where(
        col(MemberTopic.side) == "can_help", col(MemberTopic.topic_id) == topic_id
    )
    asked = columns(col(ChallengeTopic.challenge_id)).where(
        col(ChallengeTopic.topic_id) == topic_id
    )
    shared = columns(col(ResourceTopic.resource_id)).where(col(ResourceTopic.topic_id) == topic_id)
    every = _united(
        [
            _declared(me, said.subquery()),
            _endorsed(me, columns(topic_id), columns(said.subquery().c[0])),
            _answered(me, _to(asked)),
            _adopted(me, col(Adoption.resource_id).in_(shared)),
        ]
    ).subquery()
    suggested = columns(every).join(Member, col(Member.id) == every.c.member_id)
    return suggested.where(may_be_suggested(me)).cte("records")


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


def _united(kinds: Sequence[Rows]) -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(*(columns(*one.subquery().c) for one in kinds))


def _best_known(what: str, topic_ids: Topics) -> Select[UUID]:
    """Records of those for whom most speaks, however long ago that was."""
    return columns(col(HelperRecord.record_id)).where(
        col(HelperRecord.topic_id).in_(topic_ids), col(HelperRecord.what) == what
    )


def _declared(me: Member, said: Subquery) -> Rows:
    """Of these members and topics, what a member lets me know."""
    member_id, topic_id = said.c
    return (
        _row(member_id, "declared", topic_id)
        .join(Member, col(Member.id) == member_id)
        .join(
            MemberTopic,
            and_(
                col(MemberTopic.member_id) == member_id,
                col(MemberTopic.topic_id) == topic_id,
                by_no_index(col(MemberTopic.side)) == "can_help",
            ),
        )
        .where(shown("can_help", me), may_be_suggested(me))
    )


def _endorsed_members(endorsements: Subquery) -> Select[UUID]:
    return columns(col(Endorsement.member_id)).join(
        endorsements, endorsements.c.thing == col(Endorsement.id)
    )


def _endorsed(me: Member, topic_ids: Topics, members: Any) -> Rows:
    """By how many each of these members is endorsed."""
    topic = col(Endorsement.topic_id)
    said = _row(col(Endorsement.member_id), "endorsed", topic, number=func.count())
    return said.where(
        topic.in_(topic_ids), col(Endorsement.member_id).in_(members), counted_for(me)
    ).group_by(col(Endorsement.member_id), topic)


def _to(challenge_ids: Select[UUID]) -> ColumnElement[bool]:
    """All that answers one of these challenges; replies don't."""
    return and_(col(Answer.challenge_id).in_(challenge_ids), col(Answer.parent_id).is_(None))


def _answered(me: Member, these: ColumnElement[bool]) -> Rows:
    """These answers, and whether the city that asked said that they helped."""
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
            these,
            col(Answer.hidden_at).is_(None),
            col(Challenge.hidden_at).is_(None),
            challenges.listed_for(me),
            challenges.said_to(me),
        )
        .order_by(col(Answer.id).desc())
    )


def _adopted(me: Member, these: ColumnElement[bool]) -> Rows:
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
            these,
            col(Adoption.state).in_(USING),
            col(Adoption.hidden_at).is_(None),
            col(Resource.hidden_at).is_(None),
            resources.visible_to(me),
            resources.said_to(me),
        )
        .order_by(col(Adoption.id).desc())
    )


def _mentioning(mentioning: ColumnElement[bool]) -> Rows:
    return _row(col(Member.id), "mentions", _NO_ID).where(mentioning).limit(MOST)
