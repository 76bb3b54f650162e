"""The same as the pages, for programs: what is seen, planned, answered, noted, refused."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.roundtables.models import Roundtable
from tests.conftest import NOON, Connect
from tests.support.make import Make
from tests.support.meetings import LINK, PURPOSE, Meetings
from tests.support.queries import counted

DAY = timedelta(days=1)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def bogota(make: Make) -> City:
    return make.city("Bogotá", zone="America/Bogota", country="CO", region="latin_america")


@pytest.fixture
def camila(make: Make, bogota: City) -> Member:
    return make.member("Camila", city_id=bogota.id, zone=bogota.zone)


@pytest.fixture
def words(make: Make, bogota: City) -> dict[str, Any]:
    make.topic("Water")
    return {
        "title": "Who pays for data?",
        "purpose": PURPOSE,
        "language": "es",
        "topics": ["water"],
        "joining_link": LINK,
        "capacity": 2,
        "minutes": 60,
        "cities": [bogota.slug],
        "sittings": [{"day": "2026-06-01", "time": "10:00", "zone": "America/Bogota"}],
        "items": [{"minutes": 60, "title": "Everything", "lead": "Camila"}],
    }


def test_planning_says_everything_at_once(
    connect: Connect, make: Make, words: dict[str, Any], camila: Member
) -> None:
    ruth = make.convener(name="Ruth")
    made = connect(ruth).post("/roundtables", words)
    assert made.status_code == 201
    read = connect(camila).get("/roundtables/who-pays-for-data").json()
    assert read | {"id": ""} == {
        "id": "",
        "slug": "who-pays-for-data",
        "path": "/roundtables/who-pays-for-data",
        "title": "Who pays for data?",
        "purpose": PURPOSE,
        "language": "es",
        "format": "roundtable",
        "place": "online",
        "venue": "",
        "minutes": 60,
        "capacity": 2,
        "visibility": "members",
        "chatham_house": False,
        "convener": "Ruth",
        "planned_at": "2026-05-04T12:00:00Z",
        "cancelled_at": None,
        "cancelled_why": "",
        "topics": [{"slug": "water", "label": "Water"}],
        "sittings": [
            {
                "number": 0,
                "starts_at": "2026-06-01T15:00:00Z",
                "ends_at": "2026-06-01T16:00:00Z",
                "zone": "America/Bogota",
                "local": "2026-06-01T10:00-05:00",
                "coming": 0,
                "waiting": 0,
            }
        ],
        "agenda": [
            {"minutes": 60, "title": "Everything", "lead": "Camila", "speakers": [], "links": []}
        ],
        "cities": [{"slug": "bogota-gb", "name": "Bogotá", "country": "CO"}],
        "people": [],
        "maybe": 0,
        "answer": None,
        "joining_link": None,
        "note": None,
    }
    assert made.json()["joining_link"] == LINK


def test_what_is_kept_is_chosen_and_invited_step_by_step(
    connect: Connect, make: Make, words: dict[str, Any], camila: Member
) -> None:
    program = connect(make.convener())
    path = "/roundtables/who-pays-for-data"
    assert program.post("/roundtables", words | {"invite": False}).json()["planned_at"] is None
    assert connect(camila).get(path).status_code == 404
    later = make.city("Lima")
    chosen = program.post(f"{path}/cities", {"add": [later.slug]}).json()
    assert [city["name"] for city in chosen["cities"]] == ["Bogotá", "Lima"]
    fair = program.get(f"{path}/fair-times", days=21).json()
    assert fair["singles"][0]["tally"].startswith("2 of 2 cities within")
    start = fair["singles"][0]["starts"][0]
    timed = program.post(
        f"{path}/times", {"zone": "UTC", "sittings": [{"day": start[:10], "time": start[11:16]}]}
    ).json()
    assert timed["sittings"][0]["starts_at"] == start
    assert program.post(f"{path}/agenda", {"items": []}).json()["agenda"] == []
    assert program.post(f"{path}/invitations").json()["planned_at"] is not None
    held = {"format": "roundtable", "place": "online", "venue": "", "visibility": "members"}
    how = {"minutes": 60, "capacity": 2, "chatham_house": False, "reminders": [60]}
    plain = {name: words[name] for name in ("purpose", "language", "topics", "joining_link")}
    whole = plain | held | how | {"title": "Who pays for all of it?"}
    assert program.post(f"{path}/edit", plain | {"title": "Who pays?"}).status_code == 422
    edited = program.post(f"{path}/edit", whole)
    assert edited.json()["slug"] == "who-pays-for-data"
    cancelled = program.post(f"{path}/cancellation", {"reason": "Nobody can come."}).json()
    assert cancelled["cancelled_why"] == "Nobody can come."


def test_answers_take_seats_or_places_in_line(
    connect: Connect, meetings: Meetings, make: Make
) -> None:
    table = meetings.planned(capacity=1)
    first, second = (make.member(city_id=None) for _ in range(2))
    path = f"/roundtables/{table.slug}/seats"
    taken = {"answer": "yes", "sitting": 0, "is_seated": True, "is_waiting": False}
    assert connect(first).post(path, {"answer": "yes"}).json() == taken
    waits = connect(second).post(path, {"answer": "yes"}).json()
    assert (waits["is_seated"], waits["is_waiting"]) == (False, True)
    seen = connect(second).get(f"/roundtables/{table.slug}").json()
    assert (seen["joining_link"], seen["sittings"][0]["waiting"]) == (None, 1)
    connect(first).post(path, {"answer": "no"})
    assert connect(second).get(f"/roundtables/{table.slug}").json()["joining_link"] == LINK
    assert connect(second).get("/roundtables/next").json()["slug"] == table.slug
    assert connect(first).get("/roundtables/next").json() is None


def test_notes_are_published_in_versions(connect: Connect, meetings: Meetings, make: Make) -> None:
    ruth = make.convener()
    table = meetings.held(ruth, visibility="public")
    path = f"/roundtables/{table.slug}/notes"
    body = "Three ways of sharing decisions were described."
    kept = connect(ruth).post(path, {"body": body})
    assert (kept.status_code, kept.json()["published_at"]) == (201, None)
    assert connect().get(path).json() == []
    out = connect(ruth).post(path, {"body": body, "publish": True}).json()
    assert (out["number"], out["body"], out["published_at"]) == (1, body, "2026-05-04T12:00:00Z")
    assert out["sections"] == [{"heading": "", "text": body}]
    assert out["files"] == [f"{path}/1.{kind}" for kind in ("pdf", "docx", "md")]
    assert connect().get(path).json() == [out]
    assert connect().get(f"/roundtables/{table.slug}").json()["note"] == out


def test_under_the_chatham_house_rule_programs_learn_no_more_than_people(
    connect: Connect, meetings: Meetings, make: Make, bogota: City, camila: Member
) -> None:
    table = meetings.planned(cities=[bogota], chatham_house=True, visibility="public")
    meetings.answer(table, camila)
    for who in (None, make.member()):
        seen = connect(who).get(f"/roundtables/{table.slug}")
        assert "Camila" not in seen.text
        assert "Bogot" not in seen.text
        assert (seen.json()["cities"], seen.json()["people"]) == (None, None)
    seen = connect(camila).get(f"/roundtables/{table.slug}").json()
    assert [one["name"] for one in seen["people"]] == ["Camila"]


def test_the_list_with_its_filters_and_pages(
    connect: Connect, meetings: Meetings, make: Make, camila: Member
) -> None:
    ruth, topic, city = make.convener(), make.topic(), make.city()
    for n in range(21):
        at = [NOON + (n + 1) * DAY]
        meetings.planned(ruth, at=at, topics=[topic.slug], cities=[city], format="workshop")
    meetings.planned(ruth, topics=[topic.slug], cities=[city])
    program = connect(camila)
    first = program.get("/roundtables", format="workshop", topic=topic.slug).json()
    rest = program.get("/roundtables", format="workshop", after=first["next"]).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (20, 1, None)
    assert program.get("/roundtables", mine=True).json()["items"] == []
    assert program.get("/roundtables", show="drafts").json()["items"] == []
    assert connect().get("/roundtables").json()["items"] == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("", {"title": "x"}, 422),
        ("", {"sittings": [{"day": "2027-03-28", "time": "01:30", "zone": "Europe/London"}]}, 422),
        ("", {"sittings": []}, 422),
        ("", {"cities": ["atlantis"]}, 422),
        ("", {"topics": ["bees"]}, 422),
        ("", {"minutes": "soon"}, 422),
        ("", {"joining_link": "ftp://files.example"}, 422),
        ("", {"title": "A null \x00 and a bell \x07"}, 201),
        ("/nowhere/seats", {"answer": "yes"}, 404),
        ("/nowhere/notes", {"body": "x" * 40}, 404),
    ],
)
def test_what_cannot_be_taken_is_a_problem(
    connect: Connect,
    db: Session,
    make: Make,
    words: dict[str, Any],
    path: str,
    body: dict[str, Any],
    status: int,
) -> None:
    sent = body if path else words | body
    answer = connect(make.convener()).post(f"/roundtables{path}", sent)
    assert answer.status_code == status
    if status != 201:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert db.exec(select(Roundtable.id)).all() == []


def test_members_may_not_plan_and_reading_tokens_may_not_answer(
    connect: Connect, meetings: Meetings, words: dict[str, Any], camila: Member
) -> None:
    table = meetings.planned(format="webinar")
    assert connect(camila).post("/roundtables", words).status_code == 403
    assert connect().post("/roundtables", words).status_code == 401
    reading = connect(camila, scope="read")
    assert reading.post(f"/roundtables/{table.slug}/seats", {"answer": "yes"}).status_code == 403
    assert reading.get(f"/roundtables/{table.slug}/fair-times").status_code == 403


@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_costs_the_same_however_much_there_is(
    connect: Connect, meetings: Meetings, make: Make, connection: Connection, how_many: int
) -> None:
    ruth = make.convener()
    for _ in range(how_many):
        table = meetings.planned(ruth, cities=[make.city() for _ in range(how_many)])
    for _ in range(how_many):
        meetings.answer(table, make.member(city_id=None))
    program = connect(make.member())
    program.get("/me")  # the first use of a token is noted
    with counted(connection) as for_the_list:
        assert len(program.get("/roundtables").json()["items"]) == how_many
    with counted(connection) as for_one:
        program.get(f"/roundtables/{table.slug}")
    assert (len(for_the_list), len(for_one)) == (3, 7)
