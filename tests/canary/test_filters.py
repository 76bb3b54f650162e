"""Each choice of each filter shows as many as it says, and nobody whom the whole list keeps back."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.canary.asking import Asker
from tests.canary.conftest import World
from tests.canary.words import seen

LISTS = {"/api/v1/people": "facets", "/api/v1/resources": "counts", "/api/v1/cities": "facets"}


@pytest.mark.parametrize("role", ["guest", "partner", "elsewhere", "author"])
def test_a_filter_counts_what_its_reader_may_see(world: World, role: str) -> None:
    asker, faults, asked = world.asker(role), [], 0
    for address, counts in LISTS.items():
        if asker.ask(address).status == 401:
            continue
        pages = list(_pages(asker, address, {}))
        whole = seen(json.dumps(pages))
        for name, choices in pages[0][counts].items():
            for value, count in choices.items() if isinstance(choices, dict) else ():
                found = list(_pages(asker, address, {name: value}))
                asked += 1
                said = f"{address}?{name}={value}"
                if sum(len(one["items"]) for one in found) != count:
                    faults.append(f"{said}: not the {count} that it counts")
                listed = json.dumps([one["items"] for one in found])
                if beyond := seen(listed) - whole:
                    faults.append(f"{said}: shows {world.garden.names_of(beyond)}")
    assert asked
    assert faults == [], "\n".join([f"as {role}:", *faults])


def _pages(asker: Asker, address: str, chosen: dict[str, str]) -> Iterator[Any]:
    after: str | None = ""
    while after is not None:
        query = urlencode({**chosen, **({"after": after} if after else {})})
        page = json.loads(asker.ask(f"{address}?{query}").body)
        yield page
        after = page["next"]
