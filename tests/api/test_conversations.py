"""Conversations, for programs: the same rules, and no address before its owner shows it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from backend.core.config import Settings
from backend.domain.members.models import Member
from tests.conftest import NOON, Connect
from tests.support.make import Make
from tests.support.talks import PURPOSE, SOON, Talks

DAY = timedelta(days=1)


@pytest.fixture
def talks(db: Session, settings: Settings) -> Talks:
    return Talks(db, settings)


@pytest.fixture
def ana(make: Make) -> Member:
    return make.member("Ana", admitted_at=NOON - 100 * DAY)


@pytest.fixture
def ben(make: Make) -> Member:
    return make.member("Ben", admitted_at=NOON - 100 * DAY)


def wish(**given: Any) -> dict[str, Any]:
    return {"purpose": PURPOSE, "language": "en", "chosen": [SOON.isoformat()]} | given


def test_two_programs_go_all_the_way(connect: Connect, ana: Member, ben: Member) -> None:
    mine, theirs = connect(ana), connect(ben)
    made = mine.post(f"/people/{ben.slug}/conversations", wish(minutes=45))
    assert made.status_code == 201
    at = f"/conversations/{made.json()['slug']}"
    assert (made.json()["state"], made.json()["may_choose"]) == ("waiting", False)
    listed = theirs.get("/conversations").json()["items"]
    assert [(one["other"]["name"], one["state"]) for one in listed] == [("Ana", "your_turn")]
    agreed = theirs.post(f"{at}/acceptance", {"starts_at": SOON.isoformat()}).json()
    assert (agreed["state"], agreed["email"]) == ("agreed", "")
    assert agreed["ends_at"].startswith((SOON + timedelta(minutes=45)).isoformat()[:16])
    words = {"body": "I bring ours.", "language": "en"}
    assert mine.post(f"{at}/messages", words).status_code == 201
    read = theirs.get(f"{at}/messages").json()["items"]
    assert [(one["body"], one["by_me"]) for one in read] == [("I bring ours.", False)]
    assert theirs.get("/conversations", show="running").json()["items"][0]["unread"] == 1
    assert theirs.post(f"{at}/reading").status_code == 204
    assert theirs.post(f"{at}/address", {"said": True}).json() == {"said": True}
    assert mine.get(at).json()["email"] == ben.email
    moved = {"day": "2026-05-12", "time": "10:00", "minutes": 30, "link": ""}
    assert mine.post(f"{at}/meeting", moved).json()["state"] == "agreed"
    assert mine.post(f"{at}/cancellation").json()["state"] == "cancelled"


def test_other_answers(connect: Connect, talks: Talks, ana: Member, ben: Member) -> None:
    mine, theirs = connect(ana), connect(ben)
    at = f"/conversations/{talks.asked(ana, ben).slug}"
    later = theirs.post(f"{at}/postponement", {"day": "2026-05-20"}).json()
    assert later["state"] == "later"
    other = theirs.post(f"{at}/times", {"chosen": [(SOON + DAY).isoformat()]}).json()
    assert (other["state"], len(other["offers"])) == ("waiting", 1)
    assert mine.get(at).json()["may_choose"] is True
    assert mine.post(f"{at}/withdrawal").status_code == 204
    assert theirs.get(at).status_code == 404


def test_declining_changes_no_answer(
    connect: Connect, talks: Talks, make: Make, ana: Member, ben: Member
) -> None:
    bea = make.member("Bea")
    declined, waiting = talks.asked(ana, ben), talks.asked(ana, bea)
    assert connect(ben).post(f"/conversations/{declined.slug}/refusal").status_code == 204
    program = connect(ana)

    def seen(slug: str) -> dict[str, Any]:
        answer = program.get(f"/conversations/{slug}").json()
        return {k: v for k, v in answer.items() if k not in {"slug", "path", "other"}}

    assert seen(declined.slug) == seen(waiting.slug)
    assert program.get("/notifications").json()["items"] == []


def test_what_was_learned(connect: Connect, talks: Talks, ana: Member, ben: Member) -> None:
    at = f"/conversations/{talks.met(ana, ben).slug}"
    mine, theirs = connect(ana), connect(ben)
    words = {"words": "Begin with the exit clause.", "telling": "named"}
    assert mine.post(f"{at}/learning", words).status_code == 204
    assert theirs.get(at).json()["learned"] == []
    assert theirs.post(f"{at}/learning", words | {"telling": "no"}).status_code == 204
    learned = mine.get(at).json()["learned"]
    assert sorted((one["by_me"], one["telling"]) for one in learned) == [
        (False, None),
        (True, "named"),
    ]


def test_limits_have_their_numbers(
    connect: Connect, talks: Talks, make: Make, ana: Member, ben: Member
) -> None:
    talks.asked(ana, ben)
    program = connect(ana)
    assert program.post(f"/people/{ben.slug}/conversations", wish()).status_code == 409
    for _ in range(4):
        talks.asked(ana, make.member())
    refused = program.post(f"/people/{make.member().slug}/conversations", wish())
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(24 * 3600 + 1))


@pytest.mark.parametrize(
    "given",
    [
        {"purpose": "Too short"},
        {"chosen": []},
        {"chosen": ["2026-05-07T12:00:00"]},
        {"chosen": ["9999-12-31T23:59:59-12:00"]},
        {"chosen": ["0001-01-01T00:00:00+12:00"]},
        {"times": [{"day": "2026-02-30", "time": "09:00"}]},
        {"link": "javascript:alert(1)"},
    ],
)
def test_what_makes_no_sense_is_422(
    connect: Connect, ana: Member, ben: Member, given: dict[str, Any]
) -> None:
    answer = connect(ana).post(f"/people/{ben.slug}/conversations", wish(**given))
    assert answer.status_code == 422


def test_others_find_nothing(
    connect: Connect, talks: Talks, make: Make, ana: Member, ben: Member
) -> None:
    at = f"/conversations/{talks.agreed(ana, ben).slug}"
    for other in (make.member(), make.convener(), make.member(suspended_at=NOON)):
        program = connect(other)
        assert program.get(at).status_code == 404
        assert program.get(f"{at}/messages").status_code == 404
        assert program.post(f"{at}/messages", {"body": "x", "language": "en"}).status_code == 404
    assert connect().get(at).status_code == 401
    assert connect().get("/conversations").status_code == 401
    assert connect(make.member(suspended_at=NOON)).get("/conversations").status_code == 403
    reader = connect(ana, scope="read")
    assert reader.post(f"{at}/reading").status_code == 403
