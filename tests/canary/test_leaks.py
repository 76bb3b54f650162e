"""Under the Chatham House Rule the room is closed: who is outside sees the same, whoever is in it.

Every surface is asked by outsiders twice: as it was planted, and with another room, where other
people of other cities sit, lead, call, object, vote, wait, bear hours and say what they think.
Not a letter of any answer may differ.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import ColumnElement, Connection, delete, insert, update
from sqlmodel import SQLModel, col, select

from backend.core.db import sessions_for
from backend.domain.members.models import Member
from backend.domain.roundtables.models import (
    AgendaItem,
    AgendaLink,
    Note,
    Roundtable,
    RoundtableCity,
    Sitting,
)
from backend.domain.roundtables.polls import Poll, PollOption
from backend.domain.roundtables.reviews import NoteVoice
from backend.main import create_app
from tests.canary.asking import Answer, Asker
from tests.canary.conftest import World
from tests.canary.expected.shapes import Asked, asked
from tests.canary.expected.tables import SURFACES
from tests.conftest import NOON, settings_in

CLOSED = ("chatham", "chatham_members", "held")
OUTSIDE = {
    "guest": CLOSED,
    "suspended": CLOSED,
    "partner": CLOSED,
    "elsewhere": CLOSED[:2],
    "lead": CLOSED[2:],
}
"""Who is outside of which: "elsewhere" is of a city that came to the last, the others' city was not."""
ABOUT = frozenset({"", "roundtable", "city", "member", "topic", "asker", "person"})
"""The kinds of object whose pages could tell of a roundtable."""
INSIDE = frozenset({"calendar:feed"})
"""What somebody who is in the room reads at a secret address."""
NEW = re.compile(r'name="(?:draft_id|key)" value="[^"]*"')
"""What a form numbers what will be written with: another one each time."""


@pytest.fixture
def connection(world: World) -> Iterator[Connection]:
    with world.engine.connect() as connection, connection.begin() as everything:
        yield connection
        everything.rollback()


@pytest.mark.parametrize("role", sorted(OUTSIDE))
def test_who_is_outside_sees_the_same_whoever_is_in_the_room(
    world: World, connection: Connection, role: str
) -> None:
    asker = _asker(world, connection, role)
    rooms = [world.garden.things["roundtable"][name].id for name in OUTSIDE[role]]
    surfaces = list(_surfaces(world, role))
    _open_polls(connection, rooms)
    first = [asker.ask(address) for address in surfaces]
    _change_everything(connection, rooms)
    faults = [
        f"{address}: {apart}"
        for address, before in zip(surfaces, first, strict=True)
        if (apart := _apart(address, before, asker.ask(address)))
    ]
    assert len(surfaces) > 60
    assert faults == [], "\n".join([f"as {role}:", *faults])


def test_who_is_inside_sees_that_it_is_another_room(world: World, connection: Connection) -> None:
    """So that the silence outside is silence, and not deafness of the test above."""
    asker = _asker(world, connection, "convener")
    addresses = [
        f"{before}{world.garden.things['roundtable'][name].slug}{after}"
        for name in CLOSED
        for before, after in (
            ("/roundtables/", ""),
            ("/api/v1/roundtables/", ""),
            ("/roundtables/", ".ics"),
        )
    ]
    first = [asker.ask(address) for address in addresses]
    _change_everything(connection, [world.garden.things["roundtable"][one].id for one in CLOSED])
    for address, before in zip(addresses, first, strict=True):
        assert _apart(address, before, asker.ask(address)), address


def _asker(world: World, connection: Connection, role: str) -> Asker:
    sessions = sessions_for(connection, join_transaction_mode="create_savepoint")
    app: FastAPI = create_app(settings_in(world.folder), sessions)
    asker = world.asker(role, app=app)
    for address in ("/about", "/api/v1/me"):
        asker.ask(address)  # notes when they were last here
    return asker


def _surfaces(world: World, role: str) -> Iterator[str]:
    """Every address once: those of the closed roundtables, and a few of each other kind."""
    known: dict[str, int] = {}
    for one in asked(world.garden, SURFACES):
        if one.surface.over == "roundtable":
            if one.one in OUTSIDE[role]:
                yield one.address
        elif one.surface.over in ABOUT and one.surface.route not in INSIDE:
            known[one.surface.route] = known.get(one.surface.route, 0) + 1
            if known[one.surface.route] <= 1 or _is_of_the_room(one):
                yield one.address


def _is_of_the_room(one: Asked) -> bool:
    return one.one in {"home", "chosen", "elsewhere", "looked_at", "colleague", "convener"}


def _open_polls(connection: Connection, rooms: list[UUID]) -> None:
    for room in rooms:
        at = NOON.replace(second=0)
        option = {"roundtable_id": room, "day": at.date(), "clock_time": at.time(), "starts_at": at}
        connection.execute(insert(Poll).values(roundtable_id=room, opened_at=NOON))
        zone = {"zone": "Pacific/Auckland", "number": 0, "is_second": False}
        connection.execute(insert(PollOption).values(**option, **zone))


def _change_everything(connection: Connection, rooms: list[UUID]) -> None:
    """Another room: nobody and nothing that could tell of the first is left."""

    def here(model: Any) -> ColumnElement[bool]:
        return col(model.roundtable_id).in_(rooms)

    notes = select(Note.id).where(here(Note))
    other = select(Member.id).where(col(Member.slug) == "convener-asks")
    connection.execute(delete(NoteVoice).where(col(NoteVoice.note_id).in_(notes)))
    for table in reversed(SQLModel.metadata.sorted_tables):
        # Seats, votes, hours, answers: whatever says of a roundtable that a member was there.
        if {"roundtable_id", "member_id"} <= set(table.columns.keys()):
            connection.execute(delete(table).where(table.c.roundtable_id.in_(rooms)))
    for model in (RoundtableCity, AgendaLink):
        connection.execute(delete(model).where(here(model)))
    connection.execute(update(AgendaItem).where(here(AgendaItem)).values(lead="", lead_id=None))
    connection.execute(update(Sitting).where(here(Sitting)).values(zone="America/Bogota"))
    connection.execute(update(PollOption).where(here(PollOption)).values(zone="America/Bogota"))
    drafts = here(Note), col(Note.published_at).is_(None)
    connection.execute(update(Note).where(*drafts).values(body="Another draft."))
    connection.execute(
        update(Roundtable)
        .where(col(Roundtable.id).in_(rooms))
        .values(author_id=other.scalar_subquery(), venue="Another hall", joining_link="")
    )


def _apart(address: str, before: Answer, after: Answer) -> object:
    was, now = ([NEW.sub("", line) for line in one.lines(address)] for one in (before, after))
    if len(was) != len(now):
        return f"{len(was)} lines and {len(now)}"
    return next((pair for pair in zip(was, now, strict=True) if pair[0] != pair[1]), None)
