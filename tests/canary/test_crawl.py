"""Three personas visit every route with every method, and see nothing beyond their policy."""

import re

import pytest
from fastapi.routing import APIRoute

from backend.kit.addresses import Addresses, routes
from tests.canary.conftest import World
from tests.canary.expected.shapes import asked
from tests.canary.expected.tables import SURFACES, WRITES
from tests.canary.expected.writing import sent
from tests.canary.words import seen

PERSONAS = ("guest", "pending", "suspended")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
"""Of these each is either offered at an address, and then other tests ask for it, or refused here."""


@pytest.mark.parametrize("role", PERSONAS)
def test_head_answers_as_get_does_without_a_body(world: World, role: str) -> None:
    asker, faults, known = world.asker(role), [], set[tuple[str, bool]]()
    for one in asked(world.garden, SURFACES):
        # Of a route's many addresses one that is there for them, and one that is not.
        if (kind := (one.surface.route, one.is_unseen_by(role))) in known:
            continue
        known.add(kind)
        got, head = asker.ask(one.address), asker.ask(one.address, "HEAD")
        if (head.status, head.named()) != (got.status, got.named()) or head.body:
            faults.append(one.address)
    assert faults == []


@pytest.mark.parametrize("role", PERSONAS)
def test_a_method_that_is_not_offered_is_refused_and_tells_nothing(world: World, role: str) -> None:
    asker, faults = world.asker(role), []
    own, shapes = world.garden.own.get(role, set()), offers(world)
    addresses = {
        **{one.route: one.address for one in sent(world.garden, WRITES)},
        **{one.surface.route: one.address for one in asked(world.garden, SURFACES)},
    }
    for route, address in addresses.items():
        path = address.partition("?")[0]
        offered = {one for shape, methods in shapes if shape.fullmatch(path) for one in methods}
        for method in METHODS:
            if method in offered:
                continue
            answer = asker.ask(address, method)
            allowed = set(answer.header("allow").split(", "))
            if answer.status != 405 or not allowed <= {"GET", "HEAD", "POST"} or not allowed:
                faults.append(f"{route} {method} {address}: {answer.status} {allowed}")
            if told := seen(answer.text) - own - seen(address):
                faults.append(f"{route} {method} {address}: tells {told}")
    assert faults == []


def offers(world: World) -> list[tuple[re.Pattern[str], set[str]]]:
    """Every address that there is, and the methods by which it is asked for."""
    found: list[APIRoute] = list(routes(world.app.routes))
    addresses: Addresses = world.app.state.addresses
    return [
        (
            re.compile(_shape(addresses, one)),
            (one.methods or set()) | ({"HEAD"} if "GET" in (one.methods or ()) else set()),
        )
        for one in found
    ]


def _shape(addresses: Addresses, route: APIRoute) -> str:
    """The address as a pattern, where anything may stand for each of its gaps."""
    gaps = dict.fromkeys(route.param_convertors, "0gap0")
    return re.escape(addresses.path_for(route.name, **gaps)).replace("0gap0", "[^/]+")
