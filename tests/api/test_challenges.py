"""The same as the pages, for programs: what is seen, what is done, what is refused."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core.ids import new_id
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, KeptDraft
from tests.conftest import NOON, Connect
from tests.support.make import Make
from tests.support.queries import counted

WORDS: dict[str, Any] = {
    "title": "Bike lanes on narrow streets",
    "context": "Paint on the road lasted us one winter only.",
    "tried": "Thicker paint.",
    "help_wanted": "A city where it lasted longer.",
    "language": "es",
    "visibility": "public",
    "topics": ["mobility"],
}
EDITED = WORDS | {"cities": []}
ANSWER = {"body": "We put up planters.", "kind": "experience", "language": "en"}
SLUG = "bike-lanes-on-narrow-streets"


@pytest.fixture(autouse=True)
def _mobility(make: Make) -> None:
    make.topic("Mobility")


def test_posting_and_reading_it_again(connect: Connect, make: Make) -> None:
    ana = make.member("Ana", title="Engineer", city_id=make.city("Bogotá", country="CO").id)
    program = connect(ana)
    made = program.post("/challenges", WORDS)
    assert made.status_code == 201
    read = program.get(f"/challenges/{SLUG}")
    assert read.json() == made.json()
    told = read.json()
    assert {name: told[name] for name in WORDS if name != "topics"} == {
        name: words for name, words in WORDS.items() if name != "topics"
    }
    assert told["path"] == f"/challenges/{SLUG}"
    assert told["status"] == "open"
    assert told["topics"] == [{"slug": "mobility", "label": "Mobility"}]
    assert told["author"] == {
        "slug": ana.slug,
        "name": "Ana",
        "title": "Engineer",
        "is_current": True,
    }
    assert told["city"] == {"slug": "bogota-gb", "name": "Bogotá", "country": "CO"}
    assert told["facing"] == [told["city"] | {"words": "", "is_current": True}]
    assert (told["faces"], told["follows"], told["answers"]) == (True, False, [])


def test_the_list_with_its_filters(connect: Connect, make: Make) -> None:
    for n in range(21):
        make.challenge(visibility="public", title=f"Number {n}", language="es")
    make.challenge(visibility="public", language="fr")
    first = connect().get("/challenges", language="es").json()
    rest = connect().get("/challenges", language="es", after=first["next"]).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (20, 1, None)
    item = rest["items"][0]
    assert (item["language"], item["status"], item["answers"]) == ("es", "open", 0)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"topic": "alchemy"}, 404),
        ({"after": "x"}, 404),
        ({"status": "draft"}, 422),
        ({"sort": "best"}, 422),
        ({"unanswered": "perhaps"}, 422),
    ],
)
def test_what_cannot_be_asked_for(connect: Connect, asked: dict[str, str], status: int) -> None:
    assert connect().get("/challenges", **asked).status_code == status


def test_who_sees_it(connect: Connect, make: Make) -> None:
    """By every way of reading it; what may not be seen is answered as what isn't there."""
    chosen, ana = make.city(), make.member()
    challenge = make.challenge(ana, cities=[chosen])
    make.challenge(hidden_at=NOON, visibility="public")
    seen = {}
    for name, program in {
        "guest": connect(),
        "applicant": connect(make.member(city_id=chosen.id, admitted_at=None)),
        "suspended": connect(make.member(city_id=chosen.id, suspended_at=NOON)),
        "member": connect(make.member()),
        "lead": connect(make.member(is_lead=True)),
        "chosen": connect(make.member(city_id=chosen.id)),
        "author": connect(ana),
        "reader": connect(ana, scope="read"),
        "convener": connect(make.convener()),
    }.items():
        shown = program.get(f"/challenges/{challenge.slug}")
        history = program.get(f"/challenges/{challenge.slug}/history")
        assert shown.status_code == history.status_code
        if shown.status_code == 404:
            assert shown.json() == program.get("/challenges/not-there").json()
        listed = len(program.get("/challenges").json()["items"])
        seen[name] = (listed, shown.status_code)
    assert seen == {
        "guest": (0, 404),
        "applicant": (0, 404),
        "suspended": (0, 404),
        "member": (0, 404),
        "lead": (0, 404),
        "chosen": (1, 200),
        "author": (1, 200),
        "reader": (1, 200),
        # Both can be opened; lists leave out what is for chosen cities.
        "convener": (1, 200),
    }


