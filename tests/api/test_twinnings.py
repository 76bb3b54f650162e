"""Twinnings for programs: the same as the pages."""

from datetime import UTC, datetime
from typing import Any

from backend.core import clock
from tests.conftest import Connect
from tests.support.make import Make

PROPOSAL: dict[str, Any] = {
    "other": "quito-gb",
    "kind": "mentor",
    "topics": ["data-trusts"],
    "purpose": "To read each other's drafts before the lawyers do.",
    "starts_on": "2026-06-01",
    "ends_on": "2026-12-01",
}
HERE = "/twinnings/bristol-quito"
BEGUN = datetime(2026, 6, 15, 12, tzinfo=UTC)


def test_two_programs_go_all_the_way(connect: Connect, make: Make) -> None:
    make.topic("Data trusts")
    ours = connect(make.member(city_id=make.city("Bristol").id, is_lead=True))
    theirs = connect(make.member("Rosa", city_id=make.city("Quito").id, is_lead=True))
    others = connect(make.member())
    assert ours.post("/twinnings", PROPOSAL | {"topics": []}).status_code == 422
    answer = ours.post("/twinnings", PROPOSAL)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["standing"], made["asked"]["slug"], made["path"]) == ("proposed", "quito-gb", HERE)
    assert ours.post("/twinnings", PROPOSAL).status_code == 409
    assert others.get(HERE).status_code == 404
    assert theirs.post(f"{HERE}/agreement").json()["standing"] == "agreed"
    step = theirs.post(f"{HERE}/steps", {"title": "A call"}).json()["steps"][0]
    at = f"{HERE}/steps/{step['id']}"
    assert ours.post(at, {"title": "A long call"}).status_code == 422
    changed: dict[str, Any] = {"title": "A long call", "words": "", "side": "both", "due_on": None}
    assert ours.post(at, changed).json()["steps"][0]["title"] == "A long call"
    assert ours.post(f"{at}/completion", {"said": True}).json()["steps"][0]["done_at"]
    assert theirs.post(f"{at}/removal").json()["steps"] == []
    assert others.post(f"{HERE}/steps", {"title": "A raid"}).status_code == 403
    annex = "Both agreements are signed, with the same annex."
    report = {"came_of": annex, "learned": "", "next_steps": ""}
    assert theirs.post(f"{HERE}/report", report).status_code == 409
    assert theirs.post(f"{HERE}/agreement").status_code == 409
    with clock.stopped(BEGUN):
        assert theirs.post(f"{HERE}/report", {"came_of": annex}).status_code == 422
        ended = theirs.post(f"{HERE}/report", report).json()
    assert (ended["standing"], ended["ended_on"]) == ("ended", "2026-06-15")
    (item,) = others.get("/twinnings", standing="ended").json()["items"]
    assert (item["slug"], item["topics"]) == (
        "bristol-quito",
        [{"slug": "data-trusts", "label": "Data trusts"}],
    )
    assert "Rosa" in {one["by"] for one in others.get(HERE).json()["history"]}
    assert connect().get("/twinnings").status_code == 401


def test_a_convener_agrees_for_a_city_without_a_lead_and_the_other_calls_it_off(
    connect: Connect, make: Make
) -> None:
    make.topic("Data trusts")
    make.city("Quito")
    ours = connect(make.member(city_id=make.city("Bristol").id, is_lead=True))
    ours.post("/twinnings", PROPOSAL)
    assert ours.post(f"{HERE}/agreement").status_code == 403
    assert connect(make.convener()).post(f"{HERE}/agreement").json()["standing"] == "agreed"
    assert ours.post(f"{HERE}/cancellation", {}).status_code == 422
    off = ours.post(f"{HERE}/cancellation", {"words": "The office for it was closed."}).json()
    assert (off["standing"], off["ended_on"]) == ("withdrawn", "2026-05-04")


def test_a_proposal_is_declined_or_taken_back(connect: Connect, make: Make) -> None:
    make.topic("Data trusts")
    ours = connect(make.member(city_id=make.city("Bristol").id, is_lead=True))
    theirs = connect(make.member(city_id=make.city("Quito").id, is_lead=True))
    ours.post("/twinnings", PROPOSAL)
    declined = theirs.post(f"{HERE}/refusal", {"words": "Next year."}).json()
    assert declined["standing"] == "declined"
    assert "Next year." in {one["words"] for one in declined["history"]}
    again = ours.post("/twinnings", PROPOSAL)
    assert (again.status_code, "Please wait 30 days" in again.json()["detail"]) == (409, True)
    make.city("Lima")
    second = ours.post("/twinnings", PROPOSAL | {"other": "lima-gb"}).json()["slug"]
    assert ours.post(f"/twinnings/{second}/withdrawal").json()["standing"] == "withdrawn"
