"""Blocks and mutes: what they do, and that they hold in every place where one reaches a person."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core.errors import Denied
from backend.domain.challenges import actions as challenges
from backend.domain.challenges import answering, thread
from backend.domain.challenges.answers import AnswerDraft, ReplyDraft
from backend.domain.challenges.models import ChallengeDraft, FacingDraft, StatusDraft
from backend.domain.challenges.queries import could_answer
from backend.domain.challenges.queries import one as one_challenge
from backend.domain.cities.models import City
from backend.domain.directory.filters import Filters
from backend.domain.directory.queries import of_city, people
from backend.domain.directory.queries import who_can_help as topic_people
from backend.domain.matching.peers import who_can_help
from backend.domain.members import actions, blocks, policy, queries
from backend.domain.members.distance import Distance
from backend.domain.members.models import Guest, Member
from backend.domain.moderation import actions as moderation
from backend.domain.moderation.models import DecisionDraft, ReportDraft
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.models import Letter, Notification
from backend.domain.resources import adopting
from backend.domain.resources.adoptions import AdoptionDraft
from backend.domain.search.queries import search
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted

ANSWER = AnswerDraft(kind="experience", body="We put up planters.", language="en")
REPLY = ReplyDraft(body="How long did they last?", language="en")

Keeping = Callable[[Session, Member, Member], None]


@pytest.fixture
def topic(make: Make) -> Topic:
    return make.topic("Data trusts")


@pytest.fixture
def ana(db: Session, make: Make, topic: Topic) -> Member:
    return _expert(db, make, topic, "Ana")


@pytest.fixture
def ben(db: Session, make: Make, topic: Topic) -> Member:
    return _expert(db, make, topic, "Ben")


def _expert(db: Session, make: Make, topic: Topic, name: str) -> Member:
    member = make.member(name)
    make.skill(member, topic)
    actions.make_findable(db, member)
    db.commit()
    return member


def found(db: Session, me: Member, other: Member, topic: Topic) -> dict[str, bool]:
    """Each place that lists or suggests people, and whether it shows me this one."""
    known = tree(db)
    city = db.get_one(City, other.city_id)
    listed = people(db, me, Filters())
    return {
        "directory": other.id in {one.person.id for one in listed.page.items},
        "its count": listed.people == 2,
        "its facets": listed.facets["can_help"] == {"data-trusts": 2},
        "city": other.id in {one.id for one in of_city(db, me, city.id, known)},
        "topic": other.id in {one.id for one in topic_people(db, me, {topic.id}, known)},
        "peers": other.id in {one.person.id for one in who_can_help(db, me, {topic.id}, known)},
        "search": other.id in {one.subject.id for one in search(db, me, other.name).hits},
        "search counts": search(db, me, "data trusts").counts["kind"].get("member") == 2,
    }


@pytest.mark.parametrize("blocker", ["ana", "ben"])
def test_people_who_are_apart_are_listed_and_suggested_nowhere_to_each_other(
    db: Session, ana: Member, ben: Member, topic: Topic, blocker: str
) -> None:
    assert set(found(db, ana, ben, topic).values()) == {True}
    first, second = (ana, ben) if blocker == "ana" else (ben, ana)
    blocks.block(db, first, second)
    assert set(found(db, ana, ben, topic).values()) == {False}
    assert set(found(db, ben, ana, topic).values()) == {False}
    blocks.unblock(db, first, second)
    assert set(found(db, ben, ana, topic).values()) == {True}


def test_others_still_find_both(db: Session, make: Make, ana: Member, ben: Member) -> None:
    blocks.block(db, ana, ben)
    listed = people(db, make.member("Cleo"), Filters())
    assert [one.person.name for one in listed.page.items] == ["Ana", "Ben", "Cleo"]


def test_who_is_muted_is_listed_but_not_suggested(
    db: Session, ana: Member, ben: Member, topic: Topic
) -> None:
    blocks.mute(db, ana, ben)
    assert [name for name, shown in found(db, ana, ben, topic).items() if not shown] == ["peers"]
    assert set(found(db, ben, ana, topic).values()) == {True}


def test_their_pages_and_what_they_posted_stay_readable(
    db: Session, make: Make, ana: Member, ben: Member
) -> None:
    challenge = make.challenge(ben)
    blocks.block(db, ana, ben)
    assert queries.one(db, ana, ben.slug) is ben
    assert queries.one(db, ben, ana.slug) is ana
    assert one_challenge(db, ana, challenge.slug) is challenge


def test_nobody_follows_whom_they_are_apart_from(db: Session, ana: Member, ben: Member) -> None:
    blocks.block(db, ana, ben)
    with pytest.raises(Denied, match="You have blocked this person"):
        notifications.follow_person(db, ana, ben)
    with pytest.raises(Denied, match="You can’t follow this person"):
        notifications.follow_person(db, ben, ana)
    blocks.unblock(db, ana, ben)
    notifications.follow_person(db, ben, ana)


def test_replies_between_them_are_refused_and_do_not_say_why(
    db: Session, make: Make, ana: Member, ben: Member
) -> None:
    challenge = make.challenge()
    of_ana, of_ben = make.answer(challenge, ana), make.answer(challenge, ben)
    blocks.block(db, ana, ben)
    for me, parent in ((ben, of_ana), (ana, of_ben)):
        with pytest.raises(Denied, match=r"^You can’t reply here\.$"):
            answering.reply(db, me, challenge, parent, REPLY)
    assert answering.reply(db, make.member(), challenge, of_ana, REPLY)
    apart = {one.author.name: one.apart for one in thread.answers(db, ben, challenge.id)}
    assert apart == {"Ana": True, "Ben": False}
    assert not any(one.apart for one in thread.answers(db, Guest(), challenge.id))


def _deeds(
    db: Session, make: Make, topic: Topic, me: Member, by: Member
) -> dict[str, Callable[[], object]]:
    """All that somebody may do of which I would hear, each to a thing of its own."""
    mine, faced, answered = (make.challenge(me, visibility="public") for _ in range(3))
    said, kept = make.answer(answered, me), make.resource(me)
    theirs = make.challenge(by)
    asked = make.challenge(by)
    to_thank = make.answer(asked, me)
    notifications.follow(db, me.id, "member", by.id)
    notifications.follow(db, me.id, "challenge", theirs.id)
    posted = ChallengeDraft(
        title="Bike lanes on narrow streets",
        context="Paint on the road lasted us one winter only.",
        help_wanted="A city where it lasted longer.",
        language="en",
        topics=[topic.slug],
    )
    return {
        "answer": lambda: answering.answer(db, by, mine, ANSWER),
        "reply elsewhere": lambda: answering.reply(db, by, answered, make.answer(answered), REPLY),
        "face": lambda: challenges.face(db, by, faced, FacingDraft()),
        "post": lambda: challenges.post(db, by, posted),
        "work": lambda: challenges.set_status(db, by, theirs, StatusDraft(status="in_progress")),
        "thank": lambda: answering.say_it_helped(db, by, asked, to_thank),
        "adopt": lambda: adopting.adopt(db, by, kept, AdoptionDraft(state="uses")),
        "mark": lambda: answering.mark_helpful(db, by, said),
    }


def told(db: Session, member: Member) -> tuple[int, int]:
    """How many notifications and letters a member got."""
    db.flush()
    return (
        len(db.exec(select(Notification).where(Notification.recipient_id == member.id)).all()),
        len(db.exec(select(Letter).where(Letter.recipient_id == member.id)).all()),
    )


def test_without_a_block_i_hear_of_all_of_it(
    db: Session, make: Make, ana: Member, ben: Member, topic: Topic
) -> None:
    for deed in _deeds(db, make, topic, ana, ben).values():
        deed()
    assert told(db, ana)[0] == 7


def _block_me(db: Session, me: Member, by: Member) -> None:
    blocks.block(db, by, me)


@pytest.mark.parametrize("keep", [blocks.mute, blocks.block, _block_me])
def test_i_hear_of_none_of_it_from_whom_i_muted_or_am_apart_from(
    db: Session, make: Make, ana: Member, ben: Member, topic: Topic, keep: Keeping
) -> None:
    deeds = _deeds(db, make, topic, ana, ben)
    keep(db, ana, ben)
    for deed in deeds.values():
        deed()
    assert told(db, ana) == (0, 0)


def test_who_was_muted_hears_as_before(
    db: Session, make: Make, ana: Member, ben: Member, topic: Topic
) -> None:
    deeds = _deeds(db, make, topic, ana, ben)
    blocks.mute(db, ben, ana)
    for deed in deeds.values():
        deed()
    assert told(db, ana)[0] == 7


def test_my_desk_leaves_out_what_they_ask(
    db: Session, make: Make, ana: Member, ben: Member, topic: Topic
) -> None:
    make.challenge(ben, topics=[topic], title="Who keeps the trust?")
    assert [row.title for row in could_answer(db, ana)] == ["Who keeps the trust?"]
    blocks.mute(db, ana, ben)
    assert could_answer(db, ana) == []
    blocks.unmute(db, ana, ben)
    blocks.block(db, ben, ana)
    assert could_answer(db, ana) == []


def test_conveners_in_their_office_always_reach(
    db: Session, make: Make, ana: Member, topic: Topic
) -> None:
    ruth = make.convener(name="Ruth")
    challenge = make.challenge(ana, topics=[topic])
    make.member("Cleo")
    moderation.report(db, make.member(), "challenge", challenge.id, ReportDraft(rule="topic"))
    blocks.block(db, ana, ruth)
    blocks.mute(db, ana, ruth)
    draft: dict[str, Any] = challenge.model_dump(include=set(ChallengeDraft.model_fields))
    challenges.edit(db, ruth, challenge, ChallengeDraft(**draft, topics=[topic.slug]))
    challenges.set_status(db, ruth, challenge, StatusDraft(status="in_progress"))
    reason = DecisionDraft(rule="topic", reason="It is about another network.")
    moderation.hide(db, ruth, "challenge", challenge.id, reason)
    db.flush()
    events = [one.event for one in db.exec(select(Notification)) if one.recipient_id == ana.id]
    assert sorted(events) == ["challenge.edited", "challenge.in_progress", "moderation.hidden"]


def test_a_blocked_person_can_be_reported(db: Session, ana: Member, ben: Member) -> None:
    blocks.block(db, ana, ben)
    assert moderation.report(db, ana, "member", ben.id, ReportDraft(rule="kindness"))


def test_only_i_am_told_that_i_blocked_somebody(db: Session, ana: Member, ben: Member) -> None:
    blocks.block(db, ana, ben)
    blocks.block(db, ana, ben)
    blocks.mute(db, ana, ben)
    blocks.mute(db, ana, ben)
    assert blocks.distance(db, ana, ben.id) == Distance(blocked=True, muted=True, apart=True)
    assert blocks.distance(db, ben, ana.id) == Distance(apart=True)
    assert blocks.distance(db, Guest(), ana.id) == Distance()
    assert told(db, ben) == (0, 0)
    assert blocks.kept_away(db, ben).items == []
    blocks.unmute(db, ana, ben)
    blocks.unblock(db, ana, ben)
    blocks.unblock(db, ana, ben)
    assert blocks.distance(db, ana, ben.id) == Distance()


def test_who_is_blocked_from_both_sides_stays_apart_until_both_take_it_back(
    db: Session, ana: Member, ben: Member
) -> None:
    blocks.block(db, ana, ben)
    blocks.block(db, ben, ana)
    blocks.unblock(db, ana, ben)
    assert blocks.are_apart(db, ana.id, ben.id)


def test_nobody_keeps_away_from_themselves_and_only_members_do(make: Make, ana: Member) -> None:
    assert policy.may_keep_away(ana, ana).reason == "This is you."
    assert not policy.may_keep_away(make.member(suspended_at=NOON), ana)
    assert not policy.may_keep_away(Guest(), ana)


def test_the_list_goes_on_by_name(db: Session, make: Make, ana: Member) -> None:
    for number in range(23):
        blocks.mute(db, ana, make.member(f"Cleo {number:02}"))
    first = blocks.kept_away(db, ana)
    second = blocks.kept_away(db, ana, first.next_key or "")
    names = [one.name for page in (first, second) for one in page.items]
    assert names == [f"Cleo {number:02}" for number in range(23)]
    assert second.next_key is None


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_costs_one_query(
    db: Session, make: Make, connection: Connection, ana: Member, how_many: int
) -> None:
    for _ in range(how_many):
        blocks.block(db, ana, make.member())
    with counted(connection) as sent:
        assert len(blocks.kept_away(db, ana).items) == how_many
    assert len(sent) == 1
