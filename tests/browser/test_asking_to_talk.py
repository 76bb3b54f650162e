"""A member asks a peer to talk, with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from backend.domain.notifications.actions import tell
from tests.browser.conftest import How, SitDown, Site
from tests.support.keyboard import reach
from tests.support.make import Make
from tests.support.reading import fits

HOWS = [How(scripts=True, width=1280), How(scripts=False, width=360)]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", HOWS, ids=["htmx-1280", "plain-360"])
def test_a_member_asks_a_peer_to_talk_without_a_mouse(site: Site, sit_down: SitDown) -> None:
    with site.sessions() as db:
        make = Make(db)
        ana, ben = make.member("Ana"), make.member("Ben Silva", slug="ben-silva")
        for _n in range(12):
            tell(db, {ana.id}, "member.came", ("member", ben.id), {"name": "Ben"}, by_mail=False)
        db.commit()
    page = sit_down(ana)
    page.goto("/people/ben-silva/conversations/new")
    fits(page)
    bell, count = (page.locator(f".bell {part}").bounding_box() for part in ("svg", ".count"))
    assert bell
    assert count
    assert count["x"] >= bell["x"] + bell["width"] / 2 - 1
    day, time = (page.locator(f"[id='times.0.{part}']").bounding_box() for part in ("day", "time"))
    assert day
    assert time
    assert (day["y"], day["x"] < time["x"]) == (time["y"], True)
    reach(page, "What you would like to talk about")
    page.keyboard.type("How does your data trust pay for itself after two years?")
    reach(page, "Wed 6 May")
    page.keyboard.press("Space")
    reach(page, "Send the request")
    page.keyboard.press("Enter")
    expect(page.get_by_text("How does your data trust pay for itself")).to_be_visible()
    assert "/conversations/" in page.url
