"""Lists of roundtables: coming, held, being planned; mine, a city's, a topic's; the next for me."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.core.errors import NotFound
from backend.domain.cities.models import City
from backend.domain.members.models import Guest, Member
from backend.domain.roundtables import company, notes, page, queries
from backend.domain.roundtables.drafts import NoteDraft
from backend.domain.roundtables.filters import Filters
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted

DAY = timedelta(days=1)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def me(make: Make) -> Member:
    return make.member()


def titles(db: Session, me: Member | Guest, **asked: object) -> list[str]:
    return [one.title for one in queries.listed(db, me, Filters.model_validate(asked)).items]


def test_what_comes_next_stands_first_and_what_was_held_last_too(
    db: Session, meetings: Meetings, make: Make
) -> None:
    later = meetings.planned(at=[NOON + 9 * DAY]).title
    sooner = meetings.planned(at=[NOON + DAY]).title
    draft = meetings.timed().title
    held = meetings.held().title
    me = make.convener()
    assert titles(db, me) == [sooner, later]
    assert titles(db, me, show="past") == [held]
    assert titles(db, me, show="drafts") == [draft]


def test_lists_are_narrowed_by_topic_format_and_whom_they_are_for(
    db: Session, meetings: Meetings, make: Make, me: Member
) -> None:
    broad, other = make.topic(), make.topic()
    narrow = make.topic(parent_id=broad.id)
    city = db.get_one(City, me.city_id)
    ours = meetings.planned(topics=[narrow.slug], cities=[city], format="workshop")
    answered = meetings.planned(topics=[other.slug], format="webinar")
    meetings.planned(topics=[other.slug])
    meetings.answer(answered, me, "maybe")
    assert titles(db, me, topic=broad.slug) == [ours.title]
    assert titles(db, me, format="workshop") == [ours.title]
    assert sorted(titles(db, me, mine=True)) == sorted([ours.title, answered.title])
    assert titles(db, Guest(), mine=True) == []
    with pytest.raises(NotFound, match="no such topic"):
        titles(db, me, topic="bees")


@pytest.mark.parametrize("show", ["coming", "past", "drafts"])
def test_pages_follow_each_other_without_gap_or_overlap(
    db: Session, meetings: Meetings, make: Make, show: str
) -> None:
    convener, topic, city = make.convener(), make.topic(), make.city()
    made = {"coming": meetings.planned, "past": meetings.held, "drafts": meetings.timed}[show]
    for _ in range(23):
        made(convener, topics=[topic.slug], cities=[city])
    first = queries.listed(db, convener, Filters(show=show))
    second = queries.listed(db, convener, Filters(show=show, after=first.next_key))
    assert (len(first.items), len(second.items), second.next_key) == (20, 3, None)
    assert len({row.id for row in (*first.items, *second.items)}) == 23


@pytest.mark.parametrize("after", ["x", "1", "1.", "-1.00", "9.zz", f"{2**60}.{'0' * 32}"])
def test_a_page_that_cannot_be_is_not_found(db: Session, me: Member, after: str) -> None:
    with pytest.raises(NotFound, match="no such page"):
        queries.listed(db, me, Filters(after=after))


def test_a_row_says_how_it_stands_and_how_i_stand_to_it(
    db: Session, meetings: Meetings, make: Make, me: Member
) -> None:
    convener = make.convener(name="Ruth")
    table = meetings.planned(
        convener, capacity=1, at=[NOON + DAY, NOON + 2 * DAY], cities=[make.city(), make.city()]
    )
    meetings.answer(table, make.member(city_id=None), sitting=1)
    me.city_id = None
    meetings.answer(table, me, sitting=1)
    (row,) = queries.listed(db, me, Filters()).items
    assert (row.convener, row.cities, row.coming, row.answer, row.sitting) == (
        "Ruth",
        2,
        1,
        "yes",
        1,
    )
    assert (row.is_waiting, row.is_seated, row.has_note) == (True, False, False)
    assert [one.starts_at for one in row.sittings] == [NOON + DAY, NOON + 2 * DAY]
    assert len(row.topics) == 1


def test_the_next_for_me_is_one_i_am_invited_to_and_have_not_declined(
    db: Session, meetings: Meetings, me: Member
) -> None:
    city = db.get_one(City, me.city_id)
    assert queries.next_for(db, me) is None
    meetings.planned(at=[NOON + DAY])
    declined = meetings.planned(cities=[city], at=[NOON + 2 * DAY])
    cancelled = meetings.planned(cities=[city], at=[NOON + 3 * DAY])
    ours = meetings.planned(cities=[city], at=[NOON + 4 * DAY])
    meetings.answer(declined, me, "no")
    cancelled.cancelled_at = NOON
    db.flush()
    found = queries.next_for(db, me)
    assert found is not None
    assert (found.title, found.answer) == (ours.title, "")


def test_a_citys_and_a_topics_roundtables_are_the_latest_first(
    db: Session, meetings: Meetings, make: Make
) -> None:
    city, topic = make.city(), make.topic()
    held = meetings.held(cities=[city], topics=[topic.slug])
    coming = meetings.planned(cities=[city], topics=[topic.slug], visibility="public")
    meetings.timed(cities=[city], topics=[topic.slug])
    everyone = make.convener()
    for found in (
        queries.by_city(db, everyone, city.id),
        queries.by_topic(db, everyone, topic.id),
    ):
        assert [row.title for row in found] == [coming.title, held.title]
    assert [row.title for row in queries.by_city(db, Guest(), city.id)] == [coming.title]


@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_costs_the_same_however_much_there_is(
    db: Session, meetings: Meetings, make: Make, connection: Connection, how_many: int
) -> None:
    convener = make.convener()
    for _ in range(how_many):
        table = meetings.planned(convener, cities=[make.city() for _ in range(how_many)])
    for _ in range(how_many):
        meetings.answer(table, make.member(city_id=None))
    reader = make.member()
    db.expire_all()
    with counted(connection) as for_the_list:
        assert len(queries.listed(db, reader, Filters()).items) == how_many
    with counted(connection) as for_the_page:
        opened = page.opened(db, reader, table.slug)
        assert len(page.cities(db, opened.table)) == how_many
        assert len(company.people(db, reader, opened.table)) == how_many
        page.sittings(db, opened.table, knows_room=True)
        page.topics_of(db, opened.table)
        company.agenda(db, reader, opened.table, knows_room=True)
    assert (len(for_the_list), len(for_the_page)) == (3, 7)


def test_a_page_counts_who_comes_who_waits_and_who_may(
    db: Session, meetings: Meetings, make: Make
) -> None:
    table = meetings.planned(capacity=1, at=[NOON + DAY, NOON + 2 * DAY])
    for answer, sitting in (("yes", 0), ("yes", 0), ("yes", 1), ("maybe", 0), ("no", 0)):
        meetings.answer(table, make.member(city_id=None), answer, sitting)
    me = make.member(city_id=make.city("Leeds").id)
    opened = page.opened(db, me, table.slug)
    assert (opened.home, opened.maybe, opened.seat) == ("Leeds", 1, None)
    found = page.sittings(db, table, knows_room=True)
    assert [(one.coming, one.waiting) for one in found] == [(1, 1), (1, 0)]


def test_who_has_written_a_note_is_seen_in_lists(
    db: Session, meetings: Meetings, make: Make
) -> None:
    convener = make.convener()
    table = meetings.held(convener)
    body = "Three ways of sharing decisions were described."
    notes.write(db, convener, table, NoteDraft(body=body))
    assert not queries.listed(db, convener, Filters(show="past")).items[0].has_note
    notes.write(db, convener, table, NoteDraft(body=body, publish=True))
    assert queries.listed(db, convener, Filters(show="past")).items[0].has_note
