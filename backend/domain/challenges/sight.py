"""Who sees which challenges and answers, as SQL. Every read starts here; none can forget the rule.

`policy.may_see` and `policy.may_see_answer` state the same for one; a test holds them together.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, true
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import col

from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, ChallengeCity
from backend.domain.members.models import Actor

EXCERPT = 200


def visible_to(me: Actor) -> ColumnElement[bool]:
    """The condition on the challenge table under which this person sees a challenge."""
    if me.moderates:
        return true()
    on_view = col(Challenge.hidden_at).is_(None)
    public = col(Challenge.visibility) == "public"
    if not me.is_member:
        return and_(on_view, public)
    for_us = false() if me.city_id is None else _for_city(me)
    for_members = col(Challenge.visibility).in_(("public", "members"))
    mine = col(Challenge.author_id) == me.id
    return or_(and_(on_view, or_(for_members, for_us)), mine)


def _for_city(me: Actor) -> ColumnElement[bool]:
    chosen = exists().where(
        col(ChallengeCity.challenge_id) == col(Challenge.id),
        col(ChallengeCity.city_id) == me.city_id,
    )
    return or_(col(Challenge.city_id) == me.city_id, chosen)


def answers_visible_to(me: Actor) -> ColumnElement[bool]:
    """The condition on the answer table under which this person sees an answer."""
    of_challenge = (
        columns(col(Challenge.id))
        .where(col(Challenge.id) == col(Answer.challenge_id), visible_to(me))
        .correlate(Answer)
        .exists()
    )
    return and_(of_challenge, said_to(me))


def said_to(me: Actor) -> ColumnElement[bool]:
    """The same for the answers of a challenge that this person is known to see."""
    if me.moderates:
        return true()
    parent = aliased(Answer)
    above = (
        exists()
        .where(col(parent.id) == col(Answer.parent_id), *_out_of_sight(me, parent))
        .correlate(Answer)
    )
    return and_(~and_(*_out_of_sight(me, Answer)), ~above)


def _out_of_sight(me: Actor, answer: Any) -> list[ColumnElement[bool]]:
    hidden: ColumnElement[bool] = col(answer.hidden_at).is_not(None)
    return [hidden, col(answer.author_id) != me.id] if me.is_member else [hidden]


def _glance_of_challenges() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Challenge.id),
        col(Challenge.title),
        col(Challenge.slug),
        col(Challenge.author_id),
        func.substr(Challenge.context, 1, EXCERPT).label("excerpt"),
        col(Challenge.hidden_at),
    )


def _glance_of_answers() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Answer.id),
        col(Challenge.title),
        col(Challenge.slug),
        col(Answer.author_id),
        func.substr(Answer.body, 1, EXCERPT).label("excerpt"),
        col(Answer.hidden_at),
    ).join(Challenge, col(Challenge.id) == col(Answer.challenge_id))


subjects.register(
    subjects.Kind(
        "challenge", N_("challenge"), Challenge, visible_to, _glance_of_challenges, N_("Challenges")
    )
)
subjects.register(
    subjects.Kind(
        "answer", N_("answer"), Answer, answers_visible_to, _glance_of_answers, N_("Answers")
    )
)
