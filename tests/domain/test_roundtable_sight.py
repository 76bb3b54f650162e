"""Who sees what of a roundtable: stated in Python for one and in SQL for many; they must agree."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import Conflict, NotFound, Rejected
from backend.domain import subjects
from backend.domain.cities.models import City
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.roundtables import (
    actions,
    agenda,
    company,
    inviting,
    page,
    policy,
    queries,
    sight,
)
from backend.domain.roundtables.drafts import (
    AgendaDraft,
    AgendaItemDraft,
    CancelDraft,
    CitiesDraft,
    RoundtableDraft,
)
from backend.domain.roundtables.filters import Filters
from backend.domain.roundtables.models import Roundtable
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings


@dataclass
class Cast:
    """One of each who may ask."""

    author: Member
    everyone: dict[str, Actor]
    invited: City


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def cast(make: Make) -> Cast:
    invited = make.city()
    author = make.convener()
    everyone: dict[str, Actor] = {
        "guest": Guest(),
        "applicant": make.member(city_id=invited.id, admitted_at=None),
        "suspended": make.member(city_id=invited.id, suspended_at=NOON),
        "partner": make.member(city_id=None),
        "member": make.member(),
        "lead": make.member(is_lead=True),
        "invited": make.member(city_id=invited.id),
        "seated": make.member(city_id=None),
        "waiting": make.member(city_id=None),
        "author": author,
        "convener": make.convener(),
        "suspended_convener": make.convener(suspended_at=NOON),
    }
    return Cast(author, everyone, invited)


CONVENERS = {"author", "convener"}
MEMBERS = {"partner", "member", "lead", "invited", "seated", "waiting"} | CONVENERS
EVERYONE = MEMBERS | {"guest", "applicant", "suspended", "suspended_convener"}


@pytest.mark.parametrize(
    ("visibility", "is_planned", "hidden", "seen_by"),
    [
        ("public", True, False, EVERYONE),
        ("members", True, False, MEMBERS),
        ("public", False, False, CONVENERS),
        ("members", False, False, CONVENERS),
        ("public", True, True, CONVENERS),
        ("members", True, True, CONVENERS),
    ],
)
def test_a_roundtable_is_seen_by_whom_it_is_for(
    db: Session,
    meetings: Meetings,
    cast: Cast,
    *,
    visibility: str,
    is_planned: bool,
    hidden: bool,
    seen_by: set[str],
) -> None:
    make = meetings.planned if is_planned else meetings.timed
    table = make(cast.author, cities=[cast.invited], visibility=visibility)
    table.hidden_at = NOON if hidden else None
    db.flush()
    assert {name for name, me in cast.everyone.items() if policy.may_see(me, table)} == seen_by
    for name, me in cast.everyone.items():
        sees = name in seen_by
        filters = Filters(show="coming" if is_planned else "drafts")
        about = ("roundtable", table.id)
        found = db.exec(select(Roundtable.id).where(sight.visible_to(me))).all()
        assert (found == [table.id]) == sees, name
        assert bool(queries.listed(db, me, filters).items) == sees, name
        assert (about in subjects.glances(db, me, [about])) == sees, name
        for read in (queries.one, page.opened):
            if sees:
                assert read(db, me, table.slug)
            else:
                with pytest.raises(NotFound, match="There is no such roundtable"):
                    read(db, me, table.slug)


def test_the_author_sees_what_was_hidden_and_drafts_only_as_a_convener(
    db: Session, meetings: Meetings, cast: Cast
) -> None:
    hidden = meetings.planned(cast.author)
    hidden.hidden_at = NOON
    draft = meetings.timed(cast.author)
    cast.author.is_convener = False
    db.flush()
    assert policy.may_see(cast.author, hidden)
    assert not policy.may_see(cast.author, draft)
    found = db.exec(select(Roundtable.id).where(sight.visible_to(cast.author))).all()
    assert found == [hidden.id]


@pytest.mark.parametrize(
    ("chatham_house", "shown_to"),
    [
        (False, EVERYONE),
        (True, {"invited", "seated"} | CONVENERS),
    ],
)
def test_under_the_chatham_house_rule_the_invited_know_who_is_invited(
    db: Session, meetings: Meetings, cast: Cast, *, chatham_house: bool, shown_to: set[str]
) -> None:
    table = _a_full_room(meetings, cast, chatham_house=chatham_house, visibility="public")
    for name, me in cast.everyone.items():
        may = policy.may_see_cities(me, table, queries.room(db, me, table))
        assert bool(may) == (name in shown_to), name
        found = rows(
            db, columns(col(Roundtable.id)).where(sight.visible_to(me), sight.cities_shown_to(me))
        ).all()
        assert bool(found) == (name in shown_to), name
        assert bool(queries.by_city(db, me, cast.invited.id)) == (name in shown_to), name


@pytest.mark.parametrize(
    ("chatham_house", "shown_to"),
    [(False, MEMBERS), (True, {"seated"} | CONVENERS)],
)
def test_members_see_who_comes_and_under_the_chatham_house_rule_those_who_come_do(
    db: Session, meetings: Meetings, cast: Cast, *, chatham_house: bool, shown_to: set[str]
) -> None:
    table = _a_full_room(meetings, cast, chatham_house=chatham_house, visibility="public")
    assert {
        name
        for name, me in cast.everyone.items()
        if policy.may_see_people(me, table, queries.room(db, me, table))
    } == shown_to


def test_only_a_member_is_invited_by_their_city(
    db: Session, meetings: Meetings, cast: Cast
) -> None:
    """Else an applicant who types in a city would learn where it goes, the Chatham House Rule or not."""
    _a_full_room(meetings, cast, chatham_house=True, visibility="public")
    assert {
        name
        for name, me in cast.everyone.items()
        if queries.listed(db, me, Filters(mine=True)).items
    } == {"invited", "seated", "waiting", "author"}


def test_who_waits_for_a_seat_is_known_to_conveners_alone(
    db: Session, meetings: Meetings, cast: Cast
) -> None:
    table = _a_full_room(meetings, cast, visibility="public")
    for name in MEMBERS:
        known = company.people(db, cast.everyone[name], table)
        assert len(known) == (2 if name in CONVENERS else 1), name


def test_the_joining_link_is_for_those_who_have_a_seat(
    db: Session, meetings: Meetings, cast: Cast
) -> None:
    table = _a_full_room(meetings, cast, visibility="public")

    def having() -> set[str]:
        return {
            name
            for name, me in cast.everyone.items()
            if policy.may_have_link(me, table, queries.room(db, me, table), NOON)
        }

    assert having() == {"seated"} | CONVENERS
    table.cancelled_at = NOON
    db.flush()
    assert having() == CONVENERS
    table.joining_link = ""
    db.flush()
    assert having() == set()


def _a_full_room(meetings: Meetings, cast: Cast, **given: object) -> Roundtable:
    table = meetings.planned(cast.author, cities=[cast.invited], capacity=1, **given)
    for name in ("seated", "waiting"):
        member = cast.everyone[name]
        assert isinstance(member, Member)
        assert meetings.answer(table, member).is_seated == (name == "seated")
    return table


def test_outside_of_a_closed_room_nobody_learns_who_called_it_where_and_how_few_come(
    db: Session, meetings: Meetings, cast: Cast
) -> None:
    given = {"visibility": "public", "venue": "Town hall", "place": "hybrid"}
    table = _a_full_room(meetings, cast, chatham_house=True, **given)
    known, zone = (
        {"invited", "seated"} | CONVENERS,
        page.sittings(db, table, knows_room=True)[0].zone,
    )
    for name, me in cast.everyone.items():
        opened = page.opened(db, me, table.slug)
        sitting = page.sittings(db, table, knows_room=opened.knows_room)[0]
        row = queries.listed(db, me, Filters()).items[0]
        seen = opened.knows_room, bool(opened.convener), bool(row.convener), row.coming, row.cities
        inside = name in known
        assert seen == (
            (True, True, True, 1, 1) if inside else (False, False, False, None, None)
        ), name
        assert (sitting.coming, sitting.waiting) == ((1, 1) if inside else (None, None)), name
        assert sitting.zone == (zone if inside else "UTC")


def test_three_are_no_few(meetings: Meetings, make: Make, db: Session) -> None:
    table = meetings.planned(cities=[make.city()], chatham_house=True, visibility="public")
    for count in (1, 2, 3):
        meetings.answer(table, make.member(city_id=None))
        shown = page.sittings(db, table, knows_room=False)[0].coming
        assert shown == (3 if count == 3 else None)


def test_a_closed_room_names_nobody_in_its_title_purpose_agenda_or_cancellation(
    meetings: Meetings, make: Make, db: Session
) -> None:
    me, home = make.convener(), make.city("Wellington")
    named = meetings.timed(me, cities=[home], title="What Wellington did", chatham_house=True)
    with pytest.raises(Conflict, match="without: Wellington"):
        inviting.invite(db, me, named)
    db.rollback()
    table = meetings.planned(me, cities=[home], chatham_house=True)
    words = meetings.words(
        chatham_house=True, purpose="We hear what they did in Wellington, and how."
    )
    with pytest.raises(Rejected, match="without: Wellington") as refusal:
        actions.edit(db, me, table, RoundtableDraft(**words))
    assert set(refusal.value.problems) == {"purpose"}
    part = AgendaItemDraft(minutes=5, title="Wellington speaks")
    with pytest.raises(Rejected) as refusal:
        agenda.write(db, me, table, AgendaDraft(items=[part]))
    assert set(refusal.value.problems) == {"items.0.title"}
    led = AgendaItemDraft(minutes=5, title="Xolani Dube asks", lead="Xolani Dube")
    with pytest.raises(Rejected, match="without: Xolani Dube"):
        agenda.write(db, me, table, AgendaDraft(items=[led]))
    with pytest.raises(Rejected, match="without: Wellington"):
        actions.cancel(db, me, table, CancelDraft(reason="Wellington can't come."))
    with pytest.raises(Conflict, match="without: Number"):
        inviting.choose(db, me, table, CitiesDraft(add=[make.city("Number").slug]))
