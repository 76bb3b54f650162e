"""Reading roundtables and answering them: the list, one, its calendar file, its seats."""

import re
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.roundtables import agenda, notes, queries, timing
from backend.domain.roundtables.drafts import (
    AgendaDraft,
    AgendaItemDraft,
    NoteDraft,
    SittingDraft,
    TimesDraft,
)
from backend.domain.roundtables.models import Roundtable
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.meetings import LINK, Meetings
from tests.support.queries import counted

DAY = timedelta(days=1)
EVENING = datetime(2026, 6, 4, 19, tzinfo=UTC)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def wellington(make: Make) -> City:
    return make.city("Wellington", zone="Pacific/Auckland", country="NZ", region="oceania")


@pytest.fixture
def tui(make: Make, wellington: City) -> Member:
    return make.member("Tui Walker", city_id=wellington.id, zone=wellington.zone)


def shown(browser: Browser, table: Roundtable) -> str:
    answer = browser.get(f"/roundtables/{table.slug}")
    assert answer.status_code == 200
    return answer.text


def test_the_list_says_when_by_the_readers_clock(
    browser: Browser, sign_in: SignIn, meetings: Meetings, tui: Member
) -> None:
    table = meetings.planned(at=[EVENING])
    sign_in(tui)
    text = browser.get("/roundtables").text
    assert table.title in text
    assert "Fri 5 June, 07:00–08:30 in Wellington" in text


def test_a_stranger_reads_public_ones_by_the_clock_of_the_meeting(
    browser: Browser, meetings: Meetings
) -> None:
    public = meetings.planned(visibility="public", at=[EVENING])
    private = meetings.planned()
    text = browser.get("/roundtables").text
    assert public.title in text
    assert private.title not in text
    assert browser.get(f"/roundtables/{private.slug}").status_code == 404
    assert "Please sign in to take part." in shown(browser, public)


def test_filters_stand_in_the_address_and_can_be_taken_away(
    browser: Browser, meetings: Meetings, make: Make
) -> None:
    make.topic("Water")
    there = meetings.planned(visibility="public", topics=["water"], format="workshop")
    other = meetings.planned(visibility="public")
    asked = browser.get("/roundtables?topic=water&format=workshop", piece=True)
    assert there.title in asked.text
    assert other.title not in asked.text
    assert 'href="/roundtables?format=workshop"' in asked.text
    assert asked.text.lstrip().startswith("<section") == browser.htmx
    assert browser.get("/roundtables?topic=bees").status_code == 404
    assert browser.get("/roundtables?show=everything").status_code == 404


def test_only_conveners_find_what_is_being_planned(
    browser: Browser, sign_in: SignIn, meetings: Meetings, make: Make
) -> None:
    draft = meetings.timed()
    sign_in(make.member())
    assert draft.title not in browser.get("/roundtables?show=drafts").text
    assert browser.get(f"/roundtables/{draft.slug}").status_code == 404
    sign_in(make.convener())
    listed = browser.get("/roundtables?show=drafts").text
    assert f"/roundtables/{draft.slug}/review" in listed
    assert "This is a draft" in shown(browser, draft)


@pytest.mark.parametrize("show", ["coming", "past", "drafts"])
def test_an_empty_list_says_what_belongs_there(
    browser: Browser, sign_in: SignIn, make: Make, show: str
) -> None:
    sign_in(make.convener())
    said = {
        "coming": "No roundtable is planned",
        "past": "None was held yet",
        "drafts": "Nothing is being planned",
    }
    assert said[show] in browser.get(f"/roundtables?show={show}").text


def test_a_page_tells_the_time_here_and_elsewhere(
    browser: Browser, sign_in: SignIn, db: Session, meetings: Meetings, make: Make, tui: Member
) -> None:
    bogota = make.city("Bogotá", zone="America/Bogota", country="CO")
    table = meetings.planned(cities=[bogota, db.get_one(City, tui.city_id)], at=[EVENING])
    sign_in(tui)
    text = shown(browser, table)
    assert "Fri 5 June, 07:00–08:30 in Wellington" in text
    assert "Thu 14:00" in text
    assert text.index("Fri 07:00") < text.index("Thu 14:00")


def test_an_agenda_is_told_by_the_clock_and_with_its_leads(
    browser: Browser, sign_in: SignIn, db: Session, meetings: Meetings, make: Make, tui: Member
) -> None:
    ruth = make.convener(name="Ruth")
    table = meetings.planned(ruth, at=[EVENING])
    items = [
        AgendaItemDraft(minutes=20, title="Welcome"),
        AgendaItemDraft(minutes=70, title="Clauses on the table", lead="Tui Walker"),
    ]
    agenda.write(db, ruth, table, AgendaDraft(items=items))
    db.commit()
    sign_in(tui)
    text = shown(browser, table)
    assert "07:20" in text
    assert f'<a href="/people/{tui.slug}">Tui Walker</a>' in text
    table.chatham_house = True
    db.commit()
    assert "Tui Walker</a>" not in shown(browser, table)


