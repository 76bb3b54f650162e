"""Who can help: the expected expert among 200 members, shared load, and what may not count."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.core.errors import Conflict, Denied, NotFound
from backend.domain.conversations.models import Conversation
from backend.domain.matching import actions, helping
from backend.domain.matching.asking_peers import ask
from backend.domain.matching.models import NotUseful
from backend.domain.matching.peers import About, Peer, suggested, who_can_help, who_knows
from backend.domain.members import actions as members
from backend.domain.members import blocks, queries
from backend.domain.members.models import Member
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted

MANY = 200
_HOURS = ("members", "members", "nobody")
"""To whom they show theirs."""


def names(peers: Any) -> list[str]:
    return [peer.person.name for peer in peers]


def told(peer: Peer) -> dict[str, int]:
    return {reason.kind: reason.points for reason in peer.reasons}


@pytest.fixture
def topic(make: Make) -> Topic:
    return make.topic("Data trusts")


@pytest.fixture
def me(make: Make) -> Member:
    return make.member("Me")


def asked_to_talk(db: Session, make: Make, member: Member, times: int, days_ago: int = 1) -> None:
    for n in range(times):
        asker = make.member()
        at = NOON - timedelta(days=days_ago)
        db.add(
            Conversation(
                slug=f"{member.id.hex[-6:]}-{days_ago}-{n}",
                author_id=asker.id,
                asked_id=member.id,
                purpose="To learn.",
                language="en",
                minutes=30,
                offers_zone="UTC",
                asked_at=at,
                declined_at=at,
                until=at,
            )
        )
    db.commit()


def test_among_200_members_the_expected_expert_comes_first_with_the_expected_reasons(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    chance, home = Random(6), make.city("Bogotá")
    other = make.topic("Housing")
    make.spoken(me, "es")
    asker = make.member("Asker", city_id=home.id)
    challenges = [make.challenge(asker, topics=[topic]) for _ in range(4)]
    resource = make.resource(asker, topics=[topic])
    for n in range(MANY):
        member = make.member(f"Member {n:03}", city_id=home.id)
        if chance.random() < 0.3:
            make.skill(member, chance.choice((topic, other)))
        if chance.random() < 0.1:
            make.answer(chance.choice(challenges), member)
    expert = make.member("Zoe Expert", city_id=make.city("Quito").id)
    make.skill(expert, topic)
    make.spoken(expert, "es")
    for challenge in challenges[:2]:
        make.answer(challenge, expert, helped_at=NOON)
    make.endorsement(expert, topic)
    make.adoption(resource, expert)
    found = who_can_help(db, me, {topic.id}, tree(db), limit=MANY)
    assert found[0].person.name == "Zoe Expert"
    assert told(found[0]) == {
        "helped": 24,
        "answered": 8,
        "declared": 10,
        "endorsed": 3,
        "adopted": 4,
        "language": 3,
        "hours": 2,
    }
    assert found[0].reasons[0].words == "Helped Bogotá."
    assert found[0].score == 54 > found[1].score
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(sum(told(one).values()) == one.score for one in found)
    records = {one.kind: [record.kind for record in one.records] for one in found[0].reasons}
    assert records["helped"] == ["answer", "answer"]
    assert records["adopted"] == ["adoption"]


def test_the_order_is_that_of_weighing_everybody_one_by_one(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    chance = Random(11)
    asker = make.member()
    challenges = [make.challenge(asker, topics=[topic]) for _ in range(3)]
    resources = [make.resource(asker, topics=[topic]) for _ in range(3)]
    make.spoken(me, "es")
    expected: list[tuple[int, str]] = []
    for n in range(40):
        zone, hours = chance.choice(("Europe/London", "Asia/Tokyo")), chance.choice(_HOURS)
        member = make.member(f"Member {n:02}", zone=zone, audience={"hours": hours})
        record = helping.Record(in_office=zone == "Europe/London" and hours == "members")
        record.shares_language = chance.random() < 0.5
        make.spoken(member, "es" if record.shares_language else "ar")
        for resource in chance.sample(resources, chance.choice((0, 0, 1, 3))):
            used = make.adoption(resource, member)
            trace = helping.Trace("adoption", used.id, resource.slug, resource.title)
            record.adopted[resource.id] = trace
        if chance.random() < 0.6:
            make.skill(member, topic)
            record.declared.add(topic.id)
            for _ in range(chance.randint(0, 2)):
                make.endorsement(member, topic)
                record.endorsed[topic.id] = record.endorsed.get(topic.id, 0) + 1
        for challenge in chance.sample(challenges, chance.randint(0, 2)):
            helped = chance.random() < 0.3
            said = make.answer(challenge, member, helped_at=NOON if helped else None)
            trace = helping.Trace("answer", said.id, challenge.slug, challenge.title)
            record.answered[challenge.id] = trace
            if helped:
                record.helped[challenge.id] = trace
        record.asked = chance.choice((0, 0, 2, 4))
        asked_to_talk(db, make, member, record.asked)
        if record.speaks:
            expected.append((-helping.score(record), member.name))
    found = who_can_help(db, me, {topic.id}, tree(db), limit=100)
    assert [(-one.score, one.person.name) for one in found] == sorted(expected)
    for few in (1, 2, 3, 5, 8, 13):
        assert who_can_help(db, me, {topic.id}, tree(db), limit=few) == found[:few]


def test_who_was_asked_often_lately_comes_later_and_the_reason_says_so(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    busy, free = make.member("Ana Busy"), make.member("Ben Free")
    for member in (busy, free):
        make.skill(member, topic)
    asked_to_talk(db, make, busy, 4)
    asked_to_talk(db, make, free, 2)
    asked_to_talk(db, make, free, 5, days_ago=40)
    found = who_can_help(db, me, {topic.id}, tree(db))
    assert names(found) == ["Ben Free", "Ana Busy"]
    assert "load" not in told(found[0])
    assert found[1].reasons[-1].words == (
        "Was asked to talk 4 times in the last 30 days, so others come first."
    )
    assert told(found[1])["load"] == -8


def test_who_does_not_want_to_be_suggested_never_is_but_stays_in_the_directory(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    ana = make.member("Ana")
    make.skill(ana, topic)
    make.answer(make.challenge(topics=[topic]), ana, helped_at=NOON)
    assert names(who_can_help(db, me, {topic.id}, tree(db))) == ["Ana"]
    draft = queries.mine(db, ana).model_copy(update={"unsuggested": True})
    members.edit(db, ana, draft)
    assert who_can_help(db, me, {topic.id}, tree(db)) == []
    assert who_knows(db, me, "data trusts", tree(db)) == ([], [topic.id])
    assert queries.mine(db, ana).unsuggested


@pytest.mark.parametrize("act", [blocks.block, blocks.mute])
def test_blocks_hold_both_ways_and_mutes_ones_own(
    db: Session, make: Make, topic: Topic, me: Member, act: Any
) -> None:
    ana = make.member("Ana")
    for member in (ana, me):
        make.skill(member, topic)
    act(db, me, ana)
    seen = [names(who_can_help(db, one, {topic.id}, tree(db))) for one in (me, ana)]
    assert seen == ([[], []] if act is blocks.block else [[], ["Me"]])


def test_only_records_that_i_may_see_count(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    ana, chosen = make.member("Ana"), make.city("Chosen")
    make.skill(ana, topic)
    restricted = make.challenge(topics=[topic], cities=[chosen])
    make.answer(restricted, ana, helped_at=NOON)
    make.answer(make.challenge(topics=[topic]), ana, hidden_at=NOON)
    make.adoption(make.resource(topics=[topic], hidden_at=NOON), ana)
    make.adoption(make.resource(topics=[topic]), ana, "considers")
    elsewhere = make.member(city_id=chosen.id)
    seen = [
        told(who_can_help(db, one, {topic.id}, tree(db))[0])
        for one in (me, elsewhere, make.convener(city_id=chosen.id), make.convener())
    ]
    assert [set(one) for one in seen] == [
        {"declared", "hours"},
        {"helped", "answered", "declared", "hours"},
        {"helped", "answered", "declared", "hours"},
        {"declared", "hours"},
    ]


def test_hours_and_languages_that_are_shown_to_nobody_are_no_reason(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    ana = make.member("Ana", audience={"hours": "nobody", "languages": "nobody"})
    for member in (ana, me):
        make.spoken(member, "en")
    make.skill(ana, topic)
    assert told(who_can_help(db, me, {topic.id}, tree(db))[0]) == {"declared": 10}


def test_who_is_not_useful_for_one_thing_is_still_suggested_for_another_and_to_others(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    ana, challenge = make.member("Ana"), make.challenge(topics=[topic])
    make.skill(ana, topic)
    about, other = About("challenge", challenge.id), About("topic", topic.id)
    for _ in range(2):
        actions.pass_over(db, me, about, ana)

    def for_whom(one: Member, what: About) -> list[str]:
        return names(who_can_help(db, one, {topic.id}, tree(db), about=what))

    assert (for_whom(me, about), for_whom(me, other)) == ([], ["Ana"])
    assert for_whom(make.member(), about) == ["Ana"]
    assert actions.passed_over(db, me, about) == [(ana.slug, "Ana")]
    actions.take_back(db, me, about, ana)
    assert for_whom(me, about) == ["Ana"]
    assert actions.passed_over(db, me, about) == []


def test_words_mean_the_same_thing_however_they_are_written() -> None:
    assert About.words("Ação  Climática") == About.words("acao climatica")
    assert About.words("a") != About.words("b")


def test_nothing_is_kept_about_what_is_not_there_or_not_for_me(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    ana, chosen = make.member("Ana"), make.city()
    restricted = make.challenge(topics=[topic], cities=[chosen])
    for about in (
        About("challenge", restricted.id),
        About("challenge", topic.id),
        About("weather", topic.id),
        About("any", ana.id),
    ):
        with pytest.raises(NotFound):
            actions.pass_over(db, me, about, ana)
    with pytest.raises(Denied):
        actions.pass_over(db, me, About("topic", topic.id), me)
    suspended = make.member(suspended_at=NOON)
    with pytest.raises(Denied):
        actions.pass_over(db, suspended, About("topic", topic.id), ana)


def test_words_without_end_are_not_kept(db: Session, make: Make, me: Member) -> None:
    ana = make.member("Ana")
    db.add_all(
        NotUseful(member_id=me.id, kind="words", subject_id=uuid4(), other_id=ana.id)
        for _ in range(actions.MOST - 1)
    )
    db.commit()
    last = About.words("bees")
    actions.pass_over(db, me, last, ana)
    with pytest.raises(Conflict, match="very many people"):
        actions.pass_over(db, me, About.words("hives"), ana)
    actions.pass_over(db, me, last, ana)


def test_free_words_find_by_topics_and_by_profiles(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    ana = make.member("Ana", bio="I looked after the hives of the town hall.")
    ben = make.member("Ben")
    make.skill(ben, topic)
    for member in (ana, ben):
        members.make_findable(db, member)
    db.commit()
    found, meant = who_knows(db, me, "data trusts", tree(db))
    assert (names(found), meant) == (["Ben"], [topic.id])
    found, meant = who_knows(db, me, "hives", tree(db))
    assert (names(found), meant) == (["Ana"], [])
    assert told(found[0])["mentions"] == 5
    assert who_knows(db, me, "  ", tree(db)) == ([], [])


def test_words_besides_a_topic_put_first_who_says_both(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    ana, ben = make.member("Ana"), make.member("Ben", bio="I looked after the hives.")
    for member in (ana, ben):
        make.skill(member, topic)
        members.make_findable(db, member)
    db.commit()
    alone, both = (
        ask(db, me, tree(db), topic=topic.slug, text=text).peers for text in ("", "hives")
    )
    assert (names(alone), names(both)) == (["Ana", "Ben"], ["Ben", "Ana"])


def test_the_desk_suggests_who_can_help_with_what_i_look_for(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    make.skill(make.member("Ana"), topic)
    assert suggested(db, me, tree(db)) == []
    make.skill(me, topic, "looking_for")
    assert names(suggested(db, me, tree(db))) == ["Ana"]


def test_a_question_is_a_challenge_a_topic_or_words(
    db: Session, make: Make, topic: Topic, me: Member
) -> None:
    author = make.member("Author")
    challenge = make.challenge(author, topics=[topic], title="Who keeps the trust?")
    for member in (author, make.member("Ana")):
        make.skill(member, topic)
    by_challenge = ask(db, me, tree(db), challenge=challenge.slug)
    assert (names(by_challenge.peers), by_challenge.title) == (["Ana"], "Who keeps the trust?")
    assert names(ask(db, me, tree(db), topic=topic.slug).peers) == ["Ana", "Author"]
    assert names(ask(db, me, tree(db), text="data trusts").peers) == ["Ana", "Author"]
    assert ask(db, me, tree(db)).about is None
    for wrong in ({"challenge": "nowhere"}, {"topic": "nowhere"}):
        with pytest.raises(NotFound):
            ask(db, me, tree(db), **wrong)


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_one_query_however_many_can_help(
    db: Session, make: Make, topic: Topic, me: Member, connection: Connection, count: int
) -> None:
    for _ in range(count):
        member = make.member()
        make.skill(member, topic)
        make.answer(make.challenge(topics=[topic]), member)
        make.endorsement(member, topic)
    topics = tree(db)
    with counted(connection) as sent:
        assert len(who_can_help(db, me, {topic.id}, topics)) == count
    assert len(sent) == 1
