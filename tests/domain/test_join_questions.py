from uuid import UUID

import pytest
from sqlmodel import Session, select

from backend.core.config import Settings
from backend.core.errors import Conflict, Denied, NotFound, Rejected
from backend.domain.joining import actions, queries, questions
from backend.domain.joining.models import JoinQuestion, QuestionDraft
from tests.conftest import NOON
from tests.support.joining import HOME, bristol, joins, wishes_to_join
from tests.support.log import decided
from tests.support.make import Make

WHY = QuestionDraft(words="What do you hope to take home?")
HOW = QuestionDraft(words="How did you hear of us?")


def asked(db: Session, make: Make, *drafts: QuestionDraft) -> list[str]:
    convener = make.convener()
    made = [questions.add(db, convener, draft) for draft in drafts]
    db.commit()
    return [str(question.id) for question in made]


def test_an_applicant_answers_what_the_conveners_ask(
    db: Session, settings: Settings, make: Make
) -> None:
    ids = asked(db, make, WHY, HOW)
    amina = joins(db, settings, questions=ids, answers=["Peers.", "At a workshop."])
    row = queries.mine(db, amina)
    assert row
    assert row.answers == [[WHY.words, "Peers."], [HOW.words, "At a workshop."]]


@pytest.mark.parametrize(
    ("ids", "answers"),
    [([0, 1], ["Peers.", "  "]), ([0], ["Peers."]), ([], []), ([0, 1], ["One."])],
)
def test_every_question_wants_an_answer(
    db: Session, settings: Settings, make: Make, ids: list[int], answers: list[str]
) -> None:
    known = asked(db, make, WHY, HOW)
    draft = wishes_to_join(questions=[known[n] for n in ids], answers=answers)
    with pytest.raises(Rejected) as refused:
        actions.apply(db, settings, HOME, draft)
    assert list(refused.value.problems) == ["answers"]


def test_answers_stay_with_the_words_they_answered(
    db: Session, settings: Settings, make: Make
) -> None:
    bristol(db)
    (why,) = asked(db, make, WHY)
    amina = joins(db, settings, questions=[why], answers=["Peers."])
    questions.retire(db, make.convener(), UUID(why))
    row = queries.mine(db, amina)
    assert row
    assert row.answers == [[WHY.words, "Peers."]]
    assert questions.current(db) == []
    joins(db, settings, email="ben@gmail.com", name="Ben")


def test_only_conveners_say_what_is_asked(db: Session, make: Make) -> None:
    asked(db, make, WHY)
    question = db.exec(select(JoinQuestion)).one()
    for me in (make.member(), make.member(is_lead=True), make.convener(suspended_at=NOON)):
        with pytest.raises(Denied):
            questions.add(db, me, HOW)
        with pytest.raises(Denied):
            questions.retire(db, me, question.id)


def test_each_change_is_logged_and_done_once(db: Session, make: Make) -> None:
    asked(db, make, WHY)
    convener, question = make.convener(), db.exec(select(JoinQuestion)).one()
    questions.retire(db, convener, question.id)
    with pytest.raises(NotFound):
        questions.retire(db, convener, question.id)
    with pytest.raises(NotFound):
        questions.retire(db, convener, convener.id)
    assert decided(db) == [("ask", WHY.words), ("ask_no_more", WHY.words)]


def test_more_than_eight_questions_are_too_many(db: Session, make: Make) -> None:
    asked(db, make, *[QuestionDraft(words=f"Question number {n}?") for n in range(8)])
    with pytest.raises(Conflict, match="There are 8 questions already"):
        questions.add(db, make.convener(), WHY)