def test_saying_yes_gives_a_seat_and_the_way_in(
    browser: Browser, sign_in: SignIn, meetings: Meetings, wellington: City, tui: Member
) -> None:
    table = meetings.planned(cities=[wellington])
    sign_in(tui)
    before = shown(browser, table)
    assert LINK not in before
    assert "Those who have a seat" not in before
    sent = browser.send(f"/roundtables/{table.slug}/seats", answer="yes")
    assert sent.status_code == (200 if browser.htmx else 303)
    if browser.htmx:
        assert sent.text.lstrip().startswith('<section class="card wash" id="seats"')
        assert LINK in sent.text
        assert 'aria-pressed="true">Following' in sent.text
    text = shown(browser, table)
    assert "You have a seat" in text
    assert f'href="{LINK}"' in text
    browser.send(f"/roundtables/{table.slug}/seats", answer="maybe")
    assert LINK not in shown(browser, table)


def test_who_comes_too_late_waits_in_line_and_moves_up(
    browser: Browser, sign_in: SignIn, meetings: Meetings, make: Make, tui: Member
) -> None:
    table = meetings.planned(capacity=1, format="webinar")
    early = [make.member(city_id=None) for _ in range(2)]
    for one in early:
        meetings.answer(table, one)
    sign_in(tui)
    assert "Wait for a seat" in shown(browser, table)
    browser.send(f"/roundtables/{table.slug}/seats", answer="yes")
    text = shown(browser, table)
    assert "You are number 2 in line" in text
    assert LINK not in text
    for one in early:
        meetings.answer(table, one, "no")
    assert "You have a seat" in shown(browser, table)


def test_of_two_sittings_one_is_chosen(
    browser: Browser, sign_in: SignIn, db: Session, meetings: Meetings, tui: Member
) -> None:
    table = meetings.planned(format="webinar", at=[NOON + DAY, NOON + 2 * DAY])
    sign_in(tui)
    browser.send(f"/roundtables/{table.slug}/seats", answer="yes", sitting="1")
    seat = queries.room(db, tui, table).seat
    assert seat is not None
    assert (seat.is_seated, seat.sitting) == (True, 1)
    refused = browser.send(f"/roundtables/{table.slug}/seats", answer="yes", sitting="2")
    assert refused.status_code == 422


def test_an_answer_that_cannot_be_is_refused_in_its_place(
    browser: Browser, sign_in: SignIn, meetings: Meetings, tui: Member
) -> None:
    table = meetings.planned(format="webinar")
    sign_in(tui)
    sent = browser.send(f"/roundtables/{table.slug}/seats", answer="perhaps")
    assert sent.status_code == 422
    assert "Please choose one of the list." in sent.text


def test_who_is_not_invited_hears_why(
    browser: Browser, sign_in: SignIn, meetings: Meetings, tui: Member
) -> None:
    table = meetings.planned()
    sign_in(tui)
    assert "Your city isn’t among those invited." in shown(browser, table)
    assert browser.send(f"/roundtables/{table.slug}/seats", answer="yes").status_code == 403


def test_under_the_chatham_house_rule_outsiders_learn_nobodys_name_or_city(
    browser: Browser, sign_in: SignIn, meetings: Meetings, make: Make, wellington: City, tui: Member
) -> None:
    table = meetings.planned(cities=[wellington], chatham_house=True, visibility="public")
    meetings.answer(table, tui)
    for who in (None, make.member()):
        if who:
            sign_in(who)
        for path in (
            f"/roundtables/{table.slug}",
            f"/roundtables/{table.slug}.ics",
            "/roundtables",
        ):
            text = browser.get(path).text
            assert "Tui" not in text
            assert "Wellington" not in text
    sign_in(tui)
    assert "Wellington" in shown(browser, table)


def test_members_see_who_comes_as_far_as_profiles_show_them(
    browser: Browser, sign_in: SignIn, db: Session, meetings: Meetings, make: Make, tui: Member
) -> None:
    there = db.get_one(City, tui.city_id)
    table = meetings.planned(cities=[there], visibility="public")
    hidden = make.member("Hidden Person", city_id=None, audience={"name": "nobody"})
    for one in (tui, hidden):
        meetings.answer(table, one)
    db.commit()
    assert "Tui Walker" not in shown(browser, table)
    sign_in(make.member())
    text = shown(browser, table)
    assert "Tui Walker" in text
    assert "Hidden Person" not in text
    assert "A member" in text


