"""Planning a roundtable in four steps, each kept; and what conveners do with it afterwards."""

import re
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from sqlmodel import Session, select

from backend.domain.cities.models import City, CityPriority
from backend.domain.members.models import Member
from backend.domain.roundtables import company, notes, page, queries
from backend.domain.roundtables.models import Roundtable
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.meetings import PURPOSE, Meetings

DAY = timedelta(days=1)
WORDS: dict[str, Any] = {
    "title": "Who pays for data?",
    "purpose": PURPOSE,
    "language": "en",
    "topics": "water",
}
HELD: dict[str, Any] = {
    "format": "roundtable",
    "place": "online",
    "minutes": "90",
    "visibility": "members",
    **dict.fromkeys(("venue", "joining_link", "capacity"), ""),
}
SLUG = "who-pays-for-data"
BODY = "Three ways of sharing decisions were described. All of them cost time."


def submit(browser: Browser, path: str, **fields: Any) -> Response:
    """Send a form whose fields have names that Python's arguments can't have."""
    return browser.send(path, **fields)


def written(body: str) -> dict[str, str]:
    """A note of one section."""
    return {"sections.heading": "", "sections.text": body}


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def ruth(make: Make, sign_in: SignIn) -> Member:
    """A convener, signed in."""
    make.topic("Water")
    ruth = make.convener(name="Ruth", city_id=make.city("Bristol").id)
    sign_in(ruth)
    return ruth


def test_four_steps_lead_from_a_question_to_an_invitation(
    browser: Browser, db: Session, make: Make, ruth: Member
) -> None:
    bogota = make.city("Bogotá", zone="America/Bogota", country="CO")
    make.member("Camila", city_id=bogota.id)
    assert browser.get("/roundtables/new").status_code == 200
    sent = browser.send("/roundtables", **WORDS, minutes="60", capacity="12")
    assert landed_on(sent) == f"/roundtables/{SLUG}/cities"

    browser.send(f"/roundtables/{SLUG}/cities", add=bogota.slug)
    assert "Leave out" in browser.get(f"/roundtables/{SLUG}/cities").text

    times = browser.get(f"/roundtables/{SLUG}/times").text
    offer = re.search(r'name="offer">\s*<option value="([^"]+)"', times)
    assert offer
    sent = browser.send(f"/roundtables/{SLUG}/times/offer", offer=offer[1])
    assert landed_on(sent) == f"/roundtables/{SLUG}/review"

    agenda = {
        "items.minutes": ["10", "", "50"],
        "items.title": ["Welcome", "", "Who pays"],
        "items.lead": ["", "", "Camila"],
        "items.speakers": ["", "", ""],
        "items.links": ["", "", ""],
    }
    sent = submit(browser, f"/roundtables/{SLUG}/agenda", **agenda)
    assert landed_on(sent) == f"/roundtables/{SLUG}/review#agenda"
    review = browser.get(f"/roundtables/{SLUG}/review").text
    again = submit(browser, f"/roundtables/{SLUG}/agenda", **agenda)
    place = "" if browser.htmx else "#agenda"  # where it is open, another end opens nothing anew
    assert landed_on(again) == f"/roundtables/{SLUG}/review{place}"
    assert "The agenda fills 60 of 60 minutes." in review
    assert "Invite 1 city" in review
    assert "The invitation reaches 1 person in 1 city." in review

    sent = browser.send(f"/roundtables/{SLUG}/invitations")
    assert landed_on(sent) == f"/roundtables/{SLUG}"
    table = db.exec(select(Roundtable)).one()
    assert (table.planned_at, table.minutes, table.capacity) == (NOON, 60, 12)
    assert table.starts_at is not None
    assert table.starts_at >= NOON + 6 * DAY
    assert [
        (part.title, part.lead) for part in company.agenda(db, ruth, table, knows_room=True)
    ] == [
        ("Welcome", ""),
        ("Who pays", "Camila"),
    ]


