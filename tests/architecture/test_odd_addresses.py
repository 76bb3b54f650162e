"""Whatever somebody types behind our name, the answer is a page, never a failure."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from backend.domain.members import sessions as signing
from backend.kit.addresses import routes
from tests.support.calling import call
from tests.support.make import Make

ODD = ("%00", "%ED%A0%80", "%FF", "a%0Ab", "%F0%9F%98%80", "1e400", "-1", "9" * 30, "'", "a" * 4000)
"""NUL, half a surrogate, no UTF-8, a line's end, a face, no number, and too much."""


def addresses(app: FastAPI, odd: str) -> Iterator[str]:
    for route in routes(app.routes):
        if "GET" in (route.methods or ()):
            path = re.sub(r"\{[^}]*\}", odd, route.path)
            asked = [one.alias for one in route.dependant.query_params]
            yield f"{path}?{'&'.join(f'{name}={odd}' for name in asked)}"


@pytest.mark.parametrize("who", ["guest", "convener"])
def test_no_address_breaks_the_program(app: FastAPI, db: Session, make: Make, who: str) -> None:
    cookie = f"session={signing.start(db, make.convener())}" if who == "convener" else ""
    db.commit()
    found = [
        (path[:120], answer.status_code)
        for odd in ODD
        for path in addresses(app, odd)
        if (answer := call(app, path, headers={"Cookie": cookie})).status_code >= 500
    ]
    assert found == []
