"""One way to name and shape a route, checked on the running application."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from backend.kit.addresses import routes
from backend.kit.asking import asking, asking_back, asking_member
from backend.kit.delivered import ADDRESSES, delivered

OPEN_TO_STRANGERS = {
    "invitations:accept",
    "join:apply",
    "language:choose",
    "passkeys:challenge",
    "passkeys:use",
    "providers:go",
    "providers:receive",
    "session:end",
    "session:link",
    "session:start",
    "unsubscribing:end",
}
"""Writes that somebody who hasn't signed in may make."""


@pytest.fixture
def every(app: FastAPI) -> list[APIRoute]:
    return list(routes(app.routes))


def calls(route: APIRoute) -> Iterator[object]:
    for dependency in route.dependant.dependencies:
        yield dependency.call


def test_every_route_is_named_feature_colon_verb(every: list[APIRoute]) -> None:
    names = [route.name for route in every]
    assert [n for n in names if not re.fullmatch(r"(api\.)?[a-z_]+:[a-z_]+", n)] == []
    assert len(names) == len(set(names))


def test_forms_can_reach_every_page(every: list[APIRoute]) -> None:
    """HTML forms send GET and POST; a route with any other method would need JavaScript."""
    assert {m for route in every for m in route.methods or ()} <= {"GET", "POST"}


def test_every_route_runs_in_one_transaction(every: list[APIRoute]) -> None:
    for route in every:
        assert {asking, asking_back, asking_member, delivered} & set(calls(route)), route.name


def test_every_write_is_by_a_member(every: list[APIRoute]) -> None:
    for route in every:
        if "POST" in (route.methods or ()) and route.name not in OPEN_TO_STRANGERS:
            assert asking_member in set(calls(route)), route.name


def test_one_way_back_from_another_site_writes_on_a_get(every: list[APIRoute]) -> None:
    backs = [route.name for route in every if asking_back in set(calls(route))]
    assert backs == ["providers:answer"]


def test_forms_of_others_are_let_in_to_two_addresses_and_nobody_is_known_by_it(
    every: list[APIRoute],
) -> None:
    writes = [route for route in every if "POST" in (route.methods or ())]
    let_in = {one.name for one in writes if delivered in set(calls(one))}
    assert let_in == {"providers:receive", "unsubscribing:end"}
    like = {one.name: re.sub(r"\{[^}]*\}", "a-name", one.path) for one in writes}
    assert {name for name, path in like.items() if ADDRESSES.fullmatch(path)} == let_in
