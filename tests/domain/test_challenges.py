from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, Denied, Rejected
from backend.core.ids import new_id
from backend.domain.challenges import actions, answering, drafts, page, policy, queries
from backend.domain.challenges.answers import AnswerDraft
from backend.domain.challenges.models import (
    Challenge,
    ChallengeDraft,
    DraftWords,
    Facing,
    FacingDraft,
    KeptDraft,
    OutcomeDraft,
    StatusDraft,
)
from backend.domain.members.models import Guest, Member
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.models import Letter, Notification
from backend.domain.search.models import SearchDocument
from tests.conftest import NOON
from tests.support.make import Make

WORDS: dict[str, Any] = {
    "title": "Bike lanes on narrow streets",
    "context": "Paint on the road lasted us one winter only.",
    "tried": "Thicker paint.",
    "help_wanted": "A city where it lasted longer.",
    "language": "en",
    "visibility": "members",
    "topics": ["mobility"],
}


HALF = DraftWords(title="Bike lanes")


def draft(**given: Any) -> ChallengeDraft:
    return ChallengeDraft(**WORDS | given)


@pytest.fixture(autouse=True)
def _mobility(make: Make) -> None:
    make.topic("Mobility")


def told(db: Session) -> set[tuple[UUID, str]]:
    db.flush()
    return {(one.recipient_id, one.event) for one in db.exec(select(Notification))}


def test_posting_keeps_the_words_and_signs_them(db: Session, make: Make) -> None:
    ana = make.member()
    challenge = actions.post(db, ana, draft())
    assert (challenge.title, challenge.tried) == (WORDS["title"], WORDS["tried"])
    assert (challenge.author_id, challenge.city_id) == (ana.id, ana.city_id)
    assert (challenge.posted_at, challenge.status) == (NOON, "open")
    assert [one.label for one in page.topics_of(db, challenge.id)] == ["Mobility"]


def test_the_city_that_asks_is_the_first_that_faces_it(db: Session, make: Make) -> None:
    ana = make.member()
    challenge = actions.post(db, ana, draft())
    assert challenge.faced_by == 1
    assert [one.id for one in page.cities(db, challenge.id).facing] == [ana.city_id]
    partner = make.member(city_id=None)
    assert actions.post(db, partner, draft(title="A challenge of a partner")).faced_by == 0


def test_two_challenges_of_one_title_have_two_addresses(db: Session, make: Make) -> None:
    ana = make.member()
    slugs = [actions.post(db, ana, draft()).slug for _twice in range(2)]
    assert slugs == ["bike-lanes-on-narrow-streets", "bike-lanes-on-narrow-streets-2"]


def test_no_challenge_takes_the_address_of_a_page(db: Session, make: Make) -> None:
    assert actions.post(db, make.member(), draft(title="Drafts !!!!!")).slug == "drafts-2"


