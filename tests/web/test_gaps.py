"""What members look for and do not find, on a page of the conveners."""

from uuid import UUID

import pytest
from sqlmodel import Session

from backend.domain.search import gaps
from tests.conftest import Connect, SignIn
from tests.support.browser import Browser
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


def test_programs_of_conveners_read_it(make: Make, connect: Connect) -> None:
    assert connect(make.member()).get("/moderation/gaps").status_code == 403
    found = connect(make.convener()).get("/moderation/gaps").json()
    assert [(one["words"], one["times"], one["languages"]) for one in found] == [
        ("snow <ploughs>", 3, ["en"])
    ]
