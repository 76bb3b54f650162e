"""A member searches peers by topic, and finds one with the reason."""

from playwright.sync_api import expect

from backend.domain.members.models import MemberTopic
from tests.browser.conftest import SitDown, Site
from tests.support.make import Make
from tests.support.reading import fits


def test_a_member_searches_peers_by_topic_and_finds_one_with_the_reason(
    site: Site, sit_down: SitDown
) -> None:
    with site.sessions() as db:
        make = Make(db)
        topic = make.topic("Data trusts")
        gothenburg = make.city("Gothenburg", country="SE", zone="Europe/Stockholm")
        erik = make.member("Erik Johansson", city_id=gothenburg.id, title="Head of data")
        make.member("Somebody Else")
        db.add(MemberTopic(member_id=erik.id, topic_id=topic.id, side="can_help"))
        db.commit()
        amina = make.member("Amina Mensah")
    page = sit_down(amina)
    page.goto("/people")
    expect(page.get_by_role("link", name="Somebody Else", exact=True)).to_be_visible()
    page.get_by_role("searchbox", name="A topic, a word or a name").fill("data trusts")
    page.get_by_role("main").get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("link", name="Erik Johansson", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Somebody Else", exact=True)).to_have_count(0)
    expect(page.get_by_text("Can help with data trusts").first).to_be_visible()
    expect(page.get_by_text("1 person in 1 city")).to_be_visible()
    assert "q=data" in page.url
    fits(page)
    page.get_by_role("link", name="Erik Johansson", exact=True).click()
    expect(page.get_by_role("heading", name="Erik Johansson", level=1)).to_be_visible()
    fits(page)