@pytest.mark.parametrize(
    "given",
    [
        {"title": "Bikes"},
        {"title": "x" * 121},
        {"title": "       x       "},
        {"context": "Too short."},
        {"context": "x" * 6001},
        {"tried": "x" * 4001},
        {"help_wanted": "Help."},
        {"help_wanted": "x" * 2001},
        {"language": "tlh"},
        {"visibility": "nobody"},
        {"topics": []},
        {"topics": [f"topic-{n}" for n in range(7)]},
        {"cities": [f"city-{n}" for n in range(41)]},
    ],
)
def test_words_outside_the_limits_make_no_draft(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        draft(**given)


def test_topics_are_chosen_once_each_and_from_the_tree(db: Session, make: Make) -> None:
    ana = make.member()
    challenge = actions.post(db, ana, draft(topics=["mobility", "mobility"]))
    assert len(page.topics_of(db, challenge.id)) == 1
    with pytest.raises(Rejected) as refused:
        actions.post(db, ana, draft(topics=["alchemy"]))
    assert refused.value.problems == {"topics": "Please choose topics from the list."}


def test_chosen_cities_are_kept_only_where_they_decide(db: Session, make: Make) -> None:
    ana, bogota = make.member(), make.city("Bogotá")
    shown = actions.post(db, ana, draft(visibility="cities", cities=["bogota-gb"]))
    assert queries.chosen_cities(db, shown.id) == {bogota.id}
    open_to_all = actions.post(db, ana, draft(cities=["bogota-gb"]))
    assert queries.chosen_cities(db, open_to_all.id) == set()


@pytest.mark.parametrize(
    ("cities", "sentence"),
    [
        ([], "Please choose at least one other city, or show it to more."),
        (["ours-gb"], "Please choose at least one other city, or show it to more."),
        (["atlantis"], "Please choose cities from the list."),
    ],
)
def test_chosen_cities_must_be_there(
    db: Session, make: Make, cities: list[str], sentence: str
) -> None:
    ana = make.member(city_id=make.city("Ours").id)
    with pytest.raises(Rejected, match=sentence):
        actions.post(db, ana, draft(visibility="cities", cities=cities))
    assert db.exec(select(Challenge)).all() == []


def test_a_challenge_can_be_for_ones_own_city_alone(db: Session, make: Make) -> None:
    make.city("Another")
    ana = make.member(city_id=make.city("Ours").id)
    posted = actions.post(db, ana, draft(visibility="city", cities=["another-gb"]))
    assert (posted.visibility, queries.chosen_cities(db, posted.id)) == ("city", set())
    with pytest.raises(Rejected, match="You work for no city here"):
        actions.post(db, make.member(city_id=None), draft(visibility="city"))


def test_a_draft_sent_twice_is_posted_once_and_then_gone(db: Session, make: Make) -> None:
    ana, form = make.member(), new_id()
    drafts.save(db, ana, form, HALF)
    first, second = (actions.post(db, ana, draft(), form) for _twice in range(2))
    assert first is second
    assert (first.id, db.exec(select(KeptDraft)).all()) == (form, [])


def test_nobody_posts_the_draft_or_over_the_challenge_of_somebody_else(
    db: Session, make: Make
) -> None:
    ana, ben, form = make.member(), make.member(), new_id()
    drafts.save(db, ana, form, HALF)
    db.flush()
    with pytest.raises(Conflict):
        actions.post(db, ben, draft(), form)
    with pytest.raises(Conflict):
        actions.post(db, ben, draft(), make.challenge(ana).id)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"admitted_at": None}, "You can take part as soon as you have been admitted."),
        ({"suspended_at": NOON}, "Your membership is suspended"),
    ],
)
def test_only_who_takes_part_posts(
    db: Session, make: Make, given: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Denied, match=reason):
        actions.post(db, make.member(**given), draft())
    assert db.exec(select(Challenge)).all() == []


def test_a_guest_is_asked_to_sign_in(make: Make) -> None:
    challenge = make.challenge(visibility="public")
    answer = make.answer(challenge)
    asked = [
        policy.may_post(Guest()),
        policy.may_edit(Guest(), challenge),
        policy.may_answer(Guest(), challenge),
        policy.may_reply(Guest(), challenge, answer),
        policy.may_edit_answer(Guest(), answer),
        policy.may_face(Guest(), challenge),
        policy.may_mark_helpful(Guest(), answer),
        policy.may_say_it_helped(Guest(), challenge, answer),
        policy.may_steer(Guest(), challenge),
        policy.may_follow(Guest(), challenge),
    ]
    assert {verdict.reason for verdict in asked} == {"Please sign in to take part."}


def test_followers_of_its_topics_city_and_author_hear_of_it_once(db: Session, make: Make) -> None:
    topic, ana = make.topic("Streets"), make.member()
    fans = [make.member() for _each in range(3)]
    notifications.follow(db, fans[0].id, "topic", topic.id)
    notifications.follow(db, fans[1].id, "city", ana.city_id or new_id())
    notifications.follow(db, fans[2].id, "member", ana.id)
    notifications.follow(db, fans[2].id, "topic", topic.id)
    actions.post(db, ana, draft(topics=["streets"]))
    assert told(db) == {(one.id, "challenge.posted") for one in fans}
    assert len(db.exec(select(Notification)).all()) == 3


def test_nobody_hears_of_what_they_may_not_see(db: Session, make: Make) -> None:
    topic, ana, chosen = make.topic("Streets"), make.member(), make.city("Bogotá")
    peer, stranger = make.member(city_id=chosen.id), make.member()
    applicant = make.member(city_id=chosen.id, admitted_at=None)
    for one in (peer, stranger, applicant):
        notifications.follow(db, one.id, "topic", topic.id)
    actions.post(db, ana, draft(topics=["streets"], visibility="cities", cities=["bogota-gb"]))
    assert told(db) == {(peer.id, "challenge.addressed")}
    assert [one.recipient_id for one in db.exec(select(Letter))] == [peer.id]


def test_what_is_posted_can_be_found(db: Session, make: Make) -> None:
    challenge = actions.post(db, make.member(), draft())
    found = db.exec(select(SearchDocument)).one()
    assert (found.kind, found.subject_id, found.title) == (
        "challenge",
        challenge.id,
        challenge.title,
    )
    for words in (WORDS["context"], WORDS["tried"], WORDS["help_wanted"]):
        assert words in found.body


