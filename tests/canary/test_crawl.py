"""Three personas visit every route with every method, and see nothing beyond their policy."""

import pytest

from tests.canary.conftest import World
from tests.canary.expected.shapes import asked
from tests.canary.expected.tables import SURFACES, WRITES
from tests.canary.expected.writing import sent
from tests.canary.words import seen

PERSONAS = ("guest", "pending", "suspended")
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


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
    asker, faults, known = world.asker(role), [], set[tuple[str, str]]()
    own = world.garden.own.get(role, set())
    for route, address in (
        *((one.surface.route, one.address) for one in asked(world.garden, SURFACES)),
        *((one.route, one.address) for one in sent(world.garden, WRITES)),
    ):
        for method in METHODS:
            if (route, method) in known:
                continue
            known.add((route, method))
            answer = asker.ask(address, method)
            allowed = set(answer.header("allow").split(", "))
            if answer.status != 405 or not allowed <= {"GET", "HEAD", "POST"} or not allowed:
                faults.append(f"{route} {method} {address}: {answer.status} {allowed}")
            if told := seen(answer.text) - own - seen(address):
                faults.append(f"{route} {method} {address}: tells {told}")
    assert faults == []
