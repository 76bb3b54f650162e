"""Topics kept by programs."""

from tests.conftest import Connect
from tests.support.make import Make
from tests.support.topics import BECAUSE, WHY

LABELS = [{"language": "en", "label": "Night economy"}]


def test_a_program_proposes_and_another_decides(make: Make, connect: Connect) -> None:
    ana, ruth = make.member("Ana"), make.convener()
    make.topic("Jobs")
    mine, convener = connect(ana), connect(ruth)
    wish = {"labels": LABELS, "why": WHY, "kind": "theme", "under": "jobs"}
    made = mine.post("/topics/proposals", wish)
    assert (made.status_code, made.json()["slug"]) == (201, "night-economy")
    assert mine.post("/topics/proposals", wish | {"why": ""}).status_code == 422
    assert convener.get("/topics/proposals", waiting=True).json()["items"][0]["by"] == "Ana"
    draft = {"words": LABELS, "kind": "theme", "under": "jobs", "sdg": [8]}
    assert mine.post("/topics/proposals/night-economy/acceptance", draft).status_code == 403
    topic = convener.post("/topics/proposals/night-economy/acceptance", draft).json()
    assert topic["path"] == "/topics/night-economy"
    assert mine.get("/topics/proposals/night-economy").json()["verdict"] == "accepted"
    again = convener.post("/topics/proposals/night-economy/refusal", {"reason": BECAUSE})
    assert again.status_code == 409


def test_a_program_keeps_topics(make: Make, connect: Connect) -> None:
    convener = connect(make.convener())
    make.topic("Housing")
    made = convener.post("/moderation/topics", {"words": LABELS})
    assert (made.status_code, made.json()["slug"]) == (201, "night-economy")
    draft = convener.get("/moderation/topics/night-economy").json()
    draft["words"][3]["label"] = "Économie nocturne"
    assert convener.post("/moderation/topics/night-economy", draft).status_code == 200
    listed = {one["slug"]: one for one in convener.get("/moderation/topics").json()}
    assert listed["night-economy"]["lacks"] == ["es", "pt", "ar"]
    retired = convener.post("/moderation/topics/night-economy/retirement", {"reason": BECAUSE})
    assert retired.json()["retired_at"]
    convener.post("/moderation/topics/night-economy/return", {"reason": BECAUSE})
    into = {"into": "housing", "reason": BECAUSE}
    merged = convener.post("/moderation/topics/night-economy/merger", into)
    assert merged.json()["slug"] == "housing"
    assert convener.get("/topics/night-economy").json()["slug"] == "housing"
    strange = {"words": [{"language": "en", "label": "Housing"}]}
    assert convener.post("/moderation/topics", strange).status_code == 422