def test_only_conveners_come_this_far(
    browser: Browser, sign_in: SignIn, meetings: Meetings, make: Make
) -> None:
    draft, plan = meetings.timed(), meetings.planned()
    assert browser.get("/roundtables/new").status_code == 401
    sign_in(make.member())
    assert browser.get("/roundtables/new").status_code == 403
    assert browser.send("/roundtables", **WORDS).status_code == 403
    for step in ("edit", "cities", "times", "review", "cancellation", "notes/new"):
        assert browser.get(f"/roundtables/{draft.slug}/{step}").status_code == 404
        assert browser.get(f"/roundtables/{plan.slug}/{step}").status_code == 403
    for step in (
        *("edit", "cities", "times", "times/offer", "agenda", "invitations"),
        *("cancellation", "notes", "removal"),
    ):
        assert browser.send(f"/roundtables/{draft.slug}/{step}").status_code == 404
        refused = browser.send(f"/roundtables/{plan.slug}/{step}").status_code
        assert refused in {403, 422}, step
        assert queries.one(meetings._db, make.convener(), plan.slug).changed_at == NOON


@pytest.mark.usefixtures("ruth")
def test_words_that_cannot_be_taken_come_back_with_what_is_wrong(
    browser: Browser, db: Session
) -> None:
    sent = browser.send("/roundtables", **WORDS | {"title": "Data"}, capacity="many")
    assert sent.status_code == 422
    assert sent.text.lstrip().startswith("<form") == browser.htmx
    assert "Please write at least 8 characters." in sent.text
    assert "Please give a whole number." in sent.text
    assert PURPOSE in sent.text
    assert db.exec(select(Roundtable)).all() == []
    bad_link = browser.send("/roundtables", **WORDS, joining_link="javascript:alert(1)")
    assert "Please give a whole web address" in bad_link.text


def test_a_step_can_be_taken_again(
    browser: Browser, db: Session, meetings: Meetings, ruth: Member
) -> None:
    table = meetings.timed(ruth)
    form = browser.get(f"/roundtables/{table.slug}/edit").text
    assert table.title in form
    sent = browser.send(f"/roundtables/{table.slug}/edit", **WORDS, **HELD, chatham_house="yes")
    assert landed_on(sent) == f"/roundtables/{SLUG}/cities"
    db.refresh(table)
    assert (table.title, table.chatham_house) == (WORDS["title"], True)
    wrong = WORDS | HELD | {"title": "x"}
    assert browser.send(f"/roundtables/{SLUG}/edit", **wrong).status_code == 422


def test_cities_are_proposed_found_added_and_left_out(
    browser: Browser, db: Session, meetings: Meetings, make: Make, ruth: Member
) -> None:
    topic = make.topic("Drought")
    table = meetings.draft(ruth, topics=[topic.slug])
    lima, quito = make.city("Lima"), make.city("Quito")
    db.add(CityPriority(city_id=lima.id, topic_id=topic.id, position=0))
    db.commit()
    path = f"/roundtables/{table.slug}/cities"
    proposed = browser.get(path).text
    assert f'<a href="/cities/{lima.slug}">Has Drought among its priorities.</a>' in proposed
    assert f'type="checkbox" name="add" value="{lima.slug}"' in " ".join(proposed.split())
    found = browser.get(f"{path}?q=qui", piece=True)
    assert "Quito" in found.text
    assert found.text.lstrip().startswith("<div") == browser.htmx
    assert "No other city of the network is called so." in browser.get(f"{path}?q=Atlantis").text
    sent = browser.send(path, add=quito.slug, q="qui")
    if browser.htmx:
        assert "Find a fair time" in sent.text
    else:
        assert landed_on(sent) == f"{path}?q=qui"
    assert [city.name for city in page.cities(db, table)] == ["Quito"]
    assert f'<a href="{path}?region=africa">Africa</a>' in browser.get(path).text
    browser.send(path, add=[lima.slug])
    assert [city.name for city in page.cities(db, table)] == ["Lima", "Quito"]
    browser.send(path, remove=lima.slug)
    browser.send(path, remove=quito.slug)
    assert page.cities(db, table) == []
    refused = browser.send(path, add="atlantis")
    assert refused.status_code == 422
    assert "Please choose cities from the list." in refused.text


