"""Who may not write at all is told so, whatever they send."""

from typing import Any

import pytest
from fastapi import FastAPI

from backend.kit.addresses import routes
from backend.kit.asking import asking_member
from tests.conftest import Connect
from tests.support.make import Make

UNSOUND: list[Any] = [[], "no object", None]
SPARE = {"slug": "nobody", "kind": "area", "principle": "data"}


def addresses(app: FastAPI) -> list[str]:
    """Of every operation that needs a body, and somebody signed in."""
    return [
        route.path.format_map(_Spare())
        for route in routes(app.routes)
        if route.name.startswith("api.")
        and "POST" in (route.methods or ())
        and route.dependant.body_params
        and any(one.call is asking_member for one in route.dependant.dependencies)
    ]


class _Spare(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return SPARE.get(name, "00000000-0000-7000-8000-000000000000")


def test_a_stranger_is_asked_to_sign_in_before_anything_is_said_of_what_they_sent(
    app: FastAPI, connect: Connect, make: Make
) -> None:
    stranger, reader = connect(), connect(make.member(), scope="read")
    for address in addresses(app):
        assert stranger.post(address, []).status_code == 401, address
        assert reader.post(address, []).status_code == 403, address
    assert len(addresses(app)) > 50


@pytest.mark.parametrize("body", UNSOUND)
def test_who_lacks_permission_hears_of_that_before_what_they_sent(
    connect: Connect, make: Make, body: Any
) -> None:
    make.topic("Housing")
    make.city("Bristol")
    member, convener = connect(make.member()), connect(make.convener())
    for address in (
        "/cities/bristol-gb",
        "/cities/bristol-gb/facts/area",
        "/cities/bristol-gb/openness/data",
        "/cities/bristol-gb/domains",
        "/cities/bristol-gb/rest-days",
        "/twinnings",
        "/moderation/topics",
        "/moderation/topics/housing",
        "/moderation/topics/housing/merger",
    ):
        assert member.post(address, body).status_code == 403, address
        unsound = convener.post(address, body)
        assert (unsound.status_code, unsound.json()["detail"]) == (
            422,
            "Please check what was sent.",
        )
    assert member.post("/cities/atlantis", body).status_code == 404
    assert member.post("/twinnings/no-such/report", body).status_code == 404
