"""Whole errands with the keyboard alone: what a page does, it does for those without a mouse."""

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, col, select

from backend.domain.affiliations import moving
from backend.domain.affiliations.models import Affiliation
from backend.domain.joining.ways import Passkey
from tests.browser.conftest import How, SitDown, Site
from tests.support.keyboard import opens, presses, reach, types
from tests.support.make import Make
from tests.support.talks import Talks

pytestmark = [
    pytest.mark.sqlite_only,
    pytest.mark.parametrize("how", [How(scripts=True, width=1280)], ids=["htmx-1280"]),
]


def test_a_conversation_is_agreed_on_held_and_learned_from(
    site: Site, site_db: Session, sit_down: SitDown
) -> None:
    make, talks = Make(site_db), Talks(site_db, site.settings)
    ana, ben = make.member("Ana"), make.member("Ben")
    asked, met = talks.asked(ana, ben), talks.met(ben, make.member("Cleo"))
    page = sit_down(ben)
    page.goto(f"/conversations/{asked.slug}")
    presses(page, "Thu 7 May", "Space")
    presses(page, "Agree to talk")
    expect(page.get_by_label("Your message")).to_be_visible()
    types(page, "Your message", "Shall I bring our contract?")
    presses(page, "Send")
    expect(page.locator("#thread").get_by_text("Shall I bring our contract?")).to_be_visible()
    page.goto(f"/conversations/{met.slug}")
    types(page, "What I learned", "Begin with the smallest operator.")
    presses(page, "No, it stays between us", "ArrowDown")
    presses(page, "Keep it")
    expect(page.get_by_text("You wrote")).to_be_visible()


def test_a_lead_takes_over_what_a_colleague_leaves_and_asks_another_city(
    site_db: Session, sit_down: SitDown
) -> None:
    make = Make(site_db)
    make.topic("Data trusts")
    bristol, quito = make.city("Bristol"), make.city("Quito", slug="quito-ec")
    lead = make.member("Amina", city_id=bristol.id, is_lead=True)
    make.member("Rosa", city_id=quito.id, is_lead=True)
    joe = make.member("Joe", city_id=bristol.id)
    make.challenge(joe, title="Paint on roads")
    make.affiliation(joe)
    main = site_db.exec(select(Affiliation).where(col(Affiliation.member_id) == joe.id)).one()
    moving.leave(site_db, joe, main)
    site_db.commit()
    page = sit_down(lead)
    page.goto("/hand-overs")
    opens(page, "Paint on roads")
    opens(page, "Take it over")
    expect(page.get_by_text("Taken over", exact=True)).to_be_visible()
    page.goto("/twinnings/new")
    types(page, "To which city?", "quito")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    opens(page, "Quito")
    presses(page, "Peers", "Space")
    types(page, "Topic 1", "Data")
    types(page, "What for", "We look at each other’s agreements with operators.")
    types(page, "First day", "06062026")
    types(page, "Last day", "09092026")
    presses(page, "Propose it")
    expect(page.get_by_text("Proposed", exact=True).first).to_be_visible()


def test_a_convener_invites_a_list_and_renames_a_passkey(
    site_db: Session, sit_down: SitDown
) -> None:
    ruth = Make(site_db).convener(name="Ruth")
    site_db.add(Passkey(member_id=ruth.id, credential_id="one", public_key="x", name="Old phone"))
    site_db.commit()
    page = sit_down(ruth)
    page.goto("/moderation/invitations")
    opens(page, "Invite many from a list")
    types(page, "Or a pasted list", "name,e-mail\nKwame,kwame@accra.example\nEfua,nobody\n")
    opens(page, "Check the list")
    expect(page.get_by_role("rowheader", name="3")).to_be_visible()
    opens(page, "Invite 1 person")
    expect(page.get_by_text("1 person is invited.")).to_be_visible()
    page.goto("/settings/sign-in")
    presses(page, "Call it something else")
    reach(page, "Its name")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("The blue telephone")
    presses(page, "Save the name")
    expect(page.get_by_text("The blue telephone", exact=True)).to_be_visible()
