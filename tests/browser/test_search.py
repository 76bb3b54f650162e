"""Looking for something from the header of any page, which suggests while one types."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session

from backend.domain.challenges import actions as challenges
from tests.browser.conftest import How, SitDown
from tests.support.make import Make

pytestmark = pytest.mark.sqlite_only

WITH_SCRIPTS = [
    pytest.param(How(scripts=True, width=1280), id="htmx-1280"),
    pytest.param(How(scripts=True, width=360), id="htmx-360"),
]
PLAIN = [
    pytest.param(How(scripts=False, width=width), id=f"plain-{width}") for width in (1280, 360)
]
TITLES = ["Data trusts", "Dates of repairs"]


@pytest.fixture(autouse=True)
def _things(site_db: Session) -> None:
    make = Make(site_db)
    for title in TITLES:
        challenges.index(site_db, make.challenge(title=title, visibility="public"))
    site_db.commit()


def field_of(page: Page, how: How) -> Locator:
    """The field in the header; on a phone, in its menu."""
    if how.width < 1024:
        page.locator("summary", has_text="Menu").click()
    return page.get_by_role("banner").get_by_role("searchbox")


def suggested(page: Page) -> Locator:
    return page.get_by_role("list", name="What is called so").get_by_role("link")


def begun(page: Page, how: How) -> Locator:
    """The field in the header of a page, once it suggests both for what was typed."""
    page.goto("/challenges")
    field = field_of(page, how)
    field.press_sequentially("da")
    expect(suggested(page)).to_have_count(2)
    return field


@pytest.mark.parametrize("how", WITH_SCRIPTS)
def test_the_header_suggests_once_something_is_typed_and_nothing_moves(
    sit_down: SitDown, how: How
) -> None:
    page = sit_down()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "suggestions?" in one.url else None)
    page.goto("/challenges")
    heading = page.get_by_role("heading", level=1)
    field = field_of(page, how)
    field.focus()
    before = heading.bounding_box()
    assert asked == []
    field.press_sequentially("da")
    expect(suggested(page)).to_have_text([re.compile(title) for title in TITLES])
    assert heading.bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.locator("[aria-live=polite]").filter(has=suggested(page)).count() == 1


@pytest.mark.parametrize("how", WITH_SCRIPTS)
@pytest.mark.parametrize("keys", [["ArrowDown", "ArrowDown"], ["Tab", "Tab"], ["ArrowUp"]])
def test_a_suggestion_is_reached_and_opened_by_keyboard(
    sit_down: SitDown, how: How, keys: list[str]
) -> None:
    page = sit_down()
    begun(page, how)
    for key in keys:
        page.keyboard.press(key)
    expect(suggested(page).nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[1])


@pytest.mark.parametrize("how", WITH_SCRIPTS)
@pytest.mark.parametrize("steps", [0, 1, 2])
def test_escape_closes_the_suggestions_and_gives_the_field_back_as_it_was(
    sit_down: SitDown, how: How, steps: int
) -> None:
    page = sit_down()
    field = begun(page, how)
    for _n in range(steps):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(suggested(page)).to_have_count(0)
    expect(field).to_be_focused()
    expect(field).to_have_value("da")
    page.keyboard.type("tes")
    expect(suggested(page)).to_have_text([re.compile(TITLES[1])])


@pytest.mark.parametrize("how", WITH_SCRIPTS)
def test_the_suggestions_close_when_one_leaves_them_and_go_round_by_arrow(
    sit_down: SitDown, how: How
) -> None:
    page = sit_down()
    field = begun(page, how)
    for _n in range(len(TITLES) + 1):
        page.keyboard.press("ArrowDown")
    expect(field).to_be_focused()
    for _n in range(len(TITLES) + 1):
        page.keyboard.press("Tab")
    expect(suggested(page)).to_have_count(0)


@pytest.mark.parametrize("how", WITH_SCRIPTS[:1])
def test_the_search_page_suggests_alike_until_the_words_are_sent(sit_down: SitDown) -> None:
    page = sit_down()
    page.goto("/search")
    page.get_by_label("What are you looking for?").press_sequentially("da")
    expect(suggested(page)).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name=TITLES[0])).to_be_visible()
    expect(suggested(page)).to_have_count(0)


@pytest.mark.parametrize("how", PLAIN)
def test_without_scripts_the_header_searches_and_suggests_nothing(
    sit_down: SitDown, how: How
) -> None:
    page = sit_down()
    page.goto("/challenges")
    field_of(page, how).press_sequentially("dates")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name=TITLES[1])).to_be_visible()
    expect(suggested(page)).to_have_count(0)
