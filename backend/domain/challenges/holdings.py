"""What a member put before the network and said to others, and what becomes of it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.i18n import N_
from backend.core.slugs import free_slug
from backend.domain import subjects
from backend.domain.challenges import actions, answering
from backend.domain.challenges.answers import Answer, Helpful
from backend.domain.challenges.counting import count_answers
from backend.domain.challenges.models import (
    RESERVED,
    Challenge,
    ChallengeCity,
    ChallengeStep,
    ChallengeTopic,
    Facing,
    KeptDraft,
)
from backend.domain.challenges.queries import facing_cities
from backend.domain.cities.changing import changed
from backend.domain.holdings import Holding, Leaving, unname
from backend.domain.search import actions as search

TAKEN = "Taken away by its author"
"""What an empty challenge is called that others have answered."""

WORDS = ("title", "context", "tried", "help_wanted", "worked", "not_worked")


def _answers(db: Session, leaving: Leaving) -> None:
    theirs = col(Answer.author_id) == leaving.id
    if not leaving.takes_away:
        for said in unname(leaving, db.exec(select(Answer).where(theirs)), "body"):
            answering.index(db, db.get_one(Challenge, said.challenge_id), said)
        return
    reply = aliased(Answer)
    by_others = exists().where(
        col(reply.parent_id) == col(Answer.id), col(reply.author_id) != leaving.id
    )
    kept = set(db.exec(select(Answer.id).where(theirs, by_others)))
    subjects.gone(db, "answer", kept)
    for said in db.exec(select(Answer).where(col(Answer.id).in_(kept))):
        said.body, said.helped_at, said.helped_by_id = "", None, None
        db.add(said)
    db.flush()
    _remove_answers(db, db.exec(select(Answer.id).where(theirs, col(Answer.id).not_in(kept))))


def _remove_answers(db: Session, ids: Iterable[UUID]) -> None:
    gone = set(ids)
    under = set(db.exec(select(Answer.challenge_id).where(col(Answer.id).in_(gone))))
    db.exec(delete(Helpful).where(col(Helpful.answer_id).in_(gone)))
    db.exec(delete(Answer).where(col(Answer.parent_id).in_(gone)))
    db.exec(delete(Answer).where(col(Answer.id).in_(gone)))
    count_answers(db, under)
    subjects.gone(db, "answer", gone)


def _marks(db: Session, leaving: Leaving) -> None:
    """A mark counts for the city; it goes with what they say themselves."""
    if leaving.takes_away:
        db.exec(delete(Helpful).where(col(Helpful.member_id) == leaving.id))


def _challenges(db: Session, leaving: Leaving) -> None:
    for one in db.exec(select(Challenge).where(col(Challenge.author_id) == leaving.id)).all():
        if not leaving.takes_away:
            if unname(leaving, [one], *WORDS):
                _begin_anew(db, one)
        elif _others_take_part(db, one, leaving):
            _empty(db, one)
        else:
            _remove(db, one)


def _others_take_part(db: Session, challenge: Challenge, leaving: Leaving) -> bool:
    """Whether something of others hangs on it: what they said, or a city that faces it too."""
    answered = select(Answer.id).where(
        col(Answer.challenge_id) == challenge.id, col(Answer.author_id) != leaving.id
    )
    faced = select(Facing.city_id).where(
        col(Facing.challenge_id) == challenge.id, col(Facing.said_by_id) != leaving.id
    )
    return db.exec(answered).first() is not None or db.exec(faced).first() is not None


def _empty(db: Session, challenge: Challenge) -> None:
    """Leave the bare thread, closed, at an address that tells nothing."""
    subjects.gone(db, "challenge", [challenge.id])
    for field in WORDS:
        setattr(challenge, field, "")
    challenge.title = TAKEN
    challenge.closed_at = challenge.closed_at or clock.now()
    _begin_anew(db, challenge)
    search.forget(db, "challenge", challenge.id)


def _begin_anew(db: Session, challenge: Challenge) -> None:
    """Another address, and other words to be found by: the old ones told who it was."""
    challenge.slug = free_slug(db, Challenge.slug, challenge.title, reserved=RESERVED)
    db.add(challenge)
    db.flush()
    actions.index(db, challenge)
    answering.reindex(db, challenge)


def _remove(db: Session, challenge: Challenge) -> None:
    changed(db, *facing_cities(db, challenge.id))
    for part in (ChallengeTopic, ChallengeCity, ChallengeStep, Facing):
        db.exec(delete(part).where(col(part.challenge_id) == challenge.id))
    _remove_answers(db, db.exec(select(Answer.id).where(col(Answer.challenge_id) == challenge.id)))
    db.delete(challenge)
    subjects.gone(db, "challenge", [challenge.id])


def _facings(db: Session, leaving: Leaving) -> None:
    said = db.exec(select(Facing).where(col(Facing.said_by_id) == leaving.id))
    unname(leaving, said, "words")


HOLDINGS = (
    Holding(KeptDraft, "author_id", N_("Drafts"), "removed"),
    Holding(Helpful, "member_id", N_("Answers that you marked as helpful"), "chosen", erase=_marks),
    Holding(
        Answer,
        "helped_by_id",
        N_("Answers of which you said that they helped"),
        "unnamed",
        only=("id", "challenge_id", "helped_at"),
        called="answer_that_helped",
    ),
    Holding(
        Answer, "author_id", N_("Your answers"), "chosen", erase=_answers, leaves_out=("hidden_at",)
    ),
    Holding(
        Facing, "said_by_id", N_("What you said that your city faces"), "unnamed", erase=_facings
    ),
    Holding(
        Challenge,
        "author_id",
        N_("Your challenges"),
        "chosen",
        erase=_challenges,
        leaves_out=("faced_by", "answers", "keeper_id"),
    ),
    Holding(
        Challenge,
        "keeper_id",
        N_("Challenges that you keep for a colleague who left"),
        "unnamed",
        only=("id", "slug", "title"),
    ),
    Holding(ChallengeStep, "by_id", N_("What you did to challenges"), "unnamed"),
)
