"""Somebody joins, in one browser and in two, with what the page offers as they type."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from backend.domain.joining.models import Application
from backend.domain.members.models import Member
from tests.browser.conftest import How, SitDown, Site
from tests.support.joining import token_for

ADDRESS = "amina@bristol.gov.uk"


def fill_in(page: Page, city: str) -> None:
    page.get_by_label("Your name").fill("Amina Mensah")
    page.get_by_label("Your work e-mail").fill(ADDRESS)
    page.get_by_label("What you do").fill("Head of data")
    page.get_by_label("Your city").fill(city)
    page.get_by_label("I have read the code of conduct").check()


def send(page: Page) -> None:
    page.get_by_role("button", name="Ask to join").click()


def test_somebody_joins_in_one_browser_and_opens_the_letter_in_another(
    sit_down: SitDown, site: Site, site_db: Session
) -> None:
    page = sit_down(forgive="422")
    page.goto("/join")
    fill_in(page, "San José")
    send(page)
    expect(page.get_by_text("One thing needs mending")).to_be_visible()
    page.get_by_label("San José, Costa Rica").check()
    send(page)
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    code = page.locator(".passcode").inner_text()
    with site.sessions() as db:
        token = token_for(db, ADDRESS)

    phone = sit_down(forgive="422")
    phone.goto(f"/sign-in/{token}")
    phone.get_by_label("The code of six digits").fill("12")
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    phone.get_by_label("The code of six digits").fill(code)
    phone.get_by_role("button", name="Sign in").click()
    phone.wait_for_url("/")
    application = site_db.exec(select(Application)).one()
    assert application.waits_for == "unknown_domain"
    amina = site_db.get_one(Member, application.member_id)
    assert (amina.email, amina.zone) == (ADDRESS, "America/Costa_Rica")
    page.goto(f"/sign-in/{token}")
    expect(page.get_by_role("heading", name="This link has ended")).to_be_visible()


@pytest.mark.sqlite_only
def test_cities_are_offered_while_one_types_and_still_after_a_mistake(
    sit_down: SitDown, how: How
) -> None:
    page = sit_down(forgive="422")
    page.goto("/join")
    page.get_by_label("Your city").fill("münch")
    offered = page.get_by_label("Munich (München), Bavaria, Germany")
    if not how.scripts:
        expect(offered).to_have_count(0)
        send(page)
        expect(offered).to_be_visible()
        return
    expect(offered).to_be_visible()
    send(page)
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Your city").fill("reykj")
    expect(page.get_by_label("Reykjavík, Capital Region, Iceland")).to_be_visible()
    expect(offered).to_have_count(0)
