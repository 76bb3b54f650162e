"""Affiliations for programs."""

import pytest
from sqlmodel import Session

from tests.conftest import NOON, Connect
from tests.support.joining import bristol, letters
from tests.support.make import Make

BECAUSE = "I rang the city hall and asked."


def test_a_program_reads_what_a_profile_shows(make: Make, connect: Connect) -> None:
    ana = make.member("Ana", audience={"city": "members"})
    make.affiliation(ana)
    make.affiliation(ana, city_id=None, body="A claim", is_main=False, verified_at=None, how="")
    path = f"/people/{ana.slug}/affiliations"
    assert connect().get(path).json() == {"items": [], "next": None}
    read = connect(make.member()).get(path).json()["items"]
    assert [(one["verified"], one["is_main"]) for one in read] == [("by the e-mail address", True)]
    assert ana.email not in str(read)
    mine = connect(ana).get("/me/affiliations").json()["items"]
    assert [one["body"] for one in mine][1:] == ["A claim"]


def test_a_program_of_a_convener_vouches(make: Make, connect: Connect) -> None:
    ana = make.member("Ana")
    hers = make.affiliation(ana, lapsed_at=NOON)
    program = connect(make.convener(name="Cara"))
    assert [one["id"] for one in program.get("/affiliations").json()["items"]] == [str(hers.id)]
    path = f"/affiliations/{hers.id}"
    assert program.post(f"{path}/confirmation", {"reason": "No"}).status_code == 422
    said = program.post(f"{path}/confirmation", {"reason": BECAUSE}).json()
    assert (said["verified"], said["lapsed_at"]) == ("by the convener Cara", None)
    assert program.get(path).json() == said
    assert connect(make.member()).get(path).status_code == 404


def test_a_program_chooses_for_whom_its_member_acts(
    db: Session, make: Make, connect: Connect
) -> None:
    ana = make.member("Ana")
    make.affiliation(ana)
    other = make.affiliation(ana, city_id=make.city().id, is_main=False)
    assert connect(ana).post(f"/affiliations/{other.id}/main").json()["is_main"] is True
    db.refresh(ana)
    assert ana.city_id == other.city_id


def test_a_program_moves_its_member_by_letter(db: Session, make: Make, connect: Connect) -> None:
    there = bristol(db, "bristol.gov.uk")
    ana = make.member("Ana")
    hers = make.affiliation(ana)
    program = connect(ana)
    wish = {"city": "Bristol, United Kingdom", "address": "ana@bristol.gov.uk", "moves": True}
    assert program.post("/me/affiliations", {"city": "Springfield"}).status_code == 422
    made = program.post("/me/affiliations", wish)
    assert (made.status_code, made.json()["verified"]) == (201, "")
    path = f"/affiliations/{made.json()['id']}/renewal"
    assert program.post(path, {"address": "ana@bristol.gov.uk"}).status_code == 200
    token = letters(db, "ana@bristol.gov.uk", "affiliation_proof")[0].facts["token"]
    assert program.post("/me/affiliations/proof", {"token": "no"}).status_code == 404
    assert program.post("/me/affiliations/proof", {"token": token}).json()["is_main"] is True
    db.expire_all()
    assert (ana.city_id, hers.ended_why) == (there.id, "moved")


def test_programs_of_those_who_decide_say_no_or_end_it(make: Make, connect: Connect) -> None:
    ana = make.member("Ana")
    hers = make.affiliation(ana)
    claim = make.affiliation(ana, city_id=None, body="X", is_main=False, verified_at=None, how="")
    program = connect(make.convener())
    reason = {"reason": BECAUSE}
    assert program.post(f"/affiliations/{hers.id}/refusal", reason).status_code == 403
    assert program.post(f"/affiliations/{claim.id}/refusal", reason).json()["ended_at"]
    assert program.post(f"/affiliations/{hers.id}/removal", reason).json()["ended_at"]
    other = make.affiliation(make.member())
    assert connect(ana).post(f"/affiliations/{other.id}/departure").status_code == 404


@pytest.mark.parametrize("field", ["title", "department"])
def test_what_somebody_does_at_their_city_is_for_whom_their_profile_shows_it(
    make: Make, connect: Connect, field: str
) -> None:
    ana = make.member("Ana", audience={"title": "city"})
    hers = {"title": "Head of data", "department": "Mobility"}
    make.affiliation(ana, **hers)
    path = f"/people/{ana.slug}/affiliations"
    readers = {
        "stranger": connect(),
        "member": connect(make.member()),
        "convener": connect(make.convener()),
        "colleague": connect(make.member(city_id=ana.city_id)),
        "herself": connect(ana),
    }
    said = {who: one.get(path).json()["items"][0][field] for who, one in readers.items()}
    assert said == {
        "stranger": "",
        "member": "",
        "convener": "",
        "colleague": hers[field],
        "herself": hers[field],
    }


def test_programs_hand_over(make: Make, connect: Connect) -> None:
    ana = make.member("Ana")
    joe = make.member("Joe", city_id=ana.city_id)
    hers = make.affiliation(ana)
    make.challenge(ana, title="Paint on roads")
    left, colleague = connect(ana), connect(joe)
    assert left.post(f"/affiliations/{hers.id}/departure").json()["ended_at"]
    path = f"/hand-overs/{hers.id}"
    item = left.get(path).json()["items"][0]
    assert (item["kind"], item["title"], item["left_by"]) == ("challenge", "Paint on roads", "Ana")
    assert colleague.get("/hand-overs").json()["items"] == [item]
    base = f"{path}/items/{item['id']}"
    assert left.post(f"{base}/offer", {"to": "nobody"}).status_code == 422
    assert left.post(f"{base}/offer", {"to": joe.slug}).json()["items"][0]["offered_to"] == "Joe"
    assert colleague.post(f"{base}/refusal").json()["items"][0]["offered_to"] == ""
    assert colleague.post(f"{base}/taking").json()["items"][0]["taken_by"] == "Joe"
    assert colleague.post(f"{base}/taking").status_code == 403
    assert connect(make.member()).get(path).status_code == 404