def test_what_is_wrong_is_said_field_by_field(connect: Connect, make: Make, db: Session) -> None:
    program = connect(make.member())
    sent = program.post("/challenges", WORDS | {"title": "Bikes", "language": "tlh"})
    assert sent.status_code == 422
    assert sent.headers["content-type"] == "application/problem+json"
    assert set(sent.json()["problems"]) == {"body.title", "body.language"}
    refused = program.post("/challenges", WORDS | {"topics": ["alchemy"]})
    assert refused.json()["problems"] == {"topics": "Please choose topics from the list."}
    assert program.post("/challenges", [1]).status_code == 422
    assert db.exec(select(Challenge)).all() == []


def test_who_may_not_write(connect: Connect, make: Make) -> None:
    challenge = make.challenge(visibility="public")
    statuses = {}
    for name, program in {
        "guest": connect(),
        "reader": connect(make.member(), scope="read"),
        "applicant": connect(make.member(admitted_at=None)),
        "suspended": connect(make.member(suspended_at=NOON)),
    }.items():
        statuses[name] = {
            program.post("/challenges", WORDS).status_code,
            program.post(f"/challenges/{challenge.slug}/edit", EDITED).status_code,
            program.post(f"/challenges/{challenge.slug}/answers", ANSWER).status_code,
            program.post(f"/challenges/{challenge.slug}/facing", {}).status_code,
            program.post(f"/challenges/{challenge.slug}/following", {}).status_code,
            program.post(f"/challenges/drafts/{new_id()}", WORDS).status_code,
        }
    assert statuses == {"guest": {401}, "reader": {403}, "applicant": {403}, "suspended": {403}}


def test_a_conversation(connect: Connect, make: Make, db: Session) -> None:
    ana, ben = make.member(), make.member()
    challenge = make.challenge(ana)
    base = f"/challenges/{challenge.slug}/answers"
    made = connect(ben).post(base, ANSWER)
    assert made.status_code == 201
    answer = f"{base}/{made.json()['id']}"
    asking = connect(ana)
    assert asking.post(f"{answer}/replies", {"body": "Till when?", "language": "en"}).status_code
    assert asking.post(f"{answer}/helpful", {}).status_code == 204
    assert asking.post(f"{answer}/help", {"said": True}).status_code == 204
    better = ANSWER | {"body": "We put up heavy planters.", "kind": "offer"}
    assert connect(ben).post(f"{answer}/edit", better).status_code == 204
    [told] = asking.get(f"/challenges/{challenge.slug}").json()["answers"]
    assert (told["kind"], told["body"]) == ("offer", "We put up heavy planters.")
    assert (told["helped"], told["helpful_cities"], told["marked"]) == (True, 1, True)
    assert [(one["kind"], one["body"]) for one in told["replies"]] == [("reply", "Till when?")]
    assert asking.post(f"{answer}/helpful", {"said": False}).status_code == 204
    assert asking.post(f"{answer}/help", {"said": False}).status_code == 204
    [told] = asking.get(f"/challenges/{challenge.slug}").json()["answers"]
    assert (told["helped"], told["helpful_cities"]) == (False, 0)
    reply = db.exec(select(Answer).where(Answer.kind == "reply")).one()
    again = asking.post(f"{base}/{reply.id}/edit", {"body": "For how long?", "language": "en"})
    assert again.status_code == 204


def test_what_is_refused_in_a_conversation(connect: Connect, make: Make) -> None:
    challenge = make.challenge(ana := make.member())
    answer = make.answer(challenge)
    base = f"/challenges/{challenge.slug}/answers"
    stranger = connect(make.member())
    refused = {
        "own": connect(ana).post(base, ANSWER).status_code,
        "kind": stranger.post(base, ANSWER | {"kind": "reply"}).status_code,
        "help": stranger.post(f"{base}/{answer.id}/help", {}).status_code,
        "edit": stranger.post(f"{base}/{answer.id}/edit", ANSWER).status_code,
        "missing": stranger.post(f"{base}/{new_id()}/helpful", {}).status_code,
        "odd": stranger.post(f"{base}/not-an-id/helpful", {}).status_code,
    }
    assert refused == {
        "own": 403,
        "kind": 422,
        "help": 403,
        "edit": 403,
        "missing": 404,
        "odd": 422,
    }