def test_a_city_is_found_among_many_by_its_region_and_its_name(
    browser: Browser, db: Session, meetings: Meetings, make: Make, ruth: Member
) -> None:
    table = meetings.draft(ruth)
    here = [make.city(f"A town {number:02}") for number in range(30)]
    db.commit()
    path = f"/roundtables/{table.slug}/cities"
    region = here[0].region
    listed = browser.get(f"{path}?region={region}", piece=True).text
    assert [f"<strong>A town {number:02}<" in listed for number in (0, 23, 24)] == [
        True,
        True,
        False,
    ]
    assert "There are more." in listed
    found = browser.get(f"{path}?region={region}&q=a+town+29", piece=True).text
    assert "<strong>A town 29<" in found
    assert "There are more." not in found
    sent = browser.send(path, add=here[29].slug, q="a town", region=region)
    if not browser.htmx:
        assert landed_on(sent) == f"{path}?q=a+town&region={region}"
    assert [city.name for city in page.cities(db, table)] == ["A town 29"]
    assert "lies there" in browser.get(f"{path}?region=atlantis").text


def test_without_cities_there_is_no_fair_time(
    browser: Browser, meetings: Meetings, ruth: Member
) -> None:
    table = meetings.draft(ruth)
    sent = browser.get(f"/roundtables/{table.slug}/times")
    assert sent.headers["Location"] == f"/roundtables/{table.slug}/cities"
    assert "Choose a time first." in browser.get(f"/roundtables/{table.slug}/review").text


def test_fair_times_are_told_by_the_conveners_clock_with_what_they_ask(
    browser: Browser, meetings: Meetings, make: Make, ruth: Member
) -> None:
    cities = [
        make.city("Wellington", zone="Pacific/Auckland", country="NZ"),
        make.city("Bogotá", zone="America/Bogota", country="CO"),
        make.city("Nairobi", zone="Africa/Nairobi", country="KE"),
    ]
    table = meetings.draft(ruth)
    browser.send(f"/roundtables/{table.slug}/cities", add=[city.slug for city in cities])
    text = browser.get(f"/roundtables/{table.slug}/times").text
    assert "3 cities are invited." in text
    assert "Fairest single time" in text
    assert "Two sittings" in text
    assert re.search(r"May, \d\d:\d\d in Bristol", text)
    off_the_hour = re.search(r":30 in Bristol</(?:h3|strong)>", text)
    assert ("begins between the columns" in text) == bool(off_the_hour)
    looked = browser.get(f"/roundtables/{table.slug}/times?day=2026-05-13&hour=20").text
    assert "You are looking at it" in looked
    assert "Wed 13 May, 21:00 in Bristol" in looked
    assert looked.index("Wellington") < looked.index("Nairobi") < looked.index("Bogotá")
    longer = browser.get(f"/roundtables/{table.slug}/times?start=2026-06-01&days=28").text
    assert "June" in longer


@pytest.mark.parametrize(
    "asked",
    [
        "start=0001-01-01",
        "start=9999-12-31",
        "day=0001-01-01&hour=0",
        "day=9999-12-31&hour=23",
        "start=2025-01-01&days=14",
    ],
)
def test_days_far_away_are_brought_near(
    browser: Browser, meetings: Meetings, ruth: Member, asked: str
) -> None:
    table = meetings.timed(ruth)
    assert browser.get(f"/roundtables/{table.slug}/times?{asked}").status_code == 200


@pytest.mark.parametrize(
    "asked", ["days=13", "days=1e9", "hour=24", "day=soon", "start=2026-02-30"]
)
def test_an_address_that_says_nothing_is_not_found(
    browser: Browser, meetings: Meetings, ruth: Member, asked: str
) -> None:
    table = meetings.timed(ruth)
    assert browser.get(f"/roundtables/{table.slug}/times?{asked}").status_code == 404


