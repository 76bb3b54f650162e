"""Who sits with whom, and more seats for those who wait: pages, and the same for programs."""

import re
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from backend.core.ids import new_id
from backend.domain.members.models import Member
from backend.domain.notifications.models import Notification
from backend.domain.roundtables.breakout_places import BreakoutPlace
from backend.domain.roundtables.models import Roundtable, Seat
from tests.conftest import Connect, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted

NAMES = ("Ana", "Ben", "Cleo", "Dia")


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def table(make: Make, meetings: Meetings) -> Roundtable:
    return meetings.planned(make.convener(city_id=None), format="workshop", chatham_house=True)


@pytest.fixture
def comers(db: Session, make: Make, table: Roundtable) -> list[Member]:
    """Two of Lima and two of Kyoto, who have a seat."""
    lima, kyoto = make.city("Lima", region="latin_america"), make.city("Kyoto", region="asia")
    found = []
    for name, city in zip(NAMES, (lima, lima, kyoto, kyoto), strict=True):
        found.append(make.member(name, city_id=city.id))
        usual: dict[str, Any] = {
            "roundtable_id": table.id,
            "answer": "yes",
            "seated_at": table.changed_at,
        }
        db.add(Seat(**usual, member_id=found[-1].id, turn=len(found)))
    db.commit()
    return found


def tables(text: str) -> list[set[str]]:
    """Whose names stand in which card."""
    cards = re.findall(r'<section class="card" id="table-\d+".*?</section>', text, re.DOTALL)
    return [{name for name in NAMES if f"<bdi>{name}</bdi>" in card} for card in cards]


def test_a_convener_proposes_tables_changes_and_keeps_them(
    browser: Browser, sign_in: SignIn, db: Session, table: Roundtable, comers: list[Member]
) -> None:
    ana, ben, cleo, _dia = comers
    sign_in(db.get_one(Member, table.author_id))
    path = f"/roundtables/{table.slug}/tables"
    proposed = browser.get(f"{path}?smallest=2&largest=2&anew=true", piece=True).text
    assert tables(proposed) == [{"Ana", "Cleo"}, {"Ben", "Dia"}]
    assert "They come from 2 regions of the world." in proposed
    assert "Proposed, not kept yet" in proposed
    kept = {str(one.id): number for one, number in ((ana, 1), (ben, 1), (cleo, 2))}
    numbers = [str(number) for number in kept.values()]
    fields: dict[str, Any] = {"sitting": "0", "places.person": list(kept), "places.number": numbers}
    sent = browser.send(path, **fields)
    assert landed_on(sent) == path
    page = browser.get(path).text
    assert tables(page) == [{"Ana", "Ben"}, {"Cleo"}, {"Dia"}]
    assert "At no table yet" in page
    assert "Table 1: Ana and Ben know each other." in page
    nobody: dict[str, Any] = fields | {"places.person": str(new_id()), "places.number": "1"}
    gone = browser.send(path, **nobody)
    assert gone.status_code == 422
    assert "Somebody of these has no seat any more." in gone.text
    assert len(db.exec(select(BreakoutPlace)).all()) == 3


def test_who_comes_sees_their_own_table_and_nobody_else_sees_any(
    browser: Browser,
    sign_in: SignIn,
    connect: Connect,
    db: Session,
    make: Make,
    table: Roundtable,
    comers: list[Member],
) -> None:
    path = f"/roundtables/{table.slug}/tables"
    sign_in(comers[0])
    assert "No tables are set yet" in browser.get(path).text
    convener = connect(db.get_one(Member, table.author_id))
    wish: dict[str, Any] = {
        "smallest": 2,
        "largest": 2,
        "known": "together",
        "mix": "none",
        "anew": True,
    }
    proposed = convener.get(path, **wish).json()
    assert [[one["name"] for one in each["people"]] for each in proposed["tables"]] == [
        ["Ana", "Ben"],
        ["Cleo", "Dia"],
    ]
    places = [
        {"person": one["id"], "number": each["number"]}
        for each in proposed["tables"]
        for one in each["people"]
    ]
    assert convener.post(path, {"places": places}).json()["is_kept"]
    assert "In small groups you sit at table 1" in browser.get(f"/roundtables/{table.slug}").text
    own = browser.get(path).text
    assert "Ben" in own
    assert not any(name in own for name in ("Cleo", "Dia"))
    assert [len(one["people"]) for one in connect(comers[0]).get(path).json()["tables"]] == [2]
    outsider = make.member()
    sign_in(outsider)
    assert browser.get(path).status_code == 403
    assert connect(outsider).post(path, {"places": []}).status_code == 403


