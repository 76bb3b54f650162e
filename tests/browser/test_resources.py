"""A document from one city's desk to another's, in real browsers."""

import pytest
from playwright.sync_api import FilePayload, Page, expect
from sqlmodel import Session

from backend.domain.members.models import Member
from backend.domain.resources.models import Resource
from tests.browser.conftest import How, SitDown
from tests.browser.test_shell import WIDTHS, WITH_SCRIPTS, violations
from tests.support.documents import PDF
from tests.support.make import Make

TITLE = "Data trust agreement"


@pytest.fixture
def make(site_db: Session) -> Make:
    return Make(site_db)


@pytest.fixture
def ana(make: Make) -> Member:
    return make.member("Ana", city_id=make.city("Bogotá", latitude=4.7, longitude=-74.1).id)


@pytest.fixture
def resource(make: Make, ana: Member) -> Resource:
    """One with something of everything on its page."""
    made = make.resource(ana, topics=[make.topic("Mobility")], title=TITLE, version=1)
    for state in ("considers", "pilots", "uses", "adapted"):
        make.adoption(made, state=state, words="We changed only **one** section.")
    return made


def fill(page: Page, title: str) -> None:
    page.get_by_label("What is it called?").fill(title)
    page.get_by_label("Template").check()
    page.get_by_label("What is it for?").fill("A model agreement between a city and its operators.")
    page.get_by_label("(CC BY 4.0)").check()
    page.get_by_label("Mobility").check()


def test_a_file_goes_from_one_city_to_another(sit_down: SitDown, make: Make, ana: Member) -> None:
    make.topic("Mobility")
    ben = make.member("Ben", city_id=make.city("Bristol").id)

    giving = sit_down(ana)
    giving.goto("/resources")
    giving.get_by_role("main").get_by_role("link", name="Add a resource").first.click()
    fill(giving, "Short")
    plan = FilePayload(name="plan.pdf", mimeType="application/pdf", buffer=PDF)
    giving.get_by_label("Or a file").set_input_files([plan])
    giving.get_by_role("button", name="Add it to the library").click()
    expect(giving.get_by_role("alert")).to_be_focused()
    expect(giving.get_by_label("Use plan.pdf, which is here already")).to_be_checked()
    giving.get_by_label("What is it called?").fill(TITLE)
    giving.get_by_role("button", name="Add it to the library").click()
    expect(giving.get_by_role("heading", level=1, name=TITLE)).to_be_visible()

    taking = sit_down(ben)
    taking.goto("/resources?kind=template")
    taking.get_by_role("link", name=TITLE).click()
    with taking.expect_download() as fetched:
        taking.get_by_role("link", name="Download it").click()
    assert fetched.value.suggested_filename == "plan.pdf"
    taking.get_by_text("Our city uses this").click()
    taking.get_by_role("button", name="Say so for our city").click()
    expect(taking.get_by_role("alert")).to_be_focused()
    taking.get_by_label("Pilots it").check()
    taking.get_by_label("What happened?").fill("In one ward.")
    taking.get_by_role("button", name="Say so for our city").click()
    expect(taking.get_by_role("heading", name="Used by 1 city")).to_be_visible()

    giving.reload()
    expect(giving.get_by_role("link", name="Bristol", exact=True).last).to_be_visible()
    expect(giving.get_by_text("In one ward.")).to_be_visible()


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", [How(scripts=True, width=1280)], ids=["htmx"])
def test_a_tick_narrows_the_list_and_keeps_its_place(
    sit_down: SitDown, make: Make, resource: Resource
) -> None:
    make.resource(kind="code", title="Something else", language="es")
    page = sit_down()
    page.goto("/resources")
    page.locator("summary", has_text="Language").click()
    page.get_by_label("Code").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text(resource.title)).to_have_count(0)
    expect(page.get_by_label("Code")).to_be_focused()
    expect(page.get_by_label("Spanish")).to_be_visible()
    expect(page.get_by_role("status").first).to_have_text("1 resource")
    assert page.url.endswith("/resources?kind=code")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", WITH_SCRIPTS)
def test_axe_finds_nothing(sit_down: SitDown, ana: Member, resource: Resource) -> None:
    page = sit_down(ana)
    there = f"/resources/{resource.slug}"
    for address in (
        "/resources",
        there,
        "/resources/new",
        f"{there}/edit",
        f"{there}/versions/new",
    ):
        page.goto(address)
        assert violations(page, WIDTHS) == [], address
    page = sit_down()
    page.goto(there)
    assert violations(page, WIDTHS) == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", [How(scripts=False, width=320)], ids=["320"])
def test_nothing_scrolls_sideways(sit_down: SitDown, ana: Member, resource: Resource) -> None:
    page = sit_down(ana)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    there = f"/resources/{resource.slug}"
    for address in (
        "/resources",
        there,
        "/resources/new",
        f"{there}/edit",
        f"{there}/versions/new",
    ):
        page.goto(address)
        assert page.evaluate(wide) == 0, address
