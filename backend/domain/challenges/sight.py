"""Who sees which challenges and answers, as SQL. Every read starts here; none can forget the rule.

`policy.may_see` and `policy.may_see_answer` state the same for one; a test holds them together.
"""

from collections.abc import Iterable
from typing import Any, Literal, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    exists,
    func,
    or_,
    true,
    union,
    union_all,
)
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.counting import count_answers
from backend.domain.challenges.models import CLOSED, Challenge, ChallengeCity, Facing
from backend.domain.cities.changing import changed
from backend.domain.members.models import Actor
from backend.domain.members.readers import READER, READER_CITY

Condition: TypeAlias = ColumnElement[bool]
Role: TypeAlias = Literal["convener", "resident", "partner", "stranger"]

EXCERPT = 200


def visible_to(me: Actor) -> Condition:
    """The condition on the challenge table under which this person sees a challenge."""
    return challenges_for(role(me), me.id, me.city_id)


def listed_for(me: Actor) -> Condition:
    """The same for lists, counts, search and the like: what conveners see by office isn't in them.

    What is for some cities alone is private to those and its author. A convener's look into it is noted
    and shown to the author, so it begins where they open it, by its address or from the queue; in
    lists, where nobody notes a look, they are an ordinary member of their city.
    """
    if not me.moderates:
        return visible_to(me)
    mine = or_(col(Challenge.visibility).not_in(CLOSED), col(Challenge.author_id) == me.id)
    return mine if me.city_id is None else or_(mine, _is_for(me.city_id))


def closed_listed_for(me: Actor) -> CompoundSelect[UUID]:
    """Of a member, which of those for some cities alone `listed_for` shows and nobody has hidden.

    Along indexes, however much there is: who must know these few would go through all challenges.
    """
    mine = [col(Challenge.author_id) == me.id]
    if me.city_id is not None:
        chosen = columns(col(ChallengeCity.challenge_id)).where(
            col(ChallengeCity.city_id) == me.city_id
        )
        mine += [col(Challenge.city_id) == me.city_id, col(Challenge.id).in_(chosen)]
    closed = (col(Challenge.hidden_at).is_(None), col(Challenge.visibility).in_(CLOSED))
    return union(*(columns(col(Challenge.id)).where(one, *closed) for one in mine))


def answers_visible_to(me: Actor) -> Condition:
    """The condition on the answer table under which this person sees an answer."""
    return and_(_of_challenge(visible_to(me)), said_to(me))


def answers_listed_for(me: Actor) -> Condition:
    """The same for lists, as `listed_for` says of their challenges."""
    return and_(_of_challenge(listed_for(me)), said_to(me))


def said_to(me: Actor) -> Condition:
    """The same for the answers of a challenge that this person is known to see."""
    return answers_for(role(me), me.id)


def role(me: Actor) -> Role:
    """What the rules below distinguish, so that a select can be made once for each role."""
    if me.moderates:
        return "convener"
    if not me.is_member:
        return "stranger"
    return "partner" if me.city_id is None else "resident"


def challenges_for(role: Role, reader: Any = READER, city: Any = READER_CITY) -> Condition:
    if role == "convener":
        return true()
    on_view = col(Challenge.hidden_at).is_(None)
    if role == "stranger":
        return and_(on_view, col(Challenge.visibility) == "public")
    for_me: Condition = col(Challenge.visibility).in_(("public", "members"))
    if role == "resident":
        chosen = exists().where(
            col(ChallengeCity.challenge_id) == col(Challenge.id),
            col(ChallengeCity.city_id) == city,
        )
        for_me = or_(for_me, col(Challenge.city_id) == city, chosen)
    return or_(and_(on_view, for_me), col(Challenge.author_id) == reader)


def answers_for(role: Role, reader: Any = READER) -> Condition:
    if role == "convener":
        return true()
    parent = aliased(Answer)

    def out_of_sight(answer: Any) -> Condition:
        hidden: Condition = col(answer.hidden_at).is_not(None)
        return hidden if role == "stranger" else and_(hidden, col(answer.author_id) != reader)

    above = (
        exists()
        .where(col(parent.id) == col(Answer.parent_id), out_of_sight(parent))
        .correlate(Answer)
    )
    return and_(~out_of_sight(Answer), ~above)


def closed_to(
    db: Session, me: Actor, challenges: Iterable[UUID], answers: Iterable[UUID]
) -> list[tuple[UUID, UUID]]:
    """Of these, and of those answered by these, what a convener sees by office: for some cities alone.

    Each with its author, whom `policy.sees_by_office` protects.
    """
    named = aliased(Challenge)
    # Either way in one set: asked of each by "or", PostgreSQL goes through all challenges.
    either = union_all(
        columns(col(Answer.challenge_id)).where(col(Answer.id).in_(set(answers))),
        columns(col(named.id)).where(col(named.id).in_(set(challenges))),
    )
    wanted = columns(col(Challenge.id), col(Challenge.author_id)).where(
        col(Challenge.id).in_(either),
        col(Challenge.visibility).in_(CLOSED),
        col(Challenge.author_id) != me.id,
    )
    if me.city_id is not None:
        wanted = wanted.where(~_is_for(me.city_id))
    return [(one, author) for one, author in rows(db, wanted)]


def _of_challenge(condition: Condition) -> Condition:
    """Whether this is so of the challenge that is answered."""
    return (
        columns(col(Challenge.id))
        .where(col(Challenge.id) == col(Answer.challenge_id), condition)
        .correlate(Answer)
        .exists()
    )


def _is_for(city: Any) -> Condition:
    """Whether a challenge is this city's, or for it."""
    chosen = exists().where(
        col(ChallengeCity.challenge_id) == col(Challenge.id), col(ChallengeCity.city_id) == city
    )
    return or_(col(Challenge.city_id).is_not_distinct_from(city), chosen)


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


def _let_cities_be_compared(db: Session, challenge: Challenge) -> None:
    """Hidden or shown again: what the cities that face it have in common is another."""
    facing = columns(col(Facing.city_id)).where(col(Facing.challenge_id) == challenge.id)
    changed(db, *rows(db, facing).scalars())


def _count_it(db: Session, said: Answer) -> None:
    count_answers(db, {said.challenge_id})


subjects.register(
    subjects.Kind(
        "challenge",
        N_("challenge"),
        Challenge,
        visible_to,
        _glance_of_challenges,
        N_("Challenges"),
        _let_cities_be_compared,
        lists_to=listed_for,
    )
)
subjects.register(
    subjects.Kind(
        "answer",
        N_("answer"),
        Answer,
        answers_visible_to,
        _glance_of_answers,
        N_("Answers"),
        _count_it,
        lists_to=answers_listed_for,
    )
)
