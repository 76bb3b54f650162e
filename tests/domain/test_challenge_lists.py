from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from backend.core.errors import NotFound
from backend.domain.challenges import page, queries, thread
from backend.domain.challenges.filters import Filters
from backend.domain.challenges.models import STATUS, Challenge
from backend.domain.challenges.rows import ChallengeRow
from backend.domain.cities.models import CityPriority, Openness
from backend.domain.members.models import Guest, Member, MemberTopic
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted


def titles(db: Session, me: Member | Guest, **asked: Any) -> list[str]:
    return [row.title for row in queries.listed(db, me, Filters(**asked)).items]


def test_a_row_says_what_a_list_shows(db: Session, make: Make) -> None:
    city = make.city("Bogotá", country="CO")
    db.add(Openness(city_id=city.id, principle="data", stage="leading"))
    topics = [make.topic("Open data"), make.topic("Mobility")]
    ana = make.member(name="Ana", city_id=city.id)
    challenge = make.challenge(ana, topics=topics[::-1], context="x" * 300)
    answer = make.answer(challenge)
    make.answer(challenge, parent=answer)
    make.answer(challenge, hidden_at=NOON)
    make.facing(challenge, ana)
    row = queries.listed(db, make.member(), Filters()).items[0]
    assert (row.slug, row.title, row.excerpt) == (challenge.slug, challenge.title, "x" * 200)
    assert (row.author, row.status, row.faced_by, row.answers) == ("Ana", "open", 1, 1)
    assert [topic.label for topic in row.topics] == ["Open data", "Mobility"]
    assert row.city is not None
    assert (row.city.name, row.city.country) == ("Bogotá", "CO")
    assert row.city.stages == ("", "leading", *[""] * 4)


@pytest.mark.parametrize("status", ["in_progress", "solved", "closed"])
def test_those_of_one_status_are_walked_by_themselves(db: Session, status: str) -> None:
    place = col(Challenge.posted_at).desc(), col(Challenge.id).desc()
    found = select(Challenge.id).where(*STATUS[status]).order_by(*place).limit(1)
    literal = found.compile(db.get_bind(), compile_kwargs={"literal_binds": True})
    told, way = db.connection().exec_driver_sql, "EXPLAIN QUERY PLAN"
    if db.get_bind().dialect.name == "postgresql":
        way = "EXPLAIN"
        # So few would all be read, and put in order.
        told("SET LOCAL enable_seqscan = off")
        told("SET LOCAL enable_sort = off")
    lines = " ".join(f"{part}" for line in told(f"{way} {literal}") for part in line)
    assert f"ix_challenge_{status}_posted_at_id" in lines


def test_a_partner_without_a_city_stands_alone(db: Session, make: Make) -> None:
    make.challenge(make.member(city_id=None))
    assert queries.listed(db, make.member(), Filters()).items[0].city is None


def test_each_status_lists_its_own(db: Session, make: Make) -> None:
    make.challenge(title="open")
    make.challenge(title="in_progress", worked_on_at=NOON)
    make.challenge(title="solved", closed_at=NOON, solved=True, worked_on_at=NOON)
    make.challenge(title="closed", closed_at=NOON)
    me = make.member()
    for status in ("open", "in_progress", "solved", "closed"):
        found = queries.listed(db, me, Filters(status=status)).items
        assert [(row.title, row.status) for row in found] == [(status, status)]
    assert queries.counts(db, me) == queries.Counts(1, 1, 1, 1)
    assert queries.counts(db, me).all == 4
    assert queries.counts(db, Guest()).all == 0


def test_a_topic_brings_what_hangs_on_it(db: Session, make: Make) -> None:
    parent = make.topic("Mobility")
    child = make.topic("Bicycles", parent_id=parent.id)
    grandchild = make.topic("Bike lanes", parent_id=child.id)
    for topic in (parent, child, grandchild, make.topic("Housing")):
        make.challenge(topics=[topic], title=topic.slug)
    me = make.member()
    assert set(titles(db, me, topic="mobility")) == {"mobility", "bicycles", "bike-lanes"}
    assert titles(db, me, topic="bike-lanes") == ["bike-lanes"]
    with pytest.raises(NotFound, match="There is no such topic"):
        titles(db, me, topic="alchemy")


