"""Every write by everybody who may not make it: refused with a reason, and nothing has changed."""

import re
from collections.abc import Generator, Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection
from sqlalchemy import select as columns
from sqlmodel import SQLModel

from backend.core.db import sessions_for
from backend.main import create_app
from tests.canary.asking import PIECE, Answer, Asker
from tests.canary.conftest import World
from tests.canary.expected.tables import WRITES
from tests.canary.expected.writing import Sent, sent
from tests.canary.roles import EVERYBODY, SIGNED_IN
from tests.conftest import settings_in

TAGS = re.compile(r"<[^>]*>")
ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}
FORMS = frozenset({422, 429})
"""The form comes back, with what is wrong at its fields."""
FIRST = ("/about", "/api/v1/me")
"""Asked first of all: when a session and a token were used last is noted then."""


@pytest.fixture
def connection(world: World) -> Generator[Connection, None, None]:
    """One transaction around the whole test, undone at the end."""
    with world.engine.connect() as connection, connection.begin() as everything:
        yield connection
        everything.rollback()


@pytest.fixture
def app(world: World, connection: Connection) -> FastAPI:
    sessions = sessions_for(connection, join_transaction_mode="create_savepoint")
    return create_app(settings_in(world.folder), sessions)


def writes(world: World) -> Iterator[Sent]:
    return sent(world.garden, WRITES)


def asker_of(world: World, app: FastAPI, role: str, *, reads: bool = False) -> Asker:
    asker = world.asker(role, reads=reads, app=app)
    for address in FIRST:
        asker.ask(address)
    return asker


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_who_may_not_do_something_is_told_why_and_changes_nothing(
    world: World, connection: Connection, app: FastAPI, role: str
) -> None:
    asker, faults = asker_of(world, app, role), []
    before = contents(connection)
    for one in writes(world):
        if status := one.refusal(role):
            answer = asker.send(one.address, one.fields, PIECE)
            if answer.status != status or (status not in FORMS and not is_a_sentence(said(answer))):
                faults.append(f"{one.route} {one.address}: {answer.status} {said(answer)!r}")
            if status == 404:
                nowhere = asker.send(one.nowhere, one.fields, PIECE)
                if answer.lines(one.address) != nowhere.lines(one.nowhere):
                    faults.append(f"{one.route} {one.address}: not as if it was not there")
    assert (faults, changed(before, contents(connection))) == ([], []), told(role, faults)


@pytest.mark.parametrize("role", sorted(SIGNED_IN))
def test_who_may_do_something_can(
    world: World, connection: Connection, app: FastAPI, role: str
) -> None:
    """So that what is refused to others is refused to them, and not to what was sent."""
    asker, faults = asker_of(world, app, role), []
    for one in writes(world):
        if not one.refusal(role):
            with connection.begin_nested() as point:
                answer = asker.send(one.address, one.fields)
                point.rollback()
            if answer.status >= 400:
                faults.append(f"{one.route} {one.address}: {answer.status} {said(answer)!r}")
    assert faults == [], told(role, faults)


def test_nothing_is_written_from_another_site_or_without_the_token_of_a_form(
    world: World, connection: Connection, app: FastAPI
) -> None:
    asker, faults = asker_of(world, app, "convener"), []
    before = contents(connection)
    for one in writes(world):
        if one.address.startswith("/api/"):
            continue
        for fields, headers, status in (
            (one.fields, ELSEWHERE, 403),
            ({**one.fields, "form_token": ""}, {}, 422),
        ):
            answer = asker.send(one.address, fields, headers)
            if answer.status != status:
                faults.append(f"{one.route} {one.address}: {answer.status} instead of {status}")
    assert (faults, changed(before, contents(connection))) == ([], [])


@pytest.mark.parametrize("role", ["author", "convener"])
def test_a_token_that_only_reads_writes_nothing(
    world: World, connection: Connection, app: FastAPI, role: str
) -> None:
    asker = asker_of(world, app, role, reads=True)
    before = contents(connection)
    refused = {
        asker.send(one.address, one.fields).status
        for one in writes(world)
        if one.address.startswith("/api/")
    }
    assert (refused, changed(before, contents(connection))) == ({403}, [])


def contents(connection: Connection) -> dict[str, list[str]]:
    """Every row of every table."""
    return {
        table.name: sorted(map(repr, connection.execute(columns(table))))
        for table in SQLModel.metadata.sorted_tables
    }


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    return [name for name, rows in before.items() if after[name] != rows]


def told(role: str, faults: list[str]) -> str:
    return "\n".join([f"as {role}:", *faults])


def said(answer: Answer) -> str:
    """What a refusal says, to a person or to a program."""
    text = answer.body.decode(errors="replace")
    found = re.search(r'"detail":"([^"]*)"', text)
    return found[1] if found else " ".join(TAGS.sub(" ", text).split())


def is_a_sentence(words: str) -> bool:
    return bool(re.fullmatch(r"\S.{8,200}[.?]", words))