def test_editing_changes_the_words_and_not_the_address(db: Session, make: Make) -> None:
    ana = make.member()
    make.topic("Streets")
    challenge = actions.post(db, ana, draft())
    offer = AnswerDraft(kind="offer", body="We can lend planters.", language="en")
    answering.answer(db, make.member(), challenge, offer)
    actions.edit(db, ana, challenge, draft(title="Bike lanes in winter", topics=["streets"]))
    assert (challenge.title, challenge.slug) == (
        "Bike lanes in winter",
        "bike-lanes-on-narrow-streets",
    )
    assert challenge.edited_at == NOON
    assert [one.label for one in page.topics_of(db, challenge.id)] == ["Streets"]
    assert {one.title for one in db.exec(select(SearchDocument))} == {"Bike lanes in winter"}
    assert {step.what for step in page.history(db, ana, challenge.id)} == {"posted", "edited"}
    assert told(db) == {(ana.id, "challenge.answered")}


def test_a_convener_edits_and_the_author_hears_of_it(db: Session, make: Make) -> None:
    ana, convener = make.member(), make.convener()
    challenge = actions.post(db, ana, draft())
    actions.edit(db, convener, challenge, draft(title="Bike lanes in winter"))
    assert told(db) == {(ana.id, "challenge.edited")}


def test_nobody_else_edits(make: Make) -> None:
    challenge = make.challenge()
    for me in (make.member(), make.member(city_id=challenge.city_id, is_lead=True)):
        refused = policy.may_edit(me, challenge)
        assert refused.reason == "Only who keeps it or a convener can edit a challenge."


def test_a_change_of_audience_is_noted_and_new_cities_hear_of_it(db: Session, make: Make) -> None:
    ana = make.member()
    old, new = make.city("Old"), make.city("New")
    was_asked, is_asked = make.member(city_id=old.id), make.member(city_id=new.id)
    challenge = actions.post(db, ana, draft(visibility="cities", cities=["old-gb"]))
    actions.edit(db, ana, challenge, draft(visibility="cities", cities=["old-gb", "new-gb"]))
    assert told(db) == {
        (was_asked.id, "challenge.addressed"),
        (is_asked.id, "challenge.addressed"),
    }
    assert len(db.exec(select(Notification)).all()) == 2
    actions.edit(db, ana, challenge, draft(visibility="public"))
    steps = {(step.what, step.visibility) for step in page.history(db, ana, challenge.id)}
    assert steps == {("posted", ""), ("edited", ""), ("visibility", "public")}
    assert queries.chosen_cities(db, challenge.id) == set()


def test_a_city_faces_it_once_whoever_says_it(db: Session, make: Make) -> None:
    challenge = make.challenge()
    ben, bea = make.member(), make.member()
    bea.city_id = ben.city_id
    actions.face(db, ben, challenge, FacingDraft(words="Since the tram came."))
    actions.face(db, bea, challenge, FacingDraft(words="In the old town."))
    assert challenge.faced_by == 1
    facing = db.exec(select(Facing)).one()
    assert (facing.said_by_id, facing.words) == (bea.id, "In the old town.")
    assert told(db) == {(challenge.author_id, "challenge.faced")}
    assert db.exec(select(Letter)).all() == []


def test_a_colleague_takes_it_back(db: Session, make: Make) -> None:
    challenge, ben = make.challenge(), make.member()
    actions.face(db, ben, challenge, FacingDraft())
    actions.withdraw(db, make.member(city_id=ben.city_id), challenge)
    assert (challenge.faced_by, db.exec(select(Facing)).all()) == (0, [])
    with pytest.raises(Conflict, match="had not said"):
        actions.withdraw(db, ben, challenge)


def test_who_may_not_say_that_their_city_faces_it(make: Make) -> None:
    challenge = make.challenge()
    reasons = {
        "Only people of a city can say that their city faces this.": make.member(city_id=None),
        "Your city posted this challenge.": make.member(city_id=challenge.city_id),
    }
    assert {r: policy.may_face(me, challenge).reason for r, me in reasons.items()} == {
        r: r for r in reasons
    }
    challenge.hidden_at = NOON
    assert policy.may_face(make.convener(), challenge).reason == (
        "This challenge is hidden for now."
    )


def test_where_it_stands_is_said_with_who_and_when(db: Session, make: Make) -> None:
    ana, fan = make.member(name="Ana"), make.member()
    challenge = actions.post(db, ana, draft())
    actions.follow(db, fan, challenge)
    working, again = StatusDraft(status="in_progress"), StatusDraft(status="open")
    for hours, said in enumerate((working, working, again), start=1):
        with clock.stopped(NOON + timedelta(hours=hours)):
            actions.set_status(db, ana, challenge, said)
    steps = [(step.what, step.by, step.at) for step in page.history(db, ana, challenge.id)]
    assert steps == [
        ("posted", "Ana", NOON),
        ("in_progress", "Ana", NOON + timedelta(hours=1)),
        ("reopened", "Ana", NOON + timedelta(hours=3)),
    ]
    assert told(db) == {(fan.id, "challenge.in_progress"), (fan.id, "challenge.reopened")}


