"""What one may not see answers like what isn't there: status, headers and body."""

import pytest

from tests.canary.conftest import World
from tests.canary.expected.shapes import asked
from tests.canary.expected.tables import SURFACES
from tests.canary.roles import EVERYBODY


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_what_one_may_not_see_answers_like_what_is_not_there(world: World, role: str) -> None:
    asker, faults = world.asker(role), []
    for one in asked(world.garden, SURFACES):
        if one.is_unseen_by(role):
            there = asker.ask(one.address).lines(one.address)
            nowhere = asker.ask(one.nowhere).lines(one.nowhere)
            apart = next(
                (pair for pair in zip(there, nowhere, strict=False) if pair[0] != pair[1]), ()
            )
            if apart or len(there) != len(nowhere):
                faults.append(f"{one.surface.route} {one.address}: {apart}")
    assert faults == [], "\n".join([f"as {role}:", *faults])
