"""What came out of a roundtable, in versions; and nobody named under the Chatham House Rule."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from backend.core.errors import Denied, NotFound, Rejected
from backend.core.text import fold
from backend.domain.cities.models import CityName
from backend.domain.members.models import Member
from backend.domain.notifications.models import Notification
from backend.domain.roundtables import (
    actions,
    agenda,
    attending,
    chatham,
    notes,
    page,
    room,
    wording,
)
from backend.domain.roundtables.attendance import PresenceDraft
from backend.domain.roundtables.chatham import Found, Present
from backend.domain.roundtables.drafts import (
    AgendaDraft,
    AgendaItemDraft,
    NoteDraft,
    RoundtableDraft,
)
from backend.domain.search.models import SearchDocument
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings

BODY = "Three ways of sharing decisions were described. All of them cost time."
ROOM = Present(
    ["Tui Walker", "tui-walker-2", "Pieter de Vries", "李 娜", "Suharti"],
    ["Wellington", "New York", "Open Data Institute"],
    ["Poneke", "NYC", "Nueva York"],
    ["Chief Data Officer"],
)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


def published(body: str = BODY, *ordinary: str) -> NoteDraft:
    return NoteDraft(body=body, publish=True, ordinary=list(ordinary))


@pytest.mark.parametrize(
    ("text", "names", "parts"),
    [
        ("Participants from five regions agreed.", [], []),
        ("As tui WALKER said, it takes time.", ["Tui Walker"], []),
        ("A walker told us that paths matter.", [], ["Walker"]),
        ("Walkers, Wellingtons and York were not there.", [], []),
        ("Wellington's council voted.", ["Wellington"], []),
        ("In NEW\nYORK it is colder.", ["New York"], []),
        ("People of Pōneke agreed.", [], ["Poneke"]),
        ("La gente de Nueva York respondió.", [], ["Nueva York"]),
        ("The open data institute was quoted.", ["Open Data Institute"], []),
        ("De Vries agreed, and so did de facto everybody.", [], ["Vries"]),
        ("会议上李娜没有发言，但是李 娜写了。", ["李 娜"], []),
        ("Suharti wrote it down.", ["Suharti"], []),
        ("A chief data officer agreed; other officers did not.", [], ["Chief Data Officer"]),
        ("See /people/tui-walker-2 for more.", ["Tui Walker", "tui-walker-2"], []),
    ],
)
def test_names_of_those_present_are_found_as_whole_words(
    text: str, names: list[str], parts: list[str]
) -> None:
    assert chatham.told_in(text, ROOM) == Found(names, parts)


def test_parts_of_names_may_be_ordinary_words_and_whole_names_never_are() -> None:
    said = chatham.told_in("A walker met Tui Walker in Wellington.", ROOM, ["walker", "wellington"])
    assert said == Found(["Tui Walker", "Wellington"], [])
    assert chatham.told_in("A walker came.", ROOM, ["WALKER"]) == Found([], [])


def test_a_note_is_written_when_the_roundtable_has_been_held(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    with pytest.raises(Denied, match="has been held"):
        notes.write(db, me, meetings.planned(me), published())
    with pytest.raises(Denied, match="planned by conveners"):
        notes.write(db, make.member(), meetings.held(me), published())


def test_a_note_is_published_told_and_found(db: Session, meetings: Meetings, make: Make) -> None:
    me, city = make.convener(), make.city()
    ana = make.member("Ana", city_id=city.id)
    table = meetings.held(me, cities=[city])
    notes.write(db, me, table, NoteDraft(body=BODY))
    assert page.opened(db, ana, table.slug).note is None
    notes.write(db, me, table, published())
    opened = page.opened(db, ana, table.slug)
    assert opened.note is not None
    assert (opened.note.body, opened.note.published_at, opened.notes) == (BODY, NOON, 1)
    heard = select(Notification.recipient_id).where(col(Notification.event) == "roundtable.noted")
    assert db.exec(heard).all() == [ana.id]
    assert BODY in db.exec(select(SearchDocument.body)).one()


def test_a_published_note_is_corrected_in_a_new_version_and_told_only_once(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me, city = make.convener(), make.city()
    make.member("Ana", city_id=city.id)
    table = meetings.held(me, cities=[city])
    for words in ("", " It was late.", " It was very late."):
        notes.write(db, me, table, published(BODY + words))
    notes.write(db, me, table, NoteDraft(body=BODY + " Still being written."))
    assert [one.body for one in notes.published(db, table)] == [
        BODY,
        BODY + " It was late.",
        BODY + " It was very late.",
    ]
    shown = page.opened(db, me, table.slug)
    assert shown.note is not None
    assert (shown.note.number, shown.notes) == (3, 3)
    assert notes.version(db, me, table, 1).body == BODY
    for missing in (0, 5, 9):
        with pytest.raises(NotFound):
            notes.version(db, me, table, missing)
    heard = select(Notification).where(col(Notification.event) == "roundtable.noted")
    assert len(db.exec(heard).all()) == 1


def test_under_the_chatham_house_rule_nobody_who_was_there_is_named(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener(name="Ruth Adeyemi", city_id=make.city("Ibadan").id)
    home = make.city("Wellington")
    db.add(CityName(city_id=home.id, words="Te Whanganui-a-Tara", folded="te whanganui-a-tara"))
    tui = make.member("Tui Walker", city_id=home.id)
    guest = make.member("Mirjam Aalto", city_id=None, organisation="Public Data Law")
    away = make.member("Erik Johansson", city_id=make.city("Gothenburg").id)
    table = meetings.planned(me, chatham_house=True, cities=[home])
    for one, answer in ((tui, "yes"), (guest, "yes"), (away, "maybe")):
        one.city_id = one.city_id if one is not away else None
        meetings.answer(table, one, answer)
    items = [AgendaItemDraft(minutes=5, title="Opening", lead="Prof. Xolani Dube")]
    agenda.write(db, me, table, AgendaDraft(items=items))
    here = room.present(db, table)
    handles = {one.slug for one in (me, tui, guest)}
    assert {fold(one) for one in here.people} - handles == {
        "ruth adeyemi",
        "tui walker",
        "mirjam aalto",
        "prof. xolani dube",
    }
    assert sorted(here.places) == ["Ibadan", "Public Data Law", "Wellington"]
    assert here.spellings == ["Te Whanganui-a-Tara"]
    assert handles <= set(here.people)


def test_a_note_that_names_somebody_is_refused_until_it_names_nobody(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me, home = make.convener(), make.city("Wellington")
    tui = make.member("Tui Walker", city_id=home.id)
    table = meetings.planned(me, chatham_house=True, cities=[home])
    meetings.answer(table, tui)
    assert table.starts_at is not None
    _begin(db, table.starts_at - NOON + timedelta(hours=3), table)
    with pytest.raises(Rejected) as refusal:
        notes.write(db, me, table, published(f"{BODY} Wellington asked for Tui Walker."))
    assert refusal.value.problems == {
        "body": "Under the Chatham House Rule a note names nobody who was there, and no city or "
        "organisation. Please say it without: Tui Walker, Wellington."
    }
    assert notes.last(db, table) is None
    with pytest.raises(Rejected) as refusal:
        notes.write(db, me, table, published(f"{BODY} A walker agreed."))
    assert refusal.value.problems == {
        "ordinary": "These words may name somebody who was there: Walker. Say it without them, or "
        "tick those that are ordinary words here."
    }
    meetings.agree(me, table, f"{BODY} A walker agreed.", tui)
    notes.write(db, me, table, published(f"{BODY} A walker agreed.", "Walker"))
    assert len(notes.published(db, table)) == 1


def test_whoever_takes_a_seat_later_is_looked_for_in_what_is_out(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me, home = make.convener(), make.city("Lagos")
    purpose = "We read what Tui Walker wrote, and what came of it."
    table = meetings.planned(me, chatham_house=True, cities=[home], purpose=purpose)

    def told() -> int:
        heard = select(Notification).where(col(Notification.event) == "roundtable.named")
        return len(db.exec(heard.where(col(Notification.recipient_id) == me.id)).all())

    meetings.answer(table, make.member("Ana Quist", city_id=home.id))
    assert (told(), wording.named(db, table)) == (0, [])
    meetings.answer(table, make.member("Tui Walker", city_id=None))
    assert (told(), wording.named(db, table)) == (1, ["Tui Walker"])
    table = meetings.planned(me, chatham_house=True, cities=[home], purpose=purpose)
    leads = AgendaItemDraft(minutes=5, title="Opening", lead="Tui Walker")
    agenda.write(db, me, table, AgendaDraft(items=[leads]))
    assert told() == 2


def test_a_version_that_names_who_came_unexpected_is_taken_back_by_the_next(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me, tui = make.convener(), make.member("Tui Walker", city_id=None)
    table = meetings.held(me, chatham_house=True)
    notes.write(db, me, table, published(f"{BODY} Tui Walker wrote of it."))
    attending.mark(db, me, table, PresenceDraft(member=tui.slug, way="online"))
    assert wording.named(db, table) == ["Tui Walker"]
    meetings.agree(me, table, BODY, tui)
    notes.write(db, me, table, published())
    assert [one.body for one in notes.published(db, table)] == [BODY]
    assert wording.named(db, table) == []


def test_a_draft_may_name_anybody_since_only_conveners_read_it(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener(name="Ruth Adeyemi")
    table = meetings.held(me, chatham_house=True)
    assert notes.write(db, me, table, NoteDraft(body=f"{BODY} Ruth Adeyemi.")).number == 1


def test_the_rule_comes_too_late_when_a_note_is_out(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    table = meetings.held(me)
    notes.write(db, me, table, published())
    words = meetings.words(chatham_house=True)
    with pytest.raises(Rejected, match="too late"):
        actions.edit(db, me, table, RoundtableDraft(**words))


def _begin(db: Session, earlier: timedelta, table: object) -> None:
    """Let it lie in the past, as if time had gone by."""
    for moment in ("starts_at", "ends_at"):
        setattr(table, moment, getattr(table, moment) - earlier)
    db.add(table)
    db.flush()


def test_who_is_suspended_later_was_there_all_the_same(
    db: Session, meetings: Meetings, make: Make
) -> None:
    tui: Member = make.member("Tui Walker", city_id=None)
    table = meetings.planned(chatham_house=True)
    meetings.answer(table, tui)
    tui.suspended_at = NOON
    db.flush()
    assert "Tui Walker" in room.present(db, table).people
