from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.core.pages import PAGE
from backend.domain.cities.models import Openness
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.resources import lines, page, queries
from backend.domain.resources.facets import LOOKED_AT, OF_MANY, Facets, facets
from backend.domain.resources.filters import Filters
from backend.domain.resources.models import Resource, ResourceTopic, StoredFile
from backend.domain.resources.narrowing import are_few, conditions
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted


def titles(db: Session, me: Member | Guest | None = None, **asked: Any) -> list[str]:
    filters, topics = Filters(**asked), tree(db)
    few = are_few(db, filters, topics)
    found = queries.listed(db, me or Guest(), filters, topics, few=few)
    return [row.title for row in found.items]


def counts(db: Session, me: Member | Guest | None = None, **asked: Any) -> Facets:
    filters, topics = Filters(**asked), tree(db)
    return facets(db, me or Guest(), filters, topics, few=are_few(db, filters, topics))


def test_a_row_says_what_a_list_shows(db: Session, make: Make) -> None:
    city = make.city("Bogotá", country="CO")
    db.add(Openness(city_id=city.id, principle="data", stage="leading"))
    topics = [make.topic("Open data"), make.topic("Mobility")]
    resource = make.resource(topics=topics[::-1], city_id=city.id, description="x" * 300)
    make.adoption(resource)
    (row,) = queries.listed(db, Guest(), Filters(), tree(db)).items
    assert (row.slug, row.title, row.excerpt) == (resource.slug, resource.title, "x" * 200)
    assert (row.kind, row.licence, row.year, row.used_by) == ("template", "CC-BY-4.0", 2025, 1)
    assert (row.link[:20], row.media_type, row.size) == ("https://example.org/", "", 0)
    assert [topic.label for topic in row.topics] == ["Open data", "Mobility"]
    assert row.city is not None
    assert (row.city.name, row.city.country) == ("Bogotá", "CO")
    assert row.city.stages == ("", "leading", *[""] * 4)


def test_a_row_shows_the_newest_version(db: Session, make: Make) -> None:
    ana = make.member()
    stored = StoredFile(author_id=ana.id, name="a.csv", media_type="text/csv", size=9, sha256="a")
    db.add(stored)
    make.resource(ana, stored=stored)
    (row,) = queries.listed(db, Guest(), Filters(), tree(db)).items
    assert (row.link, row.media_type, row.size, row.version) == ("", "text/csv", 9, 1)


def test_what_has_no_city_of_ours_stands_alone(db: Session, make: Make) -> None:
    make.resource(city_id=None)
    assert queries.listed(db, Guest(), Filters(), tree(db)).items[0].city is None


@pytest.fixture
def library(make: Make) -> dict[str, Resource]:
    """Three resources that differ in everything that can be asked for."""
    parent = make.topic("Open data")
    child = make.topic("Data quality", parent_id=parent.id)
    grandchild = make.topic("Addresses", parent_id=child.id)
    europe, africa = make.city(), make.city(region="africa")
    return {
        "old": make.resource(
            title="Old", topics=[grandchild], city_id=europe.id, posted_at=NOON - timedelta(9)
        ),
        "mid": make.resource(
            title="Mid",
            topics=[parent, child],
            kind="guide",
            licence="MIT",
            language="pt",
            city_id=africa.id,
            posted_at=NOON - timedelta(5),
        ),
        "new": make.resource(title="New", kind="guide", city_id=None),
    }


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["New", "Mid", "Old"]),
        ({"topic": ["open-data"]}, ["Mid", "Old"]),
        ({"topic": ["addresses"]}, ["Old"]),
        ({"topic": ["addresses", "data-quality"]}, ["Mid", "Old"]),
        ({"kind": ["guide"]}, ["New", "Mid"]),
        ({"kind": ["guide", "template"]}, ["New", "Mid", "Old"]),
        ({"kind": ["code"]}, []),
        ({"language": ["pt"]}, ["Mid"]),
        ({"licence": ["MIT"]}, ["Mid"]),
        ({"region": ["europe"]}, ["Old"]),
        ({"region": ["africa", "europe"]}, ["Mid", "Old"]),
        ({"kind": ["guide"], "topic": ["open-data"]}, ["Mid"]),
        ({"kind": ["guide"], "licence": ["CC-BY-4.0"]}, ["New"]),
        ({"language": ["xx"]}, []),
    ],
)
def test_filters_find_what_fits_each_of_them(
    db: Session, asked: dict[str, Any], found: list[str]
) -> None:
    assert titles(db, **asked) == found
    assert counts(db, **asked).all == len(found)