def test_a_time_of_ones_own_is_taken_on_a_chosen_clock(
    browser: Browser, db: Session, meetings: Meetings, ruth: Member
) -> None:
    table = meetings.timed(ruth)
    sent = submit(
        browser,
        f"/roundtables/{table.slug}/times",
        **{
            "sittings.day": ["2026-06-01", "2026-06-01"],
            "sittings.time": ["15:00", "22:30"],
            "zone": "Asia/Taipei",
        },
    )
    assert landed_on(sent) == f"/roundtables/{table.slug}/review"
    found = [(one.zone, one.clock_time.hour) for one in queries.sittings(db, table)]
    assert found == [("Asia/Taipei", 15), ("Asia/Taipei", 22)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"sittings.day": "2027-03-28", "sittings.time": "01:30"}, "skip this hour that day"),
        ({"sittings.day": "2026-06-01"}, "Please fill this in."),
        ({"sittings.day": "soon", "sittings.time": "10:00"}, "Please give a date"),
        ({"sittings.day": "2026-06-01", "sittings.time": "25:00"}, "Please give a time"),
        ({"sittings.day": "2020-06-01", "sittings.time": "10:00"}, "within the next two years"),
        ({}, "Please choose at least 1."),
        (
            {
                "sittings.day": ["2026-06-01", "2026-06-01"],
                "sittings.time": ["10:00", "10:30"],
            },
            "The two sittings overlap",
        ),
    ],
)
def test_a_time_that_cannot_be_kept_comes_back_with_a_sentence(
    browser: Browser,
    meetings: Meetings,
    ruth: Member,
    fields: dict[str, str | list[str]],
    sentence: str,
) -> None:
    table = meetings.timed(ruth)
    path = f"/roundtables/{table.slug}/times"
    sent = submit(browser, path, zone="Europe/London", **fields)
    assert sent.status_code == 422
    assert sentence in sent.text
    assert sent.text.lstrip().startswith("<section") == browser.htmx


@pytest.mark.parametrize("offer", ["", "now", "2026-06-01T10:00 2026-06-01T10:30", "9" * 400])
def test_an_offer_that_was_not_made_is_refused(
    browser: Browser, meetings: Meetings, ruth: Member, offer: str
) -> None:
    table = meetings.timed(ruth)
    sent = browser.send(f"/roundtables/{table.slug}/times/offer", offer=offer)
    assert sent.status_code == 422


def test_an_agenda_that_cannot_be_taken_keeps_its_lines(
    browser: Browser, meetings: Meetings, ruth: Member
) -> None:
    table = meetings.timed(ruth)
    lines = {
        "items.minutes": ["ten", "5"],
        "items.title": ["Welcome", ""],
        **{name: ["", ""] for name in ("items.lead", "items.speakers", "items.links")},
    }
    sent = submit(browser, f"/roundtables/{table.slug}/agenda", **lines)
    assert sent.status_code == 422
    assert "Please give a whole number." in sent.text
    assert "Please fill this in." in sent.text
    assert 'value="Welcome"' in sent.text


def test_a_new_time_for_what_is_planned_is_told(
    browser: Browser, db: Session, meetings: Meetings, ruth: Member
) -> None:
    table = meetings.planned(ruth)
    sent = submit(
        browser,
        f"/roundtables/{table.slug}/times",
        **{"sittings.day": "2026-06-01", "sittings.time": "15:00", "zone": "Europe/London"},
    )
    assert landed_on(sent) == f"/roundtables/{table.slug}"
    db.refresh(table)
    assert table.sequence == 1


