"""Whoever decides about an application can ask for more, and the applicant answers."""

import pytest
from sqlmodel import Session, col, select

from backend.core.config import Settings
from backend.core.errors import Conflict, Denied
from backend.domain.holdings import Leaving
from backend.domain.joining import actions, admission, further, queries
from backend.domain.joining.further import FurtherDraft, FurtherQuestion
from backend.domain.joining.holdings import HOLDINGS
from backend.domain.joining.models import Application, VerdictDraft
from backend.domain.members.models import Member
from tests.conftest import NOON
from tests.support.joining import events, wishes_to_join
from tests.support.log import decided
from tests.support.make import Make

ASKED = FurtherDraft(words="Which department do you work in?")
SAID = FurtherDraft(words="In that of **mobility**.")


@pytest.fixture
def cara(make: Make) -> Member:
    return make.convener(name="Cara")


@pytest.fixture
def amina(db: Session, settings: Settings, cara: Member) -> Member:
    member = admission.receive(db, settings, wishes_to_join(email="amina@gmail.com"))
    db.commit()
    assert cara.is_convener
    return member


@pytest.fixture
def application(db: Session, amina: Member) -> Application:
    return db.exec(select(Application).where(col(Application.member_id) == amina.id)).one()


def test_an_applicant_is_asked_by_letter_and_who_asked_reads_the_answer(
    db: Session, cara: Member, amina: Member, application: Application
) -> None:
    further.ask(db, cara, application, ASKED)
    db.flush()
    assert queries.one(db, cara, amina.slug).asked_at == NOON
    assert "application.asked" in events(db, amina)
    assert decided(db)[-1] == ("ask_applicant", ASKED.words)
    with pytest.raises(Conflict, match="yet to answer"):
        further.ask(db, cara, application, ASKED)
    further.answer(db, amina, application, SAID)
    db.flush()
    [row] = further.of(db, application.id)
    assert (row.by, row.words, row.answer, row.answered_at) == (
        "Cara",
        ASKED.words,
        SAID.words,
        NOON,
    )
    assert queries.one(db, cara, amina.slug).asked_at is None
    assert "application.answered" in events(db, cara)
    with pytest.raises(Conflict, match="Nothing"):
        further.answer(db, amina, application, SAID)


def test_nobody_is_asked_without_end(
    db: Session, cara: Member, amina: Member, application: Application
) -> None:
    for _n in range(further.MOST):
        further.ask(db, cara, application, ASKED)
        further.answer(db, amina, application, SAID)
        db.flush()
    with pytest.raises(Conflict, match="often enough"):
        further.ask(db, cara, application, ASKED)


def test_who_decides_asks_who_applied_answers_and_nobody_else_or_later(
    db: Session, make: Make, cara: Member, amina: Member, application: Application
) -> None:
    for other in (make.member(), make.member(is_lead=True), amina):
        with pytest.raises(Denied):
            further.ask(db, other, application, ASKED)
    further.ask(db, cara, application, ASKED)
    for other in (make.member(), cara):
        with pytest.raises(Denied, match="Only who asked to join"):
            further.answer(db, other, application, SAID)
    draft = VerdictDraft(admit=False, reason="We could not find out who this is.")
    actions.decide(db, cara, application, draft)
    with pytest.raises(Denied, match="decided already"):
        further.ask(db, cara, application, ASKED)
    with pytest.raises(Denied, match="decided already"):
        further.answer(db, amina, application, SAID)


def test_what_an_applicant_was_asked_goes_with_them(
    db: Session, cara: Member, amina: Member, application: Application
) -> None:
    further.ask(db, cara, application, ASKED)
    db.flush()
    leaving = Leaving(amina.id, amina.name, amina.email, amina.slug, takes_away=False)
    for one in HOLDINGS:
        one.apply(db, leaving)
    assert db.exec(select(FurtherQuestion)).all() == []