def test_the_calendar_file_holds_the_link_only_for_who_has_a_seat(
    browser: Browser, sign_in: SignIn, meetings: Meetings, tui: Member
) -> None:
    table = meetings.planned(format="webinar", visibility="public")
    strangers = browser.get(f"/roundtables/{table.slug}.ics")
    assert strangers.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert strangers.headers["Content-Disposition"] == f'attachment; filename="{table.slug}.ics"'
    sign_in(tui)
    invited = browser.get(f"/roundtables/{table.slug}.ics")
    meetings.answer(table, tui)
    seated = browser.get(f"/roundtables/{table.slug}.ics")
    found = [
        icalendar.Calendar.from_ical(one.text).walk("VEVENT")[0] for one in (strangers, seated)
    ]
    assert found[0]["UID"] == found[1]["UID"] == f"{table.id}-0@localhost"
    assert [LINK in str(event["DESCRIPTION"]) for event in found] == [False, True]
    assert LINK.removeprefix("https://") not in invited.text.replace("\r\n ", "")
    assert tui.email not in seated.text


def test_a_calendar_file_names_in_words_whose_clock_it_keeps(
    browser: Browser, db: Session, sign_in: SignIn, make: Make, meetings: Meetings
) -> None:
    """The meeting's clock for the room; for who is outside of a closed one, their own."""
    far, ruth = make.member(zone="America/Bogota"), make.convener()
    by_london = TimesDraft(
        zone="Europe/London", sittings=[SittingDraft(day=date(2026, 5, 8), time=time(15))]
    )
    open_to_all = meetings.planned(ruth, format="webinar")
    closed = meetings.planned(ruth, chatham_house=True)
    for table in (open_to_all, closed):
        timing.choose(db, ruth, table, by_london)
    db.commit()

    def told(table: Roundtable) -> str:
        file = icalendar.Calendar.from_ical(browser.get(f"/roundtables/{table.slug}.ics").text)
        found = re.search(
            r"Begins at \d\d:\d\d ([^.]+)\.", str(file.walk("VEVENT")[0]["DESCRIPTION"])
        )
        assert found is not None
        return found[1]

    sign_in(far)
    assert told(open_to_all) == "by the clock in London (Europe/London)"
    assert told(closed) == "by the clock in Bogota (America/Bogota)"


def test_what_was_held_shows_its_note_and_takes_no_answers(
    browser: Browser, sign_in: SignIn, db: Session, meetings: Meetings, make: Make, tui: Member
) -> None:
    ruth = make.convener()
    table = meetings.held(ruth, format="webinar")
    body = "## What we heard\n\nThree ways were described. <script>alert(1)</script>"
    notes.write(db, ruth, table, NoteDraft(body=body, publish=True))
    db.commit()
    sign_in(tui)
    text = shown(browser, table)
    assert "Three ways were described." in text
    assert "<script>alert" not in text
    assert "Held" in text
    assert browser.send(f"/roundtables/{table.slug}/seats", answer="yes").status_code == 403


def test_a_cancelled_one_says_why(browser: Browser, db: Session, meetings: Meetings) -> None:
    table = meetings.planned(visibility="public")
    table.cancelled_at, table.cancelled_why = NOON, "The convener is ill."
    db.commit()
    assert "This roundtable is cancelled: The convener is ill." in shown(browser, table)
    assert "Cancelled" in browser.get("/roundtables").text


def test_following_and_stopping(
    browser: Browser, sign_in: SignIn, meetings: Meetings, tui: Member
) -> None:
    table = meetings.planned()
    sign_in(tui)
    path = f"/roundtables/{table.slug}/followers"
    assert landed_on(browser.send(path)) == f"/roundtables/{table.slug}"
    assert 'aria-pressed="true">Following' in shown(browser, table)
    browser.send(path, stop="yes")
    assert 'aria-pressed="false">Follow<' in shown(browser, table)


@pytest.mark.parametrize("how_many", [1, 3])
def test_pages_take_the_same_few_queries_however_much_there_is(
    browser: Browser,
    sign_in: SignIn,
    db: Session,
    meetings: Meetings,
    make: Make,
    connection: Connection,
    how_many: int,
) -> None:
    ruth = make.convener(city_id=None)
    table = [
        meetings.planned(ruth, cities=[make.city() for _ in range(how_many)], at=[EVENING])
        for _ in range(how_many)
    ][-1]
    items = [AgendaItemDraft(minutes=10, title=f"Part {n}") for n in range(how_many)]
    agenda.write(db, ruth, table, AgendaDraft(items=items))
    draft = meetings.timed(ruth, cities=[make.city() for _ in range(how_many)])
    for _ in range(how_many):
        meetings.answer(table, make.member(city_id=None))
    sign_in(make.convener())
    needed = {}
    for path in (
        "/roundtables",
        f"/roundtables/{table.slug}",
        f"/roundtables/{draft.slug}/cities",
        f"/roundtables/{draft.slug}/times",
        f"/roundtables/{draft.slug}/review",
    ):
        with counted(connection) as sent:
            assert browser.get(path).status_code == 200
        needed[path.rsplit("/", 1)[-1].rstrip("0123456789")] = len(sent)
    assert needed == {
        "roundtables": 5,
        "roundtable-number-": 8,
        "cities": 7,
        "times": 8,
        "review": 8,
    }
