"""Endorsing peers: who may, who sees it, who hears of it, and what it moves."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows, sessions_for
from backend.core.errors import Conflict, Denied, NotFound
from backend.domain import subjects
from backend.domain.directory.filters import Filters
from backend.domain.directory.queries import people
from backend.domain.endorsements import actions, policy, queries, sight
from backend.domain.endorsements.actions import MOST_A_DAY
from backend.domain.endorsements.holdings import HOLDINGS
from backend.domain.endorsements.models import Endorsement, EndorsementDraft
from backend.domain.holdings import Leaving
from backend.domain.matching import peers
from backend.domain.members import blocks
from backend.domain.members.models import Actor, Guest, Member, MemberTopic
from backend.domain.moderation import actions as moderation
from backend.domain.moderation.models import DecisionDraft, ReportDraft
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.models import Letter
from backend.domain.notifications.queries import told
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import TopicRow, tree
from backend.kit.events import sentence
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.races import at_once

WORDS = EndorsementDraft(words="Helped us to write our agreement.")
BLANK = EndorsementDraft()


@pytest.fixture
def topic(make: Make) -> Topic:
    return make.topic("Data trusts")


@pytest.fixture
def ana(make: Make, topic: Topic) -> Member:
    member = make.member("Ana")
    make.skill(member, topic)
    return member


def row(db: Session, topic: Topic) -> TopicRow:
    return tree(db).by_id[topic.id]


def endorse(
    db: Session, by: Member, member: Member, topic: Topic, draft: EndorsementDraft = WORDS
) -> Endorsement:
    made = actions.endorse(db, by, member, row(db, topic), draft)
    db.commit()
    return made


def names(db: Session, me: Actor, member: Member, topic: Topic) -> list[str]:
    return [one.name for one in queries.of_topic(db, me, member.id, topic.id).items]


def test_a_peer_endorses_what_somebody_says_they_can_help_with(
    db: Session, make: Make, ana: Member, topic: Topic
) -> None:
    ben = make.member("Ben", city_id=make.city("Bogotá").id)
    endorse(db, ben, ana, topic)
    [one] = queries.of_topic(db, make.member(), ana.id, topic.id).items
    assert (one.name, one.city, one.words) == ("Ben", "Bogotá", WORDS.words)
    # Saying it again is saying it in other words, and without any as before.
    endorse(db, ben, ana, topic, BLANK)
    [same] = queries.of_topic(db, make.member(), ana.id, topic.id).items
    assert (same.id, same.words) == (one.id, WORDS.words)
    endorse(db, ben, ana, topic, EndorsementDraft(words=""))
    [again] = queries.of_topic(db, make.member(), ana.id, topic.id).items
    assert (again.id, again.words) == (one.id, "")


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("guest", "Only members can endorse"),
        ("applicant", "Only members can endorse"),
        ("suspended", "Only members can endorse"),
        ("themself", "This is you"),
        ("behind", "Our rules have changed"),
    ],
)
def test_who_may_not_endorse(make: Make, ana: Member, who: str, words: str) -> None:
    readers: dict[str, Actor] = {
        "guest": Guest(),
        "applicant": make.member(admitted_at=None),
        "suspended": make.member(suspended_at=NOON),
        "themself": ana,
        "behind": make.member(conduct_due=True),
    }
    assert words in (policy.may_endorse(readers[who], ana).reason or "")


def test_only_topics_that_are_declared_to_me_can_be_endorsed(
    db: Session, make: Make, ana: Member, topic: Topic
) -> None:
    ben, housing = make.member("Ben"), make.topic("Housing")
    with pytest.raises(Denied, match="does not say"):
        endorse(db, ben, ana, housing)
    make.skill(ana, housing, "looking_for")
    with pytest.raises(Denied, match="does not say"):
        endorse(db, ben, ana, housing)
    ana.audience = {"can_help": "nobody"}
    with pytest.raises(Denied, match="does not say"):
        endorse(db, ben, ana, topic)
    ana.audience, ana.suspended_at = {}, NOON
    with pytest.raises(Denied, match="does not take part"):
        endorse(db, ben, ana, topic)


def test_it_can_be_taken_back_and_said_again(
    db: Session, make: Make, ana: Member, topic: Topic
) -> None:
    ben = make.member("Ben")
    made = endorse(db, ben, ana, topic)
    with pytest.raises(Denied):
        actions.withdraw(db, make.convener(), made)
    actions.withdraw(db, ben, made)
    db.commit()
    assert names(db, ben, ana, topic) == []
    with pytest.raises(Denied, match="already"):
        actions.withdraw(db, ben, made)
    endorse(db, ben, ana, topic)
    assert names(db, ben, ana, topic) == ["Ben"]
    assert len(told(db, ana).items) == 1


def test_the_endorsed_person_removes_it_for_good(
    db: Session, make: Make, ana: Member, topic: Topic
) -> None:
    ben = make.member("Ben")
    made = endorse(db, ben, ana, topic)
    with pytest.raises(NotFound):
        queries.about_me(db, ben, made.id)
    with pytest.raises(Denied):
        actions.remove(db, ben, made)
    actions.remove(db, ana, queries.about_me(db, ana, made.id))
    db.commit()
    assert names(db, ana, ana, topic) == []
    with pytest.raises(Denied, match="already"):
        actions.remove(db, ana, made)
    with pytest.raises(Conflict, match="has removed"):
        endorse(db, ben, ana, topic)


def test_nobody_endorses_the_whole_network_in_a_day(db: Session, make: Make, topic: Topic) -> None:
    ben = make.member("Ben")
    others = [make.member() for _ in range(MOST_A_DAY + 1)]
    for one in others:
        make.skill(one, topic)
    for one in others[:-1]:
        endorse(db, ben, one, topic)
    with pytest.raises(Conflict, match="tomorrow"):
        endorse(db, ben, others[-1], topic)
    endorse(db, ben, others[0], topic, BLANK)
    with clock.stopped(NOON + timedelta(days=1, seconds=1)):
        endorse(db, ben, others[-1], topic)


@dataclass
class Case:
    endorsement: Endorsement
    ana: Member
    ben: Member
    readers: dict[str, Actor]


@pytest.fixture
def case(db: Session, make: Make, ana: Member, topic: Topic) -> Case:
    ben = make.member("Ben")
    made = make.endorsement(ana, topic, ben)
    apart = make.member()
    blocks.block(db, apart, ben)
    readers: dict[str, Actor] = {
        "guest": Guest(),
        "applicant": make.member(admitted_at=None),
        "suspended": make.member(suspended_at=NOON),
        "member": make.member(),
        "colleague": make.member(city_id=ana.city_id),
        "author": ben,
        "themself": ana,
        "convener": make.convener(),
    }
    return Case(made, ana, ben, readers)


def change(db: Session, case: Case, topic: Topic, what: dict[str, Any]) -> None:
    one, ana, ben = case.endorsement, case.ana, case.ben
    for name in ("hidden_at", "withdrawn_at", "removed_at"):
        setattr(one, name, what.get(name))
    if "to" in what:
        ana.audience = {"can_help": what["to"]}
    for member, changed in ((ben, what.get("author", {})), (ana, what.get("member", {}))):
        for name, value in changed.items():
            setattr(member, name, value)
    if what.get("undeclared"):
        db.delete(db.get_one(MemberTopic, (ana.id, topic.id, "can_help")))
    if what.get("apart"):
        blocks.block(db, ben, ana)
    db.commit()


MEMBERS = {"member", "colleague", "author", "themself", "convener"}


@pytest.mark.parametrize(
    ("what", "seen_by"),
    [
        ({}, MEMBERS),
        ({"to": "public"}, MEMBERS | {"guest", "applicant", "suspended"}),
        ({"to": "city"}, {"colleague", "themself"}),
        ({"to": "nobody"}, set()),
        ({"hidden_at": NOON}, {"convener", "author"}),
        ({"withdrawn_at": NOON}, set()),
        ({"removed_at": NOON}, set()),
        ({"author": {"suspended_at": NOON}}, set()),
        ({"author": {"erased_at": NOON}}, set()),
        ({"member": {"suspended_at": NOON}}, set()),
        ({"undeclared": True}, set()),
        ({"apart": True}, set()),
    ],
)
def test_an_endorsement_is_seen_where_its_topic_is(
    db: Session, case: Case, topic: Topic, what: dict[str, Any], seen_by: set[str]
) -> None:
    change(db, case, topic, what)
    one, ana, ben = case.endorsement, case.ana, case.ben
    declared, apart = not what.get("undeclared"), bool(what.get("apart"))
    here = columns(col(Endorsement.id)).where(col(Endorsement.id) == one.id)
    by_rule, by_query, by_list, by_count = set(), set(), set(), set()
    for name, me in case.readers.items():
        if policy.may_see(me, one, ana, ben, declared=declared, apart=apart):
            by_rule.add(name)
        if rows(db, here.where(sight.visible_to(me))).first():
            by_query.add(name)
        if names(db, me, ana, topic):
            by_list.add(name)
        if queries.counts_of(db, me, [ana.id]):
            by_count.add(name)
        assert bool(queries.of_member(db, me, ana.id)) is (name in by_list)
    assert by_rule == by_query == seen_by
    assert by_list == by_count == (set() if one.hidden_at else seen_by)


def test_whoever_keeps_apart_does_not_meet_here_either(
    db: Session, make: Make, ana: Member, topic: Topic
) -> None:
    ben, cem = make.member("Ben"), make.member("Cem")
    endorse(db, ben, ana, topic)
    endorse(db, cem, ana, topic)
    blocks.block(db, cem, ben)
    db.commit()
    assert names(db, ben, ana, topic) == ["Ben"]
    assert names(db, cem, ana, topic) == ["Cem"]
    assert sorted(names(db, make.member(), ana, topic)) == ["Ben", "Cem"]
    blocks.block(db, ana, ben)
    with pytest.raises(Denied, match="can’t endorse"):
        endorse(db, ben, ana, topic)
    assert names(db, make.member(), ana, topic) == ["Cem"]


def test_a_name_that_is_for_members_is_not_given_to_strangers(
    db: Session, make: Make, ana: Member, topic: Topic
) -> None:
    ana.audience = {"can_help": "public"}
    ben = make.member("Ben", audience={"name": "members", "city": "members"})
    endorse(db, ben, ana, topic)
    [one] = queries.of_topic(db, Guest(), ana.id, topic.id).items
    assert (one.name, one.slug, one.city) == ("A member", "", "")


def test_a_profile_names_the_newest_and_counts_the_others(
    db: Session, make: Make, ana: Member, topic: Topic
) -> None:
    me = make.member("Zoe")
    for n, peer in enumerate([*(make.member(f"Peer {n}") for n in range(5)), me]):
        with clock.stopped(NOON + timedelta(minutes=n)):
            make.endorsement(ana, topic, peer)
    support = queries.of_member(db, me, ana.id)[topic.id]
    assert (support.count, support.by_me) == (6, True)
    assert [one.name for one in support.newest] == ["Zoe", "Peer 4", "Peer 3"]
    assert not queries.of_member(db, ana, ana.id)[topic.id].by_me


def test_who_is_endorsed_hears_of_it_in_one_line_and_one_letter_a_day(
    db: Session, make: Make, ana: Member, topic: Topic
) -> None:
    def letters() -> int:
        return len(db.exec(select(Letter).where(col(Letter.recipient_id) == ana.id)).all())

    for name in ("Ben", "Cem", "Dia"):
        endorse(db, make.member(name), ana, topic)
    [line] = told(db, ana).items
    assert sentence(line.event, line.facts) == (
        "Dia and others say what you can help with: 3 endorsements are new."
    )
    assert letters() == 1
    notifications.read_all(db, ana)
    with clock.stopped(NOON + timedelta(minutes=5)):
        endorse(db, make.member("Eve"), ana, topic)
    [line, _before] = told(db, ana).items
    assert sentence(line.event, line.facts) == "Eve says that you can help with Data trusts."
    assert letters() == 1
    notifications.read_all(db, ana)
    with clock.stopped(NOON + timedelta(days=1, seconds=1)):
        endorse(db, make.member("Fay"), ana, topic)
    assert letters() == 2


@pytest.mark.parametrize("others_first", [True, False])
def test_of_whom_somebody_has_muted_they_hear_nothing_here_either(
    db: Session, make: Make, ana: Member, topic: Topic, *, others_first: bool
) -> None:
    muted = make.member("Ben")
    blocks.mute(db, ana, muted)
    if others_first:
        endorse(db, make.member("Cem"), ana, topic)
    before = [line.facts for line in told(db, ana).items]
    endorse(db, muted, ana, topic)
    assert [line.facts for line in told(db, ana).items] == before


def test_it_can_be_reported_and_hidden(db: Session, make: Make, ana: Member, topic: Topic) -> None:
    ben, reader = make.member("Ben"), make.member()
    made = endorse(db, ben, ana, topic)
    about = ("endorsement", made.id)
    moderation.report(db, reader, *about, ReportDraft(rule="honesty"))
    moderation.hide(
        db, make.convener(), *about, DecisionDraft(rule="honesty", reason="They never met.")
    )
    db.commit()
    assert names(db, reader, ana, topic) == []
    assert about not in subjects.glances(db, reader, [about])
    assert subjects.glances(db, ben, [about])[about].title == WORDS.words


@pytest.mark.usefixtures("ana")
def test_endorsed_people_come_first_among_those_who_can_help(
    db: Session, make: Make, topic: Topic
) -> None:
    zoe, me = make.member("Zoe"), make.member("Me", audience={"can_help": "nobody"})
    make.skill(zoe, topic)
    make.endorsement(zoe, topic)
    make.endorsement(zoe, topic)
    asked = {"can_help": [topic.slug]}
    found = people(db, me, Filters(**asked))
    assert [one.person.name for one in found.page.items] == ["Zoe", "Ana"]
    assert [one.words for one in found.page.items[0].reasons] == [
        "Can help with data trusts.",
        "2 peers endorse them for data trusts.",
    ]
    assert found.facets["endorsed"] == {"yes": 1}
    only = people(db, me, Filters(**asked, endorsed=["yes"]))
    assert [one.person.name for one in only.page.items] == ["Zoe"]
    best = peers.who_can_help(db, me, {topic.id}, tree(db))
    assert [one.person.name for one in best] == ["Zoe", "Ana"]
    assert [one.words for one in best[0].reasons] == [
        "Can help with Data trusts.",
        "2 peers endorse them for Data trusts.",
        "In the office now.",
    ]


def test_pages_of_endorsers_follow_each_other(
    db: Session, make: Make, ana: Member, topic: Topic
) -> None:
    for _ in range(23):
        make.endorsement(ana, topic)
    first = queries.of_topic(db, ana, ana.id, topic.id)
    second = queries.of_topic(db, ana, ana.id, topic.id, first.next_key or "")
    seen = {one.id for page in (first, second) for one in page.items}
    assert (len(first.items), len(second.items), len(seen)) == (20, 3, 23)


@pytest.mark.parametrize("who", ["author", "member"])
def test_it_goes_with_either_of_the_two(
    db: Session, make: Make, ana: Member, topic: Topic, who: str
) -> None:
    ben = make.member("Ben Silva")
    endorse(db, ben, ana, topic)
    cem = make.member("Cem")
    make.skill(cem, topic)
    other = endorse(db, ana, cem, topic, EndorsementDraft(words="As Ben Silva says."))
    gone = ben if who == "author" else ana
    leaving = Leaving(gone.id, gone.name, gone.email, gone.slug, takes_away=False)
    for one in HOLDINGS:
        one.apply(db, leaving)
    db.commit()
    left = db.exec(select(Endorsement)).all()
    assert left == ([other] if who == "author" else [])
    assert all("Silva" not in one.words for one in left)


def test_saying_it_many_times_at_once_is_saying_it_once(lasting_engine: Engine) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        ben, ana, topic = make.member("Ben"), make.member("Ana"), make.topic("Data trusts")
        make.skill(ana, topic)
        asked = row(db, topic)

    def say(db: Session) -> Endorsement:
        me, member = db.get_one(Member, ben.id), db.get_one(Member, ana.id)
        return actions.endorse(db, me, member, asked, WORDS)

    assert at_once(lasting_engine, say, 20) == ["Endorsement"] * 20
    with sessions_for(lasting_engine)() as db:
        assert len(db.exec(select(Endorsement)).all()) == 1
        assert len(told(db, ana).items) == 1