def test_facing_following_and_where_it_stands(connect: Connect, make: Make) -> None:
    challenge = make.challenge(ana := make.member())
    base = f"/challenges/{challenge.slug}"
    ben = connect(make.member())
    told = ben.post(f"{base}/facing", {"words": "Here too."}).json()
    assert (told["faces"], [one["words"] for one in told["facing"]]) == (True, ["Here too."])
    assert told["follows"] is True
    assert ben.post(f"{base}/following", {"said": False}).status_code == 204
    told = ben.post(f"{base}/facing/withdrawal").json()
    assert (told["faces"], told["facing"], told["follows"]) == (False, [], False)
    assert ben.post(f"{base}/facing/withdrawal").status_code == 409
    asking = connect(ana)
    assert asking.post(f"{base}/status", {"status": "in_progress"}).json()["status"] == (
        "in_progress"
    )
    assert asking.post(f"{base}/outcome", {"ending": "solved"}).status_code == 422
    told = asking.post(f"{base}/outcome", {"ending": "solved", "worked": "Planters."}).json()
    assert (told["status"], told["worked"]) == ("solved", "Planters.")
    told = asking.post(f"{base}/status", {"status": "open"}).json()
    assert (told["status"], told["worked"]) == ("open", "")
    steps = {step["what"] for step in asking.get(f"{base}/history").json()}
    assert steps == {"in_progress", "solved", "reopened"}
    assert ben.post(f"{base}/status", {"status": "open"}).status_code == 403


def test_editing(connect: Connect, make: Make) -> None:
    challenge = make.challenge(ana := make.member())
    told = connect(ana).post(f"/challenges/{challenge.slug}/edit", EDITED).json()
    assert (told["title"], told["slug"]) == (WORDS["title"], challenge.slug)
    assert connect(make.member()).post(
        f"/challenges/{challenge.slug}/edit", EDITED
    ).status_code == (403)


def test_drafts_are_kept_posted_and_thrown_away(connect: Connect, make: Make, db: Session) -> None:
    ana = connect(make.member())
    one, other = (UUID(int=n) for n in (1, 2))
    for draft_id in (one, other):
        kept = ana.post(f"/challenges/drafts/{draft_id}", {"title": "Bike"})
        assert (kept.status_code, kept.json()["title"]) == (200, "Bike")
    assert ana.post(f"/challenges/drafts/{new_id()}", {}).status_code == 422
    assert {line["id"] for line in ana.get("/challenges/drafts").json()} == {str(one), str(other)}
    assert ana.get(f"/challenges/drafts/{one}").json()["title"] == "Bike"
    posted = [ana.post(f"/challenges/drafts/{one}/posting", WORDS).json() for _twice in range(2)]
    assert posted[0]["id"] == posted[1]["id"] == str(one)
    stranger = connect(make.convener())
    assert stranger.get(f"/challenges/drafts/{other}").status_code == 404
    assert stranger.post(f"/challenges/drafts/{other}/removal").status_code == 404
    assert ana.post(f"/challenges/drafts/{other}/removal").status_code == 204
    assert db.exec(select(KeptDraft)).all() == []


@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_costs_the_same_however_much_there_is(
    connect: Connect, make: Make, connection: Connection, how_many: int
) -> None:
    for _each in range(how_many):
        challenge = make.challenge(visibility="public")
    for _each in range(how_many):
        make.facing(challenge, make.member())
        make.answer(challenge, parent=make.answer(challenge))
    program = connect()
    with counted(connection) as for_the_list:
        program.get("/challenges")
    with counted(connection) as for_the_page:
        program.get(f"/challenges/{challenge.slug}")
    assert (len(for_the_list), len(for_the_page)) == (2, 4)
