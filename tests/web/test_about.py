"""Pages about the network itself."""

import re

import pytest

from backend.core.pages import PAGE
from tests.conftest import SignIn
from tests.support.browser import Browser
from tests.support.make import Make


@pytest.mark.parametrize("is_member", [True, False])
def test_whoever_is_told_to_ask_a_convener_reads_who_they_are(
    browser: Browser, make: Make, sign_in: SignIn, *, is_member: bool
) -> None:
    ruth = make.convener(name="Ruth Adeyemi")
    make.convener(name="Hidden Helper", audience={"name": "members"})
    make.convener(name="Kept Out", suspended_at=ruth.admitted_at)
    if is_member:
        sign_in(make.member("Ben"))
        assert "/about/conveners" in browser.get("/moderation").text
    page = browser.get("/about/conveners").text
    shown = [
        name for name in ("Ruth Adeyemi", "Hidden Helper", "Kept Out", "Ben") if f">{name}<" in page
    ]
    assert shown[: 1 + is_member] == ["Ruth Adeyemi", "Hidden Helper"][: 1 + is_member]
    assert "Kept Out" not in page
    assert ("Hidden Helper" in page) is is_member


def test_conveners_are_read_page_by_page(browser: Browser, make: Make) -> None:
    names = [f"Convener {n:02}" for n in range(PAGE + 1)]
    for name in names:
        make.convener(name=name)
    first = browser.get("/about/conveners").text
    assert [name for name in names if f">{name}<" in first] == names[:PAGE]
    more = re.search(r'href="(/about/conveners\?after=[^"]+)"', first)
    assert more
    second = browser.get(more[1]).text
    assert [name for name in names if f">{name}<" in second] == names[PAGE:]
