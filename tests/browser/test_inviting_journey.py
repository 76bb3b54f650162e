"""A convener sends in a list, looks at what is wrong with it, invites; somebody comes."""

from playwright.sync_api import expect

from tests.browser.conftest import SitDown, Site
from tests.support.inviting import link
from tests.support.joining import token_for
from tests.support.make import Make
from tests.support.reading import fits, press

ADDRESS = "joao@cm-porto.pt"
LIST = (
    'Nome;E-mail;Cidade\r\n"João\r\nda Silva";joao@cm-porto.pt;Porto, Portugal\r\nBen;nobody;\r\n'
)


def test_a_list_is_sent_in_mended_and_somebody_accepts(site: Site, sit_down: SitDown) -> None:
    with site.sessions() as db:
        convener = Make(db).convener(name="Cara")

    desk = sit_down(convener, forgive="422")
    desk.goto("/moderation/invitations")
    desk.get_by_role("link", name="Invite many from a list").click()
    fits(desk)
    press(desk, "Check the list")
    expect(desk.get_by_text("There is nobody on this list.").first).to_be_visible()
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp1252")}
    desk.get_by_label("A file", exact=True).set_input_files(file)  # type: ignore[arg-type]
    press(desk, "Check the list")
    expect(desk.get_by_text("There is no e-mail address on this line.")).to_be_visible()
    expect(desk.get_by_role("rowheader", name="4")).to_be_visible()
    fits(desk)
    desk.get_by_role("link", name="Good (1)").click()
    expect(desk.get_by_text("João da Silva · Porto, Portugal")).to_be_visible()
    press(desk, "Invite 1 person")
    expect(desk.get_by_text("1 person is invited.")).to_be_visible()
    fits(desk)

    with site.sessions() as db:
        invited = link(db, ADDRESS)
    guest = sit_down()
    guest.goto(invited)
    expect(guest.get_by_text("Cara asks you to join Open Cities.")).to_be_visible()
    expect(guest.get_by_label("Your name")).to_have_value("João da Silva")
    guest.get_by_label("What you do").fill("Head of data")
    guest.get_by_label("I have read the code of conduct").check()
    fits(guest)
    press(guest, "Accept the invitation")
    expect(guest.get_by_role("heading", name="Look in your mail")).to_be_visible()
    with site.sessions() as db:
        token = token_for(db, ADDRESS)
    guest.goto(f"/sign-in/{token}")
    press(guest, "Sign in")
    expect(guest.get_by_role("link", name="Post a challenge")).to_be_visible()
