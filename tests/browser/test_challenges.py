"""A challenge from its first word to its outcome, between two officials, in real browsers."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session

from backend.domain.challenges.models import Challenge
from backend.domain.members.models import Member
from tests.browser.conftest import How, SitDown
from tests.browser.test_shell import WIDTHS, WITH_SCRIPTS, violations
from tests.conftest import NOON
from tests.support.make import Make

TITLE = "Bike lanes on narrow streets"


@pytest.fixture
def make(site_db: Session) -> Make:
    return Make(site_db)


def write(page: Page) -> None:
    page.get_by_label("Your challenge in one line").fill(TITLE)
    page.get_by_label("What is the situation?").fill("Paint lasted us **one** winter only.")
    page.get_by_label("What would help you?").fill("A city where it lasted longer.")
    page.get_by_label("Mobility").check()


def test_a_challenge_is_posted_faced_answered_and_solved(sit_down: SitDown, make: Make) -> None:
    make.topic("Mobility")
    ana = make.member("Ana", city_id=make.city("Bogotá").id)
    ben = make.member("Ben", city_id=make.city("Bristol").id)

    asking = sit_down(ana)
    asking.goto("/challenges/new")
    asking.get_by_role("button", name="Post the challenge").click()
    expect(asking.get_by_role("alert")).to_be_focused()
    write(asking)
    asking.get_by_role("button", name="Preview").click()
    expect(asking.get_by_text("This is how it will look.")).to_be_visible()
    expect(asking.locator("strong", has_text="one")).to_be_visible()
    asking.get_by_role("button", name="Post the challenge").click()
    expect(asking.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    address = asking.url

    helping = sit_down(ben)
    helping.goto("/challenges")
    helping.get_by_role("link", name=TITLE).click()
    helping.get_by_role("button", name="We face this too").click()
    expect(helping.get_by_text("2 cities face this")).to_be_visible()
    helping.get_by_label("Bristol faces this too.").fill("As bad here.")
    helping.get_by_role("button", name="Save the line").click()
    helping.get_by_role("button", name="Answer", exact=True).click()
    expect(helping.get_by_role("alert")).to_be_focused()
    helping.get_by_label("Your answer").fill("Put up planters.")
    expect(helping.get_by_label("We have done this")).to_be_checked()
    helping.get_by_role("button", name="Answer", exact=True).click()
    expect(helping.get_by_role("heading", name="1 answer")).to_be_visible()

    asking.goto(address)
    asking.get_by_role("button", name="This helped us").click()
    expect(asking.get_by_text("Helped Bogotá")).to_be_visible()
    asking.get_by_role("link", name="Reply").click()
    expect(asking.get_by_label("Your reply to Ben")).to_be_focused()
    asking.get_by_label("Your reply to Ben").fill("For how long?")
    asking.get_by_role("button", name="Reply", exact=True).click()
    expect(asking.get_by_text("For how long?", exact=True)).to_be_visible()
    asking.get_by_role("link", name="Close with an outcome").click()
    asking.get_by_label("What worked?").fill("Planters.")
    asking.get_by_role("button", name="Save the outcome").click()
    expect(asking.get_by_role("heading", name="What came of it")).to_be_visible()
    expect(asking.get_by_text("Solved", exact=True)).to_be_visible()


@pytest.mark.sqlite_only
def test_what_was_begun_is_kept(sit_down: SitDown, how: How, make: Make) -> None:
    """By itself where scripts run, by its button where they don't."""
    make.topic("Mobility")
    page = sit_down(make.member())
    page.goto("/challenges/new")
    write(page)
    if how.scripts:
        expect(page.get_by_text("Kept as a draft at")).to_be_visible()
    else:
        page.get_by_role("button", name="Keep as a draft").click()
        expect(page.get_by_text("Your draft is kept.")).to_be_visible()
    page.goto("/challenges/drafts")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_label("What is the situation?")).to_have_value(
        "Paint lasted us **one** winter only."
    )
    expect(page.get_by_label("Mobility")).to_be_checked()


@pytest.mark.sqlite_only
def test_cities_can_be_chosen_where_they_decide(sit_down: SitDown, make: Make) -> None:
    make.city("Bogotá")
    page = sit_down(make.member())
    page.goto("/challenges/new")
    expect(page.get_by_label("Find a city")).to_be_hidden()
    page.get_by_label("Only the cities that I choose").check()
    page.get_by_label("Find a city").fill("bogota")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_label("Bogotá")).to_be_visible()


@pytest.mark.sqlite_only
def test_filters_narrow_the_list_and_its_address(sit_down: SitDown, make: Make) -> None:
    make.challenge(title="Bike lanes", topics=[make.topic("Mobility")])
    make.challenge(title="Flats", topics=[make.topic("Housing")])
    page = sit_down(make.member())
    page.goto("/challenges")
    page.get_by_label("Topic", exact=True).select_option("Housing")
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_role("link", name="Bike lanes")).to_have_count(0)
    expect(page.get_by_role("link", name="Flats")).to_be_visible()
    assert "topic=housing" in page.url
    page.get_by_role("link", name="Housing (show without this)").click()
    expect(page.get_by_role("link", name="Bike lanes")).to_be_visible()


@pytest.fixture
def discussed(make: Make) -> tuple[Member, Challenge]:
    """A challenge on whose page everything stands, and its author."""
    chosen, ana = make.city("Bristol"), make.member("Ana", title="Engineer")
    challenge = make.challenge(
        ana, topics=[make.topic("Mobility")], cities=[chosen], tried="Thicker paint."
    )
    make.facing(challenge, make.member(city_id=chosen.id), "As bad here.")
    answer = make.answer(challenge, helped_at=NOON)
    make.answer(challenge, parent=answer)
    make.answer(challenge, hidden_at=NOON)
    make.challenge(ana, closed_at=NOON, solved=True, worked="Planters.", not_worked="Paint.")
    return ana, challenge


def pages(challenge: Challenge, answered: str) -> list[str]:
    base = f"/challenges/{challenge.slug}"
    return [
        "/challenges",
        "/challenges?status=closed&region=asia&unanswered=on",
        "/challenges/new",
        "/challenges/drafts",
        base,
        f"{base}?reply={answered}",
        f"{base}/edit",
        f"{base}/history",
        f"{base}/outcome",
    ]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", WITH_SCRIPTS)
def test_axe_finds_nothing(
    sit_down: SitDown, make: Make, discussed: tuple[Member, Challenge]
) -> None:
    ana, challenge = discussed
    answer = make.answer(challenge)
    page = sit_down(ana)
    for address in pages(challenge, str(answer.id)):
        page.goto(address)
        assert violations(page, WIDTHS) == [], address


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", [How(scripts=False, width=320)], ids=["320"])
def test_nothing_scrolls_sideways(
    sit_down: SitDown, make: Make, discussed: tuple[Member, Challenge]
) -> None:
    ana, challenge = discussed
    answer = make.answer(challenge, body="https://example.org/" + "long" * 60)
    page = sit_down(ana)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for address in pages(challenge, str(answer.id)):
        page.goto(address)
        assert page.evaluate(wide) == 0, address