def test_used_by_my_city_is_what_my_city_uses(
    db: Session, make: Make, library: dict[str, Resource]
) -> None:
    ana = make.member()
    make.adoption(library["mid"], ana)
    make.adoption(library["old"], ana, "considers")
    make.adoption(library["new"])
    assert titles(db, ana, ours=True) == ["Mid"]
    assert titles(db, ours=True) == titles(db, make.member(city_id=None), ours=True) == []
    assert (counts(db, ana).ours, counts(db, ana, ours=True).all) == (1, 1)
    assert counts(db, ana, kind=["template"]).ours == 0
    assert counts(db).ours == 0


@pytest.mark.usefixtures("library")
def test_counts_say_what_each_choice_would_show(db: Session) -> None:
    found = counts(db)
    assert found.kind == {"guide": 2, "template": 1}
    assert found.language == {"en": 2, "pt": 1}
    assert found.licence == {"CC-BY-4.0": 2, "MIT": 1}
    assert found.region == {"europe": 1, "africa": 1}
    assert found.topic == {"open-data": 2, "data-quality": 2, "addresses": 1}


@pytest.mark.usefixtures("library")
def test_counts_of_a_filter_do_not_depend_on_itself(db: Session) -> None:
    found = counts(db, kind=["guide"], topic=["open-data"])
    assert found.kind == {"guide": 1, "template": 1}
    assert found.topic == {"open-data": 1, "data-quality": 1}
    assert (found.language, found.region) == ({"pt": 1}, {"africa": 1})


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("facet", ["topic", "kind", "language", "licence", "region"])
def test_choosing_what_is_counted_shows_that_many(db: Session, facet: str) -> None:
    for choice, count in getattr(counts(db), facet).items():
        asked: dict[str, Any] = {facet: [choice]}
        assert len(titles(db, **asked)) == count, choice


