"""Many people at once, for real: every city and every answer counts once, and so does every post."""

from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, func, select

from backend.core.db import sessions_for
from backend.core.ids import new_id
from backend.domain.challenges import actions, answering
from backend.domain.challenges.answers import Answer, AnswerDraft
from backend.domain.challenges.models import Challenge, ChallengeDraft, Facing, FacingDraft
from backend.domain.members.models import Member
from tests.support.make import Make
from tests.support.races import at_once

CITIES = 20
WORDS = AnswerDraft(kind="experience", body="We put up planters.", language="en")


def test_every_city_that_says_it_at_once_is_counted(lasting_engine: Engine) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        challenge_id = make.challenge(make.member(city_id=None)).id
        saying = iter([make.member().id for _each in range(CITIES)])

    def face(db: Session) -> Facing:
        me, challenge = db.get_one(Member, next(saying)), db.get_one(Challenge, challenge_id)
        return actions.face(db, me, challenge, FacingDraft())

    assert at_once(lasting_engine, face, CITIES) == ["Facing"] * CITIES
    with sessions_for(lasting_engine)() as db:
        assert db.get_one(Challenge, challenge_id).faced_by == CITIES
        assert db.exec(select(func.count()).select_from(Facing)).one() == CITIES


def test_every_answer_that_is_given_at_once_is_counted(lasting_engine: Engine) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        challenge_id = make.challenge().id
        answering_ids = iter([make.member().id for _each in range(CITIES)])

    def say(db: Session) -> Answer:
        me, about = db.get_one(Member, next(answering_ids)), db.get_one(Challenge, challenge_id)
        return answering.answer(db, me, about, WORDS)

    assert at_once(lasting_engine, say, CITIES) == ["Answer"] * CITIES
    with sessions_for(lasting_engine)() as db:
        assert db.get_one(Challenge, challenge_id).answers == CITIES


def test_titles_that_are_posted_at_once_have_addresses_of_their_own(
    lasting_engine: Engine,
) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        make.topic("Mobility")
        asking: UUID = make.member().id
    draft = ChallengeDraft(
        title="Bike lanes on narrow streets",
        context="Paint on the road lasted us one winter only.",
        help_wanted="A city where it lasted longer.",
        language="en",
        topics=["mobility"],
    )

    def post(db: Session) -> Challenge:
        return actions.post(db, db.get_one(Member, asking), draft, new_id())

    assert at_once(lasting_engine, post, 8) == ["Challenge"] * 8
    with sessions_for(lasting_engine)() as db:
        slugs = set(db.exec(select(Challenge.slug)))
    assert len(slugs) == 8
