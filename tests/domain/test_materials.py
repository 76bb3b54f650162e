"""What belongs to a meeting, and the consent of who is in slides and recordings."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from backend.adapters.files import Files
from backend.core import clock
from backend.core.errors import Denied, NotFound, Rejected
from backend.core.shelf import Shelf
from backend.domain.members.models import Member
from backend.domain.notifications.models import Notification
from backend.domain.resources import files
from backend.domain.roundtables import agenda, attaching, material_rows, material_rules, queries
from backend.domain.roundtables.drafts import AgendaDraft, AgendaItemDraft
from backend.domain.roundtables.materials import ConsentDraft, Material, MaterialDraft
from backend.domain.roundtables.models import Roundtable
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted

LINK = "https://example.org/thing"


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Files(tmp_path, most=1_000_000)


@pytest.fixture
def convener(make: Make) -> Member:
    return make.convener()


@pytest.fixture
def table(meetings: Meetings, convener: Member) -> Roundtable:
    return meetings.held(convener)


def attach(db: Session, me: Member, table: Roundtable, **given: object) -> Material:
    words = {"sort": "recording", "title": "The recording", "link": LINK} | given
    return attaching.attach(db, me, table, MaterialDraft.model_validate(words))


def shown_to(db: Session, me: Member, table: Roundtable) -> list[str]:
    return [one.title for one in material_rows.listed(db, me, table) if one.is_shown]


def say(db: Session, me: Member, one: Material, says: str) -> None:
    table = db.get_one(Roundtable, one.roundtable_id)
    attaching.consent(db, me, table, one.id, ConsentDraft.model_validate({"says": says}))


def told(db: Session, event: str) -> set[str]:
    found = select(Member.name).join(Notification, col(Notification.recipient_id) == col(Member.id))
    return set(db.exec(found.where(col(Notification.event) == event)))


@pytest.mark.parametrize(
    ("sort", "says", "consent_by", "shown"),
    [
        ("paper", (), "", True),
        ("slides", (), "", False),
        ("slides", (), "All of them, in writing", True),
        ("recording", ("yes", "yes"), "", True),
        ("recording", ("yes", ""), "", False),
        ("recording", ("yes", "no"), "All of them, in writing", False),
    ],
)
def test_it_is_shown_once_all_who_are_asked_agree(
    sort: str, says: tuple[str, ...], consent_by: str, *, shown: bool
) -> None:
    assert material_rules.is_shown(sort, says, consent_by) is shown


def test_a_no_hides_it_at_once_and_the_convener_hears_of_it(
    db: Session, make: Make, convener: Member, table: Roundtable
) -> None:
    ana, other = make.member("Ana"), make.member()
    recording = attach(db, convener, table, asked=f"/people/{ana.slug}")
    assert told(db, "roundtable.consent") == {"Ana"}
    assert (shown_to(db, other, table), material_rows.listed(db, other, table)) == ([], [])
    say(db, ana, recording, "yes")
    assert shown_to(db, other, table) == ["The recording"]
    say(db, ana, recording, "no")
    assert material_rows.listed(db, other, table) == []
    assert [one.mine for one in material_rows.listed(db, ana, table)] == ["no"]
    assert told(db, "roundtable.withheld") == {convener.name}


def test_only_who_is_in_it_is_asked_and_who_asks_agrees(
    db: Session, make: Make, convener: Member, table: Roundtable
) -> None:
    recording = attach(db, convener, table, asked=convener.slug)
    assert [one.mine for one in material_rows.listed(db, convener, table)] == ["yes"]
    with pytest.raises(NotFound):
        say(db, make.member(), recording, "yes")


def test_what_shows_people_says_who_has_agreed_or_is_asked(
    db: Session, convener: Member, table: Roundtable
) -> None:
    for given in ({}, {"asked": "nobody-of-this-name"}):
        with pytest.raises(Rejected) as refused:
            attach(db, convener, table, **given)
        assert list(refused.value.problems) == ["asked"]
    attach(db, convener, table, consent_by="All of them, in writing")


def test_slides_and_recordings_come_after_the_beginning(
    db: Session, make: Make, meetings: Meetings, convener: Member
) -> None:
    coming = meetings.planned(convener)
    with pytest.raises(Denied, match="once it has begun"):
        attach(db, convener, coming, sort="slides", consent_by="All of them")
    attach(db, convener, coming, sort="paper")
    with pytest.raises(Denied, match="Who runs the meeting"):
        attach(db, make.member(), coming, sort="paper")


def test_under_the_chatham_house_rule_nothing_tells_of_who_was_there(
    db: Session, make: Make, meetings: Meetings, convener: Member
) -> None:
    ana, outside = make.member("Ana Quist", city_id=None), make.member()
    with clock.stopped(NOON - timedelta(days=30)):
        table = meetings.planned(convener, chatham_house=True)
        meetings.answer(table, ana)
    with pytest.raises(Denied, match="nothing is recorded"):
        attach(db, convener, table, consent_by="All of them")
    for field, words in (("title", "What Ana Quist said"), ("link", f"{LINK}/ana-quist.pdf")):
        with pytest.raises(Rejected) as refused:
            attach(db, convener, table, **{"sort": "paper", field: words})
        assert list(refused.value.problems) == [field]
    attach(db, convener, table, sort="paper")
    for me, may in ((ana, True), (convener, True), (outside, False)):
        room = queries.room(db, me, table)
        assert bool(material_rules.may_open(me, table, room)) is may


def test_a_file_stays_on_the_shelf_while_it_is_attached(
    db: Session, make: Make, convener: Member, table: Roundtable, shelf: Shelf
) -> None:
    kept = files.keep(db, convener, shelf, "paper.txt", BytesIO(b"What we read."))
    paper = attach(db, convener, table, sort="paper", link="", file_id=kept.id)
    db.commit()
    other = make.member()
    with clock.stopped(clock.now() + timedelta(days=2)):
        files.sweep(db, shelf)
        assert material_rows.file_of(db, other, table, paper.id).id == kept.id
        attaching.remove(db, convener, table, paper.id)
        files.sweep(db, shelf)
    with pytest.raises(NotFound):
        material_rows.file_of(db, other, table, paper.id)


def test_under_the_chatham_house_rule_only_those_with_a_seat_are_asked(
    db: Session, make: Make, meetings: Meetings, convener: Member
) -> None:
    ana, outside = make.member("Ana Quist", city_id=None), make.member()
    with clock.stopped(NOON - timedelta(days=30)):
        table = meetings.planned(convener, chatham_house=True)
        meetings.answer(table, ana)
    with pytest.raises(Rejected, match=f"these have none: {outside.slug}"):
        attach(db, convener, table, sort="slides", asked=f"{ana.slug}, {outside.slug}")
    attach(db, convener, table, sort="slides", asked=ana.slug)
    assert told(db, "roundtable.consent") == {"Ana Quist"}


def test_under_the_chatham_house_rule_no_file_is_taken(
    db: Session, meetings: Meetings, convener: Member, shelf: Shelf
) -> None:
    table = meetings.held(convener, chatham_house=True)
    kept = files.keep(db, convener, shelf, "paper.txt", BytesIO(b"What we read."))
    with pytest.raises(Rejected, match="name their authors inside"):
        attach(db, convener, table, sort="paper", link="", file_id=kept.id)


def test_a_resource_shows_to_those_who_see_it(
    db: Session, make: Make, convener: Member, table: Roundtable
) -> None:
    resource = make.resource()
    attach(db, convener, table, sort="paper", link="", resource=f"/resources/{resource.slug}")
    other = make.member()
    assert [one.resource_slug for one in material_rows.listed(db, other, table)] == [resource.slug]
    resource.hidden_at = clock.now()
    db.add(resource)
    db.flush()
    assert material_rows.listed(db, other, table) == []
    with pytest.raises(Rejected, match="one of these"):
        attach(db, convener, table, sort="paper", resource=resource.slug)


def test_who_leads_or_speaks_is_asked_first(
    db: Session, make: Make, convener: Member, table: Roundtable
) -> None:
    ana, ben = make.member("Ana"), make.member("Ben")
    part = AgendaItemDraft(minutes=30, title="A part", lead="Ana", speakers="Ben, Somebody Else")
    agenda.write(db, convener, table, AgendaDraft(items=[part]))
    found = attaching.may_be_in_it(db, convener, table)
    assert found == [(ana.slug, "Ana", True), (ben.slug, "Ben", True)]


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_of_materials_takes_two_queries(
    db: Session, connection: Connection, convener: Member, table: Roundtable, many: int
) -> None:
    for _number in range(many):
        attach(db, convener, table, asked=convener.slug)
    with counted(connection) as sent:
        assert len(material_rows.listed(db, convener, table)) == many
    assert len(sent) == 2