def test_a_webinar_has_no_small_groups_since_nobody_sees_who_attends(
    browser: Browser, sign_in: SignIn, make: Make, meetings: Meetings
) -> None:
    convener, who = make.convener(), make.member(city_id=None)
    webinar = meetings.planned(convener, format="webinar")
    meetings.answer(webinar, who)
    for reader in (convener, who):
        sign_in(reader)
        refused = browser.get(f"/roundtables/{webinar.slug}/tables")
        assert (refused.status_code, "has no small groups" in refused.text) == (403, True)
        assert f"{webinar.slug}/tables" not in browser.get(f"/roundtables/{webinar.slug}").text


def test_more_seats_go_to_whom_the_convener_wishes_and_nobody_loses_one(
    browser: Browser,
    sign_in: SignIn,
    connect: Connect,
    db: Session,
    make: Make,
    meetings: Meetings,
) -> None:
    lima, kyoto = make.city("Lima", region="latin_america"), make.city("Kyoto", region="asia")
    table = meetings.planned(
        make.convener(city_id=None), cities=[lima, kyoto], capacity=1, format="workshop"
    )
    first, second, third = (
        make.member(name, city_id=city.id)
        for name, city in (("Ana", lima), ("Ben", lima), ("Cleo", kyoto))
    )
    make.spoken(third, "es")
    for one in (first, second, third):
        meetings.answer(table, one)
    sign_in(db.get_one(Member, table.author_id))
    path = f"/roundtables/{table.slug}/extra-seats"
    page = " ".join(browser.get(f"{path}?seats=1&each_region=1").text.split())
    assert f'value="{third.id}" checked' in page
    assert f'value="{second.id}" checked' not in page
    assert "Too few come from Asia." in page
    program = connect(db.get_one(Member, table.author_id))
    asked = program.get(path, seats=3, each_region=2, new=4).json()
    assert asked["unmet"] == [
        "1 more should come from Asia.",
        "1 first-timer is missing.",
        "1 seat is left over: nobody else who waits may have it by your wish.",
    ]
    speaking = program.get(path, seats=1, each_region=0, language="es", speakers=2).json()
    assert [one["why"] for one in speaking["line"] if one["is_proposed"]] == [
        "Too few speak Spanish."
    ]
    assert speaking["unmet"] == ["1 more should speak Spanish."]
    assert program.get(path, language="xx", speakers=1).status_code == 422
    assert landed_on(browser.send(path, people=str(third.id))).startswith("/roundtables/")
    again = browser.send(path, people=str(third.id))
    assert again.status_code == 422
    assert "Somebody of these waits no longer." in again.text
    db.refresh(table)
    seats = db.exec(select(Seat).where(col(Seat.seated_at).is_not(None)).order_by(col(Seat.turn)))
    assert [one.member_id for one in seats] == [first.id, third.id]
    assert table.capacity == 2
    told = select(Notification.recipient_id).where(col(Notification.event) == "roundtable.seated")
    assert db.exec(told).all() == [third.id]
    sign_in(second)
    assert browser.get(path).status_code == 403


@pytest.mark.parametrize("how_many", [1, 3])
def test_these_pages_take_the_same_few_queries_however_many_come(
    browser: Browser,
    sign_in: SignIn,
    db: Session,
    make: Make,
    meetings: Meetings,
    connection: Connection,
    how_many: int,
) -> None:
    table = meetings.planned(make.convener(), format="workshop", capacity=how_many)
    comers = [make.member(city_id=None) for _ in range(2 * how_many)]
    for one in comers:
        meetings.answer(table, one)
    needed = []
    for reader, page in ((None, "tables"), (None, "extra-seats"), (comers[0], "tables")):
        sign_in(reader or db.get_one(Member, table.author_id))
        with counted(connection) as queries:
            browser.get(f"/roundtables/{table.slug}/{page}")
        needed.append(len(queries))
    assert needed == [5, 4, 6]
