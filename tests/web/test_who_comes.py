"""Before one comes, and on the day: pages and buttons."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from backend.core import clock
from backend.domain.members.models import Member
from backend.domain.roundtables import registering
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_questions import OwnQuestionDraft, OwnQuestionsDraft
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser
from tests.support.make import Make
from tests.support.meetings import Meetings

START = NOON + timedelta(days=3)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def convener(make: Make) -> Member:
    return make.convener()


@pytest.fixture
def table(meetings: Meetings, convener: Member) -> Roundtable:
    return meetings.planned(convener)


@pytest.fixture
def ana(make: Make, meetings: Meetings, table: Roundtable) -> Member:
    who = make.member("Ana", city_id=None)
    meetings.answer(table, who)
    return who


def test_who_comes_is_asked_and_reads_when_it_is_forgotten(
    browser: Browser, sign_in: SignIn, db: Session, convener: Member, table: Roundtable, ana: Member
) -> None:
    asked = OwnQuestionDraft(words="Which track?", choices="Money; Law")
    question = registering.put(db, convener, table, OwnQuestionsDraft(questions=[asked]))[0]
    db.commit()
    sign_in(ana)
    path = f"/roundtables/{table.slug}/registration"
    assert path in browser.get(f"/roundtables/{table.slug}").text
    assert "It is forgotten 30 days after the meeting." in browser.get(path).text
    given: dict[str, Any] = {
        "languages": ["es", "", ""],
        "needs": ["captions"],
        "needs_words": "",
        "brings": "A draft.",
        "level": "senior",
        "answers.question_id": str(question.id),
    }
    given["answers.words"] = "Neither"
    refused = browser.send(path, **given)
    assert refused.status_code == 422
    assert "A draft.</textarea>" in refused.text
    given["answers.words"] = "Law"
    browser.send(path, **given)
    sign_in(convener)
    read = browser.get(f"/roundtables/{table.slug}/registrations").text
    assert "1 person has answered." in read
    for words in ("Spanish", "A draft.", "Law", "Live captions", "Head of a department"):
        assert words in read
    sign_in(ana)
    assert "opened something of yours" in browser.get("/settings/data").text


def test_conveners_choose_five_questions_of_their_own(
    browser: Browser, sign_in: SignIn, convener: Member, table: Roundtable
) -> None:
    sign_in(convener)
    path = f"/roundtables/{table.slug}/registration/questions"
    typed: dict[str, Any] = {
        "questions.words": ["Which track?", ""],
        "questions.choices": ["Law", ""],
    }
    refused = browser.send(path, **typed)
    assert refused.status_code == 422
    assert 'value="Which track?"' in refused.text
    browser.send(path, **{**typed, "questions.choices": ["Law; Money", ""]})
    shown, *folded = browser.get(path).text.split("One more question")
    assert 'value="Law; Money"' in shown
    assert ["Question 2" in shown, len(folded)] == [False, 4]


def test_on_the_day_one_button_checks_in(
    browser: Browser, sign_in: SignIn, table: Roundtable, ana: Member
) -> None:
    sign_in(ana)
    page = f"/roundtables/{table.slug}"
    assert "I am here" not in browser.get(page).text
    with clock.stopped(START):
        sign_in(ana)
        assert "I am here" in browser.get(page).text
        browser.send(f"{page}/check-in")
        assert "You are checked in" in browser.get(page).text


def test_conveners_mark_who_is_there_and_say_when_it_is_complete(
    browser: Browser, sign_in: SignIn, convener: Member, table: Roundtable, ana: Member
) -> None:
    with clock.stopped(START):
        sign_in(convener)
        path = f"/roundtables/{table.slug}/attendance"
        refused = browser.send(path, member="nobody-here", way="online")
        assert refused.status_code == 422
        assert "We know nobody of this address." in refused.text
        assert "Mark as there<" in browser.get(path).text
        browser.send(path, member=ana.slug, way="online")
        marked = browser.get(path).text
        for words in ("1 person is there", ">There<", "Mark as not there"):
            assert words in marked
        assert "Mark as there online" not in marked
        browser.send(f"{path}/completion")
        assert "The ledger of hours counts them alone." in browser.get(path).text
        sign_in(ana)
        assert "too few came to say from where" in browser.get(path).text