def test_a_large_library_is_counted_as_far_as_the_newest(db: Session, make: Make) -> None:
    """Made without the maker: two thousand commits take their time."""
    ana = make.member()
    topic, rare = make.topic(), make.topic()
    now = [
        Resource(
            author_id=ana.id,
            slug=f"r-{n}",
            title=f"Number {n}",
            description="Words.",
            kind="code" if n % 4 == 0 else "guide",
            licence="MIT",
            language="en",
            year=2025,
            visibility="public",
            posted_at=NOON - timedelta(minutes=n),
        )
        for n in range(LOOKED_AT + 100)
    ]
    db.add_all(now)
    db.flush()
    db.add_all(ResourceTopic(resource_id=one.id, topic_id=topic.id) for one in now)
    db.add_all(ResourceTopic(resource_id=one.id, topic_id=rare.id) for one in now[::60])
    db.flush()
    whole = counts(db)
    assert (whole.all, whole.is_whole) == (LOOKED_AT, False)
    assert whole.kind == {"code": LOOKED_AT // 4, "guide": LOOKED_AT * 3 // 4}
    assert whole.topic == {topic.slug: LOOKED_AT, rare.slug: LOOKED_AT // 60 + 1}
    assert counts(db, kind=["code"]).all == LOOKED_AT // 4
    assert not counts(db, kind=["code"]).is_whole
    many, few = counts(db, topic=[topic.slug]), counts(db, topic=[rare.slug])
    assert (many.all, many.is_whole, many.kind["code"]) == (OF_MANY, False, OF_MANY // 4)
    assert (few.all, few.is_whole) == (10, True)
    asked, known = Filters(topic=[rare.slug]), tree(db)
    looked_up, walked_to = (
        db.exec(
            select(Resource.title).where(*conditions(Guest(), asked, known, few=few).values())
        ).all()
        for few in (True, False)
    )
    assert set(looked_up) == set(walked_to) == {f"Number {n}" for n in range(0, 600, 60)}


def test_an_unknown_topic_is_not_found(db: Session) -> None:
    with pytest.raises(NotFound, match="no such topic"):
        titles(db, topic=["magic"])


@pytest.mark.parametrize(
    "asked",
    [{"kind": ["book"]}, {"region": ["moon"]}, {"sort": "best"}, {"topic": ["x" * 101]}],
)
def test_what_no_form_sends_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Filters(**asked)


def test_the_address_holds_what_was_chosen() -> None:
    chosen = Filters(topic=["a"], ours=True, sort="used", after="x")
    assert chosen.chosen() == {"topic": ["a"], "ours": "on", "sort": "used"}
    assert chosen.is_narrowed
    assert not Filters(sort="used").is_narrowed


@pytest.mark.parametrize("sort", ["newest", "used"])
def test_pages_follow_one_another_without_gap_or_doubling(
    db: Session, make: Make, sort: Any
) -> None:
    ana = make.member()
    for n in range(2 * PAGE + 3):
        make.resource(ana, posted_at=NOON - timedelta(days=n // 2), used_by=n % 4)
    seen: list[Any] = []
    after = ""
    for size in (PAGE, PAGE, 3):
        found = queries.listed(db, Guest(), Filters(sort=sort, after=after), tree(db))
        assert len(found.items) == size
        seen += found.items
        after = found.next_key or ""
    assert after == ""
    assert len({row.id for row in seen}) == 2 * PAGE + 3
    by = [(db.get_one(Resource, row.id), row) for row in seen]
    place = [(one.posted_at if sort == "newest" else one.used_by, row.id) for one, row in by]
    assert place == sorted(place, reverse=True)


def test_a_page_after_nothing_is_empty_and_after_nonsense_not_found(
    db: Session, make: Make
) -> None:
    make.resource()
    assert titles(db, after=str(new_id())) == []
    with pytest.raises(NotFound, match="no such page"):
        titles(db, after="second")


def test_what_a_member_added(db: Session, make: Make) -> None:
    ana = make.member()
    mine = [make.resource(ana, posted_at=NOON - timedelta(days=n)) for n in range(3)]
    make.resource()
    make.resource(ana, visibility="members")
    found = queries.by_member(db, Guest(), ana.id, tree(db), limit=2)
    assert [row.id for row in found] == [one.id for one in mine[:2]]


def test_a_citys_part_in_the_library(db: Session, make: Make) -> None:
    city = make.city()
    ana = make.member(city_id=city.id)
    published = [make.resource(ana, posted_at=NOON - timedelta(days=n)) for n in range(3)]
    adopted = [make.resource() for _ in range(3)]
    for n, one in enumerate(adopted):
        make.adoption(one, ana, "pilots", said_at=NOON + timedelta(days=n))
    make.adoption(make.resource(), ana, hidden_at=NOON)
    make.adoption(make.resource(visibility="members"), ana)
    make.adoption(published[0])
    found = lines.by_city(db, Guest(), city.id, limit=2)
    assert [line.id for line in found.published] == [one.id for one in published[:2]]
    assert [line.id for line in found.adopted] == [adopted[2].id, adopted[1].id]
    assert [line.state for line in found.adopted] == ["pilots", "pilots"]
    assert [line.used_by for line in found.published] == [1, 0]
    assert (found.published_in_all, found.adopted_in_all) == (3, 3)


def test_a_city_without_resources_has_none(db: Session, make: Make) -> None:
    assert lines.by_city(db, Guest(), make.city().id) == lines.OfCity([], [])


def test_related_is_of_most_of_the_topics_then_used_most_then_newest(
    db: Session, make: Make
) -> None:
    one, two, other = make.topic(), make.topic(), make.topic()
    make.resource(topics=[other])
    older = make.resource(topics=[one], posted_at=NOON - timedelta(days=1))
    newer = make.resource(topics=[two])
    used = make.resource(topics=[one], posted_at=NOON - timedelta(days=90))
    make.adoption(used)
    both = make.resource(topics=[one, two])
    found = [line.id for line in lines.related(db, Guest(), [one.id, two.id], limit=9)]
    assert found == [both.id, used.id, newer.id, older.id]
    assert [line.id for line in lines.related(db, Guest(), [one.id], limit=1)] == [used.id]
    assert lines.related(db, Guest(), []) == []


Ask = Callable[[Session, Actor], object]


@pytest.mark.parametrize(
    ("most", "ask"),
    [
        (3, lambda db, me: queries.listed(db, me, Filters(), tree(db))),
        (1, lambda db, me: facets(db, me, Filters(), tree(db))),
        (1, lines.newest),
        (1, lambda db, me: lines.by_city(db, me, me.city_id)),
        (1, lambda db, me: lines.related(db, me, [one.id for one in tree(db).rows])),
    ],
)
def test_three_cost_as_many_queries_as_one(
    db: Session, make: Make, connection: Connection, most: int, ask: Ask
) -> None:
    topic, me = make.topic(), make.member()
    sent: list[int] = []
    for more in (1, 2):
        for _ in range(more):
            make.adoption(make.resource(me, topics=[topic]))
            make.adoption(make.resource(topics=[topic]), me)
        tree(db)
        with counted(connection) as statements:
            ask(db, me)
        sent.append(len([one for one in statements if "topic_term" not in one]))
    assert sent == [most, most]


def test_a_page_costs_the_same_for_one_and_three(
    db: Session, make: Make, connection: Connection
) -> None:
    me, resource = make.member(), make.resource(topics=[make.topic()])
    sent: list[int] = []
    for more in (1, 2):
        for _ in range(more):
            make.adoption(resource)
        with counted(connection) as statements:
            page.opened(db, me, resource.slug)
            page.topics_of(db, resource.id)
            page.versions(db, resource.id)
            page.trail(db, me, resource.id)
        sent.append(len(statements))
    assert sent == [4, 4]
