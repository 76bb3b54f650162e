"""Who sees what: stated twice, in Python for one and in SQL for many; they must agree."""

import pytest
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.domain import subjects
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.resources import lines, page, policy, queries, sight
from backend.domain.resources.adoptions import Adoption
from backend.domain.resources.facets import facets
from backend.domain.resources.filters import Filters
from backend.domain.resources.models import Resource, StoredFile
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make

Cast = dict[str, Actor]


@pytest.fixture
def cast(make: Make) -> Cast:
    """One of each who may ask."""
    city = make.city()
    return {
        "guest": Guest(),
        "applicant": make.member(admitted_at=None),
        "suspended": make.member(suspended_at=NOON),
        "partner": make.member(city_id=None),
        "member": make.member(),
        "colleague": make.member(city_id=city.id),
        "lead": make.member(city_id=city.id, is_lead=True),
        "author": make.member(city_id=city.id),
        "convener": make.convener(),
        "suspended_convener": make.convener(suspended_at=NOON),
    }


MEMBERS = {"partner", "member", "colleague", "lead", "author", "convener"}
EVERYONE = MEMBERS | {"guest", "applicant", "suspended", "suspended_convener"}


def author(cast: Cast) -> Member:
    found = cast["author"]
    assert isinstance(found, Member)
    return found


@pytest.mark.parametrize(
    ("visibility", "hidden", "seen_by"),
    [
        ("public", False, EVERYONE),
        ("members", False, MEMBERS),
        ("public", True, {"author", "convener"}),
        ("members", True, {"author", "convener"}),
    ],
)
def test_a_resource_is_seen_by_whom_it_is_for(
    db: Session, make: Make, cast: Cast, *, visibility: str, hidden: bool, seen_by: set[str]
) -> None:
    topic = make.topic()
    stored = StoredFile(
        author_id=author(cast).id, name="a.pdf", media_type="application/pdf", size=1, sha256="a"
    )
    db.add(stored)
    resource = make.resource(
        author(cast),
        topics=[topic],
        stored=stored,
        visibility=visibility,
        hidden_at=NOON if hidden else None,
    )
    topics, city_id = tree(db), author(cast).city_id
    assert city_id is not None

    def opens(me: Actor) -> bool:
        try:
            found = queries.one(db, me, resource.slug)
            page.opened(db, me, resource.slug)
            queries.file_of(db, me, resource.slug, 1)
        except NotFound:
            return False
        return found.id == resource.id

    everyone = cast.items()
    by_rule = {n for n, me in everyone if policy.may_see(me, resource)}
    in_lists = {n for n, me in everyone if queries.listed(db, me, Filters(), topics).items}
    counted = {n for n, me in everyone if facets(db, me, Filters(), topics).kind}
    opened = {n for n, me in everyone if opens(me)}
    of_city = {n for n, me in everyone if lines.by_city(db, me, city_id).published_in_all}
    as_subject = {n for n, me in everyone if subjects.glances(db, me, [("resource", resource.id)])}
    assert by_rule == in_lists == counted == opened == of_city == as_subject == seen_by
    related = {n for n, me in everyone if lines.related(db, me, [topic.id])}
    newest = {n for n, me in everyone if lines.newest(db, me)}
    assert related == newest == (set() if hidden else seen_by)


def test_a_suspended_author_is_a_stranger_to_what_members_see(db: Session, make: Make) -> None:
    gone = make.member(suspended_at=NOON)
    resource = make.resource(gone, visibility="members")
    assert not policy.may_see(gone, resource)
    with pytest.raises(NotFound, match="no such resource"):
        queries.one(db, gone, resource.slug)


def test_an_adoption_is_seen_where_its_resource_is_and_it_is_not_hidden(
    db: Session, make: Make, cast: Cast
) -> None:
    """Every adoption of every kind of resource, for everyone, by all the ways of asking."""
    resources = [
        make.resource(visibility="public"),
        make.resource(visibility="members"),
        make.resource(author(cast), visibility="public", hidden_at=NOON),
    ]
    for resource in resources:
        make.adoption(resource)
        make.adoption(resource, hidden_at=NOON)
        make.adoption(resource, author(cast), hidden_at=NOON)
    every = db.exec(select(Adoption)).all()
    for name, me in cast.items():
        expected = {
            one.id
            for one in every
            if policy.may_see(me, db.get_one(Resource, one.resource_id))
            and policy.may_see_adoption(me, one)
        }
        found = columns(col(Adoption.id)).where(sight.adoptions_visible_to(me))
        assert set(rows(db, found).scalars()) == expected, name
        glanced = subjects.glances(db, me, [("adoption", one.id) for one in every])
        assert {key[1] for key in glanced} == expected, name
        on_pages = {
            adoption.id
            for resource in resources
            if policy.may_see(me, resource)
            for adoption in page.trail(db, me, resource.id)
        }
        assert on_pages == expected, name


def test_what_is_hidden_does_not_count_as_use_for_anybody(db: Session, make: Make) -> None:
    resource = make.resource()
    make.adoption(resource)
    make.adoption(resource, hidden_at=NOON)
    make.adoption(resource, state="considers")
    for me in (Guest(), make.member(), make.convener()):
        assert [row.used_by for row in queries.listed(db, me, Filters(), tree(db)).items] == [1]
        assert [row.used_by for row in lines.newest(db, me)] == [1]
        assert sum(one.counts for one in page.trail(db, me, resource.id)) == 1


def test_a_glance_of_an_adoption_leads_to_its_resource(db: Session, make: Make) -> None:
    resource = make.resource(title="Data trust agreement")
    adoption = make.adoption(resource, words="x" * 500)
    glance = subjects.glances(db, Guest(), [("adoption", adoption.id)])["adoption", adoption.id]
    assert (glance.title, glance.slug) == (resource.title, resource.slug)
    assert (glance.author_id, glance.excerpt) == (adoption.author_id, "x" * 200)