def test_region_city_and_language_narrow_the_list(db: Session, make: Make) -> None:
    bogota = make.city("Bogotá", region="latin_america")
    make.challenge(make.member(city_id=bogota.id), title="There", language="es")
    make.challenge(title="Here")
    make.challenge(make.member(city_id=None), title="Nowhere")
    me = make.member()
    assert titles(db, me, region="latin_america") == ["There"]
    assert titles(db, me, city="bogota-gb") == ["There"]
    assert titles(db, me, city="atlantis") == []
    assert titles(db, me, language="es") == ["There"]
    assert titles(db, me, region="europe") == ["Here"]


def test_unanswered_means_open_without_an_answer_on_view(db: Session, make: Make) -> None:
    make.challenge(title="Quiet")
    make.answer(make.challenge(title="Spam only"), hidden_at=NOON)
    make.answer(make.challenge(title="Answered"))
    make.challenge(title="Closed", closed_at=NOON)
    assert set(titles(db, make.member(), unanswered=True)) == {"Quiet", "Spam only"}


def test_my_topics_are_those_i_help_with_and_those_i_look_for(db: Session, make: Make) -> None:
    me = make.member()
    for side in ("can_help", "looking_for"):
        topic = make.topic(side)
        db.add(MemberTopic(member_id=me.id, topic_id=topic.id, side=side))
        make.challenge(topics=[topic], title=side)
    make.challenge(topics=[make.topic()], title="neither")
    assert set(titles(db, me, my_topics=True)) == {"can_help", "looking_for"}
    assert titles(db, Guest(), my_topics=True) == []


def test_my_city_finds_what_it_faces(db: Session, make: Make) -> None:
    me = make.member()
    make.facing(make.challenge(title="Ours too"), make.member(city_id=me.city_id))
    make.challenge(title="Not ours")
    assert titles(db, me, my_city=True) == ["Ours too"]
    assert titles(db, make.member(city_id=None), my_city=True) == []


def newest(n: int, make: Make) -> Challenge:
    return make.challenge(title=str(n), posted_at=NOON - timedelta(hours=n))


