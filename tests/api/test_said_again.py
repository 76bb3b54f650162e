"""What is said at one address for the first time and again: what isn't sent again stays."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from backend.core.ids import new_id
from backend.domain.challenges.models import Challenge, KeptDraft
from backend.domain.roundtables.registration import AccessNeed, Registration
from tests.conftest import NOON, Connect, SignIn
from tests.support.browser import Browser
from tests.support.make import Make
from tests.support.meetings import Meetings

WORDS: dict[str, Any] = {
    "title": "Bike lanes on narrow streets",
    "context": "Paint on the road lasted us one winter only.",
    "help_wanted": "A city where it lasted longer.",
    "language": "es",
    "topics": ["mobility"],
}


def test_a_city_that_says_again_that_it_faces_this_keeps_its_line(
    browser: Browser, connect: Connect, make: Make, sign_in: SignIn
) -> None:
    challenge = make.challenge()
    city = make.city("Quito")
    ana, ben = make.member(city_id=city.id), make.member(city_id=city.id)
    at = f"/challenges/{challenge.slug}/facing"
    connect(ana).post(at, {"words": "Since the tram came."})
    # Ben’s page is older than her line: its button sends no words.
    sign_in(ben)
    browser.send(at)
    told = connect(ben).post(at, {}).json()["facing"]
    assert [one["words"] for one in told if one["slug"] == city.slug] == ["Since the tram came."]
    told = connect(ben).post(at, {"words": ""}).json()["facing"]
    assert [one["words"] for one in told if one["slug"] == city.slug] == [""]


def test_an_adoption_keeps_its_words_when_only_its_state_is_sent(
    connect: Connect, make: Make
) -> None:
    at = f"/resources/{make.resource().slug}/adoption"
    mine = connect(make.member(city_id=make.city("Quito").id))
    assert mine.post(at, {"state": "pilots"}).json()["adoptions"][0]["words"] == ""
    mine.post(at, {"state": "pilots", "words": "In one ward."})
    [told] = mine.post(at, {"state": "uses"}).json()["adoptions"]
    assert (told["state"], told["words"]) == ("uses", "In one ward.")
    assert mine.post(at, {"state": "uses", "words": ""}).json()["adoptions"][0]["words"] == ""


def test_an_outcome_is_put_better_in_one_of_its_parts(
    connect: Connect, db: Session, make: Make
) -> None:
    challenge = make.challenge(ana := make.member())
    at, mine = f"/challenges/{challenge.slug}/outcome", connect(ana)
    mine.post(at, {"ending": "solved", "worked": "Planters.", "not_worked": "Paint."})
    assert mine.post(at, {"ending": "solved", "not_worked": "Cones."}).status_code == 200
    db.refresh(challenge)
    assert (challenge.worked, challenge.not_worked) == ("Planters.", "Cones.")
    assert mine.post(at, {"ending": "solved", "worked": ""}).status_code == 422
    mine.post(at, {"ending": "closed", "worked": ""})
    db.refresh(challenge)
    assert (challenge.worked, challenge.not_worked) == ("", "Cones.")


def test_a_registration_keeps_what_is_not_sent_again(
    connect: Connect, db: Session, make: Make
) -> None:
    meetings = Meetings(db, make)
    table = meetings.planned(convener := make.convener())
    meetings.answer(table, ana := make.member(city_id=None))
    at, mine = f"/roundtables/{table.slug}/registration", connect(ana)
    put = connect(convener).post(
        f"{at}/questions", {"questions": [{"words": "Which track?", "choices": "Law; Money"}]}
    )
    answers = [{"question_id": put.json()[0]["id"], "words": "Law"}]
    needs = {"needs": ["captions"], "needs_words": "Tea."}
    said = {"languages": ["es"], "level": "senior", "answers": answers}
    assert mine.post(at, said | needs).status_code == 200
    assert mine.post(at, {"brings": "A draft."}).status_code == 200
    kept = db.get_one(Registration, (table.id, ana.id))
    need = db.get_one(AccessNeed, (table.id, ana.id))
    assert (kept.languages, kept.level, kept.brings, [*kept.answers.values()]) == (
        ["es"],
        "senior",
        "A draft.",
        ["Law"],
    )
    assert (need.needs, need.words) == (["captions"], "Tea.")
    mine.post(at, {"needs": [], "needs_words": "", "answers": []})
    db.expire_all()
    assert db.get(AccessNeed, (table.id, ana.id)) is None
    assert db.get_one(Registration, (table.id, ana.id)).answers == {}


def test_feedback_keeps_what_is_not_sent_again(
    browser: Browser, connect: Connect, db: Session, make: Make, sign_in: SignIn
) -> None:
    meetings = Meetings(db, make)
    table = meetings.planned(convener := make.convener())
    meetings.answer(table, ana := make.member(city_id=None))
    table.starts_at, table.ends_at = NOON - timedelta(days=1), NOON - timedelta(hours=22)
    db.commit()
    at, mine = f"/roundtables/{table.slug}/feedback", connect(ana)
    question = {"words": "What was best?", "choices": ""}
    connect(convener).post(f"{at}/questions", {"questions": [question]})
    said: dict[str, Any] = {"helped": "yes", "benefits": "yes"}
    mine.post(at, said | {"words": "Well led.", "answers": ["The talk."]})
    told = mine.post(at, said | {"helped": "no"}).json()
    assert (told["helped"], told["words"], told["answers"]) == ("no", "Well led.", ["The talk."])
    sign_in(ana)
    browser.send(at, **said)
    told = mine.get(at).json()["given"]
    assert (told["helped"], told["words"], told["answers"]) == ("yes", "Well led.", ["The talk."])
    browser.send(at, **said | {"words": "", "answers-0": ""})
    told = mine.get(at).json()["given"]
    assert (told["words"], told["answers"]) == ("", [""])


def test_a_draft_keeps_what_is_not_sent_again(
    browser: Browser, connect: Connect, db: Session, make: Make, sign_in: SignIn
) -> None:
    make.topic("Mobility")
    draft_id, ana = new_id(), make.member()
    mine = connect(ana)
    mine.post(f"/challenges/drafts/{draft_id}", {**WORDS, "visibility": "city"})
    mine.post(f"/challenges/drafts/{draft_id}", {"title": "Bike lanes in winter"})
    sign_in(ana)
    browser.send("/challenges/drafts", draft_id=str(draft_id), tried="Paint.", topics="mobility")
    kept = db.get_one(KeptDraft, draft_id)
    assert kept.model_dump(include={*WORDS, "tried", "visibility"}) == {
        **WORDS,
        "title": "Bike lanes in winter",
        "tried": "Paint.",
        "visibility": "city",
    }


@pytest.mark.parametrize(("kept", "posted"), [("city", "city"), ("cities", "cities"), ("odd", "")])
def test_a_draft_for_few_is_not_posted_to_more_unless_that_is_said(
    connect: Connect, db: Session, make: Make, kept: str, posted: str
) -> None:
    make.topic("Mobility")
    draft_id: UUID = new_id()
    mine, few = connect(make.member()), {"visibility": kept, "cities": [make.city("Quito").slug]}
    assert mine.post(f"/challenges/drafts/{draft_id}", WORDS | few).status_code == 200
    made = mine.post(f"/challenges/drafts/{draft_id}/posting", WORDS)
    assert (made.status_code, made.json()["visibility"]) == (201, posted or "members")
    assert len(db.get_one(Challenge, draft_id).slug) > 0
