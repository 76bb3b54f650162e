"""Which endorsements are seen, and which count, as SQL. Every read starts here."""

from collections.abc import Iterable
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, true
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.endorsements.models import Endorsement
from backend.domain.members import queries as members
from backend.domain.members.blocks import between, near
from backend.domain.members.models import Actor, Member, MemberTopic
from backend.domain.topics.models import Topic

Condition: TypeAlias = ColumnElement[bool]


def visible_to(me: Actor) -> Condition:
    """The condition on the endorsement table: the same rule as `policy.may_see`."""
    hidden = col(Endorsement.hidden_at).is_not(None)
    own = col(Endorsement.author_id) == me.id if me.id is not None else false()
    unhidden = true() if me.moderates else or_(~hidden, own)
    return and_(_standing(), unhidden, _of_who_shows_it_to(me))


def counted_for(me: Actor) -> Condition:
    """Those that are listed and counted for this person: seen, and not hidden from anybody."""
    return and_(_counting(me), _of_who_shows_it_to(me))


def endorsed(me: Actor, topic_ids: Iterable[UUID] | None = None) -> Condition:
    """Whether a member is endorsed, on one of these topics if they are named.

    For those who see what the member can help with.
    """
    named = [] if topic_ids is None else [col(Endorsement.topic_id).in_(set(topic_ids))]
    return (
        columns(col(Endorsement.id))
        .where(col(Endorsement.member_id) == col(Member.id), _counting(me), *named)
        .correlate(Member)
        .exists()
    )


def _counting(me: Actor) -> Condition:
    """Hidden from nobody, by somebody from whom this person is not apart."""
    unhidden = col(Endorsement.hidden_at).is_(None)
    return and_(_standing(), unhidden, near(me, col(Endorsement.author_id)))


def _standing() -> Condition:
    """Neither taken back nor removed, by whom takes part, of what is still said, and not apart."""
    declared = (
        columns(col(MemberTopic.topic_id))
        .where(
            col(MemberTopic.member_id) == col(Endorsement.member_id),
            col(MemberTopic.topic_id) == col(Endorsement.topic_id),
            col(MemberTopic.side) == "can_help",
        )
        .correlate(Endorsement)
        .exists()
    )
    by_whom = (
        columns(col(Member.id))
        .where(col(Member.id) == col(Endorsement.author_id), members.taking_part())
        .correlate(Endorsement)
        .exists()
    )
    return and_(
        col(Endorsement.withdrawn_at).is_(None),
        col(Endorsement.removed_at).is_(None),
        declared,
        by_whom,
        ~between(col(Endorsement.author_id), col(Endorsement.member_id)),
    )


def _of_who_shows_it_to(me: Actor) -> Condition:
    return (
        columns(col(Member.id))
        .where(
            col(Member.id) == col(Endorsement.member_id),
            members.taking_part(),
            members.visible_to(me),
            members.shown("can_help", me),
        )
        .correlate(Endorsement)
        .exists()
    )


def _glance() -> Select[*tuple[Any, ...]]:
    said = func.nullif(col(Endorsement.words), "")
    return (
        columns(
            col(Endorsement.id).label("id"),
            func.coalesce(said, col(Member.name) + " · " + col(Topic.slug)).label("title"),
            col(Member.slug).label("slug"),
            col(Endorsement.author_id).label("author_id"),
            case((said.is_not(None), col(Topic.slug)), else_="").label("excerpt"),
            col(Endorsement.hidden_at).label("hidden_at"),
        )
        .join(Member, col(Member.id) == col(Endorsement.member_id))
        .join(Topic, col(Topic.id) == col(Endorsement.topic_id))
    )


subjects.register(subjects.Kind("endorsement", N_("endorsement"), Endorsement, visible_to, _glance))
