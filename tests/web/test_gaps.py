"""What members look for and do not find, on a page of the conveners."""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from backend.domain.search import gaps
from tests.conftest import Connect, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make


@pytest.fixture(autouse=True)
def _missing(db: Session) -> None:
    for number in range(3):
        gaps.record(db, "snow <ploughs>", UUID(int=number))
    gaps.record(db, "somebody alone", UUID(int=0))
    db.commit()


def test_conveners_see_what_is_missing_and_what_to_do_about_it(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    assert browser.get("/moderation/gaps").status_code == 401
    sign_in(make.member())
    assert browser.get("/moderation/gaps").status_code == 403
    sign_in(make.convener())
    page = browser.get("/moderation/gaps").text
    assert ("snow &lt;ploughs&gt;" in page, "somebody alone" in page) == (True, False)
    asked = "snow+%3Cploughs%3E"
    for address in (f"/roundtables/new?title={asked}", f"/challenges/new?title={asked}"):
        assert f'href="{address}"' in page
        assert "snow &lt;ploughs&gt;" in browser.get(address).text
    assert "snow &lt;ploughs&gt;" in browser.get(f"/glossary/new?term={asked}").text


def test_what_nobody_found_is_noted_by_searching(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    for _ in range(4):
        sign_in(make.member())
        browser.get("/search?q=quicksand")
    sign_in(make.convener())
    assert "quicksand" in browser.get("/moderation/gaps").text


def test_a_gap_is_settled_with_what_was_done_and_by_whom(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    sign_in(make.convener(name="Ruth Adeyemi"))
    assert "Settled lately" not in browser.get("/moderation/gaps").text
    sent: dict[str, Any] = {"words": "Snow <ploughs>", "done": "glossary"}
    assert landed_on(browser.send("/moderation/gaps/settled", **sent)) == "/moderation/gaps"
    page = browser.get("/moderation/gaps").text
    missing, settled = page.partition('id="settled"')[::2]
    assert "Nothing is missing" in missing
    assert "“Snow &lt;ploughs&gt;”: It is in the glossary now" in settled
    assert "Ruth Adeyemi" in settled
    assert "Ruth Adeyemi settled something that was missing" in browser.get("/moderation/log").text
    for number in range(3):
        gaps.record(db, "snow <ploughs>", UUID(int=number))
    db.commit()
    again = browser.get("/moderation/gaps").text
    assert ("Nothing is missing" in again, "Settled lately" in again) == (False, True)


def test_what_two_conveners_settle_at_once_stands_in_the_log_once(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    sign_in(make.convener())
    for done in ("glossary", "there"):
        sent: dict[str, Any] = {"words": "snow <ploughs>", "done": done}
        assert landed_on(browser.send("/moderation/gaps/settled", **sent)) == "/moderation/gaps"
    page = browser.get("/moderation/gaps").text
    assert "It is in the glossary now" in page
    assert "It can be found by now</div>" not in page


@pytest.mark.parametrize("sent", [{"words": "snow <ploughs>", "done": "luck"}, {"done": "there"}])
def test_what_was_done_is_one_of_a_few_things(
    browser: Browser, make: Make, sign_in: SignIn, sent: dict[str, Any]
) -> None:
    sign_in(make.convener())
    assert browser.send("/moderation/gaps/settled", **sent).status_code == 422
    assert "Settled lately" not in browser.get("/moderation/gaps").text


def test_only_conveners_settle_what_is_missing(
    browser: Browser, make: Make, sign_in: SignIn, connect: Connect
) -> None:
    sent: dict[str, Any] = {"words": "snow <ploughs>", "done": "there"}
    sign_in(make.member())
    assert browser.send("/moderation/gaps/settled", **sent).status_code == 403
    program = connect(make.convener())
    assert program.post("/moderation/gaps/settled", sent).json() == sent
    assert program.get("/moderation/gaps").json() == []


def test_programs_of_conveners_read_it(make: Make, connect: Connect) -> None:
    assert connect(make.member()).get("/moderation/gaps").status_code == 403
    found = connect(make.convener()).get("/moderation/gaps").json()
    assert [(one["words"], one["times"], one["languages"]) for one in found] == [
        ("snow <ploughs>", 3, ["en"])
    ]