def most_faced(n: int, make: Make) -> Challenge:
    return make.challenge(title=str(n), faced_by=50 - n // 2)


def waiting(n: int, make: Make) -> Challenge:
    return make.challenge(title=str(n), posted_at=NOON + timedelta(hours=n))


@pytest.mark.parametrize(
    ("sort", "nth"), [("newest", newest), ("faced", most_faced), ("waiting", waiting)]
)
def test_every_order_is_walked_to_its_end_without_a_gap_or_a_double(
    db: Session, make: Make, sort: Any, nth: Callable[[int, Make], Challenge]
) -> None:
    me = make.member()
    for n in range(45):
        nth(n, make)
    seen: list[ChallengeRow] = []
    after = ""
    for size in (20, 20, 5):
        found = queries.listed(db, me, Filters(sort=sort, after=after))
        assert len(found.items) == size
        seen += found.items
        after = found.next_key or ""
    assert after == ""
    assert sorted(int(row.title) for row in seen) == list(range(45))
    if sort == "faced":
        assert [row.faced_by for row in seen] == sorted((r.faced_by for r in seen), reverse=True)
    else:
        assert [row.title for row in seen] == [str(n) for n in range(45)]


@pytest.mark.parametrize(
    "after", ["x", "1", ".", "1.x", "x.0190163d8694739b8e5e4a8e16a1d2c3", f"{2**53}.{'0' * 32}",
              f"-1.{'0' * 32}", f"{'9' * 119}."]
)  # fmt: skip
def test_a_page_that_was_made_up_is_not_found(db: Session, make: Make, after: str) -> None:
    for sort in ("newest", "faced", "waiting"):
        with pytest.raises(NotFound, match="no such page"):
            titles(db, make.member(), after=after, sort=sort)


@pytest.mark.parametrize(
    "asked",
    [{"status": "draft"}, {"region": "mars"}, {"sort": "best"}, {"topic": "x" * 81}],
)
def test_what_cannot_be_asked_for_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Filters(**asked)


def test_filters_say_what_was_chosen() -> None:
    assert Filters().chosen() == {}
    assert not Filters(sort="faced", after="1.2").narrowed
    filters = Filters(topic="mobility", unanswered=True, sort="faced", after="1.2")
    assert filters.chosen() == {"topic": "mobility", "unanswered": "on", "sort": "faced"}
    assert filters.narrowed


def test_what_my_city_could_answer(db: Session, make: Make) -> None:
    city = make.city()
    me = make.member(city_id=city.id)
    help_with, first, other = make.topic("A"), make.topic("B"), make.topic("C")
    db.add(MemberTopic(member_id=me.id, topic_id=help_with.id, side="can_help"))
    db.add(MemberTopic(member_id=me.id, topic_id=other.id, side="looking_for"))
    db.add(CityPriority(city_id=city.id, topic_id=first.id, position=1))
    make.challenge(topics=[help_with], title="I can help")
    make.challenge(topics=[first], title="Our city cares", worked_on_at=NOON)
    make.challenge(make.member(city_id=None), topics=[first], title="A partner asks")
    make.challenge(topics=[other], title="I look for it myself")
    make.challenge(topics=[help_with], closed_at=NOON, title="Closed")
    make.challenge(topics=[help_with], hidden_at=NOON, title="Hidden")
    make.challenge(topics=[help_with], cities=[make.city()], title="For others")
    make.challenge(make.member(city_id=me.city_id), topics=[help_with], title="Our own")
    make.challenge(me, city_id=None, topics=[help_with], title="My own from before")
    make.answer(make.challenge(topics=[help_with], title="Answered"), me)
    found = queries.could_answer(db, me)
    assert {row.title for row in found} == {"I can help", "Our city cares", "A partner asks"}
    assert len(queries.could_answer(db, me, limit=2)) == 2


def test_a_partner_could_answer_too(db: Session, make: Make) -> None:
    me, topic = make.member(city_id=None), make.topic()
    db.add(MemberTopic(member_id=me.id, topic_id=topic.id, side="can_help"))
    make.challenge(topics=[topic])
    assert len(queries.could_answer(db, me)) == 1


def test_lists_for_the_pages_of_cities_and_people(db: Session, make: Make) -> None:
    asking, facing = make.city(), make.city()
    ana, ben = make.member(city_id=asking.id), make.member(city_id=facing.id)
    asked = make.challenge(ana, title="Asked")
    make.challenge(ana, title="Secret", cities=[make.city()])
    make.facing(asked, ana)
    make.facing(asked, ben)
    make.answer(asked, ben)
    make.answer(make.challenge(title="Hidden answer"), ben, hidden_at=NOON)
    replied_to = make.challenge(title="Only replied")
    make.answer(replied_to, ben, parent=make.answer(replied_to))
    me = make.member()
    found = {
        "by_city": queries.by_city(db, me, asking.id),
        "faced by its own": queries.faced_by_city(db, me, asking.id),
        "faced_by_city": queries.faced_by_city(db, me, facing.id),
        "by_member": queries.by_member(db, me, ana.id),
        "answered_by": queries.answered_by(db, me, ben.id),
        "as a guest": queries.by_city(db, Guest(), asking.id),
    }
    assert {name: [row.title for row in rows] for name, rows in found.items()} == {
        "by_city": ["Asked"],
        "faced by its own": [],
        "faced_by_city": ["Asked"],
        "by_member": ["Asked"],
        "answered_by": ["Asked"],
        "as a guest": [],
    }


def test_cities_around_a_challenge_stand_by_name(db: Session, make: Make) -> None:
    names = ["Zürich", "Åland", "Bogotá"]
    cities = {name: make.city(name) for name in names}
    challenge = make.challenge(cities=[cities["Zürich"], cities["Bogotá"]])
    for name in names:
        make.facing(challenge, make.member(city_id=cities[name].id), words=f"As in {name}.")
    around = page.cities(db, challenge.id)
    assert [(one.name, one.words) for one in around.facing] == [
        ("Åland", "As in Åland."),
        ("Bogotá", "As in Bogotá."),
        ("Zürich", "As in Zürich."),
    ]
    assert [one.name for one in around.chosen] == ["Bogotá", "Zürich"]


@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_costs_the_same_however_much_there_is(
    db: Session, connection: Connection, make: Make, how_many: int
) -> None:
    me, topic = make.member(), make.topic()
    for _each in range(how_many):
        challenge = make.challenge(topics=[topic])
    for _each in range(how_many):
        make.facing(challenge, make.member())
        make.answer(challenge, parent=make.answer(challenge))
    costs = {}
    with counted(connection) as costs["list"]:
        assert len(queries.listed(db, me, Filters()).items) == how_many
    with counted(connection) as costs["page"]:
        page.opened(db, me, challenge.slug)
        page.topics_of(db, challenge.id)
        assert len(page.cities(db, challenge.id).facing) == how_many
        assert len(thread.answers(db, me, challenge.id)) == how_many
    assert {name: len(sent) for name, sent in costs.items()} == {"list": 2, "page": 4}
