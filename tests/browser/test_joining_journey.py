"""An official joins, is admitted, posts a challenge, and is answered."""

from playwright.sync_api import Page, expect
from sqlmodel import col, select

from backend.domain.notifications.models import Letter
from tests.browser.conftest import SitDown, Site
from tests.support.make import Make
from tests.support.reading import fits, press

CHALLENGE = "Shade for the bus stops of the old town"


def letter(site: Site, event: str, address: str) -> dict[str, str]:
    """What the last letter of this kind to that address says."""
    with site.sessions() as db:
        found = select(Letter).where(col(Letter.event) == event, col(Letter.address) == address)
        facts: dict[str, str] = db.exec(found.order_by(col(Letter.id).desc())).first().facts  # type: ignore[union-attr]
        return facts


def applies(page: Page) -> None:
    page.goto("/join")
    page.get_by_label("Your name").fill("Yuki Tanaka")
    page.get_by_label("Your work e-mail").fill("yuki.tanaka@fukuoka.example")
    page.get_by_label("What you do").fill("Head of mobility")
    page.get_by_label("Your city").fill("福岡")
    page.get_by_label("I have read the code of conduct").check()
    asked = press(page, "Ask to join")
    if asked.status == 422:
        page.get_by_role("radio").first.check()
        fits(page)
        press(page, "Ask to join")
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    fits(page)


def opens_the_letter(page: Page, site: Site) -> None:
    token = letter(site, "confirm_address", "yuki.tanaka@fukuoka.example")["token"]
    page.goto(f"/sign-in/{token}")
    press(page, "Sign in")
    expect(page.get_by_text("Your application waits")).to_be_visible()
    fits(page)


def admits(page: Page) -> None:
    page.goto("/moderation/members")
    page.get_by_role("link", name="Yuki Tanaka").click()
    page.get_by_label("Your reason").fill("I met her at the mobility week in Fukuoka.")
    press(page, "Admit")
    expect(page.get_by_text("Yuki Tanaka is a member now, and was told.")).to_be_visible()
    fits(page)


def posts(page: Page) -> None:
    page.goto("/challenges/new")
    page.get_by_label("Your challenge in one line").fill(CHALLENGE)
    page.get_by_label("What is the situation?").fill(
        "Half of our bus stops have no shade, and the old town allows no masts."
    )
    page.get_by_label("What would help you?").fill("A shade that needs no foundation.")
    page.get_by_label("Mobility").check()
    press(page, "Post the challenge")
    expect(page.get_by_role("heading", name=CHALLENGE, level=1)).to_be_visible()
    fits(page)


def answers(page: Page) -> None:
    page.goto("/challenges")
    page.get_by_role("link", name=CHALLENGE).click()
    page.locator("#answer-body").fill("We use planted sails that stand on their own weight.")
    page.get_by_label("We have done this").check()
    press(page, "Answer")
    expect(page.get_by_role("heading", name="1 answer")).to_be_visible()
    expect(page.get_by_text("planted sails")).to_be_visible()
    fits(page)


def test_an_official_joins_is_admitted_posts_a_challenge_and_is_answered(
    site: Site, sit_down: SitDown
) -> None:
    with site.sessions() as db:
        make = Make(db)
        make.topic("Mobility")
        convener, ben = make.convener(name="Ruth Adeyemi"), make.member(name="Ben Osei")
    official = sit_down()
    applies(official)
    opens_the_letter(official, site)
    admits(sit_down(convener))
    posts(official)
    answers(sit_down(ben))
    official.goto("/notifications")
    official.get_by_role("link", name=f"Ben Osei answered “{CHALLENGE}”.").click()
    expect(official.get_by_text("planted sails")).to_be_visible()
