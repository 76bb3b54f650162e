"""Changes of names as conveners see them."""

import re

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.members import actions, naming, queries, renaming
from backend.domain.members.models import Member
from tests.conftest import Connect, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted


def rename(db: Session, member: Member, name: str) -> None:
    actions.edit(db, member, queries.mine(db, member).model_copy(update={"name": name}))
    db.commit()


@pytest.fixture
def amina(db: Session, make: Make) -> Member:
    member = make.convener(name="Amina Mensah")
    naming.remember(db, member)
    return member


def test_conveners_see_names_to_look_at_in_their_queue(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, amina: Member
) -> None:
    ana = make.member("Ana")
    sign_in(amina)
    assert "could be taken" not in browser.get("/moderation").text
    rename(db, ana, "Аmina Mensah")
    assert "1 name could be taken for another’s" in browser.get("/moderation").text
    page = browser.get("/moderation/names?show=waiting").text
    assert "Letters of several scripts that look alike" in page
    assert "name of another member" in page
    assert amina.slug in page
    assert "Amina Mensah" in browser.get("/moderation/names").text
    address = re.search(r'action="(/moderation/names/[^"]+)/standing"', page)
    assert address
    unsaid = browser.send(f"{address[1]}/refusal", reason="No.")
    assert unsaid.status_code == 422
    assert "No.</textarea>" in unsaid.text
    assert "Please say why" in unsaid.text
    why = "It reads as the name of a convener."
    assert landed_on(browser.send(f"{address[1]}/refusal", reason=why)) == "/moderation/names"
    assert "could be taken" not in browser.get("/moderation").text
    assert "No name waits for a look" in browser.get("/moderation/names?show=waiting").text
    assert "Not accepted" in browser.get(f"/moderation/names?member={ana.slug}").text
    assert "Nobody has changed" in browser.get("/moderation/names?member=nobody").text


def test_former_names_are_nobody_elses_business(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, amina: Member
) -> None:
    ana = make.member("Ana Gomez")
    rename(db, ana, "Arnina Mensah")
    [change] = renaming.history(db, amina).items
    assert browser.get("/moderation/names").status_code == 401
    for reader in (ana, make.member(), make.member(is_lead=True)):
        sign_in(reader)
        assert browser.get("/moderation/names").status_code == 403
        assert browser.send(f"/moderation/names/{change.id}/standing").status_code == 403
        assert "Names before" not in browser.get(f"/people/{ana.slug}").text
    sign_in(amina)
    assert "Names before" in browser.get(f"/people/{ana.slug}").text
    assert browser.send(f"/moderation/names/{ana.id}/standing").status_code == 404


def test_programs_of_conveners_read_them_too(
    connect: Connect, db: Session, make: Make, amina: Member
) -> None:
    ana = make.member("Ana Gomez", slug="ana-gomez")
    rename(db, ana, "Arnina Mensah")
    told = connect(amina)
    [one] = told.get("/moderation/names", waiting=True).json()["items"]
    assert (one["before"], one["after"], one["twin"]) == (
        "Ana Gomez",
        "Arnina Mensah",
        "Amina Mensah",
    )
    assert connect(ana).get("/me/name").json() == {"name": "Ana Gomez", "waits": "Arnina Mensah"}
    decided = told.post(f"/moderation/names/{one['id']}/standing", {}).json()
    assert (decided["stands"], bool(decided["looked_at"])) == (True, True)
    assert told.get("/moderation/names", waiting=True).json()["items"] == []
    assert connect(ana).get("/moderation/names").status_code == 403
    assert connect(ana).post("/me/address").json()["slug"] == "arnina-mensah"
    assert told.get("/people/ana-gomez").json()["slug"] == "arnina-mensah"


def test_who_waits_for_a_name_reads_so_in_their_settings_and_can_think_again(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, amina: Member
) -> None:
    ana = make.member("Ana Gomez")
    sign_in(ana)
    kept = queries.mine(db, ana).model_dump(mode="json") | {"name": "Arnina Mensah"}
    assert landed_on(browser.send("/settings", **kept)) == "/settings"
    page = browser.get("/settings").text
    assert "Your new name waits" in page
    assert "Arnina Mensah" in page
    for address in ("/settings", f"/people/{ana.slug}", "/people"):
        assert "Ana Gomez" in browser.get(address).text
    assert amina.name not in page
    assert landed_on(browser.send("/settings/name/withdrawal")) == "/settings"
    assert "Arnina Mensah" not in browser.get("/settings").text
    assert browser.send("/settings/name/withdrawal").status_code == 409


def test_the_list_takes_the_same_few_queries_however_long(
    browser: Browser,
    db: Session,
    make: Make,
    sign_in: SignIn,
    amina: Member,
    connection: Connection,
) -> None:
    def cost() -> int:
        with counted(connection) as sent:
            assert browser.get("/moderation/names").status_code == 200
        return len(sent)

    sign_in(amina)
    rename(db, make.member("Ana"), "Arnina Mensah")
    few = cost()
    for name in ("Ben", "Cem"):
        rename(db, make.member(name), "Arnina Mensah")
    assert cost() == few <= 8
