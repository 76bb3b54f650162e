"""Merging two topics: whatever was about one is about the other, and nothing is twice."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel, col, select

from backend.core.db import rows
from backend.core.errors import Denied, Rejected
from backend.domain.challenges import actions as challenges
from backend.domain.challenges.models import ChallengeTopic
from backend.domain.cities.models import CityPriority
from backend.domain.curation import actions, finding, keeping, merging
from backend.domain.curation.moving import OWN, references
from backend.domain.endorsements.models import Endorsement
from backend.domain.members.actions import make_findable
from backend.domain.members.models import Member
from backend.domain.moderation.models import Report
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.models import Follow
from backend.domain.roles import actions as roles
from backend.domain.search.facets import Chosen
from backend.domain.search.queries import search
from backend.domain.topics import actions as seed
from backend.domain.topics import queries as topics
from backend.domain.topics.models import Topic
from tests.conftest import NOON
from tests.support.joining import events
from tests.support.log import decided
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.topics import called, into, named, wished


@pytest.fixture
def ruth(make: Make) -> Member:
    return make.convener(name="Ruth")


@pytest.fixture
def old(make: Make) -> Topic:
    return make.topic("Dwellings")


@pytest.fixture
def new(make: Make) -> Topic:
    return make.topic("Housing")


def leading(db: Session, topic_id: UUID) -> dict[str, int]:
    """How many rows lead to a topic, by the column that does."""
    db.flush()
    found = {}
    for one in references():
        wanted = columns(one.column).where(one.column == topic_id, one.condition)
        if count := len(rows(db, wanted).all()):
            found[one.name] = count
    return found


def test_every_key_that_leads_to_topics_is_known() -> None:
    """So a table of any feature moves along, whoever adds it."""
    keys = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "topic" for key in column.foreign_keys)
        and table.name not in OWN
    }
    known = {one.name for one in references()}
    assert keys < known
    assert {"follow.subject_id", "notification.subject_id", "report.subject_id"} < known
    assert "log_entry.subject_id" not in known


def about_one(db: Session, make: Make, topic: Topic, ruth: Member) -> None:
    """Something of every kind that is about this topic alone."""
    ana, ben = make.member(), make.member()
    make.challenge(topics=[topic])
    make.resource(topics=[topic])
    Meetings(db, make).draft(ruth, topics=[topic.slug])
    for side in ("can_help", "looking_for"):
        make.skill(ana, topic, side)
    make.priority(make.city(), topic)
    make.endorsement(ana, topic, ben)
    notifications.follow(db, ben.id, "topic", topic.id)
    notifications.tell(db, {ben.id}, "topic.accepted", ("topic", topic.id))
    db.add(Report(reporter_id=ben.id, kind="topic", subject_id=topic.id, rule="topic"))
    actions.propose(db, ana, wished(("en", f"More of {topic.slug}"), under=topic.slug))


def test_all_that_was_about_one_is_about_the_other(
    db: Session, make: Make, ruth: Member, old: Topic, new: Topic
) -> None:
    about_one(db, make, old, ruth)
    about_one(db, make, new, ruth)
    gone, before, beside = old.id, leading(db, old.id), leading(db, new.id)
    assert len(before) >= 11
    merging.merge(db, ruth, old, into("housing"))
    both = {name: before.get(name, 0) + count for name, count in beside.items()}
    # Whoever followed the one that went is told of it.
    both["notification.subject_id"] += 1
    assert leading(db, new.id) == both
    assert leading(db, gone) == {}
    assert db.get(Topic, gone) is None
    assert [deed for deed, _reason in decided(db)] == ["merge_topic"]


def test_what_was_about_both_is_about_one_of_them_once(
    db: Session, make: Make, ruth: Member, old: Topic, new: Topic
) -> None:
    ana, ben, city = make.member(), make.member(), make.city()
    make.challenge(topics=[old, new])
    make.resource(topics=[old, new])
    Meetings(db, make).draft(ruth, topics=[old.slug, new.slug])
    for topic in (old, new):
        make.skill(ana, topic)
        make.endorsement(ana, topic, ben)
        notifications.follow(db, ben.id, "topic", topic.id)
    make.priority(city, new, 3)
    make.priority(city, old, 1)
    merging.merge(db, ruth, old, into("housing"))
    assert leading(db, new.id) == dict.fromkeys(
        (
            "challenge_topic.topic_id",
            "resource_topic.topic_id",
            "roundtable_topic.topic_id",
            "member_topic.topic_id",
            "city_priority.topic_id",
            "endorsement.topic_id",
            "follow.subject_id",
            "notification.subject_id",
        ),
        1,
    )
    assert db.exec(select(CityPriority.position)).one() == 1, "the higher place stays"
    assert events(db, ben)[-1] == "topic.merged"


@pytest.mark.parametrize(
    ("kept", "stands"), [({"withdrawn_at": NOON}, True), ({"removed_at": NOON}, False)]
)
def test_an_endorsement_that_stands_goes_before_one_taken_back_but_not_before_one_removed(
    db: Session, make: Make, ruth: Member, old: Topic, new: Topic, kept: Any, stands: bool
) -> None:
    ana, ben = make.member(), make.member()
    make.endorsement(ana, old, ben, words="She built ours.")
    make.endorsement(ana, new, ben, **kept)
    merging.merge(db, ruth, old, into("housing"))
    one = db.exec(select(Endorsement)).one()
    assert (one.topic_id, one.stands) == (new.id, stands)


def test_a_curator_of_either_curates_what_is_left(
    db: Session, make: Make, ruth: Member, old: Topic, new: Topic
) -> None:
    ana, ben = make.member(), make.member()
    for member, topic in ((ana, old), (ben, old), (ben, new)):
        roles.give(db, member, "curator", topic.id)
    merging.merge(db, ruth, old, into("housing"))
    assert [one.grants for one in (ana, ben)] == [[f"curator:{new.id}"]] * 2


def test_names_and_addresses_lead_to_what_is_left(
    db: Session, ruth: Member, old: Topic, new: Topic
) -> None:
    synonyms = {"en": ["homes"], "fr": ["toits"]}
    words = [
        {"language": code, "label": label, "synonyms": synonyms[code], "description": "What it is."}
        for code, label in (("en", "Residences"), ("fr", "Logis"))
    ]
    keeping.edit(db, ruth, old, called(words=words, readdress=True, sdg=[11]))
    merging.merge(db, ruth, old, into("housing"))
    for slug in ("dwellings", "residences", "housing"):
        assert topics.one(db, slug).id == new.id
    known = topics.tree(db)
    assert [row.slug for row in known.rows] == ["housing"]
    assert known.chosen(["dwellings", "residences", "housing"]) == list(known.rows)
    assert (known.branch("residences"), new.sdg) == ({new.id}, [11])
    assert known.rows[0].label == "Housing"
    for question in ("homes", "residences", "logis", "toits"):
        assert [hit.subject.slug for hit in search(db, ruth, question).hits] == ["housing"]


def test_members_are_found_by_the_name_of_what_is_left(
    db: Session, make: Make, ruth: Member, old: Topic
) -> None:
    keeping.make(db, ruth, named("Homes for all"))
    ana = make.member("Ana")
    make.skill(ana, old)
    make_findable(db, ana)
    merging.merge(db, ruth, old, into("homes-for-all"))
    found = [
        hit.subject.title for hit in search(db, ruth, "homes for all", Chosen(kind="member")).hits
    ]
    assert found == ["Ana"]


def test_search_finds_by_what_is_left_all_that_was_about_the_other(
    db: Session, make: Make, ruth: Member, old: Topic, new: Topic
) -> None:
    for _ in range(3):
        challenges.index(db, make.challenge(topics=[old]))

    def found() -> int:
        chosen = Chosen(topic="housing", branch={new.id})
        return len(search(db, ruth, "challenge", chosen).hits)

    was = old.id
    finding.merge(db, was, new, at_once=1)
    assert (found(), [finding.merge_some(db, at_once=1) for _ in range(4)]) == (1, [1, 1, 1, 0])
    assert found() == 3
    merging.merge(db, ruth, old, into("housing"))
    assert (found(), finding.merge_some(db)) == (3, 0)


def test_parts_hang_on_what_is_left_even_if_that_was_one_of_them(
    db: Session, make: Make, ruth: Member, old: Topic
) -> None:
    part = make.topic("Part", parent_id=old.id)
    make.topic("Leaf", parent_id=part.id)
    make.topic("Other", parent_id=old.id)
    merging.merge(db, ruth, old, into("leaf"))
    known = topics.tree(db)
    above = {row.slug: row.parent_id and known.by_id[row.parent_id].slug for row in known.rows}
    assert above == {"leaf": None, "part": "leaf", "other": "leaf"}
    assert known.rows[0].slug == "leaf"


def test_what_cannot_be_merged_is_refused_and_nothing_is_half_done(
    db: Session, make: Make, ruth: Member, old: Topic
) -> None:
    seed.load(db)
    deep = [make.topic("Deep")]
    for number in range(3):
        deep.append(make.topic(f"Deep {number}", parent_id=deep[-1].id))
    part = make.topic("Part", parent_id=old.id)
    make.topic("Leaf", parent_id=part.id)
    make.topic("Gone", retired_at=NOON)
    for slug, said in (
        ("dwellings", "another topic"),
        ("nowhere", "from the list"),
        ("gone", "from the list"),
        (deep[-2].slug, "too deep"),
    ):
        with pytest.raises(Rejected, match=said):
            merging.merge(db, ruth, old, into(slug))
    with pytest.raises(Denied, match="six principles"):
        merging.merge(db, ruth, topics.one(db, "open-data"), into("health"))
    with pytest.raises(Denied, match="Only conveners"):
        merging.merge(db, make.member(), old, into("health"))
    assert topics.one(db, "dwellings").id == old.id


def test_the_data_file_does_not_bring_back_what_was_merged(db: Session, ruth: Member) -> None:
    seed.load(db)
    merging.merge(db, ruth, topics.one(db, "mobility"), into("air-quality"))
    seed.load(db)
    known = topics.tree(db)
    assert "mobility" not in [row.slug for row in known.rows]
    assert known.by_slug["mobility"].slug == "air-quality"
    assert known.by_slug["road-safety"].parent_id == known.by_slug["air-quality"].id


def test_a_form_that_was_filled_in_before_is_taken_after(
    db: Session, make: Make, ruth: Member, old: Topic, new: Topic
) -> None:
    ana = make.member()
    merging.merge(db, ruth, old, into("housing"))
    chosen = topics.tree(db).chosen(["dwellings"])
    challenge = make.challenge(ana)
    db.add(ChallengeTopic(challenge_id=challenge.id, topic_id=chosen[0].id))
    db.flush()
    kept = select(ChallengeTopic.topic_id).where(col(ChallengeTopic.challenge_id) == challenge.id)
    assert db.exec(kept).all() == [new.id]
    assert db.exec(select(Follow)).all() == []
