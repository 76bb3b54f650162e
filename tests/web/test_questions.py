import re

import pytest
from sqlmodel import Session, select

from backend.domain.joining import questions
from backend.domain.joining.models import Application, JoinQuestion, QuestionDraft
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.joining import wish
from tests.support.make import Make

INDEX = "/moderation/questions"
WHY = "What do you hope to take home?"


@pytest.fixture
def question(db: Session, make: Make) -> JoinQuestion:
    made = questions.add(db, make.convener(), QuestionDraft(words=WHY))
    db.commit()
    return made


def test_a_convener_asks_one_thing_more_and_takes_it_off_again(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.convener())
    assert "No questions of your own" in browser.get(INDEX).text
    assert landed_on(browser.send(INDEX, words=WHY)) == INDEX
    assert WHY in browser.get(INDEX).text
    assert WHY in browser.get("/moderation/log").text
    question = db.exec(select(JoinQuestion)).one()
    assert landed_on(browser.send(f"{INDEX}/{question.id}/retirement")) == INDEX
    assert WHY not in browser.get(INDEX).text
    db.refresh(question)
    assert question.retired_at == NOON


def test_a_question_without_words_comes_back(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.convener())
    sent = browser.send(INDEX, words="Why?")
    assert (sent.status_code, sent.text.startswith("<form")) == (422, browser.htmx)
    assert "Please write at least 8 characters." in sent.text
    assert db.exec(select(JoinQuestion)).all() == []


def test_others_have_no_say_in_the_questions(
    browser: Browser, sign_in: SignIn, make: Make, question: JoinQuestion, db: Session
) -> None:
    assert browser.get(INDEX).status_code == 401
    sign_in(make.member(is_lead=True))
    assert browser.get(INDEX).status_code == 403
    assert browser.send(INDEX, words="What is it that you want?").status_code == 403
    assert browser.send(f"{INDEX}/{question.id}/retirement").status_code == 403
    assert len(questions.current(db)) == 1


def test_the_form_asks_and_keeps_what_was_answered(
    browser: Browser, db: Session, question: JoinQuestion
) -> None:
    page = browser.get("/join").text
    assert WHY in page
    asked = str(question.id)
    nothing = browser.send("/join", **wish(questions=asked, answers=""))
    assert nothing.status_code == 422
    assert "Please answer each of the conveners’ questions." in nothing.text
    kept = browser.send("/join", **wish(name="", questions=asked, answers="Peers."))
    assert re.search(r'<textarea id="answers"[^>]*>\nPeers\.</textarea>', kept.text)
    assert landed_on(browser.send("/join", **wish(questions=asked, answers="Peers."))) == (
        "/sign-in/sent"
    )
    assert db.exec(select(Application)).one().draft["answers"] == ["Peers."]