def test_cancelling_asks_for_a_reason(
    browser: Browser, db: Session, meetings: Meetings, ruth: Member
) -> None:
    table = meetings.planned(ruth)
    path = f"/roundtables/{table.slug}/cancellation"
    assert "This can’t be undone." in browser.get(path).text
    assert browser.send(path, reason="").status_code == 422
    sent = browser.send(path, reason="The convener is ill.")
    assert landed_on(sent) == f"/roundtables/{table.slug}"
    db.refresh(table)
    assert table.cancelled_at == NOON
    assert browser.get(f"/roundtables/{table.slug}/edit").status_code == 403


def test_a_draft_is_deleted(
    browser: Browser, db: Session, meetings: Meetings, ruth: Member
) -> None:
    table = meetings.timed(ruth)
    sent = browser.send(f"/roundtables/{table.slug}/removal")
    assert landed_on(sent) == "/roundtables?show=drafts"
    assert db.exec(select(Roundtable.id)).all() == []


def test_a_note_is_kept_then_published_then_corrected(
    browser: Browser, meetings: Meetings, ruth: Member
) -> None:
    table = meetings.held(ruth)
    path = f"/roundtables/{table.slug}/notes"
    assert browser.get(f"{path}/new").status_code == 200
    kept = submit(browser, path, **written(BODY))
    assert landed_on(kept) == f"{path}/new"
    assert BODY in browser.get(f"{path}/new").text
    assert BODY not in browser.get(f"/roundtables/{table.slug}").text
    assert browser.get(f"{path}/new").status_code == 200
    out = submit(browser, path, **written(BODY), publish="yes")
    assert landed_on(out) == f"/roundtables/{table.slug}#note"
    assert BODY in browser.get(f"/roundtables/{table.slug}").text
    submit(browser, path, **written(f"{BODY} It was late."), publish="yes")
    assert "2 versions" in browser.get(f"/roundtables/{table.slug}").text
    first = browser.get(f"{path}/1")
    assert "It was late." not in first.text
    assert f"{path}/2" in first.text
    assert browser.get(f"{path}/3").status_code == 404
    assert submit(browser, path, **written("Short"), publish="yes").status_code == 422


def test_a_note_that_names_somebody_comes_back_and_ordinary_words_are_ticked(
    browser: Browser, db: Session, meetings: Meetings, make: Make, ruth: Member
) -> None:
    home = make.city("Wellington")
    tui = make.member("Tui Walker", city_id=home.id)
    table = meetings.planned(ruth, cities=[home], chatham_house=True)
    meetings.answer(table, tui)
    table.starts_at, table.ends_at = NOON - DAY, NOON - DAY + timedelta(minutes=90)
    db.commit()
    path = f"/roundtables/{table.slug}/notes"
    telling = written(f"{BODY} So said Tui Walker of Wellington.")
    named = submit(browser, path, **telling, publish="yes")
    assert named.status_code == 422
    assert "Please say it without: Tui Walker, Wellington." in named.text
    told = {**written(f"{BODY} A walker agreed."), "publish": "yes"}
    doubtful = submit(browser, path, **told)
    assert doubtful.status_code == 422
    assert 'name="ordinary"' in doubtful.text
    unread = submit(browser, path, **told, ordinary="Walker")
    assert "send them to be read" in unread.text
    assert notes.published(db, table) == []
    meetings.agree(ruth, table, f"{BODY} A walker agreed.", tui)
    out = submit(browser, path, **told, ordinary="Walker")
    assert landed_on(out) == f"/roundtables/{table.slug}#note"


def test_a_city_is_invited_afterwards(
    browser: Browser, db: Session, meetings: Meetings, make: Make, ruth: Member
) -> None:
    table, later = meetings.planned(ruth), make.city("Later")
    path = f"/roundtables/{table.slug}/cities"
    assert "The people of a city that you add are told at once." in browser.get(path).text
    browser.send(path, add=later.slug)
    assert later.name in [city.name for city in page.cities(db, table)]
    first: City = next(db.get_one(City, one.id) for one in page.cities(db, table))
    assert browser.send(path, remove=first.slug).status_code == 422
