"""People, cities, topics and settings in real browsers."""

from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from backend.domain.members import actions
from backend.domain.members.models import Member
from backend.domain.search import gaps
from tests.browser.conftest import How, SitDown
from tests.browser.test_shell import WIDTHS, WITH_SCRIPTS, violations
from tests.support.make import Make
from tests.support.reading import fits

LONG = "Sainte-Geneviève-des-Bois-sur-la-Montagne-Saint-Hippolyte"


@pytest.fixture
def make(site_db: Session) -> Make:
    return Make(site_db)


@pytest.fixture
def lead(make: Make, site_db: Session) -> Member:
    """Somebody of a full and various network, whose own page and city everything stands on."""
    bristol = make.city(LONG, slug="bristol-gb", website="https://example.org/" + "long" * 20)
    quito = make.city("Quito", country="EC", region="latin_america", zone="America/Guayaquil")
    whole = make.topic("Open data", slug="open-data", kind="principle")
    topic = make.topic("Data trusts", parent_id=whole.id)
    for city in (bristol, quito):
        make.priority(city, topic)
        make.openness(city, "data", "leading", words="All of it.", link="https://example.org/data")
        make.openness(city, "source", "exploring", words="One repository.")
    amina = make.member(
        "Amina Mensah",
        city_id=bristol.id,
        is_lead=True,
        is_convener=True,
        title="Data programme manager",
        pronouns="she/her",
        pronunciation="ah-MEE-nah",
        would_convene=True,
        bio="Opened the **budget**, and https://example.org/" + "long" * 30,
    )
    others = [
        make.member("محمد العلي", city_id=quito.id, zone="America/Guayaquil"),
        make.member("Marie-Philippine Saint-Cyr de La Rochefoucauld-Montbel", city_id=bristol.id),
    ]
    for member in (amina, *others):
        make.skill(member, topic)
        make.skill(member, whole, "looking_for")
        make.spoken(member, "es")
        actions.make_findable(site_db, member)
    make.challenge(amina, topics=[topic], title="Paint that lasts")
    for number in range(gaps.LEAST):
        gaps.record(site_db, "snow ploughs", UUID(int=number))
    site_db.commit()
    return amina


def pages(lead: Member) -> list[str]:
    return [
        "/people",
        "/people?q=data+trusts&hours=mine&region=europe&language=es",
        "/people?country=AQ",
        f"/people/{lead.slug}",
        "/cities",
        "/cities?region=europe&topic=data-trusts&principle=data",
        "/cities/bristol-gb",
        "/cities/bristol-gb/edit",
        "/topics",
        "/topics/open-data",
        "/settings",
    ]


@pytest.mark.sqlite_only
def test_ticking_narrows_the_list_and_its_address(
    sit_down: SitDown, how: How, lead: Member
) -> None:
    """At once where scripts run, by the button where they don't; the focus stays."""
    page = sit_down(lead)
    page.goto("/people")
    expect(page.get_by_text("3 people in 2 cities")).to_be_visible()
    if how.width < 900:
        page.get_by_text("Choose whom to show").click()
    box = page.get_by_label("Latin America and the Caribbean")
    box.check()
    if not how.scripts:
        page.get_by_role("button", name="Show these").click()
    expect(page.get_by_text("1 person in 1 city")).to_be_visible()
    expect(page.get_by_role("link", name="محمد العلي", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Amina Mensah")).to_have_count(0)
    expect(box).to_be_checked()
    assert "region=latin_america" in page.url
    if how.scripts:
        expect(box).to_be_focused()
        page.go_back()
        expect(page.get_by_text("3 people in 2 cities")).to_be_visible()


@pytest.mark.sqlite_only
def test_a_profile_is_changed_and_a_mistake_is_mended(sit_down: SitDown, lead: Member) -> None:
    page = sit_down(lead)
    page.goto(f"/people/{lead.slug}")
    page.get_by_role("link", name="Edit your profile").click()
    page.get_by_label("Role").first.fill("Head of everything")
    page.get_by_label("Your day ends").fill("07:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Role").first).to_have_value("Head of everything")
    page.get_by_label("Your day ends").fill("16:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    expect(page.get_by_text("Head of everything")).to_be_visible()


@pytest.mark.sqlite_only
def test_a_lead_says_how_open_the_city_is(sit_down: SitDown, lead: Member) -> None:
    page = sit_down(lead)
    page.goto("/cities/bristol-gb")
    page.get_by_role("link", name="Edit this page").click()
    page.get_by_text("Open standards, nothing said yet").click()
    form = page.locator("#standards form")
    form.get_by_label("How far").select_option("practising")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    form.get_by_label("In a sentence").fill("Contracts are published each month.")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("What the city says of this principle is saved.")).to_be_visible()
    page.goto("/cities/bristol-gb")
    expect(page.get_by_text("Contracts are published each month.")).to_be_visible()


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", WITH_SCRIPTS)
def test_axe_finds_nothing(sit_down: SitDown, lead: Member) -> None:
    page = sit_down(lead)
    for address in pages(lead):
        page.goto(address)
        assert violations(page, WIDTHS) == [], address
    page = sit_down()
    for address in ("/people", f"/people/{lead.slug}", "/cities/bristol-gb", "/topics/open-data"):
        page.goto(address)
        assert violations(page, WIDTHS) == [], address


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", [How(scripts=False, width=320)], ids=["320"])
@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_nothing_scrolls_sideways(
    sit_down: SitDown, site_db: Session, lead: Member, language: str
) -> None:
    """Not even in an invented language, longer than any and from right to left."""
    lead.language = language
    site_db.add(lead)
    site_db.commit()
    page = sit_down(lead)
    for address in (*pages(lead), "/moderation/gaps"):
        page.goto(address)
        fits(page)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", WITH_SCRIPTS)
def test_what_is_refused_is_said_where_the_page_stays(sit_down: SitDown, lead: Member) -> None:
    page = sit_down(lead, forgive="409")
    for _time in range(2):
        page.goto("/search?q=data")
        page.get_by_text("Save this list").click()
        page.get_by_role("textbox", name="Name").fill("My data")
        page.get_by_role("button", name="Save it").click()
        page.wait_for_load_state("networkidle")
    expect(page.get_by_role("alert")).to_contain_text("saved this list already")
    expect(page.get_by_role("textbox", name="Name")).to_have_value("My data")
