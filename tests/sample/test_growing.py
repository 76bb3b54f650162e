"""Synthetic networks: of the size that was asked for, whole, and the same again for the same seed."""

from collections import Counter
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.text import one_line, prose
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, Facing
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.resources.adoptions import USING, Adoption
from backend.domain.resources.models import Resource
from backend.domain.roundtables.models import Roundtable
from backend.domain.search import engine as search
from backend.domain.search.models import SearchDocument
from backend.domain.topics.models import Topic
from backend.sample.synthetic.growing import grow
from backend.sample.synthetic.phrasebook import phrasebooks
from tests.conftest import NOON


def count(db: Session, model: Any) -> int:
    return rows(db, columns(func.count()).select_from(model)).scalar_one()


def made(db: Session, members: int, seed: int = 1) -> list[tuple[int, int]]:
    return list(grow(db, members, seed))


def test_its_parts_are_in_proportion(db: Session) -> None:
    steps = made(db, 100)
    sizes = [count(db, model) for model in (Member, City, Challenge, Resource, Roundtable)]
    assert sizes == [100, 12, 200, 50, 2]
    assert 1_500 < count(db, Answer) < 2_100
    assert steps == [(done, 352) for done in range(1, 353)]


def test_all_of_it_can_be_found(db: Session) -> None:
    made(db, 50)
    kinds = (Topic, City, Member, Challenge, Answer, Resource, Adoption, Roundtable)
    assert Counter(db.exec(select(SearchDocument.kind))) == {
        kind.__tablename__: count(db, kind) for kind in kinds
    }
    assert search.size(db) == count(db, SearchDocument)


def test_what_is_counted_beforehand_is_counted_right(db: Session) -> None:
    made(db, 30)
    facing = Counter(db.exec(select(Facing.challenge_id)))
    assert dict(db.exec(select(Challenge.id, Challenge.faced_by)).all()) == facing
    under = select(Answer.challenge_id).where(col(Answer.parent_id).is_(None))
    answers = Counter(db.exec(under))
    counted = dict(db.exec(select(Challenge.id, Challenge.answers)).all())
    assert counted == {one: answers[one] for one in counted}
    using = Counter(db.exec(select(Adoption.resource_id).where(col(Adoption.state).in_(USING))))
    used = dict(db.exec(select(Resource.id, Resource.used_by)).all())
    assert used == {one: using[one] for one in used}


def test_conversations_go_forward(db: Session) -> None:
    made(db, 30)
    challenges = {one.id: one for one in db.exec(select(Challenge))}
    answers = {one.id: one for one in db.exec(select(Answer))}
    for one in answers.values():
        challenge = challenges[one.challenge_id]
        before = answers[one.parent_id].posted_at if one.parent_id else challenge.posted_at
        assert before <= one.posted_at <= (challenge.closed_at or NOON)


def test_the_same_seed_makes_the_same_network(db: Session) -> None:
    found = []
    for seed in (1, 1, 2):
        made(db, 12, seed)
        found.append([tuple(row) for row in db.exec(select(Answer.id, Answer.body))])
        db.rollback()
    assert sorted(found[0]) == sorted(found[1])
    assert found[0] != found[2]


def test_one_member_alone_is_a_network(db: Session) -> None:
    made(db, 1)
    assert count(db, Member) == 1


def test_every_phrase_passes_the_filter_unchanged() -> None:
    for book in phrasebooks().values():
        said = [words for kind, some in book.phrases.items() if kind != "code" for words in some]
        assert [words for words in said if words not in {one_line(words), prose(words)}] == []
