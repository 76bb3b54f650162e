"""Roles as a page and for programs."""

from typing import Any

from sqlmodel import Session, select

from backend.domain.roles.models import RoleGrant
from tests.conftest import Connect, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make

BECAUSE = "She asked, and knows it best."


def test_a_convener_gives_and_ends_a_role(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    make.topic("Data trusts")
    ana = make.member("Ana")
    sign_in(make.convener())
    assert f'value="{ana.slug}"' in browser.get(f"/moderation/roles?member={ana.slug}").text
    sent: dict[str, Any] = {
        "member": ana.slug,
        "role": "curator",
        "scope": "data-trusts",
        "reason": BECAUSE,
    }
    refused = browser.send("/moderation/roles", **{**sent, "scope": "nothing"})
    assert (refused.status_code, 'value="nothing"' in refused.text) == (422, True)
    pasted = {**sent, "scope": "https://network.example.org/topics/Data-Trusts/"}
    assert landed_on(browser.send("/moderation/roles", **pasted)) == "/moderation/roles"
    assert "Curates Data trusts" in browser.get("/moderation/roles").text
    assert "Curates Data trusts" in browser.get(f"/people/{ana.slug}").text
    given = db.exec(select(RoleGrant)).one()
    address = f"/moderation/roles/{given.id}/ending"
    refused = browser.send(address, reason="No")
    assert (refused.status_code, "No</textarea>" in refused.text) == (422, True)
    assert landed_on(browser.send(address, reason=BECAUSE)) == "/moderation/roles"
    assert browser.send(address, reason=BECAUSE).status_code == 403
    assert "Nobody holds a role yet" in browser.get("/moderation/roles").text


def test_nobody_else_reaches_it(browser: Browser, make: Make, sign_in: SignIn) -> None:
    assert browser.get("/moderation/roles").status_code == 401
    sign_in(make.member(is_lead=True))
    assert browser.get("/moderation/roles").status_code == 403
    sent = browser.send("/moderation/roles", member="x", role="lead", reason=BECAUSE)
    assert sent.status_code == 403


def test_a_curator_changes_the_topics_of_a_challenge(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    trusts = make.topic("Data trusts")
    make.topic("Housing")
    challenge = make.challenge(topics=[trusts])
    path = f"/challenges/{challenge.slug}"
    ana = make.member("Ana")
    sign_in(ana)
    assert "Change its topics" not in browser.get(path).text
    assert browser.get(f"{path}/topics").status_code == 403
    ana.grants = [f"curator:{trusts.id}"]
    db.add(ana)
    db.commit()
    assert "Change its topics" in browser.get(path).text
    assert "What is it about?" in browser.get(f"{path}/topics").text
    refused = browser.send(f"{path}/topics")
    assert refused.status_code == 422
    sent = browser.send(f"{path}/topics", topics=["housing", "data-trusts"])
    assert landed_on(sent) == path
    assert "Housing" in browser.get(path).text


def test_programs_do_the_same(make: Make, connect: Connect) -> None:
    trusts = make.topic("Data trusts")
    challenge = make.challenge(topics=[trusts])
    ana = make.member("Ana")
    program = connect(make.convener(name="Cara"))
    sent = {"member": ana.slug, "role": "curator", "scope": "data-trusts", "reason": BECAUSE}
    given = program.post("/moderation/roles", sent)
    assert (given.status_code, given.json()["role"]) == (201, "curator")
    listed = program.get("/moderation/roles").json()["items"]
    assert [(one["holds"], one["given_by"]) for one in listed] == [("Curates Data trusts", "Cara")]
    curator = connect(ana)
    tagged = curator.post(f"/challenges/{challenge.slug}/topics", {"topics": ["data-trusts"]})
    assert [one["slug"] for one in tagged.json()["topics"]] == ["data-trusts"]
    assert curator.get("/moderation/roles").status_code == 403
    path = f"/moderation/roles/{given.json()['id']}/ending"
    assert program.post(path, {"reason": BECAUSE}).json()["ended_at"]
    tagged = curator.post(f"/challenges/{challenge.slug}/topics", {"topics": ["data-trusts"]})
    assert tagged.status_code == 403


def test_a_name_leads_to_the_member_who_is_meant(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    bristol = make.city("Bristol")
    ana = make.member("Ana Gómez", city_id=bristol.id)
    make.member("Ben")
    sign_in(make.convener())
    page = browser.get("/moderation/roles/people?member=gomez").text
    assert (f"/moderation/roles?member={ana.slug}" in page, "Bristol" in page) == (True, True)
    assert "Ben" not in page
    assert "Nobody here is called so." in browser.get("/moderation/roles/people?member=Zoe").text
    sign_in(ana)
    assert browser.get("/moderation/roles/people?member=ana").status_code == 403
