"""What one may not see answers like what isn't there: status, headers and body; and says nothing."""

from collections.abc import Sequence
from functools import cache

import pytest

from tests.canary.conftest import World
from tests.canary.expected.shapes import asked
from tests.canary.expected.tables import SURFACES
from tests.canary.roles import EVERYBODY
from tests.canary.words import seen


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_what_one_may_not_see_answers_like_what_is_not_there(world: World, role: str) -> None:
    asker, faults = world.asker(role), []
    own = world.garden.own.get(role, set())

    @cache
    def lines(address: str) -> Sequence[str]:
        """Of what is nowhere most objects of a kind have the same address: it is asked for once."""
        return asker.ask(address).lines(address)

    for one in asked(world.garden, SURFACES):
        if one.is_unseen_by(role):
            there, nowhere = lines(one.address), lines(one.nowhere)
            if told := seen("\n".join(there)) - own - seen(one.address):
                faults.append(f"{one.surface.route} {one.address}: tells {told}")
            apart = next(
                (pair for pair in zip(there, nowhere, strict=False) if pair[0] != pair[1]), ()
            )
            if apart or len(there) != len(nowhere):
                faults.append(f"{one.surface.route} {one.address}: {apart}")
    assert faults == [], "\n".join([f"as {role}:", *faults])
