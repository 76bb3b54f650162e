"""A report is hidden, and the author told."""

from playwright.sync_api import expect

from tests.browser.conftest import SitDown, Site
from tests.support.make import Make
from tests.support.reading import fits, press

REASON = "It names a resident and the street she lives in."


def test_what_was_reported_is_hidden_and_its_author_told_why(site: Site, sit_down: SitDown) -> None:
    with site.sessions() as db:
        make = Make(db)
        ana, ben, convener = make.member(name="Ana"), make.member(name="Ben"), make.convener()
        challenge = make.challenge(ana, title="Who repairs the lamps", visibility="public")
    address = f"/challenges/{challenge.slug}"

    reader = sit_down(ben)
    reader.goto(address)
    reader.get_by_role("link", name="Report").first.click()
    reader.get_by_label("Respect people’s privacy").check()
    reader.get_by_label("What should conveners know?").fill("The third line names somebody.")
    fits(reader)
    press(reader, "Send the report")
    expect(reader.get_by_text("Thank you. A convener will look at it")).to_be_visible()

    desk = sit_down(convener)
    desk.goto("/moderation")
    desk.get_by_role("link", name="Who repairs the lamps").click()
    expect(desk.get_by_text("The third line names somebody.")).to_be_visible()
    desk.get_by_label("Respect people’s privacy").check()
    desk.get_by_label("Your reason").fill(REASON)
    fits(desk)
    press(desk, "Hide it")
    expect(desk.get_by_text("It is hidden, and its author told why.")).to_be_visible()

    for stranger in (sit_down(), reader):
        stranger.goto(address)
        expect(stranger.get_by_role("heading", name="There is no such challenge.")).to_be_visible()

    author = sit_down(ana)
    author.goto("/notifications")
    expect(author.get_by_text("“Who repairs the lamps” was hidden by a convener.")).to_be_visible()
    expect(author.get_by_text(REASON)).to_be_visible()
    fits(author)
