"""What one may not see answers like what isn't there: status, headers and body."""

from urllib.parse import quote

import pytest

from tests.canary.asking import Answer
from tests.canary.conftest import World
from tests.canary.expected.shapes import asked
from tests.canary.expected.tables import SURFACES
from tests.canary.roles import EVERYBODY

CHANGING = frozenset({"x-request-id", "content-length"})


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_what_one_may_not_see_answers_like_what_is_not_there(world: World, role: str) -> None:
    asker, faults = world.asker(role), []
    for one in asked(world.garden, SURFACES):
        if one.is_unseen_by(role):
            there = _lines(asker.ask(one.address), one.address)
            nowhere = _lines(asker.ask(one.nowhere), one.nowhere)
            apart = next(
                (pair for pair in zip(there, nowhere, strict=False) if pair[0] != pair[1]), ()
            )
            if apart or len(there) != len(nowhere):
                faults.append(f"{one.surface.route} {one.address}: {apart}")
    assert faults == [], "\n".join([f"as {role}:", *faults])


def _lines(answer: Answer, address: str) -> list[str]:
    """The answer without what differs from one request to the next, and the address it repeats."""
    body = answer.body.decode(errors="replace")
    for part in (address, address.partition("?")[0]):
        for written in (part, quote(part), quote(part, "")):
            body = body.replace(written, "…")
    headers = sorted(f"{name}: {told}" for name, told in answer.headers if name not in CHANGING)
    return [str(answer.status), *headers, *body.splitlines()]