def test_it_ends_with_an_outcome_and_whoever_took_part_hears_of_it(db: Session, make: Make) -> None:
    ana, helper, faces, fan = (make.member() for _each in range(4))
    challenge = actions.post(db, ana, draft())
    answer = make.answer(challenge, helper)
    actions.face(db, faces, challenge, FacingDraft())
    actions.follow(db, fan, challenge)
    db.exec(select(Notification)).all()
    outcome = OutcomeDraft(ending="solved", worked="Planters.", helped=[answer.id])
    actions.end(db, ana, challenge, outcome)
    assert (challenge.status, challenge.closed_at, challenge.outcome_at) == ("solved", NOON, NOON)
    assert (answer.helped_at, answer.helped_by_id) == (NOON, ana.id)
    assert told(db) == {
        (ana.id, "challenge.faced"),
        (helper.id, "answer.helped"),
        (helper.id, "challenge.solved"),
        (faces.id, "challenge.solved"),
        (fan.id, "challenge.solved"),
    }
    body = db.exec(select(SearchDocument.body).where(col(SearchDocument.kind) == "challenge"))
    assert "Planters." in body.one()


def test_an_outcome_can_be_put_better_without_telling_everybody_again(
    db: Session, make: Make
) -> None:
    ana, fan = make.member(), make.member()
    challenge = actions.post(db, ana, draft())
    actions.follow(db, fan, challenge)
    for words in ("Planters.", "Planters, and a lower speed."):
        actions.end(db, ana, challenge, OutcomeDraft(ending="solved", worked=words))
    assert challenge.worked == "Planters, and a lower speed."
    assert len(db.exec(select(Notification)).all()) == 1


def test_it_can_be_opened_again(db: Session, make: Make) -> None:
    ana = make.member()
    challenge = make.challenge(ana, closed_at=NOON, solved=True, worked="Planters.")
    actions.set_status(db, ana, challenge, StatusDraft(status="open"))
    assert (challenge.status, challenge.closed_at, challenge.solved) == ("open", None, False)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ending": "solved"}, "worked"),
        ({"ending": "solved", "not_worked": "Paint."}, "worked"),
        ({"ending": "closed"}, "not_worked"),
        ({"ending": "closed", "worked": "Planters.", "helped": [new_id()]}, "helped"),
    ],
)
def test_an_outcome_says_what_came_of_it(
    db: Session, make: Make, given: dict[str, Any], field: str
) -> None:
    challenge = make.challenge(ana := make.member())
    with pytest.raises(Rejected) as refused:
        actions.end(db, ana, challenge, OutcomeDraft(**given))
    assert set(refused.value.problems) == {field}
    assert challenge.closed_at is None


def test_what_did_not_help_cannot_be_named_as_help(db: Session, make: Make) -> None:
    ana = make.member()
    challenge, other = make.challenge(ana), make.challenge(ana)
    answer = make.answer(challenge)
    for said in (
        make.answer(other),
        make.answer(challenge, parent=answer),
        make.answer(challenge, hidden_at=NOON),
    ):
        with pytest.raises(Rejected, match="Please choose from the answers to this challenge"):
            actions.end(
                db, ana, challenge, OutcomeDraft(ending="closed", worked="No.", helped=[said.id])
            )


def test_who_says_where_it_stands(make: Make) -> None:
    challenge = make.challenge(author := make.member())
    lead = make.member(city_id=challenge.city_id, is_lead=True)
    for me in (author, lead, make.convener()):
        assert policy.may_steer(me, challenge)
    others: list[Member] = [
        make.member(),
        make.member(is_lead=True),
        make.member(city_id=challenge.city_id),
    ]
    for me in others:
        assert str(policy.may_steer(me, challenge).reason).startswith("Only who keeps it, the lead")


def test_following_is_for_others_than_the_author(db: Session, make: Make) -> None:
    challenge, ben = make.challenge(), make.member()
    actions.follow(db, ben, challenge)
    db.flush()
    assert page.opened(db, ben, challenge.slug).follows
    actions.unfollow(db, ben, challenge)
    db.flush()
    assert not page.opened(db, ben, challenge.slug).follows
    author = db.get_one(Member, challenge.author_id)
    assert not policy.may_follow(author, challenge)
