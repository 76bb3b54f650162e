"""After a roundtable: how it was, and who may be quoted, as pages and for programs."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from backend.core import clock
from backend.domain.members.models import Member
from backend.domain.roundtables.models import Roundtable
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.meetings import Meetings

WORDS = "We had the data all along."


@pytest.fixture
def ruth(make: Make) -> Member:
    return make.convener(name="Ruth")


@pytest.fixture
def tui(make: Make) -> Member:
    return make.member("Tui Walker", city_id=None)


@pytest.fixture
def table(db: Session, make: Make, ruth: Member, tui: Member) -> Roundtable:
    meetings = Meetings(db, make)
    with clock.stopped(NOON - timedelta(days=4)):
        table = meetings.planned(ruth, visibility="public")
        meetings.answer(table, tui)
    return table


def test_from_asking_for_a_quote_to_taking_it_back(
    browser: Browser, sign_in: SignIn, ruth: Member, tui: Member, table: Roundtable
) -> None:
    path = f"/roundtables/{table.slug}/quotes"
    sign_in(ruth)
    refused = browser.send(path, author=tui.slug, words="Short")
    assert refused.status_code == 422
    assert "Short" in refused.text
    browser.send(path, author=tui.slug, words=WORDS)
    sign_in(tui)
    page = browser.get(path).text
    found = re.search(rf"{path}/([0-9a-f-]+)/consent", page)
    assert found is not None
    one = f"{path}/{found[1]}"
    browser.send(f"{one}/consent", consent="agreed")
    assert browser.send(f"{one}/publication").status_code == 403
    sign_in(ruth)
    browser.send(f"{one}/publication")
    browser.client.cookies.clear()
    shown = browser.get(path).text
    assert WORDS in shown
    assert "Tui" not in shown
    sign_in(tui)
    browser.send(f"{one}/consent", consent="withdrawn")
    browser.client.cookies.clear()
    assert WORDS not in browser.get(path).text


def test_feedback_is_given_and_read(
    browser: Browser, sign_in: SignIn, ruth: Member, tui: Member, table: Roundtable
) -> None:
    path = f"/roundtables/{table.slug}/feedback"
    sign_in(ruth)
    asked: dict[str, Any] = {"questions.words": "What next?", "questions.choices": "Again; Never"}
    assert landed_on(browser.send(f"{path}/questions", **asked)) == path
    assert "once three have said the same" in browser.get(path).text
    sign_in(tui)
    assert "conveners know that it is yours" in browser.get(path).text
    assert browser.send(path, helped="yes").status_code == 422
    given: dict[str, Any] = {
        "helped": "yes",
        "benefits": "maybe",
        "answers-0": "Again",
        "words": "Thank you all.",
    }
    assert landed_on(browser.send(path, **given)) == path
    again = browser.get(path).text
    assert "Thank you all." in again
    assert re.search(r'value="Again"\s+checked', again)
    sign_in(ruth)
    settled = browser.get(path).text
    assert "Somebody has answered already" in settled
    assert "Keep the questions" not in settled
    browser.client.cookies.clear()
    assert browser.get(path).status_code == 401
