"""Questions of a webinar as pages and for programs."""

import pytest
from sqlmodel import Session

from backend.domain.members.models import Member
from backend.domain.roundtables import questioning
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.questions import AskingDraft
from tests.conftest import SignIn
from tests.support.browser import Browser
from tests.support.make import Make
from tests.support.meetings import Meetings


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def webinar(meetings: Meetings) -> Roundtable:
    return meetings.planned(format="webinar")


@pytest.fixture
def ana(make: Make, meetings: Meetings, webinar: Roundtable) -> Member:
    who = make.member("Ana")
    meetings.answer(webinar, who)
    return who


def test_an_attendee_asks_and_words_too_short_are_kept(
    browser: Browser, sign_in: SignIn, webinar: Roundtable, ana: Member
) -> None:
    sign_in(ana)
    path = f"/roundtables/{webinar.slug}/questions"
    assert path in browser.get(f"/roundtables/{webinar.slug}").text
    refused = browser.send(path, words="Why?")
    assert refused.status_code == 422
    assert 'value="Why?"' in refused.text
    assert "Please write at least 10 characters." in refused.text
    browser.send(path, words="Who pays for the data stewards?")
    assert "Who pays for the data stewards?" in browser.get(path).text


def test_votes_and_answers_are_buttons(
    browser: Browser, sign_in: SignIn, db: Session, make: Make, webinar: Roundtable, ana: Member
) -> None:
    question = questioning.ask(db, ana, webinar, AskingDraft(words="Who pays for the stewards?"))
    convener = make.convener()
    db.commit()
    path = f"/roundtables/{webinar.slug}/questions"
    sign_in(convener)
    browser.send(f"{path}/{question.id}/votes")
    assert "<b>1</b>vote" in browser.get(path).text
    browser.send(f"{path}/{question.id}/answer", reply="The city does.")
    assert "No question waits" in browser.get(path).text
    assert "The city does." in browser.get(f"{path}?show=answered").text
    browser.send(f"{path}/{question.id}/answer")  # by somebody whose page is older than the reply
    assert "The city does." in browser.get(f"{path}?show=answered").text
    too_long = browser.send(f"{path}/{question.id}/answer", reply="x" * 1_001)
    assert too_long.status_code == 422
    assert "Please keep this under 1000 characters." in too_long.text


def test_a_stranger_and_who_does_not_come_read_why_not(
    browser: Browser, sign_in: SignIn, make: Make, webinar: Roundtable
) -> None:
    path = f"/roundtables/{webinar.slug}/questions"
    assert browser.get(path).status_code == 401
    sign_in(make.member())
    refused = browser.get(path)
    assert refused.status_code == 403
    assert "Say that you will be there." in refused.text
