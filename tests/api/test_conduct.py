from sqlmodel import Session

from backend.domain.conduct import actions
from backend.domain.conduct.models import VersionDraft
from tests.conftest import Connect
from tests.support.make import Make

WORDS = "# How we talk\n\nWe speak as colleagues, and we keep to what we know."
SENT = {"body": WORDS, "change": "A line on data.", "must_accept": True, "after": 0}


def test_programs_read_publish_translate_and_accept(connect: Connect, make: Make) -> None:
    ana, ruth = make.member(), make.convener()
    stranger, member, convener = connect(), connect(ana), connect(ruth)
    first = stranger.get("/about/conduct").json()
    assert (first["number"], first["languages"], first["is_newest"]) == (0, ["en"], True)
    assert stranger.post("/about/conduct/versions", SENT).status_code == 401
    assert member.post("/about/conduct/versions", SENT).status_code == 403
    made = convener.post("/about/conduct/versions", SENT)
    assert (made.status_code, made.json()["number"], made.json()["body"]) == (201, 1, WORDS)
    assert convener.post("/about/conduct/versions", SENT).status_code == 409
    french = {"body": WORDS, "language": "fr", "number": 1}
    assert convener.post("/about/conduct/translations", french).json()["languages"] == ["en", "fr"]
    assert stranger.get("/about/conduct/versions/1", tongue="fr").json()["language"] == "fr"
    assert [one["number"] for one in stranger.get("/about/conduct/versions").json()["items"]] == [1]
    due = member.get("/about/due").json()
    assert due == [{"page": "conduct", "number": 1, "change": "A line on data."}]
    assert member.post("/about/conduct/acceptance", {"number": 1}).status_code == 204
    assert member.get("/about/due").json() == []


def test_unsound_versions_are_refused_with_the_reason(connect: Connect, make: Make) -> None:
    convener = connect(make.convener())
    sent = convener.post("/about/conduct/versions", SENT | {"body": "Short."})
    assert sent.status_code == 422
    assert sent.json()["problems"] == {"body.body": "Please write at least 40 characters."}
    assert convener.get("/about/nothing").status_code == 422
    assert convener.get("/about/conduct/versions/8").status_code == 404


def test_a_program_writes_nothing_for_who_has_not_accepted(
    connect: Connect, make: Make, db: Session
) -> None:
    ana = make.member()
    actions.publish(db, make.convener(), "conduct", VersionDraft.model_validate(SENT))
    db.commit()
    challenge = make.challenge()
    sent = connect(ana).post(
        f"/challenges/{challenge.slug}/answers",
        {"kind": "experience", "body": "We put planters there.", "language": "en"},
    )
    assert sent.status_code == 403
    assert "accept them first" in sent.json()["detail"]
