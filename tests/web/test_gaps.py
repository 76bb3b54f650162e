"""What members look for and do not find, on a page of the conveners."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from backend.domain.search.models import SearchGap
from tests.conftest import NOON, Connect, SignIn
from tests.support.browser import Browser
from tests.support.make import Make


@pytest.fixture(autouse=True)
def _missing(db: Session) -> None:
    for words, days, code, times in (
        ("snow <ploughs>", 1, "en", 2),
        ("snow <ploughs>", 3, "fr", 1),
        ("somebody alone", 1, "en", 2),
        ("long ago", 100, "en", 9),
    ):
        day = (NOON - timedelta(days=days)).date()
        db.add(SearchGap(folded=words, day=day, words=words, language=code, times=times))
    db.commit()


def test_conveners_see_what_is_missing_and_what_to_do_about_it(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    assert browser.get("/moderation/gaps").status_code == 401
    sign_in(make.member())
    assert browser.get("/moderation/gaps").status_code == 403
    sign_in(make.convener())
    page = browser.get("/moderation/gaps").text
    shown = [one in page for one in ("snow &lt;ploughs&gt;", "somebody alone", "long ago")]
    assert shown == [True, False, False]
    asked = "snow+%3Cploughs%3E"
    for address in (f"/roundtables/new?title={asked}", f"/challenges/new?title={asked}"):
        assert f'href="{address}"' in page
        assert "snow &lt;ploughs&gt;" in browser.get(address).text
    assert "snow &lt;ploughs&gt;" in browser.get(f"/glossary/new?term={asked}").text


def test_programs_of_conveners_read_it(make: Make, connect: Connect) -> None:
    assert connect(make.member()).get("/moderation/gaps").status_code == 403
    found = connect(make.convener()).get("/moderation/gaps").json()
    last = (NOON - timedelta(days=1)).date().isoformat()
    assert found == [
        {"words": "snow <ploughs>", "times": 3, "languages": ["en", "fr"], "last": last}
    ]
